/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_PHOTOS_H
#define SELLO_REGISTRY_STORE_PHOTOS_H

/* The photos that labels name, as files. They come in with the batch (sello_store_reserve), stay
 * while any label has them, and go with a batch that is given up. What holds for every function of
 * the store is in store.h. */

#include "registry/store/records.h"

struct sello_store;

/* What a label says of this file. */
void sello_photo_id(struct sello_bytes file, uint8_t out[SELLO_LEN(SELLO_PHOTO_LEN)]);

/* What stands in the claims of a batch whose labels have a photo each: zeros in its place, so that
 * their lengths are right. */
struct sello_bytes sello_photo_of_each(void);

/* The photos of the labels first, first + 1, ... of such a batch, n of them. */
SELLO_NODISCARD enum sello_error sello_photos_of_labels(struct sello_store *store, uint64_t first,
                                                        size_t n, uint8_t *out);

/* A photo that is kept. */
struct sello_kept_photo {
    uint64_t number; /* of the registry's own, in the order of coming in */
    uint8_t id[SELLO_PHOTO_LEN];
    uint64_t first; /* the first label that has it */
    uint8_t file[SELLO_PHOTO_FILE_MAX];
    size_t len;
};

/* The photo with this hash, of whatever labels; SELLO_E_NOT_FOUND. */
SELLO_NODISCARD enum sello_error sello_photo_get(struct sello_store *store,
                                                 const uint8_t id[SELLO_LEN(SELLO_PHOTO_LEN)],
                                                 struct sello_kept_photo *out);

/* The first photo of signed labels whose number is above this one; SELLO_E_NOT_FOUND at the end. */
SELLO_NODISCARD enum sello_error sello_photo_next(struct sello_store *store, uint64_t above,
                                                  struct sello_kept_photo *out);

#endif
