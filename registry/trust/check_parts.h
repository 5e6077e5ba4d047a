/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_CHECK_PARTS_H
#define SELLO_REGISTRY_TRUST_CHECK_PARTS_H

/* Inside check*.c only: what the parts of a check share. Each returns a failure only where the
 * checking itself could not be done. */

#include "registry/store/check.h"
#include "registry/trust/check.h"

#define CHECK_SAMPLE 1000 /* labels beside the first and last of each batch */

struct check_job {
    struct session *session;
    const struct check_request *request;
    check_told *told;
    void *context;
    struct check_outcome outcome;
};

static inline void check_tell(struct check_job *job, const struct check_finding *finding) {
    job->outcome.n_findings++;
    job->told(job->context, finding);
}

/* error: why, or SELLO_OK. */
static inline void check_find(struct check_job *job, const char *code, uint64_t number,
                              enum sello_error error) {
    check_tell(
        job, &(struct check_finding){.code = code, .number = number, .error = error, .detail = ""});
}

/* What the store finds it says itself; context: the job. */
static inline void check_tell_of_store(void *context, const struct sello_finding *finding) {
    check_tell(context, &(struct check_finding){.code = finding->code,
                                                .text = finding->text,
                                                .number = finding->number,
                                                .detail = finding->detail});
}

/* Every root follows the one before by the rules of trust. */
SELLO_NODISCARD enum sello_error check_roots(struct check_job *job);

/* The events are those that were signed; with all, records and statuses are as they have them. */
SELLO_NODISCARD enum sello_error check_events(struct check_job *job);

/* Labels' signatures match their claims, under the key their batch names. */
SELLO_NODISCARD enum sello_error check_signatures(struct check_job *job);

#endif
