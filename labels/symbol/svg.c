/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/symbol/svg_put.h"

void svg_put(struct sello_writer *w, const char *text) {
    sello_write(w, text, strlen(text));
}

/* ---- numbers, written here because printf takes its decimal point from the locale ---- */

void svg_put_number(struct sello_writer *w, uint64_t n) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    sello_write(w, digits + at, sizeof digits - at);
}

void svg_put_decimal(struct sello_writer *w, int64_t value, unsigned places) {
    uint64_t n = (uint64_t)(value < 0 ? -value : value), unit = 1;
    for (unsigned i = 0; i < places; i++) {
        unit *= 10;
    }
    svg_put(w, value < 0 ? "-" : "");
    svg_put_number(w, n / unit);
    svg_put(w, n % unit > 0 ? "." : "");
    while (n % unit > 0) {
        n %= unit;
        unit /= 10;
        svg_put_number(w, n / unit);
    }
}

/* The width of this many dots, to a tenth of a micrometre: "30.9033mm". Always a hair less, never
 * more: a program that draws it in pixels rounds up, and would add one. */
static void put_dots_as_mm(struct sello_writer *w, uint64_t n_dots, unsigned dpi) {
    svg_put_decimal(w, (int64_t)((n_dots * 254000 - 1) / dpi), 4);
    svg_put(w, "mm");
}

/* ---- the title ---- */

/* XML 1.0, production 2 (Char). Surrogates are not valid UTF-8 and arrive as 0. */
static bool is_xml_char(uint32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

void svg_put_escaped(struct sello_writer *w, struct sello_bytes text) {
    while (text.len > 0) {
        uint32_t c = 0;
        size_t n = sello_utf8_next(text, &c);
        bool broken = n == 0;
        n = broken ? 1 : n;
        if (broken || !is_xml_char(c)) {
            svg_put(w, "\xEF\xBF\xBD"); /* U+FFFD */
        } else if (c == '&') {
            svg_put(w, "&amp;");
        } else if (c == '<') {
            svg_put(w, "&lt;");
        } else if (c == '>') {
            svg_put(w, "&gt;"); /* "]]>" may not stand in text */
        } else if (c == '\r') {
            svg_put(w, "&#13;"); /* a bare one is read as a line feed */
        } else {
            sello_write(w, text.ptr, n);
        }
        text = sello_bytes(text.ptr + n, text.len - n);
    }
}

/* ---- the drawing ---- */

/* One rectangle, a row high: "M4 4h7v1h-7z". */
static void put_dark_run(struct sello_writer *w, unsigned x, unsigned y, unsigned n) {
    svg_put(w, "M");
    svg_put_number(w, x);
    svg_put(w, " ");
    svg_put_number(w, y);
    svg_put(w, "h");
    svg_put_number(w, n);
    svg_put(w, "v1h-");
    svg_put_number(w, n);
    svg_put(w, "z");
}

static void put_dark_row(struct sello_writer *w, const struct sello_symbol *symbol, unsigned y) {
    unsigned page = sello_symbol_page(symbol);
    for (unsigned x = 0; x < page; x++) {
        unsigned start = x;
        while (sello_symbol_dark(symbol, x, y)) {
            x++;
        }
        if (x > start) {
            put_dark_run(w, start, y, x - start);
        }
    }
}

void svg_put_dark(struct sello_writer *w, const struct sello_symbol *symbol) {
    for (unsigned y = 0; y < sello_symbol_rows(symbol); y++) {
        put_dark_row(w, symbol, y);
    }
}

static void put_symbol_head(struct sello_writer *w, unsigned page, unsigned rows,
                            struct sello_print_size size) {
    svg_put(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"");
    put_dots_as_mm(w, (uint64_t)page * size.dots_per_module, size.dpi);
    svg_put(w, "\" height=\"");
    put_dots_as_mm(w, (uint64_t)rows * size.dots_per_module, size.dpi);
    svg_put(w, "\" viewBox=\"0 0 ");
    svg_put_number(w, page);
    svg_put(w, " ");
    svg_put_number(w, rows);
    svg_put(w, "\" shape-rendering=\"crispEdges\">\n");
}

static void put_title_element(struct sello_writer *w, struct sello_bytes title) {
    if (title.len > 0) {
        svg_put(w, "<title>");
        svg_put_escaped(w, title);
        svg_put(w, "</title>\n");
    }
}

enum sello_error sello_symbol_svg(const struct sello_symbol *symbol, struct sello_print_size size,
                                  struct sello_bytes title, struct sello_writer *out) {
    if (!sello_print_size_ok(size)) {
        return SELLO_E_RANGE;
    }
    size_t start = out->len;
    unsigned page = sello_symbol_page(symbol), rows = sello_symbol_rows(symbol);
    put_symbol_head(out, page, rows, size);
    put_title_element(out, title);
    svg_put(out, "<rect width=\"");
    svg_put_number(out, page);
    svg_put(out, "\" height=\"");
    svg_put_number(out, rows);
    svg_put(out, "\" fill=\"#fff\"/>\n<path fill=\"#000\" d=\"");
    svg_put_dark(out, symbol);
    svg_put(out, "\"/>\n</svg>\n");
    if (out->failed) {
        out->len = start;
        return SELLO_E_NO_ROOM;
    }
    return SELLO_OK;
}
