/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_CHECK_H
#define SELLO_REGISTRY_TRUST_CHECK_H

/* Is the registry whole? The store's own checks, the chain of roots, the newest trust file read by
 * the verifier's code, and labels' signatures. */

#include "registry/session/session.h"

struct check_request {
    bool all;           /* every label's signature, not a sample */
    unsigned n_workers; /* 0: one for each core */
};

/* One thing that is wrong. */
struct check_finding {
    const char *code;       /* "signature": stable */
    const char *text;       /* the store's own English sentence; NULL: the code says it */
    uint64_t number;        /* the serial, batch, event or version it is about; 0: none */
    enum sello_error error; /* why; SELLO_OK: the code says it all */
    const char *detail;     /* the database's words, or "" */
};

/* Told of each finding while the registry's lock is held: it calls neither store nor session. */
typedef void check_told(void *context, const struct check_finding *finding);

struct check_outcome {
    size_t n_findings;
    size_t n_labels, n_checked; /* issued; of them, those whose signature was looked at */
};

/* Looks at all of it under the registry's lock, so that it is of one moment, and changes nothing. A
 * failure only where the checking itself could not be done. Its progress is that of "check". */
SELLO_NODISCARD enum sello_error check_registry(struct session *session,
                                                const struct check_request *request,
                                                check_told *told, void *context,
                                                struct check_outcome *out);

#endif
