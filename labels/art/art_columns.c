/* SPDX-License-Identifier: Apache-2.0 */
/* Setting fields in columns: which of them a label has room for, how large, and where.
 *
 * First, with every text at its smallest, fields come in by priority, each with the lines it needs.
 * Then each column grows as far as it fits, though none beyond the product's. So a small label
 * drops what matters least, and a large one is not left empty. */
#include <math.h>

#include "labels/art/art_parts.h"

#define BODY 7.0        /* points: gaps are fractions of this, scaled */
#define LEAST_SCALE 0.4 /* at which every style is at its smallest */
#define TRIES 7         /* halvings: to a hundredth of the range of scales */
#define LEAST_MARK (5 * ART_MM)
#define RULE_WIDTH (9 * ART_MM)
#define RULE_HEIGHT (0.2 * ART_MM)

/* A field in the making. */
struct fitted {
    bool in;
    size_t column;
    unsigned lines; /* at most */
    bool may_cut;   /* it came in cut */
    double offset;  /* from its column's beginning */
    struct art_set set;
};

struct fit {
    struct sello_art *art;
    const struct art_plan *plan;
    PangoLayout *layout[ART_TEXTS];
    struct fitted field[ART_TEXTS];
    double scale[ART_COLUMNS_MAX];
    double small[ART_COLUMNS_MAX]; /* at most, for all but the product and the serial */
};

/* ---- a column's height ---- */

struct column_space {
    const struct art_column *column;
    double offset;
};

/* A rectangle's is the same everywhere; a segment's is the chord at the text's outer edge. */
static double width_in_column(const void *context, double height) {
    const struct column_space *space = context;
    const struct art_column *column = space->column;
    double outer = column->edge + space->offset + height;
    if (column->radius == 0) {
        return column->at.width - 2 * column->inset;
    }
    double chord =
        outer < column->radius ? 2 * sqrt(column->radius * column->radius - outer * outer) : 0;
    return fmin(chord, column->at.width);
}

/* Above an item that is not the first. */
static double gap_above_item(const struct fit *fit, size_t column, size_t item) {
    bool apart = fit->plan->column[column].item[item].apart;
    return (apart ? 0.6 : 0.1) * BODY * fit->scale[column];
}

static bool is_in_column(const struct fit *fit, size_t column, enum art_field field) {
    return field == ART_SYMBOL || (fit->field[field].in && fit->field[field].column == column);
}

/* As high as the column's scale allows, and no wider than the column. */
static struct art_set size_mark(const struct fit *fit, size_t i) {
    const struct art_column *column = &fit->plan->column[i];
    double height = fmax(column->mark * fit->scale[i], LEAST_MARK);
    double width = height * mark_aspect(fit->art->setup.mark);
    double less = fmin(1, (column->at.width - 2 * column->inset) / width);
    return (struct art_set){.width = width * less, .height = height * less};
}

static bool is_small(enum art_field field) {
    return field != ART_PRODUCT && field != ART_SERIAL;
}

static double set_field(struct fit *fit, size_t i, enum art_field field, double offset) {
    struct fitted *fitted = &fit->field[field];
    struct art_style style = *art_style_of(field);
    const struct column_space at = {&fit->plan->column[i], offset};
    const struct art_space space = {width_in_column, &at, at.column->side == 2};
    style.size *= is_small(field) ? fmin(fit->scale[i], fit->small[i]) : fit->scale[i];
    fitted->offset = offset;
    fitted->set = field == ART_MARK
                      ? size_mark(fit, i)
                      : art_type_set(fit->layout[field], &style, fitted->lines, &space);
    return fitted->set.height;
}

/* Sets the fields that are in the column, and returns the height they need. */
static double set_column(struct fit *fit, size_t i) {
    const struct art_column *column = &fit->plan->column[i];
    double height = 0;
    bool after_symbol = true; /* no gap below its quiet zone, nor at the column's beginning */
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        if (!is_in_column(fit, i, field)) {
            continue;
        }
        height += after_symbol || field == ART_SYMBOL ? 0 : gap_above_item(fit, i, k);
        height += field == ART_SYMBOL ? fit->plan->symbol : set_field(fit, i, field, height);
        after_symbol = field == ART_SYMBOL;
    }
    return height;
}

/* Is enough of a cut text left to be of use? */
static bool says_enough(const struct fitted *fitted, enum art_field field) {
    double letters = field <= ART_WEB ? 5 : 10;
    return !fitted->set.cut || (fitted->may_cut && fitted->set.width > letters * fitted->set.size);
}

/* In height, and without cutting what came in whole. */
static bool column_fits(struct fit *fit, size_t i) {
    bool fits = set_column(fit, i) <= fit->plan->column[i].at.height + 1e-6;
    for (int field = ART_PRODUCT; field < ART_FLOWING && fits; field++) {
        const struct fitted *fitted = &fit->field[field];
        bool here = fitted->in && fitted->column == i;
        fits = !here || says_enough(fitted, (enum art_field)field);
    }
    return fits;
}

/* ---- letting fields in ---- */

static bool column_lists(const struct art_column *column, enum art_field field) {
    for (size_t k = 0; k < column->n; k++) {
        if (column->item[k].field == field) {
            return true;
        }
    }
    return false;
}

/* Gives a field that has come in the lines it needs, as far as there is room, and settles whether
 * it stays cut. */
static void settle_lines(struct fit *fit, enum art_field field) {
    struct fitted *fitted = &fit->field[field];
    unsigned most = art_style_of(field)->lines;
    bool fits = true;
    while (fits && fitted->set.cut && fitted->lines < most) {
        fitted->lines++;
        fits = column_fits(fit, fitted->column);
    }
    if (!fits) {
        fitted->lines--;
        (void)set_column(fit, fitted->column);
    }
    fitted->may_cut = fitted->set.cut;
    fitted->lines = fitted->may_cut ? fitted->lines : most; /* a larger size may need them */
}

/* What a label must say comes in cut if need be, except the serial; the rest only on all the lines
 * it is allowed. */
static bool is_worth_its_room(const struct fitted *fitted, enum art_field field) {
    bool has_all_lines = fitted->lines == art_style_of(field)->lines;
    return !fitted->set.cut || (field <= ART_WEB ? field != ART_SERIAL : has_all_lines);
}

/* Does the field come in here? The product settles its lines later: the serial goes before its
 * second line. */
static bool enter_column(struct fit *fit, size_t i, enum art_field field) {
    struct fitted *fitted = &fit->field[field];
    *fitted = (struct fitted){.in = true, .column = i, .lines = 1, .may_cut = true};
    fitted->in = column_fits(fit, i);
    if (fitted->in && field != ART_PRODUCT) {
        settle_lines(fit, field);
        fitted->in = is_worth_its_room(fitted, field);
    }
    return fitted->in;
}

static bool has_something_to_show(const struct fit *fit, enum art_field field) {
    return field == ART_MARK ? fit->art->setup.mark != NULL : fit->layout[field] != NULL;
}

/* By priority, each into the first column that lists it and has room. */
static void let_fields_in(struct fit *fit) {
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        bool done = !has_something_to_show(fit, (enum art_field)field);
        for (size_t i = 0; i < fit->plan->n && !done; i++) {
            fit->scale[i] = fit->small[i] = LEAST_SCALE;
            done = column_lists(&fit->plan->column[i], (enum art_field)field) &&
                   enter_column(fit, i, (enum art_field)field);
        }
        if (field == ART_SERIAL && fit->field[ART_PRODUCT].in) {
            settle_lines(fit, ART_PRODUCT);
        }
    }
}

/* ---- growing ---- */

/* Larger labels have larger words: by the side, in millimetres, of a square of the same area. */
static double largest_scale(const struct sello_art *art) {
    double side = sqrt(art->width * art->height) / ART_MM;
    return fmin(fmax(side / 48, 0.8), 1.5);
}

/* Where one small text had to shrink, its neighbours come part of the way down to it. */
static void even_out(struct fit *fit, size_t i) {
    (void)set_column(fit, i);
    double least = fit->scale[i];
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        const struct fitted *fitted = &fit->field[field];
        if (fitted->in && fitted->column == i && field != ART_MARK &&
            is_small((enum art_field)field)) {
            least = fmin(least, fitted->set.size / art_style_of((enum art_field)field)->size);
        }
    }
    fit->small[i] = fmax(least, 0.75 * fit->scale[i]);
    if (!column_fits(fit, i)) { /* smaller words may break less well */
        fit->small[i] = fit->scale[i];
        (void)set_column(fit, i);
    }
}

/* To the largest scale, up to `most`, at which it fits. */
static void grow_column(struct fit *fit, size_t i, double most) {
    double fits = LEAST_SCALE, too_much = most;
    fit->scale[i] = most;
    fit->small[i] = most;
    for (int n = 0; n < TRIES && (n > 0 || !column_fits(fit, i)); n++) {
        fit->scale[i] = (fits + too_much) / 2;
        *(column_fits(fit, i) ? &fits : &too_much) = fit->scale[i];
    }
    fit->scale[i] = fits == LEAST_SCALE && too_much == most ? most : fits;
    even_out(fit, i);
}

/* The product's column first. The others stay near its scale, except a band, which stands apart. */
static void grow_columns(struct fit *fit) {
    const struct fitted *product = &fit->field[ART_PRODUCT];
    double most = largest_scale(fit->art);
    if (product->in) {
        grow_column(fit, product->column, most);
        double own = product->set.size / art_style_of(ART_PRODUCT)->size;
        most = fmax(fmin(fit->scale[product->column], 1.2 * own), LEAST_SCALE);
    }
    for (size_t i = 0; i < fit->plan->n; i++) {
        if (!product->in || i != product->column) {
            grow_column(fit, i, fit->plan->column[i].light ? largest_scale(fit->art) : most);
        }
    }
}

/* ---- placing ---- */

/* Hands the field's layout over to the art, as a box. */
static void place_field(struct fit *fit, const struct art_column *column, enum art_field field,
                        struct art_rect at) {
    const struct fitted *fitted = &fit->field[field];
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

static void finish_type(struct fit *fit, const struct art_column *column, enum art_field field) {
    if (field != ART_MARK) {
        PangoAlignment alignment = column->centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT;
        art_type_finish(fit->layout[field], art_style_of(field), alignment, &fit->field[field].set);
    }
}

/* A short rule between two groups. */
static void add_rule(struct sello_art *art, const struct art_column *column, double y) {
    double x = column->at.x + (column->at.width - RULE_WIDTH) / 2;
    art_add_fill(art, (struct art_fill){.at = {x, y, RULE_WIDTH, RULE_HEIGHT}});
}

/* How the height left over in a column is shared out: more between groups, half the rest above. */
struct spread {
    double gap, above;
};

static struct spread spread_column(struct fit *fit, size_t i) {
    const struct art_column *column = &fit->plan->column[i];
    double left = column->at.height - set_column(fit, i);
    unsigned gaps = 0, shown = 0;
    for (size_t k = 0; k < column->n; k++) {
        bool in = is_in_column(fit, i, column->item[k].field);
        gaps += in && shown > 0 && column->item[k].apart;
        shown += in;
    }
    double gap = fmin(left / (gaps + 2), 0.9 * BODY * fit->scale[i]);
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

static void place_column(struct fit *fit, size_t i, struct art_rect *out_symbol) {
    const struct art_column *column = &fit->plan->column[i];
    struct spread spread = spread_column(fit, i);
    double y = column->at.y + spread.above, symbol = fit->plan->symbol;
    bool after_symbol = true, first = true;
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        bool new_group = column->item[k].apart && !first;
        if (!is_in_column(fit, i, field)) {
            continue;
        }
        double gap = after_symbol || field == ART_SYMBOL ? 0 : gap_above_item(fit, i, k);
        gap += new_group ? spread.gap : 0;
        if (column->rules && new_group) {
            add_rule(fit->art, column, y + (gap - RULE_HEIGHT) / 2);
        }
        y += gap;
        if (field == ART_SYMBOL) {
            *out_symbol = across_column(column, y, symbol, symbol);
            y += symbol;
        } else {
            finish_type(fit, column, field);
            const struct art_set *set = &fit->field[field].set;
            struct art_rect lying = across_column(column, y, set->width, set->height);
            place_field(fit, column, field, stand_up(column, lying));
            y += set->height;
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
        if (is_in_column(fit, i, field)) {
            finish_type(fit, column, field);
            place_field(fit, column, field, in_segment(column, &fit->field[field]));
        }
    }
}

/* ---- the label ---- */

void art_set_columns(struct sello_art *art, const struct art_plan *plan,
                     struct art_rect *out_symbol) {
    struct fit fit = {.art = art, .plan = plan};
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        if (art->text[field] != NULL) {
            fit.layout[field] =
                art_type_new(art, art_style_of((enum art_field)field), art->text[field]);
        }
    }
    let_fields_in(&fit);
    grow_columns(&fit);
    for (size_t i = 0; i < plan->n; i++) {
        if (plan->column[i].radius > 0) {
            place_segment(&fit, i);
        } else {
            place_column(&fit, i, out_symbol);
        }
    }
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        g_clear_object(&fit.layout[field]);
    }
}
