/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_STOCK_HERE_H
#define SELLO_REGISTRY_PRINT_STOCK_HERE_H

/* The label stock there is: Sello's own table; the user's file, stock.txt in the registry's folder;
 * gLabels' templates, where they are installed. No registry need be there. */

#include "labels/stock/stock.h"
#include "registry/commands/app.h"

enum stock_from { STOCK_OF_SELLO = 1, STOCK_OF_USER = 2, STOCK_OF_GLABELS = 3 };

struct stock_item {
    struct sello_stock stock;
    enum stock_from from;
};

/* In that order; Sello's in the table's. */
struct stock_list {
    struct stock_item *item; /* owned */
    size_t n, room;
};

/* Warns of a stock.txt that is wrong, after whose mistake nothing is read, and of a name in it that
 * is one of Sello's: Sello's is taken then, always. False, having said so, without memory. Freed by
 * stock_list_free in any case. */
SELLO_NODISCARD bool stock_list_make(struct app *app, bool with_glabels, struct stock_list *out);
void stock_list_free(struct stock_list *list);

/* One by its name, of all three. False, having said that there is none. */
SELLO_NODISCARD bool stock_here(struct app *app, const char *name, struct stock_item *out);

/* Words for JSON: "sello", "user", "glabels". */
const char *stock_from_name(enum stock_from from);

/* ---- where gLabels' templates are: stock_glabels_here.c ---- */

/* Hands each readable template file to `take` until it returns false: those of $XDG_DATA_HOME,
 * $XDG_DATA_DIRS (libglabels-3.0/templates) and $XDG_CONFIG_HOME (libglabels/templates), by name
 * within each. False where `take` said so. */
SELLO_NODISCARD bool stock_glabels_files(bool (*take)(void *context, const char *path,
                                                      struct sello_bytes file),
                                         void *context);

#endif
