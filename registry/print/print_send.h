/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_PRINT_SEND_H
#define SELLO_REGISTRY_PRINT_PRINT_SEND_H

/* Where a job goes: into a file, or straight to a printer's queue by the system's `lp` (CUPS). What
 * is sent is kept in memory until all of it is made and looked at: no file of ours is left. */

#include "base/file.h"
#include "registry/print/print.h"

/* Calls visit with each of the system's queues, in its order. Without `lpstat` there are none. */
void print_queues(void (*visit)(void *context, const char *queue), void *context);

/* Is there such a queue, and does it print? Without `lpstat` nobody can tell, and it is let be.
 * Rules "printer-not-in-cups", "printer-stopped". */
SELLO_NODISCARD enum sello_error print_check_queue(struct session *session, const char *queue);

/* Like base_output_open and session_end_output. Rules "lp-missing", "lp-refused", "lp-no-answer".
 */
SELLO_NODISCARD enum sello_error print_open_output(const struct print_job *job,
                                                   struct base_output *output);
SELLO_NODISCARD enum sello_error print_end_output(struct session *session,
                                                  const struct print_job *job,
                                                  struct base_output *output, bool keep);

#endif
