/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_PRINT_H
#define SELLO_REGISTRY_PRINT_PRINT_H

/* Printing: from a request print_plan makes a job, in which all is checked before the first byte is
 * written; print_commit draws it, checks once more that no label was withdrawn or suspended
 * meanwhile, lets the files go, and writes the log.
 *
 * Functions that return an error set session->problem; the rules are in commands/words_print.c. */

#include "base/files.h"
#include "base/time.h"
#include "labels/sheet/sheet.h"
#include "registry/issue/issue.h"
#include "registry/session/session.h"

enum print_format { PRINT_PNG = 1, PRINT_SVG = 2, PRINT_PDF = 3, PRINT_ZPL = 4 };

const char *print_format_name(enum print_format format); /* "png" */

/* The languages of a label's own words. */
enum print_words { PRINT_WORDS_OF_BATCH = 0, PRINT_WORDS_ES, PRINT_WORDS_EN, PRINT_WORDS_BOTH };

/* What is asked for. Its texts live as long as the job. */
struct print_request {
    enum print_format format;
    const char *path; /* a folder for PNG and SVG, else a file; "-": standard output; NULL: to the
                       * printer */
    const struct sello_serials *range; /* the labels, in the order of printing */
    size_t n_ranges;
    bool whole;         /* the whole label; else the symbol alone, of which a picture is made */
    const char *stock;  /* NULL: the one used last */
    const char *design; /* a name of ours (sello_design_find), or a file; NULL: simple */
    const char *mark;   /* a file; NULL: the registry's own */
    bool no_mark;
    const char *printer; /* as it was calibrated; NULL: none. Without a path the labels go to the
                          * system's queue of that name: PDF or ZPL */
    enum print_words words;
    const char *start; /* "3:2": row and column; "7": used cells; "next": where the last sheet is
                        * free; NULL: a fresh sheet */
    enum sello_order order;
    unsigned dpi;
    double module_mm; /* 0: the largest that fits */
    double bleed_mm;
    bool outlines, crop_marks, no_header;
    uint64_t copies;
    uint64_t file_pages;   /* pages in a file of sheets; 0: all of them */
    unsigned n_workers;    /* 0: one for each core */
    const char *job_sheet; /* a file more, for the print shop; NULL: none */
    const char *back;      /* a file of words for the tags' second side; NULL: it stays empty */
    struct sello_thermal_settings settings; /* of a label printer, for ZPL */
    bool proof;                             /* the first page alone; it does not count as printed */
    bool force;                             /* also where the modules are too small to scan well */
    bool resume;                            /* what is there already, and right, stays */
    bool no_readback;                       /* does not read each label back before it is let go */
    bool skip_withdrawn;                    /* prints the others of what is named */
    bool to_look_at; /* for a picture alone: what may not be printed is told of, not refused */
};

/* ---- the plan ---- */

/* What the labels of one batch have in common. */
struct print_group;

/* Labels in a row, all of one batch. */
struct print_run {
    const struct print_group *group;
    uint64_t first, count; /* serials */
    uint64_t at;           /* the number of labels before it in the job */
};

/* A part of what labels say that they do not show for want of room, or not whole. */
struct print_lack {
    enum sello_art_part part;
    bool cut;          /* it ends in an ellipsis; else it is left out */
    uint64_t n_labels; /* on which it is so */
};

#define PRINT_LACKS_MAX ((size_t)2 * SELLO_ART_PARTS)

#define PRINT_ADVICE_MAX 4
#define PRINT_ADVICE_STOCKS 400 /* bytes */

/* A sheet of which something is free. */
struct print_part_used {
    uint64_t number;      /* the store's */
    unsigned cell;        /* the first free one, in the job's order */
    uint64_t last_serial; /* the last label on it; 0: not known */
    bool again; /* the same labels began there when they were printed to the same file before */
};

#define PRINT_PART_USED_MAX (SELLO_USED_SHEETS_MAX + 1)

/* Filled by one thread, and then only read. */
struct print_job {
    enum print_format format;
    const char *path;
    bool stream;   /* standard output: pictures, and sheets in many files, as a tar archive */
    bool to_queue; /* of a printer, whose name `path` is */
    bool resume;
    uint64_t file_pages;
    unsigned n_workers;
    const char *job_sheet;
    bool proof, forced, readback, header;
    bool preview; /* to look at alone: with the symbols of a proof */
    uint64_t copies;
    const char *language; /* of the lines beside the labels: "es" or "en" */

    const struct sello_root *root;
    struct print_group **group; /* owned, each by itself */
    size_t n_groups, groups_room;
    struct print_run *run; /* owned */
    size_t n_runs, runs_room;
    uint64_t n_labels;
    uint64_t n_skipped; /* withdrawn, and left out */

    bool whole;
    struct sello_stock stock;          /* where it is whole */
    char printer[SELLO_STOCK_MAX + 1]; /* the profile's name; "": none */
    const struct sello_design *design;
    struct sello_design *own_design; /* owned: from a file */
    struct sello_mark *mark;         /* owned; NULL: none */
    struct sello_ornament *ornament; /* owned; NULL: none */
    uint32_t accent;                 /* 0xrrggbb; 0: none */
    char *back;                      /* owned: of the second side; NULL: none */
    struct sello_thermal_settings settings;
    struct sello_sheet_setup sheet;
    enum sello_order order;
    unsigned start;       /* cells of the first sheet that are used, in that order */
    uint64_t began_on;    /* the part-used sheet, as the store numbers it; 0: a fresh one */
    bool takes_part_used; /* as it was remembered: print_commit looks whether it is still free */
    /* What could be begun on, the best first. Only the first are offered, and none where the
     * request named a start: what this very job left before is where its own labels stand already.
     */
    struct print_part_used part_used[PRINT_PART_USED_MAX];
    size_t n_part_used, n_offered;
    struct sello_print_size size;  /* of every symbol */
    unsigned version, symbol_page; /* of the widest symbol */

    struct print_lack lack[PRINT_LACKS_MAX]; /* what is left out, and then what is cut */
    size_t n_lacks;

    /* What would help, after the rule "modules-too-small". */
    struct problem advice[PRINT_ADVICE_MAX];
    size_t n_advice;
    char advice_stocks[PRINT_ADVICE_STOCKS];
};

/* Which labels, on which stock, how large, from which cell on. Tells by notices what hinders
 * nothing. Freed by print_job_free in any case. */
SELLO_NODISCARD enum sello_error
print_plan(struct session *session, const struct print_request *request, struct print_job *out);
void print_job_free(struct print_job *job);

/* Begins on the first part-used sheet, which was shown to a person: print_commit refuses where
 * somebody printed on it meanwhile. */
void print_take_part_used(struct print_job *job);

/* How many of the job's labels were printed before, for a preview. */
SELLO_NODISCARD enum sello_error print_n_reprints(struct session *session,
                                                  const struct print_job *job, uint64_t *out);

/* How many cells, and sheets or labels of a roll, the whole job takes. */
uint64_t print_n_cells(const struct print_job *job);
uint64_t print_n_pages(const struct print_job *job);

/* The cell after the last label, in the job's order; 0: a fresh sheet. */
unsigned print_next_cell(const struct print_job *job);

/* "3:2": row and column of such a cell, from 1. */
#define PRINT_CELL_LEN 24
void print_cell_text(const struct print_job *job, unsigned cell,
                     char out[SELLO_LEN(PRINT_CELL_LEN)]);

/* Are they files of which each is whole for itself, so that a job may be gone on with? */
bool print_in_files(const struct print_job *job);

/* How many files its sheets go into, and the path of one of them, from 0: "labels-003.pdf" of
 * "labels.pdf" where there are many. False where it is too long. */
uint64_t print_n_sheet_files(const struct print_job *job);
SELLO_NODISCARD bool print_sheet_path(const struct print_job *job, uint64_t number,
                                      char out[SELLO_LEN(SESSION_PATH_MAX)]);

/* ---- to look at ---- */

/* The job's first sheet, or label of a roll, as a picture: cut lines, places that are used and
 * free. Nothing is logged. Rules as of a commit's drawing, "file-not-written". */
SELLO_NODISCARD enum sello_error print_preview(struct session *session, const struct print_job *job,
                                               const char *path);

/* The request's first label in every design of ours, as one picture. Also the plan's rules. */
SELLO_NODISCARD enum sello_error
print_designs(struct session *session, const struct print_request *request, const char *path);

/* The same of labels that are not issued: nothing is kept of them, and no key is opened. `look`
 * says stock and looks, and no labels. Also the rules of issue_plan and print_plan. */
SELLO_NODISCARD enum sello_error print_preview_unissued(struct session *session,
                                                        const struct issue_request *request,
                                                        const struct print_request *look,
                                                        const char *path);

/* ---- the commit ---- */

/* What came of a job. */
struct print_done {
    uint64_t n_files, n_labels; /* labels: the first ones of the job, whose files are in place */
    uint64_t n_before;          /* the first ones of these, which were there before */
    uint64_t n_pages;
    uint64_t n_reprints; /* of those that the log counts now: printed before */
    bool interrupted;    /* the session's stop, or a signal: SELLO_E_INTERRUPTED */
    bool unlogged;       /* the labels are there, and the log is not */
};

/* *out tells what is there also where it failed midway: it is in the log then. A label that was
 * withdrawn or suspended since the plan is refused before anything was let go, or stops the job
 * (rules "withdrawn-not-printed", "withdrawn-while-printing" and their like); a part-used sheet
 * that is no longer free where it was is refused before anything was let go
 * ("sheet-used-meanwhile"). */
SELLO_NODISCARD enum sello_error print_commit(struct session *session, const struct print_job *job,
                                              struct print_done *out);

#endif
