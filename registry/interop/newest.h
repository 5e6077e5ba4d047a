/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_INTEROP_NEWEST_H
#define SELLO_REGISTRY_INTEROP_NEWEST_H

#include "registry/session/session.h"

/* When the registry's newest event was: what an export is dated by, so that the same registry gives
 * the same bytes. */
SELLO_NODISCARD enum sello_error interop_newest(struct session *session, uint64_t *out_at);

#endif
