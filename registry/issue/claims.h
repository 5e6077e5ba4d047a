/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_CLAIMS_H
#define SELLO_REGISTRY_ISSUE_CLAIMS_H

/* From records to what a label says, and to its text. */

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

/* What a label can do without, in the order in which it goes where there is no room: bits. */
enum label_part {
    LABEL_TRAITS = 1,
    LABEL_LOT = 2,
    LABEL_GOODS = 4, /* net content and GTIN */
    LABEL_ORIGIN = 8,
    LABEL_PRODUCER = 16,
    LABEL_PRODUCT = 32,
    LABEL_PARTS_END = 64,
    /* The small record, for small stock: serial, scheme, certificate, dates, and a lot. */
    LABEL_LEAN = LABEL_TRAITS | LABEL_GOODS | LABEL_ORIGIN | LABEL_PRODUCER | LABEL_PRODUCT
};

/* Takes these parts away; the language with the last text that is in it. */
void label_claims_without(struct sello_claims *claims, unsigned parts);

/* Those of them that the claims have. */
unsigned label_claims_parts(const struct sello_claims *claims);

/* The bytes of the largest label that may be issued under the certificate: the widest integers, a
 * full lot, and full traits where the product has none of its own. */
size_t label_largest(const struct label_records *records);

/* The claims of one label of a batch, pointing into it; and to `photo`, SELLO_PHOTO_LEN bytes,
 * which is the label's own where its batch has one for each, and else is not looked at. */
SELLO_NODISCARD enum sello_error batch_label(const struct sello_batch *batch, uint64_t serial,
                                             const uint8_t *photo, struct sello_claims *out);

/* The same claims for another label of the batch. */
void batch_label_next(const struct sello_batch *batch, uint64_t serial, const uint8_t *photo,
                      struct sello_claims *claims);

/* The text of an issued label. out has room for SELLO_LABEL_TEXT_MAX bytes. */
SELLO_NODISCARD enum sello_error label_text(const struct sello_root *root,
                                            const struct sello_issued *label,
                                            struct sello_writer *out);

#endif
