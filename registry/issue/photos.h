/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_PHOTOS_H
#define SELLO_REGISTRY_ISSUE_PHOTOS_H

/* The pictures that somebody gives for labels, as photos. */

#include "registry/issue/photo_make.h"
#include "registry/session/session.h"

struct given_photo {
    char *path, *name; /* owned; the name is the file's, without its folder */
    struct made_photo made;
    uint8_t id[SELLO_PHOTO_LEN];
    uint64_t before; /* an earlier label of the same photo; 0: none */
};

struct photos {
    struct given_photo *item; /* owned; in the order of the labels */
    size_t n, room;
    struct sello_photo *photo; /* owned: the same, as a reservation takes them */
};

/* One picture; its file is not changed, and nothing of it is kept but the photo. Rules
 * "photo-not-usable" and those of session_read_file. */
SELLO_NODISCARD enum sello_error photos_of_file(struct session *session, const char *path,
                                                struct photos *out);

/* Every picture of a folder, in the order of their names, "2.jpg" before "10.jpg". Names that begin
 * with a dot, and folders, are passed over (notice "photo-folder-passed"). Rules also
 * "photos-not-there", "too-many-photos", "photo-twice" and "file-not-readable". */
SELLO_NODISCARD enum sello_error photos_of_folder(struct session *session, const char *folder,
                                                  unsigned n_workers, struct photos *out);

void photos_free(struct photos *photos);

#endif
