/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/init.h"

#include <stdlib.h>
#include <unistd.h>

#include "registry/store/shared.h"
#include "registry/trust/root_content.h"
#include "registry/trust/root_edit.h"

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule) {
    return session_refuse(session, &(struct problem){.error = error, .rule = rule});
}

/* ---- what was asked ---- */

static enum sello_error check_text(struct session *session, const char *rule, const char *field,
                                   const char *text) {
    struct sello_name_fault fault = {0};
    enum sello_error error = sello_name_check(sello_bytes_of(text), SELLO_NAME_MAX, &fault);
    return error == SELLO_OK || error == SELLO_E_MEMORY
               ? session_fail(session, error)
               : session_refuse(session,
                                &(struct problem){.error = error,
                                                  .rule = rule,
                                                  .field = field,
                                                  .value = {problem_number(SELLO_NAME_MAX)},
                                                  .name = fault});
}

enum sello_error init_check_name(struct session *session, const char *text) {
    enum sello_error error = check_text(session, "certifier-name", "name", text);
    return error == SELLO_OK ? root_check_certifier_name(session, text) : error;
}

enum sello_error init_check_contact(struct session *session, const char *text) {
    return check_text(session, "certifier-contact", "contact", text);
}

enum sello_error init_check_url(struct session *session, const char *text,
                                char out[SELLO_LEN(SELLO_BASE_URL_MAX + 2)]) {
    size_t len = strlen(text);
    bool closed = len > 0 && text[len - 1] == '/';
    if (len > SELLO_BASE_URL_MAX) {
        return root_check_url(session, text, text);
    }
    snprintf(out, SELLO_BASE_URL_MAX + 2, "%s%s", text, closed ? "" : "/");
    return root_check_url(session, out, text);
}

static enum sello_error check(struct session *session, const struct init_request *request,
                              struct init_outcome *out) {
    *out = (struct init_outcome){.url = ""};
    enum sello_error error = init_check_url(session, request->url, out->url);
    if (error == SELLO_OK && request->threshold > request->n_members) {
        return session_refuse(session,
                              &(struct problem){.error = SELLO_E_RANGE,
                                                .rule = "threshold-above-members",
                                                .field = "threshold",
                                                .value = {problem_number(request->n_members),
                                                          problem_number(request->threshold)}});
    }
    out->url_kind = init_url_judge(out->url);
    error = error == SELLO_OK ? init_check_name(session, request->name) : error;
    for (uint64_t i = 0; i < request->n_members && error == SELLO_OK; i++) {
        error = check_text(session, "init-member-name", "member", request->member_name[i]);
    }
    return error == SELLO_OK && request->contact != NULL && request->contact[0] != '\0'
               ? init_check_contact(session, request->contact)
               : error;
}

/* What is there is a registry, or was left by an init that was cut short: then it has no root, and
 * its keys have signed nothing. */
static enum sello_error refuse_there(struct session *session) {
    struct sello_stored_root root;
    bool unfinished = session->store != NULL &&
                      sello_store_newest_root(session->store, &root) == SELLO_E_NOT_FOUND;
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_EXISTS,
                                   .rule = unfinished ? "registry-unfinished" : "registry-there",
                                   .value = {problem_text(session->folder)}});
}

static enum sello_error refuse_server(struct session *session, enum sello_error error,
                                      const char *rule, const char *words) {
    return session_refuse(session, &(struct problem){.error = error,
                                                     .rule = rule,
                                                     .field = "store",
                                                     .detail = words[0] != '\0' ? words : NULL});
}

/* A server's database has to be there, and without a registry. */
static enum sello_error check_server(struct session *session, const char *address) {
    char words[SELLO_WORDS_LEN];
    if (address == NULL) {
        return SELLO_OK;
    }
    enum sello_error error = sello_store_look_shared(address, words);
    if (error == SELLO_E_NOT_FOUND) {
        return SELLO_OK;
    }
    return error == SELLO_OK ? refuse_server(session, SELLO_E_EXISTS, "server-there", "")
                             : refuse_server(session, error, "server-not-opened", words);
}

enum sello_error init_join(struct session *session, const char *address) {
    char words[SELLO_WORDS_LEN];
    enum sello_error error = sello_store_look_shared(address, words);
    if (error == SELLO_E_NOT_FOUND) {
        return refuse_server(session, error, "server-empty", "");
    }
    if (error != SELLO_OK) {
        return refuse_server(session, error, "server-not-opened", words);
    }
    error = sello_store_join(session->folder, address, session->who, session->now, &session->store);
    if (error == SELLO_E_EXISTS) {
        return session_refuse(session, &(struct problem){.error = error,
                                                         .rule = "registry-there",
                                                         .value = {problem_text(session->folder)}});
    }
    return error == SELLO_OK        ? SELLO_OK
           : error == SELLO_E_STATE ? refuse_server(session, error, "server-unfinished", "")
                                    : refuse(session, error, "registry-not-made");
}

enum sello_error init_plan(struct session *session, const struct init_request *request,
                           struct init_outcome *out) {
    enum sello_error error = check(session, request, out);
    error = error == SELLO_OK ? check_server(session, request->store) : error;
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_store_open_reading(session->folder, &session->store);
    if (error != SELLO_E_NOT_FOUND) {
        error = refuse_there(session);
        sello_store_close(&session->store);
        return error;
    }
    return SELLO_OK;
}

/* ---- keys ---- */

/* The members, then a label key, a status key and a log key. */
struct key_ring {
    struct sello_key *key[INIT_MEMBERS_MAX + 3];
    char path[INIT_MEMBERS_MAX + 3][SESSION_PATH_MAX];
    uint8_t slhdsa[INIT_MEMBERS_MAX][SELLO_SLHDSA_KEY_LEN]; /* of the members */
    struct sello_passphrase *own[INIT_MEMBERS_MAX];         /* theirs; NULL: as the one before */
    size_t n;
    size_t n_files; /* how many of them were written */
};

static void free_ring(struct key_ring *ring) {
    for (size_t i = 0; i < ring->n; i++) {
        sello_key_free(&ring->key[i]);
    }
    for (size_t i = 0; i < INIT_MEMBERS_MAX; i++) {
        sello_passphrase_free(&ring->own[i]);
    }
    free(ring);
}

static enum sello_error make_key(struct session *session, struct key_ring *ring,
                                 enum sello_role role, const char *file) {
    enum sello_error error = sello_key_new(role, &ring->key[ring->n]);
    return error == SELLO_OK ? session_key_path(session, file, ring->path[ring->n++])
                             : refuse(session, error, "key-not-made");
}

static enum sello_error make_keys(struct session *session, uint64_t n_members,
                                  struct key_ring *ring) {
    enum sello_error error = SELLO_OK;
    for (uint64_t i = 0; i < n_members && error == SELLO_OK; i++) {
        char file[32];
        snprintf(file, sizeof file, "member-%llu.key", (unsigned long long)i + 1);
        error = make_key(session, ring, SELLO_ROLE_MEMBER, file);
        if (error == SELLO_OK) {
            error = session_fail(session, sello_key_slhdsa(ring->key[i], ring->slhdsa[i]));
        }
    }
    if (error == SELLO_OK) {
        error = make_key(session, ring, SELLO_ROLE_LABEL, "label-1.key");
    }
    if (error == SELLO_OK) {
        error = make_key(session, ring, SELLO_ROLE_STATUS, "status-1.key");
    }
    return error == SELLO_OK ? make_key(session, ring, SELLO_ROLE_LOG, "log-1.key") : error;
}

/* Another than that of the daily keys, and than each other's: who knows one opens one. */
static enum sello_error hold_apart(struct session *session, const struct key_ring *ring,
                                   uint64_t member, const struct sello_passphrase *daily) {
    bool alike = sello_passphrase_same(ring->own[member], daily);
    for (uint64_t i = 0; i < member; i++) {
        alike = alike ||
                (ring->own[i] != NULL && sello_passphrase_same(ring->own[i], ring->own[member]));
    }
    return alike ? refuse(session, SELLO_E_EXISTS, "passphrases-alike") : SELLO_OK;
}

static enum sello_error take_passphrases(struct session *session,
                                         const struct init_request *request, struct key_ring *ring,
                                         const struct sello_passphrase *daily) {
    enum sello_error error = SELLO_OK;
    bool own = request->member_passphrase != NULL;
    for (uint64_t i = 0; own && i < request->n_members && error == SELLO_OK; i++) {
        error = request->member_passphrase(session, request->context, i, &ring->own[i]);
        if (error == SELLO_OK && ring->own[i] != NULL) {
            error = session_judge_passphrase(session, ring->own[i]);
            error = error == SELLO_OK ? hold_apart(session, ring, i, daily) : error;
        }
    }
    return error;
}

/* The members come first; each has its own, or that of the one before. */
static enum sello_error write_keys(struct session *session, struct key_ring *ring,
                                   const struct sello_passphrase *daily) {
    const struct sello_passphrase *passphrase = daily;
    for (; ring->n_files < ring->n; ring->n_files++) {
        size_t i = ring->n_files;
        bool member = sello_key_role(ring->key[i]) == SELLO_ROLE_MEMBER;
        passphrase = !member ? daily : ring->own[i] != NULL ? ring->own[i] : passphrase;
        enum sello_error error = sello_keyfile_write(ring->path[i], ring->key[i], passphrase);
        if (error != SELLO_OK) {
            return refuse(session, error, "registry-keys");
        }
    }
    return SELLO_OK;
}

/* ---- the first root ---- */

static enum sello_error make_root(struct session *session, const struct init_request *request,
                                  const struct key_ring *ring, const struct init_outcome *out) {
    struct root_content *content = root_content_new();
    if (content == NULL) {
        return session_fail(session, SELLO_E_MEMORY);
    }
    content->root.threshold = request->threshold;
    content->root.name = sello_bytes_of(request->name);
    content->root.base_url = sello_bytes_of(out->url);
    content->root.contact = sello_bytes_of(request->contact != NULL ? request->contact : "");
    content->root.issued = session->now;
    content->root.practice = request->practice;
    for (size_t i = 0; i < ring->n; i++) {
        bool member = i < request->n_members;
        root_content_add(content, ring->key[i],
                         sello_bytes_of(member ? request->member_name[i] : ""));
        content->key[i].slhdsa = member ? ring->slhdsa[i] : NULL;
    }
    enum sello_error error = root_content_store(session->store, content, NULL, ring->key, ring->n);
    free(content);
    return error == SELLO_OK ? SELLO_OK : refuse(session, error, "first-root");
}

/* ---- making it ---- */

/* Takes back a registry that could not be finished: only what this run made. */
static void take_back(struct session *session, const struct key_ring *ring) {
    static const char *const files[] = {"registry.db", "lock", "marks"};
    if (session->store != NULL) {
        sello_store_discard_shared(session->store);
    }
    const struct problem why = session->problem;
    char path[SESSION_PATH_MAX];
    for (size_t i = 0; i < ring->n_files; i++) {
        (void)unlink(ring->path[i]);
    }
    sello_store_close(&session->store);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (session_path(session, path, "%s", files[i]) == SELLO_OK) {
            (void)unlink(path);
        }
    }
    if (session_key_path(session, "", path) == SELLO_OK) {
        (void)rmdir(path);
    }
    (void)rmdir(session->folder);
    session->problem = why;
}

static enum sello_error create_store(struct session *session, const char *address,
                                     const struct key_ring *ring) {
    enum sello_error error =
        address == NULL
            ? sello_store_create(session->folder, session->who, session->now, &session->store)
            : sello_store_create_shared(session->folder, address, session->who, session->now,
                                        &session->store);
    bool there = error == SELLO_E_EXISTS;
    if (there) {
        error = sello_store_open(session->folder, session->who, session->now, &session->store);
    }
    if (error == SELLO_OK) {
        error = sello_store_lock(session->store);
    }
    if (there && error != SELLO_E_STORE_BUSY) {
        return refuse_there(session);
    }
    error = error == SELLO_OK ? SELLO_OK : refuse(session, error, "registry-not-made");
    if (error != SELLO_OK && error != SELLO_E_STORE_BUSY && !there && session->store != NULL) {
        take_back(session, ring);
    }
    return error;
}

static enum sello_error make(struct session *session, const struct init_request *request,
                             struct key_ring *ring, const struct sello_passphrase *passphrase,
                             struct init_outcome *out) {
    enum sello_error error = create_store(session, request->store, ring);
    if (error != SELLO_OK) {
        return error;
    }
    error = write_keys(session, ring, passphrase);
    error = error == SELLO_OK ? make_root(session, request, ring, out) : error;
    if (error == SELLO_OK && request->link != SELLO_LINK_PLAIN) {
        error = session_fail(session, sello_link_set(session->store, request->link));
    }
    if (error == SELLO_OK) {
        error = session_fail(session, sello_store_fingerprint(session->store, out->fingerprint));
    }
    if (error != SELLO_OK) {
        take_back(session, ring);
    }
    return error;
}

enum sello_error init_commit(struct session *session, const struct init_request *request,
                             struct init_outcome *out) {
    const struct sello_passphrase *passphrase = NULL;
    enum sello_error error = check(session, request, out);
    error = error == SELLO_OK ? check_server(session, request->store) : error;
    if (error == SELLO_OK) {
        error = session_passphrase(session, true, &passphrase);
    }
    struct key_ring *ring = error == SELLO_OK ? calloc(1, sizeof *ring) : NULL;
    if (error != SELLO_OK || ring == NULL) {
        return error != SELLO_OK ? error : session_fail(session, SELLO_E_MEMORY);
    }
    error = take_passphrases(session, request, ring, passphrase);
    error = error == SELLO_OK ? make_keys(session, request->n_members, ring) : error;
    error = error == SELLO_OK ? make(session, request, ring, passphrase, out) : error;
    free_ring(ring);
    return error;
}
