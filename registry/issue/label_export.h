/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_ISSUE_LABEL_EXPORT_H
#define SELLO_REGISTRY_ISSUE_LABEL_EXPORT_H

/* Issued labels as a table, for print houses. */

#include "registry/exchange/export.h"
#include "registry/issue/label_blocks.h"

/* The header, in the session's language, and a row a label, in order. SELLO_E_INTERRUPTED;
 * SELLO_E_SYSTEM where the sink takes no more. n_workers 0: one for each core. */
SELLO_NODISCARD enum sello_error label_export(struct session *session, struct label_blocks *blocks,
                                              unsigned n_workers, const struct export_sink *sink);

#endif
