/* SPDX-License-Identifier: Apache-2.0 */
/* Which fields a label has room for, and how large they become.
 *
 * First, with all texts at their least size, fields come in by priority, each with the lines it
 * needs. Then each column grows as far as it fits, none beyond the one of the product. So a small
 * label drops what matters least, and a large one is not left empty. */
#include <math.h>

#include "labels/art/art_fit.h"

#define LEAST_SCALE 0.4 /* where every style is at its least */
#define TRIES 7         /* halvings: to a hundredth of the range of scales */
#define LEAST_MARK (5 * ART_MM)

/* ---- a column's height ---- */

struct place {
    const struct art_column *column;
    double offset;
};

/* Of a rectangle everywhere the same; of a segment the chord at the text's outer side. */
static double width_of(const void *context, double height) {
    const struct place *place = context;
    const struct art_column *column = place->column;
    double outer = column->edge + place->offset + height;
    if (column->radius == 0) {
        return column->at.width - 2 * column->inset;
    }
    double chord =
        outer < column->radius ? 2 * sqrt(column->radius * column->radius - outer * outer) : 0;
    return fmin(chord, column->at.width);
}

double art_fit_gap(const struct fit *fit, size_t column, size_t item) {
    bool apart = fit->plan->column[column].item[item].apart;
    return (apart ? 0.6 : 0.1) * ART_BODY * fit->scale[column];
}

bool art_fit_is_in(const struct fit *fit, size_t column, enum art_field field) {
    return field == ART_SYMBOL || (fit->field[field].in && fit->field[field].column == column);
}

/* As high as it may be, in its proportions. */
static struct art_set set_mark(const struct fit *fit, size_t i) {
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
    const struct place place = {&fit->plan->column[i], offset};
    const struct art_space space = {width_of, &place, place.column->side == 2};
    style.size *= is_small(field) ? fmin(fit->scale[i], fit->small[i]) : fit->scale[i];
    fitted->offset = offset;
    fitted->set = field == ART_MARK
                      ? set_mark(fit, i)
                      : art_type_set(fit->layout[field], &style, fitted->lines, &space);
    return fitted->set.height;
}

/* Sets what is in it; the height that it needs. */
double art_fit_column(struct fit *fit, size_t i) {
    const struct art_column *column = &fit->plan->column[i];
    double height = 0;
    bool after_symbol = true; /* whose quiet zone is gap enough, as is the column's beginning */
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        if (!art_fit_is_in(fit, i, field)) {
            continue;
        }
        height += after_symbol || field == ART_SYMBOL ? 0 : art_fit_gap(fit, i, k);
        height += field == ART_SYMBOL ? fit->plan->symbol : set_field(fit, i, field, height);
        after_symbol = field == ART_SYMBOL;
    }
    return height;
}

/* Is enough of a text left that it is of use? */
static bool says_enough(const struct fitted *fitted, enum art_field field) {
    double letters = field <= ART_WEB ? 5 : 10;
    return !fitted->set.cut || (fitted->may_cut && fitted->set.width > letters * fitted->set.size);
}

/* In height, and without cutting what came in whole. */
static bool column_fits(struct fit *fit, size_t i) {
    bool fits = art_fit_column(fit, i) <= fit->plan->column[i].at.height + 1e-6;
    for (int field = ART_PRODUCT; field < ART_FLOWING && fits; field++) {
        const struct fitted *fitted = &fit->field[field];
        bool here = fitted->in && fitted->column == i;
        fits = !here || says_enough(fitted, (enum art_field)field);
    }
    return fits;
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

/* More lines, as far as there is room, for one that would be cut. */
static void give_lines(struct fit *fit, struct fitted *fitted, unsigned most) {
    bool fits = true;
    while (fits && fitted->set.cut && fitted->lines < most) {
        fitted->lines++;
        fits = column_fits(fit, fitted->column);
    }
    if (!fits) {
        fitted->lines--;
        (void)art_fit_column(fit, fitted->column);
    }
}

/* What a label must tell comes in cut if need be, but for the serial; the rest only with all the
 * lines that it may have. */
static bool is_worth(const struct fitted *fitted, enum art_field field, unsigned most) {
    return !fitted->set.cut || (field <= ART_WEB ? field != ART_SERIAL : fitted->lines == most);
}

/* Now that it is in: its lines, and whether it stays cut. */
static void settle(struct fit *fit, enum art_field field) {
    struct fitted *fitted = &fit->field[field];
    unsigned most = art_style_of(field)->lines;
    give_lines(fit, fitted, most);
    fitted->may_cut = fitted->set.cut;
    fitted->lines = fitted->may_cut ? fitted->lines : most; /* a larger size may need them */
}

/* Has it come in here? The product settles later: the serial comes before its second line. */
static bool try_column(struct fit *fit, size_t i, enum art_field field) {
    struct fitted *fitted = &fit->field[field];
    *fitted = (struct fitted){.in = true, .column = i, .lines = 1, .may_cut = true};
    fitted->in = column_fits(fit, i);
    if (fitted->in && field != ART_PRODUCT) {
        settle(fit, field);
        fitted->in = is_worth(fitted, field, art_style_of(field)->lines);
    }
    return fitted->in;
}

static bool has_words(const struct fit *fit, enum art_field field) {
    return field == ART_MARK ? fit->art->setup.mark != NULL : fit->layout[field] != NULL;
}

/* By priority, into the first column that lists it and has room. */
static void choose_fields(struct fit *fit) {
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        bool in = !has_words(fit, (enum art_field)field);
        for (size_t i = 0; i < fit->plan->n && !in; i++) {
            fit->scale[i] = fit->small[i] = LEAST_SCALE;
            in = has_item(&fit->plan->column[i], (enum art_field)field) &&
                 try_column(fit, i, (enum art_field)field);
        }
        if (field == ART_SERIAL && fit->field[ART_PRODUCT].in) {
            settle(fit, ART_PRODUCT);
        }
    }
}

/* ---- growing ---- */

/* Of large labels larger: by the side of a square of the same area, in millimetres. */
static double most_scale(const struct sello_art *art) {
    double side = sqrt(art->width * art->height) / ART_MM;
    return fmin(fmax(side / 48, 0.8), 1.5);
}

/* Where one small text had to shrink, its neighbours come part of the way down to it. */
static void even_out(struct fit *fit, size_t i) {
    (void)art_fit_column(fit, i);
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
        (void)art_fit_column(fit, i);
    }
}

/* The largest scale up to `most` at which it fits. */
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

static void grow(struct fit *fit) {
    const struct fitted *product = &fit->field[ART_PRODUCT];
    double most = most_scale(fit->art);
    if (product->in) {
        grow_column(fit, product->column, most);
        double own = product->set.size / art_style_of(ART_PRODUCT)->size;
        most = fmax(fmin(fit->scale[product->column], 1.2 * own), LEAST_SCALE);
    }
    for (size_t i = 0; i < fit->plan->n; i++) { /* a band is a thing of its own */
        if (!product->in || i != product->column) {
            grow_column(fit, i, fit->plan->column[i].light ? most_scale(fit->art) : most);
        }
    }
}

/* ---- the label ---- */

void art_fit(struct sello_art *art, const struct art_plan *plan, struct art_rect *out_symbol) {
    struct fit fit = {.art = art, .plan = plan};
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        if (art->text[field] != NULL) {
            fit.layout[field] =
                art_type_new(art, art_style_of((enum art_field)field), art->text[field]);
        }
    }
    choose_fields(&fit);
    grow(&fit);
    art_fit_place(&fit, out_symbol);
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        g_clear_object(&fit.layout[field]);
    }
}
