/* SPDX-License-Identifier: Apache-2.0 */
/* Vouching for other certifiers. */
#include "base/hex.h"
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/trust/endorse.h"

/* clang-format off */
const struct cli_option cmd_endorse_add_options[] = {
    {"fingerprint", N_("HEX"), N_("its whole fingerprint, 64 hex digits, where there is no file"), false},
    {"name", N_("NAME"), N_("its name, with --fingerprint"), false},
    {"url", N_("URL"), N_("its address, with --fingerprint"), false},
    APP_DRY_RUN,
    {.name = NULL},
};

const struct cli_option cmd_endorse_end_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static struct sello_id id_of(const struct sello_endorsement *row) {
    return (struct sello_id){SELLO_KIND_ENDORSEMENT, row->number};
}

/* ---- telling ---- */

static void put_row(struct cli_json *j, const struct sello_endorsement *row) {
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)], day[BASE_DATE_LEN];
    base_hex(row->fingerprint, SELLO_HASH_LEN, hex);
    record_json_id(j, "id", id_of(row));
    cli_json_string(j, "name", row->name);
    cli_json_string(j, "url", row->url);
    cli_json_string(j, "fingerprint", hex);
    if (base_date_format(row->since, day)) {
        cli_json_string(j, "since", day);
    }
    cli_json_string(j, "state", row->ended ? "ended" : "endorsed");
}

static void say_row(const struct sello_endorsement *row) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], id[SELLO_ID_LEN], day[CLI_DAY_LEN];
    sello_fingerprint_text(row->fingerprint, fingerprint);
    sello_id_format(id_of(row), id);
    cli_day(row->since, day);
    cli_print(stdout, "%s  %s\n", id, row->name);
    cli_print(stdout, "    %s · %s\n", fingerprint, row->url);
    cli_print(stdout, row->ended ? _("    since %s, and ended\n") : _("    since %s\n"), day);
}

static void say_done(const struct app *app, const struct sello_endorsement *row) {
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        put_row(&j, row);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
        return;
    }
    app_say_dry_run(app);
    say_row(row);
    if (!row->ended) {
        cli_note(_("Compare this fingerprint with the one that it publishes. Whoever trusts you is "
                   "told that you vouch for it, from the next trust file on."));
    } else {
        cli_note(_("You vouch for it no longer, from the next trust file on. Whoever added it "
                   "meanwhile still trusts it."));
    }
}

/* ---- add, end ---- */

static int change(struct app *app, const struct endorse_request *request, const char *failed) {
    struct endorse_outcome outcome;
    enum sello_error error = app->dry_run ? endorse_plan(&app->session, request, &outcome)
                                          : endorse_commit(&app->session, request, &outcome);
    if (error != SELLO_OK) {
        return app_problem(app, failed);
    }
    say_done(app, &outcome.row);
    return CLI_OK;
}

static int add(struct app *app) {
    struct endorse_request request = {.trust_file = cli_operand(app->args, 0),
                                      .fingerprint = cli_text(app->args, "fingerprint"),
                                      .name = cli_text(app->args, "name"),
                                      .url = cli_text(app->args, "url")};
    bool in_words = request.fingerprint != NULL && request.name != NULL && request.url != NULL;
    bool no_words = request.fingerprint == NULL && request.name == NULL && request.url == NULL;
    if (request.trust_file != NULL ? !no_words : !in_words) {
        cli_error(_("Name the certifier by its trust file; or by --fingerprint, --name and --url, "
                    "all three."));
        return CLI_USAGE;
    }
    return change(app, &request, _("Nothing was changed"));
}

int cmd_endorse_add(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, add);
}

static int end(struct app *app) {
    struct endorse_request request = {.end = true};
    if (!app_id(app->args, 0, SELLO_KIND_ENDORSEMENT, &request.number)) {
        return CLI_USAGE;
    }
    return change(app, &request, _("Nothing was changed"));
}

int cmd_endorse_end(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, end);
}

/* ---- list ---- */

struct listing {
    const struct app *app;
    size_t n;
};

static bool list_row(void *context, const struct sello_endorsement *row) {
    struct listing *l = context;
    l->n++;
    if (l->app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        put_row(&j, row);
        cli_json_close(&j);
    } else {
        say_row(row);
    }
    return true;
}

static int list(struct app *app) {
    struct listing l = {app, 0};
    enum sello_error error = sello_endorsement_list(app->session.store, list_row, &l);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The endorsements were not listed"));
    }
    if (l.n == 0 && !app->json) {
        cli_note(_("You vouch for no other certifier."));
    }
    return CLI_OK;
}

int cmd_endorse_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}
