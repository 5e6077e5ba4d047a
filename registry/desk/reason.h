/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_REASON_H
#define SELLO_REGISTRY_DESK_REASON_H

/* Why, and since when, a status changes: the options --reason and --date. */

#include "registry/commands/app.h"

struct cause {
    uint64_t reason;                    /* enum sello_reason */
    char text[SELLO_ROW_TEXT_MAX + 1];  /* published beside it; "" where the code says it all */
    char typed[SELLO_ROW_TEXT_MAX + 1]; /* --reason as it was given; "" when it was not */
    uint64_t day;                       /* since 1970-01-01 */
};

/* Help for --reason; the two rows every command with a cause has. */
#define CAUSE_REASON_HELP                                                                          \
    N_("lost, stolen, damaged, misprint, counterfeit-seen, sold, producer-request, or a text")
#define CAUSE_DATE_HELP N_("the date it counts from (today)")

/* Reads --reason and --date. A word for one of the format's reasons, in English or Spanish, gives
 * its code; any other text is taken as it is, with the code SELLO_REASON_OTHER. Refuses texts that
 * may not be signed, texts that name a producer, and dates to come. */
SELLO_NODISCARD bool cause_take(struct app *app, struct cause *out);

/* The date on the clerk's wall: in Mexico the evening is already tomorrow by UTC. */
uint64_t cause_today(uint64_t now);

/* The cause for people: the text, else the reason's words. Lives as long as the cause. */
const char *cause_words(uint64_t reason, const char *text);

/* "reason", "text" and "date". */
void cause_json(struct cli_json *j, const struct cause *cause);

#endif
