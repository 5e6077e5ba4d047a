/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/sheet/job_sheet.h"

#include <stdlib.h>

#include "registry/print/print_work.h"
#include "registry/session/session_files.h"

/* The page that goes with the file to the print shop. */

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* "B1", or "B1, B4, B7" as far as there is room. */
#define BATCHES_MAX 64

static void join_batches(const struct print_job *job, char out[SELLO_LEN(BATCHES_MAX)]) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < job->n_groups && len < BATCHES_MAX; i++) {
        int n = snprintf(out + len, BATCHES_MAX - len, "%sB%llu", i == 0 ? "" : ", ",
                         (unsigned long long)job->group[i]->batch.number);
        len += n > 0 ? (size_t)n : 0;
    }
}

static enum sello_error write_page(const struct print_job *job, const struct print_done *done,
                                   struct sello_writer *out) {
    const struct print_run *last = &job->run[job->n_runs - 1];
    char from[SELLO_SERIAL_LEN], to[SELLO_SERIAL_LEN], batches[BATCHES_MAX];
    sello_serial_format(job->run[0].first, from);
    sello_serial_format(last->first + last->count - 1, to);
    join_batches(job, batches);
    const struct sello_job_sheet sheet = {
        .certifier = job->root->name,
        .batch = sello_bytes_of(batches),
        .file = sello_bytes_of(last_part(job->path)),
        .stock = &job->stock,
        .size = job->size,
        .symbol_side = job->symbol_page - 2 * SELLO_QUIET_ZONE,
        .n_labels = done->n_labels,
        .n_sheets = done->n_pages,
        .copies = (unsigned)job->copies,
        .first = sello_bytes_of(from),
        .last = sello_bytes_of(to),
        .order = job->order,
        .crop_marks = job->sheet.crop_marks,
        .coloured = sello_design_in_colour(job->design, job->accent) ||
                    (job->mark != NULL && sello_mark_in_colour(job->mark)),
        .backs = job->back != NULL,
        .proof = job->proof,
        .practice = job->root->practice,
    };
    bool a4 = sello_stock_is_a4(&job->stock);
    return sello_job_sheet_write(&sheet, a4 ? SELLO_PAPER_A4 : SELLO_PAPER_LETTER, SELLO_PAGE_PDF,
                                 out);
}

enum sello_error print_job_sheet(struct session *session, const struct print_job *job,
                                 const struct print_done *done) {
    uint8_t *buf = malloc(SELLO_PAGE_ROOM);
    struct sello_writer w = sello_writer_init(buf, SELLO_PAGE_ROOM);
    enum sello_error error = buf != NULL ? write_page(job, done, &w) : SELLO_E_MEMORY;
    if (error != SELLO_OK) {
        (void)session_refuse(session,
                             &(struct problem){.error = error, .rule = "job-sheet-not-written"});
    } else {
        error = session_replace_file(session, job->job_sheet, sello_written(&w), 0644);
    }
    free(buf);
    return error;
}
