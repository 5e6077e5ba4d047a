/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/label_export.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/parallel.h"
#include "registry/exchange/csv.h"
#include "registry/exchange/state_words.h"
#include "registry/issue/claims.h"

/* Bytes of a row at most: its numbers and words, a lot with every character doubled, the text. */
enum { ROW_MAX = 96 + 2 * SELLO_LOT_MAX + SELLO_LABEL_TEXT_MAX };

struct job {
    struct session *session;
    const struct sello_root *root;
    struct label_blocks *blocks;
    const struct export_sink *sink;
    uint64_t n_done;
    bool stopped;
    enum sello_error error, read_error; /* the taker's, the reader's */
};

/* A block on its way to rows. */
struct piece {
    struct label_block block;
    uint8_t status[SELLO_BLOCK]; /* enum sello_label_status of each label */
    enum sello_error failure;
    uint8_t *rows; /* owned */
    size_t len;
};

/* ---- reading ---- */

static bool note_status(void *context, const struct sello_status_range *range) {
    struct piece *piece = context;
    memset(piece->status + (range->first - piece->block.first), (int)range->status,
           (size_t)range->count);
    return true;
}

static bool read_piece(void *context, void *slot) {
    struct job *job = context;
    struct piece *piece = slot;
    struct label_block *block = &piece->block;
    if (!label_blocks_next(job->blocks, block, &job->read_error)) {
        return false;
    }
    memset(piece->status, SELLO_LABEL_VALID, sizeof piece->status);
    piece->failure = label_block_read(job->session->store, block);
    if (piece->failure == SELLO_E_NOT_FOUND) {
        piece->failure = SELLO_E_STORE_DAMAGED;
    }
    if (piece->failure == SELLO_OK) {
        piece->failure = sello_status_between(job->session->store, block->first,
                                              block->first + block->n - 1, note_status, piece);
    }
    return true;
}

/* ---- rows ---- */

static void put_field(struct sello_writer *w, const struct job *job, const char *text) {
    csv_put(w, text, job->sink->for_programs ? CSV_MARK_FORMULAS : CSV_MARK_TEXTS);
    sello_write(w, ",", 1);
}

static void put_row(struct sello_writer *w, const struct job *job, const struct piece *piece,
                    const struct sello_claims *claims, size_t i) {
    char serial[24], certificate[SELLO_ID_LEN], printed[SELLO_SERIAL_LEN];
    uint8_t token[SELLO_TOKEN_MAX];
    struct sello_writer t = sello_writer_init(token, sizeof token);
    const struct sello_batch *batch = &piece->block.batch;
    const char *status =
        state_word_label(job->session->language, (enum sello_label_status)piece->status[i]);
    snprintf(serial, sizeof serial, "%" PRIu64, claims->serial);
    sello_serial_format(claims->serial, printed);
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate}, certificate);
    sello_put_label(&t, batch->kid, claims, piece->block.signature + i * SELLO_SIG_LEN);
    put_field(w, job, serial);
    put_field(w, job, printed);
    put_field(w, job, batch->lot);
    put_field(w, job, certificate);
    sello_put_item_text(w, job->root->base_url, batch->link, claims, sello_written(&t));
    sello_write(w, ",", 1);
    sello_write(w, status, strlen(status));
    sello_write(w, "\r\n", 2);
}

static void work_piece(void *context, void *slot) {
    const struct job *job = context;
    struct piece *piece = slot;
    struct sello_claims claims;
    if (piece->rows == NULL) {
        piece->rows = malloc((size_t)SELLO_BLOCK * ROW_MAX);
    }
    if (piece->failure == SELLO_OK && piece->rows == NULL) {
        piece->failure = SELLO_E_MEMORY;
    }
    if (piece->failure == SELLO_OK) {
        piece->failure =
            batch_label(&piece->block.batch, piece->block.first, piece->block.photo, &claims);
    }
    if (piece->failure != SELLO_OK) {
        return;
    }
    struct sello_writer w = sello_writer_init(piece->rows, (size_t)SELLO_BLOCK * ROW_MAX);
    for (size_t i = 0; i < piece->block.n; i++) {
        batch_label_next(&piece->block.batch, piece->block.first + i,
                         piece->block.photo + i * SELLO_PHOTO_LEN, &claims);
        put_row(&w, job, piece, &claims, i);
    }
    piece->len = w.len;
    piece->failure = w.failed ? SELLO_E_NO_ROOM : SELLO_OK;
}

static bool take_piece(void *context, void *slot) {
    struct job *job = context;
    const struct piece *piece = slot;
    job->error = piece->failure;
    job->stopped = session_stopped(job->session);
    if (job->error != SELLO_OK || job->stopped) {
        return false;
    }
    if (!job->sink->put(job->sink->context, sello_bytes(piece->rows, piece->len))) {
        job->error = SELLO_E_SYSTEM;
        return false;
    }
    job->n_done += piece->block.n;
    if (job->n_done < job->blocks->n_labels) {
        session_progress(job->session, "export", job->n_done, job->blocks->n_labels);
    }
    return true;
}

static void drop_piece(void *context, void *slot) {
    struct piece *piece = slot;
    (void)context;
    free(piece->rows);
}

/* ---- the whole ---- */

static bool put_header(const struct job *job) {
    static const char spanish[] = "serie,serie impresa,lote,certificado,texto,situación\r\n";
    static const char english[] = "serial,printed serial,lot,certificate,text,status\r\n";
    bool in_english = strcmp(job->session->language, "en") == 0;
    return job->sink->put(job->sink->context, sello_bytes_of(in_english ? english : spanish));
}

static enum sello_error write_rows(struct job *job, unsigned n_workers) {
    const struct base_parallel p = {.n_workers = n_workers,
                                    .item_size = sizeof(struct piece),
                                    .context = job,
                                    .read = read_piece,
                                    .work = work_piece,
                                    .take = take_piece,
                                    .drop = drop_piece};
    enum base_parallel_end end = base_parallel_run(&p);
    if (end == BASE_PARALLEL_INTERRUPTED || job->stopped) {
        return SELLO_E_INTERRUPTED;
    }
    if (end == BASE_PARALLEL_FAILED) {
        return SELLO_E_MEMORY;
    }
    return job->error != SELLO_OK ? job->error : job->read_error;
}

enum sello_error label_export(struct session *session, struct label_blocks *blocks,
                              unsigned n_workers, const struct export_sink *sink) {
    struct job job = {.session = session, .blocks = blocks, .sink = sink};
    enum sello_error error = session_root(session, &job.root);
    if (error == SELLO_OK) {
        error = session_fail(session, sello_store_known(session->store));
    }
    if (error != SELLO_OK) {
        return error;
    }
    session_progress(session, "export", 0, blocks->n_labels);
    error = put_header(&job) ? write_rows(&job, n_workers) : SELLO_E_SYSTEM;
    session_progress(session, "export", blocks->n_labels, blocks->n_labels);
    return session_fail(session, error);
}
