/* SPDX-License-Identifier: Apache-2.0 */
/* A registry from a file to a server, or back. */
#include "cli/cli.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/trust/copy_store.h"

/* clang-format off */
const struct cli_option cmd_copy_store_options[] = {
    {.name = NULL},
};
/* clang-format on */

static void pass_over(void *context, const struct check_finding *finding) {
    (void)context, (void)finding; /* sello check --all tells them */
}

static int copy(struct app *app) {
    const char *to = cli_operand(app->args, 1);
    struct check_outcome found;
    if (copy_store(&app->session, to, pass_over, NULL, &found) != SELLO_OK) {
        return app_problem(app, _("The registry could not be copied"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "from", app->session.folder);
        cli_json_string(&j, "to", to);
        cli_json_number(&j, "signatures_checked", found.n_checked);
        cli_json_close(&j);
        return CLI_OK;
    }
    cli_print(stdout,
              P_("The registry is in %s too, row by row the same. The signature of its %zu label "
                 "matches.\n",
                 "The registry is in %s too, row by row the same. All %zu signatures of labels "
                 "match.\n",
                 found.n_checked),
              to, found.n_checked);
    cli_print(stdout,
              _("  What is written in %s from now on is not in the copy: let nobody work "
                "there any more.\n"),
              app->session.folder);
    return CLI_OK;
}

int cmd_copy_store(const struct cli_args *args) {
    return app_run_in(args, cli_operand(args, 0), APP_READ, copy);
}
