/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_ENDORSEMENT_ROW_H
#define SELLO_WIRE_ENDORSEMENT_ROW_H

/* Whom a certifier vouches for, field 34 of a bundle: one row for each other certifier. */

#include "wire/cose.h"

enum sello_endorsed_state { SELLO_ENDORSED, SELLO_ENDORSEMENT_ENDED };

struct sello_endorsement_row {
    uint8_t fingerprint[SELLO_HASH_LEN];
    struct sello_bytes name, base_url;
    uint64_t since; /* date */
    uint64_t state; /* enum sello_endorsed_state */
};

/* Takes one row, holding it to its limits. */
SELLO_NODISCARD enum sello_error sello_take_endorsement_row(struct sello_reader *r,
                                                            struct sello_endorsement_row *out);
void sello_put_endorsement_row(struct sello_writer *w, const struct sello_endorsement_row *row);

#endif
