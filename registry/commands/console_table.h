/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_CONSOLE_TABLE_H
#define SELLO_REGISTRY_COMMANDS_CONSOLE_TABLE_H

/* What the window may ask of the commands, and its own refusals in words. */

#include "cli/cli.h"
#include "registry/console/console.h"

/* The commands with their options; an option that names a file passes only where it is known here
 * what becomes of the file. Freed by console_table_free; NULL without memory. */
struct console_command *console_table_make(const struct cli_command *commands);
void console_table_free(struct console_command *table);

/* In console_setup. */
void console_words(const char *language, const char *rule, const char *value, char *out,
                   size_t size);

#endif
