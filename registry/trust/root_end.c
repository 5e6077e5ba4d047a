/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_end.h"

#include "base/time.h"

static enum sello_error refuse(struct session *session, const char *rule,
                               struct problem_value value) {
    return session_refuse(
        session,
        &(struct problem){.error = SELLO_E_STATE, .rule = rule, .field = "key", .value = {value}});
}

/* ---- retired ---- */

struct last_label {
    const struct sello_root_key *key;
    uint64_t at; /* of its newest label; 0: it signed none */
};

static bool see_batch(void *context, const struct sello_batch *batch) {
    struct last_label *last = context;
    if (memcmp(batch->kid, last->key->kid, SELLO_KID_LEN) == 0 && batch->issued > last->at) {
        last->at = batch->issued;
    }
    return true;
}

static enum sello_error retire(struct session *session, struct sello_number last_day,
                               const struct sello_root *before, struct sello_root_key *key) {
    const struct sello_batch_filter any = {0};
    struct last_label last = {key, 0};
    enum sello_error error = sello_batch_list(session->store, &any, see_batch, &last);
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    uint64_t now = session->now > before->issued ? session->now : before->issued;
    uint64_t stop = last_day.present ? base_here_end(last_day.value)
                    : now > last.at  ? now
                                     : last.at + 1;
    if (stop <= last.at) {
        return refuse(session, "key-signed-later", problem_instant(last.at));
    }
    if (key->state != SELLO_KEY_ACTIVE || stop <= key->not_before) {
        return refuse(session, "key-ended", (struct problem_value){.kind = PROBLEM_NOTHING});
    }
    key->stop_signing = stop;
    key->state = stop <= now || !last_day.present ? SELLO_KEY_RETIRED : SELLO_KEY_ACTIVE;
    return SELLO_OK;
}

/* ---- compromised ---- */

/* Since which day is told to people, and decides nothing. */
static enum sello_error compromise(struct session *session, struct sello_number since,
                                   struct sello_root_key *key) {
    if (key->state == SELLO_KEY_COMPROMISED) {
        return refuse(session, "key-compromised", (struct problem_value){.kind = PROBLEM_NOTHING});
    }
    key->state = SELLO_KEY_COMPROMISED;
    key->compromised_since = since.present ? base_here_start(since.value) : 0;
    return SELLO_OK;
}

enum sello_error root_end_key(struct session *session, const struct root_end_request *request,
                              const struct sello_root *before, struct sello_root_key *key) {
    return request->compromised ? compromise(session, request->day, key)
                                : retire(session, request->day, before, key);
}
