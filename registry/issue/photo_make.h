/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_PHOTO_MAKE_H
#define SELLO_REGISTRY_ISSUE_PHOTO_MAKE_H

/* From a picture file to the photo that a label names: WebP of at most SELLO_PHOTO_FILE_MAX bytes,
 * upright, and with nothing but the pixels: where and when it was taken is nobody's business. */

#include "registry/store/store.h"

struct made_photo {
    uint8_t *file; /* owned */
    size_t len;
    unsigned width, height; /* pixels */
};

/* SELLO_E_PICTURE_FORMAT, SELLO_E_PICTURE_DAMAGED, SELLO_E_PICTURE_TOO_LARGE, SELLO_E_MEMORY,
 * SELLO_E_PART. By several threads at once. */
SELLO_NODISCARD enum sello_error photo_make(struct sello_bytes picture, struct made_photo *out);

void photo_free(struct made_photo *photo);

#endif
