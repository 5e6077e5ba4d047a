/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_DESK_H
#define SELLO_REGISTRY_DESK_DESK_H

/* What the services of this room share. */

#include "registry/session/seen.h"
#include "registry/session/session.h"

/* shown: the sum of the plan that a person said yes to; NULL: none was shown. */
SELLO_NODISCARD enum sello_error desk_check_shown(struct session *session, const uint64_t *shown,
                                                  uint64_t now);

/* A failure of reading a record that the request names: rule "no-such-record" where it is not
 * there. */
SELLO_NODISCARD enum sello_error desk_no_record(struct session *session, enum sello_error error,
                                                struct sello_id id);

#endif
