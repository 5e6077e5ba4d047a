/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SHEET_SHEET_PEN_H
#define SELLO_LABELS_SHEET_SHEET_PEN_H

/* Within labels/sheet: a sheet in the making, and where things go on its page. */

#include "labels/page/page_pen.h"
#include "labels/sheet/sheet.h"

#define POINTS_PER_MM (72 / 25.4)
#define SHEET_CAPTION_MAX 200 /* bytes */

struct sello_sheet {
    struct sello_stock stock;
    struct sello_profile profile;
    unsigned dpi;
    bool outlines, crop_marks;
    double bleed; /* millimetres */

    struct page_pen pen; /* in points */
    cairo_surface_t *surface;
    uint64_t n_pages;
    bool picture; /* else a PDF */
    bool on_back, has_backs;
    char caption[SHEET_CAPTION_MAX];

    struct page_file file; /* what cairo has written */
};

/* Millimetres from the paper's upper left corner. */
struct sheet_box {
    double left, top, right, bottom;
};

/* ---- sheet_pen.c ---- */

/* Where this place of the stock is drawn, in points. */
double sheet_x(const struct sello_sheet *sheet, double mm);
double sheet_y(const struct sello_sheet *sheet, double mm);

struct sheet_box sheet_cell(const struct sello_stock *stock, unsigned cell);
struct sheet_box sheet_block(const struct sello_stock *stock); /* around all cells */

/* Adds the outline along which a label is cut to the path, moved outwards by this many millimetres:
 * at both sides, and above and below. */
void sheet_trace_label(const struct sello_sheet *sheet, struct sheet_box box, double beside,
                       double above);

/* Ends the page before, with what lies over its labels, and begins the next. */
void sheet_next_page(struct sello_sheet *sheet);
void sheet_end_page(struct sello_sheet *sheet);

/* ---- sheet_back.c ---- */

/* Where a label's second side is, on the other side of the paper. */
struct sheet_box sheet_back_cell(const struct sello_stock *stock, unsigned cell);

/* ---- sheet_picture.c ---- */

/* Makes the sheet's surface and its pen, whose origin is the paper's corner. */
SELLO_NODISCARD enum sello_error sheet_picture_start(struct sello_sheet *sheet,
                                                     const struct sello_sheet_setup *setup);

/* The whole PNG; the caller frees *out_ptr. */
SELLO_NODISCARD enum sello_error sheet_picture_finish(struct sello_sheet *sheet, uint8_t **out_ptr,
                                                      size_t *out_len);

/* ---- sheet_marks.c ---- */

void sheet_outlines(const struct sello_sheet *sheet);
void sheet_crop_marks(const struct sello_sheet *sheet);
SELLO_NODISCARD enum sello_error sheet_header(struct sello_sheet *sheet, struct sello_bytes text);

/* ---- sheet_symbol.c ---- */

/* Draws a symbol, its quiet zone's corner at this dot of the page. SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sheet_symbol(const struct sello_sheet *sheet,
                                              const struct sello_symbol *symbol,
                                              unsigned dots_per_module, long x_dots, long y_dots);

#endif
