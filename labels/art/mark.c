/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a certifier's mark. The file comes from a stranger: its size is limited before anything
 * is made of it, and an SVG sees no other file and no network. */
#include "labels/art/mark.h"

#include <librsvg/rsvg.h>
#include <math.h>
#include <png.h>
#include <stdlib.h>

#include "labels/symbol/raster.h"

#define FILE_MAX ((size_t)4 << 20)
#define PNG_SIDE_MAX 4096u /* pixels; 64 MiB at most */
#define SVG_SIDE 1200.0    /* pixels of the longer side: 50 mm at 600 dpi */
#define ASPECT_MAX 8.0     /* a mark that is thinner is hardly a picture */

/* ---- PNG and SVG alike ---- */

static struct sello_mark *mark_new(uint32_t width, uint32_t height) {
    struct sello_mark *mark = calloc(1, sizeof *mark);
    uint32_t *pixel = calloc((size_t)width * height, sizeof *pixel);
    if (mark == NULL || pixel == NULL) {
        free(mark);
        free(pixel);
        return NULL;
    }
    *mark = (struct sello_mark){.width = width, .height = height, .pixel = pixel};
    return mark;
}

void sello_mark_free(struct sello_mark **mark) {
    if (*mark != NULL) {
        free((*mark)->pixel);
        free((*mark)->svg);
        free(*mark);
        *mark = NULL;
    }
}

static bool aspect_ok(double width, double height) {
    return width > 0 && height > 0 && width <= ASPECT_MAX * height && height <= ASPECT_MAX * width;
}

static void see_colour(struct sello_mark *mark) {
    size_t n = (size_t)mark->width * mark->height;
    for (size_t i = 0; i < n && !mark->colour; i++) {
        mark->colour = !raster_is_grey(mark->pixel[i]);
    }
}

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
    } else if (image.width > PNG_SIDE_MAX || image.height > PNG_SIDE_MAX) {
        error = SELLO_E_PICTURE_TOO_LARGE;
    } else if (!aspect_ok(image.width, image.height)) {
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
    if (!aspect_ok(w, h)) {
        return false;
    }
    *out_width = fmax(round(w >= h ? SVG_SIDE : SVG_SIDE * w / h), 1);
    *out_height = fmax(round(h >= w ? SVG_SIDE : SVG_SIDE * h / w), 1);
    return true;
}

static cairo_surface_t *surface_of(const struct sello_mark *mark) {
    return cairo_image_surface_create_for_data((unsigned char *)mark->pixel, CAIRO_FORMAT_RGB24,
                                               (int)mark->width, (int)mark->height,
                                               (int)(mark->width * sizeof *mark->pixel));
}

static enum sello_error draw_svg(RsvgHandle *svg, struct sello_mark *mark) {
    cairo_surface_t *surface = surface_of(mark);
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

static bool keep_file(struct sello_mark *mark, struct sello_bytes file) {
    mark->svg = malloc(file.len);
    mark->svg_len = file.len;
    return mark->svg != NULL && memcpy(mark->svg, file.ptr, file.len) != NULL;
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
        bool made = mark != NULL && keep_file(mark, file);
        error = made ? draw_svg(svg, mark) : SELLO_E_MEMORY;
    }
    g_clear_object(&svg);
    if (error != SELLO_OK) {
        sello_mark_free(&mark);
    }
    *out = mark;
    return error;
}

/* ---- either ---- */

static bool has_png_signature(struct sello_bytes file) {
    static const uint8_t head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return file.len > sizeof head && memcmp(file.ptr, head, sizeof head) == 0;
}

/* It begins with a tag, perhaps after a byte order mark and spaces. */
static bool is_xml(struct sello_bytes file) {
    size_t at = file.len > 3 && memcmp(file.ptr, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < file.len && strchr(" \t\r\n", file.ptr[at]) != NULL && file.ptr[at] != 0) {
        at++;
    }
    return at < file.len && file.ptr[at] == '<';
}

enum sello_error sello_mark_open(struct sello_bytes file, struct sello_mark **out) {
    struct sello_mark *mark = NULL;
    enum sello_error error = SELLO_E_PICTURE_FORMAT;
    if (file.len > FILE_MAX) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    if (has_png_signature(file)) {
        error = open_png(file, &mark);
    } else if (is_xml(file)) {
        error = open_svg(file, &mark);
    }
    if (error == SELLO_OK) {
        see_colour(mark);
        *out = mark;
    }
    return error;
}

/* ---- for arts ---- */

double mark_aspect(const struct sello_mark *mark) {
    return (double)mark->width / mark->height;
}

cairo_surface_t *mark_scaled(const struct sello_mark *mark, unsigned width, unsigned height) {
    cairo_surface_t *source = surface_of(mark);
    cairo_surface_t *scaled =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_t *cairo = cairo_create(scaled);
    cairo_scale(cairo, (double)width / mark->width, (double)height / mark->height);
    cairo_set_source_surface(cairo, source, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
    cairo_paint(cairo);
    bool ok = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    cairo_surface_destroy(source);
    if (!ok) {
        cairo_surface_destroy(scaled);
        return NULL;
    }
    cairo_surface_flush(scaled);
    return scaled;
}

cairo_surface_t *mark_recorded(const struct sello_mark *mark, double width, double height) {
    if (mark->svg == NULL) {
        return NULL;
    }
    RsvgHandle *svg = read_svg(sello_bytes(mark->svg, mark->svg_len));
    const cairo_rectangle_t extents = {0, 0, width, height};
    const RsvgRectangle all = {0, 0, width, height};
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
    cairo_t *cairo = cairo_create(surface);
    bool ok = svg != NULL && rsvg_handle_render_document(svg, cairo, &all, NULL) &&
              cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    g_clear_object(&svg);
    if (!ok) {
        cairo_surface_destroy(surface);
        return NULL;
    }
    return surface;
}
