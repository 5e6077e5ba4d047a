/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_PRINT_H
#define SELLO_REGISTRY_PRINT_PRINT_H

/* Printing, in four steps:
 *
 *     print_take     what is asked for, from the command line
 *     print_select   which labels; all of them checked before the first byte is written
 *     print_fit      on which stock, how large, from which cell on
 *     print_write    units of work: some labels, or one file of pages, to bytes, on all cores
 *
 * A job is filled by one thread and then only read. A unit of work is a function of the job, the
 * labels it was fed and a worker, who owns all that changes (art, symbol, buffer): so units can run
 * on several threads, as long as one of them does all the feeding from the store. */

#include "base/files.h"
#include "base/time.h"
#include "labels/sheet/sheet.h"
#include "registry/commands/app.h"

#define PRINT_VERSION_MAX 20 /* denser symbols do not scan on goods */

enum print_format { PRINT_PNG = 1, PRINT_SVG = 2, PRINT_PDF = 3, PRINT_ZPL = 4 };

/* What the labels of one batch have in common. Owned by its job, and never moved: the words point
 * into the batch. */
struct print_group {
    struct sello_batch batch;
    struct sello_claims claims; /* without the serial */
    struct sello_label_words words;
    enum sello_label_language language;
    const uint8_t *public_key; /* of the root, that signed it */
    char certificate[SELLO_ID_LEN];
    char made[BASE_DATE_LEN];
};

/* Labels in a row, all of one batch. */
struct print_run {
    const struct print_group *group;
    uint64_t first, count; /* serials */
    uint64_t at;           /* the number of labels before it in the job */
};

/* One label, as a unit of work is fed with it. */
struct print_label {
    const struct print_group *group;
    uint64_t serial;
    uint8_t signature[SELLO_SIG_LEN];
};

struct print_job {
    enum print_format format;
    const char *path;      /* a folder for PNG and SVG, else a file; "-": standard output */
    bool stream;           /* it is that: pictures, and sheets in many files, as a tar archive */
    bool resume;           /* what is there already, and right, stays */
    uint64_t file_pages;   /* pages in a file of sheets; 0: all of them */
    unsigned n_workers;    /* 0: one for each core */
    const char *job_sheet; /* a file more, for the print shop; NULL: none */
    bool proof, forced, readback, header;
    uint64_t copies;

    const struct sello_root *root;
    struct print_group **group; /* owned, each by itself */
    size_t n_groups;
    struct print_run *run; /* owned */
    size_t n_runs;
    uint64_t n_labels;
    uint64_t reprints; /* of them were printed before */

    bool whole;                        /* the whole label; else the symbol alone */
    struct sello_stock stock;          /* where it is whole */
    char printer[SELLO_STOCK_MAX + 1]; /* the profile's name; "": none */
    const struct sello_design *design;
    struct sello_design *own_design; /* owned: from a file */
    struct sello_mark *mark;         /* owned; NULL: none */
    struct sello_sheet_setup sheet;
    enum sello_order order;
    unsigned start;                /* cells of the first sheet that are used, in that order */
    struct sello_print_size size;  /* of every symbol */
    unsigned version, symbol_page; /* of the widest symbol */
};

void print_job_free(struct print_job *job);

/* ---- before anything is written: each says what is wrong, and what to do ---- */

/* The options that need no record and no file. */
SELLO_NODISCARD bool print_take(struct app *app, struct print_job *out);

/* The labels that the operands name, and what they say. *out_usage: it is the command line that is
 * wrong. */
SELLO_NODISCARD bool print_select(struct app *app, struct print_job *job, bool *out_usage);

/* Fills in what a batch's labels say; `words`: the value of --words, or NULL. */
SELLO_NODISCARD bool print_words(const struct print_job *job, const char *words,
                                 struct print_group *group);

/* Stock, printer, design, mark. */
SELLO_NODISCARD bool print_stock(struct app *app, struct print_job *job);

/* How large the symbols are, and whether that scans. */
SELLO_NODISCARD bool print_fit(const struct print_job *job, struct app *app,
                               struct sello_print_size *out);

/* What an art of such labels is made of. It borrows from both. */
struct sello_art_setup print_art_setup(const struct print_job *job,
                                       const struct print_group *group);

/* Where on a part-used sheet to begin. */
SELLO_NODISCARD bool print_start(struct app *app, const struct print_job *job, unsigned *out);

/* The cell after the last label, in the job's order; 0: a fresh sheet. */
unsigned print_next_cell(const struct print_job *job);

/* "3:2": row and column of such a cell, from 1. */
#define PRINT_CELL_LEN 24
void print_cell_text(const struct print_job *job, unsigned cell,
                     char out[SELLO_LEN(PRINT_CELL_LEN)]);

/* ---- feeding: the store's own thread ---- */

/* Reads labels of a job in their order, signatures a block at a time. */
struct print_feed {
    struct sello_store *store;
    const struct print_job *job;
    size_t run;            /* the one that was read last */
    uint64_t batch, block; /* whose signatures are here; batch 0: none */
    uint8_t signatures[SELLO_BLOCK * SELLO_SIG_LEN];
};

void print_feed_start(struct print_feed *feed, struct sello_store *store,
                      const struct print_job *job);

/* Labels at, at + 1, ... of the job, n of them. */
SELLO_NODISCARD enum sello_error print_feed_labels(struct print_feed *feed, uint64_t at, size_t n,
                                                   struct print_label *out);

/* ---- units of work ---- */

struct print_worker {
    const struct print_job *job;
    const struct print_group *group; /* whose art it has */
    struct sello_art *art;           /* owned; NULL where symbols are drawn alone */
    uint8_t *buf;                    /* owned: the newest label */
    size_t room;
    uint64_t serial; /* the newest: the one at fault after a failure */
    struct sello_symbol symbol;
    char text[SELLO_LABEL_TEXT_MAX];
    size_t text_len;
};

void print_worker_start(struct print_worker *worker, const struct print_job *job);
void print_worker_end(struct print_worker *worker);

/* The text of a label, as it is issued. */
SELLO_NODISCARD enum sello_error print_worker_text(struct print_worker *worker,
                                                   const struct print_label *label);

/* Gets ready for drawing a label: its text, its symbol, its batch's art. */
SELLO_NODISCARD enum sello_error print_worker_take(struct print_worker *worker,
                                                   const struct print_label *label);

/* One label as PNG, SVG or ZPL, read back where the job asks for it. *out lives until the worker's
 * next unit. */
SELLO_NODISCARD enum sello_error print_label_make(struct print_worker *worker,
                                                  const struct print_label *label,
                                                  struct sello_bytes *out);

/* Is this file such a label, as it was made by the same job before? */
SELLO_NODISCARD bool print_label_stands(struct print_worker *worker,
                                        const struct print_label *label, struct sello_bytes file);

/* Pages of the job from first_page on, as one PDF, read back. labels: all of the job. The caller
 * frees *out_ptr. */
SELLO_NODISCARD enum sello_error print_pages_make(struct print_worker *worker,
                                                  const struct print_label *labels,
                                                  uint64_t first_page, uint64_t n_pages,
                                                  uint8_t **out_ptr, size_t *out_len);

/* Are they what is in this file? */
SELLO_NODISCARD bool print_pages_stand(struct print_worker *worker,
                                       const struct print_label *labels, uint64_t first_page,
                                       uint64_t n_pages, struct sello_bytes pdf);

/* How many labels have their first copy on the first pages. */
uint64_t print_labels_on(const struct print_job *job, uint64_t n_pages);

/* How many cells, and sheets or labels of a roll, the whole job takes. */
uint64_t print_n_cells(const struct print_job *job);
uint64_t print_n_pages(const struct print_job *job);

/* ---- writing ---- */

/* What came of a job. */
struct print_done {
    uint64_t n_files, n_labels; /* labels: the first ones of the job, whose files are in place */
    uint64_t n_kept;            /* the first ones of these, which were there before */
    uint64_t n_pages;
    bool interrupted;
};

/* Everything in its place, or a message. *out tells what is there also where it failed midway. */
SELLO_NODISCARD bool print_write(struct app *app, const struct print_job *job,
                                 struct print_done *out);

/* The name of a label's picture in its folder: by serial alone, and where there are more than a
 * thousand in folders of a thousand: "000001.png", "001000/001234.png". A proof never takes the
 * place of the label itself. */
void print_file_name(const struct print_job *job, uint64_t serial,
                     char out[SELLO_LEN(BASE_FILES_NAME)]);

/* How many files its sheets go into, and the path of one of them, from 0: "labels-003.pdf" of
 * "labels.pdf" where there are many. False where it is too long. */
uint64_t print_n_sheet_files(const struct print_job *job);
SELLO_NODISCARD bool print_sheet_path(const struct print_job *job, uint64_t number,
                                      char out[SELLO_LEN(APP_PATH_MAX)]);

/* A unit of work that failed. */
void print_say_failed(struct app *app, const struct print_worker *worker, enum sello_error error);

/* Inside print_write: labels one by one, and sheets. */
SELLO_NODISCARD bool print_write_labels(struct app *app, const struct print_job *job,
                                        struct print_done *out);
SELLO_NODISCARD bool print_write_sheets(struct app *app, const struct print_job *job,
                                        struct print_done *out);

/* The log, and the part-used sheet. Nothing where nothing was written, and what was there is logged
 * already. */
SELLO_NODISCARD bool print_log(struct app *app, const struct print_job *job,
                               const struct print_done *done);

/* A page that says what was printed, for the print shop. */
SELLO_NODISCARD bool print_job_sheet(struct app *app, const struct print_job *job,
                                     const struct print_done *done);

/* The answer. */
void print_say(struct app *app, const struct print_job *job, const struct print_done *done);

const char *print_format_name(enum print_format format); /* "png" */

#endif
