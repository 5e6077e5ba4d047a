/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_RECEIPT_H
#define SELLO_REGISTRY_PRINT_RECEIPT_H

/* What a producer signs who takes labels: a page that lists them, twice, to be cut in two: for the
 * office and for the producer. */

#include "registry/print/page_words.h"
#include "registry/session/session.h"

struct receipt {
    const struct sello_root *root; /* the certifier */
    uint64_t delivery;             /* number */
    enum page_words words;
    enum sello_paper paper;
    struct sello_mark *mark; /* owned, by receipt_open; NULL: none */
    uint32_t accent;         /* 0xrrggbb, of its fretwork; 0: black */
};

/* Gets the certifier's mark and its colour, which stand on the receipt. Freed by receipt_free in
 * any case. Rules "own-mark-not-usable", "own-accent-not-usable". */
SELLO_NODISCARD enum sello_error receipt_open(struct session *session, struct receipt *receipt);
void receipt_free(struct receipt *receipt);

/* Appends the page as PDF. The same delivery gives the same page, but for what became of the rest
 * of its batches. A list too long for half a page has two pages; SELLO_E_PAGE_FULL where it is too
 * long for one; those of sello_page_write. */
SELLO_NODISCARD enum sello_error
receipt_write(struct sello_store *store, const struct receipt *receipt, struct sello_writer *out);

/* Calls visit with each batch that the delivery has labels of, in order of serials. */
SELLO_NODISCARD enum sello_error
receipt_batches(struct sello_store *store, uint64_t delivery,
                bool (*visit)(void *context, const struct sello_batch *batch), void *context);

#endif
