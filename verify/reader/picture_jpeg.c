/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdio.h> /* jpeglib.h needs it */
#include <stdlib.h>

#include <jerror.h>
#include <jpeglib.h>

#include "verify/reader/colours.h"
#include "verify/reader/picture_load.h"

#define MEMORY_MAX (512L << 20) /* bytes: a progressive picture is held as coefficients */
#define SCANS_MAX 100           /* encoders write about ten; thousands are an attack on time */

/* libjpeg reports through callbacks that find this around the structs they are given. */
struct decoder {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf failed;
    enum sello_error error;
    bool incomplete;
    uint8_t *cmyk; /* owned; one row, where the picture is in CMYK */
    struct sello_image image;
    bool in_colours; /* these, not `image` */
    size_t aim;
    struct sello_colours colours;
    unsigned orientation;
};

static _Noreturn void fail_with(struct decoder *d, enum sello_error error) {
    d->error = error;
    longjmp(d->failed, 1);
}

static _Noreturn void on_error(j_common_ptr jpeg) {
    struct decoder *d = jpeg->client_data;
    switch (jpeg->err->msg_code) {
    case JERR_OUT_OF_MEMORY: fail_with(d, SELLO_E_MEMORY);
    case JERR_IMAGE_TOO_BIG: /* a side of over 65500 */
    case JERR_NO_BACKING_STORE: /* more than MEMORY_MAX */ fail_with(d, SELLO_E_PICTURE_TOO_LARGE);
    default: fail_with(d, SELLO_E_PICTURE_DAMAGED);
    }
}

/* Warnings come with level -1. libjpeg goes on after them; we only note an early end. */
static void on_message(j_common_ptr jpeg, int level) {
    struct decoder *d = jpeg->client_data;
    int code = jpeg->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER)) {
        d->incomplete = true;
    }
}

static void on_progress(j_common_ptr jpeg) {
    struct decoder *d = jpeg->client_data;
    if (d->jpeg.input_scan_number > SCANS_MAX) {
        fail_with(d, SELLO_E_PICTURE_DAMAGED);
    }
}

static void start(struct decoder *d, struct sello_bytes file) {
    d->jpeg.err = jpeg_std_error(&d->errors);
    d->errors.error_exit = on_error;
    d->errors.emit_message = on_message;
    d->jpeg.client_data = d;
    jpeg_create_decompress(&d->jpeg);
    d->jpeg.mem->max_memory_to_use = MEMORY_MAX;
    d->progress.progress_monitor = on_progress;
    d->jpeg.progress = &d->progress;
    jpeg_mem_src(&d->jpeg, file.ptr, file.len);
}

/* libjpeg makes grey of all colours but CMYK, which it can only bring YCCK to. */
static void choose_colours(struct decoder *d) {
    bool cmyk = d->jpeg.jpeg_color_space == JCS_CMYK || d->jpeg.jpeg_color_space == JCS_YCCK;
    d->jpeg.out_color_space = cmyk ? JCS_CMYK : JCS_GRAYSCALE;
    if (cmyk) {
        d->cmyk = malloc((size_t)d->jpeg.image_width * 4);
        if (d->cmyk == NULL) {
            fail_with(d, SELLO_E_MEMORY);
        }
    }
}

/* Adobe's programs, which write nearly all CMYK JPEGs, store ink inverted: 255 is no ink. */
static void grey_of_cmyk(const struct decoder *d, uint8_t *grey) {
    for (size_t x = 0; x < d->image.width; x++) {
        const uint8_t *ink = d->cmyk + 4 * x;
        unsigned lightness = (299u * ink[0] + 587u * ink[1] + 114u * ink[2]) / 1000 * ink[3] / 255;
        grey[x] = (uint8_t)(d->jpeg.saw_Adobe_marker ? lightness : 255 - lightness);
    }
}

static void read_rows(struct decoder *d) {
    while (d->jpeg.output_scanline < d->jpeg.output_height) {
        uint8_t *grey = d->image.grey + d->jpeg.output_scanline * d->image.width;
        JSAMPROW row = d->cmyk != NULL ? d->cmyk : grey;
        jpeg_read_scanlines(&d->jpeg, &row, 1);
        if (d->cmyk != NULL) {
            grey_of_cmyk(d, grey);
        }
    }
}

/* JFIF's density, where it is a length and square: units 1 are inches, 2 centimetres. */
static double dpi_of(const struct decoder *d) {
    bool square = d->jpeg.saw_JFIF_marker && d->jpeg.X_density == d->jpeg.Y_density;
    double unit = d->jpeg.density_unit == 1 ? 1 : d->jpeg.density_unit == 2 ? 2.54 : 0;
    return square ? d->jpeg.X_density * unit : 0;
}

/* ---- in colours ---- */

enum { EXIF = JPEG_APP0 + 1, EXIF_MAX = 0xffff };

static unsigned orientation_of(const struct decoder *d) {
    for (jpeg_saved_marker_ptr m = d->jpeg.marker_list; m != NULL; m = m->next) {
        if (m->marker == EXIF && m->data_length > 6 && memcmp(m->data, "Exif", 5) == 0) {
            return sello_exif_orientation(sello_bytes(m->data, m->data_length));
        }
    }
    return 1;
}

/* libjpeg leaves out the finest details by itself, which is quicker and takes less memory. */
static void choose_scale(struct decoder *d) {
    size_t longer =
        d->jpeg.image_width > d->jpeg.image_height ? d->jpeg.image_width : d->jpeg.image_height;
    d->jpeg.scale_num = 1;
    d->jpeg.scale_denom = 1;
    while (d->jpeg.scale_denom < 8 && longer / d->jpeg.scale_denom >= 4 * d->aim) {
        d->jpeg.scale_denom *= 2;
    }
}

static void colours_of_cmyk(const struct decoder *d, uint8_t *rgb) {
    for (size_t x = 0; x < d->colours.width; x++) {
        for (size_t i = 0; i < 3; i++) {
            unsigned ink = d->cmyk[4 * x + i], black = d->cmyk[4 * x + 3];
            ink = d->jpeg.saw_Adobe_marker ? ink : 255 - ink;
            black = d->jpeg.saw_Adobe_marker ? black : 255 - black;
            rgb[3 * x + i] = (uint8_t)(ink * black / 255);
        }
    }
}

static void read_colours(struct decoder *d) {
    while (d->jpeg.output_scanline < d->jpeg.output_height) {
        uint8_t *rgb = d->colours.rgb + (size_t)3 * d->jpeg.output_scanline * d->colours.width;
        JSAMPROW row = d->cmyk != NULL ? d->cmyk : rgb;
        jpeg_read_scanlines(&d->jpeg, &row, 1);
        if (d->cmyk != NULL) {
            colours_of_cmyk(d, rgb);
        }
    }
}

static void decode_colours(struct decoder *d) {
    d->error = sello_image_size_check(d->jpeg.image_width, d->jpeg.image_height);
    if (d->error != SELLO_OK) {
        return;
    }
    d->orientation = orientation_of(d);
    choose_colours(d);
    choose_scale(d);
    d->jpeg.out_color_space = d->cmyk != NULL ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&d->jpeg);
    d->error = sello_colours_new(d->jpeg.output_width, d->jpeg.output_height, &d->colours);
    if (d->error == SELLO_OK) {
        read_colours(d);
        d->error = d->incomplete ? SELLO_E_PICTURE_DAMAGED : SELLO_OK;
    }
}

/* ---- either ---- */

static void decode(struct decoder *d, struct sello_bytes file) {
    start(d, file);
    if (d->in_colours) {
        jpeg_save_markers(&d->jpeg, EXIF, EXIF_MAX);
    }
    jpeg_read_header(&d->jpeg, TRUE);
    if (d->in_colours) {
        decode_colours(d);
        return;
    }
    d->error = sello_image_new(d->jpeg.image_width, d->jpeg.image_height, &d->image);
    if (d->error != SELLO_OK) {
        return;
    }
    d->image.dpi = dpi_of(d);
    choose_colours(d);
    jpeg_start_decompress(&d->jpeg);
    read_rows(d);
    d->image.incomplete = d->incomplete;
}

/* Apart from its caller, whose variables setjmp would leave undefined. */
static void decode_or_fail(struct decoder *d, struct sello_bytes file) {
    if (setjmp(d->failed) == 0) {
        decode(d, file);
    }
}

enum sello_error sello_image_load_jpeg(struct sello_bytes file, struct sello_image *out) {
    struct decoder d = {.error = SELLO_OK};
    decode_or_fail(&d, file);
    jpeg_destroy_decompress(&d.jpeg);
    free(d.cmyk);
    if (d.error != SELLO_OK) {
        sello_image_free(&d.image);
        return d.error;
    }
    *out = d.image;
    return SELLO_OK;
}

enum sello_error sello_colours_load_jpeg(struct sello_bytes file, size_t aim,
                                         struct sello_colours *out, unsigned *out_orientation) {
    struct decoder d = {.error = SELLO_OK, .in_colours = true, .aim = aim};
    decode_or_fail(&d, file);
    jpeg_destroy_decompress(&d.jpeg);
    free(d.cmyk);
    if (d.error != SELLO_OK) {
        sello_colours_free(&d.colours);
        return d.error;
    }
    *out = d.colours;
    *out_orientation = d.orientation;
    return SELLO_OK;
}
