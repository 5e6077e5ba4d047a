/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"
#include "labels/symbol/symbol.h"
#include "registry/commands/commands.h"
#include "registry/commands/root_answer.h"
#include "registry/trust/init.h"

enum { MEMBERS_DEFAULT = 2, THRESHOLD_DEFAULT = 1 };

/* The size of a typical record's token, for telling what a base URL leads to. */
enum { TYPICAL_TOKEN = 231 };

const struct cli_option cmd_init_options[] = {
    {"name", N_("NAME"), N_("the certifier's name, as buyers see it"), false},
    {"url", N_("URL"), N_("the https address that labels lead to"), false},
    {"contact", N_("TEXT"), N_("a telephone or address for questions"), false},
    {"members", N_("N"), N_("member keys to make (2)"), false},
    {"threshold", N_("K"), N_("members who must sign a change of the root (1)"), false},
    {"practice", NULL, N_("a registry to learn with: its labels are no real ones, for ever"),
     false},
    APP_DRY_RUN,
    {NULL, NULL, NULL, false},
};

static bool take_request(const struct cli_args *args, struct init_request *out) {
    *out = (struct init_request){.contact = cli_text(args, "contact"),
                                 .n_members = MEMBERS_DEFAULT,
                                 .threshold = THRESHOLD_DEFAULT,
                                 .practice = cli_flag(args, "practice")};
    for (size_t i = 0; i < INIT_MEMBERS_MAX; i++) {
        snprintf(out->member_name[i], sizeof out->member_name[i], _("Member %zu"), i + 1);
    }
    return cli_require(args, "name", &out->name) && cli_require(args, "url", &out->url) &&
           cli_number(args, "members", 1, INIT_MEMBERS_MAX, &out->n_members) &&
           cli_number(args, "threshold", 1, INIT_MEMBERS_MAX, &out->threshold);
}

/* ---- what is said at the end ---- */

static void say_done(struct app *app, const struct init_request *request,
                     const struct init_outcome *outcome, unsigned version) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN];
    sello_fingerprint_text(outcome->fingerprint, fingerprint);
    app_say_dry_run(app);
    cli_print(stdout, _("The registry of %s is in %s.\n"), request->name, app->session.folder);
    if (request->practice) {
        cli_print(stdout,
                  _("It is for practice, for ever: what it prints says so, and every reader "
                    "answers that its labels are no real ones.\n"));
    }
    if (!app->dry_run) {
        cli_print(stdout, _("Fingerprint: %s\n"), fingerprint);
        cli_print(stdout, _("Root 1:      %s\n"), fingerprint); /* it names itself */
        cli_print(
            stdout,
            _("  Publish both where buyers can compare them: a poster, a web page. A later root "
              "has another hash: then print the poster anew.\n"));
    }
    cli_print(stdout, _("Address:     %s\n"), outcome->url);
    cli_print(stdout,
              _("  Every label leads there, so keep this name as long as the goods last. A typical "
                "label needs a QR of version %u.\n"),
              version);
    if (request->n_members > 1 && !app->dry_run) {
        cli_print(stdout,
                  _("Next: move keys/member-2.key to another place, a USB stick in another house. "
                    "If this laptop is lost, that key lets you go on.\n"));
    }
    if (request->threshold == 1) {
        cli_print(stdout, _("Later: with three members of whom two must sign (2 of 3), no single "
                            "person can change the root alone.\n"));
    } else if (request->threshold == request->n_members) {
        root_warn_all_must_sign();
    }
}

static void answer(struct app *app, const struct init_request *request,
                   const struct init_outcome *outcome) {
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    unsigned version = sello_symbol_version_for(strlen(outcome->url), TYPICAL_TOKEN);
    if (!app->json) {
        say_done(app, request, outcome, version);
        return;
    }
    base_hex(outcome->fingerprint, SELLO_HASH_LEN, hex);
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "registry", app->session.folder);
    cli_json_string(&j, "name", request->name);
    cli_json_string(&j, "url", outcome->url);
    cli_json_string(&j, "fingerprint", app->dry_run ? NULL : hex);
    cli_json_number(&j, "root_version", 1);
    cli_json_string(&j, "root_hash", app->dry_run ? NULL : hex);
    cli_json_number(&j, "symbol_version", version);
    if (request->practice) {
        cli_json_bool(&j, "practice", true);
    }
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

/* ---- the command ---- */

/* Is it one of our own options that is at fault? */
static bool is_asked(const char *field) {
    for (const struct cli_option *option = cmd_init_options; option->name != NULL; option++) {
        if (field != NULL && strcmp(option->name, field) == 0) {
            return true;
        }
    }
    return false;
}

static int refused(struct app *app) {
    int result = app_problem(app, _("The registry could not be made"));
    return is_asked(app->session.problem.field) ? CLI_USAGE : result;
}

int cmd_init(const struct cli_args *args) {
    struct app app;
    struct init_request request;
    struct init_outcome outcome;
    int result = CLI_USAGE;
    app_start(args, &app);
    if (take_request(args, &request)) {
        enum sello_error error = app.dry_run ? init_plan(&app.session, &request, &outcome)
                                             : init_commit(&app.session, &request, &outcome);
        result = error == SELLO_OK ? CLI_OK : refused(&app);
    }
    if (result == CLI_OK) {
        answer(&app, &request, &outcome);
    }
    app_close(&app);
    return result;
}
