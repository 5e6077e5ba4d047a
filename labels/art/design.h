/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_DESIGN_H
#define SELLO_LABELS_ART_DESIGN_H

/* Within labels/: what a design says. */

#include "labels/art/art.h"

enum design_kind {
    DESIGN_SIMPLE = 1,
    DESIGN_FRAME = 2, /* marco */
    DESIGN_TAG = 3,   /* etiqueta */
    DESIGN_OWN = 4,   /* a user's file of boxes */
    DESIGN_SEAL = 5,  /* sello */
    DESIGN_EARTH = 6, /* tierra */
};

/* What can be in a box, in the order in which a small label lets it in. */
enum art_field {
    ART_NOTHING,
    ART_PRODUCT,
    ART_SERIAL,
    ART_PRODUCER,
    ART_CERTIFIER,
    ART_SCAN,   /* what to do */
    ART_ORIGIN, /* those above come in cut, if need be; the rest whole, or not at all */
    ART_MARK,
    ART_TRAITS,
    ART_FACTS, /* lot, made and net content, on one line */
    ART_SCHEME,
    ART_CERTIFICATE,
    ART_WEB,
    ART_FLOWING, /* those above are the ones that our own designs use */
    ART_LOT = ART_FLOWING,
    ART_MADE,
    ART_NET,
    ART_TEXTS, /* those above are texts, except the mark */
    ART_SYMBOL = ART_TEXTS,
};

/* ---- a user's design ---- */

#define DESIGN_FILE_MAX ((size_t)16 << 10)
#define DESIGN_BOXES_MAX 48
#define DESIGN_WORDS_MAX 120 /* bytes */

enum design_thing {
    DESIGN_SYMBOL = 1, /* a square: x, y, side */
    DESIGN_TEXT = 2,   /* a field, or words of the design's own */
    DESIGN_MARK = 3,
    DESIGN_BAR = 4,     /* black */
    DESIGN_OUTLINE = 5, /* of a rectangle */
};

/* Millimetres, or percent of the label: of its width across, of its height down; a symbol's side,
 * of the shorter of them. */
struct design_length {
    double value;
    bool percent;
};

struct design_box {
    enum design_thing thing;
    size_t line; /* of the file, from 1 */
    struct design_length x, y, width, height;
    double thick;         /* millimetres: of a frame */
    enum art_field field; /* ART_NOTHING: the design's own words */
    double size;          /* points */
    bool centred, right, bold;
    char words[DESIGN_WORDS_MAX + 1];
};

#define DESIGN_WHITE 0xffffffu  /* 0xrrggbb: no ground */
#define DESIGN_GROUND_LEAST 200 /* lightness, of 255: black words stay easy to read */

struct sello_design {
    const char *name;   /* "": a user's */
    const char *before; /* the name that one of ours had first */
    enum design_kind kind;
    uint32_t ground;
    size_t n_boxes;
    struct design_box box[];
};

/* A rectangle on a label, in millimetres. */
struct design_rect {
    double x, y, width, height;
};
struct design_rect design_rect_of(const struct design_box *box, const struct sello_stock *stock);

#endif
