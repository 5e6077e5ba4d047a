/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_SERIALS_H
#define SELLO_REGISTRY_COMMANDS_SERIALS_H

/* Serials as people name them: 12, 12-40, 00000C-C, B3. */

#include "registry/commands/app.h"

struct serial_run {
    uint64_t first, last;
};

/* Reads one operand; says what is wrong with it, and returns CLI_USAGE, or CLI_FAILURE where the
 * registry could not tell. */
SELLO_NODISCARD int serial_run_parse(struct app *app, const char *text, struct serial_run *out);

#endif
