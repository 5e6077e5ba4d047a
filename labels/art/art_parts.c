/* SPDX-License-Identifier: Apache-2.0 */
/* What every step of a layout asks of an art, or adds to it. */
#include <math.h>

#include "labels/art/art_plan.h"

/* ---- adding ---- */

void art_add_fill(struct sello_art *art, struct art_fill fill) {
    if (art->n_fills < ART_FILLS_MAX) {
        art->fill[art->n_fills++] = fill;
    }
}

void art_add_circle(struct sello_art *art, double x, double y, double radius, double line,
                    enum art_ink ink, enum art_shape shape) {
    art_add_fill(art, (struct art_fill){.at = {x - radius, y - radius, 2 * radius, 2 * radius},
                                        .corner = radius,
                                        .line = line,
                                        .shape = shape,
                                        .ink = ink});
}

void art_clear(struct sello_art *art) {
    for (size_t i = 0; i < art->n_boxes; i++) {
        g_clear_object(&art->box[i].layout);
    }
    art->n_boxes = art->n_fills = 0;
}

/* ---- the symbol ---- */

double art_symbol_side(const struct sello_art *art) {
    return art->setup.symbol_page * art->setup.size.dots_per_module * art->dot;
}

static unsigned nearest_dot(double at, double dot, double space, double symbol) {
    double most = floor((space - symbol) / dot + 1e-6);
    return (unsigned)fmax(fmin(floor(at / dot + 0.5), most), 0);
}

void art_place_symbol(struct sello_art *art, double x, double y) {
    double side = art_symbol_side(art);
    art->symbol_x = nearest_dot(x, art->dot, art->width, side);
    art->symbol_y = nearest_dot(y, art->dot, art->height, side);
}

/* ---- what is on it ---- */

const struct art_box *art_box_of(const struct sello_art *art, enum art_field field) {
    for (size_t i = 0; i < art->n_boxes; i++) {
        if (art->box[i].field == field) {
            return &art->box[i];
        }
    }
    return NULL;
}

unsigned art_kept(const struct sello_art *art) {
    static const enum art_field fields[] = {ART_SERIAL,    ART_PRODUCT, ART_PRODUCER,
                                            ART_CERTIFIER, ART_SCAN,    ART_ORIGIN};
    unsigned kept = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct art_box *box = art_box_of(art, fields[i]);
        bool none = art->text[fields[i]] == NULL;
        kept = kept << 2 | (none || (box != NULL && !box->cut) ? 3 : box != NULL ? 1 : 0);
    }
    return kept;
}

unsigned art_kept_main(unsigned kept) {
    return kept >> 4;
}

unsigned art_kept_scan(unsigned kept) {
    return kept >> 2;
}

unsigned art_score(const struct sello_art *art) {
    unsigned kept = art_kept(art), main = art_kept_main(kept);
    unsigned score = (2 * main + !art->is_sideways) << 4 | (kept & 0xfu);
    for (int field = ART_MARK; field < ART_FLOWING; field++) {
        bool has = field == ART_MARK ? art->setup.mark != NULL : art->text[field] != NULL;
        score = 2 * score + (!has || art_box_of(art, (enum art_field)field) != NULL);
    }
    return score;
}

/* ---- what shapes share ---- */

struct art_column *art_add_column(struct art_plan *plan, const struct art_item *items) {
    struct art_column *column = &plan->column[plan->n++];
    *column = (struct art_column){.mark = 8 * ART_MM};
    while (column->n < ART_ITEMS_MAX && items[column->n].field != ART_NOTHING) {
        column->item[column->n] = items[column->n];
        column->n++;
    }
    return column;
}

double art_symbol_margin(double margin, double space, double symbol) {
    return fmax(fmin(margin, (space - symbol) / 2), 0);
}

double art_symbol_left(const struct art_frame *frame, double symbol) {
    double margin = art_symbol_margin(frame->margin, frame->height, symbol);
    return fmin(fmax((frame->height - symbol) / 2, margin), 4 * ART_MM);
}
