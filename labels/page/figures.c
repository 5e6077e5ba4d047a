/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/page/figures.h"

#include <cairo-pdf.h>
#include <inttypes.h>
#include <stdio.h>

#include "labels/page/page_pen.h"

#define MARGIN PAGE_MARGIN
#define FOOT_ROOM 30.0   /* of the footer, above the margin's edge */
#define SCALE_WIDTH 46.0 /* of the numbers beside the chart */
#define NAME_LEAST 60.0  /* for names, beside the numbers */
#define COLUMN_GAP 9.0   /* between columns of numbers */
#define ROW_GAP 3.5      /* above and below a row's words */
#define SIGN_ROOM 52.0   /* to sign in */
#define SIGN_WORDS 40.0  /* for the words under the lines: three rows */
#define NUMBER_LEN 32    /* bytes: "9 007 199 254 740 991" and NUL */
#define BAR_WIDEST 16.0  /* points, of one of the two */
#define LABEL_WIDTH 34.0 /* of the words under bars; nearer ones are left out */
#define THIN_SPACE "\xe2\x80\x89"

static const struct page_style issuer_style = {WORDS_LABEL_BOLD, 11, 0, false, 0.2};
static const struct page_style title_style = {WORDS_SERIF_BOLD, 22, 0, false, 0};
static const struct page_style lead_style = {WORDS_SERIF_PLAIN, 11, 1.42, false, 0.2};
static const struct page_style heading_style = {WORDS_SERIF_BOLD, 13, 0, false, 0};
static const struct page_style head_style = {WORDS_LABEL_BOLD, 7.5, 1.3, false, 0.25};
static const struct page_style cell_style = {WORDS_SERIF_PLAIN, 9.5, 1.3, false, 0};
static const struct page_style total_style = {WORDS_SERIF_BOLD, 9.5, 1.3, false, 0};
static const struct page_style under_style = {WORDS_LABEL_PLAIN, 7.5, 1.3, false, 0.4};
static const struct page_style small_style = {WORDS_LABEL_PLAIN, 7.5, 1.36, false, 0.35};
static const struct page_style label_style = {WORDS_LABEL_PLAIN, 7.5, 1.36, true, 0.35};
static const struct page_style sign_style = {WORDS_LABEL_PLAIN, 9, 1.36, true, 0.1};

/* The certificate's red, and its pale. */
#define SYMBOL_MODULE 1.44 /* points: six dots of 300 dpi, half a millimetre */

static void use_red(cairo_t *cairo) {
    cairo_set_source_rgb(cairo, 0.50, 0.07, 0.13);
}

static void use_pale(cairo_t *cairo) {
    cairo_set_source_rgb(cairo, 0.88, 0.75, 0.76);
}

static void use_grey(cairo_t *cairo, double grey) {
    cairo_set_source_rgb(cairo, grey, grey, grey);
}

/* Of the tallest bar, in points: the first with which all is on one page, or else the first. */
static const double chart_heights[] = {150, 115, 80};

struct flow {
    struct page_pen pen;
    const struct sello_figures *figures;
    double chart_high;
    unsigned page, n_pages;                       /* from 1; 0 pages: not known yet */
    double column_end[SELLO_FIGURES_COLUMNS_MAX]; /* where its numbers end */
    double name_width;
};

static double whole_width(const struct flow *f) {
    return f->pen.width - 2 * MARGIN;
}

static double bottom(const struct flow *f) {
    return f->pen.height - MARGIN - FOOT_ROOM;
}

static void put_rule(struct flow *f, double x, double y, double width, double high) {
    cairo_rectangle(f->pen.cairo, x, y, width, high);
    cairo_fill(f->pen.cairo);
}

/* Digits in threes, parted by thin spaces: right in every language. */
static struct sello_bytes number_text(uint64_t n, char out[SELLO_LEN(NUMBER_LEN)]) {
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, n);
    struct sello_writer w = sello_writer_init(out, NUMBER_LEN);
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0) {
            sello_write(&w, THIN_SPACE, 3);
        }
        sello_write(&w, &digits[i], 1);
    }
    return sello_written(&w);
}

/* Below what is there, over the whole width. */
static enum sello_error put_flow(struct flow *f, const struct page_style *style,
                                 struct sello_bytes text, double gap) {
    struct page_extent used;
    if (text.len == 0) {
        return SELLO_OK;
    }
    struct page_place place = {MARGIN, f->pen.y + gap, whole_width(f)};
    enum sello_error error = page_text_put(&f->pen, style, text, place, &used);
    f->pen.y += error == SELLO_OK ? gap + used.height : 0;
    return error;
}

/* Ends at x. */
static enum sello_error put_right(struct flow *f, const struct page_style *style,
                                  struct sello_bytes text, double x, double y) {
    struct page_extent extent;
    enum sello_error error = page_text_measure(&f->pen, style, text, 0, &extent);
    struct page_place place = {x - extent.width, y, 0};
    return error == SELLO_OK ? page_text_put(&f->pen, style, text, place, &extent) : error;
}

/* ---- pages ---- */

static enum sello_error put_foot(struct flow *f) {
    char text[96] = "";
    struct page_extent used;
    const struct sello_figures *g = f->figures;
    double y = f->pen.height - MARGIN - FOOT_ROOM + 10;
    snprintf(text, sizeof text, "%.*s %u %.*s %u", (int)g->page_word.len,
             (const char *)g->page_word.ptr, f->page, (int)g->of_word.len,
             (const char *)g->of_word.ptr, f->n_pages);
    use_grey(f->pen.cairo, 0.7);
    put_rule(f, MARGIN, y, whole_width(f), 0.5);
    struct page_place place = {MARGIN, y + 5, 0.8 * whole_width(f)};
    enum sello_error error = page_text_put(&f->pen, &small_style, g->footer, place, &used);
    return error == SELLO_OK
               ? put_right(f, &small_style, sello_bytes_of(text), f->pen.width - MARGIN, y + 5)
               : error;
}

static enum sello_error begin_page(struct flow *f) {
    f->page++;
    f->pen.y = MARGIN;
    return f->figures->practice ? page_practice_band(&f->pen) : SELLO_OK;
}

static enum sello_error turn_page(struct flow *f) {
    enum sello_error error = put_foot(f);
    cairo_show_page(f->pen.cairo);
    return error == SELLO_OK ? begin_page(f) : error;
}

/* ---- the chart ---- */

/* The next of 1, 2, 5, 10, 20, ... that is not below n. */
static uint64_t round_up(uint64_t n) {
    static const uint64_t steps[] = {1, 2, 5};
    for (uint64_t power = 1;; power *= 10) {
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            if (steps[i] * power >= n || power > UINT64_MAX / 100) {
                return steps[i] * power;
            }
        }
    }
}

static enum sello_error put_scale(struct flow *f, double base, uint64_t top) {
    enum sello_error error = SELLO_OK;
    uint64_t n_lines = top < 4 ? top : top % 4 == 0 ? 4 : 5;
    for (uint64_t i = 0; i <= n_lines && error == SELLO_OK; i++) {
        char text[NUMBER_LEN];
        double y = base - f->chart_high * (double)i / (double)n_lines;
        use_grey(f->pen.cairo, i == 0 ? 0.3 : 0.85);
        put_rule(f, MARGIN + SCALE_WIDTH, y, whole_width(f) - SCALE_WIDTH, 0.5);
        error = put_right(f, &small_style, number_text(top / n_lines * i, text),
                          MARGIN + SCALE_WIDTH - 6, y - 5);
    }
    return error;
}

static enum sello_error put_bars(struct flow *f, double base, uint64_t top) {
    const struct sello_figures *g = f->figures;
    double step = (whole_width(f) - SCALE_WIDTH) / (double)g->n_bars;
    double wide = 0.36 * step < BAR_WIDEST ? 0.36 * step : BAR_WIDEST;
    size_t every = (size_t)(LABEL_WIDTH / step) + 1;
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < g->n_bars && error == SELLO_OK; i++) {
        double middle = MARGIN + SCALE_WIDTH + ((double)i + 0.5) * step;
        for (int k = 0; k < 2; k++) {
            double high = f->chart_high * (double)g->bar[i].value[k] / (double)top;
            if (k == 0) {
                use_pale(f->pen.cairo);
            } else {
                use_red(f->pen.cairo);
            }
            put_rule(f, k == 0 ? middle - wide : middle, base - high, wide, high);
        }
        if (i % every == 0) {
            struct page_extent used;
            struct page_place place = {middle - LABEL_WIDTH / 2, base + 4, LABEL_WIDTH};
            error = page_text_put(&f->pen, &label_style, g->bar[i].label, place, &used);
        }
    }
    return error;
}

static enum sello_error put_legend(struct flow *f) {
    double x = MARGIN + SCALE_WIDTH;
    enum sello_error error = SELLO_OK;
    for (int k = 0; k < 2 && error == SELLO_OK; k++) {
        struct page_extent used = {0, 0};
        if (k == 0) {
            use_pale(f->pen.cairo);
        } else {
            use_red(f->pen.cairo);
        }
        put_rule(f, x, f->pen.y + 1.5, 8, 8);
        struct page_place place = {x + 12, f->pen.y, 0};
        error = page_text_put(&f->pen, &small_style, f->figures->legend[k], place, &used);
        x += 12 + used.width + 18;
    }
    f->pen.y += 12;
    return error;
}

static enum sello_error put_chart(struct flow *f) {
    const struct sello_figures *g = f->figures;
    uint64_t most = 1;
    for (size_t i = 0; i < g->n_bars; i++) {
        for (int k = 0; k < 2; k++) {
            most = g->bar[i].value[k] > most ? g->bar[i].value[k] : most;
        }
    }
    uint64_t top = round_up(most);
    enum sello_error error = put_flow(f, &heading_style, g->chart_title, 20);
    f->pen.y += 8;
    error = error == SELLO_OK ? put_legend(f) : error;
    double base = f->pen.y + 12 + f->chart_high;
    error = error == SELLO_OK ? put_scale(f, base, top) : error;
    error = error == SELLO_OK ? put_bars(f, base, top) : error;
    f->pen.y = base + 20;
    return error;
}

/* ---- the table ---- */

/* Each as wide as its title or its sum needs; names take the rest. */
static enum sello_error measure_columns(struct flow *f) {
    const struct sello_figures *g = f->figures;
    double end = f->pen.width - MARGIN;
    for (size_t i = g->n_columns; i > 0; i--) {
        char text[NUMBER_LEN];
        struct page_extent title, number;
        enum sello_error error =
            page_text_measure(&f->pen, &head_style, g->column[i - 1], 0, &title);
        if (error == SELLO_OK) {
            error = page_text_measure(&f->pen, &total_style,
                                      number_text(g->total.value[i - 1], text), 0, &number);
        }
        if (error != SELLO_OK) {
            return error;
        }
        f->column_end[i - 1] = end;
        end -= COLUMN_GAP + (title.width > number.width ? title.width : number.width);
    }
    f->name_width = end - MARGIN;
    return f->name_width < NAME_LEAST ? SELLO_E_PAGE_FULL : SELLO_OK;
}

static enum sello_error put_table_heads(struct flow *f) {
    const struct sello_figures *g = f->figures;
    struct page_extent used = {0, 0};
    struct page_place place = {MARGIN, f->pen.y, f->name_width};
    enum sello_error error = page_text_put(&f->pen, &head_style, g->name_title, place, &used);
    for (size_t i = 0; i < g->n_columns && error == SELLO_OK; i++) {
        error = put_right(f, &head_style, g->column[i], f->column_end[i], f->pen.y);
    }
    f->pen.y += used.height + ROW_GAP;
    use_red(f->pen.cairo);
    put_rule(f, MARGIN, f->pen.y, whole_width(f), 0.8);
    return error;
}

static enum sello_error put_row(struct flow *f, const struct sello_figures_row *row,
                                const struct page_style *style) {
    struct page_extent name = {0, 0}, under = {0, 0};
    double width = f->name_width;
    enum sello_error error = page_text_measure(&f->pen, style, row->name, width, &name);
    if (error == SELLO_OK && row->under.len > 0) {
        error = page_text_measure(&f->pen, &under_style, row->under, width, &under);
    }
    if (error == SELLO_OK && f->pen.y + name.height + under.height + 2 * ROW_GAP > bottom(f)) {
        error = turn_page(f);
        error = error == SELLO_OK ? put_table_heads(f) : error;
    }
    struct page_place place = {MARGIN, f->pen.y + ROW_GAP, width};
    if (error == SELLO_OK) {
        error = page_text_put(&f->pen, style, row->name, place, &name);
    }
    for (size_t i = 0; i < f->figures->n_columns && error == SELLO_OK; i++) {
        char text[NUMBER_LEN];
        error = put_right(f, style, number_text(row->value[i], text), f->column_end[i], place.y);
    }
    place.y += name.height;
    if (error == SELLO_OK && row->under.len > 0) {
        error = page_text_put(&f->pen, &under_style, row->under, place, &under);
    }
    f->pen.y = place.y + under.height + ROW_GAP;
    use_grey(f->pen.cairo, 0.85);
    put_rule(f, MARGIN, f->pen.y, whole_width(f), 0.5);
    return error;
}

static enum sello_error put_table(struct flow *f) {
    const struct sello_figures *g = f->figures;
    enum sello_error error = measure_columns(f);
    if (error == SELLO_OK && f->pen.y + 110 > bottom(f)) { /* a heading alone looks lost */
        error = turn_page(f);
    }
    error = error == SELLO_OK ? put_flow(f, &heading_style, g->table_title, 14) : error;
    f->pen.y += 8;
    error = error == SELLO_OK ? put_table_heads(f) : error;
    for (size_t i = 0; i < g->n_rows && error == SELLO_OK; i++) {
        error = put_row(f, &g->row[i], &cell_style);
    }
    if (error == SELLO_OK) {
        use_red(f->pen.cairo);
        put_rule(f, MARGIN, f->pen.y, whole_width(f), 0.8);
        error = put_row(f, &g->total, &total_style);
    }
    return error;
}

/* ---- the end ---- */

/* Two lines to sign on, the words under them. */
static enum sello_error put_lines_to_sign(struct flow *f, double x, double y, double width) {
    const struct sello_bytes sides[] = {f->figures->sign_left, f->figures->sign_right};
    enum sello_error error = SELLO_OK;
    double half = (width - PAGE_GUTTER) / 2;
    for (int k = 0; k < 2 && error == SELLO_OK; k++) {
        struct page_extent used;
        struct page_place place = {x + k * (half + PAGE_GUTTER), y + 4, half};
        use_grey(f->pen.cairo, 0);
        put_rule(f, place.x, y, half, 0.5);
        error = page_text_put(&f->pen, &sign_style, sides[k], place, &used);
    }
    return error;
}

/* The code, with the note and the lines beside it. */
static enum sello_error put_end(struct flow *f) {
    const struct sello_figures *g = f->figures;
    struct page_extent note;
    double side = g->symbol != NULL ? sello_symbol_page(g->symbol) * SYMBOL_MODULE : 0;
    double x = MARGIN + (side > 0 ? side + PAGE_GUTTER : 0), width = f->pen.width - MARGIN - x;
    enum sello_error error = page_text_measure(&f->pen, &small_style, g->note, width, &note);
    double least = note.height + SIGN_ROOM + SIGN_WORDS;
    double high = least > side ? least : side;
    if (error == SELLO_OK && f->pen.y + 8 + high > bottom(f)) {
        error = turn_page(f);
    }
    f->pen.y += 8;
    if (error == SELLO_OK && g->symbol != NULL) {
        page_symbol_put(f->pen.cairo, g->symbol, MARGIN, f->pen.y, SYMBOL_MODULE);
    }
    if (error == SELLO_OK) {
        struct page_place place = {x, f->pen.y, width};
        error = page_text_put(&f->pen, &small_style, g->note, place, &note);
    }
    f->pen.y += high;
    error = error == SELLO_OK ? put_lines_to_sign(f, x, f->pen.y - SIGN_WORDS, width) : error;
    return error == SELLO_OK ? put_foot(f) : error;
}

static enum sello_error flow_figures(struct flow *f) {
    const struct sello_figures *g = f->figures;
    enum sello_error error = page_text_start(&f->pen);
    error = error == SELLO_OK ? begin_page(f) : error;
    error = error == SELLO_OK ? put_flow(f, &issuer_style, g->issuer, 0) : error;
    error = error == SELLO_OK ? put_flow(f, &title_style, g->title, 4) : error;
    error = error == SELLO_OK ? put_flow(f, &lead_style, g->lead, 3) : error;
    f->pen.y += 9;
    use_red(f->pen.cairo);
    put_rule(f, MARGIN, f->pen.y, whole_width(f), 1.6);
    if (error == SELLO_OK && g->n_bars > 0) {
        error = put_chart(f);
    }
    error = error == SELLO_OK ? put_table(f) : error;
    error = error == SELLO_OK ? put_end(f) : error;
    page_text_end(&f->pen);
    return error;
}

/* *n_pages: how many there are, 0: not known yet; then how many it took. */
static enum sello_error draw_figures(cairo_surface_t *surface, const struct sello_figures *figures,
                                     double chart_high, unsigned *n_pages) {
    struct flow f = {.pen = {.cairo = cairo_create(surface)},
                     .figures = figures,
                     .chart_high = chart_high,
                     .n_pages = *n_pages};
    page_size(figures->paper, &f.pen.width, &f.pen.height);
    enum sello_error error = flow_figures(&f);
    cairo_destroy(f.pen.cairo);
    *n_pages = f.page;
    return error;
}

static enum sello_error count_pages(const struct sello_figures *figures, double chart_high,
                                    unsigned *out) {
    cairo_surface_t *surface =
        cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL); /* drawn nowhere */
    *out = 0;
    enum sello_error error = draw_figures(surface, figures, chart_high, out);
    cairo_surface_destroy(surface);
    return error;
}

static enum sello_error choose_chart(const struct sello_figures *figures, double *out_high,
                                     unsigned *out_pages) {
    *out_high = chart_heights[0];
    enum sello_error error = count_pages(figures, *out_high, out_pages);
    for (size_t i = 1; i < sizeof chart_heights / sizeof *chart_heights; i++) {
        unsigned n = 0;
        if (error != SELLO_OK || *out_pages == 1 || figures->n_bars == 0) {
            break;
        }
        error = count_pages(figures, chart_heights[i], &n);
        if (error == SELLO_OK && n == 1) {
            *out_high = chart_heights[i];
            *out_pages = n;
        }
    }
    return error;
}

enum sello_error sello_figures_write(const struct sello_figures *figures,
                                     struct sello_writer *out) {
    size_t start = out->len;
    unsigned n_pages = 0;
    double width, height, chart_high;
    if (figures->n_bars > SELLO_FIGURES_BARS_MAX || figures->n_columns == 0 ||
        figures->n_columns > SELLO_FIGURES_COLUMNS_MAX) {
        return SELLO_E_RANGE;
    }
    enum sello_error error = choose_chart(figures, &chart_high, &n_pages);
    page_size(figures->paper, &width, &height);
    cairo_surface_t *surface = page_pdf_start(width, height, figures->name, out);
    error = error == SELLO_OK ? draw_figures(surface, figures, chart_high, &n_pages) : error;
    error = page_surface_end(surface, out, error);
    out->len = error == SELLO_OK ? out->len : start;
    return error;
}
