/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_LINK_WORDS_H
#define SELLO_REGISTRY_COMMANDS_LINK_WORDS_H

/* What stands before the '#' of labels, in words. */

#include "registry/commands/app.h"

/* "plain", "serial", "gs1": as it is typed, and in JSON. */
const char *link_word(enum sello_link link);

/* The other way round, in either language; false, having said what may be typed. */
SELLO_NODISCARD bool link_take(const char *text, enum sello_link *out);

/* What it brings and what it costs, in one sentence. */
void link_say(enum sello_link link);

#endif
