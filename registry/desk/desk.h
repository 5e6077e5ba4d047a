/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_DESK_H
#define SELLO_REGISTRY_DESK_DESK_H

/* What the services of this room share. */

#include "registry/session/session.h"

/* ---- what was seen ---- */

/* A sum of what a plan looked at: another sum, and somebody changed it. Not for adversaries. */
#define DESK_SEEN ((uint64_t)14695981039346656037u) /* FNV-1a's start */
void desk_see_number(uint64_t *seen, uint64_t number);
void desk_see_text(uint64_t *seen, const char *text);

/* shown: the sum of the plan that a person said yes to; NULL: none was shown. */
SELLO_NODISCARD enum sello_error desk_check_shown(struct session *session, const uint64_t *shown,
                                                  uint64_t now);

/* A failure of reading a record that the request names: rule "no-such-record" where it is not
 * there. */
SELLO_NODISCARD enum sello_error desk_no_record(struct session *session, enum sello_error error,
                                                struct sello_id id);

#endif
