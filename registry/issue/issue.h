/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_ISSUE_H
#define SELLO_REGISTRY_ISSUE_ISSUE_H

/* Issuing a batch of labels: serials are reserved and committed; then labels are signed in memory;
 * then their signatures are committed. What was interrupted between:
 *
 *   - nothing of it is signed: the next issue makes it void (notice "batch-void");
 *   - blocks of it are signed: it stays as it is until a clerk finishes it or gives it up (notice
 *     "batch-unfinished"). */

#include "registry/issue/claims.h"
#include "registry/issue/signing.h"

struct issue_request {
    uint64_t certificate, count;
    struct sello_bytes lot, traits;    /* empty: none; those of the product */
    struct sello_number made, expires; /* days */
    unsigned without;                  /* enum label_part: what is left out */
    const struct sello_photo *photo;   /* one for all labels, or one for each in their order */
    size_t n_photos;                   /* 0: none; 1; or count (see photos.h) */
    unsigned n_workers;                /* 0: one for each core */
    bool is_part; /* of what has a plan of its own, which looks at all there is to see */
    /* What is done in the transaction that reserves the serials, or not at all; NULL: nothing. */
    enum sello_error (*together)(struct session *session, void *context);
    void *context;
};

struct issue_plan {
    struct label_records records;
    struct sello_batch batch;        /* as it would be now */
    size_t label_len;                /* bytes of its largest label */
    size_t n_unsigned, n_unfinished; /* batches that were interrupted: void with the next one; to be
                                      * finished */
};

struct issue_result {
    struct sello_batch batch;
    struct signing_end end;
};

/* What issuing would come to now; nothing is kept, and no key is opened. Another one is seen where
 * the labels would say something else, or the certificate has one batch more (session_see). */
SELLO_NODISCARD enum sello_error
issue_plan(struct session *session, const struct issue_request *request, struct issue_plan *out);

/* Issues. Everything is judged again in the transaction that reserves the serials. *out is filled
 * also on a failure. Rules: "certificate-not-granted", "certificate-outside-dates",
 * "labels-expired", and those of session_open_key. */
SELLO_NODISCARD enum sello_error issue_commit(struct session *session,
                                              const struct issue_request *request,
                                              struct issue_result *out);

/* What the labels would say; points into the records and the request. */
void issue_claims(const struct issue_request *request, const struct label_records *records,
                  struct sello_claims *out);

/* ---- batches that were interrupted ---- */

/* The unfinished ones, of which something is signed; at most SIGNING_BATCHES_MAX. */
SELLO_NODISCARD enum sello_error issue_unfinished(struct session *session,
                                                  uint64_t out[SELLO_LEN(SIGNING_BATCHES_MAX)],
                                                  size_t *out_n);

/* Makes void those of which nothing is signed, and tells of both kinds in notices. The caller holds
 * the registry's lock. */
SELLO_NODISCARD enum sello_error issue_void_leftovers(struct session *session);

/* May it be finished: is it unfinished, and would it be issued today? Rules: "nothing-to-resume",
 * "batch-expired", those of issue_commit. The key that it names is at hand. */
SELLO_NODISCARD enum sello_error issue_resume_plan(struct session *session, uint64_t batch,
                                                   struct sello_batch *out);
SELLO_NODISCARD enum sello_error issue_resume_commit(struct session *session, uint64_t batch,
                                                     unsigned n_workers, struct issue_result *out);

/* Gives it up: its serials are withdrawn and never used. Rule "batch-not-unfinished". */
SELLO_NODISCARD enum sello_error issue_void_plan(struct session *session, uint64_t batch);
SELLO_NODISCARD enum sello_error issue_void_commit(struct session *session, uint64_t batch);

#endif
