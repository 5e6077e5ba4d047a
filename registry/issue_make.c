/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue_make.h"

#include <stdlib.h>

#include "registry/sign.h"

/* ---- what a label says ---- */

enum sello_status batch_label(const struct sello_batch *batch, uint64_t serial,
                              struct sello_claims *out) {
    struct sello_bytes claims = {batch->claims, batch->claims_len};
    enum sello_status status = sello_batch_claims_parse(claims, out);
    if (status == SELLO_OK) {
        out->serial = serial;
    }
    return status;
}

/* ---- leftovers ---- */

enum { LEFTOVERS_MAX = 64 };

struct leftovers {
    uint64_t batch[LEFTOVERS_MAX];
    size_t n;
};

static bool visit_leftover(void *context, const struct sello_batch *batch) {
    struct leftovers *l = context;
    l->batch[l->n++] = batch->number;
    return l->n < LEFTOVERS_MAX;
}

enum sello_status void_leftovers(struct app *app) {
    const struct sello_batch_filter reserved = {.state = SELLO_BATCH_RESERVED};
    struct leftovers l;
    do {
        l.n = 0;
        enum sello_status status = sello_batch_list(app->store, &reserved, visit_leftover, &l);
        for (size_t i = 0; i < l.n && status == SELLO_OK; i++) {
            status = sello_store_void_batch(app->store, l.batch[i]);
            if (status == SELLO_OK) {
                cli_note(_("Batch B%llu was interrupted before it was signed: its serials are void "
                           "and are never used again."),
                         (unsigned long long)l.batch[i]);
            }
        }
        if (status != SELLO_OK) {
            return status;
        }
    } while (l.n == LEFTOVERS_MAX);
    return SELLO_OK;
}

/* ---- signing ---- */

/* Would a verifier take this label, by the newest root? */
static enum sello_status judge_label(const struct sello_root *root, const struct sello_batch *batch,
                                     const struct sello_claims *claims,
                                     const uint8_t signature[SELLO_LEN(SELLO_SIG_LEN)]) {
    const struct sello_root_key *key = &root->key[root->n_members + batch->key];
    uint8_t token[SELLO_TOKEN_MAX], scratch[SELLO_TOKEN_SCRATCH];
    struct sello_writer w = sello_writer_init(token, sizeof token);
    struct sello_sign1 sign1;
    struct sello_claims read;
    sello_put_label(&w, key->kid, claims, signature);
    enum sello_status status = sello_sign1_parse(sello_written(&w), SELLO_DEPTH_LABEL, &sign1);
    if (status == SELLO_OK) {
        status = sello_claims_parse(sign1.payload, &read);
    }
    if (status != SELLO_OK) {
        return status;
    }
    if (w.len > SELLO_TOKEN_ISSUE_MAX) {
        return SELLO_E_TOO_LONG;
    }
    if (!sello_sign1_check(&sign1, key->public_key, scratch, sizeof scratch)) {
        return SELLO_E_SIGNATURE;
    }
    return sello_root_key_allows(key, read.issued, read.scheme);
}

static enum sello_status sign_block(struct app *app, const struct sello_batch *batch,
                                    const struct sello_key *key, uint64_t block,
                                    uint8_t *signatures) {
    size_t n = sello_block_labels(batch, block);
    struct sello_claims claims;
    uint64_t first = batch->first + block * SELLO_BLOCK;
    enum sello_status status = batch_label(batch, first, &claims);
    for (size_t i = 0; i < n && status == SELLO_OK; i++) {
        uint8_t *signature = signatures + i * SELLO_SIG_LEN;
        claims.serial = first + i;
        status = sign_label(key, &claims, signature);
        bool at_end =
            claims.serial == batch->first || claims.serial == batch->first + batch->count - 1;
        if (status == SELLO_OK && at_end) {
            status = judge_label(app_root(app), batch, &claims, signature);
        }
    }
    if (status != SELLO_OK) {
        return status;
    }
    return sello_store_put_signatures(app->store, batch->number, block,
                                      sello_bytes(signatures, n * SELLO_SIG_LEN));
}

static enum sello_status sign_blocks(struct app *app, const struct sello_batch *batch,
                                     const struct sello_key *key) {
    static uint8_t signatures[SELLO_BLOCK * SELLO_SIG_LEN];
    uint64_t n_blocks = (batch->count + SELLO_BLOCK - 1) / SELLO_BLOCK;
    struct cli_progress progress;
    enum sello_status status = SELLO_OK;
    cli_progress_start(&progress, _("Signing"), batch->count);
    for (uint64_t block = 0; block < n_blocks && status == SELLO_OK; block++) {
        status = sign_block(app, batch, key, block, signatures);
        cli_progress_at(&progress, block * SELLO_BLOCK);
    }
    cli_progress_end(&progress);
    return status == SELLO_OK ? sello_store_finish_batch(app->store, batch->number) : status;
}

enum sello_status sign_batch(struct app *app, const struct sello_batch *batch,
                             const struct sello_key *key) {
    if (app_root(app) == NULL) {
        return SELLO_E_STORE;
    }
    enum sello_status status = sello_store_begin(app->store);
    if (status != SELLO_OK) {
        return status;
    }
    status = sign_blocks(app, batch, key);
    if (status != SELLO_OK) {
        sello_store_rollback(app->store);
        return status;
    }
    return sello_store_commit(app->store);
}

/* ---- texts ---- */

enum sello_status label_text(const struct sello_root *root, const struct sello_issued *label,
                             struct sello_writer *out) {
    struct sello_claims claims;
    uint8_t token[SELLO_TOKEN_MAX];
    struct sello_writer w = sello_writer_init(token, sizeof token);
    enum sello_status status = batch_label(&label->batch, label->serial, &claims);
    if (status != SELLO_OK) {
        return status;
    }
    sello_put_label(&w, label->batch.kid, &claims, label->signature);
    sello_put_label_text(out, root->base_url, sello_written(&w));
    return w.failed || out->failed ? SELLO_E_NO_ROOM : SELLO_OK;
}
