/* SPDX-License-Identifier: Apache-2.0 */
/* A user's design: every text in the box that the file gives it. */
#include <math.h>
#include <stdlib.h>

#include "labels/art/art_parts.h"

static struct art_rect box_in_points(const struct design_box *box,
                                     const struct sello_stock *stock) {
    struct design_rect r = design_rect_of(box, stock);
    return (struct art_rect){r.x * ART_MM, r.y * ART_MM, r.width * ART_MM, r.height * ART_MM};
}

/* As wide as the box, for as many lines as it holds. */
static double width_in_box(const void *context, double height) {
    const struct art_rect *at = context;
    return height <= at->height + 1e-6 ? at->width : 0;
}

/* ---- texts ---- */

static PangoAlignment alignment_of(const struct design_box *box) {
    PangoAlignment side = box->right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
    return box->centred ? PANGO_ALIGN_CENTER : side;
}

/* A serial is never cut: in a box too narrow for the smallest size, it is set smaller still. */
static double least_size(const struct sello_art *art, const struct design_box *box) {
    double least = fmin(art_style_of(art, ART_PRODUCER)->least, box->size);
    double width = box_in_points(box, art->setup.stock).width;
    return box->field == ART_SERIAL ? fmin(least, width / (ART_SERIAL_LEN * 0.75)) : least;
}

static void set_words_in_box(struct sello_art *art, const struct design_box *box,
                             const char *text) {
    bool serial = box->field == ART_SERIAL;
    struct art_rect at = box_in_points(box, art->setup.stock);
    const struct art_style style = {.size = box->size,
                                    .least = least_size(art, box),
                                    .face =
                                        serial || box->bold ? WORDS_LABEL_BOLD : WORDS_LABEL_PLAIN,
                                    .lines = serial ? 1 : 16};
    PangoLayout *layout = art_type_new(art, &style, text);
    const struct art_space space = {width_in_box, &at, false};
    struct art_set set = art_type_set(layout, &style, style.lines, &space);
    art_type_finish(layout, &style, alignment_of(box), &set);
    at.x += box->right ? at.width - set.width : box->centred ? (at.width - set.width) / 2 : 0;
    at.width = set.width;
    at.height = fmin(set.height, at.height);
    art->box[art->n_boxes++] = (struct art_box){.field = box->field,
                                                .at = at,
                                                .cut = set.cut,
                                                .size = set.size,
                                                .face = style.face,
                                                .layout = layout};
}

static enum sello_error add_text_box(struct sello_art *art, const struct design_box *box) {
    if (box->field != ART_NOTHING) {
        if (art->text[box->field] != NULL) {
            set_words_in_box(art, box, art->text[box->field]);
        }
        return SELLO_OK;
    }
    char *words = words_clean_for(art->context, sello_bytes_of(box->words), art->missing);
    if (words == NULL) {
        return SELLO_E_MEMORY;
    }
    set_words_in_box(art, box, words);
    free(words);
    return SELLO_OK;
}

/* ---- other boxes ---- */

/* As large as fits, in the middle of the box. */
static void add_mark_box(struct sello_art *art, const struct design_box *box) {
    if (art->setup.mark == NULL) {
        return;
    }
    struct art_rect at = box_in_points(box, art->setup.stock);
    double aspect = mark_aspect(art->setup.mark);
    double width = fmin(at.width, at.height * aspect), height = width / aspect;
    at = (struct art_rect){at.x + (at.width - width) / 2, at.y + (at.height - height) / 2, width,
                           height};
    art->box[art->n_boxes++] = (struct art_box){.field = ART_MARK, .at = at};
}

static enum sello_error place_symbol_in_box(struct sello_art *art, const struct design_box *box) {
    struct art_rect at = box_in_points(box, art->setup.stock);
    double spare = at.width - art_symbol_side(art);
    if (spare < -1e-6) {
        return SELLO_E_PAGE_FULL;
    }
    art_place_symbol(art, at.x + spare / 2, at.y + spare / 2);
    return SELLO_OK;
}

static enum sello_error add_box_to_art(struct sello_art *art, const struct design_box *box) {
    struct art_rect at = box_in_points(box, art->setup.stock);
    switch (box->thing) {
    case DESIGN_SYMBOL: return place_symbol_in_box(art, box);
    case DESIGN_TEXT: return add_text_box(art, box);
    case DESIGN_MARK: add_mark_box(art, box); break;
    case DESIGN_BAR: art_add_fill(art, (struct art_fill){.at = at}); break;
    case DESIGN_OUTLINE:
        art_add_fill(art, (struct art_fill){.at = at, .line = box->thick * ART_MM});
        break;
    }
    return SELLO_OK;
}

enum sello_error art_by_boxes(struct sello_art *art) {
    const struct sello_design *design = art->setup.design;
    size_t line;
    enum sello_error error = sello_design_check(design, art->setup.stock, &line);
    for (size_t i = 0; i < design->n_boxes && error == SELLO_OK; i++) {
        error = add_box_to_art(art, &design->box[i]);
    }
    return error;
}
