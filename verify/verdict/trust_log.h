/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_VERDICT_TRUST_LOG_H
#define SELLO_VERIFY_VERDICT_TRUST_LOG_H

/* Inside the verdict: a certifier's log, as far as its trust files tell of it. */

#include "verify/verdict/trust.h"

/* The origin of the certifier's log: it goes by the first root's base URL, for ever. */
void sello_trust_put_origin(const struct sello_trust *trust, struct sello_writer *w);

/* Judges what an opened bundle tells of the log, by the newest root's log keys, into trust->log.
 * One that tells nothing is fine. SELLO_E_LOG_KEY, SELLO_E_LOG_ORIGIN, SELLO_E_LOG_ROOT. */
SELLO_NODISCARD enum sello_error sello_trust_open_log(struct sello_trust *trust);

/* Does the log that `next` tells of go on from the one that `stored` told of? SELLO_E_LOG_SPLIT,
 * SELLO_E_LOG_SILENT. A log key that the newest root has ended binds no more. */
SELLO_NODISCARD enum sello_error sello_trust_log_follows(const struct sello_trust *stored,
                                                         const struct sello_trust *next);

/* After that: is there a stretch of the log between the two of which the files tell too little?
 * Then *out_tile is the number of the full tile of leaf hashes that tells the rest. */
bool sello_trust_log_gap(const struct sello_trust *stored, const struct sello_trust *next,
                         uint64_t *out_tile);

/* Closes the gap by that tile. SELLO_E_LOG_TILE: it is not of the log that `next` tells of.
 * SELLO_E_LOG_SPLIT: that log is another one than `stored` told of. */
SELLO_NODISCARD enum sello_error sello_trust_log_bridge(const struct sello_trust *stored,
                                                        const struct sello_trust *next,
                                                        struct sello_bytes tile);

/* The leaf hash of the file's bundle, as the log has it. */
void sello_trust_log_leaf(const struct sello_trust *trust, uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

#endif
