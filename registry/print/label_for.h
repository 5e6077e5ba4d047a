/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_LABEL_FOR_H
#define SELLO_REGISTRY_PRINT_LABEL_FOR_H

/* What a label may say so that its symbol fits a stock: as much as there is room for. */

#include "registry/issue/issue.h"
#include "registry/print/stock_catalog.h"

/* What holds for all labels that are issued now. */
struct label_place {
    struct sello_stock stock;
    unsigned dpi;         /* of the printers that such stock goes into */
    size_t url_len;       /* bytes of the base URL in each symbol */
    enum sello_link link; /* and what is to stand behind it */
    uint64_t highest;     /* serial by now: a token grows with it */
    uint64_t now;
};

struct label_for {
    struct sello_stock stock;
    unsigned has;     /* enum label_part: what the label would say with room for all of it */
    unsigned without; /* what of that is left out */
    bool small;       /* its modules are below GS1's least at retail */
};

/* Leaves out what the request leaves out, and then step by step, in the order of enum label_part,
 * until the symbol fits with modules of 0.396 mm at such a printer; where it never does, until it
 * fits with 0.33 mm. Rules: "stock-unknown", "no-label-fits". Nothing is changed. */
SELLO_NODISCARD enum sello_error label_for_stock(struct session *session,
                                                 const struct issue_request *request,
                                                 const char *stock, struct label_for *out);

/* The same for many batches: `ahead` labels are issued before this one. False: none fits. */
SELLO_NODISCARD enum sello_error label_place_find(struct session *session, const char *stock,
                                                  struct label_place *out);
SELLO_NODISCARD bool label_for_place(const struct label_place *place,
                                     const struct issue_request *request,
                                     const struct label_records *records, uint64_t ahead,
                                     struct label_for *out);

#endif
