/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_KEY_PAGE_H
#define SELLO_REGISTRY_PRINT_KEY_PAGE_H

/* A key file as a page for a safe: what it is, its symbol, its lines to type. */

#include "keys/keys.h"
#include "labels/page/page.h"

/* Writes the page in the user's language. file: a key file's bytes. SELLO_PAGE_ROOM bytes do. */
SELLO_NODISCARD enum sello_error key_page_write(struct sello_bytes file, enum sello_paper paper,
                                                enum sello_page_form form,
                                                struct sello_writer *out);

/* The same as plain text. */
void key_page_text(struct sello_bytes file, const struct sello_keyfile_info *info,
                   struct sello_writer *out);

#endif
