/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_STOCK_CATALOG_H
#define SELLO_REGISTRY_PRINT_STOCK_CATALOG_H

/* The label stock there is: Sello's own table; the user's file, stock.txt in the registry's folder;
 * gLabels' templates, where they are installed. No store need be open. */

#include "labels/stock/stock.h"
#include "registry/session/session.h"

enum stock_from { STOCK_OF_SELLO = 1, STOCK_OF_USER = 2, STOCK_OF_GLABELS = 3 };

struct stock_item {
    struct sello_stock stock;
    enum stock_from from;
};

/* In that order; Sello's in the table's. */
struct stock_catalog {
    struct stock_item *item; /* owned */
    size_t n, room;
};

/* Tells by notices of a stock.txt that is wrong, after whose mistake nothing is read ("stock-file-
 * wrong", its values those of a struct sello_stock_fault), and of a name in it that is one of
 * Sello's: Sello's is taken then, always. Freed by stock_catalog_free in any case. */
SELLO_NODISCARD enum sello_error stock_catalog_make(struct session *session, bool with_glabels,
                                                    struct stock_catalog *out);
void stock_catalog_free(struct stock_catalog *catalog);

/* One by its name, of all three. Rule "stock-unknown". */
SELLO_NODISCARD enum sello_error stock_find(struct session *session, const char *name,
                                            struct stock_item *out);

#endif
