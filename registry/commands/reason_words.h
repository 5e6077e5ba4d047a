/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_REASON_WORDS_H
#define SELLO_REGISTRY_COMMANDS_REASON_WORDS_H

/* Why a status changed, for people and programs; help for --reason and --date. */

#include "cli/cli.h"
#include "registry/desk/reason.h"

#define REASON_HELP                                                                                \
    N_("lost, stolen, damaged, misprint, counterfeit-seen, sold, producer-request, or a text")
#define REASON_DATE_HELP N_("the date it counts from (today)")

/* The text, else the code's words. Lives as long as the text. */
const char *reason_words(uint64_t code, const char *text);

/* "reason", "text" and "date". */
void reason_json(struct cli_json *j, const struct reason *reason, uint64_t day);

#endif
