/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_hold.h"

#include <stdlib.h>

#include "base/time.h"
#include "registry/store/trust.h"
#include "registry/trust/root_content.h"
#include "registry/trust/root_diff.h"
#include "registry/trust/root_find.h"

static enum sello_error refuse(struct session *session, const char *rule,
                               struct problem_value value, struct problem_value also) {
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_STATE, .rule = rule, .value = {value, also}});
}

static const struct problem_value nothing = {.kind = PROBLEM_NOTHING};

/* ---- nothing but what is shown ---- */

static void note_field(void *context, uint64_t field) {
    *(uint64_t *)context = field;
}

/* A new key of a role that only a newer version knows: what it could do is not known here. */
static const struct sello_root_key *find_unknown_role(const struct draft *draft) {
    for (size_t i = draft->root.n_members; i < draft->root.n_keys; i++) {
        const struct sello_root_key *key = &draft->root.key[i];
        if (!sello_role_known(key->role) &&
            draft_find_key(&draft->before, key->public_key) == NULL) {
            return key;
        }
    }
    return NULL;
}

/* A key that this root retires and lets sign on: readers go by its end alone. The tool's own roots
 * retire a key from their own date on, or leave it active with an end. */
static const struct sello_root_key *find_retired_ahead(const struct draft *draft) {
    for (size_t i = draft->root.n_members; i < draft->root.n_keys; i++) {
        const struct sello_root_key *key = &draft->root.key[i];
        const struct sello_root_key *old = draft_find_key(&draft->before, key->public_key);
        bool as_before =
            old != NULL && old->state == key->state && old->stop_signing == key->stop_signing;
        if (key->state == SELLO_KEY_RETIRED && !as_before &&
            key->stop_signing > draft->root.issued + BASE_DAY) {
            return key;
        }
    }
    return NULL;
}

enum sello_error root_hold_shown(struct session *session, const struct draft *draft) {
    uint64_t field = 0;
    if (sello_root_newer_fields(&draft->root, note_field, &field) > 0) {
        return refuse(session, "draft-unknown-field", problem_number(field), nothing);
    }
    const struct sello_root_key *key = find_unknown_role(draft);
    if (key != NULL) {
        char name[ROOT_KEY_NAME];
        root_key_name(key, name);
        return refuse(session, "draft-unknown-role", problem_text(name), problem_number(key->role));
    }
    key = find_retired_ahead(draft);
    if (key != NULL) {
        char name[ROOT_KEY_NAME];
        root_key_name(key, name);
        return refuse(session, "draft-retired-ahead", problem_text(name),
                      problem_instant(key->stop_signing));
    }
    enum sello_error error = root_is_as_shown(&draft->before, &draft->root);
    return error == SELLO_E_STATE ? refuse(session, "draft-not-as-shown", nothing, nothing)
                                  : session_fail(session, error);
}

/* ---- its date ---- */

enum sello_error root_hold_date(struct session *session, const struct sello_root *root) {
    return root->issued <= session->now + BASE_DAY
               ? SELLO_OK
               : refuse(session, "draft-dated-ahead", problem_instant(root->issued),
                        problem_instant(session->now));
}

/* ---- one role for a key ---- */

static bool was_member(const struct sello_root *old, const struct sello_root_key *key) {
    const struct sello_root_key *found = draft_find_key(old, key->public_key);
    return found != NULL && found->role == SELLO_ROLE_MEMBER;
}

/* Keys that were delegated before were looked at when they came. */
static enum sello_error compare_roles(const struct sello_root *old, const struct sello_root *before,
                                      const struct sello_root *root, size_t *out_entry) {
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        const struct sello_root_key *key = &root->key[i];
        if (draft_find_key(before, key->public_key) == NULL && was_member(old, key)) {
            *out_entry = i;
            return SELLO_E_ROOT_KEY_ROLE;
        }
    }
    return SELLO_OK;
}

enum sello_error root_hold_roles(struct session *session, const struct sello_root *before,
                                 const struct sello_root *root, size_t *out_entry) {
    struct root_content *memory = root_content_new();
    enum sello_error error = memory != NULL ? SELLO_OK : SELLO_E_MEMORY;
    for (uint64_t version = 1; version < before->version && error == SELLO_OK; version++) {
        uint8_t *bytes = NULL;
        size_t len = 0;
        error = sello_store_root_bytes(session->store, version, &bytes, &len);
        if (error == SELLO_OK) {
            error = sello_root_parse(sello_bytes(bytes, len), &memory->root);
        }
        if (error == SELLO_OK) {
            error = compare_roles(&memory->root, before, root, out_entry);
        }
        free(bytes);
    }
    free(memory);
    return error;
}
