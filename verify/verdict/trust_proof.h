/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_VERDICT_TRUST_PROOF_H
#define SELLO_VERIFY_VERDICT_TRUST_PROOF_H

/* Inside the verdict: the proof beside a trust file that its data is in the certifier's public log,
 * and whose witness counts there (docs/FORMAT.md, section 20). No verdict depends on it. */

#include "verify/verdict/trust_log.h"
#include "wire/log_policy.h"

/* Is the checkpoint of this origin, and signed by a log key of the newest root? And is it of the
 * certifier's public log? */
bool sello_trust_log_signs(const struct sello_trust *trust,
                           const struct sello_checkpoint *checkpoint, struct sello_bytes origin);
bool sello_trust_log_is_of(const struct sello_trust *trust,
                           const struct sello_checkpoint *checkpoint);

/* Do these bytes, a C2SP tlog-proof, show that the data of `whole` is in a log that the certifier
 * of `newest` signed? *out_note is what they end with, and points into them. */
SELLO_NODISCARD bool sello_trust_proves(const struct sello_trust *newest,
                                        const struct sello_trust *whole, struct sello_bytes bytes,
                                        struct sello_note *out_note);

/* Is the policy for this certifier's log? One that names logs is for those alone. */
bool sello_trust_policy_is_for(const struct sello_trust *trust,
                               const struct sello_log_policy *policy);

#endif
