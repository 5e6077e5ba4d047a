/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/sheet_measure.h"

#include "verify/reader/picture_load.h"
#include "verify/reader/picture_sheet.h"

struct measuring {
    const struct sello_image *image;
    sello_sheet_found *found;
    void *context;
    size_t n;
};

static void measure_code(void *context, const struct sello_code *code) {
    struct measuring *m = context;
    struct sello_measure measure;
    bool measured = sello_measure(m->image, &code->where, &measure) == SELLO_OK;
    m->n++;
    m->found(m->context, code, measured ? &measure : NULL);
}

enum sello_error sello_sheet_measure(struct sello_bytes file, sello_sheet_found *found,
                                     void *context, double *out_dpi) {
    struct sello_image image = {0};
    struct measuring m = {.image = &image, .found = found, .context = context};
    enum sello_error error = sello_image_load(file, &image);
    if (error != SELLO_OK) {
        return error;
    }
    *out_dpi = image.dpi;
    error = sello_read_sheet(&image, measure_code, &m);
    if (error == SELLO_OK && m.n == 0) {
        error = image.incomplete ? SELLO_E_PICTURE_DAMAGED : SELLO_E_PICTURE_NO_CODE;
    }
    sello_image_free(&image);
    return error;
}
