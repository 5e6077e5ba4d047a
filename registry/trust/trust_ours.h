/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_TRUST_OURS_H
#define SELLO_REGISTRY_TRUST_TRUST_OURS_H

/* Two copies of one registry that both went on sign different things under the same numbers. */

#include "registry/store/store.h"
#include "verify/verdict/trust.h"

/* Can this file, accepted and of this certifier, be of the history that this registry has, or go on
 * from it? SELLO_E_FORK where it has another bundle of a number that was signed here, or does not
 * follow the newest one that was. */
SELLO_NODISCARD enum sello_error trust_ours(struct sello_store *store,
                                            const struct sello_trust *trust);

#endif
