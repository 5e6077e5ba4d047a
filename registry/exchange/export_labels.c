/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/export_labels.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/parallel.h"
#include "registry/commands/record.h"
#include "registry/exchange/csv.h"
#include "registry/issue/issue_make.h"
#include "registry/issue/label_blocks.h"

/* Bytes of a row at most: its numbers and words, a lot with every character doubled, the text. */
enum { ROW_MAX = 96 + 2 * SELLO_LOT_MAX + SELLO_LABEL_TEXT_MAX };

struct job {
    struct app *app;
    const struct sello_root *root;
    struct label_blocks blocks;
    struct base_output output;
    struct cli_progress progress;
    uint64_t n_done;
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
    if (!label_blocks_next(&job->blocks, block, &job->read_error)) {
        return false;
    }
    memset(piece->status, SELLO_LABEL_VALID, sizeof piece->status);
    piece->failure = label_block_read(job->app->session.store, block);
    if (piece->failure == SELLO_E_NOT_FOUND) {
        piece->failure = SELLO_E_STORE_DAMAGED;
    }
    if (piece->failure == SELLO_OK) {
        piece->failure = sello_status_between(job->app->session.store, block->first,
                                              block->first + block->n - 1, note_status, piece);
    }
    return true;
}

/* ---- rows ---- */

static void put_field(struct sello_writer *w, const char *text) {
    csv_put(w, text);
    sello_write(w, ",", 1);
}

static void put_row(struct sello_writer *w, const struct job *job, const struct piece *piece,
                    const struct sello_claims *claims, size_t i) {
    char serial[24], certificate[SELLO_ID_LEN], printed[SELLO_SERIAL_LEN];
    uint8_t token[SELLO_TOKEN_MAX];
    struct sello_writer t = sello_writer_init(token, sizeof token);
    const struct sello_batch *batch = &piece->block.batch;
    const char *status = record_status_name((enum sello_label_status)piece->status[i]);
    snprintf(serial, sizeof serial, "%" PRIu64, claims->serial);
    sello_serial_format(claims->serial, printed);
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate}, certificate);
    sello_put_label(&t, batch->kid, claims, piece->block.signature + i * SELLO_SIG_LEN);
    put_field(w, serial);
    put_field(w, printed);
    put_field(w, batch->lot);
    put_field(w, certificate);
    sello_put_label_text(w, job->root->base_url, sello_written(&t));
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
        piece->failure = batch_label(&piece->block.batch, piece->block.first, &claims);
    }
    if (piece->failure != SELLO_OK) {
        return;
    }
    struct sello_writer w = sello_writer_init(piece->rows, (size_t)SELLO_BLOCK * ROW_MAX);
    for (size_t i = 0; i < piece->block.n; i++) {
        claims.serial = piece->block.first + i;
        put_row(&w, job, piece, &claims, i);
    }
    piece->len = w.len;
    piece->failure = w.failed ? SELLO_E_NO_ROOM : SELLO_OK;
}

static bool take_piece(void *context, void *slot) {
    struct job *job = context;
    const struct piece *piece = slot;
    job->error = piece->failure;
    if (job->error != SELLO_OK ||
        !base_output_put(&job->output, sello_bytes(piece->rows, piece->len))) {
        return false;
    }
    job->n_done += piece->block.n;
    cli_progress_at(&job->progress, job->n_done);
    return true;
}

static void drop_piece(void *context, void *slot) {
    struct piece *piece = slot;
    (void)context;
    free(piece->rows);
}

/* ---- the whole ---- */

static void put_header(struct job *job, bool to_file) {
    static const char *const headings[][2] = {
        {"serie", "serial"}, {"serie impresa", "printed serial"},
        {"lote", "lot"},     {"certificado", "certificate"},
        {"texto", "text"},   {"situación", "status"}};
    bool english = strcmp(job->app->session.language, "en") == 0;
    fputs(to_file ? "\xef\xbb\xbf" : "", job->output.to); /* spreadsheets look for the BOM */
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        fprintf(job->output.to, "%s%s", i > 0 ? "," : "", headings[i][english ? 1 : 0]);
    }
    fputs("\r\n", job->output.to);
}

static int write_rows(struct job *job, unsigned n_workers) {
    const struct base_parallel p = {.n_workers = n_workers,
                                    .item_size = sizeof(struct piece),
                                    .context = job,
                                    .read = read_piece,
                                    .work = work_piece,
                                    .take = take_piece,
                                    .drop = drop_piece};
    cli_progress_start(&job->progress, _("Writing rows"), job->blocks.n_labels);
    enum base_parallel_end end = base_parallel_run(&p);
    cli_progress_end(&job->progress);
    if (end == BASE_PARALLEL_INTERRUPTED) {
        cli_error(_("Interrupted: nothing was exported."));
        return CLI_INTERRUPTED;
    }
    if (end == BASE_PARALLEL_FAILED) {
        job->error = SELLO_E_MEMORY;
    }
    if (job->error == SELLO_OK) {
        job->error = job->read_error;
    }
    if (job->error != SELLO_OK) {
        return app_failed(job->app, job->error, _("Nothing was exported"));
    }
    return end == BASE_PARALLEL_DONE ? CLI_OK : CLI_FAILURE;
}

/* What could not be written is said by cli_output_end, or at the program's end. */
static int write_all(struct job *job, const char *path, unsigned n_workers) {
    if (!cli_output_open(&job->output, path, 0666, false)) {
        return CLI_FAILURE;
    }
    base_interrupt_catch();
    put_header(job, job->output.target != NULL);
    int result = write_rows(job, n_workers);
    bool wanted = result == CLI_OK || job->output.cause != 0;
    bool kept = cli_output_end(&job->output, wanted);
    base_interrupt_release();
    return result == CLI_OK && !kept ? CLI_FAILURE : result;
}

int export_labels(struct app *app, const char *path) {
    struct job job = {.app = app, .root = app_root(app), .blocks = {.store = app->session.store}};
    unsigned n_workers = 0;
    if (!cli_jobs(app->args, &n_workers)) {
        return CLI_USAGE;
    }
    if (job.root == NULL) {
        return CLI_FAILURE;
    }
    enum sello_error error = sello_store_known(app->session.store);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("Nothing was exported"));
    }
    int result = label_blocks_take(app, 1, &job.blocks);
    if (result == CLI_OK) {
        result = write_all(&job, path, n_workers);
    }
    label_blocks_free(&job.blocks);
    return result;
}
