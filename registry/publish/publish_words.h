/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PUBLISH_PUBLISH_WORDS_H
#define SELLO_REGISTRY_PUBLISH_PUBLISH_WORDS_H

/* What `publish` writes into the files of the built page, which knows no certifier
 * (verify/web/README.md lists the places). Pure. */

#include "wire/bytes.h"

enum publish_kind {
    PUBLISH_COPY = 0,   /* as it is */
    PUBLISH_HTML = 1,   /* index.html: titles */
    PUBLISH_JSON = 2,   /* manifest.webmanifest: names */
    PUBLISH_WORKER = 3, /* sw.js: the revision of what the others became */
};

/* By the file's path within the page: "index.html". */
enum publish_kind publish_kind_of(const char *path);

/* Appends the file with every place filled in: the certifier's name (escaped for where it stands),
 * or for a worker the revision. *out_n_places is how many there were. */
void publish_fill(enum publish_kind kind, struct sello_bytes file, struct sello_bytes word,
                  struct sello_writer *out, size_t *out_n_places);

/* Appends a text with what HTML and XML would take for markup as entities. */
void publish_put_html(struct sello_writer *w, struct sello_bytes text);

#define PUBLISH_INITIALS_MAX 16 /* bytes with NUL */

/* At most three initials of a name, of its words in capitals; of any words where none are. */
void publish_initials(struct sello_bytes name, char out[SELLO_LEN(PUBLISH_INITIALS_MAX)]);

#endif
