/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"

int main(int argc, char **argv) {
    const struct cli_program program = {
        .name = "sello",
        .summary = N_("Certifies products and issues their signed labels."),
        .common = app_common_options,
        .commands = commands,
        .command_names = command_names,
        .option_names = option_names,
        .value_names = value_names,
    };
    /* Whoever reads along may have seen enough: what was begun is finished all the same, and nobody
     * is told any more (cli_main). */
    signal(SIGPIPE, SIG_IGN);
    return cli_main(&program, argc, argv, (void *)(uintptr_t)commands); /* for the window */
}
