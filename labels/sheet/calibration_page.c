/* SPDX-License-Identifier: Apache-2.0 */
/* The page to print and measure: three crosses, rulers between them, centimetre squares, and
 * instructions in two languages. Lengths are millimetres unless they say points. */
#include <assert.h>
#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>

#include "labels/page/page_pen.h"
#include "labels/page/pdf_finish.h"
#include "labels/sheet/calibration.h"

#define POINTS (72 / 25.4) /* in a millimetre */
#define HAIR 0.15          /* the thinnest line that all printers draw */
#define LINE 0.25

#define LEFT SELLO_CALIBRATION_LEFT
#define TOP SELLO_CALIBRATION_TOP
#define RIGHT (LEFT + SELLO_CALIBRATION_ACROSS)
#define BOTTOM (TOP + SELLO_CALIBRATION_DOWN)

/* Words stand between the rulers. */
#define WORDS_LEFT 42.0
#define WORDS_WIDTH 140.0
#define GUTTER 6.0

#define GRID_LEFT WORDS_LEFT
#define GRID_TOP 196.0
#define GRID_COLUMNS 14
#define GRID_ROWS 4

static const struct page_style title_style = {WORDS_SERIF_BOLD, 19, 1.3, true, 0};
static const struct page_style text_style = {WORDS_LABEL_PLAIN, 9.5, 1.42, false, 0};
static const struct page_style name_style = {WORDS_LABEL_BOLD, 13, 0, false, 0};
static const struct page_style number_style = {WORDS_LABEL_PLAIN, 7, 0, true, 0.15};
static const struct page_style mark_style = {WORDS_LABEL_BOLD, 11, 0, true, 0};
static const struct page_style command_style = {WORDS_MONO_PLAIN, 9, 1.5, false, 0};

/* ---- words ---- */

/* From this upper left corner down; a width of 0: one line. Adds the text's height to *y. */
static enum sello_error put_at(struct page_pen *pen, const struct page_style *style,
                               const char *text, double x, double width, double *y) {
    struct page_extent used;
    struct page_place place = {x * POINTS, *y * POINTS, width * POINTS};
    enum sello_error error = page_text_put(pen, style, sello_bytes_of(text), place, &used);
    if (error == SELLO_OK) {
        *y += used.height / POINTS;
    }
    return error;
}

/* Centred around a point. */
static enum sello_error put_centred(struct page_pen *pen, const struct page_style *style,
                                    const char *text, double x, double y) {
    double top = y - style->size * 0.58 / POINTS;
    return put_at(pen, style, text, x - 10, 20, &top);
}

/* ---- lines ---- */

static void draw_line(struct page_pen *pen, double x1, double y1, double x2, double y2,
                      double width) {
    cairo_set_line_width(pen->cairo, width * POINTS);
    cairo_move_to(pen->cairo, x1 * POINTS, y1 * POINTS);
    cairo_line_to(pen->cairo, x2 * POINTS, y2 * POINTS);
    cairo_stroke(pen->cairo);
}

static void set_grey(struct page_pen *pen, double level) {
    cairo_set_source_rgb(pen->cairo, level, level, level);
}

/* On a new path: a text leaves its end point behind. */
static void trace_circle(struct page_pen *pen, double x, double y, double radius) {
    cairo_set_line_width(pen->cairo, LINE * POINTS);
    cairo_new_path(pen->cairo);
    cairo_arc(pen->cairo, x * POINTS, y * POINTS, radius * POINTS, 0, 6.283185307179586);
}

static void draw_cross(struct page_pen *pen, double x, double y) {
    set_grey(pen, 0);
    draw_line(pen, x - 7, y, x + 7, y, HAIR);
    draw_line(pen, x, y - 7, x, y + 7, HAIR);
    trace_circle(pen, x, y, 3);
    cairo_stroke(pen->cairo);
}

/* With its tip here, pointing along (dx, dy), one of which is 0. */
static void draw_arrow_head(struct page_pen *pen, double x, double y, double dx, double dy) {
    cairo_move_to(pen->cairo, x * POINTS, y * POINTS);
    cairo_line_to(pen->cairo, (x - 2.4 * dx - 0.8 * dy) * POINTS,
                  (y - 2.4 * dy - 0.8 * dx) * POINTS);
    cairo_line_to(pen->cairo, (x - 2.4 * dx + 0.8 * dy) * POINTS,
                  (y - 2.4 * dy + 0.8 * dx) * POINTS);
    cairo_close_path(pen->cairo);
    cairo_fill(pen->cairo);
}

/* ---- rulers ---- */

/* A tick every millimetre, longer at 5, longest at 10; none near the crosses. */
static double tick(unsigned mm) {
    return mm % 10 == 0 ? 4 : mm % 5 == 0 ? 2.8 : 1.6;
}

static enum sello_error put_ruler_number(struct page_pen *pen, unsigned mm, double x, double y) {
    char text[12];
    snprintf(text, sizeof text, "%u", mm);
    return put_centred(pen, &number_style, text, x, y);
}

static enum sello_error ruler_across(struct page_pen *pen) {
    enum sello_error error = SELLO_OK;
    unsigned length = (unsigned)SELLO_CALIBRATION_ACROSS;
    set_grey(pen, 0);
    draw_line(pen, LEFT, TOP, RIGHT, TOP, HAIR);
    for (unsigned mm = 10; mm <= length - 10 && error == SELLO_OK; mm++) {
        set_grey(pen, 0);
        draw_line(pen, LEFT + mm, TOP, LEFT + mm, TOP + tick(mm), HAIR);
        if (mm % 10 == 0) {
            error = put_ruler_number(pen, mm, LEFT + mm, TOP + 6);
        }
    }
    return error;
}

static enum sello_error ruler_down(struct page_pen *pen) {
    enum sello_error error = SELLO_OK;
    unsigned length = (unsigned)SELLO_CALIBRATION_DOWN;
    set_grey(pen, 0);
    draw_line(pen, LEFT, TOP, LEFT, BOTTOM, HAIR);
    for (unsigned mm = 10; mm <= length - 10 && error == SELLO_OK; mm++) {
        set_grey(pen, 0);
        draw_line(pen, LEFT, TOP + mm, LEFT + tick(mm), TOP + mm, HAIR);
        if (mm % 10 == 0) {
            error = put_ruler_number(pen, mm, LEFT + 7, TOP + mm);
        }
    }
    return error;
}

/* ---- what is measured: four numbered lengths ---- */

static enum sello_error put_badge(struct page_pen *pen, const char *text, double x, double y) {
    trace_circle(pen, x, y, 3.2);
    set_grey(pen, 1);
    cairo_fill_preserve(pen->cairo);
    set_grey(pen, 0);
    cairo_stroke(pen->cairo);
    return put_centred(pen, &mark_style, text, x, y);
}

static enum sello_error lengths(struct page_pen *pen) {
    set_grey(pen, 0);
    draw_line(pen, 1, TOP + 12, LEFT - 0.5, TOP + 12, LINE);
    draw_arrow_head(pen, 0, TOP + 12, -1, 0);
    draw_arrow_head(pen, LEFT, TOP + 12, 1, 0);
    draw_line(pen, LEFT + 12, 1, LEFT + 12, TOP - 0.5, LINE);
    draw_arrow_head(pen, LEFT + 12, 0, 0, -1);
    draw_arrow_head(pen, LEFT + 12, TOP, 0, 1);
    enum sello_error error = put_badge(pen, "1", LEFT / 2 + 1, TOP + 12);
    error = error == SELLO_OK ? put_badge(pen, "2", LEFT + 12, TOP / 2 + 1) : error;
    error = error == SELLO_OK ? put_badge(pen, "3", LEFT + 95, TOP) : error;
    return error == SELLO_OK ? put_badge(pen, "4", LEFT, TOP + 115) : error;
}

/* "A" up to the left of its cross, and so on. */
static enum sello_error crosses(struct page_pen *pen) {
    static const struct {
        const char *name;
        double x, y, name_x, name_y;
    } marks[] = {{"A", LEFT, TOP, LEFT - 8, TOP - 10},
                 {"B", RIGHT, TOP, RIGHT + 5, TOP - 10},
                 {"C", LEFT, BOTTOM, LEFT - 8, BOTTOM + 4}};
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && error == SELLO_OK; i++) {
        double y = marks[i].name_y;
        draw_cross(pen, marks[i].x, marks[i].y);
        error = put_at(pen, &name_style, marks[i].name, marks[i].name_x, 0, &y);
    }
    return error;
}

/* ---- squares ---- */

static enum sello_error grid(struct page_pen *pen) {
    double right = GRID_LEFT + 10 * GRID_COLUMNS, bottom = GRID_TOP + 10 * GRID_ROWS;
    set_grey(pen, 0.35);
    for (unsigned i = 0; i <= GRID_COLUMNS; i++) {
        draw_line(pen, GRID_LEFT + 10 * i, GRID_TOP, GRID_LEFT + 10 * i, bottom, HAIR);
    }
    for (unsigned i = 0; i <= GRID_ROWS; i++) {
        draw_line(pen, GRID_LEFT, GRID_TOP + 10 * i, right, GRID_TOP + 10 * i, HAIR);
    }
    return SELLO_OK;
}

/* ---- what to do ---- */

static const char *const steps_es[] = {
    "Imprima esta p\u00E1gina en papel blanco, en tama\u00F1o real (100 %, sin ajustar a la "
    "p\u00E1gina). Mida con una regla, al medio mil\u00EDmetro:",
    "1  del borde izquierdo del papel a la raya vertical de A",
    "2  del borde superior a la raya horizontal de A",
    "3  de A a B, de raya a raya",
    "4  de A a C, de raya a raya",
    "Anote lo medido con la orden de abajo. Si 3 no llega a 165 mm o pasa de 175, la p\u00E1gina "
    "no se imprimi\u00F3 al 100 %.",
};

static const char *const steps_en[] = {
    "Print this page on plain paper at actual size (100 %, not fitted to the page). Measure with a "
    "ruler, to half a millimetre:",
    "1  from the paper's left edge to the upright line of A",
    "2  from the upper edge to the level line of A",
    "3  from A to B, line to line",
    "4  from A to C, line to line",
    "Note what you measured with the command below. Where 3 is under 165 mm or over 175, the page "
    "was not printed at 100 %.",
};

#define N_STEPS (sizeof steps_es / sizeof *steps_es)
static_assert(N_STEPS == sizeof steps_en / sizeof *steps_en, "the same steps in both languages");

/* Side by side, so that both languages of a step are level. */
static enum sello_error steps(struct page_pen *pen, double *y) {
    double width = (WORDS_WIDTH - GUTTER) / 2;
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < N_STEPS && error == SELLO_OK; i++) {
        double left = *y, right = *y;
        error = put_at(pen, &text_style, steps_es[i], WORDS_LEFT, width, &left);
        if (error == SELLO_OK) {
            error =
                put_at(pen, &text_style, steps_en[i], WORDS_LEFT + width + GUTTER, width, &right);
        }
        *y = (left > right ? left : right) + 1.5;
    }
    return error;
}

static const char command[] = "sello stock calibrate --printer NOMBRE \\\n"
                              "    --left \u2780 --top \u2781 --across \u2782 --down \u2783";

/* For each length a line to write on, and what it should be. */
static enum sello_error blanks(struct page_pen *pen, double *y) {
    static const struct {
        const char *number, *meant;
    } rows[] = {{"1", "20.0 mm"}, {"2", "20.0 mm"}, {"3", "170.0 mm"}, {"4", "230.0 mm"}};
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < 4 && error == SELLO_OK; i++) {
        double x = WORDS_LEFT + 35.0 * (double)i, at = *y + 8.5;
        error = put_badge(pen, rows[i].number, x + 3.2, *y + 2.5);
        set_grey(pen, 0);
        draw_line(pen, x + 9, *y + 6, x + 30, *y + 6, LINE);
        if (error == SELLO_OK) {
            error = put_at(pen, &number_style, rows[i].meant, x + 9, 21, &at);
        }
    }
    *y += 18;
    return error;
}

static enum sello_error titles(struct page_pen *pen, double *y) {
    enum sello_error error =
        put_at(pen, &title_style, "Hoja de calibraci\u00F3n", WORDS_LEFT, WORDS_WIDTH, y);
    if (error == SELLO_OK) {
        error = put_at(pen, &title_style, "Calibration page", WORDS_LEFT, WORDS_WIDTH, y);
    }
    *y += 7;
    return error;
}

static enum sello_error words(struct page_pen *pen) {
    double y = 42, caption = GRID_TOP - 6.5;
    enum sello_error error = titles(pen, &y);
    if (error == SELLO_OK) {
        error = steps(pen, &y);
    }
    y += 7;
    if (error == SELLO_OK) {
        error = blanks(pen, &y);
    }
    if (error == SELLO_OK) {
        error = put_at(pen, &command_style, command, WORDS_LEFT, WORDS_WIDTH, &y);
    }
    return error == SELLO_OK ? put_at(pen, &text_style,
                                      "Cada cuadro mide 10 mm por lado. \u00B7 "
                                      "Each square measures 10 mm a side.",
                                      GRID_LEFT, WORDS_WIDTH, &caption)
                             : error;
}

/* ---- the page ---- */

static enum sello_error draw_parts(struct page_pen *pen) {
    static enum sello_error (*const parts[])(struct page_pen * pen) = {
        ruler_across, ruler_down, crosses, lengths, grid, words};
    enum sello_error error = page_text_start(pen);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && error == SELLO_OK; i++) {
        error = parts[i](pen);
    }
    page_text_end(pen);
    return error;
}

/* ---- the file ---- */

static enum sello_error write_calibration_pdf(struct page_pen *pen, struct page_file *file) {
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(page_file_append, file, pen->width, pen->height);
    page_pdf_name(surface, sello_bytes_of("Hoja de calibraci\u00F3n / Calibration page"));
    pen->cairo = cairo_create(surface);
    enum sello_error error = draw_parts(pen);
    bool good = cairo_status(pen->cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(pen->cairo);
    cairo_surface_finish(surface);
    good = good && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return error == SELLO_OK && !good ? SELLO_E_MEMORY : error;
}

enum sello_error sello_calibration_page(enum sello_paper paper, uint8_t **out_ptr,
                                        size_t *out_len) {
    struct page_pen pen = {.cairo = NULL};
    struct page_file file = {NULL, 0, 0};
    page_size(paper, &pen.width, &pen.height);
    struct pdf_box whole = {0, 0, pen.width, pen.height};
    enum sello_error error = write_calibration_pdf(&pen, &file);
    if (error == SELLO_OK) {
        error = pdf_finish(file.ptr, file.len, &whole, &whole, PDF_ONE_SIDE, out_ptr, out_len);
    }
    free(file.ptr);
    return error;
}
