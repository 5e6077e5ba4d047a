/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_VERDICT_JUDGE_H
#define SELLO_VERIFY_VERDICT_JUDGE_H

/* Inside the verdict: what a label and a typed serial have in common. */

#include "verify/verdict/trust.h"

enum { SECONDS_A_DAY = 86400 };

/* A verdict holds. Of those that do, the first in the order of precedence is the answer. */
void sello_hold(struct sello_report *report, enum sello_verdict verdict, enum sello_error cause);

/* Texts were held to their limits when they were parsed. */
void sello_copy_text(char *to, size_t size, struct sello_bytes text);
#define SELLO_COPY_TEXT(to, text) sello_copy_text((to), sizeof(to), (text))

void sello_report_serial(struct sello_report *report, uint64_t serial);
void sello_report_certifier(struct sello_report *report, const struct sello_policy *policy,
                            size_t index);

/* What the status lists say of a serial, and why. */
void sello_judge_status(struct sello_report *report, const struct sello_trust *trust,
                        uint64_t serial);

/* Whose data this is judged by: for practice alone? The effective time, and whether withdrawals are
 * known up to a date near it. */
void sello_judge_data(struct sello_report *report, const struct sello_policy *policy,
                      const struct sello_trust *trust);

/* What the certifier's list says of the label's certificate, of what the label leaves out. */
void sello_report_listed(struct sello_report *report, const struct sello_policy *policy,
                         const struct sello_trust *trust);

#endif
