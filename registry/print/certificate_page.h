/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_CERTIFICATE_PAGE_H
#define SELLO_REGISTRY_PRINT_CERTIFICATE_PAGE_H

/* A certificate as a page for the workshop's wall. */

#include "labels/page/framed.h"
#include "registry/print/page_words.h"
#include "registry/session/session.h"

#define CERTIFICATE_ADDRESS_MAX 96

struct certificate_page_request {
    uint64_t certificate;
    enum page_words words;
    enum sello_paper paper;
    const char *path; /* of the PDF; one that is there is replaced. Lives as long as the page */
};

/* All that stands on it. */
struct certificate_page {
    struct certificate_page_request request;
    const struct sello_root *root;
    struct sello_mark *mark; /* owned; NULL: the registry has none */
    uint32_t accent;         /* the certifier's colour; 0: it has none */
    struct sello_certificate certificate;
    struct sello_product product;
    struct sello_producer producer;
    struct sello_scheme scheme;
    uint64_t granted_at;
    char address[CERTIFICATE_ADDRESS_MAX]; /* what its code leads to: where the published page tells
                                            * how it stands; "": no list is published */
    bool is_listed;                        /* the newest trust data already names it */
};

/* Reads the certificate, and whether it may hang on a wall: only one that is granted, and has not
 * expired. Freed by certificate_page_free in any case. Rules "applied-not-printed", "suspended-
 * certificate-not-printed" and their like. */
SELLO_NODISCARD enum sello_error
certificate_page_plan(struct session *session, const struct certificate_page_request *request,
                      struct certificate_page *out);
void certificate_page_free(struct certificate_page *page);

/* Draws it; then, just before the file is let go, reads the records once more: by the same rules,
 * and "changed-meanwhile" where it would no longer say what was drawn. Nothing is logged. */
SELLO_NODISCARD enum sello_error certificate_page_commit(struct session *session,
                                                         const struct certificate_page *page);

#endif
