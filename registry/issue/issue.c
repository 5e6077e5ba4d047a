/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/issue.h"

#include "base/time.h"
#include "registry/session/seen.h"

/* ---- may it be? ---- */

void issue_claims(const struct issue_request *request, const struct label_records *records,
                  struct sello_claims *out) {
    label_claims(records, out);
    if (request->lot.len > 0) {
        out->lot = request->lot;
    }
    if (request->traits.len > 0) {
        out->traits = request->traits;
    }
    label_claims_without(out, request->without);
    if (request->n_photos > 0) {
        out->photo = request->n_photos == 1 ? sello_bytes(request->photo[0].id, SELLO_PHOTO_LEN)
                                            : sello_photo_of_each();
    }
    out->made = request->made;
    if (request->expires.present) {
        out->expires = (struct sello_number){true, sello_expiry_of_day(request->expires.value)};
    }
}

/* By the records as they are now; the claims point into them and into the request. */
static enum sello_error judge(struct session *session, const struct issue_request *request,
                              struct label_records *records, struct sello_claims *claims) {
    enum sello_error error = label_records_get(session->store, request->certificate, records);
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    error = signing_judge_certificate(session, &records->certificate);
    if (error != SELLO_OK) {
        return error;
    }
    issue_claims(request, records, claims);
    if (request->expires.present && request->expires.value < base_here_day(session->now)) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_RANGE,
                                                         .rule = "labels-expired",
                                                         .field = "expires"});
    }
    return SELLO_OK;
}

static struct session_key_use key_use(const struct session *session, uint64_t scheme) {
    return (struct session_key_use){SELLO_ROLE_LABEL, session->now, {true, scheme}, {false, 0}};
}

/* ---- what was seen ---- */

static bool see_batch(void *context, const struct sello_batch *batch) {
    seen_number(context, batch->number);
    return true;
}

/* What its labels say, and whether somebody issued under it meanwhile: labels once too many stay.
 */
static enum sello_error see(struct session *session, const struct issue_request *request,
                            const struct sello_claims *said) {
    const struct sello_batch_filter its = {.certificate = request->certificate,
                                           .state = SELLO_BATCH_SIGNED};
    uint8_t room[SELLO_TOKEN_MAX];
    struct sello_writer w = sello_writer_init(room, sizeof room);
    struct sello_claims claims = *said;
    uint64_t seen = SEEN_NOTHING;
    claims.serial = claims.issued = 0;
    sello_put_claims(&w, &claims);
    seen_bytes(&seen, w.failed ? sello_bytes_of("") : sello_written(&w));
    seen_number(&seen, request->count);
    enum sello_error error = sello_batch_list(session->store, &its, see_batch, &seen);
    return error == SELLO_OK ? session_see(session, seen) : session_fail(session, error);
}

/* ---- reserving ---- */

struct reserving {
    struct session *session;
    const struct issue_request *request;
    uint64_t key; /* among the delegated keys */
    uint8_t kid[SELLO_KID_LEN];
    struct label_records records;
    struct sello_claims claims;
    struct sello_batch *out;
};

/* Within one transaction: nobody withdraws the certificate between the judgement and the serials.
 */
static enum sello_error reserve(struct session *session, void *context) {
    struct reserving *r = context;
    enum sello_error error = judge(session, r->request, &r->records, &r->claims);
    if (error == SELLO_OK && !r->request->is_part) {
        error = see(session, r->request, &r->claims);
    }
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_reservation reservation = {.certificate = r->request->certificate,
                                            .count = r->request->count,
                                            .key = r->key,
                                            .claims = &r->claims,
                                            .photo = r->request->photo,
                                            .n_photos = r->request->n_photos};
    memcpy(reservation.kid, r->kid, sizeof reservation.kid);
    error = session_fail(session, sello_store_reserve(session->store, &reservation, r->out));
    return error == SELLO_OK && r->request->together != NULL
               ? r->request->together(session, r->request->context)
               : error;
}

/* ---- plan ---- */

static bool count_leftover(void *context, const struct sello_batch *batch) {
    struct issue_plan *plan = context;
    plan->n_unfinished += batch->signed_blocks > 0 ? 1 : 0;
    plan->n_unsigned += batch->signed_blocks > 0 ? 0 : 1;
    return true;
}

enum sello_error issue_plan(struct session *session, const struct issue_request *request,
                            struct issue_plan *out) {
    const struct sello_root *root = NULL;
    const struct sello_batch_filter reserved = {.state = SELLO_BATCH_RESERVED};
    struct reserving r = {.session = session, .request = request, .out = &out->batch};
    *out = (struct issue_plan){.label_len = 0};
    enum sello_error error = judge(session, request, &r.records, &r.claims);
    if (error == SELLO_OK) {
        const struct session_key_use use = key_use(session, r.records.certificate.scheme);
        error = session_find_key(session, &use, &r.key);
    }
    if (error == SELLO_OK) {
        error = session_root(session, &root);
    }
    if (error != SELLO_OK) {
        return error;
    }
    memcpy(r.kid, root->key[root->n_members + r.key].kid, sizeof r.kid);
    error = session_preview(session, reserve, &r);
    if (error == SELLO_OK) {
        error = sello_batch_list(session->store, &reserved, count_leftover, out);
    }
    out->records = r.records;
    out->label_len = error == SELLO_OK ? sello_token_len(&r.claims, true) : 0;
    return session_fail(session, error);
}

/* ---- commit ---- */

/* Under the registry's lock. */
static enum sello_error reserve_and_sign(struct reserving *r, struct signing *s,
                                         struct issue_result *out) {
    enum sello_error error = issue_void_leftovers(r->session);
    if (error == SELLO_OK) {
        error = session_do(r->session, reserve, r);
    }
    if (error != SELLO_OK) {
        return error;
    }
    error = sign_batches(s);
    return error == SELLO_OK ? SELLO_OK : signing_failed(s, error, &out->end);
}

static enum sello_error commit_locked(struct reserving *r, const struct sello_key *key,
                                      struct issue_result *out) {
    struct session *session = r->session;
    uint64_t count = r->request->count;
    struct signing_item item = {.key = key};
    struct signing s = {.session = session,
                        .item = &item,
                        .n = 1,
                        .n_workers = r->request->n_workers,
                        .n_all = count};
    r->out = &item.batch;
    enum sello_error error = session_lock(session);
    if (error != SELLO_OK) {
        return error;
    }
    session_progress(session, "issue", 0, count);
    error = reserve_and_sign(r, &s, out);
    session_progress(session, "issue", count, count);
    sello_store_unlock(session->store);
    out->batch = item.batch;
    return error;
}

enum sello_error issue_commit(struct session *session, const struct issue_request *request,
                              struct issue_result *out) {
    struct sello_key *key = NULL;
    struct reserving r = {.session = session, .request = request};
    *out = (struct issue_result){.end = {.early = false}};
    enum sello_error error = judge(session, request, &r.records, &r.claims);
    if (error == SELLO_OK) {
        const struct session_key_use use = key_use(session, r.records.certificate.scheme);
        error = session_open_key(session, &use, &key, &r.key);
    }
    if (error != SELLO_OK) {
        return error;
    }
    memcpy(r.kid, sello_key_kid(key), sizeof r.kid);
    error = commit_locked(&r, key, out);
    sello_key_free(&key);
    return error;
}
