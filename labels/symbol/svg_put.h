/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SYMBOL_SVG_PUT_H
#define SELLO_LABELS_SYMBOL_SVG_PUT_H

/* Within labels/: the pieces that our SVGs are written with. */

#include "labels/symbol/symbol.h"

void svg_put(struct sello_writer *w, const char *text);

/* Ours, because printf takes its decimal point from the locale. */
void svg_put_number(struct sello_writer *w, uint64_t n);

/* value / 10^places, without trailing zeros. */
void svg_put_decimal(struct sello_writer *w, int64_t value, unsigned places);

/* As the text of an element: what XML 1.0 forbids, and broken UTF-8, becomes U+FFFD. */
void svg_put_escaped(struct sello_writer *w, struct sello_bytes text);

/* The dark modules as a path's data, a module a unit, from the quiet zone's corner. */
void svg_put_dark(struct sello_writer *w, const struct sello_symbol *symbol);

#endif
