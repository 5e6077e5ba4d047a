/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_approve.h"

#include <stdlib.h>

#include "base/hex.h"
#include "registry/session/session_files.h"
#include "registry/trust/restore_roots.h"
#include "registry/trust/root_hold.h"

enum sello_error root_read_draft(struct session *session, const char *path, struct draft **out) {
    uint8_t *file = NULL;
    size_t len = 0;
    enum sello_error error = session_read_file(session, path, DRAFT_MAX, &file, &len);
    if (error != SELLO_OK) {
        return error;
    }
    error = draft_open(sello_bytes(file, len), out, NULL);
    free(file);
    if (error != SELLO_OK) {
        return root_refuse_draft(session, error, path, NULL);
    }
    error = root_hold_shown(session, *out);
    if (error != SELLO_OK) {
        free(*out);
        *out = NULL;
    }
    return error;
}

enum sello_error root_follows_trust(struct session *session, const struct draft *draft,
                                    const char *trust_path) {
    struct trust_roots roots;
    enum sello_error error = trust_roots_open(session, trust_path, &roots);
    bool follows =
        error == SELLO_OK && memcmp(roots.trust.root.hash, draft->before.hash, SELLO_HASH_LEN) == 0;
    trust_roots_close(&roots);
    if (error == SELLO_OK && !follows) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_ROOT_PREVIOUS,
                                                         .rule = "draft-not-after-trust",
                                                         .field = "trust",
                                                         .value = {problem_text(trust_path)}});
    }
    return error;
}

/* ---- which keys sign ---- */

struct search {
    const struct draft *draft;
    struct approve_outcome *out;
};

/* The key's row in the next root, else in the one before; *out_signed: has it signed? */
static const struct sello_root_key *find_row(const struct draft *draft, const uint8_t *public_key,
                                             bool *out_signed) {
    const struct sello_root_key *now = draft_find_key(&draft->root, public_key);
    const struct sello_root_key *old = draft_find_key(&draft->before, public_key);
    *out_signed = now != NULL   ? draft->signed_now[now - draft->root.key]
                  : old != NULL ? draft->signed_before[old - draft->before.key]
                                : false;
    return now != NULL ? now : old;
}

/* Members sign, and what is new in this root; a delegated key that was there before has no say. */
static bool may_sign(const struct draft *draft, const struct sello_root_key *row) {
    return row->role == SELLO_ROLE_MEMBER ||
           draft_find_key(&draft->before, row->public_key) == NULL;
}

static bool take_signer(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct search *search = context;
    struct approve_outcome *out = search->out;
    bool done = false;
    const struct sello_root_key *row = find_row(search->draft, info->public_key, &done);
    if (row != NULL && may_sign(search->draft, row) && out->n_signers < SIGN_KEYS_MAX) {
        out->n_done += done;
        if (!done) {
            struct approve_signer *signer = &out->signer[out->n_signers++];
            snprintf(signer->path, sizeof signer->path, "%s", path);
            signer->key = *row;
        }
    }
    return true;
}

static enum sello_error take_named(struct session *session, struct search *search,
                                   const char *path) {
    struct sello_keyfile_info info;
    size_t n = search->out->n_signers + search->out->n_done;
    enum sello_error error = sello_keyfile_info(path, &info);
    if (error != SELLO_OK) {
        return session_refuse(session, &(struct problem){.error = error,
                                                         .rule = "key-file-not-read",
                                                         .field = "key",
                                                         .value = {problem_text(path)}});
    }
    (void)take_signer(search, path, &info);
    if (search->out->n_signers + search->out->n_done > n) {
        return SELLO_OK;
    }
    return session_refuse(session, &(struct problem){.error = SELLO_E_ROOT_STRANGER,
                                                     .rule = "no-say",
                                                     .field = "key",
                                                     .value = {problem_text(path)}});
}

static enum sello_error find_signers(struct session *session, const struct approve_request *request,
                                     struct search *search) {
    enum sello_error error =
        request->n_keys == 0 ? session_key_files(session, take_signer, search) : SELLO_OK;
    for (size_t i = 0; i < request->n_keys && error == SELLO_OK; i++) {
        error = take_named(session, search, request->key_path[i]);
    }
    if (error == SELLO_OK && search->out->n_signers + search->out->n_done == 0) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_NOT_FOUND,
                                                         .rule = "no-signer",
                                                         .field = "key",
                                                         .value = {problem_text(session->folder)}});
    }
    return error;
}

/* Standard input can be read once only. */
static bool is_input(const char *path) {
    return strcmp(path, "-") == 0;
}

static enum sello_error look(struct session *session, const struct approve_request *request,
                             const struct approve_outcome *shown, struct approve_outcome *out) {
    *out = (struct approve_outcome){.signer = calloc(SIGN_KEYS_MAX, sizeof *out->signer)};
    enum sello_error error = SELLO_OK;
    if (out->signer == NULL) {
        error = session_fail(session, SELLO_E_MEMORY);
    } else if (shown != NULL && is_input(request->path)) {
        error = session_fail(session, draft_open(draft_file(shown->draft), &out->draft, NULL));
    } else {
        error = root_read_draft(session, request->path, &out->draft);
    }
    if (error == SELLO_OK) {
        error = root_hold_date(session, &out->draft->root);
    }
    if (error == SELLO_OK && request->trust_path != NULL) {
        error = root_follows_trust(session, out->draft, request->trust_path);
    }
    struct search search = {out->draft, out};
    return error == SELLO_OK ? find_signers(session, request, &search) : error;
}

/* ---- signing ---- */

/* Nobody else can see whose the SLH-DSA key is that the draft has for this member. */
static enum sello_error hold_slhdsa(const struct sello_key *key, const struct draft *draft) {
    const struct sello_root_key *row = draft_find_key(&draft->root, sello_key_public(key));
    uint8_t slhdsa[SELLO_SLHDSA_KEY_LEN];
    if (row == NULL || row->slhdsa == NULL) {
        return SELLO_OK;
    }
    enum sello_error error = sello_key_slhdsa(key, slhdsa);
    return error == SELLO_OK && memcmp(slhdsa, row->slhdsa, sizeof slhdsa) != 0 ? SELLO_E_STATE
                                                                                : error;
}

static enum sello_error sign_with(struct session *session, const struct approve_signer *signer,
                                  struct draft *draft) {
    struct sello_key *key = NULL;
    struct sello_root_signature signature;
    const struct sello_passphrase *passphrase = NULL;
    enum sello_error error = session_passphrase(session, false, &passphrase);
    if (error != SELLO_OK) {
        return error;
    }
    error = session_unlock(session, signer->path, &key, NULL);
    bool opened = error == SELLO_OK;
    error = opened ? hold_slhdsa(key, draft) : error;
    if (opened && error == SELLO_E_STATE) {
        sello_key_free(&key);
        return session_refuse(session, &(struct problem){.error = error,
                                                         .rule = "slhdsa-not-yours",
                                                         .value = {problem_text(signer->path)}});
    }
    if (error == SELLO_OK) {
        error = sign_root_once(draft->root.payload, key, &signature);
    }
    sello_key_free(&key);
    if (error == SELLO_OK) {
        error = draft_add(draft, &signature, 1);
    }
    return error == SELLO_OK
               ? SELLO_OK
               : session_refuse(session, &(struct problem){.error = error,
                                                           .rule = "key-did-not-sign",
                                                           .value = {problem_text(signer->path)}});
}

/* Others may have signed the same file while the passphrase was typed. */
static enum sello_error take_up(struct session *session, const char *path, struct draft *draft) {
    struct draft *now = NULL;
    enum sello_error error = root_read_draft(session, path, &now);
    if (error == SELLO_OK && draft_merge(draft, now) != SELLO_OK) {
        error = session_changed_meanwhile(session);
    }
    free(now);
    return error;
}

enum sello_error approve_plan(struct session *session, const struct approve_request *request,
                              struct approve_outcome *out) {
    enum sello_error error = look(session, request, NULL, out);
    if (error != SELLO_OK) {
        approve_outcome_free(out);
    }
    return error;
}

enum sello_error approve_commit(struct session *session, const struct approve_request *request,
                                const struct approve_outcome *shown, struct approve_outcome *out) {
    enum sello_error error = look(session, request, shown, out);
    if (error == SELLO_OK && shown != NULL &&
        !sello_bytes_eq(shown->draft->root.payload, out->draft->root.payload)) {
        error = session_changed_meanwhile(session);
    }
    for (size_t i = 0; i < out->n_signers && error == SELLO_OK; i++) {
        error = sign_with(session, &out->signer[i], out->draft);
    }
    if (error == SELLO_OK && out->n_signers > 0 && !is_input(request->path)) {
        error = take_up(session, request->path, out->draft);
    }
    if (error == SELLO_OK) {
        error = session_replace_file(session, request->to != NULL ? request->to : request->path,
                                     draft_file(out->draft), 0644);
    }
    if (error != SELLO_OK) {
        approve_outcome_free(out);
    }
    return error;
}

void approve_outcome_free(struct approve_outcome *outcome) {
    free(outcome->draft);
    free(outcome->signer);
    *outcome = (struct approve_outcome){.draft = NULL};
}

bool approve_hash_is(const struct draft *draft, const char *typed) {
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    size_t n = 0;
    base_hex(draft->root.hash, SELLO_HASH_LEN, hex);
    for (; *typed != '\0'; typed++) {
        char c = *typed >= 'A' && *typed <= 'F' ? (char)(*typed - 'A' + 'a') : *typed;
        if (c == ' ' || c == '-' || c == ':') {
            continue;
        }
        if (n == sizeof hex - 1 || hex[n] != c) {
            return false;
        }
        n++;
    }
    return n >= 32;
}
