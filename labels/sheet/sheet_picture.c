/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet as a picture: the paper on a grey table, as somebody sees it who is about to print. */
#include <math.h>
#include <stdio.h>

#include "labels/sheet/sheet_pen.h"

#define TABLE 14.0        /* points of table around the paper */
#define CAPTION_ROOM 22.0 /* more of it below, for the caption */
#define HATCH 5.0         /* points between the lines over a cell without a label */
#define SIDE_MAX 4000.0   /* pixels: a roll of posters is shown smaller */

static const struct page_style caption_style = {.face = WORDS_LABEL_PLAIN, .size = 9, .grey = 0.15};

enum sello_error sheet_picture_start(struct sello_sheet *sheet,
                                     const struct sello_sheet_setup *setup) {
    double width = sheet->pen.width + 2 * TABLE;
    double height = sheet->pen.height + 2 * TABLE + (setup->caption.len > 0 ? CAPTION_ROOM : 0);
    double scale = fmin(setup->picture_dpi / 72.0, SIDE_MAX / fmax(width, height));
    snprintf(sheet->caption, sizeof sheet->caption, "%.*s", (int)setup->caption.len,
             (const char *)setup->caption.ptr);
    sheet->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(width * scale),
                                                (int)ceil(height * scale));
    sheet->pen.cairo = cairo_create(sheet->surface);
    cairo_t *cairo = sheet->pen.cairo;
    cairo_scale(cairo, scale, scale);
    cairo_set_source_rgb(cairo, 0.8, 0.8, 0.8);
    cairo_paint(cairo);
    cairo_translate(cairo, TABLE, TABLE);
    cairo_rectangle(cairo, 0, 0, sheet->pen.width, sheet->pen.height);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_fill(cairo);
    return cairo_status(cairo) == CAIRO_STATUS_SUCCESS ? SELLO_OK : SELLO_E_MEMORY;
}

/* ---- cells without a label ---- */

/* Used ones are hatched dark, free ones only outlined, as they wait for the next labels. */
void sello_sheet_leave(struct sello_sheet *sheet, unsigned cell, bool used) {
    static const double dashes[] = {3, 3};
    struct sheet_box box = sheet_cell(&sheet->stock, cell);
    cairo_t *cairo = sheet->pen.cairo;
    double left = sheet_x(sheet, box.left), right = sheet_x(sheet, box.right);
    double top = sheet_y(sheet, box.top), bottom = sheet_y(sheet, box.bottom);
    cairo_save(cairo);
    sheet_trace_label(sheet, box, 0, 0);
    cairo_set_source_rgb(cairo, 0.55, 0.55, 0.55);
    cairo_set_line_width(cairo, 0.5);
    if (used) {
        cairo_clip(cairo);
        for (double x = left - (bottom - top); x < right; x += HATCH) {
            cairo_move_to(cairo, x, bottom);
            cairo_line_to(cairo, x + bottom - top, top);
        }
    } else {
        cairo_set_dash(cairo, dashes, 2, 0);
    }
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

/* ---- end ---- */

/* Where it will be cut or peeled, unless the print itself shows that. */
static void trace_cuts(const struct sello_sheet *sheet) {
    static const double dashes[] = {2, 2};
    cairo_t *cairo = sheet->pen.cairo;
    for (unsigned cell = 0; cell < sello_stock_cells(&sheet->stock); cell++) {
        sheet_trace_label(sheet, sheet_cell(&sheet->stock, cell), 0, 0);
    }
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, 0.62, 0.62, 0.62);
    cairo_set_line_width(cairo, 0.4);
    cairo_set_dash(cairo, dashes, 2, 0);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

enum sello_error sheet_picture_finish(struct sello_sheet *sheet, uint8_t **out_ptr,
                                      size_t *out_len) {
    struct page_extent used;
    struct page_place place = {0, sheet->pen.height + TABLE / 2, sheet->pen.width};
    if (sheet->outlines) {
        sheet_outlines(sheet);
    } else {
        trace_cuts(sheet);
    }
    if (sheet->crop_marks) {
        sheet_crop_marks(sheet);
    }
    enum sello_error error = page_text_put_line(&sheet->pen, &caption_style,
                                                sello_bytes_of(sheet->caption), place, &used);
    if (error != SELLO_OK) {
        return error;
    }
    if (cairo_surface_write_to_png_stream(sheet->surface, page_file_append, &sheet->file) !=
        CAIRO_STATUS_SUCCESS) {
        return SELLO_E_MEMORY;
    }
    *out_ptr = sheet->file.ptr;
    *out_len = sheet->file.len;
    sheet->file.ptr = NULL;
    return SELLO_OK;
}
