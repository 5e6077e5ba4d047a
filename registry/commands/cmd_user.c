/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what in a registry on a server. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/table.h"
#include "registry/desk/users.h"

/* clang-format off */
const struct cli_option cmd_user_add_options[] = {
    {"role", N_("ROLE"), N_("what they may do: auditor reads; clerk keeps records and prints too; certifier grants, issues, withdraws and publishes too"), false},
    APP_DRY_RUN,
    {.name = NULL},
};

const struct cli_option cmd_user_remove_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static const struct rank_row {
    enum sello_rank rank;
    const char *spanish, *words;
} ranks[] = {
    {SELLO_RANK_AUDITOR, "auditor", N_("auditor: reads")},
    {SELLO_RANK_CLERK, "oficinista", N_("clerk: keeps records, prints, delivers")},
    {SELLO_RANK_CERTIFIER, "certificador",
     N_("certifier: also grants, issues, withdraws, publishes")},
    {SELLO_RANK_OWNER, "", N_("owner of the tables: may do everything")},
};

enum { N_RANKS = sizeof ranks / sizeof *ranks };

static const struct rank_row *row_of(enum sello_rank rank) {
    const struct rank_row *found = &ranks[0];
    for (size_t i = 0; i < N_RANKS; i++) {
        found = ranks[i].rank == rank ? &ranks[i] : found;
    }
    return found;
}

static bool take_rank(const struct cli_args *args, enum sello_rank *out) {
    const char *text = NULL;
    if (!cli_require(args, "role", &text)) {
        return false;
    }
    for (size_t i = 0; i < N_RANKS && ranks[i].rank != SELLO_RANK_OWNER; i++) {
        if (cli_value_is(text, sello_rank_name(ranks[i].rank), ranks[i].spanish)) {
            *out = ranks[i].rank;
            return true;
        }
    }
    cli_error(_("--role takes auditor, clerk or certifier, not '%s'."), text);
    return false;
}

static void put_user(const char *name, enum sello_rank rank, const struct app *app,
                     const bool *gone) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "name", name);
    cli_json_string(&j, "role", rank == SELLO_RANK_NOBODY ? NULL : sello_rank_name(rank));
    if (gone != NULL) {
        cli_json_bool(&j, "gone", *gone);
    }
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

static bool ask(struct app *app, const struct users_request *request, struct users_outcome *out) {
    enum sello_error error = app->dry_run ? users_plan(&app->session, request, out)
                                          : users_commit(&app->session, request, out);
    if (error != SELLO_OK) {
        (void)app_problem(app, _("Nothing was changed"));
    }
    return error == SELLO_OK;
}

/* ---- add ---- */

static int add(struct app *app) {
    struct users_request request = {.name = cli_operand(app->args, 0)};
    struct users_outcome outcome;
    if (!take_rank(app->args, &request.rank)) {
        return CLI_USAGE;
    }
    if (!ask(app, &request, &outcome)) {
        return CLI_FAILURE;
    }
    if (app->json) {
        put_user(request.name, request.rank, app, NULL);
        return CLI_OK;
    }
    app_say_dry_run(app);
    cli_print(stdout, "%s  %s\n", request.name, _(row_of(request.rank)->words));
    cli_note(_("The database holds %s to it. How they prove who they are is the server's to say: "
               "a password is set there with \\password, in psql."),
             request.name);
    return CLI_OK;
}

int cmd_user_add(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, add);
}

/* ---- remove ---- */

static int take_away(struct app *app) {
    const struct users_request request = {.name = cli_operand(app->args, 0)};
    struct users_outcome outcome;
    if (!ask(app, &request, &outcome)) {
        return CLI_FAILURE;
    }
    if (app->json) {
        put_user(request.name, SELLO_RANK_NOBODY, app, &outcome.gone);
        return CLI_OK;
    }
    app_say_dry_run(app);
    cli_print(stdout,
              outcome.gone ? _("%s may do nothing here any more, and is gone from the server.\n")
                           : _("%s may do nothing here any more. The role stays on the server.\n"),
              request.name);
    return CLI_OK;
}

int cmd_user_remove(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, take_away);
}

/* ---- list ---- */

static void list_row(void *context, const char *name, enum sello_rank rank) {
    const struct app *app = context;
    if (app->json) {
        put_user(name, rank, app, NULL);
    } else {
        cli_print(stdout, "%s  %s\n", name, _(row_of(rank)->words));
    }
}

static int list(struct app *app) {
    return users_list(&app->session, list_row, app) == SELLO_OK
               ? CLI_OK
               : app_problem(app, _("The users were not listed"));
}

int cmd_user_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}
