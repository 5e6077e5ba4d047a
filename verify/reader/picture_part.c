/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/picture_part.h"

const struct sello_picture_part sello_picture_part = {
    .read_by_zxing = sello_read_by_zxing,
    .read_drawing_by_zxing = sello_read_drawing_by_zxing,
    .read_modules_by_zxing = sello_read_modules_by_zxing,
    .read_by_zbar = sello_read_by_zbar,
    .load_heif = sello_image_load_heif,
    .load_heif_colours = sello_colours_load_heif,
};
