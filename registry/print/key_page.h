/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_KEY_PAGE_H
#define SELLO_REGISTRY_PRINT_KEY_PAGE_H

/* A key file as a page for a safe: what it is, its symbol, its lines to type. */

#include "keys/keys.h"
#include "labels/page/page.h"
#include "registry/print/page_words.h"

struct key_page {
    struct sello_bytes file; /* the key file's bytes */
    const char *name;        /* what people call it: "member 0a1b2c3d4e5f6071" */
    const char *language;    /* of the page: "es" or "en" */
    uint64_t role;           /* what it may sign */
    const uint8_t *kid;
    uint64_t day; /* of the page, since 1970-01-01 */

    /* Whose it is, where a root that lists it is known; else there are lines to write on. */
    const struct sello_root *root;    /* NULL: not known */
    const struct sello_root_key *row; /* of that root */
};

/* Appends the page; SELLO_PAGE_ROOM bytes do. */
SELLO_NODISCARD enum sello_error key_page_write(const struct key_page *key, enum sello_paper paper,
                                                enum sello_page_form form,
                                                struct sello_writer *out);

/* The same as plain text. */
void key_page_text(const struct key_page *key, struct sello_writer *out);

#endif
