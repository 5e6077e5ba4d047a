/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/page/framed.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>

#include "labels/art/mark.h"
#include "labels/page/framed_parts.h"
#include "labels/page/page_pen.h"

#define SIDE 34.0 /* between border and words */
#define TOP 20.0
#define MARK_HIGH 56.0 /* the certifier's mark, at most this high and this wide */
#define MARK_WIDE 220.0
#define MARK_BELOW 6.0
#define FOOT_ABOVE 12.0   /* between the foot and the border's inner line */
#define SIDE_WIDTH 84.0   /* of the stamp's ring, and of the code */
#define CODE_SIDE 74.0    /* of the code, without its quiet zone */
#define SIDE_GAP 24.0     /* beside them */
#define SIGN_GAP 26.0     /* between the two lines to sign on */
#define SIGN_ROOM 34.0    /* for a signature above the line */
#define SIGN_ABOVE 9.0    /* between the signatures and the foot */
#define PLACE_ABOVE 13.0  /* between the words and the line for place and date */
#define PLACE_GAP 5.0     /* before that line */
#define NAME_SHRINK 0.62  /* the smallest that a name gets before it takes more lines */
#define WHOLE_SHRINK 0.60 /* the smallest that everything gets */
#define STEP 0.97
#define ACROSS_PART 0.64 /* of the page's diagonal */
#define ROOMIEST 1.9     /* gaps grow at most by this where there is room */

/* Cochineal red and soot black, as wool is dyed. */
static const struct framed_ink red = {0.50, 0.07, 0.13}, black = {0.10, 0.09, 0.09},
                               grey = {0.38, 0.36, 0.36}, pale = {0.93, 0.82, 0.83};

struct style {
    enum words_face face;
    double size;
    double gap; /* above it */
    const struct framed_ink *ink;
};

static const struct style issuer_style = {WORDS_LABEL_BOLD, 15, 0, &black};
static const struct style title_style = {WORDS_SERIF_BOLD, 33, 9, &red};
static const struct style phrase_style = {WORDS_SERIF_PLAIN, 12.5, 10, &black};
static const struct style name_style = {WORDS_SERIF_BOLD, 25, 5, &black};
static const struct style dates_style = {WORDS_SERIF_PLAIN, 12.5, 13, &black};
static const struct style aside_style = {WORDS_LABEL_PLAIN, 9, 1.5, &grey};
static const struct style number_style = {WORDS_SERIF_BOLD, 14, 1, &red};
static const struct style who_style = {WORDS_LABEL_PLAIN, 9.5, 4, &black};
static const struct style what_style = {WORDS_LABEL_PLAIN, 8, 0, &grey};
static const struct style under_style = {WORDS_LABEL_PLAIN, 7, 0, &grey};
static const struct style stamp_style = {WORDS_LABEL_PLAIN, 8, 0, &grey};
static const struct style foot_style = {WORDS_LABEL_PLAIN, 7.5, 0, &grey};
static const struct style across_style = {WORDS_LABEL_BOLD, 100, 0, &pale};

static const struct style *style_of_role(enum sello_framed_role role) {
    switch (role) {
    case SELLO_FRAMED_ISSUER: return &issuer_style;
    case SELLO_FRAMED_TITLE: return &title_style;
    case SELLO_FRAMED_PHRASE: return &phrase_style;
    case SELLO_FRAMED_NAME: return &name_style;
    case SELLO_FRAMED_DATES: return &dates_style;
    case SELLO_FRAMED_ASIDE: return &aside_style;
    case SELLO_FRAMED_NUMBER: return &number_style;
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
        words_page(layout, style->face, size, 0);
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

/* ---- what stands below: stamp, signatures, foot, code ---- */

static void put_line(const struct pen *pen, double x, double y, double width) {
    cairo_set_source_rgb(pen->cairo, black.red, black.green, black.blue);
    cairo_rectangle(pen->cairo, x, y, width, 0.6);
    cairo_fill(pen->cairo);
}

static double sign_height(const struct pen *pen, const struct sello_framed_sign *sign,
                          double width) {
    double who = set_words(pen, &who_style, sign->who, -1, 0, width);
    double what = set_words(pen, &what_style, sign->what, -1, 0, width);
    return who < 0 || what < 0 ? -1 : who_style.gap + who + what;
}

static bool put_sign(const struct pen *pen, const struct sello_framed_sign *sign, double x,
                     double y, double width) {
    put_line(pen, x, y, width);
    y += who_style.gap;
    double who = set_words(pen, &who_style, sign->who, x, y, width);
    return who >= 0 && set_words(pen, &what_style, sign->what, x, y + who, width) >= 0;
}

/* The words, and a line behind them as far as the width goes. */
static double put_place(const struct pen *pen, struct sello_bytes text, double x, double bottom,
                        double width) {
    PangoLayout *layout = layout_at_size(pen, &what_style, text, what_style.size, 0);
    if (layout == NULL) {
        return -1;
    }
    PangoRectangle extent;
    pango_layout_set_width(layout, -1);
    pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT);
    pango_layout_get_extents(layout, NULL, &extent);
    double taken = (double)extent.width / PANGO_SCALE + PLACE_GAP, high = height_of(layout);
    cairo_set_source_rgb(pen->cairo, grey.red, grey.green, grey.blue);
    cairo_move_to(pen->cairo, x, bottom - high);
    pango_cairo_show_layout(pen->cairo, layout);
    g_object_unref(layout);
    put_line(pen, x + taken, bottom - 2, width - taken);
    return high;
}

/* A pale ring: the stamp may be smaller or larger. */
static bool put_stamp(const struct pen *pen, struct sello_bytes text, double x, double bottom) {
    static const double dashes[] = {3, 3};
    double radius = SIDE_WIDTH / 2, middle = bottom - radius;
    double high = set_words(pen, &stamp_style, text, -1, 0, SIDE_WIDTH);
    cairo_save(pen->cairo);
    cairo_new_path(pen->cairo);
    cairo_arc(pen->cairo, x + radius, middle, radius, 0, 2 * M_PI);
    cairo_set_source_rgb(pen->cairo, 0.72, 0.70, 0.70);
    cairo_set_line_width(pen->cairo, 0.6);
    cairo_set_dash(pen->cairo, dashes, 2, 0);
    cairo_stroke(pen->cairo);
    cairo_restore(pen->cairo);
    return high >= 0 && set_words(pen, &stamp_style, text, x, middle - high / 2, SIDE_WIDTH) >= 0;
}

/* Its quiet zone reaches beyond the column; the words below keep away. */
static bool put_code(const struct pen *pen, const struct sello_framed *framed, double x,
                     double bottom) {
    double dot = 72.0 / PAGE_DPI, high = 0;
    double module = floor(CODE_SIDE / framed->symbol->side / dot) * dot;
    double side = framed->symbol->side * module, quiet = SELLO_QUIET_ZONE * module;
    high = set_words(pen, &under_style, framed->symbol_under, -1, 0, SIDE_WIDTH);
    if (high < 0) {
        return false;
    }
    double top = bottom - high - quiet - side;
    page_symbol_put(pen->cairo, framed->symbol, x + (SIDE_WIDTH - side) / 2 - quiet, top - quiet,
                    module);
    return set_words(pen, &under_style, framed->symbol_under, x, bottom - high, SIDE_WIDTH) >= 0;
}

/* From the bottom upwards; *out_top is how far down the words above may reach. */
static enum sello_error put_bottom(const struct pen *pen, const struct sello_framed *framed,
                                   double *out_top) {
    double left = FRAMED_BORDER + SIDE, right = pen->width - left;
    double bottom = pen->height - FRAMED_BORDER - FOOT_ABOVE;
    double x = left + SIDE_WIDTH + SIDE_GAP, width = pen->width - 2 * x;
    double sign_width = (width - SIGN_GAP) / 2;
    double foot = set_words(pen, &foot_style, framed->foot, -1, 0, width);
    double one = sign_height(pen, &framed->sign[0], sign_width);
    double other = sign_height(pen, &framed->sign[1], sign_width), y = bottom - foot;
    bool ok = foot >= 0 && one >= 0 && other >= 0 &&
              set_words(pen, &foot_style, framed->foot, x, y, width) >= 0;
    y -= SIGN_ABOVE + fmax(one, other);
    ok = ok && put_sign(pen, &framed->sign[0], x, y, sign_width) &&
         put_sign(pen, &framed->sign[1], x + sign_width + SIGN_GAP, y, sign_width);
    y -= SIGN_ROOM;
    double place = put_place(pen, framed->place, x, y, width);
    ok = ok && place >= 0 && put_stamp(pen, framed->stamp, left, bottom) &&
         (framed->symbol == NULL || put_code(pen, framed, right - SIDE_WIDTH, bottom));
    *out_top = y - place - PLACE_ABOVE;
    return ok ? SELLO_OK : SELLO_E_MEMORY;
}

/* ---- the certifier's mark ---- */

static enum sello_error put_mark(const struct pen *pen, const struct sello_mark *mark,
                                 double *top) {
    if (mark == NULL) {
        return SELLO_OK;
    }
    struct page_extent extent = page_mark_extent(mark, MARK_WIDE, MARK_HIGH);
    double x = (pen->width - extent.width) / 2, y = *top;
    *top += extent.height + MARK_BELOW;
    return page_mark_put(pen->cairo, mark, x, y, extent);
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
