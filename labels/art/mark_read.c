/* SPDX-License-Identifier: Apache-2.0 */
/* From a mark's file to its pixels. An SVG sees no other file and no network. */
#include "labels/art/mark_read.h"

#include <librsvg/rsvg.h>
#include <math.h>
#include <png.h>
#include <stdlib.h>

#define SVG_SIDE 1200.0 /* pixels of the longer side: 25 mm at 1200 dpi */

/* ---- PNG ---- */

static enum sello_error read_pixels(png_image *image, struct sello_mark *mark) {
    const png_color white = {255, 255, 255};
    image->format = PNG_FORMAT_RGB;
    uint8_t *rgb = malloc(PNG_IMAGE_SIZE(*image));
    if (rgb == NULL) {
        return SELLO_E_MEMORY;
    }
    bool ok = png_image_finish_read(image, &white, rgb, 0, NULL) != 0;
    for (size_t i = 0; ok && i < (size_t)mark->width * mark->height; i++) {
        mark->pixel[i] =
            (uint32_t)rgb[3 * i] << 16 | (uint32_t)rgb[3 * i + 1] << 8 | rgb[3 * i + 2];
    }
    free(rgb);
    return ok ? SELLO_OK : SELLO_E_PICTURE_DAMAGED;
}

static enum sello_error open_png(struct sello_bytes file, struct sello_mark **out) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    struct sello_mark *mark = NULL;
    enum sello_error error = SELLO_OK;
    if (!png_image_begin_read_from_memory(&image, file.ptr, file.len)) {
        error = SELLO_E_PICTURE_DAMAGED;
    } else if (image.width > MARK_SIDE_MAX || image.height > MARK_SIDE_MAX) {
        error = SELLO_E_PICTURE_TOO_LARGE;
    } else if (!mark_aspect_ok(image.width, image.height)) {
        error = SELLO_E_PICTURE_FORMAT;
    } else {
        mark = mark_new(image.width, image.height);
        error = mark == NULL ? SELLO_E_MEMORY : read_pixels(&image, mark);
    }
    png_image_free(&image);
    if (error != SELLO_OK) {
        sello_mark_free(&mark);
    }
    *out = mark;
    return error;
}

/* ---- SVG ---- */

/* The longer side is SVG_SIDE pixels. */
static bool svg_size(RsvgHandle *svg, double *out_width, double *out_height) {
    gboolean has_width, has_height, has_box;
    RsvgLength width, height;
    RsvgRectangle box;
    double w = 0, h = 0;
    if (!rsvg_handle_get_intrinsic_size_in_pixels(svg, &w, &h)) {
        rsvg_handle_get_intrinsic_dimensions(svg, &has_width, &width, &has_height, &height,
                                             &has_box, &box);
        w = has_box ? box.width : 100;
        h = has_box ? box.height : 100;
    }
    if (!mark_aspect_ok(w, h)) {
        return false;
    }
    *out_width = fmax(round(w >= h ? SVG_SIDE : SVG_SIDE * w / h), 1);
    *out_height = fmax(round(h >= w ? SVG_SIDE : SVG_SIDE * h / w), 1);
    return true;
}

static enum sello_error draw_svg(RsvgHandle *svg, struct sello_mark *mark) {
    cairo_surface_t *surface = mark_surface(mark);
    cairo_t *cairo = cairo_create(surface);
    const RsvgRectangle all = {0, 0, mark->width, mark->height};
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    bool ok = rsvg_handle_render_document(svg, cairo, &all, NULL) &&
              cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    for (size_t i = 0; i < (size_t)mark->width * mark->height; i++) {
        mark->pixel[i] &= 0xffffff;
    }
    return ok ? SELLO_OK : SELLO_E_PICTURE_DAMAGED;
}

/* Without a base address, so that it cannot refer to other files. NULL: not an SVG, or a broken
 * one. */
static RsvgHandle *read_svg(struct sello_bytes file) {
    GInputStream *stream = g_memory_input_stream_new_from_data(file.ptr, (gssize)file.len, NULL);
    RsvgHandle *svg =
        rsvg_handle_new_from_stream_sync(stream, NULL, RSVG_HANDLE_FLAGS_NONE, NULL, NULL);
    g_object_unref(stream);
    return svg;
}

static enum sello_error open_svg(struct sello_bytes file, struct sello_mark **out) {
    RsvgHandle *svg = read_svg(file);
    double width, height;
    enum sello_error error = SELLO_OK;
    struct sello_mark *mark = NULL;
    if (svg == NULL) {
        error = SELLO_E_PICTURE_DAMAGED;
    } else if (!svg_size(svg, &width, &height)) {
        error = SELLO_E_PICTURE_FORMAT;
    } else {
        mark = mark_new((uint32_t)width, (uint32_t)height);
        error = mark != NULL ? draw_svg(svg, mark) : SELLO_E_MEMORY;
    }
    g_clear_object(&svg);
    if (error != SELLO_OK) {
        sello_mark_free(&mark);
    }
    *out = mark;
    return error;
}

/* ---- either ---- */

/* It begins with a tag, perhaps after a byte order mark and spaces. */
static bool is_xml(struct sello_bytes file) {
    size_t at = file.len > 3 && memcmp(file.ptr, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < file.len && strchr(" \t\r\n", file.ptr[at]) != NULL && file.ptr[at] != 0) {
        at++;
    }
    return at < file.len && file.ptr[at] == '<';
}

enum sello_error mark_read(struct sello_bytes file, struct sello_mark **out) {
    if (mark_is_png(file)) {
        return open_png(file, out);
    }
    return is_xml(file) ? open_svg(file, out) : SELLO_E_PICTURE_FORMAT;
}
