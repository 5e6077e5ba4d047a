/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_LOG_MAKE_H
#define SELLO_REGISTRY_TRUST_LOG_MAKE_H

/* The certifier's public log, under the log key's signature. */

#include "keys/keys.h"
#include "registry/store/log.h"

struct sello_store;

#define LOG_ORIGIN_MAX (SELLO_NOTE_NAME_MAX + 1)

/* The log's origin, which goes by the first root's base URL, as a C string. */
SELLO_NODISCARD enum sello_error log_origin(struct sello_store *store,
                                            char out[SELLO_LEN(LOG_ORIGIN_MAX)]);

/* That of its events, as an auditor is shown them: with "events" instead of "log". */
SELLO_NODISCARD enum sello_error log_events_origin(struct sello_store *store,
                                                   char out[SELLO_LEN(LOG_ORIGIN_MAX)]);

/* The log key's name as a signer, or as a witness of others' logs. */
struct sello_note_key log_note_key(const char *origin, const uint8_t key[SELLO_LEN(SELLO_KEY_LEN)],
                                   enum sello_note_type type);

/* The checkpoint of the log of these leaves, signed by the key, into out. */
void log_put_checkpoint(struct sello_writer *out, const char *origin,
                        const struct sello_leaves *leaves, const struct sello_key *key);

/* Has the root a log key that may sign at that instant? */
bool log_is_kept(const struct sello_root *root, uint64_t at);

/* Has the root a log key, of whatever state, of which the checkpoint is signed? Where `at` is no
 * SELLO_NEVER, one that may sign then. */
bool log_is_signed(const struct sello_root *root, const char *origin,
                   const struct sello_checkpoint *checkpoint, uint64_t at);

#endif
