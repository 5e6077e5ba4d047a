/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_DESK_H
#define SELLO_REGISTRY_DESK_DESK_H

/* What the services of this room share. Each has a request, and two ways to go: `plan` tells what
 * would come of it and changes nothing; `commit` does it, in one transaction in which every rule is
 * looked at again. Where a plan was shown to a person, `commit` takes it, and refuses with the rule
 * "changed-meanwhile" what is no longer as it was shown. */

#include "registry/session/session.h"

/* Runs `work` in a transaction, with its failures as the session's problem. It may be run again
 * from its start. Nothing of a plan is kept. */
typedef enum sello_error desk_work(struct session *session, void *context);
SELLO_NODISCARD enum sello_error desk_plan(struct session *session, desk_work *work, void *context);
SELLO_NODISCARD enum sello_error desk_commit(struct session *session, desk_work *work,
                                             void *context);

/* ---- what was seen ---- */

/* A sum of what a plan looked at: another sum, and somebody changed it. Not for adversaries. */
#define DESK_SEEN ((uint64_t)14695981039346656037u) /* FNV-1a's start */
void desk_see_number(uint64_t *seen, uint64_t number);
void desk_see_text(uint64_t *seen, const char *text);

/* shown: the sum of the plan that a person said yes to; NULL: none was shown. */
SELLO_NODISCARD enum sello_error desk_check_shown(struct session *session, const uint64_t *shown,
                                                  uint64_t now);

/* ---- small things ---- */

/* The date on the clerk's wall: in Mexico the evening is already tomorrow by UTC. */
uint64_t desk_day_of(uint64_t instant);

/* A failure of reading a record that the request names: rule "no-such-record" where it is not
 * there. */
SELLO_NODISCARD enum sello_error desk_no_record(struct session *session, enum sello_error error,
                                                struct sello_id id);

#endif
