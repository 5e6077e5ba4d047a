/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_LAST_BACKUP_H
#define SELLO_REGISTRY_DESK_LAST_BACKUP_H

/* When a backup was made last, and how far it went: the file `last-backup` of the registry's
 * folder, a line of text, since a backup changes nothing in the database:
 *
 *     2026-11-29T22:30:00Z 24
 *
 * The instant, and the last serial in it. */

#include "registry/session/session.h"

struct last_backup {
    uint64_t made; /* instant; 0: none is known of */
    uint64_t serial;
};

/* What is no such line is as none. */
void last_backup_read(struct session *session, struct last_backup *out);

/* Rules of session_replace_file. */
SELLO_NODISCARD enum sello_error last_backup_note(struct session *session,
                                                  const struct last_backup *backup);

#endif
