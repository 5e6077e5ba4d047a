/* SPDX-License-Identifier: Apache-2.0 */
/* The photos of signed labels, where the page looks for them. */
#include <stdlib.h>

#include "registry/issue/photo_export.h"
#include "registry/publish/publish_parts.h"

enum sello_error publish_photos_put(struct publishing *p) {
    struct sello_kept_photo *photo = calloc(1, sizeof *photo);
    if (photo == NULL) {
        return session_fail(p->session, SELLO_E_MEMORY);
    }
    enum sello_error error = sello_photo_next(p->session->store, 0, photo);
    while (error == SELLO_OK) {
        char name[sizeof "photos/" + PHOTO_NAME_LEN] = "photos/";
        photo_name(photo, name + strlen(name));
        error = site_put(&p->site, name, sello_bytes(photo->file, photo->len));
        if (error != SELLO_OK) {
            free(photo);
            return error;
        }
        p->n_photos++;
        error = sello_photo_next(p->session->store, photo->number, photo);
    }
    free(photo);
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : session_fail(p->session, error);
}
