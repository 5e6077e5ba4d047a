/* SPDX-License-Identifier: Apache-2.0 */
/* Setting fields in columns: which of them a label has room for, how large, and where.
 *
 * First, with every text at its smallest, fields come in by priority, each with the lines it needs.
 * Then each column grows as far as it fits, though none beyond the product's. So a small label
 * drops what matters least, and a large one is not left empty. */
#include <math.h>

#include "labels/art/art_fit.h"

#define LEAST_SCALE 0.4 /* at which every style is at its smallest */
#define TRIES 7         /* halvings: to a hundredth of the range of scales */
#define LEAST_MARK (5 * ART_MM)

/* The producer's letters, of the product's: at least, and at most. */
#define PRODUCER_LEAST (2 / 3.0)
#define PRODUCER_MOST 0.8

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

/* The field's style at its column's scale. The producer follows the product. */
static struct art_style style_in(const struct fit *fit, size_t i, enum art_field field) {
    const struct fitted *product = &fit->field[ART_PRODUCT];
    struct art_style style = *art_style_of(fit->art, field);
    double scale = is_small(field) ? fmin(fit->scale[i], fit->small[i]) : fit->scale[i];
    style.size *= pow(scale, style.grows);
    if (field == ART_PRODUCER && product->in) {
        style.least = fmax(style.least, PRODUCER_LEAST * product->set.size);
        style.size = fmax(fmin(style.size, PRODUCER_MOST * product->set.size), style.least);
    }
    return style;
}

static double set_field(struct fit *fit, size_t i, enum art_field field, double offset) {
    struct fitted *fitted = &fit->field[field];
    struct art_style style = style_in(fit, i, field);
    const struct column_space at = {&fit->plan->column[i], offset};
    const struct art_space space = {width_in_column, &at, at.column->side == 2};
    fitted->offset = offset;
    fitted->beside = false;
    fitted->set = field == ART_MARK
                      ? size_mark(fit, i)
                      : art_type_set(fit->layout[field], &style, fitted->lines, &space);
    return fitted->set.height;
}

/* ---- two texts on one line ---- */

static double width_beside(const void *context, double height) {
    (void)height;
    return *(const double *)context;
}

/* Does the text fit behind the serial, whole and on its line? */
static bool set_beside(struct fit *fit, size_t i, enum art_field field) {
    const struct art_column *column = &fit->plan->column[i];
    const struct fitted *first = &fit->field[ART_SERIAL];
    struct fitted *fitted = &fit->field[field];
    if (!first->in || first->column != i || column->radius > 0) {
        return false;
    }
    struct art_style style = style_in(fit, i, field);
    double room = column->at.width - 2 * column->inset - art_width_of_first(fit, first) -
                  art_gap_beside(first);
    style.size = fmin(style.size, first->set.size);
    const struct art_space space = {width_beside, &room, false};
    struct art_set set = art_type_set(fit->layout[field], &style, 1, &space);
    fitted->beside = !set.cut && set.size >= 0.85 * style.size;
    if (fitted->beside) {
        fitted->set = set;
    }
    return fitted->beside;
}

/* Sets the fields that are in the column, and returns the height they need. */
static double set_column(struct fit *fit, size_t i) {
    const struct art_column *column = &fit->plan->column[i];
    double height = 0;
    /* No gap below its quiet zone, nor at the column's beginning; above it, room for descenders. */
    bool after_symbol = true;
    for (size_t k = 0; k < column->n; k++) {
        enum art_field field = column->item[k].field;
        if (!art_is_in_column(fit, i, field) ||
            (column->item[k].beside && set_beside(fit, i, field))) {
            continue;
        }
        height += after_symbol ? 0 : art_gap_above(fit, i, k);
        height += field == ART_SYMBOL ? fit->plan->symbol : set_field(fit, i, field, height);
        after_symbol = field == ART_SYMBOL;
    }
    return height;
}

/* Is enough of a cut text left to be of use? */
static bool says_enough(const struct fitted *fitted, enum art_field field) {
    double letters = field <= ART_ORIGIN ? 5 : 10;
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
    unsigned most = art_style_of(fit->art, field)->lines;
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

/* What a label must say comes in cut if need be, except the serial; the rest whole, or not at all.
 */
static bool is_worth_its_room(const struct fitted *fitted, enum art_field field) {
    return !fitted->set.cut || (field <= ART_ORIGIN && field != ART_SERIAL);
}

/* The texts that never leave come in on one line each before any of them gets a second. */
static bool settles_later(enum art_field field) {
    return field <= ART_CERTIFIER && field != ART_SERIAL;
}

/* Does the field come in here? */
static bool enter_column(struct fit *fit, size_t i, enum art_field field) {
    struct fitted *fitted = &fit->field[field];
    *fitted = (struct fitted){.in = true, .column = i, .lines = 1, .may_cut = true};
    fitted->in = column_fits(fit, i);
    if (fitted->in && !settles_later(field)) {
        settle_lines(fit, field);
        fitted->in = is_worth_its_room(fitted, field);
    }
    return fitted->in;
}

static bool has_something_to_show(const struct fit *fit, enum art_field field) {
    return field == ART_MARK ? fit->art->setup.mark != NULL : fit->layout[field] != NULL;
}

static void settle_main_lines(struct fit *fit) {
    for (int field = ART_PRODUCT; field <= ART_CERTIFIER; field++) {
        if (fit->field[field].in && settles_later((enum art_field)field)) {
            settle_lines(fit, (enum art_field)field);
        }
    }
}

/* Larger labels have larger words: by the side, in millimetres, of a square of the same area. */
static double largest_scale(const struct sello_art *art) {
    double side = sqrt(art->width * art->height) / ART_MM;
    return fmin(fmax(side / 46, 0.9), 2.3);
}

/* Quiet texts come in only where the others stay as large as this: a large label would else be full
 * of small print, most of all one that is nearly a square. */
static double comfortable_scale(const struct sello_art *art) {
    double longer = fmax(art->width, art->height), shorter = fmin(art->width, art->height);
    return longer < 1.35 * shorter ? 0.6 * largest_scale(art)
                                   : fmax(0.45 * largest_scale(art), LEAST_SCALE);
}

/* By priority, each into the first column that lists it and has room. Where one of the quiet texts
 * has none, those after it stay out too: what is left out has the same order on every label. */
static void let_fields_in(struct fit *fit) {
    double comfort = comfortable_scale(fit->art);
    bool full = false;
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        bool done = !has_something_to_show(fit, (enum art_field)field) ||
                    art_box_of(fit->art, (enum art_field)field) != NULL || full;
        for (size_t i = 0; i < fit->plan->n && !done; i++) {
            fit->scale[i] = fit->small[i] = field < ART_TRAITS ? LEAST_SCALE : comfort;
            done = column_lists(&fit->plan->column[i], (enum art_field)field) &&
                   enter_column(fit, i, (enum art_field)field);
        }
        full = full || (!done && field >= ART_TRAITS);
        if (field == ART_CERTIFIER) {
            settle_main_lines(fit);
        }
    }
}

/* ---- growing ---- */

/* Where one small text had to shrink, its neighbours come part of the way down to it. */
static void even_out(struct fit *fit, size_t i) {
    (void)set_column(fit, i);
    double least = fit->scale[i];
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        const struct fitted *fitted = &fit->field[field];
        if (fitted->in && fitted->column == i && field != ART_MARK &&
            is_small((enum art_field)field)) {
            const struct art_style *style = art_style_of(fit->art, (enum art_field)field);
            least = fmin(least, pow(fitted->set.size / style->size, 1 / style->grows));
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
        double own = product->set.size / art_style_of(fit->art, ART_PRODUCT)->size;
        most = fmax(fmin(fit->scale[product->column], 1.2 * own), LEAST_SCALE);
    }
    for (size_t i = 0; i < fit->plan->n; i++) {
        if (!product->in || i != product->column) {
            grow_column(fit, i, fit->plan->column[i].light ? largest_scale(fit->art) : most);
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
                art_type_new(art, art_style_of(art, (enum art_field)field), art->text[field]);
        }
    }
    let_fields_in(&fit);
    grow_columns(&fit);
    for (size_t i = 0; i < plan->n; i++) {
        art_place_column(&fit, i, set_column(&fit, i), out_symbol);
    }
    for (int field = ART_PRODUCT; field < ART_FLOWING; field++) {
        g_clear_object(&fit.layout[field]);
    }
}
