/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_H
#define SELLO_REGISTRY_COMMANDS_H

/* The commands of `sello`: the function of "producer add" is cmd_producer_add. Each file of
 * commands brings its own options. */

#include "cli/cli.h"

extern const struct cli_command commands[];

#endif
