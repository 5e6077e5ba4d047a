/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_CERTIFICATE_PAGE_H
#define SELLO_REGISTRY_PRINT_CERTIFICATE_PAGE_H

/* A certificate as a page for the workshop's wall. */

#include "labels/page/framed.h"
#include "registry/print/page_words.h"
#include "registry/session/session.h"

/* All that stands on it. */
struct certificate_page {
    enum page_words words;
    enum sello_paper paper;
    const struct sello_root *root;
    struct sello_mark *mark; /* owned; NULL: the registry has none */
    struct sello_certificate certificate;
    struct sello_product product;
    struct sello_producer producer;
    struct sello_scheme scheme;
    uint64_t granted_day;
};

/* Reads the certificate with that number, and whether it may hang on a wall: only one that is
 * granted, and has not expired. Set words and paper before; freed by certificate_page_free in any
 * case. */
SELLO_NODISCARD enum sello_error certificate_page_read(struct session *session, uint64_t number,
                                                       struct certificate_page *page);
void certificate_page_free(struct certificate_page *page);

/* Appends it as PDF; SELLO_PAGE_ROOM bytes do. */
SELLO_NODISCARD enum sello_error certificate_page_write(struct session *session,
                                                        const struct certificate_page *page,
                                                        struct sello_writer *out);

#endif
