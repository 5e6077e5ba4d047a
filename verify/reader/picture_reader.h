/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_PICTURE_READER_H
#define SELLO_VERIFY_READER_PICTURE_READER_H

/* Inside the picture reader: the libraries that find codes in grey pixels. Also read by C++. */

#include "verify/reader/picture_image.h"
#include "verify/reader/quad.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One code: the bytes of its text, exactly as encoded, and where it is, to a few pixels. */
struct sello_code {
    const uint8_t *text;
    size_t len;
    struct sello_quad where;
};

/* Receives a code, which lives until it returns. */
typedef void sello_code_found(void *context, const struct sello_code *code);

/* Calls `found` for each QR code in the image, in no order, the same text perhaps twice.
 * SELLO_OK also when there is none; SELLO_E_MEMORY. */
typedef enum sello_error sello_code_reader(const struct sello_image *image, sello_code_found *found,
                                           void *context);

/* zxing-cpp: QR and Micro QR codes. The faster one, and better at slanted and blurred symbols. */
sello_code_reader sello_read_by_zxing;

/* The same library for what a program drew: upright QR codes in pure black and white; and for one
 * such code alone, of at least one pixel a module. It looks for nothing else, and so is quick. */
sello_code_reader sello_read_drawing_by_zxing;
sello_code_reader sello_read_modules_by_zxing;

/* zbar: QR codes, also mirrored. It finds them in another way, and so others of the hard ones. */
sello_code_reader sello_read_by_zbar;

/* By laying flat what is bent or blurred first (flatten.h), then the first of them. */
sello_code_reader sello_read_flattened;

#ifdef __cplusplus
}
#endif

#endif
