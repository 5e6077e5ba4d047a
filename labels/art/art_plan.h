/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_ART_PLAN_H
#define SELLO_LABELS_ART_ART_PLAN_H

/* Within labels/art: what our own designs share: one way of laying a label out, which columns of
 * words go around the symbol, and what the design draws. */

#include "labels/art/art_parts.h"

#define ART_LEAST_MARGIN (0.9 * ART_MM) /* where a label is too small for the usual one */
#define ART_RING_ROOM (1.2 * ART_MM)    /* what a round label's words leave free for a ring */
#define ART_SYMBOL_GAP (0.5 * ART_MM)   /* between the quiet zone and the words beside it */

/* Where the room beside a symbol goes. */
enum art_way {
    ART_WAY_USUAL,
    ART_WAY_CERTIFIER, /* the certifier beside the symbol; on a round label, a longer arc for it */
    ART_WAY_PRODUCER,  /* the same of the producer; and, on a round label, of the product */
};

/* One way of laying the label out. */
struct art_attempt {
    bool dressed;  /* with what the design draws */
    double margin; /* at least; points */
    bool turned;   /* words run along the short side of a wide label */
    bool aside; /* the symbol sits in a corner, with words read upwards beside it; on a round label,
                 * all words are on arcs, on all four sides of the symbol */
    enum art_way way; /* of an attempt aside */
    bool for_names;   /* not tried where all names are whole already, and what to do */
    bool narrow;      /* the certifier in plain letters, not in bold small capitals */
};

/* The label as the words see it: upright, or turned so that a short side is on top. */
struct art_frame {
    double width, height;
    double margin;             /* around the words */
    double top, right, bottom; /* taken there by what the design draws, from the edge on */
    double above_symbol;       /* taken above a symbol with words beside it */
    bool turned;               /* a quarter turn to the left, seen with the label upright */
    bool dressed;
    bool aside;
    enum art_way way;
};

/* The items end at the first one without a field. */
struct art_column *art_add_column(struct art_plan *plan, const struct art_item *items);

/* The margin beside the symbol: narrower on a label that is too small for the usual one. */
double art_symbol_margin(double margin, double space, double symbol);

/* How far from the left edge a symbol with words beside it lies. */
double art_symbol_left(const struct art_frame *frame, double symbol);

/* ---- art_round.c ---- */

void art_plan_round(struct art_plan *plan, struct sello_art *art, const struct art_frame *frame,
                    struct art_rect *out_symbol);

/* ---- art_arcs.c: on a small round label ---- */

/* outer: how far from the middle letters may reach. */
void art_add_arcs(struct sello_art *art, double outer, double symbol, enum art_way way);

/* ---- art_dress.c: what a design draws ---- */

/* On a rectangle, which has the symbol beside its words, or between them; takes room from the
 * frame. Sets *out_seal where a seal took the mark's place. */
void art_dress(struct sello_art *art, struct art_frame *frame, double symbol, bool beside);

/* On a round label: rings, or a hole; how much they take from the edge. */
double art_dress_round(struct sello_art *art, const struct art_frame *frame, double symbol);

/* Has the design anything that a small label may leave out? */
bool art_has_dress(const struct sello_art *art);

/* ---- art_sign.c: what costs no words ---- */

/* turned: its words run along the short side of a wide label. */
void art_add_sign(struct sello_art *art, double symbol, double margin, bool turned);

/* ---- art_rim.c ---- */

/* Puts the certifier's name along a circle, as large as fits; false where the least size does not.
 * radius: of the circle that the letters must stay inside of. *out_inner: how far in they reach. */
bool art_add_rim(struct sello_art *art, enum art_field field, struct art_rect circle, bool below,
                 double most_span, double *out_inner);

#endif
