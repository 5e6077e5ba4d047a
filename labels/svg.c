/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/labels.h"

static void put(struct sello_writer *w, const char *text) {
    sello_write(w, text, strlen(text));
}

/* ---- numbers, written here because printf takes its decimal point from the locale ---- */

static void put_number(struct sello_writer *w, uint64_t n) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    sello_write(w, digits + at, sizeof digits - at);
}

/* A width of so many dots, to a tenth of a micrometre: "30.9033mm". Always a hair less, never more:
 * what draws it in pixels rounds up, and would add one. */
static void put_mm(struct sello_writer *w, uint64_t n_dots, unsigned dpi) {
    uint64_t tenths_um = (n_dots * 254000 - 1) / dpi;
    put_number(w, tenths_um / 10000);
    put(w, ".");
    for (uint64_t unit = 1000; unit > 0; unit /= 10) {
        put_number(w, tenths_um / unit % 10);
    }
    put(w, "mm");
}

/* ---- the title ---- */

/* XML 1.0, production 2 (Char). Surrogates are no UTF-8 and come here as 0. */
static bool is_xml_char(uint32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

static void put_escaped(struct sello_writer *w, struct sello_bytes text) {
    while (text.len > 0) {
        uint32_t c = 0;
        size_t n = sello_utf8_next(text, &c);
        bool broken = n == 0;
        n = broken ? 1 : n;
        if (broken || !is_xml_char(c)) {
            put(w, "\xEF\xBF\xBD"); /* U+FFFD */
        } else if (c == '&') {
            put(w, "&amp;");
        } else if (c == '<') {
            put(w, "&lt;");
        } else if (c == '>') {
            put(w, "&gt;"); /* "]]>" may not stand in text */
        } else if (c == '\r') {
            put(w, "&#13;"); /* a bare one is read as a line feed */
        } else {
            sello_write(w, text.ptr, n);
        }
        text = sello_bytes(text.ptr + n, text.len - n);
    }
}

/* ---- the drawing ---- */

/* One rectangle, a row high: "M4 4h7v1h-7z". */
static void put_run(struct sello_writer *w, unsigned x, unsigned y, unsigned n) {
    put(w, "M");
    put_number(w, x);
    put(w, " ");
    put_number(w, y);
    put(w, "h");
    put_number(w, n);
    put(w, "v1h-");
    put_number(w, n);
    put(w, "z");
}

static void put_row(struct sello_writer *w, const struct sello_symbol *symbol, unsigned y) {
    unsigned page = sello_symbol_page(symbol);
    for (unsigned x = 0; x < page; x++) {
        unsigned start = x;
        while (sello_symbol_dark(symbol, x, y)) {
            x++;
        }
        if (x > start) {
            put_run(w, start, y, x - start);
        }
    }
}

static void put_head(struct sello_writer *w, unsigned page, struct sello_print_size size) {
    uint64_t n_dots = (uint64_t)page * size.dots_per_module;
    put(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"");
    put_mm(w, n_dots, size.dpi);
    put(w, "\" height=\"");
    put_mm(w, n_dots, size.dpi);
    put(w, "\" viewBox=\"0 0 ");
    put_number(w, page);
    put(w, " ");
    put_number(w, page);
    put(w, "\" shape-rendering=\"crispEdges\">\n");
}

static void put_title(struct sello_writer *w, struct sello_bytes title) {
    if (title.len > 0) {
        put(w, "<title>");
        put_escaped(w, title);
        put(w, "</title>\n");
    }
}

enum sello_status sello_symbol_svg(const struct sello_symbol *symbol, struct sello_print_size size,
                                   struct sello_bytes title, struct sello_writer *out) {
    if (!sello_print_size_ok(size)) {
        return SELLO_E_RANGE;
    }
    size_t start = out->len;
    unsigned page = sello_symbol_page(symbol);
    put_head(out, page, size);
    put_title(out, title);
    put(out, "<rect width=\"");
    put_number(out, page);
    put(out, "\" height=\"");
    put_number(out, page);
    put(out, "\" fill=\"#fff\"/>\n<path fill=\"#000\" d=\"");
    for (unsigned y = 0; y < page; y++) {
        put_row(out, symbol, y);
    }
    put(out, "\"/>\n</svg>\n");
    if (out->failed) {
        out->len = start;
        return SELLO_E_NO_ROOM;
    }
    return SELLO_OK;
}
