/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SHEET_JOB_SHEET_H
#define SELLO_LABELS_SHEET_JOB_SHEET_H

/* The page that goes to the print shop with a file of labels: what it is, how to print it, what to
 * measure, what to return. In Spanish and English. */

#include "labels/page/page.h"
#include "labels/sheet/sheet.h"

/* Texts are UTF-8 and borrowed. */
struct sello_job_sheet {
    struct sello_bytes certifier;
    struct sello_bytes batch; /* "B7" */
    struct sello_bytes file;  /* the file's name, without its folder; may be empty */
    const struct sello_stock *stock;
    struct sello_print_size size; /* of the symbols */
    unsigned symbol_side;         /* of the widest, in modules, without its quiet zone */
    uint64_t n_labels, n_sheets;
    unsigned copies;
    struct sello_bytes first, last; /* serials as printed: "000005-5" */
    enum sello_order order;
    bool crop_marks;
    bool coloured; /* black ink alone will not do */
    bool backs;    /* the labels have a second side */
    bool proof;    /* a proof, not to be used */
    bool practice; /* labels of a practice registry */
};

/* Appends the page, as sello_page_write does, with its errors. It fits where the certifier's name
 * has 64 bytes, the file's 60 and the stock's title 40. */
SELLO_NODISCARD enum sello_error sello_job_sheet_write(const struct sello_job_sheet *job,
                                                       enum sello_paper paper,
                                                       enum sello_page_form form,
                                                       struct sello_writer *out);

#endif
