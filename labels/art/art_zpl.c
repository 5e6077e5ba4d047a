/* SPDX-License-Identifier: Apache-2.0 */
/* A label for Zebra's and compatible printers: one picture at the head's own dots, so that the
 * printer's fonts, encodings and commands play no part.
 *
 * The picture is compressed as Zebra's ZPL II programming guide describes under ~DG, "Alternative
 * data compression scheme": hexadecimal digits with counts before them. Every printer that knows
 * ^GF reads this; :Z64: is hardly smaller, and missing in older firmware and in clones. */
#include <stdio.h>
#include <stdlib.h>

#include "labels/art/art_parts.h"
#include "labels/symbol/raster.h"

#define COPIES_MAX 9999u
/* Of 255: darker pixels become black dots. At half, the thin strokes of Gentium fall apart at 203
 * dpi: the bar of an H, the top of a T. */
#define DARK_BELOW 185
#define RUN_MOST 400u /* the highest count */

/* One bit a dot, 1 for black; the first dot is the highest bit, and rows are padded to whole
 * bytes. */
struct bitmap {
    unsigned width, height;
    size_t stride; /* bytes a row */
    uint8_t *bits;
};

/* ---- from the drawn label to dots ---- */

static void set_dot(struct bitmap *b, unsigned x, unsigned y, bool dark) {
    uint8_t *byte = b->bits + y * b->stride + x / 8, bit = (uint8_t)(0x80 >> x % 8);
    *byte = (uint8_t)(dark ? *byte | bit : *byte & ~bit);
}

static void set_dark_pixels(struct bitmap *b, cairo_surface_t *picture) {
    const uint8_t *row = cairo_image_surface_get_data(picture);
    for (unsigned y = 0; y < b->height; y++) {
        for (unsigned x = 0; x < b->width; x++) {
            uint32_t rgb;
            memcpy(&rgb, row + sizeof rgb * x, sizeof rgb);
            if (raster_grey(rgb) < DARK_BELOW) {
                set_dot(b, x, y, true);
            }
        }
        row += cairo_image_surface_get_stride(picture);
    }
}

/* Over whatever was drawn there: the symbol and its quiet zone. */
static void set_symbol_dots(struct bitmap *b, const struct sello_art *art,
                            const struct sello_symbol *symbol) {
    unsigned left, top, dots = art->setup.size.dots_per_module;
    unsigned side = sello_symbol_page(symbol) * dots;
    art_symbol_at(art, symbol, &left, &top);
    for (unsigned y = 0; y < side && top + y < b->height; y++) {
        for (unsigned x = 0; x < side && left + x < b->width; x++) {
            set_dot(b, left + x, top + y, sello_symbol_dark(symbol, x / dots, y / dots));
        }
    }
}

/* The bits are the caller's. */
static enum sello_error make_bitmap(struct sello_art *art, const struct sello_art_label *label,
                                    struct bitmap *out) {
    cairo_surface_t *picture;
    enum sello_error error = art_picture(art, label, &picture);
    if (error != SELLO_OK) {
        return error;
    }
    struct bitmap b = {.width = (unsigned)cairo_image_surface_get_width(picture),
                       .height = (unsigned)cairo_image_surface_get_height(picture)};
    b.stride = (b.width + 7) / 8;
    b.bits = calloc(b.height, b.stride);
    if (b.bits != NULL) {
        set_dark_pixels(&b, picture);
        set_symbol_dots(&b, art, label->symbol);
        *out = b;
    }
    cairo_surface_destroy(picture);
    return b.bits != NULL ? SELLO_OK : SELLO_E_MEMORY;
}

/* ---- from dots to hexadecimal digits with counts ---- */

static unsigned hex_digit_at(const uint8_t *row, size_t i) {
    return i % 2 == 0 ? row[i / 2] >> 4 : row[i / 2] & 15;
}

static void put_char(struct sello_writer *w, char c) {
    sello_write(w, &c, 1);
}

/* G..Y count 1 to 19, g..z 20 to 400 by twenties; they add up. A count of 1 is not written. */
static void put_counted_digit(struct sello_writer *w, size_t n, unsigned digit) {
    while (n > 0) {
        size_t now = n < RUN_MOST ? n : RUN_MOST;
        if (now >= 20) {
            put_char(w, (char)('g' + now / 20 - 1));
        }
        if (now > 1 && now % 20 != 0) {
            put_char(w, (char)('G' + now % 20 - 1));
        }
        put_char(w, "0123456789ABCDEF"[digit]);
        n -= now;
    }
}

/* A comma fills the rest of the row with 0, an exclamation mark with F. */
static void put_bitmap_row(struct sello_writer *w, const uint8_t *row, size_t n_digits) {
    for (size_t i = 0; i < n_digits;) {
        size_t start = i;
        unsigned digit = hex_digit_at(row, start);
        while (i < n_digits && hex_digit_at(row, i) == digit) {
            i++;
        }
        if (i == n_digits && (digit == 0 || digit == 15)) {
            put_char(w, digit == 0 ? ',' : '!');
        } else {
            put_counted_digit(w, i - start, digit);
        }
    }
}

/* A colon repeats the previous row. */
static void put_bitmap(struct sello_writer *w, const struct bitmap *b) {
    for (unsigned y = 0; y < b->height; y++) {
        const uint8_t *row = b->bits + y * b->stride;
        if (y > 0 && memcmp(row, row - b->stride, b->stride) == 0) {
            put_char(w, ':');
        } else {
            put_bitmap_row(w, row, 2 * b->stride);
        }
    }
}

/* ---- the label ---- */

/* Zebra's ZPL II programming guide: ~SD 00 to 30, ^MN, ^PR in inches a second. */
static void put_settings(struct sello_writer *w, const struct sello_thermal_settings *settings) {
    static const char *const media[] = {[SELLO_MEDIA_AS_IS] = "",
                                        [SELLO_MEDIA_GAP] = "^MNY",
                                        [SELLO_MEDIA_MARK] = "^MNM",
                                        [SELLO_MEDIA_CONTINUOUS] = "^MNN"};
    char speed[16] = "";
    if (settings->speed > 0) {
        snprintf(speed, sizeof speed, "^PR%u", settings->speed);
    }
    sello_write(w, media[settings->media], strlen(media[settings->media]));
    sello_write(w, speed, strlen(speed));
}

static void put_darkness(struct sello_writer *w, const struct sello_thermal_settings *settings) {
    char text[16];
    if (settings->has_darkness) {
        int len = snprintf(text, sizeof text, "~SD%02u\n", settings->darkness);
        sello_write(w, text, (size_t)len);
    }
}

/* Resets what an earlier job may have changed: rotation, mirroring, reversal, offsets. */
static void put_zpl(struct sello_writer *w, const struct bitmap *b,
                    const struct sello_thermal_settings *settings, unsigned copies) {
    static const char begin[] = "^XA^PON^PMN^LRN^LH0,0^LS0";
    char text[160];
    size_t total = b->stride * b->height;
    put_darkness(w, settings);
    sello_write(w, begin, sizeof begin - 1);
    put_settings(w, settings);
    int len = snprintf(text, sizeof text, "^PW%u^LL%u\n^FO0,0^GFA,%zu,%zu,%zu,", b->width,
                       b->height, total, total, b->stride);
    sello_write(w, text, (size_t)len);
    put_bitmap(w, b);
    len = snprintf(text, sizeof text, "^FS\n^PQ%u^XZ\n", copies);
    sello_write(w, text, (size_t)len);
}

enum sello_error sello_art_zpl(struct sello_art *art, const struct sello_art_label *label,
                               unsigned copies, struct sello_writer *out) {
    struct bitmap b;
    size_t start = out->len;
    unsigned dpi = art_size(art).dpi;
    const struct sello_thermal_settings *s = &art->setup.settings;
    if (s->media > SELLO_MEDIA_CONTINUOUS || s->speed > SELLO_SPEED_MAX ||
        s->darkness > SELLO_DARKNESS_MAX) {
        return SELLO_E_RANGE;
    }
    if ((dpi != 203 && dpi != 300 && dpi != 600) || copies < 1 || copies > COPIES_MAX) {
        return SELLO_E_RANGE;
    }
    enum sello_error error = make_bitmap(art, label, &b);
    if (error != SELLO_OK) {
        return error;
    }
    put_zpl(out, &b, &art->setup.settings, copies);
    free(b.bits);
    if (out->failed) {
        out->len = start;
        return SELLO_E_NO_ROOM;
    }
    return SELLO_OK;
}
