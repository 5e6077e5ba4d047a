/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_INTEROP_UNTP_H
#define SELLO_REGISTRY_INTEROP_UNTP_H

/* Certificates and products as credentials of the UN Transparency Protocol (UNTP 0.7.0), which
 * buyers' platforms check by themselves. They are files to lie beside the buyer's page:
 *
 *     did.json                      the certifier's credential keys (or .well-known/did.json)
 *     credentials/C1.jwt            a Digital Conformity Credential
 *     products/P1.jwt               a Digital Product Passport
 *     products/P1.linkset.json      where the product's are (RFC 9264)
 *     credentials/status.jwt, products/status.jwt: which of them are not to be accepted now
 *     credentials/revoked.jwt       and which never again
 *
 * They say what labels say already, of certificates that were granted once. */

#include "registry/interop/address.h"
#include "registry/session/session.h"

/* Takes a file, by its name beside the page. A failure, with its problem, ends the export. */
typedef enum sello_error untp_place(void *context, const char *name, struct sello_bytes file);

struct untp_request {
    const char *folder; /* NULL: `place` takes the files */
    untp_place *place;
    void *context;
    bool planned; /* no key is opened: the signatures are nobody's */
    const char
        *country; /* where the products are made, two letters of ISO 3166: records have none */
};

struct untp_exported {
    uint64_t certificates, products, stopped; /* stopped: suspended or withdrawn */
};

/* Signs with the credential key, and writes into the folder, which may be there; what else lies in
 * it stays. Rules "no-credential-key", "practice-not-exported", "country-expected";
 * SELLO_E_INTERRUPTED. */
SELLO_NODISCARD enum sello_error
untp_export(struct session *session, const struct untp_request *request, struct untp_exported *out);

#endif
