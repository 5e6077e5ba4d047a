/* SPDX-License-Identifier: Apache-2.0 */
#include <png.h>
#include <stdlib.h>

#include "verify/reader/colours.h"
#include "verify/reader/picture_load.h"

/* libpng reports failures by longjmp, to where this is found around it. (Its simplified interface
 * has none of this, but inflates every text chunk before it tells the size.) */
struct decoder {
    png_structp png;
    png_infop info;
    struct sello_bytes rest; /* of the file */
    enum sello_error error;
    struct sello_image image;
    unsigned dots;   /* pixels along a module's side; 0: whatever there is, as grey */
    bool in_colours; /* or as colours: these, not `image` */
    struct sello_colours colours;
    unsigned orientation;
};

static void on_error(png_structp png, png_const_charp message) {
    (void)message;
    struct decoder *d = png_get_error_ptr(png);
    d->error = SELLO_E_PICTURE_DAMAGED;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void on_read(png_structp png, png_bytep out, size_t len) {
    struct decoder *d = png_get_io_ptr(png);
    if (len > d->rest.len) {
        png_error(png, "end of file");
    }
    memcpy(out, d->rest.ptr, len);
    d->rest.ptr += len;
    d->rest.len -= len;
}

/* Nothing but the header, the palette, transparency, the pixels and their size is looked into:
 * texts and colour profiles cannot be bombs. */
static void read_header(struct decoder *d) {
    png_set_read_fn(d->png, d, on_read);
    png_set_user_limits(d->png, SELLO_PICTURE_SIDE_MAX, SELLO_PICTURE_SIDE_MAX);
    png_set_keep_unknown_chunks(d->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(d->png, PNG_HANDLE_CHUNK_AS_DEFAULT, (png_const_bytep) "pHYs", 1);
    if (d->in_colours) {
        png_set_keep_unknown_chunks(d->png, PNG_HANDLE_CHUNK_AS_DEFAULT, (png_const_bytep) "eXIf",
                                    1);
    }
    png_read_info(d->png, d->info);
}

/* From every depth and kind of colour to 8-bit grey, over white. libpng takes the colour of the
 * background in the picture's own depth. */
static void ask_for_grey(struct decoder *d) {
    png_uint_16 most = png_get_bit_depth(d->png, d->info) == 16 ? 65535 : 255;
    png_color_16 white = {.red = most, .green = most, .blue = most, .gray = most};
    png_set_expand(d->png);
    png_set_background_fixed(d->png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, PNG_FP_1);
    png_set_scale_16(d->png);
    if ((png_get_color_type(d->png, d->info) & PNG_COLOR_MASK_COLOR) != 0) {
        png_set_rgb_to_gray_fixed(d->png, PNG_ERROR_ACTION_NONE, PNG_RGB_TO_GRAY_DEFAULT,
                                  PNG_RGB_TO_GRAY_DEFAULT);
    }
}

/* Each pass of an interlaced picture adds its pixels to the same rows. */
static void read_rows(struct decoder *d) {
    int n_passes = png_set_interlace_handling(d->png);
    png_read_update_info(d->png, d->info);
    if (png_get_rowbytes(d->png, d->info) != d->image.width) {
        png_error(d->png, "not 8-bit grey");
    }
    for (int pass = 0; pass < n_passes; pass++) {
        for (size_t y = 0; y < d->image.height; y++) {
            png_read_row(d->png, d->image.grey + y * d->image.width, NULL);
        }
    }
}

/* Its chunk pHYs, where that is in metres and square. */
static double dpi_of(const struct decoder *d) {
    png_uint_32 metre = png_get_pixels_per_meter(d->png, d->info);
    return metre * 0.0254;
}

/* ---- modules ---- */

enum { ROW_MAX = SELLO_PICTURE_SIDE_MAX / 8 + 1 }; /* bytes of one-bit pixels */

static bool is_modules(const struct decoder *d) {
    png_uint_32 width = png_get_image_width(d->png, d->info);
    png_uint_32 height = png_get_image_height(d->png, d->info);
    return png_get_bit_depth(d->png, d->info) == 1 &&
           png_get_color_type(d->png, d->info) == PNG_COLOR_TYPE_GRAY &&
           png_get_interlace_type(d->png, d->info) == PNG_INTERLACE_NONE &&
           png_get_valid(d->png, d->info, PNG_INFO_tRNS) == 0 && width % d->dots == 0 &&
           height % d->dots == 0;
}

static uint8_t pixel_at(const uint8_t *row, size_t x) {
    return (row[x / 8] >> (7 - x % 8) & 1) != 0 ? 255 : 0;
}

/* A row of pixels as modules; false where a module is not of one colour. */
static bool take_modules(const struct decoder *d, const uint8_t *row, uint8_t *out) {
    for (size_t x = 0; x < d->image.width; x++) {
        out[x] = pixel_at(row, x * d->dots);
        for (size_t i = 1; i < d->dots; i++) {
            if (pixel_at(row, x * d->dots + i) != out[x]) {
                return false;
            }
        }
    }
    return true;
}

/* The bits behind a row's last pixel may be anything (ISO/IEC 15948 section 7.2). */
static void read_modules(struct decoder *d) {
    uint8_t rows[2][ROW_MAX];
    size_t len = (d->image.width * d->dots + 7) / 8;
    uint8_t used = (uint8_t)(0xff << (8 * len - d->image.width * d->dots));
    bool alike = true;
    for (size_t y = 0; y < d->image.height * d->dots && alike; y++) {
        uint8_t *row = rows[y % d->dots == 0 ? 0 : 1];
        png_read_row(d->png, row, NULL);
        row[len - 1] &= used;
        alike = y % d->dots == 0
                    ? take_modules(d, row, d->image.grey + y / d->dots * d->image.width)
                    : memcmp(rows[0], rows[1], len) == 0;
    }
    if (alike) {
        png_read_end(d->png, NULL); /* what a program wrote must be whole */
    }
    d->error = alike ? SELLO_OK : SELLO_E_PICTURE_FORMAT;
}

static void decode_modules(struct decoder *d) {
    d->error = SELLO_E_PICTURE_FORMAT;
    if (is_modules(d)) {
        d->error = sello_image_new(png_get_image_width(d->png, d->info) / d->dots,
                                   png_get_image_height(d->png, d->info) / d->dots, &d->image);
    }
    if (d->error == SELLO_OK) {
        read_modules(d);
    }
}

/* ---- in colours ---- */

static void ask_for_colours(struct decoder *d) {
    png_uint_16 most = png_get_bit_depth(d->png, d->info) == 16 ? 65535 : 255;
    png_color_16 white = {.red = most, .green = most, .blue = most, .gray = most};
    png_set_expand(d->png);
    png_set_background_fixed(d->png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, PNG_FP_1);
    png_set_scale_16(d->png);
    png_set_gray_to_rgb(d->png);
}

static void read_colours(struct decoder *d) {
    int n_passes = png_set_interlace_handling(d->png);
    png_read_update_info(d->png, d->info);
    if (png_get_rowbytes(d->png, d->info) != 3 * d->colours.width) {
        png_error(d->png, "not 8-bit colours");
    }
    for (int pass = 0; pass < n_passes; pass++) {
        for (size_t y = 0; y < d->colours.height; y++) {
            png_read_row(d->png, d->colours.rgb + 3 * y * d->colours.width, NULL);
        }
    }
}

/* A chunk behind the pixels is none: programs write it before them. */
static unsigned orientation_of(const struct decoder *d) {
    png_uint_32 len = 0;
    png_bytep exif = NULL;
    return png_get_eXIf_1(d->png, d->info, &len, &exif) != 0
               ? sello_exif_orientation(sello_bytes(exif, len))
               : 1;
}

static void decode_colours(struct decoder *d) {
    d->error = sello_colours_new(png_get_image_width(d->png, d->info),
                                 png_get_image_height(d->png, d->info), &d->colours);
    if (d->error == SELLO_OK) {
        d->orientation = orientation_of(d);
        ask_for_colours(d);
        read_colours(d);
    }
}

/* ---- all of them ---- */

static void decode(struct decoder *d) {
    read_header(d);
    if (d->in_colours) {
        decode_colours(d);
        return;
    }
    if (d->dots > 0) {
        decode_modules(d);
        return;
    }
    d->error = sello_image_new(png_get_image_width(d->png, d->info),
                               png_get_image_height(d->png, d->info), &d->image);
    if (d->error == SELLO_OK) {
        d->image.dpi = dpi_of(d);
        ask_for_grey(d);
        read_rows(d);
    }
}

/* Apart from its caller, whose variables setjmp would leave undefined. */
static void decode_or_fail(struct decoder *d) {
    if (setjmp(png_jmpbuf(d->png)) == 0) {
        decode(d);
    }
}

static enum sello_error run(struct decoder *d) {
    d->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, d, on_error, on_warning);
    d->info = d->png == NULL ? NULL : png_create_info_struct(d->png);
    if (d->info == NULL) {
        d->error = SELLO_E_MEMORY;
    } else {
        decode_or_fail(d);
    }
    png_destroy_read_struct(&d->png, &d->info, NULL);
    return d->error;
}

/* A size past the limits is named as such, before libpng would call it an error. */
static enum sello_error check_claimed_size(struct sello_bytes file) {
    enum { WIDTH = 16, HEIGHT = 20, SIZE_END = 24 }; /* RFC 2083 sections 3.1, 3.2 and 4.1.1 */
    if (file.len < SIZE_END) {
        return SELLO_E_PICTURE_DAMAGED;
    }
    return sello_image_size_check(png_get_uint_32(file.ptr + WIDTH),
                                  png_get_uint_32(file.ptr + HEIGHT));
}

static enum sello_error load(struct sello_bytes file, unsigned dots, struct sello_image *out) {
    struct decoder d = {.rest = file, .error = check_claimed_size(file), .dots = dots};
    if (d.error != SELLO_OK) {
        return d.error;
    }
    enum sello_error error = run(&d);
    if (error != SELLO_OK) {
        sello_image_free(&d.image);
        return error;
    }
    *out = d.image;
    return SELLO_OK;
}

enum sello_error sello_image_load_png(struct sello_bytes file, struct sello_image *out) {
    return load(file, 0, out);
}

enum sello_error sello_image_load_png_modules(struct sello_bytes file, unsigned dots,
                                              struct sello_image *out) {
    return dots > 0 ? load(file, dots, out) : SELLO_E_PICTURE_FORMAT;
}

enum sello_error sello_colours_load_png(struct sello_bytes file, size_t aim,
                                        struct sello_colours *out, unsigned *out_orientation) {
    struct decoder d = {.rest = file, .error = check_claimed_size(file), .in_colours = true};
    (void)aim;
    if (d.error == SELLO_OK && run(&d) == SELLO_OK) {
        *out = d.colours;
        *out_orientation = d.orientation;
        return SELLO_OK;
    }
    sello_colours_free(&d.colours);
    return d.error;
}
