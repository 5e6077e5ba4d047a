/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/page/framed.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>

#include "labels/art/mark.h"
#include "labels/page/framed_parts.h"
#include "labels/page/page_pen.h"

#define SERIF "Gentium Plus, DejaVu Sans" /* the second for letters that the first lacks */
#define SANS "Andika, DejaVu Sans"
#define SIDE 34.0 /* between border and words */
#define TOP 24.0
#define MARK_HIGH 62.0 /* the certifier's mark, at most this high and this wide */
#define MARK_WIDE 220.0
#define MARK_BELOW 6.0
#define FOOT_ABOVE 12.0   /* between the foot and the border's inner line */
#define SIGN_WIDTH 0.30   /* of the words' width */
#define SIGN_ROOM 34.0    /* for a signature above the line */
#define SIGN_ABOVE 14.0   /* between the signatures and the foot */
#define NAME_SHRINK 0.62  /* the smallest that a name gets before it takes more lines */
#define WHOLE_SHRINK 0.60 /* the smallest that everything gets */
#define STEP 0.97
#define ACROSS_PART 0.64 /* of the page's diagonal */
#define ROOMIEST 1.9     /* gaps grow at most by this where there is room */

/* Cochineal red and soot black, as wool is dyed. */
static const struct framed_ink red = {0.50, 0.07, 0.13}, black = {0.10, 0.09, 0.09},
                               grey = {0.38, 0.36, 0.36}, pale = {0.93, 0.82, 0.83};

struct style {
    const char *family;
    double size;
    bool bold;
    double gap; /* above it */
    const struct framed_ink *ink;
};

static const struct style issuer_style = {SANS, 15, true, 0, &black};
static const struct style title_style = {SERIF, 33, true, 9, &red};
static const struct style phrase_style = {SERIF, 12.5, false, 10, &black};
static const struct style name_style = {SERIF, 25, true, 5, &black};
static const struct style dates_style = {SERIF, 12.5, false, 13, &black};
static const struct style aside_style = {SANS, 9, false, 1.5, &grey};
static const struct style sign_style = {SANS, 9, false, 4, &black};
static const struct style above_style = {SANS, 8.5, false, 0, &grey};
static const struct style number_style = {SERIF, 19, true, 1, &red};
static const struct style foot_style = {SANS, 8, false, 0, &grey};
static const struct style across_style = {SANS, 100, true, 0, &pale};

static const struct style *style_of_role(enum sello_framed_role role) {
    switch (role) {
    case SELLO_FRAMED_ISSUER: return &issuer_style;
    case SELLO_FRAMED_TITLE: return &title_style;
    case SELLO_FRAMED_PHRASE: return &phrase_style;
    case SELLO_FRAMED_NAME: return &name_style;
    case SELLO_FRAMED_DATES: return &dates_style;
    case SELLO_FRAMED_ASIDE: return &aside_style;
    }
    return &phrase_style;
}

/* ---- one text ---- */

struct pen {
    cairo_t *cairo;
    PangoContext *context;
    double width, height; /* the paper's */
    double scale;         /* of the sizes of all lines */
    struct framed_ink accent;
};

/* What is red where no certifier has a colour of its own. */
static struct framed_ink ink_of(const struct pen *pen, const struct framed_ink *ink) {
    return ink == &red ? pen->accent : *ink;
}

static PangoLayout *layout_at_size(const struct pen *pen, const struct style *style,
                                   struct sello_bytes text, double size, double width) {
    char *copy = words_clean(text);
    PangoLayout *layout = copy != NULL ? pango_layout_new(pen->context) : NULL;
    if (layout != NULL) {
        words_font(layout, style->family, size, style->bold);
        pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_text(layout, copy, -1); /* as it is: no markup */
    }
    free(copy);
    return layout;
}

/* Shrinks the text to keep it on as few lines as its newlines ask for; past a limit it wraps. */
static PangoLayout *layout_that_fits(const struct pen *pen, const struct style *style,
                                     struct sello_bytes text, double width) {
    double whole = style->size * pen->scale, size = whole;
    int lines = 1;
    for (size_t i = 0; i < text.len; i++) {
        lines += text.ptr[i] == '\n';
    }
    PangoLayout *layout = layout_at_size(pen, style, text, size, width);
    while (layout != NULL && pango_layout_get_line_count(layout) > lines &&
           size > NAME_SHRINK * whole) {
        size *= STEP;
        g_object_unref(layout);
        layout = layout_at_size(pen, style, text, size, width);
    }
    return layout;
}

static double height_of(PangoLayout *layout) {
    PangoRectangle extent;
    pango_layout_get_extents(layout, NULL, &extent);
    return (double)extent.height / PANGO_SCALE;
}

/* Draws the words and returns their height; with x < 0 only measures them. -1 without memory. */
static double set_words(const struct pen *pen, const struct style *style, struct sello_bytes text,
                        double x, double y, double width) {
    PangoLayout *layout = layout_that_fits(pen, style, text, width);
    if (layout == NULL) {
        return -1;
    }
    if (x >= 0) {
        struct framed_ink ink = ink_of(pen, style->ink);
        cairo_set_source_rgb(pen->cairo, ink.red, ink.green, ink.blue);
        cairo_move_to(pen->cairo, x, y);
        pango_cairo_show_layout(pen->cairo, layout);
    }
    double height = height_of(layout);
    g_object_unref(layout);
    return height;
}

/* ---- the lines in the middle ---- */

struct middle {
    double top, bottom, x, width;
    double gaps, words; /* heights, as measured */
};

static bool measure_middle(const struct pen *pen, const struct sello_framed *framed,
                           struct middle *m) {
    m->gaps = m->words = 0;
    for (size_t i = 0; i < framed->n_lines; i++) {
        const struct sello_framed_line *line = &framed->line[i];
        const struct style *style = style_of_role(line->role);
        if (line->text.len == 0) {
            continue;
        }
        double height = set_words(pen, style, line->text, -1, 0, m->width);
        if (height < 0) {
            return false;
        }
        m->gaps += style->gap * pen->scale;
        m->words += height;
    }
    return true;
}

/* Makes everything smaller until it fits. */
static enum sello_error shrink(struct pen *pen, const struct sello_framed *framed,
                               struct middle *m) {
    for (pen->scale = 1; pen->scale > WHOLE_SHRINK; pen->scale *= STEP) {
        if (!measure_middle(pen, framed, m)) {
            return SELLO_E_MEMORY;
        }
        if (m->gaps + m->words <= m->bottom - m->top) {
            return SELLO_OK;
        }
    }
    return SELLO_E_PAGE_FULL;
}

static enum sello_error put_middle(struct pen *pen, const struct sello_framed *framed,
                                   struct middle *m) {
    enum sello_error error = shrink(pen, framed, m);
    double room = m->bottom - m->top - m->words;
    double wider = m->gaps > 0 ? room / m->gaps : 1;
    wider = wider < ROOMIEST ? wider : ROOMIEST;
    double y = m->top + (room - wider * m->gaps) / 2;
    for (size_t i = 0; i < framed->n_lines && error == SELLO_OK; i++) {
        const struct sello_framed_line *line = &framed->line[i];
        const struct style *style = style_of_role(line->role);
        if (line->text.len == 0) {
            continue;
        }
        y += style->gap * pen->scale * (line->role == SELLO_FRAMED_ASIDE ? 1 : wider);
        double height = set_words(pen, style, line->text, m->x, y, m->width);
        y += height;
        error = height < 0 ? SELLO_E_MEMORY : SELLO_OK;
    }
    pen->scale = 1;
    return error;
}

/* ---- what stands below: signatures, number, foot ---- */

static double put_signature_line(const struct pen *pen, struct sello_bytes text, double x, double y,
                                 double width) {
    cairo_set_source_rgb(pen->cairo, black.red, black.green, black.blue);
    cairo_rectangle(pen->cairo, x, y, width, 0.6);
    cairo_fill(pen->cairo);
    return set_words(pen, &sign_style, text, x, y + sign_style.gap, width);
}

static bool put_certificate_number(const struct pen *pen, const struct sello_framed *framed,
                                   double y) {
    double width = (1 - 2 * SIGN_WIDTH - 0.06) * (pen->width - 2 * (FRAMED_BORDER + SIDE));
    double x = (pen->width - width) / 2;
    double below = set_words(pen, &number_style, framed->number, -1, 0, width);
    double above = set_words(pen, &above_style, framed->number_above, -1, 0, width);
    if (below < 0 || above < 0) {
        return false;
    }
    y -= (below + above) / 2;
    return set_words(pen, &above_style, framed->number_above, x, y, width) >= 0 &&
           set_words(pen, &number_style, framed->number, x, y + above, width) >= 0;
}

/* From the bottom upwards; *out_top is how far down the words above may reach. */
static enum sello_error put_bottom(const struct pen *pen, const struct sello_framed *framed,
                                   double *out_top) {
    double x = FRAMED_BORDER + SIDE, width = pen->width - 2 * x;
    double sign_width = SIGN_WIDTH * width, right = x + width - sign_width;
    double foot = set_words(pen, &foot_style, framed->foot, -1, 0, width);
    double left_high = set_words(pen, &sign_style, framed->sign_left, -1, 0, sign_width);
    double right_high = set_words(pen, &sign_style, framed->sign_right, -1, 0, sign_width);
    double y = pen->height - FRAMED_BORDER - FOOT_ABOVE - foot;
    if (foot < 0 || left_high < 0 || right_high < 0 ||
        set_words(pen, &foot_style, framed->foot, x, y, width) < 0) {
        return SELLO_E_MEMORY;
    }
    y -= SIGN_ABOVE + sign_style.gap + (left_high > right_high ? left_high : right_high);
    bool ok = put_signature_line(pen, framed->sign_left, x, y, sign_width) >= 0 &&
              put_signature_line(pen, framed->sign_right, right, y, sign_width) >= 0 &&
              put_certificate_number(pen, framed, y);
    *out_top = y - SIGN_ROOM;
    return ok ? SELLO_OK : SELLO_E_MEMORY;
}

/* ---- the certifier's mark ---- */

static enum sello_error put_mark(const struct pen *pen, const struct sello_mark *mark,
                                 double *top) {
    const double dots = PAGE_DPI / 72.0;
    if (mark == NULL) {
        return SELLO_OK;
    }
    double width = mark_aspect(mark) * MARK_HIGH, high = MARK_HIGH;
    if (width > MARK_WIDE) {
        high *= MARK_WIDE / width;
        width = MARK_WIDE;
    }
    cairo_surface_t *picture =
        mark_scaled(mark, (unsigned)ceil(width * dots), (unsigned)ceil(high * dots));
    if (picture == NULL) {
        return SELLO_E_MEMORY;
    }
    cairo_save(pen->cairo);
    cairo_translate(pen->cairo, (pen->width - width) / 2, *top);
    cairo_scale(pen->cairo, 1 / dots, 1 / dots);
    cairo_set_source_surface(pen->cairo, picture, 0, 0);
    cairo_paint(pen->cairo);
    cairo_restore(pen->cairo);
    cairo_surface_destroy(picture);
    *top += high + MARK_BELOW;
    return SELLO_OK;
}

/* ---- a word across the page ---- */

/* From corner to corner, upwards, under everything that is read. */
static enum sello_error put_across(const struct pen *pen, struct sello_bytes text) {
    PangoLayout *layout = layout_at_size(pen, &across_style, text, across_style.size, 0);
    if (layout == NULL) {
        return SELLO_E_MEMORY;
    }
    PangoRectangle ink;
    pango_layout_set_width(layout, -1);
    pango_layout_get_extents(layout, &ink, NULL);
    double width = (double)ink.width / PANGO_SCALE, height = (double)ink.height / PANGO_SCALE;
    double reach = ACROSS_PART * hypot(pen->width, pen->height) / width;
    cairo_save(pen->cairo);
    cairo_set_source_rgb(pen->cairo, pale.red, pale.green, pale.blue);
    cairo_translate(pen->cairo, pen->width / 2, pen->height / 2);
    cairo_rotate(pen->cairo, -atan2(pen->height, pen->width));
    cairo_scale(pen->cairo, reach, reach);
    cairo_move_to(pen->cairo, -width / 2 - (double)ink.x / PANGO_SCALE,
                  -height / 2 - (double)ink.y / PANGO_SCALE);
    pango_cairo_show_layout(pen->cairo, layout);
    cairo_restore(pen->cairo);
    g_object_unref(layout);
    return SELLO_OK;
}

/* ---- the page ---- */

static enum sello_error draw_framed(struct pen *pen, const struct sello_framed *framed) {
    double x = FRAMED_BORDER + SIDE;
    struct middle m = {.top = FRAMED_BORDER + TOP, .x = x, .width = pen->width - 2 * x};
    enum sello_error error = framed->across.len > 0 ? put_across(pen, framed->across) : SELLO_OK;
    framed_border(pen->cairo, pen->width, pen->height, &pen->accent);
    error = error == SELLO_OK ? put_mark(pen, framed->mark, &m.top) : error;
    if (error == SELLO_OK) {
        error = put_bottom(pen, framed, &m.bottom);
    }
    return error == SELLO_OK ? put_middle(pen, framed, &m) : error;
}

static enum sello_error draw_framed_on(cairo_surface_t *surface, struct pen *pen,
                                       const struct sello_framed *framed) {
    enum sello_error error = words_open(&pen->context);
    if (error != SELLO_OK) {
        return error;
    }
    pen->cairo = cairo_create(surface);
    error = draw_framed(pen, framed);
    cairo_destroy(pen->cairo);
    g_object_unref(pen->context);
    return error;
}

enum sello_error sello_framed_write(const struct sello_framed *framed, struct sello_writer *out) {
    size_t start = out->len;
    struct pen pen = {.scale = 1, .accent = red};
    if (framed->accent != 0) {
        pen.accent = (struct framed_ink){(framed->accent >> 16 & 0xff) / 255.0,
                                         (framed->accent >> 8 & 0xff) / 255.0,
                                         (framed->accent & 0xff) / 255.0};
    }
    page_size(framed->paper, &pen.height, &pen.width); /* on its side */
    cairo_surface_t *surface = page_pdf_start(pen.width, pen.height, framed->name, out);
    enum sello_error error = page_surface_end(surface, out, draw_framed_on(surface, &pen, framed));
    out->len = error == SELLO_OK ? out->len : start;
    return error;
}
