/* SPDX-License-Identifier: Apache-2.0 */
/* A page's parts, set one below the other; once, or twice to be cut in two. */
#include <cairo.h>
#include <math.h>

#include "labels/page/page_pen.h"

#define MARGIN PAGE_MARGIN
#define GUTTER PAGE_GUTTER
#define NUMBER_WIDTH 24.0
#define MONO_ASCENT 0.928 /* of DejaVu Sans Mono, above the baseline, in its size */
#define TITLE_LONG 32     /* bytes */
#define BAND_TOP 24.0     /* within the margin, and within reach of office printers */
#define BAND_HEIGHT 22.0
#define STRIP_GAP 7.0     /* above and below fretwork */
#define SIGNING_ROOM 54.0 /* above the lines to sign on */
#define COPY_CLOSER 0.14  /* smaller letters, for many rows */
#define COPY_TOP 30.0
#define COPY_GAP 24.0  /* below the cut: both halves have the same height */
#define COPY_FOOT 26.0 /* of two lines, and the rule above them */
#define FOOT_END 18.0  /* a quarter inch: the least of most printers */

static const struct page_style title_style = {WORDS_SERIF_BOLD, 24, 0, true, 0};
static const struct page_style long_title_style = {WORDS_SERIF_BOLD, 18, 0, true, 0};
static const struct page_style lead_style = {WORDS_SERIF_PLAIN, 12, 1.42, true, 0.2};
static const struct page_style heading_style = {WORDS_SERIF_BOLD, 13, 1.3, false, 0};
static const struct page_style text_style = {WORDS_LABEL_PLAIN, 10, 1.36, false, 0};
static const struct page_style command_style = {WORDS_MONO_PLAIN, 9.5, 1.42, false, 0};
static const struct page_style line_style = {WORDS_MONO_PLAIN, 12, 0, false, 0};
static const struct page_style number_style = {WORDS_MONO_PLAIN, 8, 0, false, 0.4};
static const struct page_style band_style = {WORDS_LABEL_BOLD, 12, 0, true, 1};
static const struct page_style scissors_style = {WORDS_LABEL_PLAIN, 11, 0, false, 0.45};
static const struct page_style footer_style = {WORDS_LABEL_PLAIN, 8, 1.36, true, 0.35};

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

static enum sello_error put_page_symbol(struct page_pen *pen, const struct sello_page_part *part) {
    if (!(part->module_mm > 0)) {
        return SELLO_E_RANGE;
    }
    double module = page_dots_up(part->module_mm / 25.4 * 72);
    double side = sello_symbol_page(part->symbol) * module;
    if (side > pen->width - MARGIN) { /* its quiet zone may reach into the margins */
        return SELLO_E_PAGE_FULL;
    }
    page_symbol_put(pen->cairo, part->symbol, (pen->width - side) / 2, pen->y, module);
    pen->y += side + 72.0 / PAGE_DPI;
    return SELLO_OK;
}

/* ---- the page ---- */

/* What a page's parts are drawn in: the whole page, or half of it. */
struct region {
    double top, bottom, end; /* the foot stands between the last two */
    struct sello_bytes copy;
};

/* Above a part. A symbol brings its own quiet zone. */
static double gap_above(enum sello_part_kind kind) {
    switch (kind) {
    case SELLO_PART_HEADING: return 14;
    case SELLO_PART_LEAD: return 5;
    case SELLO_PART_TEXT:
    case SELLO_PART_COMMAND: return 7;
    case SELLO_PART_LINES:
    case SELLO_PART_TABLE: return 10;
    case SELLO_PART_SIGNATURES: return SIGNING_ROOM;
    case SELLO_PART_STRIP: return STRIP_GAP;
    case SELLO_PART_HEAD:
    case SELLO_PART_TITLE:
    case SELLO_PART_SYMBOL: return 0;
    }
    return 0;
}

static enum sello_error put_part(struct page_pen *pen, const struct sello_page *page,
                                 const struct sello_page_part *part, struct sello_bytes copy) {
    pen->y += (1 - 2 * pen->closer) * gap_above(part->kind);
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
    case SELLO_PART_HEAD: return page_head_put(pen, page, part, copy);
    case SELLO_PART_STRIP:
        page_strip_put(pen, page->accent);
        pen->y += STRIP_GAP;
        return SELLO_OK;
    }
    return SELLO_E_RANGE;
}

/* At the foot of the page, or of half of it, under a thin rule; one or two lines. */
static enum sello_error put_page_footer(struct page_pen *pen, struct sello_bytes footer,
                                        const struct region *region) {
    double top = region->bottom;
    if (pen->y > top - (1 - 2 * pen->closer) * 8) {
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
    return error == SELLO_OK && pen->y >= region->end ? SELLO_E_PAGE_FULL : error;
}

static enum sello_error put_band(struct page_pen *pen, double top) {
    struct page_extent used;
    struct page_place place = {MARGIN, top, pen->width - 2 * MARGIN};
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

enum sello_error page_practice_band(struct page_pen *pen) {
    return put_band(pen, BAND_TOP);
}

static enum sello_error put_parts(struct page_pen *pen, const struct sello_page *page,
                                  const struct region *region) {
    enum sello_error error = SELLO_OK;
    pen->y = region->top;
    for (size_t i = 0; i < page->n_parts && error == SELLO_OK; i++) {
        error = put_part(pen, page, &page->part[i], region->copy);
    }
    return error == SELLO_OK ? put_page_footer(pen, page->footer, region) : error;
}

static enum sello_error put_whole_page(struct page_pen *pen, const struct sello_page *page,
                                       struct sello_bytes copy) {
    const struct region region = {MARGIN, pen->height - MARGIN, pen->height - FOOT_END, copy};
    enum sello_error error = page->practice ? page_practice_band(pen) : SELLO_OK;
    return error == SELLO_OK ? put_parts(pen, page, &region) : error;
}

/* ---- copies ---- */

static enum sello_error put_half(struct page_pen *pen, const struct sello_page *page, int i) {
    double half = pen->height / 2;
    struct region region = {i == 0 ? COPY_TOP : half + COPY_GAP, 0, 0, page->copy[i]};
    region.end = i == 0 ? half - COPY_GAP / 2 : pen->height - FOOT_END;
    region.bottom = region.end - COPY_FOOT;
    enum sello_error error = SELLO_OK;
    if (page->practice) {
        error = put_band(pen, region.top - BAND_HEIGHT / 2);
        region.top += BAND_HEIGHT - 5;
    }
    return error == SELLO_OK ? put_parts(pen, page, &region) : error;
}

/* Does it fit half a page? Nothing is drawn. */
static enum sello_error try_half(const struct page_pen *pen, const struct sello_page *page) {
    cairo_surface_t *nowhere = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
    struct page_pen trial = *pen;
    trial.cairo = cairo_create(nowhere);
    enum sello_error error = put_half(&trial, page, 0);
    cairo_destroy(trial.cairo);
    cairo_surface_destroy(nowhere);
    return error;
}

/* Where it is to be cut. */
static enum sello_error put_cut_line(struct page_pen *pen) {
    static const double dashes[] = {4, 3};
    struct page_extent used;
    double y = pen->height / 2;
    struct page_place place = {MARGIN / 2, y - 7.5, 0};
    cairo_save(pen->cairo);
    cairo_set_source_rgb(pen->cairo, 0.45, 0.45, 0.45);
    cairo_set_line_width(pen->cairo, 0.5);
    cairo_set_dash(pen->cairo, dashes, 2, 0);
    cairo_move_to(pen->cairo, MARGIN / 2 + 14, y);
    cairo_line_to(pen->cairo, pen->width - MARGIN / 2, y);
    cairo_stroke(pen->cairo);
    cairo_restore(pen->cairo);
    return page_text_put(pen, &scissors_style, sello_bytes_of("\u2702"), place, &used);
}

static enum sello_error put_copies(struct page_pen *pen, const struct sello_page *page) {
    pen->closer = COPY_CLOSER;
    enum sello_error error = try_half(pen, page);
    if (error == SELLO_E_PAGE_FULL) {
        error = put_whole_page(pen, page, page->copy[0]);
        cairo_show_page(pen->cairo);
        return error == SELLO_OK ? put_whole_page(pen, page, page->copy[1]) : error;
    }
    for (int i = 0; i < 2 && error == SELLO_OK; i++) {
        error = put_half(pen, page, i);
    }
    return error == SELLO_OK ? put_cut_line(pen) : error;
}

enum sello_error page_draw(struct page_pen *pen, const struct sello_page *page) {
    enum sello_error error = page_text_start(pen);
    if (error == SELLO_OK) {
        error = page->copy[0].len > 0 ? put_copies(pen, page)
                                      : put_whole_page(pen, page, sello_bytes(NULL, 0));
    }
    page_text_end(pen);
    return error;
}
