/* SPDX-License-Identifier: Apache-2.0 */
/* Schemes: what is certified. Verifiers read their names from the root, so a new one makes a new
 * root, which the members must sign. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/commands/root_answer.h"
#include "registry/trust/scheme.h"

/* clang-format off */
const struct cli_option cmd_scheme_add_options[] = {
    {"code", N_("N"), N_("the number that labels carry, 0 to 65535"), false},
    {"name", N_("NAME"), N_("its name in Spanish"), false},
    {"name-en", N_("NAME"), N_("its name in English"), false},
    {"url", N_("URL"), N_("a page about it"), false},
    {"draft", N_("FILE"), N_("write the new root as a draft for the members, here"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_scheme_edit_options[] = {
    {"name-en", N_("NAME"), N_("its name in English, where it has none yet"), false},
    {"url", N_("URL"), N_("a page about it"), false},
    {"draft", N_("FILE"), N_("write the new root as a draft for the members, here"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

static struct sello_id id_of(uint64_t code) {
    return (struct sello_id){SELLO_KIND_SCHEME, code};
}

/* A draft waits for the members. */
static void answer_draft(struct app *app, const struct scheme_outcome *outcome) {
    root_tell(app, &outcome->root);
    cli_note(_("The scheme is recorded when the draft is assembled; its web page is added after "
               "that, with 'sello scheme edit'."));
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        record_json_id(&j, "id", id_of(outcome->after.code));
        root_json_outcome(&j, &outcome->root);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    }
}

static int change(struct app *app, const struct scheme_request *request, const char *done,
                  const char *failed) {
    struct scheme_outcome outcome;
    enum sello_error error = app->dry_run ? scheme_plan(&app->session, request, &outcome)
                                          : scheme_commit(&app->session, request, NULL, &outcome);
    if (error != SELLO_OK) {
        (void)app_problem(app, failed);
    } else if (outcome.recorded) {
        app_say_id(app, id_of(outcome.after.code), done, outcome.after.name);
    } else {
        answer_draft(app, &outcome);
    }
    scheme_outcome_free(&outcome);
    return error == SELLO_OK ? CLI_OK : CLI_FAILURE;
}

/* Takes over the options that were given, short enough for their fields. */
static bool take_options(const struct cli_args *args, struct scheme_request *r) {
    struct sello_scheme room;
    r->name_en = cli_text(args, "name-en");
    r->url = cli_text(args, "url");
    r->draft_path = cli_text(args, "draft");
    return app_field(args, "name-en", room.name_en) && app_field(args, "url", room.url);
}

/* ---- add, edit ---- */

static int add(struct app *app) {
    struct scheme_request request = {.edit = false};
    struct sello_scheme room;
    const char *needed;
    if (!cli_require(app->args, "code", &needed) ||
        !cli_require(app->args, "name", &request.name) ||
        !cli_number(app->args, "code", 0, SELLO_SCHEME_MAX, &request.code) ||
        !app_field(app->args, "name", room.name) || !take_options(app->args, &request)) {
        return CLI_USAGE;
    }
    return change(app, &request, _("Scheme %s was added: %s."), _("The scheme was not recorded"));
}

int cmd_scheme_add(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, add);
}

static int edit(struct app *app) {
    struct scheme_request request = {.edit = true};
    if (!app_id(app->args, 0, SELLO_KIND_SCHEME, &request.code)) {
        return CLI_USAGE;
    }
    if (!take_options(app->args, &request)) {
        return CLI_FAILURE;
    }
    return change(app, &request, _("Scheme %s was changed: %s."), _("The scheme was not changed"));
}

int cmd_scheme_edit(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, edit);
}
