/* SPDX-License-Identifier: Apache-2.0 */
/* A label by a user's design: every text in the box that it was given. */
#include <math.h>
#include <stdlib.h>

#include "labels/art/art_parts.h"

static struct art_rect points_of(const struct design_box *box, const struct sello_stock *stock) {
    struct design_rect r = design_rect_of(box, stock);
    return (struct art_rect){r.x * ART_MM, r.y * ART_MM, r.width * ART_MM, r.height * ART_MM};
}

/* As wide as the box, as long as the lines do not leave it. */
static double width_of(const void *context, double height) {
    const struct art_rect *at = context;
    return height <= at->height + 1e-6 ? at->width : 0;
}

/* ---- texts ---- */

static PangoAlignment alignment_of(const struct design_box *box) {
    PangoAlignment side = box->right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
    return box->centred ? PANGO_ALIGN_CENTER : side;
}

/* The serial is one line and never cut: where the box has no room for its least size, it gets the
 * size that has. */
static double least_of(const struct sello_art *art, const struct design_box *box) {
    double least = fmin(art_style_of(ART_PRODUCER)->least, box->size);
    double width = points_of(box, art->setup.stock).width;
    return box->field == ART_SERIAL ? fmin(least, width / (ART_SERIAL_LEN * 0.62)) : least;
}

static void set_text(struct sello_art *art, const struct design_box *box, const char *text) {
    bool serial = box->field == ART_SERIAL;
    struct art_rect at = points_of(box, art->setup.stock);
    const struct art_style style = {.size = box->size,
                                    .least = least_of(art, box),
                                    .bold = box->bold,
                                    .mono = serial,
                                    .lines = serial ? 1 : 16};
    PangoLayout *layout = art_type_new(art, &style, text);
    const struct art_space space = {width_of, &at, false};
    struct art_set set = art_type_set(layout, &style, style.lines, &space);
    art_type_finish(layout, &style, alignment_of(box), &set);
    at.x += box->right ? at.width - set.width : box->centred ? (at.width - set.width) / 2 : 0;
    at.width = set.width;
    at.height = fmin(set.height, at.height);
    art->box[art->n_boxes++] = (struct art_box){
        .field = box->field, .at = at, .cut = set.cut, .size = set.size, .layout = layout};
}

static enum sello_error put_text(struct sello_art *art, const struct design_box *box) {
    if (box->field != ART_NOTHING) {
        if (art->text[box->field] != NULL) {
            set_text(art, box, art->text[box->field]);
        }
        return SELLO_OK;
    }
    char *words = words_clean_for(art->context, sello_bytes_of(box->words));
    if (words == NULL) {
        return SELLO_E_MEMORY;
    }
    set_text(art, box, words);
    free(words);
    return SELLO_OK;
}

/* ---- the rest ---- */

/* As large as its box has room for, in its middle. */
static void put_mark(struct sello_art *art, const struct design_box *box) {
    if (art->setup.mark == NULL) {
        return;
    }
    struct art_rect at = points_of(box, art->setup.stock);
    double aspect = mark_aspect(art->setup.mark);
    double width = fmin(at.width, at.height * aspect), height = width / aspect;
    at = (struct art_rect){at.x + (at.width - width) / 2, at.y + (at.height - height) / 2, width,
                           height};
    art->box[art->n_boxes++] = (struct art_box){.field = ART_MARK, .at = at};
}

static enum sello_error put_symbol(struct sello_art *art, const struct design_box *box) {
    double symbol = art->setup.symbol_page * art->setup.size.dots_per_module * art->dot;
    struct art_rect at = points_of(box, art->setup.stock);
    double spare = at.width - symbol;
    if (spare < -1e-6) {
        return SELLO_E_PAGE_FULL;
    }
    art->symbol_x = art_nearest_dot(at.x + spare / 2, art->dot, art->width, symbol);
    art->symbol_y = art_nearest_dot(at.y + spare / 2, art->dot, art->height, symbol);
    return SELLO_OK;
}

static enum sello_error put_box(struct sello_art *art, const struct design_box *box) {
    struct art_rect at = points_of(box, art->setup.stock);
    switch (box->thing) {
    case DESIGN_SYMBOL: return put_symbol(art, box);
    case DESIGN_TEXT: return put_text(art, box);
    case DESIGN_MARK: put_mark(art, box); break;
    case DESIGN_BAR: art_add_fill(art, (struct art_fill){.at = at}); break;
    case DESIGN_FRAME:
        art_add_fill(art, (struct art_fill){.at = at, .line = box->thick * ART_MM});
        break;
    }
    return SELLO_OK;
}

enum sello_error art_own(struct sello_art *art) {
    const struct sello_design *design = art->setup.design;
    size_t line;
    enum sello_error error = sello_design_check(design, art->setup.stock, &line);
    for (size_t i = 0; i < design->n_boxes && error == SELLO_OK; i++) {
        error = put_box(art, &design->box[i]);
    }
    return error;
}
