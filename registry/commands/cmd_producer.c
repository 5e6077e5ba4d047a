/* SPDX-License-Identifier: Apache-2.0 */
/* Producers: who makes what is certified. */
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/letters.h"
#include "registry/commands/linked.h"
#include "registry/commands/list_options.h"
#include "registry/commands/record.h"
#include "registry/commands/table.h"
#include "registry/commands/touched.h"
#include "registry/desk/correct.h"
#include "registry/store/consent.h"

/* clang-format off */
const struct cli_option cmd_producer_add_options[] = {
    {"name", N_("NAME"), N_("the person, workshop or group"), false},
    {"origin", N_("COMMUNITY"), N_("the community it works in"), false},
    {"state", N_("STATE"), N_("of the federation: Oaxaca, Guerrero, ..."), false},
    {"public", NULL, N_("the name may stand on labels"), false},
    APP_DRY_RUN,
    {.name = NULL},
};

const struct cli_option cmd_producer_edit_options[] = {
    {"name", N_("NAME"), N_("the person, workshop or group"), false},
    {"origin", N_("COMMUNITY"), N_("the community it works in"), false},
    {"state", N_("STATE"), N_("of the federation: Oaxaca, Guerrero, ..."), false},
    {"public", NULL, N_("the name may stand on labels"), false},
    {"no-public", NULL, N_("the name stays off labels"), false},
    {"yes", NULL, N_("do not ask"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_producer_list_options[] = {
    LIST_PRODUCT,
    LIST_SCHEME,
    {"state", N_("STATE"), N_("only of this state of the federation"), false},
    LIST_CSV,
    {.name = NULL},
};
/* clang-format on */

/* Takes over the options that were given; a text that is too long is wrong usage. */
static bool take_options(const struct cli_args *args, struct producer_request *r) {
    struct sello_producer room;
    bool is_public = cli_flag(args, "public"), not_public = cli_flag(args, "no-public");
    if (is_public && not_public) {
        cli_error(_("--public and --no-public contradict each other. Give one of them."));
        return false;
    }
    r->is_public = (struct sello_number){is_public || not_public, is_public};
    r->name = cli_text(args, "name");
    r->origin = cli_text(args, "origin");
    r->state = cli_text(args, "state");
    return app_field(args, "name", room.name) && app_field(args, "origin", room.origin) &&
           app_field(args, "state", room.state);
}

static struct sello_id id_of(uint64_t number) {
    return (struct sello_id){SELLO_KIND_PRODUCER, number};
}

/* ---- add, edit ---- */

static bool agreed(const struct app *app, const struct producer_outcome *plan) {
    const struct touched_field fields[] = {
        {"name", plan->before.name, plan->after.name},
        {"origin", plan->before.origin, plan->after.origin},
        {"state", plan->before.state, plan->after.state},
        {"public", plan->before.is_public ? _("yes") : _("no"),
         plan->after.is_public ? _("yes") : _("no")},
    };
    return touched_agreed(app, &plan->touched, fields, sizeof fields / sizeof *fields);
}

static int change(struct app *app, const struct producer_request *request, const char *done,
                  const char *failed) {
    struct producer_outcome plan, outcome;
    bool asks = request->number > 0 && app_may_ask(app);
    if (asks && producer_plan(&app->session, request, &plan) != SELLO_OK) {
        return app_problem(app, failed);
    }
    if (asks && !agreed(app, &plan)) {
        return CLI_FAILURE;
    }
    enum sello_error error =
        app->dry_run ? producer_plan(&app->session, request, &outcome)
                     : producer_commit(&app->session, request, asks ? &plan : NULL, &outcome);
    if (error != SELLO_OK) {
        return app_problem(app, failed);
    }
    touched_done(app, id_of(outcome.after.number), outcome.after.name, &outcome.touched, done);
    letters_say(outcome.after.name);
    letters_say(outcome.after.origin);
    return CLI_OK;
}

static int add(struct app *app) {
    struct producer_request request = {0};
    const char *needed;
    if (!cli_require(app->args, "name", &needed) || !cli_require(app->args, "origin", &needed) ||
        !take_options(app->args, &request)) {
        return CLI_USAGE;
    }
    return change(app, &request, _("Producer %s was added: %s."), _("The producer was not added"));
}

int cmd_producer_add(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, add);
}

static int edit(struct app *app) {
    struct producer_request request = {0};
    if (!app_id(app->args, 0, SELLO_KIND_PRODUCER, &request.number) ||
        !take_options(app->args, &request)) {
        return CLI_USAGE;
    }
    return change(app, &request, _("Producer %s was changed: %s."),
                  _("The producer was not changed"));
}

int cmd_producer_edit(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, edit);
}

/* ---- show, list ---- */

static void json_fields(struct cli_json *j, const struct sello_producer *p) {
    record_json_id(j, "id", id_of(p->number));
    record_json_text(j, "name", p->name);
    record_json_text(j, "origin", p->origin);
    record_json_text(j, "state", p->state);
    cli_json_bool(j, "public", p->is_public);
    record_json_import(j, p->import);
}

static void print_json(const struct sello_producer *p) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    json_fields(&j, p);
    cli_json_close(&j);
}

static void print_lines(const struct sello_producer *p) {
    record_line_id(id_of(p->number));
    record_line(_("Name"), p->name);
    record_line(_("Origin"), p->origin);
    record_line(_("State"), p->state);
    record_line(_("On labels"), p->is_public ? _("yes") : _("no"));
    record_line_import(p->import);
}

/* To statements of what was certified; nothing where there is none. */
static void show_consent(const struct app *app, struct cli_json *j,
                         const struct sello_consent *consent) {
    char day[BASE_DATE_LEN];
    if (!consent->given) {
        return;
    }
    base_date_format(consent->day, day);
    if (app->json) {
        cli_json_string(j, "consent", day);
        cli_json_string(j, "consent_note", consent->note);
    } else {
        record_line(_("Consent to statements"), day);
    }
}

static int show(struct app *app) {
    struct sello_producer producer = {0};
    struct sello_consent consent;
    if (!app_id(app->args, 0, SELLO_KIND_PRODUCER, &producer.number)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_producer_get(app->session.store, producer.number, &producer);
    error = error == SELLO_OK ? sello_consent_get(app->session.store, producer.number, &consent)
                              : error;
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The producer cannot be shown"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        json_fields(&j, &producer);
        show_consent(app, &j, &consent);
        error = linked_json(app, &j, id_of(producer.number));
        cli_json_close(&j);
    } else {
        print_lines(&producer);
        show_consent(app, NULL, &consent);
        error = linked_lines(app, id_of(producer.number));
    }
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, _("The producer cannot be shown"));
}

int cmd_producer_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}

static bool list_json(void *context, const struct sello_producer *row) {
    (void)context;
    print_json(row);
    return true;
}

static bool list_row(void *context, const struct sello_producer *row) {
    struct table *t = context;
    record_cell_id(t, id_of(row->number));
    table_cell(t, row->name);
    table_cell(t, row->origin);
    table_cell(t, row->state);
    table_cell(t, row->is_public ? _("yes") : _("no"));
    return !t->failed;
}

static int list(struct app *app) {
    const char *const titles[] = {_("Id"), _("Name"), _("Origin"), _("State"), _("On labels")};
    struct table t;
    struct export_wanted wanted;
    const char *csv = cli_text(app->args, "csv");
    if (!list_wanted_take(app, SELLO_KIND_PRODUCER, &wanted)) {
        return CLI_USAGE;
    }
    if (csv != NULL) {
        return list_write_csv(app, EXPORT_PRODUCERS, &wanted, csv);
    }
    table_start(&t, titles, app->json ? 0 : 5);
    enum sello_error error = sello_producer_find(app->session.store, &wanted.records,
                                                 app->json ? list_json : list_row, &t);
    bool printed = app->json || table_end(&t, stdout,
                                          list_is_limited(app) ? _("No producer is so.")
                                                               : _("There are no producers yet."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The producers cannot be listed"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_producer_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}
