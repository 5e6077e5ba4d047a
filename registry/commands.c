/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands.h"

/* The help and the shell's completion follow the order of this table. */
/* clang-format off */
const struct cli_command commands[] = {
    {.name = NULL},
};
/* clang-format on */
