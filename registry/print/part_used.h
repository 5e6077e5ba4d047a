/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_PART_USED_H
#define SELLO_REGISTRY_PRINT_PART_USED_H

/* Part-used sheets that are not there any more: thrown away, or used for something else. */

#include "registry/print/stock_catalog.h"
#include "registry/store/prints.h"

struct forget_request {
    const char *stock;
    const char *place; /* "3:2", the first free row and column; NULL: of the one there is */
    bool all;          /* however many there are */
};

struct forget_outcome {
    struct sello_stock stock;
    struct sello_used_sheet sheet[SELLO_USED_SHEETS_MAX]; /* those that are forgotten, the newest */
    size_t n;
};

/* Rules "stock-unknown", "no-part-used-sheet", "no-sheet-free-there", "several-part-used". A job
 * that is made again is remembered again. */
SELLO_NODISCARD enum sello_error forget_plan(struct session *session,
                                             const struct forget_request *request,
                                             struct forget_outcome *out);
SELLO_NODISCARD enum sello_error forget_commit(struct session *session,
                                               const struct forget_request *request,
                                               struct forget_outcome *out);

#define PART_USED_PLACE_LEN 24
void part_used_place(const struct sello_stock *stock, const struct sello_used_sheet *sheet,
                     char out[SELLO_LEN(PART_USED_PLACE_LEN)]);

#endif
