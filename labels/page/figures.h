/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_PAGE_FIGURES_H
#define SELLO_LABELS_PAGE_FIGURES_H

/* A report in figures: a heading, a bar chart, a table of numbers over as many pages as it needs,
 * lines to sign on. In the certificate's letters and its red.
 *
 * Every text is UTF-8 data, borrowed, and shown as words on a page are (page.h). */

#include "labels/page/page.h"

#define SELLO_FIGURES_COLUMNS_MAX 8
#define SELLO_FIGURES_BARS_MAX 60

struct sello_figures_bar {
    struct sello_bytes label; /* under it */
    uint64_t value[2];        /* pale and dark, beside each other */
};

struct sello_figures_row {
    struct sello_bytes name, under; /* `under` in small letters below the name; may be empty */
    uint64_t value[SELLO_FIGURES_COLUMNS_MAX];
};

struct sello_figures {
    enum sello_paper paper;
    struct sello_bytes name;                /* the document's */
    struct sello_bytes issuer, title, lead; /* above all */

    struct sello_bytes chart_title, legend[2]; /* what pale is, and dark */
    const struct sello_figures_bar *bar;
    size_t n_bars; /* 0: no chart; at most SELLO_FIGURES_BARS_MAX */

    struct sello_bytes table_title, name_title;
    struct sello_bytes column[SELLO_FIGURES_COLUMNS_MAX]; /* their titles */
    size_t n_columns;
    const struct sello_figures_row *row;
    size_t n_rows;
    struct sello_figures_row total; /* below a line; above the others, where there are none */

    const struct sello_symbol *symbol; /* below the table; NULL: none */
    struct sello_bytes note;           /* small, below the table; beside the symbol, where one is */
    struct sello_bytes sign_left, sign_right;
    struct sello_bytes footer;             /* on each page */
    struct sello_bytes page_word, of_word; /* "Hoja 1 de 3" */
    bool practice;
};

/* Appends it as PDF 1.5 with its fonts. The same figures give the same bytes with the same
 * libraries and fonts; no date is inside. SELLO_E_RANGE for too many bars or columns,
 * SELLO_E_PAGE_FULL where the columns leave no room for names, SELLO_E_PAGE_FONT, SELLO_E_NO_ROOM,
 * SELLO_E_MEMORY. What was written is taken back when it fails.
 */
SELLO_NODISCARD enum sello_error sello_figures_write(const struct sello_figures *figures,
                                                     struct sello_writer *out);

#endif
