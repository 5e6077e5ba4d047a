/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/page/icon.h"

#include <math.h>
#include <stdlib.h>

#include "labels/art/mark.h"
#include "labels/art/words.h"
#include "labels/page/page_pen.h"

/* Everything is drawn in a square of side 1 around the origin. */
#define SEAL_RADIUS 0.47
#define SEAL_PETALS 20    /* around its edge */
#define PETAL_DEPTH 0.022 /* of the edge's wave */
#define RING_RADIUS 0.375 /* the line within */
#define RING_WIDTH 0.012
#define LETTERS_WIDTH 0.54 /* room for the initials */
#define LETTERS_HEIGHT 0.30
#define FULL_SCALE 0.84    /* within the safe circle of 80 %: 0.84 * 0.47 < 0.40 */
#define SAFE_DIAMETER 0.78 /* of the circle that holds a mark in a full icon */
#define MARK_SIDE 0.84     /* of a mark's longer side in any other */
#define MARK_CORNER 0.16
#define PI 3.14159265358979323846

struct colour {
    double red, green, blue;
};

static const struct colour cochineal = {0.545, 0.094, 0.173}; /* the seal */
static const struct colour cotton = {0.984, 0.965, 0.925};    /* the letters, the ground */

static void set_colour(cairo_t *cairo, struct colour c) {
    cairo_set_source_rgb(cairo, c.red, c.green, c.blue);
}

/* ---- the seal ---- */

static void draw_disc(cairo_t *cairo) {
    const int steps = SEAL_PETALS * 24;
    for (int i = 0; i < steps; i++) {
        double angle = 2 * PI * i / steps;
        double radius = SEAL_RADIUS - PETAL_DEPTH * (1 - cos(SEAL_PETALS * angle)) / 2;
        cairo_line_to(cairo, radius * cos(angle), radius * sin(angle));
    }
    cairo_close_path(cairo);
    set_colour(cairo, cochineal);
    cairo_fill(cairo);
    cairo_arc(cairo, 0, 0, RING_RADIUS, 0, 2 * PI);
    set_colour(cairo, cotton);
    cairo_set_line_width(cairo, RING_WIDTH);
    cairo_stroke(cairo);
}

/* As large as fits, with their ink centred. */
static void show_letters(cairo_t *cairo, PangoLayout *layout) {
    PangoRectangle ink;
    pango_layout_get_extents(layout, &ink, NULL);
    if (ink.width <= 0 || ink.height <= 0) {
        return;
    }
    double width = (double)ink.width / PANGO_SCALE, height = (double)ink.height / PANGO_SCALE;
    double scale = fmin(LETTERS_WIDTH / width, LETTERS_HEIGHT / height);
    cairo_scale(cairo, scale, scale);
    cairo_move_to(cairo, -(double)ink.x / PANGO_SCALE - width / 2,
                  -(double)ink.y / PANGO_SCALE - height / 2);
    set_colour(cairo, cotton);
    pango_cairo_show_layout(cairo, layout);
}

static enum sello_error draw_letters(cairo_t *cairo, struct sello_bytes initials) {
    PangoContext *context = NULL;
    enum sello_error error = words_open(&context);
    char *text = words_clean(initials);
    if (error == SELLO_OK && text == NULL) {
        error = SELLO_E_MEMORY;
    }
    if (error == SELLO_OK) {
        PangoLayout *layout = pango_layout_new(context);
        words_page(layout, WORDS_LABEL_BOLD, 100, 0);
        pango_layout_set_text(layout, text, -1); /* as it is: no markup */
        show_letters(cairo, layout);
        g_object_unref(layout);
    }
    free(text);
    g_clear_object(&context);
    return error;
}

/* ---- the mark ---- */

/* A white square, as marks stand on white; its corners are round where they show. */
static void draw_ground(cairo_t *cairo, double corner) {
    double edge = 0.5 - corner;
    for (int i = 0; i < 4; i++) {
        double angle = PI / 2 * i, x = i == 0 || i == 3 ? edge : -edge, y = i < 2 ? edge : -edge;
        cairo_arc(cairo, x, y, corner, angle, angle + PI / 2);
    }
    cairo_close_path(cairo);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_fill(cairo);
}

/* As large as fits: within the safe circle, or close to the square's edges. */
static enum sello_error draw_mark(const struct sello_icon *icon, cairo_t *cairo) {
    double aspect = mark_aspect(icon->mark);
    double height = icon->full ? SAFE_DIAMETER / hypot(aspect, 1) : MARK_SIDE / fmax(aspect, 1);
    double width = height * aspect;
    cairo_surface_t *mark = mark_scaled(icon->mark, (unsigned)ceil(width * icon->pixels),
                                        (unsigned)ceil(height * icon->pixels));
    if (mark == NULL) {
        return SELLO_E_MEMORY;
    }
    draw_ground(cairo, icon->full ? 0 : MARK_CORNER);
    cairo_scale(cairo, width / cairo_image_surface_get_width(mark),
                height / cairo_image_surface_get_height(mark));
    cairo_set_source_surface(cairo, mark, -cairo_image_surface_get_width(mark) / 2.0,
                             -cairo_image_surface_get_height(mark) / 2.0);
    cairo_paint(cairo);
    cairo_surface_destroy(mark);
    return SELLO_OK;
}

/* ---- either of them ---- */

static enum sello_error draw_seal(const struct sello_icon *icon, cairo_t *cairo) {
    if (icon->full) {
        set_colour(cairo, cotton);
        cairo_paint(cairo);
        cairo_scale(cairo, FULL_SCALE, FULL_SCALE);
    }
    draw_disc(cairo);
    return icon->initials.len > 0 ? draw_letters(cairo, icon->initials) : SELLO_OK;
}

static enum sello_error draw_icon(const struct sello_icon *icon, cairo_t *cairo) {
    cairo_scale(cairo, icon->pixels, icon->pixels);
    cairo_translate(cairo, 0.5, 0.5);
    return icon->mark != NULL ? draw_mark(icon, cairo) : draw_seal(icon, cairo);
}

/* ---- writing ---- */

static enum sello_error write_surface(cairo_surface_t *surface, struct sello_writer *out) {
    struct sello_writer before = *out;
    cairo_status_t written = cairo_surface_write_to_png_stream(surface, page_append, out);
    if (written != CAIRO_STATUS_SUCCESS) {
        *out = before;
        return written == CAIRO_STATUS_WRITE_ERROR ? SELLO_E_NO_ROOM : SELLO_E_MEMORY;
    }
    return SELLO_OK;
}

enum sello_error sello_icon_png(const struct sello_icon *icon, struct sello_writer *out) {
    if (icon->pixels == 0 || icon->pixels > SELLO_ICON_PIXELS_MAX) {
        return SELLO_E_RANGE;
    }
    int side = (int)icon->pixels;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, side, side);
    cairo_t *cairo = cairo_create(surface);
    enum sello_error error = draw_icon(icon, cairo);
    if (error == SELLO_OK && cairo_status(cairo) != CAIRO_STATUS_SUCCESS) {
        error = SELLO_E_MEMORY;
    }
    cairo_destroy(cairo);
    if (error == SELLO_OK) {
        error = write_surface(surface, out);
    }
    cairo_surface_destroy(surface);
    return error;
}
