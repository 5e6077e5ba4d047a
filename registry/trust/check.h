/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_CHECK_H
#define SELLO_REGISTRY_TRUST_CHECK_H

/* Inside `sello check`: what its parts share. Each part returns a failure only when the checking
 * itself could not be done; what is wrong is a finding. */

#include "registry/commands/app.h"

#define CHECK_SAMPLE 1000 /* labels beside the first and last of each batch */

struct check_job {
    struct app *app;
    bool all; /* every signature, not a sample */
    size_t n_findings;
    size_t n_labels, n_checked;
};

void check_report(void *context, const struct sello_finding *finding);

/* text: an English sentence marked with N_; status: why, or SELLO_OK. */
void check_find(struct check_job *job, const char *code, const char *text, uint64_t number,
                enum sello_error error);

/* Every root follows the one before by the rules of trust. */
SELLO_NODISCARD enum sello_error check_roots(struct check_job *job);

/* Labels' signatures match their claims, under the key their batch names. */
SELLO_NODISCARD enum sello_error check_signatures(struct check_job *job);

#endif
