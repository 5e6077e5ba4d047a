/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_ART_FIT_H
#define SELLO_LABELS_ART_ART_FIT_H

/* Within labels/art: fields in columns, in the making (art_columns.c), and where they then stand
 * (art_columns_place.c). */

#include "labels/art/art_parts.h"

#define ART_BODY 7.0   /* points: gaps are fractions of this, scaled */
#define BESIDE_GAP 0.6 /* of the size */

/* A field in the making. */
struct fitted {
    bool in;
    bool beside; /* on the line of the one before it */
    size_t column;
    unsigned lines; /* at most */
    bool may_cut;   /* it came in cut */
    double offset;  /* from its column's beginning */
    struct art_set set;
};

struct fit {
    struct sello_art *art;
    const struct art_plan *plan;
    PangoLayout *layout[ART_TEXTS];
    struct fitted field[ART_TEXTS];
    double scale[ART_COLUMNS_MAX];
    double small[ART_COLUMNS_MAX]; /* at most, for all but the product and the serial */
};

/* ---- art_columns_place.c ---- */

/* Is the field in the column? Is it on the line of the one before it? */
bool art_is_in_column(const struct fit *fit, size_t column, enum art_field field);
bool art_is_beside(const struct fit *fit, size_t column, struct art_item item);

/* Above an item that is not the first. */
double art_gap_above(const struct fit *fit, size_t column, size_t item);

/* The serial's own width, where another text stands beside it, and the gap between them. */
double art_width_of_first(const struct fit *fit, const struct fitted *first);
double art_gap_beside(const struct fitted *first);

/* Hands the column's layouts over to the art, as boxes. height: of all that is set in it. */
void art_place_column(struct fit *fit, size_t i, double height, struct art_rect *out_symbol);

#endif
