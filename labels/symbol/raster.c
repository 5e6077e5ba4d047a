/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/symbol/raster.h"

#include <png.h>

/* ---- what libpng calls ---- */

static void append_png(png_structp png, png_bytep data, size_t len) {
    struct sello_writer *out = (struct sello_writer *)png_get_io_ptr(png);
    sello_write(out, data, len);
    if (out->failed) {
        png_error(png, "no room");
    }
}

static void flush_nothing(png_structp png) {
    (void)png;
}

/* libpng's own would print. */
static void on_png_error(png_structp png, png_const_charp message) {
    (void)message;
    png_longjmp(png, 1);
}

static void on_png_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

/* ---- the picture ---- */

static void write_head(png_structp png, png_infop info, const struct raster *raster) {
    /* An inch is 0.0254 m; rounded to the nearest. */
    png_uint_32 dots_per_metre = (raster->dpi * 10000u + 127) / 254;
    int type = raster->colour ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY;
    png_set_IHDR(png, info, raster->width, raster->height, raster->bits, type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(png, info, dots_per_metre, dots_per_metre, PNG_RESOLUTION_METER);
    /* Set explicitly, so that a library with other defaults gives the same bytes. Level 9 would
     * save a few hundred bytes and take up to nine times as long on rows this alike. */
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, 4);
    png_write_info(png, info);
}

static void write_picture(png_structp png, png_infop info, const struct raster *raster) {
    write_head(png, info, raster);
    for (uint32_t y = 0; y < raster->height; y++) {
        raster->draw(raster->context, y, raster->row);
        png_write_row(png, raster->row);
    }
    png_write_end(png, info);
}

/* libpng jumps back here if anything fails. This function changes no variable of its own, so none
 * is indeterminate after the jump (C17 section 7.13.2.1). */
static bool write_or_jump(png_structp png, png_infop info, const struct raster *raster) {
    if (setjmp(png_jmpbuf(png)) != 0) {
        return false;
    }
    write_picture(png, info, raster);
    return true;
}

enum sello_error raster_png(const struct raster *raster, struct sello_writer *out) {
    size_t start = out->len;
    bool ok = false;
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_png_error, on_png_warning);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    if (info != NULL) {
        png_set_write_fn(png, out, append_png, flush_nothing);
        ok = write_or_jump(png, info, raster);
    }
    png_destroy_write_struct(&png, &info);
    if (!ok) {
        out->len = start;
        return out->failed ? SELLO_E_NO_ROOM : SELLO_E_MEMORY;
    }
    return SELLO_OK;
}

/* By the weights of ITU-R BT.601, in 256ths; greys map to themselves. */
uint8_t raster_grey(uint32_t rgb) {
    return (uint8_t)((77 * (rgb >> 16 & 0xff) + 150 * (rgb >> 8 & 0xff) + 29 * (rgb & 0xff)) >> 8);
}

bool raster_is_grey(uint32_t rgb) {
    return (rgb >> 16 & 0xff) == (rgb & 0xff) && (rgb >> 8 & 0xff) == (rgb & 0xff);
}
