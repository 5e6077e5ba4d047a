/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_CLAIMS_H
#define SELLO_REGISTRY_ISSUE_CLAIMS_H

/* From records to what a label says. */

#include "registry/store/store.h"

/* The records that a certificate's labels speak of. */
struct label_records {
    struct sello_certificate certificate;
    struct sello_product product;
    struct sello_producer producer;
};

SELLO_NODISCARD enum sello_error label_records_get(struct sello_store *store, uint64_t certificate,
                                                   struct label_records *out);

/* The claims of its labels; the texts point into the records. The producer's name is there only
 * where it is public. Serial, dates and lot are the caller's. */
void label_claims(const struct label_records *records, struct sello_claims *out);

/* The bytes of the largest label that may be issued under the certificate: the widest integers, a
 * full lot, and full traits where the product has none of its own. */
size_t label_largest(const struct label_records *records);

#endif
