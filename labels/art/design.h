/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_DESIGN_H
#define SELLO_LABELS_ART_DESIGN_H

/* Within labels/: what a design says. */

#include "labels/art/art.h"

enum design_kind { DESIGN_PLAIN = 1, DESIGN_FRAMED = 2, DESIGN_TAG = 3, DESIGN_OWN = 4 };

/* What can be in a box, in the order in which a small label lets it in. */
enum art_field {
    ART_NOTHING,
    ART_PRODUCT,
    ART_SERIAL,
    ART_SCAN, /* what to do */
    ART_CERTIFIER,
    ART_WEB,
    ART_MARK,
    ART_CERTIFICATE,
    ART_ORIGIN,
    ART_PRODUCER,
    ART_SCHEME,
    ART_FACTS,   /* lot, made and net content, on one line */
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
    DESIGN_BAR = 4,   /* black */
    DESIGN_FRAME = 5, /* the outline of a rectangle */
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
    const char *name;
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
