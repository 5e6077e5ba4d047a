/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/interop/newest.h"

#include "registry/store/events.h"

static bool take_instant(void *context, const struct sello_event *event) {
    uint64_t *at = context;
    *at = event->at;
    return true;
}

enum sello_error interop_newest(struct session *session, uint64_t *out_at) {
    uint64_t seq = 0;
    uint8_t chain[SELLO_HASH_LEN];
    enum sello_error error = sello_event_newest(session->store, &seq, chain);
    if (error == SELLO_OK) {
        error = sello_event_list(session->store, seq, take_instant, out_at);
    }
    return session_fail(session, error);
}
