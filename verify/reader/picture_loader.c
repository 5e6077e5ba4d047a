/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>

#include "base/part.h"
#include "verify/reader/picture_part.h"

/* Opening the libraries that read codes and HEIC takes longer than checking a signature: HEIC alone
 * brings along four video codecs. So what calls them is opened with the first picture. */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const struct sello_picture_part *part;

static void open_part(void) {
    part = base_part_open(SELLO_PICTURE_PART, "sello_picture_part");
}

static bool is_open(void) {
    pthread_once(&once, open_part);
    return part != NULL;
}

enum sello_error sello_read_by_zxing(const struct sello_image *image, sello_code_found *found,
                                     void *context) {
    return is_open() ? part->read_by_zxing(image, found, context) : SELLO_E_PART;
}

enum sello_error sello_read_drawing_by_zxing(const struct sello_image *image,
                                             sello_code_found *found, void *context) {
    return is_open() ? part->read_drawing_by_zxing(image, found, context) : SELLO_E_PART;
}

enum sello_error sello_read_modules_by_zxing(const struct sello_image *image,
                                             sello_code_found *found, void *context) {
    return is_open() ? part->read_modules_by_zxing(image, found, context) : SELLO_E_PART;
}

enum sello_error sello_read_by_zbar(const struct sello_image *image, sello_code_found *found,
                                    void *context) {
    return is_open() ? part->read_by_zbar(image, found, context) : SELLO_E_PART;
}

enum sello_error sello_image_load_heif(struct sello_bytes file, struct sello_image *out) {
    return is_open() ? part->load_heif(file, out) : SELLO_E_PART;
}

enum sello_error sello_colours_load_heif(struct sello_bytes file, size_t aim,
                                         struct sello_colours *out, unsigned *out_orientation) {
    return is_open() ? part->load_heif_colours(file, aim, out, out_orientation) : SELLO_E_PART;
}
