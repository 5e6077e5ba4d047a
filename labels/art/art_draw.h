/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_ART_DRAW_H
#define SELLO_LABELS_ART_ART_DRAW_H

/* Within labels/: an art on any cairo context. */

#include <cairo.h>

#include "labels/art/art.h"

/* Draws one label, except its symbol, with its upper left corner at the context's origin; a unit is
 * a point (1/72 inch). */
SELLO_NODISCARD enum sello_error art_draw(struct sello_art *art, cairo_t *cairo,
                                          const struct sello_art_label *label);

/* Where the symbol's quiet zone begins: whole dots from the label's upper left corner. */
void art_symbol_at(const struct sello_art *art, const struct sello_symbol *symbol,
                   unsigned *out_x_dots, unsigned *out_y_dots);

/* Is there a coloured ground, so that a symbol needs white painted under it? */
bool art_has_ground(const struct sello_art *art);

/* How far a tag's hole, with its ring, reaches from the edge that it hangs from, in points; 0: it
 * has none. *out_turned: that edge is the left one, and words read upwards; else it is the top. */
double art_hole_reach(const struct sello_art *art, bool *out_turned);

/* The resolution, and the module of its symbols. */
struct sello_print_size art_size(const struct sello_art *art);

/* Adds a rectangle with round corners to the path. */
void art_rounded_path(cairo_t *cairo, double left, double top, double right, double bottom,
                      double radius);

#endif
