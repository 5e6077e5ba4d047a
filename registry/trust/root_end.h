/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_ROOT_END_H
#define SELLO_REGISTRY_TRUST_ROOT_END_H

#include "registry/trust/root_edit.h"

/* Ends a delegated key of the content as it is asked for. A retired key's labels stay good, so that
 * it is refused where they would not: rule "key-signed-later". A compromised key's labels are good
 * only where a listed batch vouches for them. Rules "key-ended", "key-compromised". */
SELLO_NODISCARD enum sello_error root_end_key(struct session *session,
                                              const struct root_end_request *request,
                                              const struct sello_root *before,
                                              struct sello_root_key *key);

#endif
