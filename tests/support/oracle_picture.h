/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_ORACLE_PICTURE_H
#define SELLO_TESTS_SUPPORT_ORACLE_PICTURE_H

/* The part of oracle.h that C++ reads too. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct oracle_picture {
    unsigned width, height;
    uint8_t *grey; /* a byte a pixel; freed by oracle_picture_free */
};

/* The text of the only QR code in the picture, into text[cap]; its length, 0 when there is none or
 * more than one. */
size_t oracle_zbar(const struct oracle_picture *picture, char *text, size_t cap);
size_t oracle_zxing(const struct oracle_picture *picture, char *text, size_t cap);

/* Called with the text of each QR code of the picture, in no order. */
typedef void oracle_found(void *context, const char *text, size_t len);
void oracle_zbar_each(const struct oracle_picture *picture, oracle_found *found, void *context);
void oracle_zxing_each(const struct oracle_picture *picture, oracle_found *found, void *context);

#ifdef __cplusplus
}
#endif

#endif
