/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_TOOL_LOG_H
#define SELLO_VERIFY_TOOL_LOG_H

/* Inside the tool sello-verify: what lies beside a trust file of a certifier's public log, and
 * which witnesses signed that. No verdict depends on any of it. */

#include "verify/tool/tool.h"
#include "verify/verdict/trust_proof.h"
#include "wire/log_policy.h"

/* Where the files of `stored` and `next` leave a stretch of the log untold, asks the tile beside
 * `next`. SELLO_E_LOG_SPLIT: they tell two histories; the tile is kept with the evidence. Without
 * that tile it says so, and it is no failure. */
SELLO_NODISCARD enum sello_error log_close_gap(const struct loaded_trust *stored,
                                               const struct loaded_trust *next);

/* Keeps in the trust store the proof beside the file `from` (NULL: none), that the certifier's
 * whole data is in its log, with the signatures of witnesses under it. One that proves nothing is
 * told and left; false, having said why, where it could not be read or kept. */
SELLO_NODISCARD bool log_take_proof(const struct loaded_trust *stored, const char *from);

/* ---- witnesses ---- */

/* What the store's policy says of the witnesses of a certifier's whole data, into t->seen. */
void log_ask_witnesses(struct trust_set *set);

/* "Also seen by 2 of 3 witnesses, the latest on 1 Nov 2026", or that none has; "" where there is no
 * policy. */
void log_witness_words(const struct trust_seen *seen, char *buf, size_t size);
void log_put_witnesses(struct cli_json *j, const struct trust_seen *seen);

/* Reads a policy of C2SP's text form. Says what is wrong with it, and where. The text, which it
 * points into, is the caller's to free. */
SELLO_NODISCARD bool log_policy_read(const char *path, struct sello_log_policy *out,
                                     uint8_t **out_text, size_t *out_len);

#endif
