/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_SIGNING_H
#define SELLO_REGISTRY_ISSUE_SIGNING_H

/* Signing reserved batches on all cores. */

#include "registry/session/session.h"

/* A reserved batch, and the open key that it names. */
struct signing_item {
    struct sello_batch batch; /* signed_blocks follows what is stored */
    const struct sello_key *key;
    uint8_t *photo; /* of each label, where the batch has one for each; sign_batches' own */
};

/* May labels of it be signed today? Rules: "certificate-not-granted", "certificate-outside-dates".
 */
SELLO_NODISCARD enum sello_error signing_judge_certificate(struct session *session,
                                                           const struct sello_certificate *c);

struct signing {
    struct session *session;
    struct signing_item *item;
    size_t n;
    unsigned n_workers;     /* 0: one for each core */
    uint64_t n_done, n_all; /* labels, for the progress of the whole work ("issue") */
};

/* Signs what the batches lack, in order, and stores it: whole blocks, some blocks a transaction; a
 * batch is finished with its last block. Before the first block of each is stored, its first and
 * its last label are judged as a verifier would: SELLO_E_SIGNATURE, SELLO_E_KEY_*. Where the
 * session is stopped: SELLO_E_INTERRUPTED; what was stored by then stays, as it does on every other
 * failure. The caller tells the progress its beginning and its end. */
SELLO_NODISCARD enum sello_error sign_batches(struct signing *s);

/* Labels of a batch whose signatures are stored. */
uint64_t batch_labels_stored(const struct sello_batch *batch);

/* ---- an early end ---- */

#define SIGNING_BATCHES_MAX 64

/* What there is to say where signing failed or was stopped. */
struct signing_end {
    bool early;    /* it did; else nothing here is filled in */
    bool any_kept; /* labels that were signed are kept */
    size_t n;
    struct unfinished_batch {
        uint64_t number, count, stored; /* labels */
    } batch[SIGNING_BATCHES_MAX];       /* part of it is signed: to be finished, or given up */
};

/* Sets the session's problem, and makes void what has no signature: nobody misses it. Returns the
 * error. */
enum sello_error signing_failed(struct signing *s, enum sello_error error, struct signing_end *out);

#endif
