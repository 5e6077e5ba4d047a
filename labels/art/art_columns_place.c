/* SPDX-License-Identifier: Apache-2.0 */
/* Where the fields of columns stand, once it is settled which there are and how large. */
#include <math.h>

#include "labels/art/art_fit.h"

#define RULE_WIDTH (9 * ART_MM)
#define RULE_HEIGHT (0.2 * ART_MM)
#define RULE_GAP 7.0   /* points: narrower gaps have none */
#define BASELINE 1.036 /* of the size: of the faces that stand beside each other */

/* Above an item that is not the first. */
double art_gap_above(const struct fit *fit, size_t column, size_t item) {
    bool apart = fit->plan->column[column].item[item].apart;
    return (apart ? 0.6 : 0.1) * ART_BODY * fit->scale[column];
}

bool art_is_in_column(const struct fit *fit, size_t column, enum art_field field) {
    return field == ART_SYMBOL || (fit->field[field].in && fit->field[field].column == column);
}

bool art_is_beside(const struct fit *fit, size_t i, struct art_item item) {
    return item.beside && art_is_in_column(fit, i, item.field) && fit->field[item.field].beside;
}

double art_gap_beside(const struct fitted *first) {
    return BESIDE_GAP * first->set.size;
}

/* The one before it on the same line: the serial. */
double art_width_of_first(const struct fit *fit, const struct fitted *first) {
    return art_type_width(fit->layout[ART_SERIAL], first->set.size);
}

/* Hands the field's layout over to the art, as a box. */
static void place_field(struct fit *fit, const struct art_column *column, enum art_field field,
                        struct art_rect at) {
    const struct fitted *fitted = &fit->field[field];
    struct sello_art *art = fit->art;
    if (art->n_boxes < ART_BOXES_MAX) {
        art->box[art->n_boxes++] =
            (struct art_box){.field = field,
                             .at = at,
                             .turn = column->turn,
                             .light = column->light || art_ground_is_dark(art),
                             .cut = fitted->set.cut,
                             .size = fitted->set.size,
                             .face = art_style_of(art, field)->face,
                             .layout = fit->layout[field]};
        fit->layout[field] = NULL;
    }
}

static void finish_type(struct fit *fit, const struct art_column *column, enum art_field field) {
    if (field != ART_MARK) {
        PangoAlignment alignment = column->centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT;
        art_type_finish(fit->layout[field], art_style_of(fit->art, field), alignment,
                        &fit->field[field].set);
    }
}

/* A short rule between two groups. */
static void add_rule(struct sello_art *art, const struct art_column *column, double y) {
    double x =
        column->at.x + (column->centred ? (column->at.width - RULE_WIDTH) / 2 : column->inset);
    enum art_ink ink = art_ground_is_dark(art) ? ART_WHITE : ART_ACCENT;
    art_add_fill(art, (struct art_fill){.at = {x, y, RULE_WIDTH, RULE_HEIGHT}, .ink = ink});
}

/* How the height left over in a column is shared out: more between groups, half the rest above. */
struct spread {
    double gap, above;
};

static struct spread spread_column(const struct fit *fit, size_t i, double height) {
    const struct art_column *column = &fit->plan->column[i];
    double left = column->at.height - height;
    unsigned gaps = 0, shown = 0;
    for (size_t k = 0; k < column->n; k++) {
        bool in = art_is_in_column(fit, i, column->item[k].field) &&
                  !art_is_beside(fit, i, column->item[k]);
        gaps += in && shown > 0 && column->item[k].apart;
        shown += in;
    }
    double most = (column->spread ? 2.2 : 0.9) * ART_BODY * fit->scale[i];
    double gap = fmin(left / (gaps + (column->spread ? 0.5 : 2)), most);
    return (struct spread){gap, (left - gap * gaps) / 2};
}

/* At this height in a column that lies as it is read. */
static struct art_rect across_column(const struct art_column *column, double y, double width,
                                     double height) {
    double left = column->at.width - width;
    return (struct art_rect){column->at.x + (column->centred ? left / 2 : column->inset), y, width,
                             height};
}

/* From there to where it stands on the label, in a column that is read upwards. */
static struct art_rect stand_up(const struct art_column *column, struct art_rect r) {
    const struct art_rect *at = &column->at;
    if (column->turn == 0) {
        return r;
    }
    return (struct art_rect){at->x + r.y - at->y, at->y + at->width - (r.x - at->x) - r.width,
                             r.height, r.width};
}

static void place_at(struct fit *fit, const struct art_column *column, enum art_field field,
                     double x, double y) {
    const struct art_set *set = &fit->field[field].set;
    place_field(fit, column, field,
                stand_up(column, (struct art_rect){x, y, set->width, set->height}));
}

/* A field, with the one beside it if there is any; returns the line's height. */
static double place_line(struct fit *fit, size_t i, size_t k, double y) {
    const struct art_column *column = &fit->plan->column[i];
    enum art_field field = column->item[k].field;
    struct art_set *set = &fit->field[field].set;
    double height = set->height;
    if (k + 1 == column->n || !art_is_beside(fit, i, column->item[k + 1])) {
        finish_type(fit, column, field);
        double left = column->at.width - set->width;
        place_at(fit, column, field, column->at.x + (column->centred ? left / 2 : column->inset),
                 y);
        return height;
    }
    enum art_field second = column->item[k + 1].field;
    struct art_set *other = &fit->field[second].set;
    double gap = art_gap_beside(&fit->field[field]);
    set->width = art_width_of_first(fit, &fit->field[field]);
    other->width = art_type_width(fit->layout[second], other->size);
    double spare = column->at.width - set->width - gap - other->width;
    double x = column->at.x + (column->centred ? spare / 2 : column->inset);
    double lower = BASELINE * (set->size - other->size);
    double first = set->width;
    finish_type(fit, column, field);
    finish_type(fit, column, second);
    place_at(fit, column, field, x, y);
    place_at(fit, column, second, x + first + gap, y + lower);
    return height;
}

static void place_straight(struct fit *fit, size_t i, double height, struct art_rect *out_symbol) {
    const struct art_column *column = &fit->plan->column[i];
    struct spread spread = spread_column(fit, i, height);
    double y = column->at.y + spread.above, symbol = fit->plan->symbol;
    bool after_symbol = true, first = true;
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        bool new_group = column->item[k].apart && !first;
        if (!art_is_in_column(fit, i, field) || art_is_beside(fit, i, column->item[k])) {
            continue;
        }
        double gap = after_symbol ? 0 : art_gap_above(fit, i, k);
        gap += new_group ? spread.gap : 0;
        if (column->item[k].ruled && new_group && gap > RULE_GAP) {
            add_rule(fit->art, column, y + 0.55 * gap);
        }
        y += gap;
        if (field == ART_SYMBOL) {
            *out_symbol = across_column(column, y, symbol, symbol);
            y += symbol;
        } else {
            y += place_line(fit, i, k, y);
        }
        after_symbol = field == ART_SYMBOL;
        first = false;
    }
}

/* From the symbol outwards; read from the left, from below or from above. */
static struct art_rect in_segment(const struct art_column *column, const struct fitted *fitted) {
    double from = column->edge + fitted->offset, width = fitted->set.width;
    double height = fitted->set.height, x = column->middle, y = column->middle;
    switch (column->side) {
    case 0: return (struct art_rect){x - width / 2, y - from - height, width, height};
    case 1: return (struct art_rect){x + from, y - width / 2, height, width};
    case 2: return (struct art_rect){x - width / 2, y + from, width, height};
    default: return (struct art_rect){x - from - height, y - width / 2, height, width};
    }
}

static void place_segment(struct fit *fit, size_t i) {
    const struct art_column *column = &fit->plan->column[i];
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        if (art_is_in_column(fit, i, field)) {
            finish_type(fit, column, field);
            place_field(fit, column, field, in_segment(column, &fit->field[field]));
        }
    }
}

void art_place_column(struct fit *fit, size_t i, double height, struct art_rect *out_symbol) {
    if (fit->plan->column[i].radius > 0) {
        place_segment(fit, i);
    } else {
        place_straight(fit, i, height, out_symbol);
    }
}
