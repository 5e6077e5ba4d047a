/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the bytes, loading them as a picture ends, in bounds, with pixels or a status. */

#include <stdlib.h>

#include "verify/reader/colours.h"
#include "verify/reader/picture_load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sello_image image = {0};
    enum sello_error error = sello_image_load(sello_bytes(data, size), &image);
    if ((error == SELLO_OK) != (image.grey != NULL)) {
        abort();
    }
    if (error == SELLO_OK && sello_image_size_check(image.width, image.height) != SELLO_OK) {
        abort();
    }
    sello_image_free(&image);
    struct sello_colours colours = {0};
    error = sello_colours_load(sello_bytes(data, size), 64, &colours);
    if ((error == SELLO_OK) != (colours.rgb != NULL)) {
        abort();
    }
    sello_colours_free(&colours);
    (void)sello_exif_orientation(sello_bytes(data, size));
    return 0;
}
