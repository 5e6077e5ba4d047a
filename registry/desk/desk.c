/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/desk.h"

enum sello_error desk_check_shown(struct session *session, const uint64_t *shown, uint64_t now) {
    enum sello_error error = session_see(session, now);
    return error != SELLO_OK || shown == NULL || *shown == now ? error
                                                               : session_changed_meanwhile(session);
}

enum sello_error desk_no_record(struct session *session, enum sello_error error,
                                struct sello_id id) {
    if (error != SELLO_E_NOT_FOUND) {
        return error;
    }
    return session_refuse(session, &(struct problem){.error = error,
                                                     .rule = "no-such-record",
                                                     .subject = id,
                                                     .value = {problem_id(id.kind, id.number)}});
}
