/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/copy_store.h"

#include "registry/sql/db.h"
#include "registry/store/copy.h"
#include "registry/store/store.h"

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule,
                               const char *where, const char *words) {
    return session_refuse(session, &(struct problem){.error = error,
                                                     .rule = rule,
                                                     .value = {problem_text(where)},
                                                     .detail = words[0] != '\0' ? words : NULL});
}

enum sello_error copy_store(struct session *session, const char *to, check_told *told,
                            void *context, struct check_outcome *out) {
    const struct check_request all = {.all = true};
    struct sello_copy_outcome copied;
    enum sello_error error = check_registry(session, &all, told, context, out);
    if (error != SELLO_OK) {
        return error;
    }
    if (out->n_findings > 0) {
        return refuse(session, SELLO_E_STORE_DAMAGED, "copy-not-whole", session->folder, "");
    }
    error = sello_store_lock(session->store);
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    error = sello_db_is_address(to) ? sello_store_copy_to_server(session->store, to, &copied)
                                    : sello_store_copy_to_folder(session->store, to, &copied);
    sello_store_unlock(session->store);
    if (error == SELLO_E_EXISTS) {
        return refuse(session, error, "copy-there", to, "");
    }
    if (error != SELLO_OK && copied.table[0] != '\0') {
        return refuse(session, error, "copy-differs", copied.table, "");
    }
    return error == SELLO_OK ? SELLO_OK : refuse(session, error, "copy-not-made", to, copied.words);
}
