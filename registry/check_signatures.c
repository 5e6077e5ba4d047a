/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/random.h>

#include "registry/check.h"
#include "registry/issue_make.h"

struct signatures {
    struct check_job *job;
    const struct sello_root *root;
    struct cli_progress progress;
    uint64_t stride, offset; /* of the sample, in labels */
    uint64_t n_seen;         /* labels passed */
    enum sello_status status;
    uint64_t block; /* whose signatures are here */
    bool has_block;
    uint8_t signature[SELLO_BLOCK * SELLO_SIG_LEN];
};

static bool is_wanted(const struct signatures *s, const struct sello_batch *batch, uint64_t i) {
    return s->job->all || i == 0 || i == batch->count - 1 ||
           (s->n_seen + i) % s->stride == s->offset;
}

/* The stored signature of label i of the batch. */
static const uint8_t *find_signature(struct signatures *s, const struct sello_batch *batch,
                                     uint64_t i) {
    uint64_t block = i / SELLO_BLOCK;
    if (!s->has_block || s->block != block) {
        size_t n = 0;
        s->status =
            sello_store_signatures(s->job->app->store, batch->number, block, s->signature, &n);
        s->has_block = s->status == SELLO_OK && n == sello_block_labels(batch, block);
        s->block = block;
    }
    return s->has_block ? s->signature + i % SELLO_BLOCK * SELLO_SIG_LEN : NULL;
}

static bool label_matches(const struct sello_batch *batch, uint64_t serial, const uint8_t *key,
                          const uint8_t *signature) {
    struct sello_claims claims;
    uint8_t message[SELLO_TOKEN_SCRATCH];
    struct sello_writer w = sello_writer_init(message, sizeof message);
    if (batch_label(batch, serial, &claims) != SELLO_OK) {
        return false;
    }
    sello_put_label_to_sign(&w, batch->kid, &claims);
    return !w.failed && sello_ed25519_check(signature, key, sello_written(&w));
}

static bool check_label(struct signatures *s, const struct sello_batch *batch, const uint8_t *key,
                        uint64_t i) {
    const uint8_t *signature = find_signature(s, batch, i);
    if (signature == NULL) {
        return false; /* sello_store_check has named the block */
    }
    s->job->n_checked++;
    if (!label_matches(batch, batch->first + i, key, signature)) {
        check_find(s->job, "signature", N_("The signature of this label does not match."),
                   batch->first + i, SELLO_OK);
    }
    return true;
}

/* The key that the batch names, or NULL. */
static const uint8_t *batch_key(const struct signatures *s, const struct sello_batch *batch) {
    uint64_t n_delegated = s->root->n_keys - s->root->n_members;
    if (batch->key >= n_delegated) {
        return NULL;
    }
    const struct sello_root_key *key = &s->root->key[s->root->n_members + batch->key];
    return memcmp(key->kid, batch->kid, SELLO_KID_LEN) == 0 ? key->public_key : NULL;
}

static bool check_batch(void *context, const struct sello_batch *batch) {
    struct signatures *s = context;
    const uint8_t *key = batch_key(s, batch);
    s->has_block = false;
    if (key == NULL) {
        check_find(s->job, "batch-key", N_("A batch names a key that the newest root does not."),
                   batch->number, SELLO_OK);
    }
    bool more = key != NULL;
    for (uint64_t i = 0; more && i < batch->count; i++) {
        more = !is_wanted(s, batch, i) || check_label(s, batch, key, i);
        cli_progress_at(&s->progress, s->n_seen + i);
    }
    s->n_seen += batch->count;
    return s->status == SELLO_OK || s->status == SELLO_E_NOT_FOUND;
}

/* One label in `stride` is looked at, from a random one on: over the years, all of them. */
static void choose_sample(struct signatures *s, uint64_t n_labels) {
    uint64_t random = 0;
    s->stride = n_labels / CHECK_SAMPLE + 1;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) == (ssize_t)sizeof random) {
        s->offset = random % s->stride;
    }
}

static enum sello_status run(struct signatures *s, uint64_t n_labels) {
    const struct sello_batch_filter filter = {.state = SELLO_BATCH_SIGNED};
    choose_sample(s, n_labels);
    cli_progress_start(&s->progress, _("Checking signatures"), n_labels);
    enum sello_status status = sello_batch_list(s->job->app->store, &filter, check_batch, s);
    cli_progress_end(&s->progress);
    status = status != SELLO_OK ? status : s->status;
    /* A missing block is the store's finding, not a reason to stop. */
    return status == SELLO_E_NOT_FOUND || status == SELLO_E_STORE_DAMAGED ? SELLO_OK : status;
}

enum sello_status check_signatures(struct check_job *job) {
    struct sello_store_summary summary;
    enum sello_status status = sello_store_summary(job->app->store, &summary);
    job->n_labels = status == SELLO_OK ? (size_t)summary.n_labels[SELLO_BATCH_SIGNED] : 0;
    if (job->n_labels == 0) {
        return status;
    }
    struct signatures *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return SELLO_E_MEMORY;
    }
    s->job = job;
    s->root = app_root(job->app);
    if (s->root == NULL) {
        check_find(job, "root", N_("A verifier would refuse this root."), summary.root_version,
                   SELLO_OK);
    } else {
        status = run(s, summary.n_labels[SELLO_BATCH_SIGNED]);
    }
    free(s);
    return status;
}
