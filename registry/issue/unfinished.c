/* SPDX-License-Identifier: Apache-2.0 */
/* Batches that were interrupted: void, kept, finished, given up. */
#include "base/time.h"
#include "registry/issue/issue.h"

struct leftovers {
    uint64_t batch[SIGNING_BATCHES_MAX];
    size_t n;
    bool kept; /* collect those of which something is stored, else those of which nothing is */
};

static bool visit_leftover(void *context, const struct sello_batch *batch) {
    struct leftovers *l = context;
    if ((batch->signed_blocks > 0) == l->kept) {
        l->batch[l->n++] = batch->number;
    }
    return l->n < SIGNING_BATCHES_MAX;
}

static enum sello_error collect(struct session *session, bool kept, struct leftovers *out) {
    const struct sello_batch_filter reserved = {.state = SELLO_BATCH_RESERVED};
    *out = (struct leftovers){.kept = kept};
    return sello_batch_list(session->store, &reserved, visit_leftover, out);
}

enum sello_error issue_unfinished(struct session *session,
                                  uint64_t out[SELLO_LEN(SIGNING_BATCHES_MAX)], size_t *out_n) {
    struct leftovers l;
    enum sello_error error = collect(session, true, &l);
    memcpy(out, l.batch, l.n * sizeof *out);
    *out_n = l.n;
    return session_fail(session, error);
}

/* ---- before the next one is issued ---- */

static void tell(struct session *session, const char *rule, uint64_t batch) {
    session_notice(session, &(struct problem){.rule = rule,
                                              .subject = {SELLO_KIND_BATCH, batch},
                                              .value = {problem_id(SELLO_KIND_BATCH, batch)}});
}

enum sello_error issue_void_leftovers(struct session *session) {
    struct leftovers l;
    enum sello_error error;
    do {
        error = collect(session, false, &l);
        for (size_t i = 0; i < l.n && error == SELLO_OK; i++) {
            error = sello_store_void_batch(session->store, l.batch[i]);
            if (error == SELLO_OK) {
                tell(session, "batch-void", l.batch[i]);
            }
        }
    } while (error == SELLO_OK && l.n == SIGNING_BATCHES_MAX);
    if (error == SELLO_OK) {
        error = collect(session, true, &l);
    }
    for (size_t i = 0; i < l.n && error == SELLO_OK; i++) {
        tell(session, "batch-unfinished", l.batch[i]);
    }
    return session_fail(session, error);
}

/* ---- finishing ---- */

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule,
                               uint64_t batch) {
    return session_refuse(session,
                          &(struct problem){.error = error,
                                            .rule = rule,
                                            .subject = {SELLO_KIND_BATCH, batch},
                                            .value = {problem_id(SELLO_KIND_BATCH, batch)}});
}

static bool is_unfinished(const struct sello_batch *batch) {
    return batch->state == SELLO_BATCH_RESERVED && batch->signed_blocks > 0;
}

static enum sello_error get_unfinished(struct session *session, uint64_t number,
                                       struct sello_batch *out) {
    enum sello_error error = sello_batch_get(session->store, number, out);
    if (error == SELLO_OK && !is_unfinished(out)) {
        return refuse(session, SELLO_E_STATE, "nothing-to-resume", number);
    }
    return session_fail(session, error);
}

/* In a registry that is behind its marks nothing is signed: what is unfinished here may be void
 * since. */
static enum sello_error judge_marks(struct session *session) {
    struct sello_store_gap gap = {0};
    enum sello_error error = sello_store_gap(session->store, &gap);
    if (error == SELLO_OK && sello_store_gap_any(&gap)) {
        error = gap.unknown ? SELLO_E_STORE_UNKNOWN : SELLO_E_STORE_BEHIND;
    }
    return session_fail(session, error);
}

/* Whatever would keep the batch from being issued today keeps it from being finished. */
static enum sello_error judge(struct session *session, uint64_t number, struct sello_batch *batch,
                              struct session_key_use *use) {
    struct sello_certificate certificate;
    struct sello_claims claims;
    enum sello_error error = get_unfinished(session, number, batch);
    if (error == SELLO_OK) {
        error = judge_marks(session);
    }
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_batch_claims_parse(sello_bytes(batch->claims, batch->claims_len), &claims);
    if (error == SELLO_OK) {
        error = sello_certificate_get(session->store, batch->certificate, &certificate);
    }
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    if (claims.expires.present &&
        sello_day_of_expiry(claims.expires.value) < (int64_t)base_here_day(session->now)) {
        return refuse(session, SELLO_E_RANGE, "batch-expired", number);
    }
    *use = (struct session_key_use){
        SELLO_ROLE_LABEL, session->now, claims.scheme, {.present = true, .value = batch->key}};
    return signing_judge_certificate(session, &certificate);
}

enum sello_error issue_resume_plan(struct session *session, uint64_t number,
                                   struct sello_batch *out) {
    struct session_key_use use;
    uint64_t index;
    enum sello_error error = judge(session, number, out, &use);
    return error == SELLO_OK ? session_find_key(session, &use, &index) : error;
}

/* Under the registry's lock, where nobody else is at it: as it is now, which may not be as it was.
 */
static enum sello_error finish_locked(struct signing *s, struct issue_result *out) {
    struct sello_batch *batch = &s->item[0].batch;
    struct session_key_use use;
    enum sello_error error = judge(s->session, batch->number, batch, &use);
    if (error != SELLO_OK) {
        return error;
    }
    s->n_all = batch->count - batch_labels_stored(batch);
    session_progress(s->session, "issue", 0, s->n_all);
    error = sign_batches(s);
    error = error == SELLO_OK ? SELLO_OK : signing_failed(s, error, &out->end);
    session_progress(s->session, "issue", s->n_all, s->n_all);
    return error;
}

enum sello_error issue_resume_commit(struct session *session, uint64_t number, unsigned n_workers,
                                     struct issue_result *out) {
    struct sello_key *key = NULL;
    struct session_key_use use;
    struct signing_item item = {.key = NULL};
    struct signing s = {.session = session, .item = &item, .n = 1, .n_workers = n_workers};
    *out = (struct issue_result){.end = {.early = false}};
    enum sello_error error = judge(session, number, &item.batch, &use);
    if (error == SELLO_OK) {
        error = session_open_key(session, &use, &key, NULL);
    }
    if (error == SELLO_OK) {
        error = session_lock(session);
    }
    if (error == SELLO_OK) {
        item.key = key;
        error = finish_locked(&s, out);
        sello_store_unlock(session->store);
        out->batch = item.batch;
    }
    sello_key_free(&key);
    return error;
}

/* ---- giving up ---- */

static enum sello_error void_refused(struct session *session, enum sello_error error,
                                     uint64_t number) {
    return error == SELLO_E_STATE ? refuse(session, error, "batch-not-unfinished", number)
                                  : session_fail(session, error);
}

enum sello_error issue_void_plan(struct session *session, uint64_t number) {
    struct sello_batch batch;
    enum sello_error error = sello_batch_get(session->store, number, &batch);
    if (error == SELLO_OK && batch.state != SELLO_BATCH_RESERVED) {
        error = SELLO_E_STATE;
    }
    return void_refused(session, error, number);
}

enum sello_error issue_void_commit(struct session *session, uint64_t number) {
    enum sello_error error = session_lock(session);
    if (error != SELLO_OK) {
        return error;
    }
    error = void_refused(session, sello_store_void_batch(session->store, number), number);
    sello_store_unlock(session->store);
    return error;
}
