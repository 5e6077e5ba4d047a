/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_PICTURE_PART_H
#define SELLO_VERIFY_READER_PICTURE_PART_H

/* The table of sello-picture.so (base/part.h): what picture_loader.c calls. */

#include "verify/reader/colours.h"
#include "verify/reader/picture_load.h"
#include "verify/reader/picture_reader.h"

struct sello_picture_part {
    sello_code_reader *read_by_zxing, *read_drawing_by_zxing, *read_modules_by_zxing, *read_by_zbar;
    __typeof__(sello_image_load_heif) *load_heif;
    sello_colours_loader *load_heif_colours;
};

extern const struct sello_picture_part sello_picture_part;

#endif
