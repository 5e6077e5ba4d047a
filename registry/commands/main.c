/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"

int main(int argc, char **argv) {
    const struct cli_program program = {
        .name = "sello",
        .summary = N_("Certifies products and issues their signed labels."),
        .common = app_common_options,
        .commands = commands,
    };
    return cli_main(&program, argc, argv, NULL);
}
