/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_ART_PARTS_H
#define SELLO_LABELS_ART_ART_PARTS_H

/* Within labels/art: what an art is made of. Lengths are points, from the label's upper left
 * corner. The files' sections are in the order in which they use each other. */

#include "labels/art/art_draw.h"
#include "labels/art/design.h"
#include "labels/art/mark.h"
#include "labels/art/words.h"

#define ART_MM (72 / 25.4) /* points in a millimetre */
#define ART_MARGIN (1.5 * ART_MM)
#define ART_MARK_DPI 600
#define ART_SERIAL_MAX 63            /* bytes */
#define ART_SERIAL_LEN 8             /* characters of a serial below 2^30, as printed */
#define ART_SERIAL_WIDEST "0000MM-M" /* what room is kept for: few have as many wide letters */

#define ART_NBSP "\u00A0" /* keeps two words on one line, if there is room */
/* Between two facts. A line may break here, and then goes without the dot. */
#define ART_DOT ART_NBSP "\u00B7 "

struct art_rect {
    double x, y, width, height;
};

/* A text in its place, or the mark (which has no layout). */
struct art_box {
    enum art_field field;
    struct art_rect at;
    unsigned turn; /* quarter turns to the left: 0, 1 (reads upwards) or 3 (reads downwards) */
    bool light;    /* white, on a band */
    bool cut;      /* ends in an ellipsis */
    double size;   /* of its letters */
    double rim;    /* its lines run along circles in the middle of `at`: the outermost one's letters
                    * stand on this radius; 0: it is straight */
    bool rim_below; /* along the lower half, with the letters' feet outwards */
    enum words_face face;
    PangoLayout *layout;
};

#define ART_BOXES_MAX 64
#define ART_FILLS_MAX 64

/* What a design draws: black, in the accent's colour, or as white as the paper. */
enum art_ink { ART_BLACK, ART_ACCENT, ART_WHITE };

enum art_shape {
    ART_RECT,    /* a circle where the corners' radius is half its side */
    ART_FRET,    /* a strip of stepped fretwork, whose steps rise from `from` */
    ART_LOZENGE, /* one within the other */
    ART_SHORN,   /* an outline with the corners at `from` cut off, as a tag's are */
    ART_STITCH,  /* a circle of stitches */
};
enum art_edge { ART_BOTTOM, ART_TOP, ART_LEFT, ART_RIGHT };

struct art_fill {
    struct art_rect at;
    double corner; /* radius */
    double line;   /* width of an outline, inwards; 0: filled */
    enum art_ink ink;
    enum art_shape shape;
    enum art_edge from;
    const struct sello_ornament *ornament; /* of ART_FRET: the certifier's own; NULL: ours */
};

struct sello_art {
    struct sello_art_setup setup;
    double width, height;        /* of the label */
    double dot;                  /* the printer's */
    unsigned symbol_x, symbol_y; /* of the widest symbol, in dots */
    PangoContext *context;
    char *text[ART_TEXTS]; /* NULL: nothing to say */
    struct art_box box[ART_BOXES_MAX];
    size_t n_boxes;
    uint32_t ground;                /* 0xrrggbb; DESIGN_WHITE: none. Never under a symbol */
    uint32_t accent;                /* 0xrrggbb: of what a design draws */
    char missing[SELLO_LETTER_LEN]; /* the first letter that the fonts lack; "": none */
    struct art_fill fill[ART_FILLS_MAX];
    size_t n_fills;
    bool has_stub;     /* PRÁCTICA has a place of its own */
    bool narrow;       /* the certifier in plain letters, no small capitals */
    bool is_sideways;  /* some words are read from the side, on a label where others would not be */
    char *mark_base64; /* as PNG */
    cairo_surface_t *mark; /* at its box's size and ART_MARK_DPI; NULL: none */
    cairo_surface_t *same; /* what a PDF shows on each label alike; NULL: not drawn yet */
};

/* ---- art_parts.c: asking an art, and adding to it ---- */

/* Adds a black area; one beyond the limit is left out. */
void art_add_fill(struct sello_art *art, struct art_fill fill);

/* A circle around this place: its outline, as wide as `line`, inwards. */
void art_add_circle(struct sello_art *art, double x, double y, double radius, double line,
                    enum art_ink ink, enum art_shape shape);

/* Throws the layout away. */
void art_clear(struct sello_art *art);

/* Of the widest symbol with its quiet zone. */
double art_symbol_side(const struct sello_art *art);

/* Puts the symbol on the whole dot nearest to this place at which it stays on the label. */
void art_place_symbol(struct sello_art *art, double x, double y);

/* NULL: the field did not come onto the label. */
const struct art_box *art_box_of(const struct sello_art *art, enum art_field field);

/* How much is left of the six texts that matter, as a number that orders layouts: two bits each,
 * of the serial, the product, the producer, the certifier, what to do and the community. */
#define ART_KEPT_ALL 0xfffu
unsigned art_kept(const struct sello_art *art);

/* The same, of the first four: they never leave while the symbol can shrink; and of the first five.
 */
#define ART_KEPT_MAIN_ALL 0xffu
#define ART_KEPT_SCAN_ALL 0x3ffu
unsigned art_kept_main(unsigned kept);
unsigned art_kept_scan(unsigned kept);

/* The same of all fields: those above first, then whatever else is there. Behind the first four
 * stands whether words are upright, on a label that is not small: that is worth a dot too. */
unsigned art_score(const struct sello_art *art);
#define ART_SCORE_REST (ART_FLOWING - ART_MARK)
#define ART_SCORE_KEPT_ALL 0x1fffu
#define ART_SCORE_ALL ((ART_SCORE_KEPT_ALL + 1u) * (1u << ART_SCORE_REST) - 1)
static inline unsigned art_score_kept(unsigned score) {
    return score >> ART_SCORE_REST;
}

/* ---- art_path.c: shapes ---- */

/* Moves the context's origin to the start of the box's first line, and its x axis along it. */
void art_turn_to(cairo_t *cairo, const struct art_box *box);

/* To be filled by the even-odd rule. */
void art_fill_path(cairo_t *cairo, const struct art_fill *fill);
unsigned art_stitches(const struct art_fill *fill);                 /* of a circle of them */
bool art_ground_is_dark(const struct sello_art *art);               /* words on it are white */
uint32_t art_ink_of(const struct sello_art *art, enum art_ink ink); /* 0xrrggbb */
enum art_ink art_ink_here(const struct sello_art *art); /* of ornament: white on a dark ground */

/* ---- art_fret.c: ornament of small squares, counted like threads ---- */

void art_fret_path(cairo_t *cairo, const struct art_fill *fill);
void art_lozenge_path(cairo_t *cairo, const struct art_fill *fill);

/* Rectangles that it is made of. */
size_t art_fret_count(const struct art_fill *fill);

/* ---- art_rim.c: lines of letters along a circle ---- */

/* Of the size: above the letters' feet, with accents on capitals; below them; from line to line. */
#define ART_RIM_RISE 0.80
#define ART_RIM_DROP 0.22
#define ART_RIM_PITCH 1.04

/* Puts each letter: shows it, or makes it the context's path. */
typedef void art_rim_put(cairo_t *cairo, const char *text, PangoGlyphItem *letter);
void art_rim(cairo_t *cairo, const struct art_box *box, art_rim_put *put);

/* On which radius the feet of the i-th line's letters are, and how wide the line is. */
double art_rim_radius(const struct art_box *box, int i);
double art_rim_width(const struct art_box *box, int i);

/* The ground, and the white around the symbol; to be filled in this order. */
#define ART_GROUND_BEYOND (12 * ART_MM) /* past the label's edge: more than any bleed */
double art_white_beyond(const struct sello_art *art); /* past the symbol's quiet zone, for looks */
void art_ground_path(const struct sello_art *art, cairo_t *cairo);
void art_white_path(const struct sello_art *art, cairo_t *cairo);

/* ---- art_type.c: setting a text in a space ---- */

/* How a field looks at its usual size. */
struct art_style {
    double size, least;
    enum words_face face;
    bool capitals;  /* small ones */
    unsigned lines; /* at most */
    double grows;   /* with the label: 1 as the label does, 0 not at all */
};
const struct art_style *art_style_of(const struct sello_art *art, enum art_field field);

/* The width available to lines of this total height, from an edge on: in a circle, more height
 * means less width. */
typedef double art_width_of(const void *context, double height);
struct art_space {
    art_width_of *width_of;
    const void *context;
    bool below; /* the edge is above the text, so its last line is the narrowest; else its first */
};

struct art_set {
    double size, width, height;
    double line;   /* from line to line, as a multiple of the size */
    double indent; /* how much shorter the first line is than the others; negative: longer */
    unsigned lines;
    bool cut; /* ends in an ellipsis */
};

/* Does the layout fit its width and this many lines? */
bool art_type_is_whole(PangoLayout *layout, unsigned lines);

/* A layout of this text; the caller's. */
PangoLayout *art_type_new(const struct sello_art *art, const struct art_style *style,
                          const char *text);

/* Measures the text at the largest size, from style->size down to style->least, at which it is
 * whole on at most `lines` lines; if there is none, it is to be cut. */
struct art_set art_type_set(PangoLayout *layout, const struct art_style *style, unsigned lines,
                            const struct art_space *space);

/* How wide the text is on one line of this size. */
double art_type_width(PangoLayout *layout, double size);

/* Applies what was measured, with lines of about equal length, and narrows the width to them. Where
 * lines differ in width, each break becomes a line feed in the text. */
void art_type_finish(PangoLayout *layout, const struct art_style *style, PangoAlignment alignment,
                     struct art_set *set);

/* ---- art_proof.c: PRUEBA, and PRÁCTICA where it has no stub ---- */

/* Outlined letters, so that what they lie over stays readable; dark enough for a printer that has
 * only black dots. */
#define ART_PROOF_GREY 0.45
#define ART_PROOF_GREY_HEX "#737373"
#define ART_PROOF_LIGHT 0.8 /* on a dark ground */
#define ART_PROOF_LIGHT_HEX "#cccccc"
#define ART_PROOF_LINE (0.18 * ART_MM)

/* Is anything to be written across the label? */
bool art_has_proof(const struct sello_art *art);

/* For each of the words: makes it the context's path and calls put, which consumes the path. */
typedef void art_proof_put(void *context);
void art_proof(const struct sello_art *art, cairo_t *cairo, art_proof_put *put, void *context);

/* How many there are. */
unsigned art_proof_words(const struct sello_art *art);
#define ART_PROOF_WORD_MAX 9 /* bytes */

/* ---- art_say.c ---- */

/* Makes the texts of the label's words. SELLO_E_MEMORY, with some of them made. */
SELLO_NODISCARD enum sello_error art_say(struct sello_art *art);

/* ---- art_columns.c: fields in columns ---- */

#define ART_ITEMS_MAX 16
#define ART_COLUMNS_MAX 8

struct art_item {
    enum art_field field;
    bool apart;  /* begins a new group, with a gap above it */
    bool ruled;  /* with a short rule in that gap */
    bool beside; /* on the same line as the one before it, where there is room */
};

/* Fields one below the other. */
struct art_column {
    /* A segment of a circle: its height, and its greatest width. A column that is turned: from its
     * upper left corner, as wide as its lines are long and as high as all of them. */
    struct art_rect at;
    double inset; /* of texts, on both sides */
    double mark;  /* the mark's usual height */
    bool centred, light;
    bool spread; /* its groups reach from end to end, as far as that looks well */
    unsigned turn;
    unsigned side;       /* of a segment: 0 above the symbol, 1 right of it, 2 below, 3 left */
    double radius, edge; /* of a segment: the circle's, and the distance from its middle */
    double middle;       /* of the circle, across and down */
    struct art_item item[ART_ITEMS_MAX];
    size_t n;
};

struct art_plan {
    struct art_column column[ART_COLUMNS_MAX];
    size_t n;
    double symbol; /* side of the symbol with its quiet zone */
};

/* Fills the plan's columns with as much as they have room for, and adds the boxes to the art. Sets
 * *out_symbol if a column holds the symbol. */
void art_set_columns(struct sello_art *art, const struct art_plan *plan,
                     struct art_rect *out_symbol);

/* ---- art_ours.c, art_boxes.c: the two kinds of design ---- */

/* Lay the label out by one of our own designs, or by a user's boxes. SELLO_E_PAGE_FULL where the
 * symbol does not fit; SELLO_E_DESIGN_PLACE, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error art_by_ours(struct sello_art *art);
SELLO_NODISCARD enum sello_error art_by_boxes(struct sello_art *art);

/* ---- art_practice.c: PRÁCTICA ---- */

/* The word alone, in the label's language. */
const char *art_practice_word(const struct sello_art *art);

/* art_by_ours, on what a stub with the word leaves of the label. SELLO_E_PAGE_FULL, with nothing on
 * it, where that would cost one of the three texts that matter most. */
SELLO_NODISCARD enum sello_error art_by_ours_with_stub(struct sello_art *art);

/* ---- art_draw.c ---- */

/* SELLO_E_TEXT for a serial over ART_SERIAL_MAX bytes. */
SELLO_NODISCARD enum sello_error art_set_serial(struct sello_art *art, struct sello_bytes serial);

/* ---- art_png.c, art_svg.c ---- */

/* The label in RGB24, a pixel a dot, symbol included. To be freed by cairo_surface_destroy.
 * SELLO_E_RANGE over 30000 pixels a side, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error
art_picture(struct sello_art *art, const struct sello_art_label *label, cairo_surface_t **out);

/* Makes art->mark_base64 from art->mark. */
SELLO_NODISCARD enum sello_error art_png_mark(struct sello_art *art);

/* Bytes that any label of the art fits. */
size_t art_png_room(const struct sello_art *art);
size_t art_svg_room(const struct sello_art *art);

#endif
