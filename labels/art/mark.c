/* SPDX-License-Identifier: Apache-2.0 */
/* A certifier's mark as pixels. */
#include "labels/art/mark.h"

#include <math.h>
#include <stdlib.h>

#define ASPECT_MAX 8u /* a mark that is thinner is hardly a picture */

bool mark_aspect_ok(double width, double height) {
    return width > 0 && height > 0 && width <= ASPECT_MAX * height && height <= ASPECT_MAX * width;
}

bool sello_mark_in_colour(const struct sello_mark *mark) {
    return mark->colour;
}

bool mark_is_png(struct sello_bytes file) {
    static const uint8_t head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return file.len > sizeof head && memcmp(file.ptr, head, sizeof head) == 0;
}

struct sello_mark *mark_new(uint32_t width, uint32_t height) {
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
        free(*mark);
        *mark = NULL;
    }
}

/* ---- for arts ---- */

double mark_aspect(const struct sello_mark *mark) {
    return (double)mark->width / mark->height;
}

cairo_surface_t *mark_surface(const struct sello_mark *mark) {
    return cairo_image_surface_create_for_data((unsigned char *)mark->pixel, CAIRO_FORMAT_RGB24,
                                               (int)mark->width, (int)mark->height,
                                               (int)(mark->width * sizeof *mark->pixel));
}

static void paint_scaled(cairo_t *cairo, const struct sello_mark *mark, double width,
                         double height) {
    cairo_surface_t *source = mark_surface(mark);
    cairo_scale(cairo, width / mark->width, height / mark->height);
    cairo_set_source_surface(cairo, source, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
    cairo_paint(cairo);
    cairo_surface_destroy(source);
}

/* The picture, with the context that drew it; NULL without memory. */
static cairo_surface_t *finish_picture(cairo_surface_t *picture, cairo_t *cairo) {
    bool ok = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    if (!ok) {
        cairo_surface_destroy(picture);
        return NULL;
    }
    cairo_surface_flush(picture);
    return picture;
}

cairo_surface_t *mark_scaled(const struct sello_mark *mark, unsigned width, unsigned height) {
    cairo_surface_t *scaled =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_t *cairo = cairo_create(scaled);
    paint_scaled(cairo, mark, width, height);
    return finish_picture(scaled, cairo);
}

/* ---- on a dark ground ---- */

#define NEARLY_WHITE 0xe8u
#define DISC_PART 0.9 /* of the disc's width: a round mark */
#define PLATE_PART 0.86
#define PLATE_CORNER 0.14

static bool is_white(const struct sello_mark *mark, uint32_t x, uint32_t y) {
    uint32_t pixel = mark->pixel[(size_t)y * mark->width + x];
    return (pixel >> 16 & 0xff) >= NEARLY_WHITE && (pixel >> 8 & 0xff) >= NEARLY_WHITE &&
           (pixel & 0xff) >= NEARLY_WHITE;
}

/* Where it was transparent it is white by now. */
static bool has_white_corners(const struct sello_mark *mark) {
    uint32_t right = mark->width - 1, bottom = mark->height - 1;
    return is_white(mark, 0, 0) && is_white(mark, right, 0) && is_white(mark, 0, bottom) &&
           is_white(mark, right, bottom);
}

/* Is it white all around the ellipse that fits it? */
static bool is_round(const struct sello_mark *mark) {
    double rx = mark->width / 2.0, ry = mark->height / 2.0, aspect = mark_aspect(mark);
    bool round = aspect > 0.9 && aspect < 1.1;
    for (uint32_t y = 0; y < mark->height && round; y++) {
        double down = (y + 0.5 - ry) / ry;
        for (uint32_t x = 0; x < mark->width && round; x++) {
            double across = (x + 0.5 - rx) / rx;
            round = across * across + down * down < 1 || is_white(mark, x, y);
        }
    }
    return round;
}

static void trace_plate(cairo_t *cairo, double width, double height, bool round) {
    double radius = round ? 0.5 * fmin(width, height) : PLATE_CORNER * fmin(width, height);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, width - radius, radius, radius, -M_PI / 2, 0);
    cairo_arc(cairo, width - radius, height - radius, radius, 0, M_PI / 2);
    cairo_arc(cairo, radius, height - radius, radius, M_PI / 2, M_PI);
    cairo_arc(cairo, radius, radius, radius, M_PI, 3 * M_PI / 2);
    cairo_close_path(cairo);
}

cairo_surface_t *mark_on_ground(const struct sello_mark *mark, unsigned width, unsigned height,
                                uint32_t ground) {
    if (!has_white_corners(mark)) {
        return mark_scaled(mark, width, height);
    }
    cairo_surface_t *picture =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_t *cairo = cairo_create(picture);
    bool round = is_round(mark);
    double part = round ? DISC_PART : PLATE_PART;
    cairo_set_source_rgb(cairo, (ground >> 16) / 255.0, (ground >> 8 & 0xff) / 255.0,
                         (ground & 0xff) / 255.0);
    cairo_paint(cairo);
    trace_plate(cairo, width, height, round);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_fill_preserve(cairo);
    cairo_clip(cairo);
    cairo_translate(cairo, width * (1 - part) / 2, height * (1 - part) / 2);
    paint_scaled(cairo, mark, width * part, height * part);
    return finish_picture(picture, cairo);
}
