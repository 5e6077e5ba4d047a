/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_CERTIFICATE_ROW_H
#define SELLO_WIRE_CERTIFICATE_ROW_H

/* The certifier's list, field 33 of a bundle: one row for each certificate that was ever granted.
 * It fills in what a lean label leaves out, and is what a directory is made from. */

#include "wire/cbor.h"

#define SELLO_LISTED_TEXT_MAX 64    /* bytes of product, producer, origin, contact, region */
#define SELLO_LISTED_VISITS_MAX 120 /* bytes */
#define SELLO_LATITUDE_MAX 9000000  /* degrees times 10^5 */
#define SELLO_LONGITUDE_MAX 18000000

enum sello_listed_state { SELLO_LISTED_GRANTED, SELLO_LISTED_SUSPENDED, SELLO_LISTED_ENDED };

/* Texts that are not given are {NULL, 0}. */
struct sello_certificate_row {
    uint64_t number;
    uint64_t state; /* enum sello_listed_state */
    uint64_t scheme;
    struct sello_bytes product, origin;
    struct sello_bytes producer; /* empty where it is not public */
    uint64_t until;              /* date, the last good one; 0: none is set */
    struct sello_bytes visits;   /* when and how to visit; */
    struct sello_bytes contact;
    struct sello_bytes region;
    bool has_place;
    int64_t latitude, longitude; /* degrees times 10^5 */
};

/* Takes one row, holding it to its limits. */
SELLO_NODISCARD enum sello_error sello_take_certificate_row(struct sello_reader *r,
                                                            struct sello_certificate_row *out);
void sello_put_certificate_row(struct sello_writer *w, const struct sello_certificate_row *row);

/* "granted", "suspended", "ended"; NULL for any other number. */
const char *sello_listed_state_name(uint64_t state);

#endif
