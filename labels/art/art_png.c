/* SPDX-License-Identifier: Apache-2.0 */
/* A label alone as a picture: words in greys by cairo, the symbol set pixel by pixel. */
#include <stdlib.h>

#include "labels/art/art_parts.h"
#include "labels/symbol/raster.h"

#define SIDE_MAX 30000u /* pixels: what cairo and most programs open */

struct picture {
    uint32_t width, height;
    unsigned dpi;
    bool colour; /* else in greys */
    cairo_surface_t *surface;
};

static uint32_t pixels_in(double points, unsigned dpi) {
    return (uint32_t)(points * dpi / 72 + 0.5);
}

/* ---- drawing ---- */

static enum sello_error draw_on_white(struct sello_art *art, const struct sello_art_label *label,
                                      cairo_surface_t *surface) {
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, art->setup.size.dpi / 72.0, art->setup.size.dpi / 72.0);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    enum sello_error error = art_draw(art, cairo, label);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return error;
}

static void blacken_dark_modules(uint8_t *row, const struct sello_symbol *symbol, unsigned y,
                                 unsigned dots) {
    unsigned side = sello_symbol_page(symbol) * dots;
    for (unsigned x = 0; x < side; x++) {
        if (sello_symbol_dark(symbol, x / dots, y / dots)) {
            memset(row + sizeof(uint32_t) * x, 0, sizeof(uint32_t));
        }
    }
}

static void draw_symbol_pixels(const struct sello_art *art, const struct sello_symbol *symbol,
                               cairo_surface_t *surface) {
    unsigned left, top, dots = art->setup.size.dots_per_module;
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    art_symbol_at(art, symbol, &left, &top);
    uint8_t *first = cairo_image_surface_get_data(surface) + top * stride + left * sizeof(uint32_t);
    for (unsigned y = 0; y < sello_symbol_page(symbol) * dots; y++) {
        blacken_dark_modules(first + y * stride, symbol, y, dots);
    }
    cairo_surface_mark_dirty(surface);
}

/* ---- writing ---- */

static const uint8_t *picture_row(const struct picture *picture, uint32_t y) {
    return cairo_image_surface_get_data(picture->surface) +
           (size_t)y * (size_t)cairo_image_surface_get_stride(picture->surface);
}

static void grey_row(const void *context, uint32_t y, uint8_t *row) {
    const struct picture *picture = context;
    const uint8_t *at = picture_row(picture, y);
    for (size_t x = 0; x < picture->width; x++, at += sizeof(uint32_t)) {
        uint32_t rgb;
        memcpy(&rgb, at, sizeof rgb);
        row[x] = raster_grey(rgb);
    }
}

static void colour_row(const void *context, uint32_t y, uint8_t *row) {
    const struct picture *picture = context;
    const uint8_t *at = picture_row(picture, y);
    for (size_t x = 0; x < picture->width; x++, at += sizeof(uint32_t)) {
        uint32_t rgb;
        memcpy(&rgb, at, sizeof rgb);
        row[3 * x] = (uint8_t)(rgb >> 16);
        row[3 * x + 1] = (uint8_t)(rgb >> 8);
        row[3 * x + 2] = (uint8_t)rgb;
    }
}

static bool mark_has_colour(const struct sello_art *art) {
    return art->mark != NULL && art->setup.mark->colour;
}

static bool ground_has_colour(const struct sello_art *art) {
    return !raster_is_grey(art->ground) || !raster_is_grey(art->accent);
}

static enum sello_error write_png_of(const struct picture *picture, struct sello_writer *out) {
    struct raster raster = {.width = picture->width,
                            .height = picture->height,
                            .bits = 8,
                            .dpi = picture->dpi,
                            .draw = picture->colour ? colour_row : grey_row,
                            .context = picture,
                            .colour = picture->colour};
    raster.row = malloc((size_t)3 * raster.width);
    enum sello_error error = raster.row != NULL ? raster_png(&raster, out) : SELLO_E_MEMORY;
    free(raster.row);
    return error;
}

enum sello_error art_picture(struct sello_art *art, const struct sello_art_label *label,
                             cairo_surface_t **out) {
    uint32_t width = pixels_in(art->width, art->setup.size.dpi);
    uint32_t height = pixels_in(art->height, art->setup.size.dpi);
    if (width > SIDE_MAX || height > SIDE_MAX) {
        return SELLO_E_RANGE;
    }
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    enum sello_error error = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
                                 ? draw_on_white(art, label, surface)
                                 : SELLO_E_MEMORY;
    if (error != SELLO_OK) {
        cairo_surface_destroy(surface);
        return error;
    }
    draw_symbol_pixels(art, label->symbol, surface);
    *out = surface;
    return SELLO_OK;
}

enum sello_error sello_art_png(struct sello_art *art, const struct sello_art_label *label,
                               struct sello_writer *out) {
    struct picture picture = {.dpi = art->setup.size.dpi,
                              .colour = mark_has_colour(art) || ground_has_colour(art)};
    enum sello_error error = art_picture(art, label, &picture.surface);
    if (error == SELLO_OK) {
        picture.width = (uint32_t)cairo_image_surface_get_width(picture.surface);
        picture.height = (uint32_t)cairo_image_surface_get_height(picture.surface);
        error = write_png_of(&picture, out);
        cairo_surface_destroy(picture.surface);
    }
    return error;
}

size_t art_png_room(const struct sello_art *art) {
    size_t width = pixels_in(art->width, art->setup.size.dpi);
    size_t height = pixels_in(art->height, art->setup.size.dpi);
    size_t of_pixel = art->mark != NULL || ground_has_colour(art) ? 3 : 1;
    size_t bytes = height * (1 + of_pixel * width); /* a filter byte a row */
    /* zlib never adds more than an eighth and a 64th; the rest is for the chunks' headers. */
    return bytes + bytes / 4 + 1024;
}

/* ---- the mark, for SVG ---- */

enum sello_error art_png_mark(struct sello_art *art) {
    struct picture picture = {.width = (uint32_t)cairo_image_surface_get_width(art->mark),
                              .height = (uint32_t)cairo_image_surface_get_height(art->mark),
                              .dpi = art->setup.size.dpi,
                              .colour = mark_has_colour(art),
                              .surface = art->mark};
    size_t room = ((size_t)picture.width * 4 + 2) * picture.height + 1024;
    struct sello_writer w = sello_writer_init(malloc(room), room);
    enum sello_error error = w.buf != NULL ? write_png_of(&picture, &w) : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        art->mark_base64 = g_base64_encode(w.buf, w.len);
    }
    free(w.buf);
    return error;
}
