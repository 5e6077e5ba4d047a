/* SPDX-License-Identifier: Apache-2.0 */
/* Tables, and lines to sign on. */
#include "labels/page/page_pen.h"

#define CELL_GAP 14.0 /* between columns */
#define ROW_GAP 4.0   /* above and below a row's words */
#define LAST_LEAST 90.0
#define GREATEST_PART 0.45 /* of the page's width, for all columns but the last */

static const struct page_style cell_style = {WORDS_LABEL_PLAIN, 10, 1.32, false, 0};
static const struct page_style name_style = {WORDS_LABEL_PLAIN, 10, 1.32, false, 0.35};
static const struct page_style head_style = {WORDS_LABEL_BOLD, 8.5, 1.32, false, 0.25};
static const struct page_style under_style = {WORDS_LABEL_PLAIN, 9, 1.36, true, 0.2};

struct table {
    bool headed;
    size_t n_columns;
    double width[SELLO_PAGE_COLUMNS_MAX];
};

/* Takes the text up to the next such character, and drops the character. */
static struct sello_bytes take_up_to(struct sello_bytes *rest, char end) {
    const uint8_t *at = rest->len > 0 ? memchr(rest->ptr, end, rest->len) : NULL;
    size_t len = at != NULL ? (size_t)(at - rest->ptr) : rest->len;
    struct sello_bytes taken = sello_bytes(rest->ptr, len);
    len += at != NULL;
    *rest = sello_bytes(rest->ptr + len, rest->len - len);
    return taken;
}

static const struct page_style *style_of_cell(const struct table *t, bool first_row,
                                              size_t column) {
    if (t->headed && first_row) {
        return &head_style;
    }
    return !t->headed && column == 0 ? &name_style : &cell_style;
}

/* ---- how wide the columns are ---- */

static enum sello_error widen_columns(struct page_pen *pen, struct table *t, struct sello_bytes row,
                                      bool first_row) {
    struct page_extent extent;
    for (size_t i = 0; row.len > 0 && i < SELLO_PAGE_COLUMNS_MAX; i++) {
        struct sello_bytes cell = take_up_to(&row, '\t');
        enum sello_error error =
            page_text_measure(pen, style_of_cell(t, first_row, i), cell, 0, &extent);
        if (error != SELLO_OK) {
            return error;
        }
        t->width[i] = extent.width > t->width[i] ? extent.width : t->width[i];
        t->n_columns = i + 1 > t->n_columns ? i + 1 : t->n_columns;
    }
    return row.len > 0 ? SELLO_E_PAGE_FULL : SELLO_OK;
}

/* The last column gets what the others leave. */
static enum sello_error measure_columns(struct page_pen *pen, struct table *t,
                                        struct sello_bytes text, double whole) {
    enum sello_error error = SELLO_OK;
    for (bool first = true; text.len > 0 && error == SELLO_OK; first = false) {
        error = widen_columns(pen, t, take_up_to(&text, '\n'), first);
    }
    double left = whole;
    for (size_t i = 0; i + 1 < t->n_columns; i++) {
        double most = GREATEST_PART * whole;
        t->width[i] = t->width[i] < most ? t->width[i] : most;
        left -= t->width[i] + CELL_GAP;
    }
    if (t->n_columns > 0) {
        t->width[t->n_columns - 1] = left;
    }
    return error == SELLO_OK && left < LAST_LEAST ? SELLO_E_PAGE_FULL : error;
}

/* ---- setting it ---- */

static void put_rule_line(struct page_pen *pen, double from, double to, double grey) {
    cairo_set_source_rgb(pen->cairo, grey, grey, grey);
    cairo_rectangle(pen->cairo, from, pen->y, to - from, 0.5);
    cairo_fill(pen->cairo);
}

static enum sello_error put_table_row(struct page_pen *pen, const struct table *t,
                                      struct sello_bytes row, bool first_row) {
    double x = PAGE_MARGIN, height = 0, gap = (1 - 2 * pen->closer) * ROW_GAP;
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < t->n_columns && error == SELLO_OK; i++) {
        struct sello_bytes cell = take_up_to(&row, '\t');
        struct page_place place = {x, pen->y + gap, t->width[i]};
        struct page_extent used = {0, 0};
        if (cell.len > 0) {
            error = page_text_put(pen, style_of_cell(t, first_row, i), cell, place, &used);
        }
        height = used.height > height ? used.height : height;
        x += t->width[i] + CELL_GAP;
    }
    pen->y += height + (t->headed ? 2 : 1) * gap;
    if (t->headed) {
        put_rule_line(pen, PAGE_MARGIN, pen->width - PAGE_MARGIN, first_row ? 0.3 : 0.8);
    }
    return error;
}

enum sello_error page_table_put(struct page_pen *pen, const struct sello_page_part *part) {
    struct table t = {.headed = part->headed};
    struct sello_bytes text = part->text;
    enum sello_error error = measure_columns(pen, &t, text, pen->width - 2 * PAGE_MARGIN);
    for (bool first = true; text.len > 0 && error == SELLO_OK; first = false) {
        error = put_table_row(pen, &t, take_up_to(&text, '\n'), first);
    }
    return error;
}

/* ---- lines to sign on ---- */

static enum sello_error put_line_to_sign(struct page_pen *pen, struct sello_bytes text, double x,
                                         double width, double *height) {
    struct page_extent used;
    struct page_place place = {x, pen->y + ROW_GAP, width};
    put_rule_line(pen, x, x + width, 0);
    enum sello_error error = page_text_put(pen, &under_style, text, place, &used);
    if (error == SELLO_OK && used.height + ROW_GAP > *height) {
        *height = used.height + ROW_GAP;
    }
    return error;
}

enum sello_error page_signatures_put(struct page_pen *pen, const struct sello_page_part *part) {
    double height = 0, width = (pen->width - 2 * PAGE_MARGIN - PAGE_GUTTER) / 2;
    enum sello_error error = put_line_to_sign(pen, part->text, PAGE_MARGIN, width, &height);
    if (error == SELLO_OK && part->beside.len > 0) {
        double x = PAGE_MARGIN + width + PAGE_GUTTER;
        error = put_line_to_sign(pen, part->beside, x, width, &height);
    }
    pen->y += height;
    return error;
}
