/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_ART_PLAN_H
#define SELLO_LABELS_ART_ART_PLAN_H

/* Within labels/art/art_ours.c, art_columns.c and art_dress.c: our own designs. Lengths are points.
 */

#include "labels/art/art_parts.h"

#define PLAN_SYMBOL_GAP (0.5 * ART_MM) /* from its quiet zone to the words beside it */
#define PLAN_FRAME_INSET (0.9 * ART_MM)
#define PLAN_FRAME_LINE (0.3 * ART_MM)
#define PLAN_FRAME_GAP (0.45 * ART_MM)

/* A label, or one turned so that its short side is above. */
struct frame {
    double width, height;
    double margin; /* of words, on every side */
    double taken;  /* above, by a band or a hole */
    bool turned;   /* to the left, when seen upright */
    bool dressed;  /* with its band or its hole */
    bool corner;   /* the symbol in the lower right corner, words above it and left of it */
};

/* ---- art_columns.c ---- */

/* A column of these items, up to the first of no field. */
struct art_column *plan_add_column(struct art_plan *plan, const struct art_item *items);

/* Have words more room beside the symbol than above and below it? */
bool plan_is_beside(const struct art_plan *plan, const struct frame *frame);

/* How far from the left a symbol with words beside it lies. */
double plan_words_left(const struct art_plan *plan, const struct frame *frame);

void plan_beside(struct art_plan *plan, const struct sello_art *art, const struct frame *frame);
void plan_stack(struct art_plan *plan, const struct frame *frame, bool rules);
void plan_corner(struct art_plan *plan, const struct frame *frame);
void plan_round(struct art_plan *plan, const struct sello_art *art, const struct frame *frame);

/* ---- art_dress.c ---- */

/* The certifier, white on black, from `left` on; it takes a part of the frame's height. */
void plan_band(struct art_plan *plan, struct sello_art *art, struct frame *frame, double left);

/* On a round label the band is all that is above the symbol. */
void plan_cap(struct sello_art *art, double symbol);

/* Where to punch a tag; it takes a part of the frame's height. */
void plan_hole(struct sello_art *art, struct frame *frame, double symbol);

/* Is a frame to be drawn, and does it leave the symbol and the words alone? */
bool plan_has_frame(const struct sello_art *art, double symbol, double margin);
void plan_frame(struct sello_art *art);

#endif
