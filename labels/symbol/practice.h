/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SYMBOL_PRACTICE_H
#define SELLO_LABELS_SYMBOL_PRACTICE_H

/* Within labels/symbol: the word beneath a symbol whose page (with quiet zone) has this many
 * modules a side. */

#include "labels/symbol/symbol.h"

/* How many rows it takes, the light ones below it included; 0 where the page is too narrow. */
unsigned practice_rows(unsigned page);

/* Is this module of it dark? The rows are the page's, and go on below it. */
bool practice_dark(unsigned page, unsigned x, unsigned y);

#endif
