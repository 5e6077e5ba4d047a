/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_IDS_H
#define SELLO_REGISTRY_STORE_IDS_H

/* What people call a record: a letter and a number, "P12". Bare numbers are labels' serials. */

#include "wire/bytes.h"
#include "wire/error.h"

enum sello_kind {
    SELLO_KIND_NONE = 0,
    SELLO_KIND_SCHEME = 'S', /* by its code */
    SELLO_KIND_PRODUCER = 'R',
    SELLO_KIND_PRODUCT = 'P',
    SELLO_KIND_CERTIFICATE = 'C',
    SELLO_KIND_BATCH = 'B',
    SELLO_KIND_IMPORT = 'I',
    SELLO_KIND_DELIVERY = 'D',
    SELLO_KIND_ENDORSEMENT = 'E'
};

struct sello_id {
    enum sello_kind kind;
    uint64_t number; /* from 1; a scheme's code may be 0 */
};

#define SELLO_ID_LEN 22 /* a letter, 20 digits of any 64-bit number, NUL */

/* "C4": the letter and the number without padding. */
void sello_id_format(struct sello_id id, char out[SELLO_LEN(SELLO_ID_LEN)]);

/* Reads an id, small or capital letter. SELLO_E_TYPE for an unknown letter, SELLO_E_DIGIT for
 * anything but digits behind it or leading zeros, SELLO_E_RANGE beyond 2^53-1 (a scheme: 65535) or
 * for 0 of what is counted from 1. */
SELLO_NODISCARD enum sello_error sello_id_parse(const char *text, struct sello_id *out);

/* The same where only one kind fits; another letter is SELLO_E_TYPE. A bare number is taken too
 * where `bare` says so (a scheme's code). */
SELLO_NODISCARD enum sello_error sello_id_parse_kind(const char *text, enum sello_kind kind,
                                                     bool bare, uint64_t *out_number);

#endif
