/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_PICTURE_LOAD_H
#define SELLO_VERIFY_READER_PICTURE_LOAD_H

/* Inside the picture reader: from a picture file to grey pixels. */

#include "verify/reader/picture_image.h"
#include "wire/bytes.h"

/* Decodes a whole PNG, JPEG, WebP, HEIC or AVIF file, told by its first bytes. What is transparent
 * is seen on white. The caller frees *out.
 *
 * SELLO_E_PICTURE_FORMAT    none of these formats, or a kind of it that holds no still picture
 * SELLO_E_PICTURE_DAMAGED   its decoder refuses it, or it ends early
 * SELLO_E_PICTURE_TOO_LARGE more bytes or pixels than the limits, or needs too much memory
 * SELLO_E_MEMORY */
SELLO_NODISCARD enum sello_error sello_image_load(struct sello_bytes file, struct sello_image *out);

/* One format each, for a file that begins as the format does. Same answers. */
SELLO_NODISCARD enum sello_error sello_image_load_png(struct sello_bytes file,
                                                      struct sello_image *out);
/* A PNG that is nothing but modules of dots * dots pixels in pure black and white, of one bit each:
 * *out has a pixel a module, 0 or 255. Every pixel is looked at. SELLO_E_PICTURE_FORMAT where it is
 * anything else. */
SELLO_NODISCARD enum sello_error
sello_image_load_png_modules(struct sello_bytes file, unsigned dots, struct sello_image *out);
SELLO_NODISCARD enum sello_error sello_image_load_jpeg(struct sello_bytes file,
                                                       struct sello_image *out);
SELLO_NODISCARD enum sello_error sello_image_load_webp(struct sello_bytes file,
                                                       struct sello_image *out);
SELLO_NODISCARD enum sello_error sello_image_load_heif(struct sello_bytes file,
                                                       struct sello_image *out);

#endif
