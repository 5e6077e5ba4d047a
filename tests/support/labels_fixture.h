/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_LABELS_FIXTURE_H
#define SELLO_TESTS_SUPPORT_LABELS_FIXTURE_H

/* Whole labels to test with: words of several languages, and arts of them on any stock. */

#include "labels/art/art.h"
#include "labels/stock/fit.h"

/* Words in several orthographies: typical ones, some alone, and some at their limits in bytes. */
struct label_words_row {
    const char *name;
    struct sello_label_words words;
};
size_t label_words_count(void);
struct label_words_row label_words_at(size_t i);

/* What an art is made of, so that it can be made again. Holds what it borrows. */
struct label_job {
    struct sello_symbol symbol;
    struct sello_label_words words;
    struct sello_art_setup setup;
};

/* For this stock and design: the symbol of a typical token where it fits, else the largest that
 * does, at 300 dpi. False: none fits. */
bool label_job_make(const struct sello_stock *stock, const char *design,
                    struct sello_label_words words, struct label_job *out);

/* With a symbol of so many digits, in the most dots of 300 dpi. */
bool label_job_sized(const struct sello_stock *stock, const char *design,
                     struct sello_label_words words, size_t n_digits, struct label_job *out);

/* As `sello issue --for` and `sello print` do it: words leave the symbol until its modules are
 * large enough for shops; then it is as large as it can be, less what words are worth on the label.
 */
bool label_job_printed(const struct sello_stock *stock, const char *design,
                       struct sello_label_words words, const struct sello_mark *mark, unsigned dpi,
                       struct label_job *out);

/* The text in its symbol. */
struct sello_bytes label_job_text(const struct label_job *job, char buf[2048]);

#define LABEL_SERIAL "00004V-X"

#endif
