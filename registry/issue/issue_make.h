/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_ISSUE_MAKE_H
#define SELLO_REGISTRY_ISSUE_ISSUE_MAKE_H

/* Labels of a batch: what each says, and its text. What a batch says comes from claims.h. */

#include "registry/commands/app.h"

/* The claims of one label of a batch, pointing into it. */
SELLO_NODISCARD enum sello_error batch_label(const struct sello_batch *batch, uint64_t serial,
                                             struct sello_claims *out);

/* The text of an issued label. out has room for SELLO_LABEL_TEXT_MAX bytes. */
SELLO_NODISCARD enum sello_error label_text(const struct sello_root *root,
                                            const struct sello_issued *label,
                                            struct sello_writer *out);

#endif
