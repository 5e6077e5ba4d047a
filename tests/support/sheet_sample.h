/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_SHEET_SAMPLE_H
#define SELLO_TESTS_SUPPORT_SHEET_SAMPLE_H

/* Sheets of labels to look at and to measure. */

#include "labels/sheet/sheet.h"

struct sheet_sample {
    const char *stock;
    size_t n_digits; /* of each label's text, behind the URL: what the stock has room for */
};

extern const struct sheet_sample sheet_samples[];
extern const size_t n_sheet_samples;

/* NULL where there is none of this name. */
const struct sheet_sample *sheet_sample_find(const char *name);

#define SHEET_TEXT_MAX 1024

/* The text of label i: no two are alike. */
struct sello_bytes sheet_sample_text(const struct sheet_sample *sample, uint64_t i,
                                     char buf[SHEET_TEXT_MAX]);

/* The labels of a job, and where they go. */
struct sheet_job {
    const struct sheet_sample *sample;
    enum sello_order order;
    unsigned start;
    uint64_t n;
    unsigned dots_per_module; /* at the setup's dpi */
    const char *header;       /* of every page */
    const char *design;       /* NULL: plain */
    bool bleeds;
    const struct sello_mark *mark; /* NULL: none */
};

/* The art of its labels, to be freed. */
struct sello_art *sheet_sample_art(const struct sheet_job *job, unsigned dpi);

/* The whole PDF, to be freed with free(). Stops the program where anything fails. */
struct sello_bytes sheet_sample_pdf(const struct sheet_job *job, struct sello_sheet_setup setup);

#endif
