/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_ART_PARTS_H
#define SELLO_LABELS_ART_ART_PARTS_H

/* Within labels/art*: what an art is made of. Lengths are points, from the label's upper left
 * corner. */

#include "labels/art/art_draw.h"
#include "labels/art/design.h"
#include "labels/art/mark.h"
#include "labels/art/words.h"

#define ART_MM (72 / 25.4) /* points in a millimetre */
#define ART_MARGIN (1.5 * ART_MM)
#define ART_MARK_DPI 600
#define ART_SERIAL_MAX 63 /* bytes */
#define ART_SERIAL_LEN 8  /* characters of a serial below 2^30, as printed */

#define ART_NBSP "\u00A0" /* where a line does not end, as long as it need not */
/* Between two facts. A line may end here, and then goes without it. */
#define ART_DOT ART_NBSP "\u00B7 "

struct art_rect {
    double x, y, width, height;
};

/* A text where it stands, or the mark (no layout). */
struct art_box {
    enum art_field field;
    struct art_rect at;
    unsigned turn; /* quarter turns to the left: 0, 1 (read upwards) or 3 (read downwards) */
    bool light;    /* white, on a band */
    bool cut;      /* it ends in an ellipsis */
    double size;   /* of its letters */
    PangoLayout *layout;
};

#define ART_BOXES_MAX 64
#define ART_FILLS_MAX 64

/* A black rectangle; a circle where its corners are half of it. */
struct art_fill {
    struct art_rect at;
    double corner; /* radius */
    double line;   /* its outline alone, so thick inwards; 0: all of it */
    double cap;    /* of a circle: only what is within this of its top; 0: all of it */
};

struct sello_art {
    struct sello_art_setup setup;
    double width, height, dot;   /* the label's; of the grid */
    unsigned symbol_x, symbol_y; /* dots: of the widest symbol */
    PangoContext *context;
    char *text[ART_TEXTS]; /* NULL: nothing to say */
    struct art_box box[ART_BOXES_MAX];
    size_t n_boxes;
    uint32_t ground; /* 0xrrggbb; white: none. Never under a symbol */
    struct art_fill fill[ART_FILLS_MAX];
    size_t n_fills;
    char *mark_base64;           /* as PNG */
    cairo_surface_t *mark;       /* in the size of its box at ART_MARK_DPI; NULL: none */
    cairo_surface_t *mark_lines; /* recorded in points, for PDF; NULL: no SVG */
};

/* ---- art_say.c ---- */

/* The texts of the label's words. SELLO_E_MEMORY: some may be made. */
SELLO_NODISCARD enum sello_error art_say(struct sello_art *art);

/* ---- art_boxes.c ---- */

/* Lays the label out by a design of boxes. */
SELLO_NODISCARD enum sello_error art_own(struct sello_art *art);

/* ---- art.c ---- */

/* Appends a black area; beyond the limit it is left out. */
void art_add_fill(struct sello_art *art, struct art_fill fill);

/* Throws the layout away. */
void art_clear(struct sello_art *art);

/* Where it has come onto the label; NULL: it has not. */
const struct art_box *art_box_of(const struct sello_art *art, enum art_field field);

/* ---- art_draw.c ---- */

/* SELLO_E_TEXT for one over ART_SERIAL_MAX bytes. */
SELLO_NODISCARD enum sello_error art_set_serial(struct sello_art *art, struct sello_bytes serial);

/* The ground's path, and that of the white around the symbol; to be filled in this order. */
#define ART_GROUND_BEYOND (12 * ART_MM) /* the label's edge: more than any bleed */
#define ART_WHITE_BEYOND (0.4 * ART_MM) /* the symbol's quiet zone: for the eye */
void art_ground_path(const struct sello_art *art, cairo_t *cairo);
void art_white_path(const struct sello_art *art, cairo_t *cairo);

/* Moves the context's origin to the box's first line, along which it is written. */
void art_turn_to(cairo_t *cairo, const struct art_box *box);

/* Appends to the path; to be filled by the even-odd rule. */
void art_path_of(cairo_t *cairo, const struct art_fill *fill);

/* ---- art_proof.c ---- */

/* Hollow letters, that what they lie over can be read through; dark enough that a printer of black
 * dots alone prints them. */
#define ART_PROOF_GREY 0.45
#define ART_PROOF_GREY_HEX "#737373"
#define ART_PROOF_LINE (0.18 * ART_MM)

/* Makes each word PRUEBA the context's path and calls put, which takes the path away. */
typedef void art_proof_put(void *context);
void art_proof(const struct sello_art *art, cairo_t *cairo, art_proof_put *put, void *context);

/* How many there are. */
unsigned art_proof_words(const struct sello_art *art);

/* ---- art_png.c: the label's pixels ---- */

/* In RGB24, a pixel a dot, the symbol in it. To be ended by cairo_surface_destroy.
 * SELLO_E_RANGE for over 30000 pixels a side, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error
art_picture(struct sello_art *art, const struct sello_art_label *label, cairo_surface_t **out);

size_t art_png_room(const struct sello_art *art);

/* Writes art->mark_base64. */
SELLO_NODISCARD enum sello_error art_png_mark(struct sello_art *art);

/* ---- art_type.c: setting a text in a space ---- */

/* How a field looks at its usual size. */
struct art_style {
    double size, least;
    bool bold, mono;
    unsigned lines; /* at most */
};
const struct art_style *art_style_of(enum art_field field);

/* The width that n lines so high have, from an edge on: in a circle the less the more they are. */
typedef double art_width_of(const void *context, double height);
struct art_space {
    art_width_of *width_of;
    const void *context;
    bool below; /* the edge is above it, so that its last line is the narrowest; else the first */
};

struct art_set {
    double size, width, height;
    double indent; /* the first line is so much shorter than the others; below 0: they than it */
    unsigned lines;
    bool cut;    /* with an ellipsis at its end */
    bool broken; /* within words, if need be */
};

/* Is what is laid out within its width and so many lines? */
bool art_type_is_whole(PangoLayout *layout, unsigned lines);

/* A layout of this text; the caller's. */
PangoLayout *art_type_new(const struct sello_art *art, const struct art_style *style,
                          const char *text);

/* Measures the text: in the largest size from style->size down to style->least in which it is whole
 * on at most `lines` lines; else it is to be cut. */
struct art_set art_type_set(PangoLayout *layout, const struct art_style *style, unsigned lines,
                            const struct art_space *space);

/* Makes the layout what was measured, with lines of about one length; the width shrinks to them.
 * Where lines differ in width, its text has a line feed at each break. */
void art_type_finish(PangoLayout *layout, const struct art_style *style, PangoAlignment alignment,
                     struct art_set *set);

/* ---- art_fit.c: which fields, and how large ---- */

#define ART_ITEMS_MAX 16
#define ART_COLUMNS_MAX 6

struct art_item {
    enum art_field field;
    bool apart; /* a gap above it: a new group begins */
};

/* Fields set one below the other. */
struct art_column {
    struct art_rect at; /* a segment of a circle: its height and greatest width; read upwards: from
                         * its upper left corner, as wide as its lines and as high as them all */
    double inset;       /* of texts, on both sides */
    double mark;        /* the mark's usual height */
    bool centred, light;
    bool rules; /* between its groups */
    unsigned turn;
    unsigned side;       /* a segment's: 0 above the symbol, 1 right of it, 2 below, 3 left */
    double radius, edge; /* a segment: the circle's, and how far from its middle it begins */
    double middle;       /* of the circle, across and down */
    struct art_item item[ART_ITEMS_MAX];
    size_t n;
};

struct art_plan {
    struct art_column column[ART_COLUMNS_MAX];
    size_t n;
    double symbol; /* side of the symbol with its quiet zone */
};

/* Fills the plan's columns, and appends the boxes to the art; *out_symbol is where the symbol
 * comes to lie. */
void art_fit(struct sello_art *art, const struct art_plan *plan, struct art_rect *out_symbol);

/* ---- art_size.c: what a small label should keep ---- */

/* How much of the words that matter is there, as a number that orders layouts: first the product,
 * the serial and what to do, then the certifier, its address and the certificate. */
#define ART_KEPT_ALL 63u
unsigned art_kept(const struct sello_art *art);

/* The part of the first three alone. */
#define ART_KEPT_MAIN_ALL 7u
unsigned art_kept_main(unsigned kept);

/* ---- art_ours.c ---- */

/* Lays the label out by one of our own designs. */
SELLO_NODISCARD enum sello_error art_plan(struct sello_art *art);

/* The whole dot nearest to it at which the symbol does not leave the label; points. */
unsigned art_nearest_dot(double at, double dot, double space, double symbol);

#endif
