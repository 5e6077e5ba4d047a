/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/drawing.h"

#include "verify/reader/picture_load.h"
#include "verify/reader/picture_reader.h"
#include "verify/reader/picture_view.h"

#define DOTS_LEAST 2 /* pixels a module that the quick reader is given, where there are as many */
#define PURE_DOTS 4  /* what a symbol of single pixels is enlarged to for the slow way */

/* Passes texts on, and remembers that there was one. */
struct relay {
    sello_picture_found *found;
    void *context;
    size_t n;
};

static void relay_code(void *context, const struct sello_code *code) {
    struct relay *relay = context;
    if (code->len > 0) {
        relay->n++;
        (void)relay->found(relay->context, sello_bytes(code->text, code->len), NULL);
    }
}

/* The most pixels that may be stepped over: a divisor of the module's side, so that every module
 * keeps the same number of pixels wherever the symbol begins. */
static size_t step_of(unsigned dots) {
    for (unsigned left = DOTS_LEAST; left < dots; left++) {
        if (dots % left == 0) {
            return dots / left;
        }
    }
    return 1;
}

static enum sello_error sample(const struct sello_image *image, size_t step,
                               struct sello_image *out) {
    struct sello_image view = {0};
    enum sello_error error = sello_image_new(image->width / step, image->height / step, &view);
    if (error != SELLO_OK) {
        return error;
    }
    for (size_t y = 0; y < view.height; y++) {
        const uint8_t *row = image->grey + y * step * image->width;
        for (size_t x = 0; x < view.width; x++) {
            view.grey[y * view.width + x] = row[x * step];
        }
    }
    *out = view;
    return SELLO_OK;
}

static enum sello_error read_quickly(const struct sello_image *image, unsigned dots,
                                     struct relay *relay) {
    struct sello_image view = {0};
    size_t step = step_of(dots);
    if (step == 1) {
        return sello_read_drawing_by_zxing(image, relay_code, relay);
    }
    enum sello_error error = sample(image, step, &view);
    if (error == SELLO_OK) {
        error = sello_read_drawing_by_zxing(&view, relay_code, relay);
        sello_image_free(&view);
    }
    return error;
}

static enum sello_error read_image(const struct sello_image *image, unsigned dots,
                                   sello_picture_found *found, void *context) {
    struct relay relay = {found, context, 0};
    enum sello_error error = read_quickly(image, dots, &relay);
    if (error != SELLO_OK || relay.n > 0) {
        return error;
    }
    return sello_picture_read_image(image, found, context);
}

/* An image for the readers, which change nothing in it. */
static struct sello_image borrow(const struct sello_drawing *d) {
    return (struct sello_image){
        .grey = (uint8_t *)(uintptr_t)d->grey, .width = d->width, .height = d->height};
}

enum sello_error sello_drawing_read(const struct sello_drawing *drawing, sello_picture_found *found,
                                    void *context) {
    const struct sello_image image = borrow(drawing);
    enum sello_error error = sello_image_size_check(image.width, image.height);
    return error == SELLO_OK ? read_image(&image, drawing->dots, found, context) : error;
}

/* A symbol alone, of nothing but modules. */
static enum sello_error read_png_modules(struct sello_bytes file, unsigned dots,
                                         struct relay *relay) {
    struct sello_image modules = {0};
    enum sello_error error = sello_image_load_png_modules(file, dots, &modules);
    if (error == SELLO_OK) {
        error = sello_read_modules_by_zxing(&modules, relay_code, relay);
        sello_image_free(&modules);
    }
    return error;
}

enum sello_error sello_drawing_read_file(struct sello_bytes file, unsigned dots,
                                         sello_picture_found *found, void *context) {
    static const uint8_t png[] = {0x89, 'P', 'N', 'G'};
    struct sello_image image = {0};
    struct relay relay = {found, context, 0};
    bool is_png = file.len > sizeof png && memcmp(file.ptr, png, sizeof png) == 0;
    enum sello_error error = is_png ? read_png_modules(file, dots, &relay) : SELLO_OK;
    if (relay.n > 0 || error == SELLO_E_MEMORY) {
        return error;
    }
    error = sello_image_load(file, &image);
    if (error == SELLO_OK) {
        error = read_image(&image, dots, found, context);
        sello_image_free(&image);
    }
    return error;
}

/* ---- single modules ---- */

/* Larger, and with a margin: what the readers of photographs need. */
static enum sello_error enlarge(const struct sello_image *image, struct sello_image *out) {
    struct sello_image view = {0};
    const size_t margin = 4; /* modules */
    enum sello_error error = sello_image_new((image->width + 2 * margin) * PURE_DOTS,
                                             (image->height + 2 * margin) * PURE_DOTS, &view);
    if (error != SELLO_OK) {
        return error;
    }
    memset(view.grey, 255, view.width * view.height);
    for (size_t y = 0; y < image->height * PURE_DOTS; y++) {
        uint8_t *row = view.grey + (y + margin * PURE_DOTS) * view.width + margin * PURE_DOTS;
        for (size_t x = 0; x < image->width * PURE_DOTS; x++) {
            row[x] = image->grey[y / PURE_DOTS * image->width + x / PURE_DOTS];
        }
    }
    *out = view;
    return SELLO_OK;
}

enum sello_error sello_drawing_read_modules(const struct sello_drawing *modules,
                                            sello_picture_found *found, void *context) {
    const struct sello_image image = borrow(modules);
    struct relay relay = {found, context, 0};
    struct sello_image view = {0};
    enum sello_error error = sello_image_size_check(image.width, image.height);
    if (error == SELLO_OK) {
        error = sello_read_modules_by_zxing(&image, relay_code, &relay);
    }
    if (error != SELLO_OK || relay.n > 0) {
        return error;
    }
    error = enlarge(&image, &view);
    if (error == SELLO_OK) {
        error = sello_picture_read_image(&view, found, context);
        sello_image_free(&view);
    }
    return error;
}
