/* SPDX-License-Identifier: Apache-2.0 */
/* Labels on sheets, as PDF: drawn by cairo, made ready for printing by pdf_finish.cc. */
#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>

#include "labels/art/art_draw.h"
#include "labels/page/pdf_finish.h"
#include "labels/sheet/sheet_pen.h"

#define MM_PER_INCH 25.4

/* ---- what is accepted ---- */

/* Written so that NaN is out of range too. */
static bool within(double value, double least, double most) {
    return value >= least && value <= most;
}

static bool profile_ok(const struct sello_profile *profile) {
    return within(fabs(profile->offset_x), 0, SELLO_PROFILE_OFFSET_MAX) &&
           within(fabs(profile->offset_y), 0, SELLO_PROFILE_OFFSET_MAX) &&
           within(profile->scale_x, SELLO_PROFILE_SCALE_MIN, SELLO_PROFILE_SCALE_MAX) &&
           within(profile->scale_y, SELLO_PROFILE_SCALE_MIN, SELLO_PROFILE_SCALE_MAX);
}

/* The paper is a whole number of dots, so that the grid is the printer's from either corner. Minus
 * what six decimals may round up, at which some programs would add another dot. */
static double paper_length(double mm, unsigned dpi) {
    return round(mm / MM_PER_INCH * dpi) * 72 / dpi - 1e-5;
}

/* ---- begin ---- */

static enum sello_error start_pdf(struct sello_sheet *sheet, struct sello_bytes title) {
    sheet->surface = cairo_pdf_surface_create_for_stream(page_file_append, &sheet->file,
                                                         sheet->pen.width, sheet->pen.height);
    cairo_pdf_surface_restrict_to_version(sheet->surface, CAIRO_PDF_VERSION_1_4);
    page_pdf_name(sheet->surface, title);
    sheet->pen.cairo = cairo_create(sheet->surface);
    return cairo_status(sheet->pen.cairo) == CAIRO_STATUS_SUCCESS ? SELLO_OK : SELLO_E_MEMORY;
}

enum sello_error sello_sheet_new(const struct sello_sheet_setup *setup, struct sello_sheet **out) {
    if (!profile_ok(&setup->profile) || sello_stock_check(setup->stock) != SELLO_STOCK_GOOD ||
        setup->dpi < 1 || setup->dpi > SELLO_DPI_MAX || !within(setup->bleed, 0, SELLO_BLEED_MAX)) {
        return SELLO_E_RANGE;
    }
    struct sello_sheet *sheet = calloc(1, sizeof *sheet);
    if (sheet == NULL) {
        return SELLO_E_MEMORY;
    }
    sheet->stock = *setup->stock;
    sheet->profile = setup->profile;
    sheet->dpi = setup->dpi;
    sheet->outlines = setup->outlines;
    sheet->crop_marks = setup->crop_marks;
    sheet->bleed = setup->bleed;
    sheet->picture = setup->picture_dpi > 0;
    sheet->pen.width = paper_length(sheet->stock.paper_width, sheet->dpi);
    sheet->pen.height = paper_length(sheet->stock.paper_height, sheet->dpi);
    enum sello_error error =
        sheet->picture ? sheet_picture_start(sheet, setup) : start_pdf(sheet, setup->title);
    error = error == SELLO_OK ? page_text_start(&sheet->pen) : error;
    if (error != SELLO_OK) {
        sello_sheet_free(&sheet);
        return error;
    }
    *out = sheet;
    return SELLO_OK;
}

/* ---- pages ---- */

enum sello_error sello_sheet_page(struct sello_sheet *sheet, struct sello_bytes header) {
    sheet_next_page(sheet);
    return sheet_header(sheet, header);
}

/* ---- labels ---- */

/* How far drawing may reach beyond a label on this axis: at most half way to the next label. */
static double bleed_of(const struct sello_sheet *sheet, unsigned n, double gap) {
    return n > 1 ? fmax(fmin(sheet->bleed, gap / 2), 0) : sheet->bleed;
}

/* Everything but the symbol, clipped to the label and its bleed. */
static enum sello_error put_art(struct sello_sheet *sheet, struct sheet_box cell, double x,
                                double y, struct sello_art *art,
                                const struct sello_art_label *label) {
    cairo_t *cairo = sheet->pen.cairo;
    cairo_save(cairo);
    const struct sello_stock *stock = &sheet->stock;
    sheet_trace_label(sheet, cell, bleed_of(sheet, stock->columns, stock->pitch_x - stock->width),
                      bleed_of(sheet, stock->rows, stock->pitch_y - stock->height));
    cairo_clip(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, sheet->profile.scale_x, sheet->profile.scale_y);
    enum sello_error error = art_draw(art, cairo, label);
    cairo_restore(cairo);
    return error;
}

/* The symbol's first dot, such that its middle is where the scaled label has it. */
static long symbol_dot(long label_dots, unsigned at, unsigned side, double scale) {
    double half = side / 2.0;
    return label_dots + lround(scale * (at + half) - half);
}

/* The white in the ground is scaled with the words; the symbol needs white under its own dots. */
static void put_white(struct sello_sheet *sheet, long x, long y, unsigned side) {
    double dot = 72.0 / sheet->dpi;
    cairo_set_source_rgb(sheet->pen.cairo, 1, 1, 1);
    cairo_rectangle(sheet->pen.cairo, (double)x * dot, (double)y * dot, side * dot, side * dot);
    cairo_fill(sheet->pen.cairo);
}

static enum sello_error put_symbol_on_dots(struct sello_sheet *sheet, long x, long y,
                                           const struct sello_art *art,
                                           const struct sello_symbol *symbol) {
    unsigned x_dots, y_dots, dots_per_module = art_size(art).dots_per_module;
    unsigned side = sello_symbol_page(symbol) * dots_per_module;
    art_symbol_at(art, symbol, &x_dots, &y_dots);
    x = symbol_dot(x, x_dots, side, sheet->profile.scale_x);
    y = symbol_dot(y, y_dots, side, sheet->profile.scale_y);
    if (art_has_ground(art)) {
        put_white(sheet, x, y, side);
    }
    return sheet_symbol(sheet, symbol, dots_per_module, x, y);
}

enum sello_error sello_sheet_put(struct sello_sheet *sheet, unsigned cell, struct sello_art *art,
                                 const struct sello_art_label *label) {
    if (sheet->n_pages == 0 || sheet->on_back || cell >= sello_stock_cells(&sheet->stock) ||
        art_size(art).dpi != sheet->dpi) {
        return SELLO_E_RANGE;
    }
    struct sheet_box box = sheet_cell(&sheet->stock, cell);
    double dot = 72.0 / sheet->dpi;
    /* A label begins on a dot, and so does its symbol. */
    long x = lround(sheet_x(sheet, box.left) / dot), y = lround(sheet_y(sheet, box.top) / dot);
    enum sello_error error = put_art(sheet, box, (double)x * dot, (double)y * dot, art, label);
    return error != SELLO_OK ? error : put_symbol_on_dots(sheet, x, y, art, label->symbol);
}

/* ---- end ---- */

static double clamp(double value, double most) {
    return fmin(fmax(value, 0), most);
}

/* As PDF has it: from the lower edge, within the paper. */
static struct pdf_box pdf_box_of(const struct sello_sheet *sheet, struct sheet_box box) {
    double width = sheet->pen.width, height = sheet->pen.height;
    return (struct pdf_box){.left = clamp(sheet_x(sheet, box.left), width),
                            .bottom = clamp(height - sheet_y(sheet, box.bottom), height),
                            .right = clamp(sheet_x(sheet, box.right), width),
                            .top = clamp(height - sheet_y(sheet, box.top), height)};
}

static enum sello_error finish_pdf(struct sello_sheet *sheet, uint8_t **out_ptr, size_t *out_len) {
    sheet_end_page(sheet);
    cairo_status_t drawn = cairo_status(sheet->pen.cairo);
    cairo_surface_finish(sheet->surface);
    if (drawn != CAIRO_STATUS_SUCCESS ||
        cairo_surface_status(sheet->surface) != CAIRO_STATUS_SUCCESS) {
        return SELLO_E_MEMORY;
    }
    struct sheet_box block = sheet_block(&sheet->stock);
    double bleed = sheet->bleed;
    if (sheet->has_backs) { /* the boxes are of both sides */
        struct sheet_box first = sheet_back_cell(&sheet->stock, 0);
        struct sheet_box last =
            sheet_back_cell(&sheet->stock, sello_stock_cells(&sheet->stock) - 1);
        block = (struct sheet_box){fmin(block.left, fmin(first.left, last.left)),
                                   fmin(block.top, fmin(first.top, last.top)),
                                   fmax(block.right, fmax(first.right, last.right)),
                                   fmax(block.bottom, fmax(first.bottom, last.bottom))};
    }
    struct sheet_box beyond = {block.left - bleed, block.top - bleed, block.right + bleed,
                               block.bottom + bleed};
    struct pdf_box trim = pdf_box_of(sheet, block), bled = pdf_box_of(sheet, beyond);
    enum pdf_sides sides = !sheet->has_backs                      ? PDF_ONE_SIDE
                           : sheet->pen.height < sheet->pen.width ? PDF_FLIP_SHORT_EDGE
                                                                  : PDF_FLIP_LONG_EDGE;
    return pdf_finish(sheet->file.ptr, sheet->file.len, &trim, &bled, sides, out_ptr, out_len);
}

enum sello_error sello_sheet_finish(struct sello_sheet **sheet, uint8_t **out_ptr,
                                    size_t *out_len) {
    bool ok = (*sheet)->n_pages == 1 || ((*sheet)->n_pages > 1 && !(*sheet)->picture);
    enum sello_error error = !ok                 ? SELLO_E_RANGE
                             : (*sheet)->picture ? sheet_picture_finish(*sheet, out_ptr, out_len)
                                                 : finish_pdf(*sheet, out_ptr, out_len);
    sello_sheet_free(sheet);
    return error;
}

void sello_sheet_free(struct sello_sheet **sheet) {
    struct sello_sheet *s = *sheet;
    if (s == NULL) {
        return;
    }
    page_text_end(&s->pen);
    if (s->pen.cairo != NULL) {
        cairo_destroy(s->pen.cairo);
    }
    cairo_surface_destroy(s->surface); /* may write what is left: before its buffer goes */
    free(s->file.ptr);
    free(s);
    *sheet = NULL;
}
