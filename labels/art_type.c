/* SPDX-License-Identifier: Apache-2.0 */
/* Setting one text in the space it is given: as large as it may be, whole if it can be. */
#include <math.h>

#include "labels/art_parts.h"

#define LINE_HEIGHT 1.164 /* of DejaVu Sans and Sans Mono, in their size: ascent and descent */
#define STEP 0.94         /* from a size to the next smaller one */

/* 4.5 points is the least that we print: an x of 0.87 mm, near the 0.9 mm that Regulation (EU)
 * 1169/2011 asks of small packs. */
static const struct art_style styles[ART_TEXTS] = {
    [ART_PRODUCT] = {12.5, 5, true, false, 3},     [ART_SERIAL] = {9, 4.5, true, true, 1},
    [ART_SCAN] = {7, 4.5, true, false, 3},         [ART_CERTIFIER] = {7, 4.5, true, false, 2},
    [ART_WEB] = {7, 4.5, false, false, 2},         [ART_ORIGIN] = {7.5, 4.5, false, false, 2},
    [ART_PRODUCER] = {7.5, 4.5, false, false, 2},  [ART_SCHEME] = {7, 4.5, false, false, 2},
    [ART_FACTS] = {7, 4.5, false, false, 2},       [ART_LOT] = {7, 4.5, false, false, 2},
    [ART_MADE] = {7, 4.5, false, false, 1},        [ART_NET] = {7, 4.5, false, false, 1},
    [ART_CERTIFICATE] = {7, 4.5, false, false, 1},
};

const struct art_style *art_style_of(enum art_field field) {
    return &styles[field];
}

PangoLayout *art_type_new(const struct sello_art *art, const char *text, bool centred) {
    PangoLayout *layout = pango_layout_new(art->context);
    pango_layout_set_alignment(layout, centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    pango_layout_set_text(layout, text, -1); /* as it is: no markup */
    return layout;
}

/* ---- does it fit? ---- */

static void shape(PangoLayout *layout, const struct art_style *style, double size, double width,
                  PangoWrapMode wrap) {
    words_font(layout, style->mono ? WORDS_MONO : WORDS_SANS, size, style->bold);
    pango_layout_set_width(layout, (int)floor(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, wrap);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_NONE);
}

/* A word that is wider than the space stands out of it, where words are not broken. */
bool art_type_is_whole(PangoLayout *layout, unsigned lines) {
    int width = 0;
    pango_layout_get_size(layout, &width, NULL);
    return pango_layout_get_line_count(layout) <= (int)lines &&
           width <= pango_layout_get_width(layout);
}

static struct art_set result_of(PangoLayout *layout, double size) {
    unsigned lines = (unsigned)pango_layout_get_line_count(layout);
    return (struct art_set){.size = size,
                            .width = (double)pango_layout_get_width(layout) / PANGO_SCALE,
                            .height = lines * size * LINE_HEIGHT,
                            .lines = lines};
}

/* Whole at this size, on as few lines as its space has a width for? */
static bool set_whole(PangoLayout *layout, const struct art_style *style, double size,
                      unsigned lines, PangoWrapMode wrap, art_width_of *width_of,
                      const void *space) {
    for (unsigned n = 1; n <= lines; n++) {
        double width = width_of(space, n * size * LINE_HEIGHT);
        if (width < size) {
            return false;
        }
        shape(layout, style, size, width, wrap);
        if (art_type_is_whole(layout, n)) {
            return true;
        }
    }
    return false;
}

/* ---- setting it ---- */

static struct art_set cut(PangoLayout *layout, const struct art_style *style, unsigned lines,
                          art_width_of *width_of, const void *space) {
    double width = width_of(space, lines * style->least * LINE_HEIGHT);
    while (lines > 1 && width < 4 * style->least) { /* where a circle ends */
        lines--;
        width = width_of(space, lines * style->least * LINE_HEIGHT);
    }
    shape(layout, style, style->least, width > 0 ? width : 0, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_height(layout, -(int)lines);
    struct art_set set = result_of(layout, style->least);
    set.cut = true;
    return set;
}

struct art_set art_type_set(PangoLayout *layout, const struct art_style *style, unsigned lines,
                            art_width_of *width_of, const void *space) {
    double size = style->size > style->least ? style->size : style->least;
    pango_layout_set_height(layout, -1);
    while (!set_whole(layout, style, size, lines, PANGO_WRAP_WORD, width_of, space)) {
        if (size <= style->least) {
            /* A long word may be broken before it is cut. */
            return set_whole(layout, style, size, lines, PANGO_WRAP_WORD_CHAR, width_of, space)
                       ? result_of(layout, size)
                       : cut(layout, style, lines, width_of, space);
        }
        size = fmax(size * STEP, style->least);
    }
    return result_of(layout, size);
}
