/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_ART_FIT_H
#define SELLO_LABELS_ART_ART_FIT_H

/* Within labels/art/art_fit.c and art_place.c: a layout in the making. */

#include "labels/art/art_parts.h"

#define ART_BODY 7.0 /* points: gaps are told in this, scaled */

struct fitted {
    bool in;
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
    double small[ART_COLUMNS_MAX]; /* the scale of what is neither product nor serial, at most */
};

/* Sets the texts that are in a column; the height that it needs. */
double art_fit_column(struct fit *fit, size_t i);

bool art_fit_is_in(const struct fit *fit, size_t column, enum art_field field);

/* Above a column's item, when it is not the first. */
double art_fit_gap(const struct fit *fit, size_t column, size_t item);

/* Appends the boxes to the art. */
void art_fit_place(struct fit *fit, struct art_rect *out_symbol);

#endif
