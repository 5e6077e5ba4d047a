/* SPDX-License-Identifier: Apache-2.0 */
/* A page's parts, set one below the other. */
#include <math.h>

#include "labels/page/page_pen.h"

#define MARGIN PAGE_MARGIN
#define GUTTER PAGE_GUTTER
#define NUMBER_WIDTH 24.0
#define MONO_ASCENT 0.928 /* of DejaVu Sans Mono, above the baseline, in its size */
#define TITLE_LONG 32     /* bytes */
#define BAND_TOP 24.0     /* within the margin, and within reach of office printers */
#define BAND_HEIGHT 22.0

static const struct page_style title_style = {PAGE_SANS, 24, 1.05, true, true, 0};
static const struct page_style long_title_style = {PAGE_SANS, 18, 1.05, true, true, 0};
static const struct page_style lead_style = {PAGE_SANS, 12, 1.25, false, true, 0.2};
static const struct page_style heading_style = {PAGE_SANS, 13, 1.1, true, false, 0};
static const struct page_style text_style = {PAGE_SANS, 11, 1.25, false, false, 0};
static const struct page_style command_style = {PAGE_MONO, 9.5, 1.25, false, false, 0};
static const struct page_style line_style = {PAGE_MONO, 12, 0, false, false, 0};
static const struct page_style number_style = {PAGE_MONO, 8, 0, false, false, 0.4};
static const struct page_style band_style = {PAGE_SANS, 12, 0, true, true, 1};
static const struct page_style footer_style = {PAGE_SANS, 8, 1.2, false, true, 0.35};

void page_size(enum sello_paper paper, double *out_width, double *out_height) {
    bool a4 = paper == SELLO_PAPER_A4; /* ISO 216, 210 x 297 mm; else ANSI A */
    *out_width = a4 ? 210 / 25.4 * 72 : 612;
    *out_height = a4 ? 297 / 25.4 * 72 : 792;
}

/* ---- words ---- */

static enum sello_error put_across(struct page_pen *pen, const struct page_style *style,
                                   struct sello_bytes text) {
    struct page_extent used;
    struct page_place place = {MARGIN, pen->y, pen->width - 2 * MARGIN};
    enum sello_error error = page_text_put(pen, style, text, place, &used);
    if (error == SELLO_OK) {
        pen->y += used.height;
    }
    return error;
}

/* A long title is set smaller, to leave room for the rest. */
static enum sello_error put_page_title(struct page_pen *pen, struct sello_bytes text) {
    return put_across(pen, text.len > TITLE_LONG ? &long_title_style : &title_style, text);
}

static enum sello_error put_columns(struct page_pen *pen, const struct page_style *style,
                                    const struct sello_page_part *part) {
    if (part->beside.len == 0) {
        return put_across(pen, style, part->text);
    }
    struct page_extent left, right;
    double width = (pen->width - 2 * MARGIN - GUTTER) / 2;
    struct page_place place = {MARGIN, pen->y, width};
    enum sello_error error = page_text_put(pen, style, part->text, place, &left);
    if (error == SELLO_OK) {
        place.x += width + GUTTER;
        error = page_text_put(pen, style, part->beside, place, &right);
    }
    if (error == SELLO_OK) {
        pen->y += left.height > right.height ? left.height : right.height;
    }
    return error;
}

/* ---- lines to be typed ---- */

static enum sello_error put_line_number(struct page_pen *pen, unsigned number) {
    char text[4];
    struct sello_writer w = sello_writer_init(text, sizeof text);
    struct page_extent used;
    if (number >= 10) {
        sello_write(&w, &(char){(char)('0' + number / 10 % 10)}, 1);
    } else {
        sello_write(&w, " ", 1);
    }
    sello_write(&w, &(char){(char)('0' + number % 10)}, 1);
    /* On the same baseline as the line, which is larger. */
    double lower = (line_style.size - number_style.size) * MONO_ASCENT;
    struct page_place place = {MARGIN, pen->y + lower, 0};
    return page_text_put(pen, &number_style, sello_written(&w), place, &used);
}

static enum sello_error put_typed_line(struct page_pen *pen, unsigned number,
                                       struct sello_bytes line) {
    struct page_extent used;
    struct page_place place = {MARGIN + NUMBER_WIDTH, pen->y, 0};
    enum sello_error error = put_line_number(pen, number);
    if (error == SELLO_OK) {
        error = page_text_put(pen, &line_style, line, place, &used);
    }
    if (error != SELLO_OK) {
        return error;
    }
    pen->y += 1.4 * used.height; /* room for a finger or a ruler */
    return place.x + used.width > pen->width - MARGIN ? SELLO_E_PAGE_FULL : SELLO_OK;
}

static enum sello_error put_typed_lines(struct page_pen *pen, struct sello_bytes text) {
    enum sello_error error = SELLO_OK;
    for (unsigned number = 1; text.len > 0 && error == SELLO_OK; number++) {
        const uint8_t *end = memchr(text.ptr, '\n', text.len);
        size_t len = end != NULL ? (size_t)(end - text.ptr) : text.len;
        error = put_typed_line(pen, number, sello_bytes(text.ptr, len));
        len += end != NULL;
        text = sello_bytes(text.ptr + len, text.len - len);
    }
    return error;
}

/* ---- the symbol ---- */

/* Rounds a length up to whole dots, give or take a hair. */
static double dots_up(double points) {
    return ceil(points * PAGE_DPI / 72 - 1e-6);
}

/* A single path of rectangles, each a module high: filled at once, they show no seams. */
static void trace_modules(cairo_t *cairo, const struct sello_symbol *symbol, double module) {
    unsigned page = sello_symbol_page(symbol);
    for (unsigned y = 0; y < page; y++) {
        for (unsigned x = 0; x < page; x++) {
            unsigned start = x;
            while (sello_symbol_dark(symbol, x, y)) {
                x++;
            }
            if (x > start) {
                cairo_rectangle(cairo, start * module, y * module, (x - start) * module, module);
            }
        }
    }
}

static enum sello_error put_page_symbol(struct page_pen *pen, const struct sello_page_part *part) {
    if (!(part->module_mm > 0)) {
        return SELLO_E_RANGE;
    }
    double dot = 72.0 / PAGE_DPI, module = dots_up(part->module_mm / 25.4 * 72) * dot;
    double side = sello_symbol_page(part->symbol) * module;
    if (side > pen->width - MARGIN) { /* its quiet zone may reach into the margins */
        return SELLO_E_PAGE_FULL;
    }
    cairo_save(pen->cairo);
    cairo_translate(pen->cairo, dots_up((pen->width - side) / 2) * dot, dots_up(pen->y) * dot);
    cairo_set_antialias(pen->cairo, CAIRO_ANTIALIAS_NONE);
    cairo_set_source_rgb(pen->cairo, 0, 0, 0);
    trace_modules(pen->cairo, part->symbol, module);
    cairo_fill(pen->cairo);
    cairo_restore(pen->cairo);
    pen->y += side + dot;
    return SELLO_OK;
}

/* ---- the page ---- */

/* Above a part. A symbol brings its own quiet zone. */
static double gap_above(enum sello_part_kind kind) {
    switch (kind) {
    case SELLO_PART_HEADING: return 14;
    case SELLO_PART_LEAD: return 5;
    case SELLO_PART_TEXT:
    case SELLO_PART_COMMAND: return 7;
    case SELLO_PART_LINES:
    case SELLO_PART_TABLE: return 10;
    case SELLO_PART_SIGNATURES: return 54; /* room to sign */
    case SELLO_PART_TITLE:
    case SELLO_PART_SYMBOL: return 0;
    }
    return 0;
}

static enum sello_error put_part(struct page_pen *pen, const struct sello_page_part *part) {
    pen->y += gap_above(part->kind);
    switch (part->kind) {
    case SELLO_PART_TITLE: return put_page_title(pen, part->text);
    case SELLO_PART_LEAD: return put_across(pen, &lead_style, part->text);
    case SELLO_PART_HEADING: return put_columns(pen, &heading_style, part);
    case SELLO_PART_TEXT: return put_columns(pen, &text_style, part);
    case SELLO_PART_COMMAND: return put_columns(pen, &command_style, part);
    case SELLO_PART_SYMBOL: return put_page_symbol(pen, part);
    case SELLO_PART_LINES: return put_typed_lines(pen, part->text);
    case SELLO_PART_TABLE: return page_table_put(pen, part);
    case SELLO_PART_SIGNATURES: return page_signatures_put(pen, part);
    }
    return SELLO_E_RANGE;
}

/* At the foot of the page, under a thin rule; one or two lines. */
static enum sello_error put_page_footer(struct page_pen *pen, struct sello_bytes footer) {
    double top = pen->height - MARGIN;
    if (pen->y > top - 8) {
        return SELLO_E_PAGE_FULL;
    }
    if (footer.len == 0) {
        return SELLO_OK;
    }
    cairo_set_source_rgb(pen->cairo, 0.6, 0.6, 0.6);
    cairo_rectangle(pen->cairo, MARGIN, top, pen->width - 2 * MARGIN, 0.5);
    cairo_fill(pen->cairo);
    pen->y = top + 6;
    enum sello_error error = put_across(pen, &footer_style, footer);
    bool within = pen->y < pen->height - 18; /* a quarter inch: the least of most printers */
    return error == SELLO_OK && !within ? SELLO_E_PAGE_FULL : error;
}

enum sello_error page_practice_band(struct page_pen *pen) {
    struct page_extent used;
    struct page_place place = {MARGIN, BAND_TOP, pen->width - 2 * MARGIN};
    struct sello_bytes words = sello_bytes_of("PRÁCTICA: no es de verdad · PRACTICE: not real");
    enum sello_error error = page_text_measure(pen, &band_style, words, place.width, &used);
    if (error == SELLO_OK) {
        cairo_set_source_rgb(pen->cairo, 0, 0, 0);
        cairo_rectangle(pen->cairo, place.x, place.y, place.width, BAND_HEIGHT);
        cairo_fill(pen->cairo);
        place.y += (BAND_HEIGHT - used.height) / 2;
        error = page_text_put(pen, &band_style, words, place, &used);
    }
    return error;
}

enum sello_error page_draw(struct page_pen *pen, const struct sello_page *page) {
    enum sello_error error = page_text_start(pen);
    if (error == SELLO_OK && page->practice) {
        error = page_practice_band(pen);
    }
    pen->y = MARGIN;
    for (size_t i = 0; i < page->n_parts && error == SELLO_OK; i++) {
        error = put_part(pen, &page->part[i]);
    }
    if (error == SELLO_OK) {
        error = put_page_footer(pen, page->footer);
    }
    page_text_end(pen);
    return error;
}
