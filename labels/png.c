/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/labels.h"

#include <png.h>

#define SIDE_MAX ((SELLO_SYMBOL_SIDE_MAX + 2 * SELLO_QUIET_ZONE) * SELLO_DOTS_MAX)

struct job {
    const struct sello_symbol *symbol;
    struct sello_print_size size;
};

/* ---- what libpng calls ---- */

static void append(png_structp png, png_bytep data, size_t len) {
    struct sello_writer *out = (struct sello_writer *)png_get_io_ptr(png);
    sello_write(out, data, len);
    if (out->failed) {
        png_error(png, "no room");
    }
}

static void flush(png_structp png) {
    (void)png;
}

/* Its own would print. */
static void on_error(png_structp png, png_const_charp message) {
    (void)message;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

/* ---- the picture ---- */

static void write_head(png_structp png, png_infop info, const struct job *job) {
    png_uint_32 side = sello_symbol_page(job->symbol) * job->size.dots_per_module;
    /* An inch is 0.0254 m; rounded to the nearest. */
    png_uint_32 dots_per_metre = (job->size.dpi * 10000u + 127) / 254;
    png_set_IHDR(png, info, side, side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(png, info, dots_per_metre, dots_per_metre, PNG_RESOLUTION_METER);
    /* Named, so that a library with other defaults gives the same bytes. Level 9 would save a few
     * hundred bytes and take up to nine times as long over rows this alike. */
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, 4);
    png_write_info(png, info);
}

/* One row of modules as pixels, eight to a byte, the leftmost in the highest bit; 1 is white. */
static void draw_row(const struct job *job, unsigned y, uint8_t row[SELLO_LEN(SIDE_MAX / 8)]) {
    unsigned dots = job->size.dots_per_module;
    unsigned side = sello_symbol_page(job->symbol) * dots;
    memset(row, 0xff, (side + 7) / 8);
    for (unsigned x = 0; x < side; x++) {
        if (sello_symbol_dark(job->symbol, x / dots, y)) {
            row[x / 8] &= (uint8_t) ~(0x80u >> x % 8);
        }
    }
}

static void write_picture(png_structp png, png_infop info, const struct job *job) {
    uint8_t row[SIDE_MAX / 8];
    write_head(png, info, job);
    for (unsigned y = 0; y < sello_symbol_page(job->symbol); y++) {
        draw_row(job, y, row);
        for (unsigned i = 0; i < job->size.dots_per_module; i++) {
            png_write_row(png, row);
        }
    }
    png_write_end(png, info);
}

/* libpng jumps back here when anything fails. It changes no variable of this function, so that
 * none is indeterminate after the jump (C17 section 7.13.2.1). */
static bool written(png_structp png, png_infop info, const struct job *job) {
    if (setjmp(png_jmpbuf(png)) != 0) {
        return false;
    }
    write_picture(png, info, job);
    return true;
}

enum sello_status sello_symbol_png(const struct sello_symbol *symbol, struct sello_print_size size,
                                   struct sello_writer *out) {
    if (!sello_print_size_ok(size)) {
        return SELLO_E_RANGE;
    }
    size_t start = out->len;
    bool ok = false;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    if (info != NULL) {
        png_set_write_fn(png, out, append, flush);
        ok = written(png, info, &(struct job){symbol, size});
    }
    png_destroy_write_struct(&png, &info);
    if (!ok) {
        out->len = start;
        return out->failed ? SELLO_E_NO_ROOM : SELLO_E_MEMORY;
    }
    return SELLO_OK;
}
