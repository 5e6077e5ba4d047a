/* SPDX-License-Identifier: Apache-2.0 */
/* Which fields a label has room for, and how large they become.
 *
 * First, with all texts at their least size: fields come in by priority, with a line each; then
 * those that are cut are given more lines, by priority. Then everything grows together as far as
 * it fits. So a small label drops what matters least, and a large one is not left empty. */
#include <math.h>

#include "labels/art_parts.h"

#define LEAST_SCALE 0.5 /* where every style is at its least */
#define TRIES 7         /* halvings: to a hundredth of the range of scales */
#define BODY 7.0        /* points: gaps are told in this, scaled */

struct fitted {
    bool in;
    size_t column;
    unsigned lines; /* at most */
    double offset;  /* from its column's beginning */
    struct art_set set;
};

struct fit {
    struct sello_art *art;
    const struct art_plan *plan;
    PangoLayout *layout[ART_TEXTS];
    struct fitted field[ART_TEXTS];
    double scale;
};

/* ---- a column's height ---- */

struct space {
    const struct art_column *column;
    double offset;
};

/* Of a rectangle everywhere the same; of a segment the chord at the text's outer side. */
static double width_of(const void *context, double height) {
    const struct space *space = context;
    const struct art_column *column = space->column;
    double outer = column->edge + space->offset + height;
    if (column->radius == 0) {
        return column->at.width;
    }
    return outer < column->radius ? 2 * sqrt(column->radius * column->radius - outer * outer) : 0;
}

static double gap_of(const struct fit *fit, const struct art_item *item) {
    return (item->apart ? 0.6 : 0.1) * BODY * fit->scale;
}

static bool is_in(const struct fit *fit, size_t column, enum art_field field) {
    return field == ART_SYMBOL || (fit->field[field].in && fit->field[field].column == column);
}

static double set_field(struct fit *fit, size_t column, enum art_field field, double offset) {
    struct fitted *fitted = &fit->field[field];
    struct art_style style = *art_style_of(field);
    const struct space space = {&fit->plan->column[column], offset};
    style.size *= fit->scale;
    fitted->offset = offset;
    fitted->set = art_type_set(fit->layout[field], &style, fitted->lines, width_of, &space);
    return fitted->set.height;
}

/* Sets what is in it; the height that it needs. */
static double set_column(struct fit *fit, size_t i) {
    const struct art_column *column = &fit->plan->column[i];
    double height = 0;
    bool after_symbol = true; /* whose quiet zone is gap enough, as is the column's beginning */
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        if (!is_in(fit, i, field)) {
            continue;
        }
        height += after_symbol || field == ART_SYMBOL ? 0 : gap_of(fit, &column->item[k]);
        height += field == ART_SYMBOL ? fit->plan->symbol : set_field(fit, i, field, height);
        after_symbol = field == ART_SYMBOL;
    }
    return height;
}

static bool column_fits(struct fit *fit, size_t i) {
    return set_column(fit, i) <= fit->plan->column[i].at.height + 1e-6;
}

static bool all_fit(struct fit *fit, double scale) {
    bool ok = true;
    fit->scale = scale;
    for (size_t i = 0; i < fit->plan->n && ok; i++) {
        ok = column_fits(fit, i);
    }
    return ok;
}

/* ---- letting fields in ---- */

static bool has_item(const struct art_column *column, enum art_field field) {
    for (size_t k = 0; k < column->n; k++) {
        if (column->item[k].field == field) {
            return true;
        }
    }
    return false;
}

/* A line that shows less than this of its text is not worth its place. */
static bool is_worth(const struct fitted *fitted) {
    return !fitted->set.cut || fitted->set.width > 8 * fitted->set.size;
}

/* Into the first column that lists it and has room. */
static void let_in(struct fit *fit, enum art_field field) {
    struct fitted *fitted = &fit->field[field];
    for (size_t i = 0; i < fit->plan->n && !fitted->in; i++) {
        const struct art_column *column = &fit->plan->column[i];
        if (has_item(column, field)) {
            *fitted = (struct fitted){.in = true, .column = i, .lines = 1};
            pango_layout_set_alignment(fit->layout[field],
                                       column->centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
            fitted->in = column_fits(fit, i) && is_worth(fitted);
        }
    }
}

/* More lines, as far as there is room, for one that would be cut. */
static void give_lines(struct fit *fit, enum art_field field) {
    struct fitted *fitted = &fit->field[field];
    unsigned most = art_style_of(field)->lines;
    bool fits = column_fits(fit, fitted->column);
    while (fits && fitted->set.cut && fitted->lines < most) {
        fitted->lines++;
        fits = column_fits(fit, fitted->column);
    }
    if (!fits) {
        fitted->lines--;
        (void)set_column(fit, fitted->column);
    }
    if (!fitted->set.cut) { /* at a larger size it may need them */
        fitted->lines = most;
    }
}

static void choose_fields(struct fit *fit) {
    fit->scale = LEAST_SCALE;
    for (int field = 0; field < ART_FLOWING; field++) {
        if (fit->layout[field] != NULL) {
            let_in(fit, (enum art_field)field);
        }
    }
    for (int field = 0; field < ART_FLOWING; field++) {
        if (fit->field[field].in) {
            give_lines(fit, (enum art_field)field);
        }
    }
}

/* ---- growing ---- */

/* Of large labels larger: by the side of a square of the same area, in millimetres. */
static double most_scale(const struct sello_art *art) {
    double side = sqrt(art->width * art->height) / ART_MM;
    return fmin(fmax(side / 48, 0.8), 1.5);
}

static void grow(struct fit *fit) {
    double fits = LEAST_SCALE, most = most_scale(fit->art), too_much = most;
    if (!all_fit(fit, most)) {
        for (int i = 0; i < TRIES; i++) {
            double middle = (fits + too_much) / 2;
            *(all_fit(fit, middle) ? &fits : &too_much) = middle;
        }
        (void)all_fit(fit, fits);
    }
}

/* ---- boxes ---- */

/* Where a text of a segment stands: from the symbol outwards, read from the left, from below or
 * from above. */
static struct art_rect outward(const struct art_column *column, const struct fitted *fitted,
                               unsigned side) {
    double from = column->edge + fitted->offset, width = fitted->set.width;
    double height = fitted->set.height, x = column->middle_x, y = column->middle_y;
    switch (side) {
    case 0: return (struct art_rect){x - width / 2, y - from - height, width, height};
    case 1: return (struct art_rect){x + from, y - width / 2, height, width};
    case 2: return (struct art_rect){x - width / 2, y + from, width, height};
    default: return (struct art_rect){x - from - height, y - width / 2, height, width};
    }
}

static void put_box(struct fit *fit, enum art_field field, struct art_rect at) {
    const struct fitted *fitted = &fit->field[field];
    const struct art_column *column = &fit->plan->column[fitted->column];
    struct sello_art *art = fit->art;
    if (art->n_boxes < ART_BOXES_MAX) {
        art->box[art->n_boxes++] = (struct art_box){
            field, at, column->turn, column->light, fitted->set.cut, fit->layout[field]};
        fit->layout[field] = NULL;
    }
}

/* How much is left of a column, once its groups stand a little further apart. */
struct spread {
    double gap, above;
};

static struct spread spread_of(struct fit *fit, size_t i) {
    const struct art_column *column = &fit->plan->column[i];
    double left = column->at.height - set_column(fit, i);
    unsigned gaps = 0, shown = 0;
    for (size_t k = 0; k < column->n; k++) {
        bool in = is_in(fit, i, column->item[k].field);
        gaps += in && shown > 0 && column->item[k].apart;
        shown += in;
    }
    double gap = fmin(left / (gaps + 2), 0.9 * BODY * fit->scale);
    return (struct spread){gap, (left - gap * gaps) / 2};
}

static void put_column(struct fit *fit, size_t i, struct art_rect *out_symbol) {
    const struct art_column *column = &fit->plan->column[i];
    struct spread spread = spread_of(fit, i);
    double y = column->at.y + spread.above;
    bool after_symbol = true, first = true;
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        if (!is_in(fit, i, field)) {
            continue;
        }
        y += after_symbol || field == ART_SYMBOL ? 0 : gap_of(fit, &column->item[k]);
        y += column->item[k].apart && !first ? spread.gap : 0;
        struct art_rect at = {column->at.x, y, column->at.width, 0};
        if (field == ART_SYMBOL) {
            at = (struct art_rect){at.x + (at.width - fit->plan->symbol) / 2, y, fit->plan->symbol,
                                   fit->plan->symbol};
            *out_symbol = at;
        } else {
            at.height = fit->field[field].set.height;
            put_box(fit, field, at);
        }
        y += at.height;
        after_symbol = field == ART_SYMBOL;
        first = false;
    }
}

static void put_segment(struct fit *fit, size_t i, unsigned side) {
    const struct art_column *column = &fit->plan->column[i];
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        if (is_in(fit, i, field)) {
            put_box(fit, field, outward(column, &fit->field[field], side));
        }
    }
}

void art_fit(struct sello_art *art, const struct art_plan *plan, struct art_rect *out_symbol) {
    struct fit fit = {.art = art, .plan = plan};
    for (int field = 0; field < ART_FLOWING; field++) {
        if (art->text[field] != NULL) {
            fit.layout[field] = art_type_new(art, art->text[field], false);
        }
    }
    choose_fields(&fit);
    grow(&fit);
    for (size_t i = 0; i < plan->n; i++) {
        if (plan->column[i].radius > 0) {
            put_segment(&fit, i, plan->column[i].side);
        } else {
            put_column(&fit, i, out_symbol);
        }
    }
    for (int field = 0; field < ART_FLOWING; field++) {
        g_clear_object(&fit.layout[field]);
    }
}
