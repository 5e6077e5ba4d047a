/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_REASON_H
#define SELLO_REGISTRY_DESK_REASON_H

/* Why, and since when, a status changes. */

#include "registry/desk/desk.h"

struct reason {
    uint64_t code;                      /* enum sello_reason */
    char text[SELLO_ROW_TEXT_MAX + 1];  /* published beside it; "" where the code says it all */
    char typed[SELLO_ROW_TEXT_MAX + 1]; /* as it was given; "" where none was */
};

/* A word for one of the format's reasons, in English or Spanish whichever language is spoken, gives
 * its code; any other text is taken as it is, with the code SELLO_REASON_OTHER. No text (NULL):
 * `usual`. Refuses what may not be signed (field "reason"), and a text that names a producer (rule
 * "reason-names-producer"), because reasons are published for ever. To be called in a transaction.
 */
SELLO_NODISCARD enum sello_error reason_take(struct session *session, const char *text,
                                             enum sello_reason usual, struct reason *out);

/* The day that a status counts from: today where none is given. Rule "date-to-come". */
SELLO_NODISCARD enum sello_error reason_take_day(struct session *session, struct sello_number day,
                                                 uint64_t *out_day);

#endif
