/* SPDX-License-Identifier: Apache-2.0 */
/* Setting one text in the space it is given: as large as allowed, and whole if possible.
 *
 * A text is measured at a single size, and the space is scaled instead: unhinted letters scale
 * linearly, and looking up a size of a font takes a millisecond. */
#include <math.h>

#include "labels/art/art_parts.h"

#define STEP 0.94   /* to the next smaller size */
#define TRIES 7     /* halvings of a width */
#define SLACK 0.998 /* leaves room for rounding when the real size is set */

/* Three levels. The two voices are the product and, in the same letters, its producer (see
 * art_columns.c for its part of the product's size), with the community next to them; the serial
 * and what to do go with the symbol; all else is quiet. Nothing is below 6 points: the x of Andika
 * is 1.05 mm high there, above the 0.9 mm that Regulation (EU) 1169/2011 asks of small packs. */
static const struct art_style styles[ART_TEXTS] = {
    [ART_PRODUCT] = {14, 6, WORDS_SERIF_BOLD, false, 3, 1},
    [ART_PRODUCER] = {10.5, 6, WORDS_SERIF_PLAIN, false, 3, 1},
    [ART_ORIGIN] = {8, 6, WORDS_LABEL_PLAIN, false, 3, 0.8},
    [ART_SERIAL] = {8, 6, WORDS_LABEL_BOLD, false, 1, 0.6},
    [ART_SCAN] = {7, 6, WORDS_LABEL_PLAIN, false, 3, 0.5},
    [ART_CERTIFIER] = {8, 6, WORDS_LABEL_BOLD, true, 3, 0.6},
    [ART_TRAITS] = {7, 6, WORDS_LABEL_PLAIN, false, 4, 0.6},
    [ART_SCHEME] = {6.8, 6, WORDS_LABEL_PLAIN, false, 2, 0.5},
    [ART_FACTS] = {6.8, 6, WORDS_LABEL_PLAIN, false, 3, 0.5},
    [ART_LOT] = {6.8, 6, WORDS_LABEL_PLAIN, false, 2, 0.5},
    [ART_MADE] = {6.8, 6, WORDS_LABEL_PLAIN, false, 1, 0.5},
    [ART_NET] = {6.8, 6, WORDS_LABEL_PLAIN, false, 1, 0.5},
    [ART_CERTIFICATE] = {6.8, 6, WORDS_LABEL_PLAIN, false, 1, 0.5},
    [ART_WEB] = {6.8, 6, WORDS_LABEL_PLAIN, false, 2, 0.5},
};

/* The certifier's where small capitals would be cut. */
static const struct art_style narrow_certifier = {8, 6, WORDS_LABEL_PLAIN, false, 3, 0.6};

const struct art_style *art_style_of(const struct sello_art *art, enum art_field field) {
    return art->narrow && field == ART_CERTIFIER ? &narrow_certifier : &styles[field];
}

PangoLayout *art_type_new(const struct sello_art *art, const struct art_style *style,
                          const char *text) {
    PangoLayout *layout = pango_layout_new(art->context);
    words_attributes(layout, style->face, style->capitals);
    pango_layout_set_text(layout, text, -1); /* as it is: no markup */
    words_face(layout, style->face, WORDS_MEASURE);
    return layout;
}

/* ---- does it fit? ---- */

static void shape_layout(PangoLayout *layout, const struct art_set *set) {
    double scale = SLACK * WORDS_MEASURE / set->size * PANGO_SCALE;
    pango_layout_set_width(layout, (int)floor(set->width * scale));
    pango_layout_set_indent(layout, (int)ceil(set->indent * scale));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
}

/* Words are not broken: one that is wider than the space sticks out. */
bool art_type_is_whole(PangoLayout *layout, unsigned lines) {
    int width = 0;
    pango_layout_get_size(layout, &width, NULL);
    return pango_layout_get_line_count(layout) <= (int)lines &&
           width <= pango_layout_get_width(layout);
}

double art_type_width(PangoLayout *layout, double size) {
    int before = pango_layout_get_width(layout), width = 0;
    pango_layout_set_width(layout, -1);
    pango_layout_get_size(layout, &width, NULL);
    pango_layout_set_width(layout, before);
    return width / (SLACK * WORDS_MEASURE) * size / PANGO_SCALE;
}

/* For n lines: the width of all but the narrowest, and how much shorter that one is. */
static void measure_lines(const struct art_space *space, unsigned n, struct art_set *set) {
    double line = set->size * set->line, narrow = space->width_of(space->context, n * line);
    set->width = n > 1 && narrow > 0 ? space->width_of(space->context, (n - 1) * line) : narrow;
    set->indent = (set->width - narrow) * (space->below ? -1 : 1);
}

/* Can it be whole at this size? On as few lines as possible. */
static bool set_whole(PangoLayout *layout, unsigned lines, const struct art_space *space,
                      struct art_set *set) {
    for (unsigned n = 1; n <= lines; n++) {
        measure_lines(space, n, set);
        if (set->width - fabs(set->indent) < set->size) {
            return false;
        }
        shape_layout(layout, set);
        if (art_type_is_whole(layout, n)) {
            set->lines = (unsigned)pango_layout_get_line_count(layout);
            return true;
        }
    }
    return false;
}

/* ---- setting it ---- */

/* Which line holds the first word that is wider than the space, from 1; 0: none. */
static unsigned overlong_line(PangoLayout *layout, const struct art_set *set) {
    int most = pango_layout_get_width(layout) - abs(pango_layout_get_indent(layout));
    for (unsigned i = 0; i < set->lines; i++) {
        PangoRectangle line;
        PangoLayoutLine *at = pango_layout_get_line_readonly(layout, (int)i);
        if (at != NULL) {
            pango_layout_line_get_extents(at, NULL, &line);
            if (line.width > most) {
                return i + 1;
            }
        }
    }
    return 0;
}

static void measure_cut(const struct art_space *space, struct art_set *set) {
    measure_lines(space, set->lines, set);
    set->width += fmin(set->indent, 0);
    set->indent = fmax(set->indent, 0);
}

/* The last line ends in an ellipsis; if it is the narrowest, all lines become as narrow. A word
 * that is wider than its line is cut in it, so that line is the last. */
static void cut_text(PangoLayout *layout, unsigned lines, const struct art_space *space,
                     struct art_set *set) {
    set->cut = true;
    set->lines = lines;
    measure_lines(space, lines, set);
    while (set->lines > 1 && set->width - fabs(set->indent) < 4 * set->size) {
        set->lines--; /* past the end of a circle or a box */
        measure_lines(space, set->lines, set);
    }
    measure_cut(space, set);
    for (unsigned last = 1; last > 0 && set->lines > 1;) {
        shape_layout(layout, set);
        last = overlong_line(layout, set);
        if (last == set->lines) {
            break;
        }
        if (last > 0) {
            set->lines = last;
            measure_cut(space, set);
        }
    }
}

struct art_set art_type_set(PangoLayout *layout, const struct art_style *style, unsigned lines,
                            const struct art_space *space) {
    struct art_set set = {.size = fmax(style->size, style->least), .line = words_line(style->face)};
    bool whole = set_whole(layout, lines, space, &set);
    while (!whole && set.size > style->least) {
        set.size = fmax(set.size * STEP, style->least);
        whole = set_whole(layout, lines, space, &set);
    }
    if (!whole) {
        cut_text(layout, lines, space, &set);
    }
    set.height = set.lines * set.size * set.line;
    return set;
}

/* Makes lines about equally long: the smallest width that needs no more of them. */
static void balance_lines(PangoLayout *layout, struct art_set *set) {
    int fits = pango_layout_get_width(layout), too_few = fits / 2;
    for (int i = 0; i < TRIES; i++) {
        int middle = (fits + too_few) / 2;
        pango_layout_set_width(layout, middle);
        *(art_type_is_whole(layout, set->lines) ? &fits : &too_few) = middle;
    }
    pango_layout_set_width(layout, fits);
    set->width = (double)fits / PANGO_SCALE;
}

/* The index in the text at which line i begins; 0 if there is no such line. */
static size_t start_of(PangoLayout *layout, unsigned i) {
    const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, (int)i);
    return line != NULL ? (size_t)line->start_index : 0;
}

static bool comes_before(const char *text, size_t at, const char *part) {
    size_t len = strlen(part);
    return at > len && memcmp(text + at - len, part, len) == 0;
}

static bool has_dot_at_end(PangoLayout *layout, unsigned lines) {
    bool has = false;
    for (unsigned i = 1; i < lines; i++) {
        has = has || comes_before(pango_layout_get_text(layout), start_of(layout, i), ART_DOT);
    }
    return has;
}

/* Replaces what does not belong at a line's end, a dot between two facts or a space, by a break. */
static void write_break(GString *text, size_t at) {
    static const char *const ends[] = {ART_DOT, ART_NBSP, " ", ""};
    size_t i = 0;
    while (!comes_before(text->str, at, ends[i])) {
        i++;
    }
    size_t from = at - strlen(ends[i]);
    g_string_erase(text, (gssize)from, (gssize)(at - from));
    g_string_insert_c(text, (gssize)from, '\n');
}

/* Writes the line breaks into the text, because pango does not indent centred lines. */
static void write_breaks(PangoLayout *layout, unsigned lines) {
    GString *text = g_string_new(pango_layout_get_text(layout));
    for (unsigned i = lines; i-- > 1;) { /* backwards, so that earlier indices stay valid */
        if (start_of(layout, i) > 0) {
            write_break(text, start_of(layout, i));
        }
    }
    pango_layout_set_indent(layout, 0);
    pango_layout_set_text(layout, text->str, -1);
    g_string_free(text, TRUE);
}

void art_type_finish(PangoLayout *layout, const struct art_style *style, PangoAlignment alignment,
                     struct art_set *set) {
    bool uneven = set->lines > 1 && fabs(set->indent) > 0;
    words_face(layout, style->face, set->size);
    pango_layout_set_width(layout, (int)floor(fmax(set->width, 0) * PANGO_SCALE));
    pango_layout_set_indent(layout, (int)ceil(set->indent * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    if (!set->cut && set->lines > 1) {
        balance_lines(layout, set);
    }
    if (uneven || (!set->cut && has_dot_at_end(layout, set->lines))) {
        write_breaks(layout, set->lines);
    }
    pango_layout_set_alignment(layout, alignment);
    if (set->cut) {
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout, uneven ? -1 : -(int)set->lines); /* of each paragraph */
        set->cut = pango_layout_is_ellipsized(layout);
    }
}
