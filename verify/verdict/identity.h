/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_VERDICT_IDENTITY_H
#define SELLO_VERIFY_VERDICT_IDENTITY_H

/* Could a certifier be taken for another one who is trusted already? Asked of every file that is to
 * be trusted, the first of its certifier and those that follow it. */

#include "verify/verdict/trust.h"

struct sello_known {
    const struct sello_trust *trust;
    struct sello_bytes alias; /* the name that the reader gave it; {NULL, 0}: none */
};

/* Could one name be taken for the other: case, accents, spaces, what is invisible and letters that
 * look the same aside? It takes a version of Unicode to tell, so the caller does. */
typedef bool sello_names_alike(struct sello_bytes a, struct sello_bytes b);

/* SELLO_OK, SELLO_E_KEY_TAKEN (the newest root lists a key of another's newest root),
 * SELLO_E_NAME_TAKEN (its name, or the alias it is to have, is another's name or alias) or
 * SELLO_E_NAME_HASH (its name is hex digits, as a fingerprint is). *out_known is the other one. A
 * certifier who is among the known keeps the name it has there. */
SELLO_NODISCARD enum sello_error sello_identity_check(const struct sello_known *known, size_t n,
                                                      const struct sello_trust *next,
                                                      struct sello_bytes alias,
                                                      sello_names_alike *alike, size_t *out_known);

/* Could the name be taken for a fingerprint: 32 hex digits or more, and nothing else but what
 * people put between them? */
bool sello_name_is_hash(struct sello_bytes name);

#endif
