/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/random.h>

#include "base/parallel.h"
#include "registry/issue/claims.h"
#include "registry/issue/label_blocks.h"
#include "registry/trust/check_parts.h"

struct signatures {
    struct check_job *job;
    const struct sello_root *root;
    struct label_blocks blocks;
    uint64_t stride, offset;            /* of the sample, in labels */
    uint64_t n_before, n_seen;          /* labels before this batch, and with it: the reader's */
    enum sello_error error, read_error; /* the taker's, the reader's */
};

/* A block that has labels to be looked at. */
struct piece {
    struct label_block block;
    const uint8_t *key; /* NULL: the newest root does not have it */
    uint64_t place;     /* of its first label among all, for the sample */
    enum sello_error error;
    size_t n_checked;
    bool bad[SELLO_BLOCK];
};

/* ---- the sample ---- */

static bool in_sample(const struct signatures *s, const struct piece *piece, size_t i) {
    uint64_t in_batch = piece->block.first + i - piece->block.batch.first;
    return s->job->request->all || in_batch == 0 || in_batch == piece->block.batch.count - 1 ||
           (piece->place + i) % s->stride == s->offset;
}

/* Has the block any label of the sample? Without reading the block. */
static bool has_sample(const struct signatures *s, const struct piece *piece) {
    uint64_t ahead = (s->offset + s->stride - piece->place % s->stride) % s->stride;
    return in_sample(s, piece, 0) || in_sample(s, piece, piece->block.n - 1) ||
           ahead < piece->block.n;
}

/* One label in `stride` is looked at, from a random one on: over the years, all of them. */
static void choose_sample(struct signatures *s, uint64_t n_labels) {
    uint64_t random = 0;
    s->stride = n_labels / CHECK_SAMPLE + 1;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) == (ssize_t)sizeof random) {
        s->offset = random % s->stride;
    }
}

/* ---- one block ---- */

/* The key that the batch names, or NULL. */
static const uint8_t *batch_key(const struct signatures *s, const struct sello_batch *batch) {
    uint64_t n_delegated = s->root->n_keys - s->root->n_members;
    if (batch->key >= n_delegated) {
        return NULL;
    }
    const struct sello_root_key *key = &s->root->key[s->root->n_members + batch->key];
    return memcmp(key->kid, batch->kid, SELLO_KID_LEN) == 0 ? key->public_key : NULL;
}

static void place_piece(struct signatures *s, struct piece *piece) {
    const struct sello_batch *batch = &piece->block.batch;
    if (piece->block.first == batch->first) {
        s->n_before = s->n_seen;
        s->n_seen += batch->count;
    }
    piece->place = s->n_before + (piece->block.first - batch->first);
}

static bool read_piece(void *context, void *slot) {
    struct signatures *s = context;
    struct piece *piece = slot;
    do {
        if (!label_blocks_next(&s->blocks, &piece->block, &s->read_error)) {
            return false;
        }
        place_piece(s, piece);
    } while (!has_sample(s, piece));
    piece->key = batch_key(s, &piece->block.batch);
    piece->error = label_block_read(s->job->session->store, &piece->block);
    return true;
}

static bool label_matches(const struct piece *piece, const struct sello_claims *claims, size_t i) {
    uint8_t message[SELLO_TOKEN_SCRATCH];
    struct sello_writer w = sello_writer_init(message, sizeof message);
    sello_put_label_to_sign(&w, piece->block.batch.kid, claims);
    return !w.failed && sello_ed25519_check(piece->block.signature + i * SELLO_SIG_LEN, piece->key,
                                            sello_written(&w));
}

static void work_piece(void *context, void *slot) {
    const struct signatures *s = context;
    struct piece *piece = slot;
    struct sello_claims claims;
    piece->n_checked = 0;
    if (piece->error != SELLO_OK || piece->key == NULL) {
        return;
    }
    bool readable = batch_label(&piece->block.batch, piece->block.first, piece->block.photo,
                                &claims) == SELLO_OK;
    for (size_t i = 0; i < piece->block.n; i++) {
        bool wanted = in_sample(s, piece, i);
        batch_label_next(&piece->block.batch, piece->block.first + i,
                         piece->block.photo + i * SELLO_PHOTO_LEN, &claims);
        piece->n_checked += wanted ? 1 : 0;
        piece->bad[i] = wanted && (!readable || !label_matches(piece, &claims, i));
    }
}

/* A missing block is the store's finding (sello_store_check names it), not a reason to stop. */
static bool is_passed_over(enum sello_error error) {
    return error == SELLO_E_NOT_FOUND || error == SELLO_E_STORE_DAMAGED;
}

static bool take_piece(void *context, void *slot) {
    struct signatures *s = context;
    const struct piece *piece = slot;
    const struct sello_batch *batch = &piece->block.batch;
    if (piece->error != SELLO_OK && !is_passed_over(piece->error)) {
        s->error = piece->error;
        return false;
    }
    if (piece->key == NULL && piece->block.first == batch->first) {
        check_find(s->job, "batch-key", batch->number, SELLO_OK);
    }
    for (size_t i = 0; i < piece->block.n && piece->n_checked > 0; i++) {
        if (piece->bad[i]) {
            check_find(s->job, "signature", piece->block.first + i, SELLO_OK);
        }
    }
    s->job->outcome.n_checked += piece->n_checked;
    session_progress(s->job->session, "check", piece->place, s->job->outcome.n_labels);
    return true;
}

/* ---- the whole ---- */

static enum sello_error run(struct signatures *s) {
    struct session *session = s->job->session;
    uint64_t n_labels = s->job->outcome.n_labels;
    struct base_parallel p = {.item_size = sizeof(struct piece),
                              .context = s,
                              .n_workers = s->job->request->n_workers,
                              .read = read_piece,
                              .work = work_piece,
                              .take = take_piece};
    enum sello_error error = label_blocks_add(&s->blocks, 1, SELLO_INT_MAX, false);
    if (error != SELLO_OK) {
        return error;
    }
    choose_sample(s, n_labels);
    session_progress(session, "check", 0, n_labels);
    enum base_parallel_end end = base_parallel_run(&p);
    session_progress(session, "check", n_labels, n_labels);
    error = end == BASE_PARALLEL_FAILED ? SELLO_E_MEMORY : s->error;
    error = error == SELLO_OK ? s->read_error : error;
    return is_passed_over(error) ? SELLO_OK : error;
}

enum sello_error check_signatures(struct check_job *job) {
    struct session *session = job->session;
    struct sello_store_summary summary;
    struct signatures s = {.job = job, .blocks = {.store = session->store}};
    enum sello_error error = sello_store_summary(session->store, &summary);
    job->outcome.n_labels = error == SELLO_OK ? summary.n_labels[SELLO_BATCH_SIGNED] : 0;
    if (job->outcome.n_labels == 0) {
        return error;
    }
    if (session_root(session, &s.root) != SELLO_OK) {
        check_find(job, "root", summary.root_version, SELLO_OK);
        return SELLO_OK;
    }
    error = run(&s);
    label_blocks_free(&s.blocks);
    return error;
}
