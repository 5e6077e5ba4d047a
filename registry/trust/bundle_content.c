/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "registry/trust/bundle_parts.h"

/* What goes into a bundle, collected from the store. Neighbours that say the same become one row:
 * a verifier on paper or on prepaid data pays for every byte. */

struct collecting {
    struct sello_store *store;
    enum sello_error error;
    const struct bundle_request *request;
    struct bundle_content *content;
};

/* ---- statuses ---- */

/* Who set a status is the registry's own business, and not published. */
static bool range_continues(const struct sello_status_range *a,
                            const struct sello_status_range *b) {
    return a->first + a->count == b->first && a->status == b->status && a->reason == b->reason &&
           a->day == b->day && strcmp(a->text, b->text) == 0;
}

static bool visit_range(void *context, const struct sello_status_range *row) {
    struct bundle_content *c = ((struct collecting *)context)->content;
    if (c->n_ranges > 0 && range_continues(&c->range[c->n_ranges - 1], row)) {
        c->range[c->n_ranges - 1].count += row->count;
        return true;
    }
    if (!base_grow(&c->range, &c->range_room, c->n_ranges + 1, sizeof *c->range)) {
        c->no_memory = true;
        return false;
    }
    c->range[c->n_ranges++] = *row;
    return true;
}

/* ---- batches ---- */

/* A thief can date labels back: of a compromised key only the labels in listed batches count. */
static bool must_be_listed(const struct sello_root *root, uint64_t key) {
    uint64_t n_delegated = root->n_keys - root->n_members;
    return key < n_delegated && root->key[root->n_members + key].state == SELLO_KEY_COMPROMISED;
}

static bool batch_continues(const struct batch_run *a, const struct batch_run *b) {
    return a->first + a->count == b->first && a->key == b->key && a->of_each == NULL &&
           b->of_each == NULL && memcmp(a->commitment, b->commitment, sizeof a->commitment) == 0;
}

static bool append_batch(struct bundle_content *c, const struct batch_run *run) {
    if (c->n_batches > 0 && batch_continues(&c->batch[c->n_batches - 1], run)) {
        c->batch[c->n_batches - 1].count += run->count;
        return true;
    }
    if (!base_grow(&c->batch, &c->batch_room, c->n_batches + 1, sizeof *c->batch)) {
        c->no_memory = true;
        return false;
    }
    c->batch[c->n_batches++] = *run;
    return true;
}

static bool is_unfinished(const struct sello_batch *batch) {
    return batch->state == SELLO_BATCH_RESERVED && batch->signed_blocks > 0;
}

/* An unfinished batch may be finished while this trust file is in use: not listed, its labels would
 * be taken for ones that were never issued. None of them exists yet for a verifier to see. Once it
 * was listed it stays, also where it is given up (its labels are withdrawn then) or its key is
 * compromised: verifiers refuse a certifier that lists a run anew and as another. */
static bool is_listed(const struct sello_root *root, const struct sello_batch *batch) {
    return batch->state == SELLO_BATCH_SIGNED || batch->was_listed ||
           (is_unfinished(batch) && !must_be_listed(root, batch->key));
}

/* Labels with photos of their own are promised one by one. */
static enum sello_error commit_labels(const struct sello_batch *batch, const uint8_t *photo,
                                      uint8_t *out) {
    struct sello_claims claims;
    enum sello_error error =
        sello_batch_claims_parse(sello_bytes(batch->claims, batch->claims_len), &claims);
    for (size_t i = 0; i < batch->count && error == SELLO_OK; i++) {
        uint8_t buf[SELLO_TOKEN_MAX];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        claims.photo = sello_bytes(photo + i * SELLO_PHOTO_LEN, SELLO_PHOTO_LEN);
        sello_put_claims(&w, &claims);
        sello_commitment(sello_written(&w), out + i * SELLO_COMMITMENT_LEN);
    }
    return error;
}

static enum sello_error commit_to_each(struct sello_store *store, const struct sello_batch *batch,
                                       struct batch_run *run) {
    size_t count = (size_t)batch->count;
    uint8_t *photo = malloc(count * SELLO_PHOTO_LEN);
    run->of_each = malloc(count * SELLO_COMMITMENT_LEN);
    enum sello_error error = SELLO_E_MEMORY;
    if (photo != NULL && run->of_each != NULL) {
        error = sello_photos_of_labels(store, batch->first, count, photo);
    }
    if (error == SELLO_OK) {
        error = commit_labels(batch, photo, run->of_each);
    }
    free(photo);
    return error;
}

static bool visit_batch(void *context, const struct sello_batch *batch) {
    struct collecting *job = context;
    if (batch->state == SELLO_BATCH_LOST) {
        job->content->complete = false; /* its labels are good, and nothing can be said of them */
    }
    if (!is_listed(job->request->root, batch)) {
        return true;
    }
    if (job->request->scope == BUNDLE_NO_BATCHES &&
        !must_be_listed(job->request->root, batch->key)) {
        return true;
    }
    if (is_unfinished(batch) && !batch->was_listed) {
        job->error = sello_batch_listed(job->store, batch->number);
    }
    struct batch_run run = {.first = batch->first, .count = batch->count, .key = batch->key};
    if (job->error == SELLO_OK && batch->photo_of_each) {
        job->error = commit_to_each(job->store, batch, &run);
    } else {
        sello_commitment(sello_bytes(batch->claims, batch->claims_len), run.commitment);
    }
    bool appended = job->error == SELLO_OK && append_batch(job->content, &run);
    if (!appended) {
        free(run.of_each);
    }
    return appended;
}

/* ---- both ---- */

/* Another root may list other batches, and another trust file than the one shown is another
 * answer. */
static enum sello_error check_date(const struct bundle_request *request,
                                   const struct sello_bundle_date *date) {
    const struct sello_bundle *shown = request->shown;
    if (shown != NULL &&
        (date->version != shown->version || date->root_version != shown->root_version)) {
        return SELLO_E_STATE;
    }
    return memcmp(date->root_hash, request->root->hash, SELLO_HASH_LEN) == 0 ? SELLO_OK
                                                                             : SELLO_E_BUNDLE_ROOT;
}

static void forget_batches(struct bundle_content *c) {
    for (size_t i = 0; i < c->n_batches; i++) {
        free(c->batch[i].of_each);
    }
    c->n_batches = 0;
}

/* May be run again from its start. */
static enum sello_error collect_within(struct sello_store *store, void *context) {
    struct collecting *job = context;
    struct bundle_content *c = job->content;
    const struct sello_batch_filter all = {0};
    forget_batches(c);
    c->n_ranges = c->certificates.len = c->endorsements.len = 0;
    job->error = SELLO_OK;
    c->complete = job->request->scope == BUNDLE_WHOLE;
    enum sello_error error = sello_store_next_bundle(store, &c->date);
    if (error == SELLO_OK) {
        error = check_date(job->request, &c->date);
    }
    if (error == SELLO_OK) {
        error = sello_status_list(store, visit_range, job);
    }
    if (error == SELLO_OK && job->request->scope != BUNDLE_STATUS_ONLY) {
        error = sello_batch_list(store, &all, visit_batch, job);
    }
    if (error == SELLO_OK && job->request->scope != BUNDLE_STATUS_ONLY &&
        !job->request->no_directory) {
        error = bundle_put_certificates(store, &c->certificates);
    }
    if (error == SELLO_OK && job->request->scope != BUNDLE_STATUS_ONLY) {
        error = bundle_put_endorsements(store, &c->endorsements);
    }
    if (error == SELLO_OK && job->request->log_key != NULL &&
        job->request->scope != BUNDLE_STATUS_ONLY) {
        sello_store_log_free(&c->log);
        error = sello_store_log(store, &c->log);
    }
    error = error == SELLO_OK ? job->error : error;
    return error == SELLO_OK && c->no_memory ? SELLO_E_MEMORY : error;
}

/* In one transaction, so that the highest serial, statuses and batches are of one moment. */
enum sello_error bundle_collect(struct sello_store *store, const struct bundle_request *request,
                                bool preview, struct bundle_content *out) {
    struct collecting job = {.store = store, .request = request, .content = out};
    *out = (struct bundle_content){.n_ranges = 0};
    return preview ? sello_store_preview(store, collect_within, &job)
                   : sello_store_do(store, collect_within, &job);
}

void bundle_content_free(struct bundle_content *c) {
    forget_batches(c);
    free(c->range);
    free(c->batch);
    free(c->certificates.ptr);
    free(c->endorsements.ptr);
    sello_store_log_free(&c->log);
}
