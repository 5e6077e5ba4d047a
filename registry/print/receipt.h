/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_RECEIPT_H
#define SELLO_REGISTRY_PRINT_RECEIPT_H

/* What a producer signs who takes labels: a page that lists them. */

#include "registry/print/page_words.h"
#include "registry/store/store.h"

struct receipt {
    const struct sello_root *root; /* the certifier */
    uint64_t delivery;             /* number */
    enum page_words words;
    enum sello_paper paper;
};

/* Appends the page as PDF. The same delivery gives the same page, but for what became of the rest
 * of its batches. SELLO_E_PAGE_FULL where its serials are too many runs for one page; those of
 * sello_page_write. */
SELLO_NODISCARD enum sello_error
receipt_write(struct sello_store *store, const struct receipt *receipt, struct sello_writer *out);

/* Calls visit with each batch that the delivery has labels of, in order of serials. */
SELLO_NODISCARD enum sello_error
receipt_batches(struct sello_store *store, uint64_t delivery,
                bool (*visit)(void *context, const struct sello_batch *batch), void *context);

#endif
