/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_STOCK_STOCK_READ_H
#define SELLO_LABELS_STOCK_STOCK_READ_H

/* Stock from files: the user's own, and gLabels' templates. `visit` only sees stock that passes
 * sello_stock_check; if it returns false, reading ends without an error. */

#include "labels/stock/stock.h"

#define SELLO_STOCK_FILE_MAX ((size_t)4 << 20) /* bytes of one file; longer ones are refused */

typedef bool sello_stock_visit(void *context, const struct sello_stock *stock);

/* ---- the user's own: lines of a word and its value ---- */

enum sello_stock_wrong {
    SELLO_STOCK_WRONG_NOTHING = 0,
    SELLO_STOCK_WRONG_WORD,    /* the line does not begin with a known word */
    SELLO_STOCK_WRONG_VALUE,   /* the word does not take this value */
    SELLO_STOCK_WRONG_TWICE,   /* the word occurs twice in one stock */
    SELLO_STOCK_WRONG_START,   /* it comes before the first stock */
    SELLO_STOCK_WRONG_MISSING, /* the stock that begins on this line lacks the word */
    SELLO_STOCK_WRONG_ROLL,    /* the word is not for rolls */
    SELLO_STOCK_WRONG_STOCK,   /* the stock that begins on this line is impossible: see problem */
    SELLO_STOCK_WRONG_LONG,    /* the file is longer than SELLO_STOCK_FILE_MAX */
};

/* Where a file is wrong. `word` is the one at fault, in English: "stock", "title", "paper",
 * "labels", "size", "start", "pitch", "corner", "roll"; NULL if there is none. */
struct sello_stock_fault {
    size_t line; /* from 1; 0: the file as a whole */
    enum sello_stock_wrong wrong;
    const char *word;
    enum sello_stock_problem problem;
};

/* The format is in docs/stock.md. SELLO_E_TEXT, with *out_fault set, at the first mistake; the
 * stocks before it have been visited. Duplicate names are not noticed. Each stock gets `source`. */
SELLO_NODISCARD enum sello_error sello_stock_parse(struct sello_bytes file, const char *source,
                                                   sello_stock_visit *visit, void *context,
                                                   struct sello_stock_fault *out_fault);

/* The word in Spanish; itself if it is none of the words. */
const char *sello_stock_word_es(const char *word);

/* ---- gLabels ---- */

/* Templates of gLabels 3 (XML). Each layout is a stock of its own, named "brand-part" in lower case
 * letters, digits, points and hyphens; from the second layout on with "-2" and so on. Lengths
 * without a unit are points. *out_passed_over counts templates that are neither rectangles nor
 * circles, or fail sello_stock_check. SELLO_E_TEXT if it is not XML, or declares entities;
 * SELLO_E_TOO_LONG; SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_stock_glabels(struct sello_bytes file,
                                                     sello_stock_visit *visit, void *context,
                                                     size_t *out_passed_over);

#endif
