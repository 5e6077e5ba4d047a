/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/stock/stock.h"

#include <math.h>

#define SIDE_MIN 5.0
#define OFF_MAX 0.5     /* databases round, and paper sizes vary by as much */
#define OVERLAP_MAX 0.1 /* the same, for labels that touch */

unsigned sello_stock_cells(const struct sello_stock *stock) {
    return stock->columns * stock->rows;
}

double sello_stock_right(const struct sello_stock *stock) {
    return stock->paper_width - stock->left - (stock->columns - 1) * stock->pitch_x - stock->width;
}

double sello_stock_bottom(const struct sello_stock *stock) {
    return stock->paper_height - stock->top - (stock->rows - 1) * stock->pitch_y - stock->height;
}

static bool is_paper(const struct sello_stock *stock, double width, double height) {
    return !stock->roll && fabs(stock->paper_width - width) < OFF_MAX &&
           fabs(stock->paper_height - height) < OFF_MAX;
}

bool sello_stock_is_letter(const struct sello_stock *stock) {
    return is_paper(stock, SELLO_LETTER_WIDTH, SELLO_LETTER_HEIGHT);
}

bool sello_stock_is_a4(const struct sello_stock *stock) {
    return is_paper(stock, SELLO_A4_WIDTH, SELLO_A4_HEIGHT);
}

/* ---- can it be used? Comparisons are written so that NaN fails them ---- */

static bool side_ok(double mm) {
    return mm >= SIDE_MIN && mm <= SELLO_STOCK_SIDE_MAX;
}

static bool count_ok(unsigned n) {
    return n >= 1 && n <= SELLO_STOCK_LINE_MAX;
}

static bool size_ok(const struct sello_stock *s) {
    return side_ok(s->width) && side_ok(s->height) && s->corner >= 0 &&
           2 * s->corner <= fmin(s->width, s->height) + OVERLAP_MAX;
}

static bool on_paper(const struct sello_stock *s) {
    return s->left >= -OFF_MAX && s->top >= -OFF_MAX && sello_stock_right(s) >= -OFF_MAX &&
           sello_stock_bottom(s) >= -OFF_MAX;
}

static bool labels_apart(unsigned n, double pitch, double size) {
    return n == 1 || pitch >= size - OVERLAP_MAX;
}

enum sello_stock_problem sello_stock_check(const struct sello_stock *s) {
    if (!side_ok(s->paper_width) || !side_ok(s->paper_height)) {
        return SELLO_STOCK_PAPER;
    }
    if (!count_ok(s->columns) || !count_ok(s->rows)) {
        return SELLO_STOCK_COUNT;
    }
    if (!size_ok(s)) {
        return SELLO_STOCK_SIZE;
    }
    if (!on_paper(s)) {
        return SELLO_STOCK_OFF;
    }
    bool good = labels_apart(s->columns, s->pitch_x, s->width) &&
                labels_apart(s->rows, s->pitch_y, s->height);
    return good ? SELLO_STOCK_GOOD : SELLO_STOCK_OVERLAP;
}
