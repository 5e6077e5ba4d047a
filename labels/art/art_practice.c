/* SPDX-License-Identifier: Apache-2.0 */
/* PRÁCTICA on a label of a practice registry, so that nobody takes it for a real one. Where one of
 * our designs has room it stands on a stub of its own, black like a ticket's, and the label is laid
 * out beside it; else its letters go around the symbol, as PRUEBA does on a proof. */
#include <math.h>

#include "labels/art/art_parts.h"

#define STUB_PART 0.09 /* of the label's longer side */
#define STUB_LEAST (5.5 * ART_MM)
#define STUB_MOST (10 * ART_MM)
#define STUB_MARGIN (0.9 * ART_MM) /* from the label's edge, and between stub and label */
#define STUB_CORNER (1.1 * ART_MM)
#define LETTERS 0.62              /* their size, of the stub's breadth */
#define LETTERS_LEAST 6.0         /* points */
#define ALONG_MARGIN (2 * ART_MM) /* before and after the words */

/* ---- its words ---- */

/* The word alone is for where more would make it small. */
static const char *stub_words(enum sello_label_language language, bool all) {
    switch (language) {
    case SELLO_LABEL_EN: return all ? "PRACTICE" ART_DOT "not a real label" : "PRACTICE";
    case SELLO_LABEL_BOTH: return all ? "PRÁCTICA" ART_DOT "PRACTICE" : "PRÁCTICA";
    case SELLO_LABEL_ES: break;
    }
    return all ? "PRÁCTICA" ART_DOT "no es etiqueta real" : "PRÁCTICA";
}

const char *art_practice_word(const struct sello_art *art) {
    return stub_words(art->setup.language, false);
}

/* ---- the stub ---- */

static double width_along(const void *context, double height) {
    (void)height;
    return *(const double *)context;
}

/* Whole on one line, as large as the stub allows; NULL below the least size. */
static PangoLayout *set_words(const struct sello_art *art, const char *words, double along,
                              double usual, double least, struct art_set *set) {
    const struct art_style style = {
        .size = usual, .least = least, .face = WORDS_LABEL_BOLD, .lines = 1};
    const struct art_space space = {width_along, &along, false};
    PangoLayout *layout = art_type_new(art, &style, words);
    *set = art_type_set(layout, &style, 1, &space);
    if (set->cut) {
        g_clear_object(&layout);
    } else {
        art_type_finish(layout, &style, PANGO_ALIGN_LEFT, set);
    }
    return layout;
}

/* Black, with white words along it. False where they do not fit. */
static bool add_stub(struct sello_art *art, double stub) {
    bool wide = art->width >= art->height;
    double across = stub - STUB_MARGIN;
    double along = fmin(art->width, art->height) - 2 * STUB_MARGIN;
    struct art_rect at = {STUB_MARGIN, art->height - stub, along, across};
    if (wide) {
        at = (struct art_rect){art->width - stub, STUB_MARGIN, across, along};
    }
    struct art_set set;
    enum sello_label_language language = art->setup.language;
    double usual = LETTERS * across, room = along - 2 * ALONG_MARGIN;
    PangoLayout *layout = set_words(art, stub_words(language, true), room, usual, usual, &set);
    if (layout == NULL) {
        layout = set_words(art, stub_words(language, false), room, usual, LETTERS_LEAST, &set);
    }
    if (layout == NULL || art->n_boxes >= ART_BOXES_MAX || art->n_fills >= ART_FILLS_MAX) {
        g_clear_object(&layout);
        return false;
    }
    int width = 0, height = 0;
    pango_layout_get_size(layout, &width, &height);
    double long_side = (double)width / PANGO_SCALE, high = (double)height / PANGO_SCALE;
    double box_width = wide ? high : long_side, box_height = wide ? long_side : high;
    art_add_fill(art, (struct art_fill){.at = at, .corner = STUB_CORNER});
    art->box[art->n_boxes++] = (struct art_box){
        .field = ART_NOTHING,
        .at = {at.x + (at.width - box_width) / 2, at.y + (at.height - box_height) / 2, box_width,
               box_height},
        .turn = wide ? 1 : 0,
        .light = true,
        .size = set.size,
        .layout = layout,
    };
    return true;
}

enum sello_error art_by_ours_with_stub(struct sello_art *art) {
    double *longer = art->width >= art->height ? &art->width : &art->height;
    double whole = *longer, stub = fmin(fmax(STUB_PART * whole, STUB_LEAST), STUB_MOST);
    if (art->setup.stock->shape == SELLO_STOCK_ROUND || stub > whole / 2) {
        return SELLO_E_PAGE_FULL;
    }
    *longer = whole - stub;
    enum sello_error error = art_by_ours(art);
    *longer = whole;
    if (error == SELLO_OK && art_kept_main(art_kept(art)) == ART_KEPT_MAIN_ALL &&
        add_stub(art, stub)) {
        return SELLO_OK;
    }
    art_clear(art);
    return error == SELLO_OK ? SELLO_E_PAGE_FULL : error;
}
