/* SPDX-License-Identifier: Apache-2.0 */
/* Where the stock's labels are drawn on the page, by the printer's profile. */
#include "labels/sheet/sheet_pen.h"

#include <math.h>

#include "labels/art/art_draw.h"

double sheet_x(const struct sello_sheet *sheet, double mm) {
    return (sheet->profile.offset_x + sheet->profile.scale_x * mm) * POINTS_PER_MM;
}

double sheet_y(const struct sello_sheet *sheet, double mm) {
    return (sheet->profile.offset_y + sheet->profile.scale_y * mm) * POINTS_PER_MM;
}

struct sheet_box sheet_cell(const struct sello_stock *stock, unsigned cell) {
    unsigned column = cell % stock->columns, row = cell / stock->columns;
    double left = stock->left + column * stock->pitch_x, top = stock->top + row * stock->pitch_y;
    return (struct sheet_box){left, top, left + stock->width, top + stock->height};
}

struct sheet_box sheet_block(const struct sello_stock *stock) {
    struct sheet_box first = sheet_cell(stock, 0);
    struct sheet_box last = sheet_cell(stock, sello_stock_cells(stock) - 1);
    return (struct sheet_box){first.left, first.top, last.right, last.bottom};
}

/* ---- labels as they are cut ---- */

static void trace_oval(const struct sello_sheet *sheet, struct sheet_box box) {
    cairo_t *cairo = sheet->pen.cairo;
    double left = sheet_x(sheet, box.left), right = sheet_x(sheet, box.right);
    double top = sheet_y(sheet, box.top), bottom = sheet_y(sheet, box.bottom);
    cairo_matrix_t upright;
    cairo_get_matrix(cairo, &upright);
    cairo_translate(cairo, (left + right) / 2, (top + bottom) / 2);
    cairo_scale(cairo, (right - left) / 2, (bottom - top) / 2);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, 0, 0, 1, 0, 2 * M_PI);
    cairo_close_path(cairo);
    cairo_set_matrix(cairo, &upright);
}

static void trace_rectangle(const struct sello_sheet *sheet, struct sheet_box box, double corner) {
    cairo_t *cairo = sheet->pen.cairo;
    double left = sheet_x(sheet, box.left), right = sheet_x(sheet, box.right);
    double top = sheet_y(sheet, box.top), bottom = sheet_y(sheet, box.bottom);
    if (corner > 0) {
        double radius = fmin(corner * POINTS_PER_MM, fmin(right - left, bottom - top) / 2);
        art_rounded_path(cairo, left, top, right, bottom, radius);
    } else {
        cairo_rectangle(cairo, left, top, right - left, bottom - top);
    }
}

void sheet_trace_label(const struct sello_sheet *sheet, struct sheet_box box, double beside,
                       double above) {
    struct sheet_box larger = {box.left - beside, box.top - above, box.right + beside,
                               box.bottom + above};
    double corner = sheet->stock.corner;
    if (sheet->stock.shape == SELLO_STOCK_ROUND) {
        trace_oval(sheet, larger);
    } else {
        trace_rectangle(sheet, larger, corner > 0 ? corner + fmin(beside, above) : 0);
    }
}
