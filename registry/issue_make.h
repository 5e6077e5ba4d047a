/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_MAKE_H
#define SELLO_REGISTRY_ISSUE_MAKE_H

/* Labels of a batch: their signatures, their texts. What they say comes from claims.h. */

#include "registry/app.h"

/* Batches that a crash left reserved become void. The caller holds the registry's lock. */
SELLO_NODISCARD enum sello_status void_leftovers(struct app *app);

/* Signs all labels of a reserved batch and stores the signatures, in one transaction. Before it
 * commits, the first and the last label are judged as a verifier would: SELLO_E_SIGNATURE,
 * SELLO_E_KEY_*. */
SELLO_NODISCARD enum sello_status sign_batch(struct app *app, const struct sello_batch *batch,
                                             const struct sello_key *key);

/* The claims of one label of a batch, pointing into it. */
SELLO_NODISCARD enum sello_status batch_label(const struct sello_batch *batch, uint64_t serial,
                                              struct sello_claims *out);

/* The text of an issued label. out has room for SELLO_LABEL_TEXT_MAX bytes. */
SELLO_NODISCARD enum sello_status label_text(const struct sello_root *root,
                                             const struct sello_issued *label,
                                             struct sello_writer *out);

#endif
