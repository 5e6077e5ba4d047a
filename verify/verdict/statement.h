/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_VERDICT_STATEMENT_H
#define SELLO_VERIFY_VERDICT_STATEMENT_H

/* The verdict on a statement of certified output (wire/statement.h). */

#include "verify/verdict/trust.h"
#include "wire/statement.h"

/* Is the text a statement's? False: it is not, and nothing was written; judge it as a label. Else
 * the verdict, certifier and effective time in *out; where it says what it is, out_statement, which
 * points into the workspace (has_statement). Of the verdicts of labels these hold: authentic,
 * stale, practice, key-compromised, not-allowed (it is signed by no status key, or outside of the
 * key's dates), forged, unknown-certifier, newer-format, damaged. */
SELLO_NODISCARD bool sello_statement_judge(const struct sello_policy *policy,
                                           struct sello_bytes text, struct sello_workspace *work,
                                           struct sello_report *out, bool *has_statement,
                                           struct sello_statement *out_statement);

#endif
