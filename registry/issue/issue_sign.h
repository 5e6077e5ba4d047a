/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_ISSUE_SIGN_H
#define SELLO_REGISTRY_ISSUE_ISSUE_SIGN_H

/* Signing reserved batches on all cores, and what becomes of those that were interrupted:
 *
 *   - nothing of it is stored: the next issue makes it void, and says so;
 *   - blocks of it are stored: it stays as it is until a clerk finishes it or gives it up. */

#include "registry/commands/app.h"

/* A reserved batch, and the open key that it names. */
struct signing_item {
    struct sello_batch batch; /* signed_blocks follows what is stored */
    const struct sello_key *key;
};

struct signing {
    struct app *app;
    struct signing_item *item;
    size_t n;
    unsigned n_workers;            /* 0: one for each core */
    struct cli_progress *progress; /* started by the caller */
    uint64_t n_done;               /* labels, for the progress */
};

/* Signs what the batches lack, in order, and stores it: whole blocks, some blocks a transaction; a
 * batch is finished with its last block. Before the first block of each is stored, its first and
 * its last label are judged as a verifier would: SELLO_E_SIGNATURE, SELLO_E_KEY_*. Between
 * base_interrupt_catch and release an interrupt ends it with SELLO_E_INTERRUPTED; what was stored
 * by then stays, as it does on every other failure. */
SELLO_NODISCARD enum sello_error sign_batches(struct signing *s);

/* Labels of a batch whose signatures are stored. */
uint64_t batch_labels_stored(const struct sello_batch *batch);

/* Reserved batches without any signature become void; those with some are named in a note. The
 * caller holds the registry's lock. */
SELLO_NODISCARD enum sello_error void_leftovers(struct app *app);

/* What there is to say after signing has failed or was interrupted; returns the exit status. A
 * batch of which nothing is stored is made void. */
int signing_failed(struct signing *s, enum sello_error error);

/* `sello issue --resume [B]` and `--void B`. */
int issue_resume(struct app *app);
int issue_void(struct app *app);

#endif
