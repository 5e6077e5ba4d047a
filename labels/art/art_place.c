/* SPDX-License-Identifier: Apache-2.0 */
/* Where the fields of a column come to stand, once it is known how large they are. */
#include <math.h>

#include "labels/art/art_fit.h"

#define RULE_WIDTH (9 * ART_MM)
#define RULE_HEIGHT (0.2 * ART_MM)

/* Where a text of a segment stands: from the symbol outwards, read from the left, from below or
 * from above. */
static struct art_rect outward(const struct art_column *column, const struct fitted *fitted,
                               unsigned side) {
    double from = column->edge + fitted->offset, width = fitted->set.width;
    double height = fitted->set.height, x = column->middle, y = column->middle;
    switch (side) {
    case 0: return (struct art_rect){x - width / 2, y - from - height, width, height};
    case 1: return (struct art_rect){x + from, y - width / 2, height, width};
    case 2: return (struct art_rect){x - width / 2, y + from, width, height};
    default: return (struct art_rect){x - from - height, y - width / 2, height, width};
    }
}

static void finish(struct fit *fit, const struct art_column *column, enum art_field field) {
    if (field != ART_MARK) {
        PangoAlignment alignment = column->centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT;
        art_type_finish(fit->layout[field], art_style_of(field), alignment, &fit->field[field].set);
    }
}

static void put_box(struct fit *fit, enum art_field field, struct art_rect at) {
    const struct fitted *fitted = &fit->field[field];
    const struct art_column *column = &fit->plan->column[fitted->column];
    struct sello_art *art = fit->art;
    if (art->n_boxes < ART_BOXES_MAX) {
        art->box[art->n_boxes++] = (struct art_box){.field = field,
                                                    .at = at,
                                                    .turn = column->turn,
                                                    .light = column->light,
                                                    .cut = fitted->set.cut,
                                                    .size = fitted->set.size,
                                                    .layout = fit->layout[field]};
        fit->layout[field] = NULL;
    }
}

/* A short rule between two groups. */
static void put_rule(struct fit *fit, const struct art_column *column, double y) {
    double x = column->at.x + (column->at.width - RULE_WIDTH) / 2;
    art_add_fill(fit->art, (struct art_fill){.at = {x, y, RULE_WIDTH, RULE_HEIGHT}});
}

/* How much is left of a column, once its groups stand a little further apart. */
struct spread {
    double gap, above;
};

static struct spread spread_of(struct fit *fit, size_t i) {
    const struct art_column *column = &fit->plan->column[i];
    double left = column->at.height - art_fit_column(fit, i);
    unsigned gaps = 0, shown = 0;
    for (size_t k = 0; k < column->n; k++) {
        bool in = art_fit_is_in(fit, i, column->item[k].field);
        gaps += in && shown > 0 && column->item[k].apart;
        shown += in;
    }
    double gap = fmin(left / (gaps + 2), 0.9 * ART_BODY * fit->scale[i]);
    return (struct spread){gap, (left - gap * gaps) / 2};
}

/* Where something of this size stands in its column, y points from the label's top. */
static struct art_rect place_of(const struct art_column *column, double y, double width,
                                double height) {
    double left = column->at.width - width;
    return (struct art_rect){column->at.x + (column->centred ? left / 2 : column->inset), y, width,
                             height};
}

/* From a column that is read upwards, told as if it lay, to where it stands. */
static struct art_rect stand_up(const struct art_column *column, struct art_rect r) {
    const struct art_rect *at = &column->at;
    if (column->turn == 0) {
        return r;
    }
    return (struct art_rect){at->x + r.y - at->y, at->y + at->width - (r.x - at->x) - r.width,
                             r.height, r.width};
}

static void put_item(struct fit *fit, size_t i, enum art_field field, double y,
                     struct art_rect *out_symbol) {
    const struct art_column *column = &fit->plan->column[i];
    if (field == ART_SYMBOL) {
        *out_symbol = place_of(column, y, fit->plan->symbol, fit->plan->symbol);
        return;
    }
    finish(fit, column, field);
    const struct art_set *set = &fit->field[field].set;
    put_box(fit, field, stand_up(column, place_of(column, y, set->width, set->height)));
}

static void put_column(struct fit *fit, size_t i, struct art_rect *out_symbol) {
    const struct art_column *column = &fit->plan->column[i];
    struct spread spread = spread_of(fit, i);
    double y = column->at.y + spread.above;
    bool after_symbol = true, first = true;
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        if (!art_fit_is_in(fit, i, field)) {
            continue;
        }
        double gap = after_symbol || field == ART_SYMBOL ? 0 : art_fit_gap(fit, i, k);
        gap += column->item[k].apart && !first ? spread.gap : 0;
        if (column->rules && column->item[k].apart && !first) {
            put_rule(fit, column, y + (gap - RULE_HEIGHT) / 2);
        }
        y += gap;
        put_item(fit, i, field, y, out_symbol);
        y += field == ART_SYMBOL ? fit->plan->symbol : fit->field[field].set.height;
        after_symbol = field == ART_SYMBOL;
        first = false;
    }
}

static void put_segment(struct fit *fit, size_t i, unsigned side) {
    const struct art_column *column = &fit->plan->column[i];
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        if (art_fit_is_in(fit, i, field)) {
            finish(fit, column, field);
            put_box(fit, field, outward(column, &fit->field[field], side));
        }
    }
}

void art_fit_place(struct fit *fit, struct art_rect *out_symbol) {
    for (size_t i = 0; i < fit->plan->n; i++) {
        if (fit->plan->column[i].radius > 0) {
            put_segment(fit, i, fit->plan->column[i].side);
        } else {
            put_column(fit, i, out_symbol);
        }
    }
}
