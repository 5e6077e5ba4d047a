/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_STATUS_LIST_H
#define SELLO_WIRE_STATUS_LIST_H

/* Token Status List (IETF draft-ietf-oauth-status-list) as a CWT, 2 bits a label. */

#include "wire/label.h"

#define SELLO_LIST_ENTRIES ((uint64_t)1 << 20) /* labels in one list */
#define SELLO_LIST_BYTES ((size_t)1 << 18)     /* inflated bytes of a full list */

enum sello_label_status {
    SELLO_LABEL_VALID = 0,
    SELLO_LABEL_WITHDRAWN = 1,
    SELLO_LABEL_SUSPENDED = 2,
    SELLO_LABEL_RETIRED = 3
};

/* The number of entries and of inflated bytes of list k, when `highest` is the highest serial. */
uint64_t sello_list_entries(uint64_t highest, uint64_t k);
size_t sello_list_bytes(uint64_t entries);

/* Entry i of an inflated list of 1, 2, 4 or 8 bits, least significant bits first (the draft's
 * section 4.1); and setting one. */
unsigned sello_list_get(const uint8_t *list, unsigned bits, uint64_t i);
void sello_list_set(uint8_t *list, unsigned bits, uint64_t i, unsigned value);

/* A status list token, taken apart and not yet checked. */
struct sello_status_token {
    struct sello_sign1 sign1;
    struct sello_bytes sub;
    uint64_t issued;
    struct sello_number ttl;
    uint64_t bits;
    struct sello_bytes lst; /* zlib */
};

SELLO_NODISCARD enum sello_error sello_status_token_parse(struct sello_bytes token,
                                                          struct sello_status_token *out);

#define SELLO_SUB_MAX 96 /* bytes of "urn:sello:<64 hex digits>:<k>" */
void sello_put_status_sub(struct sello_writer *w,
                          const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)], uint64_t k);

/* The claims of a status token, to be signed under {.., 16: SELLO_TYPE_STATUS_LIST}. */
void sello_put_status_claims(struct sello_writer *w, struct sello_bytes sub, uint64_t issued,
                             uint64_t ttl, struct sello_bytes lst);

#endif
