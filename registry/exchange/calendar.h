/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_CALENDAR_H
#define SELLO_REGISTRY_EXCHANGE_CALENDAR_H

/* When certificates end, as a file that calendars take (iCalendar, RFC 5545): a whole day each,
 * with an alarm thirty days before. */

#include "registry/exchange/export.h"

#define CALENDAR_ALARM_DAYS 30

/* Those that are granted and end today or later; in the session's language. certifier: tells this
 * certifier's entries from others' ("sello.example"), and stays the same, so that a renewed
 * certificate moves in the calendar that has it. SELLO_E_SYSTEM where the sink takes no more. */
SELLO_NODISCARD enum sello_error calendar_write(struct session *session, const char *certifier,
                                                const struct sello_certificate_filter *filter,
                                                const struct export_sink *sink, uint64_t *out_n);

#endif
