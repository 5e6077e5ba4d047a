/* SPDX-License-Identifier: Apache-2.0 */
/* A page as PDF, SVG or PNG, by cairo. */
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <stdlib.h>

#include "base/array.h"
#include "labels/page/page_pen.h"
#include "labels/symbol/raster.h"

/* ---- drawing on a surface ---- */

cairo_status_t page_append(void *closure, const unsigned char *data, unsigned len) {
    struct sello_writer *out = (struct sello_writer *)closure;
    sello_write(out, data, len);
    return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

cairo_status_t page_file_append(void *closure, const unsigned char *data, unsigned len) {
    struct page_file *file = (struct page_file *)closure;
    if (!base_grow(&file->ptr, &file->room, file->len + len, 1)) {
        return CAIRO_STATUS_NO_MEMORY;
    }
    memcpy(file->ptr + file->len, data, len);
    file->len += len;
    return CAIRO_STATUS_SUCCESS;
}

/* The surface has kept its first failure, except some write errors, which only the writer
 * remembers. */
enum sello_error page_surface_end(cairo_surface_t *surface, const struct sello_writer *out,
                                  enum sello_error drawn) {
    cairo_surface_finish(surface);
    bool ok = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    if (drawn != SELLO_OK) {
        return drawn;
    }
    return out->failed ? SELLO_E_NO_ROOM : ok ? SELLO_OK : SELLO_E_MEMORY;
}

/* At `scale` dots a point. */
static enum sello_error draw_page_on(cairo_surface_t *surface, const struct sello_page *page,
                                     double scale) {
    struct page_pen pen = {.cairo = cairo_create(surface)};
    page_size(page->paper, &pen.width, &pen.height);
    cairo_scale(pen.cairo, scale, scale);
    cairo_set_source_rgb(pen.cairo, 1, 1, 1);
    cairo_paint(pen.cairo);
    enum sello_error error = page_draw(&pen, page);
    cairo_destroy(pen.cairo);
    cairo_surface_flush(surface);
    return error;
}

/* ---- PDF ---- */

static bool is_document_name(struct sello_bytes text) {
    return sello_text_check(text, 1, 1024, NULL) == SELLO_OK;
}

void page_pdf_name(cairo_surface_t *surface, struct sello_bytes name) {
    char text[1025];
    /* Without it, cairo would take the clock's. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Sello");
    if (is_document_name(name)) {
        memcpy(text, name.ptr, name.len);
        text[name.len] = '\0';
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, text);
    }
}

cairo_surface_t *page_pdf_start(double width, double height, struct sello_bytes name,
                                struct sello_writer *out) {
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(page_append, out, width, height);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    page_pdf_name(surface, name);
    return surface;
}

static enum sello_error write_page_pdf(const struct sello_page *page, struct sello_writer *out) {
    double width, height;
    page_size(page->paper, &width, &height);
    cairo_surface_t *surface = page_pdf_start(width, height, page->name, out);
    return page_surface_end(surface, out, draw_page_on(surface, page, 1));
}

/* ---- SVG ---- */

/* Cairo numbers a process's surfaces and writes the number into this id. */
static void drop_surface_number(struct sello_writer *out, size_t start) {
    static const char id[] = "<g id=\"surface";
    uint8_t *end = out->buf + out->len;
    uint8_t *at = memmem(out->buf + start, out->len - start, id, sizeof id - 1);
    if (at == NULL) {
        return;
    }
    at += sizeof id - 1;
    uint8_t *rest = at;
    while (rest < end && *rest >= '0' && *rest <= '9') {
        rest++;
    }
    memmove(at, rest, (size_t)(end - rest));
    out->len -= (size_t)(rest - at);
}

static enum sello_error write_page_svg(const struct sello_page *page, struct sello_writer *out) {
    double width, height;
    size_t start = out->len;
    page_size(page->paper, &width, &height);
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(page_append, out, width, height);
    cairo_svg_surface_restrict_to_version(surface, CAIRO_SVG_VERSION_1_1);
    enum sello_error error = page_surface_end(surface, out, draw_page_on(surface, page, 1));
    if (error == SELLO_OK) {
        drop_surface_number(out, start);
    }
    return error;
}

/* ---- PNG ---- */

/* As bright as it is seen (ITU-R BT.601); a grey stays what it is. */
static uint8_t brightness_of(uint32_t rgb) {
    return (uint8_t)((299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff)) /
                     1000);
}

static void copy_grey_row(const void *context, uint32_t y, uint8_t *row) {
    cairo_surface_t *surface = *(cairo_surface_t *const *)context;
    int width = cairo_image_surface_get_width(surface);
    const uint8_t *at = cairo_image_surface_get_data(surface) +
                        (size_t)y * (size_t)cairo_image_surface_get_stride(surface);
    for (int x = 0; x < width; x++, at += sizeof(uint32_t)) {
        uint32_t rgb;
        memcpy(&rgb, at, sizeof rgb);
        row[x] = brightness_of(rgb);
    }
}

static enum sello_error write_image(cairo_surface_t *surface, struct sello_writer *out) {
    struct raster raster = {.width = (uint32_t)cairo_image_surface_get_width(surface),
                            .height = (uint32_t)cairo_image_surface_get_height(surface),
                            .bits = 8,
                            .dpi = PAGE_DPI,
                            .draw = copy_grey_row,
                            .context = &surface};
    raster.row = malloc(raster.width);
    enum sello_error error = raster.row != NULL ? raster_png(&raster, out) : SELLO_E_MEMORY;
    free(raster.row);
    return error;
}

static enum sello_error write_page_png(const struct sello_page *page, struct sello_writer *out) {
    double width, height, scale = PAGE_DPI / 72.0;
    page_size(page->paper, &width, &height);
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)(width * scale + 0.5), (int)(height * scale + 0.5));
    enum sello_error error = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
                                 ? draw_page_on(surface, page, scale)
                                 : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        error = write_image(surface, out);
    }
    cairo_surface_destroy(surface);
    return error;
}

/* ---- the page ---- */

enum sello_error sello_page_write(const struct sello_page *page, enum sello_page_form form,
                                  struct sello_writer *out) {
    size_t start = out->len;
    enum sello_error error = SELLO_E_RANGE;
    if (page->copy[0].len > 0 && form != SELLO_PAGE_PDF) {
        return error;
    }
    switch (form) {
    case SELLO_PAGE_PDF: error = write_page_pdf(page, out); break;
    case SELLO_PAGE_SVG: error = write_page_svg(page, out); break;
    case SELLO_PAGE_PNG: error = write_page_png(page, out); break;
    }
    if (error != SELLO_OK) {
        out->len = start;
    }
    return error;
}
