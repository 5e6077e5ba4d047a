/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ENDORSE_H
#define SELLO_REGISTRY_TRUST_ENDORSE_H

/* Vouching for other certifiers: readers that trust this one are told of it, from the next trust
 * file on. */

#include "registry/session/session.h"

struct endorse_request {
    bool end;
    uint64_t number;         /* of the one to end */
    const char *trust_file;  /* whose: its trust file; NULL: the three below */
    const char *fingerprint; /* 64 hex digits, blanks and hyphens passed over */
    const char *name, *url;
};

struct endorse_outcome {
    struct sello_endorsement row; /* as it is then */
};

/* Rules "endorse-self", "endorse-practice" (one for practice vouches for no real certifier, nor the
 * other way round), "endorsed-already", "endorsement-ended", "fingerprint-not-hex",
 * "trust-file-not-usable", "file-not-readable". */
SELLO_NODISCARD enum sello_error endorse_plan(struct session *session,
                                              const struct endorse_request *request,
                                              struct endorse_outcome *out);
SELLO_NODISCARD enum sello_error endorse_commit(struct session *session,
                                                const struct endorse_request *request,
                                                struct endorse_outcome *out);

#endif
