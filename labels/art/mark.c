/* SPDX-License-Identifier: Apache-2.0 */
/* A certifier's mark as pixels. */
#include "labels/art/mark.h"

#include <stdlib.h>

#define ASPECT_MAX 8u /* a mark that is thinner is hardly a picture */

bool mark_aspect_ok(double width, double height) {
    return width > 0 && height > 0 && width <= ASPECT_MAX * height && height <= ASPECT_MAX * width;
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

cairo_surface_t *mark_scaled(const struct sello_mark *mark, unsigned width, unsigned height) {
    cairo_surface_t *source = mark_surface(mark);
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
