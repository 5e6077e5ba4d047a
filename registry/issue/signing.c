/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/signing.h"

#include <stdlib.h>

#include "base/parallel.h"
#include "base/time.h"
#include "registry/issue/claims.h"

/* A commit waits for the disk three times; meanwhile the workers sign what fills the ring. A block
 * is 64 KiB: so many stay below what SQLite keeps in memory, and readers wait only for the commit.
 */
enum { BLOCKS_A_COMMIT = 16, BLOCKS_AHEAD = 32 };

/* One block on its way. */
struct block {
    const struct signing_item *item;
    size_t index; /* of the item */
    uint64_t number;
    bool judged; /* the first one of its batch in this run: the batch's ends are judged with it */
    enum sello_error error;
    uint8_t signature[SELLO_BLOCK * SELLO_SIG_LEN];
};

struct run {
    struct signing *s;
    const struct sello_root *root;
    size_t at;     /* the item being read */
    uint64_t next; /* its next block */
    bool stopped;
    size_t n_open; /* blocks in the open transaction; 0: none is open */
    enum sello_error error;
};

enum sello_error signing_judge_certificate(struct session *session,
                                           const struct sello_certificate *c) {
    if (sello_certificate_current(c, base_here_day(session->now))) {
        return SELLO_OK;
    }
    bool granted = c->state == SELLO_CERTIFICATE_GRANTED;
    const struct sello_id id = {SELLO_KIND_CERTIFICATE, c->number};
    return session_refuse(session, &(struct problem){.error = SELLO_E_STATE,
                                                     .rule = granted ? "certificate-outside-dates"
                                                                     : "certificate-not-granted",
                                                     .field = "certificate",
                                                     .subject = id,
                                                     .value = {problem_id(id.kind, id.number)}});
}

static uint64_t blocks_of(const struct sello_batch *batch) {
    return (batch->count + SELLO_BLOCK - 1) / SELLO_BLOCK;
}

uint64_t batch_labels_stored(const struct sello_batch *batch) {
    uint64_t whole = batch->signed_blocks * SELLO_BLOCK;
    return whole < batch->count ? whole : batch->count;
}

/* ---- one block ---- */

/* Would a verifier take this label, by the newest root? */
static enum sello_error judge_label(const struct sello_root *root, const struct sello_batch *batch,
                                    const struct sello_claims *claims,
                                    const uint8_t signature[SELLO_LEN(SELLO_SIG_LEN)]) {
    const struct sello_root_key *key = &root->key[root->n_members + batch->key];
    uint8_t token[SELLO_TOKEN_MAX], scratch[SELLO_TOKEN_SCRATCH];
    struct sello_writer w = sello_writer_init(token, sizeof token);
    struct sello_sign1 sign1;
    struct sello_claims read;
    sello_put_label(&w, key->kid, claims, signature);
    enum sello_error error = sello_sign1_parse(sello_written(&w), SELLO_DEPTH_LABEL, &sign1);
    if (error == SELLO_OK) {
        error = sello_claims_parse(sign1.payload, &read);
    }
    if (error != SELLO_OK) {
        return error;
    }
    if (w.len > SELLO_TOKEN_ISSUE_MAX) {
        return SELLO_E_TOO_LONG;
    }
    if (!sello_sign1_check(&sign1, key->public_key, scratch, sizeof scratch)) {
        return SELLO_E_SIGNATURE;
    }
    return sello_root_key_allows(key, read.issued, read.scheme);
}

/* Of claims with their serial. */
static enum sello_error sign_label(const struct sello_key *key, const struct sello_claims *claims,
                                   uint8_t out_sig[SELLO_LEN(SELLO_SIG_LEN)]) {
    uint8_t buf[SELLO_TOKEN_SCRATCH];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_put_label_to_sign(&w, sello_key_kid(key), claims);
    if (w.failed) {
        return SELLO_E_TOO_LONG;
    }
    sello_key_sign(key, sello_written(&w), out_sig);
    return SELLO_OK;
}

/* Signing is cheap, and the same claims give the same signature: the ends are signed for this. */
static const uint8_t *photo_of(const struct signing_item *item, uint64_t serial) {
    return item->photo != NULL ? item->photo + (serial - item->batch.first) * SELLO_PHOTO_LEN
                               : NULL;
}

static enum sello_error judge_ends(const struct sello_root *root, const struct signing_item *item) {
    const uint64_t ends[] = {item->batch.first, item->batch.first + item->batch.count - 1};
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < sizeof ends / sizeof *ends && error == SELLO_OK; i++) {
        struct sello_claims claims;
        uint8_t signature[SELLO_SIG_LEN];
        error = batch_label(&item->batch, ends[i], photo_of(item, ends[i]), &claims);
        if (error == SELLO_OK) {
            error = sign_label(item->key, &claims, signature);
        }
        if (error == SELLO_OK) {
            error = judge_label(root, &item->batch, &claims, signature);
        }
    }
    return error;
}

static enum sello_error sign_labels(struct block *b) {
    const struct sello_batch *batch = &b->item->batch;
    struct sello_claims claims;
    uint64_t first = batch->first + b->number * SELLO_BLOCK;
    size_t n = sello_block_labels(batch, b->number);
    enum sello_error error = batch_label(batch, first, photo_of(b->item, first), &claims);
    for (size_t i = 0; i < n && error == SELLO_OK; i++) {
        batch_label_next(batch, first + i, photo_of(b->item, first + i), &claims);
        error = sign_label(b->item->key, &claims, b->signature + i * SELLO_SIG_LEN);
    }
    return error;
}

/* ---- all blocks, in order ---- */

static bool read_block(void *context, void *slot) {
    struct run *run = context;
    struct block *b = slot;
    const struct signing *s = run->s;
    while (run->at < s->n && run->next == blocks_of(&s->item[run->at].batch)) {
        run->at++;
        run->next = run->at < s->n ? s->item[run->at].batch.signed_blocks : 0;
    }
    if (run->at == s->n) {
        return false;
    }
    b->index = run->at;
    b->item = &s->item[run->at];
    b->judged = run->next == b->item->batch.signed_blocks;
    b->number = run->next++;
    return true;
}

static void work_block(void *context, void *slot) {
    const struct run *run = context;
    struct block *b = slot;
    b->error = b->judged ? judge_ends(run->root, b->item) : SELLO_OK;
    if (b->error == SELLO_OK) {
        b->error = sign_labels(b);
    }
}

/* What is stored by now is not taken back by what fails later. */
static enum sello_error commit(struct run *run) {
    if (run->n_open == 0) {
        return SELLO_OK;
    }
    run->n_open = 0;
    return sello_store_commit(run->s->session->store);
}

static enum sello_error store_block(struct run *run, const struct block *b) {
    struct sello_store *store = run->s->session->store;
    const struct sello_batch *batch = &b->item->batch;
    size_t n = sello_block_labels(batch, b->number);
    enum sello_error error = run->n_open == 0 ? sello_store_begin(store) : SELLO_OK;
    if (error != SELLO_OK) {
        return error;
    }
    run->n_open++;
    error = sello_store_put_signatures(store, batch->number, b->number,
                                       sello_bytes(b->signature, n * SELLO_SIG_LEN));
    if (error == SELLO_OK && b->number + 1 == blocks_of(batch)) {
        error = sello_store_finish_batch(store, batch->number);
    }
    return error;
}

static bool take_block(void *context, void *slot) {
    struct run *run = context;
    const struct block *b = slot;
    struct signing *s = run->s;
    run->stopped = session_stopped(s->session);
    if (run->stopped) {
        return false;
    }
    run->error = b->error == SELLO_OK ? store_block(run, b) : b->error;
    if (run->error == SELLO_OK && run->n_open == BLOCKS_A_COMMIT) {
        run->error = commit(run);
    }
    if (run->error == SELLO_OK) {
        s->n_done += sello_block_labels(&b->item->batch, b->number);
        if (s->n_done < s->n_all) {
            session_progress(s->session, "issue", s->n_done, s->n_all);
        }
    }
    return run->error == SELLO_OK;
}

/* ---- the whole ---- */

/* Where a block failed, the open transaction's others are undone with it: they are signed again. */
static enum sello_error end_run(struct run *run, enum base_parallel_end end) {
    if (run->error != SELLO_OK) {
        if (run->n_open > 0) {
            sello_store_rollback(run->s->session->store);
        }
        return run->error;
    }
    enum sello_error error = commit(run);
    if (error == SELLO_OK && end != BASE_PARALLEL_DONE) {
        bool stopped = run->stopped || end == BASE_PARALLEL_INTERRUPTED;
        error = stopped ? SELLO_E_INTERRUPTED : SELLO_E_MEMORY;
    }
    return error;
}

/* How far each batch has come, by what the store says. */
static enum sello_error look_again(struct signing *s) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < s->n && error == SELLO_OK; i++) {
        error = sello_batch_get(s->session->store, s->item[i].batch.number, &s->item[i].batch);
    }
    return error;
}

static void all_are_issued(struct signing *s) {
    for (size_t i = 0; i < s->n; i++) {
        s->item[i].batch.signed_blocks = blocks_of(&s->item[i].batch);
        s->item[i].batch.state = SELLO_BATCH_SIGNED;
    }
}

/* Before the workers begin: meanwhile the store belongs to the thread that stores their blocks. */
static enum sello_error load_photos(struct signing *s) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < s->n && error == SELLO_OK; i++) {
        struct signing_item *item = &s->item[i];
        size_t count = item->batch.photo_of_each ? (size_t)item->batch.count : 0;
        item->photo = count > 0 ? malloc(count * SELLO_PHOTO_LEN) : NULL;
        if (count > 0) {
            error = item->photo == NULL
                        ? SELLO_E_MEMORY
                        : sello_photos_of_labels(s->session->store, item->batch.first, count,
                                                 item->photo);
        }
    }
    return error;
}

static void free_photos(struct signing *s) {
    for (size_t i = 0; i < s->n; i++) {
        free(s->item[i].photo);
        s->item[i].photo = NULL;
    }
}

static enum sello_error run_blocks(struct signing *s, struct run *run) {
    run->next = s->n > 0 ? s->item[0].batch.signed_blocks : 0;
    const struct base_parallel p = {.n_workers = s->n_workers,
                                    .n_slots = BLOCKS_AHEAD,
                                    .item_size = sizeof(struct block),
                                    .context = run,
                                    .read = read_block,
                                    .work = work_block,
                                    .take = take_block};
    return end_run(run, base_parallel_run(&p));
}

enum sello_error sign_batches(struct signing *s) {
    struct run run = {.s = s};
    enum sello_error error = session_root(s->session, &run.root);
    if (error != SELLO_OK) {
        return error;
    }
    for (size_t i = 0; i < s->n; i++) {
        s->item[i].photo = NULL;
    }
    error = load_photos(s);
    if (error == SELLO_OK) {
        error = run_blocks(s, &run);
    }
    free_photos(s);
    if (look_again(s) != SELLO_OK && error == SELLO_OK) {
        all_are_issued(s); /* done is done, whether the store can be asked or not */
    }
    return error;
}

/* ---- an early end ---- */

/* Nothing of it is stored, so nobody misses it; that failing too, the next issue does it. */
static void void_unsigned(struct signing *s) {
    for (size_t i = 0; i < s->n; i++) {
        const struct sello_batch *batch = &s->item[i].batch;
        if (batch->state == SELLO_BATCH_RESERVED && batch->signed_blocks == 0) {
            (void)!sello_store_void_batch(s->session->store, batch->number);
        }
    }
}

/* Is anything of it kept? A single batch that fails with its last commit is not said to be issued,
 * whatever the disk may have kept of it. */
static bool any_kept(const struct signing *s) {
    bool any = false;
    for (size_t i = 0; i < s->n; i++) {
        const struct sello_batch *batch = &s->item[i].batch;
        any =
            any || (batch->signed_blocks > 0 && (batch->state == SELLO_BATCH_RESERVED || s->n > 1));
    }
    return any;
}

static void list_unfinished(const struct signing *s, struct signing_end *out) {
    for (size_t i = 0; i < s->n && out->n < SIGNING_BATCHES_MAX; i++) {
        const struct sello_batch *batch = &s->item[i].batch;
        if (batch->state == SELLO_BATCH_RESERVED && batch->signed_blocks > 0) {
            out->batch[out->n++] =
                (struct unfinished_batch){batch->number, batch->count, batch_labels_stored(batch)};
        }
    }
}

enum sello_error signing_failed(struct signing *s, enum sello_error error,
                                struct signing_end *out) {
    (void)session_fail(s->session, error);
    *out = (struct signing_end){.early = true, .any_kept = any_kept(s)};
    void_unsigned(s);
    list_unfinished(s, out);
    return error;
}
