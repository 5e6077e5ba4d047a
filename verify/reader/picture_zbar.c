/* SPDX-License-Identifier: Apache-2.0 */
#include <zbar.h>

#include "verify/reader/picture_reader.h"

#define Y800 0x30303859UL /* the four characters "Y800": 8-bit grey */

/* QR codes alone, their bytes not converted to UTF-8. */
static zbar_image_scanner_t *new_scanner(void) {
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    if (scanner != NULL) {
        zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
        zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
        zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    }
    return scanner;
}

/* The pixels stay the caller's. */
static zbar_image_t *wrap_pixels(const struct sello_image *image) {
    zbar_image_t *wrapped = zbar_image_create();
    if (wrapped != NULL) {
        zbar_image_set_format(wrapped, Y800);
        zbar_image_set_size(wrapped, (unsigned)image->width, (unsigned)image->height);
        zbar_image_set_data(wrapped, image->grey, image->width * image->height, NULL);
    }
    return wrapped;
}

/* Its four points go round the other way. */
static struct sello_quad where_of(const zbar_symbol_t *code) {
    static const unsigned order[4] = {0, 3, 2, 1};
    struct sello_quad where = {0};
    for (unsigned i = 0; i < 4 && zbar_symbol_get_loc_size(code) == 4; i++) {
        where.corner[i].x = zbar_symbol_get_loc_x(code, order[i]);
        where.corner[i].y = zbar_symbol_get_loc_y(code, order[i]);
    }
    return where;
}

static void report_codes(const zbar_image_t *image, sello_code_found *found, void *context) {
    const zbar_symbol_t *code = zbar_image_first_symbol(image);
    for (; code != NULL; code = zbar_symbol_next(code)) {
        const struct sello_code one = {(const uint8_t *)zbar_symbol_get_data(code),
                                       zbar_symbol_get_data_length(code), where_of(code)};
        found(context, &one);
    }
}

enum sello_error sello_read_by_zbar(const struct sello_image *image, sello_code_found *found,
                                    void *context) {
    zbar_image_scanner_t *scanner = new_scanner();
    if (scanner == NULL) {
        return SELLO_E_MEMORY;
    }
    zbar_image_t *wrapped = wrap_pixels(image);
    if (wrapped != NULL) {
        if (zbar_scan_image(scanner, wrapped) > 0) {
            report_codes(wrapped, found, context);
        }
        zbar_image_destroy(wrapped);
    }
    zbar_image_scanner_destroy(scanner);
    return wrapped == NULL ? SELLO_E_MEMORY : SELLO_OK;
}
