/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate's way: applied for, inspected, granted, renewed. */
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/desk/certify.h"

/* clang-format off */
const struct cli_option cmd_certificate_apply_options[] = {
    {"product", N_("P"), N_("the product: P1"), false},
    {"producer", N_("R"), N_("who makes it: R1"), false},
    {"scheme", N_("S"), N_("what it is certified as: S1"), false},
    {"note", N_("TEXT"), N_("kept with the certificate, never on a label"), false},
    APP_DRY_RUN,
    {"yes", NULL, N_("do not ask"), false},
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_certificate_inspect_options[] = {
    {"result", N_("pass|fail"), N_("what the inspection found"), false},
    {"note", N_("TEXT"), N_("kept with the certificate, never on a label"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_certificate_grant_options[] = {
    {"from", N_("DATE"), N_("the first day that labels may be issued (2026-11-23)"), false},
    {"until", N_("DATE"), N_("the last day that labels may be issued"), false},
    {"note", N_("TEXT"), N_("kept with the certificate, never on a label"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_certificate_renew_options[] = {
    {"until", N_("DATE"), N_("the last day that labels may be issued (else without end)"), false},
    {"note", N_("TEXT"), N_("kept with the certificate, never on a label"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

static struct sello_id id_of(uint64_t number) {
    return (struct sello_id){SELLO_KIND_CERTIFICATE, number};
}

/* ---- apply ---- */

static bool require_id(const struct cli_args *args, const char *option, enum sello_kind kind,
                       uint64_t *out) {
    const char *text = NULL;
    return cli_require(args, option, &text) && app_id_of(text, kind, out);
}

static bool take_application(const struct cli_args *args, struct sello_certificate *c) {
    return require_id(args, "product", SELLO_KIND_PRODUCT, &c->product) &&
           require_id(args, "producer", SELLO_KIND_PRODUCER, &c->producer) &&
           require_id(args, "scheme", SELLO_KIND_SCHEME, &c->scheme) &&
           app_field(args, "note", c->note);
}

static void say_twin(const struct certify_applied *applied) {
    char id[SELLO_ID_LEN];
    sello_id_format(id_of(applied->twin), id);
    cli_warning(_("%s is for the same product, producer and scheme already (%s). One that was not "
                  "meant is taken back with: sello certificate cancel"),
                id, record_state_text(applied->twin_state));
}

static bool agreed_twice(const struct certify_applied *plan) {
    say_twin(plan);
    bool yes = cli_confirm(_("Apply once more?"));
    if (!yes) {
        cli_note(_("Nothing was changed."));
    }
    return yes;
}

static int apply(struct app *app) {
    struct sello_certificate request = {0};
    if (!take_application(app->args, &request)) {
        return CLI_USAGE;
    }
    struct certify_applied plan, done;
    bool asks = app_may_ask(app);
    if (asks && certify_apply_plan(&app->session, &request, &plan) != SELLO_OK) {
        return app_problem(app, _("The application was not taken"));
    }
    if (asks && plan.twin > 0 && !agreed_twice(&plan)) {
        return CLI_FAILURE;
    }
    enum sello_error error =
        app->dry_run ? certify_apply_plan(&app->session, &request, &done)
                     : certify_apply_commit(&app->session, &request, asks ? &plan : NULL, &done);
    if (error != SELLO_OK) {
        return app_problem(app, _("The application was not taken"));
    }
    if (done.twin > 0 && !asks) {
        say_twin(&done);
    }
    app_say_id(app, id_of(done.certificate), _("Certificate %s was applied for: %s."),
               done.product);
    return CLI_OK;
}

int cmd_certificate_apply(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, apply);
}

/* ---- inspect ---- */

static bool take_result(const struct cli_args *args, enum sello_certificate_step *out) {
    const char *result = NULL;
    if (!cli_require(args, "result", &result)) {
        return false;
    }
    bool pass = cli_value_is(result, "pass", "aprobada");
    if (!pass && !cli_value_is(result, "fail", "rechazada")) {
        cli_error(_("--result takes pass or fail, not '%s'."), result);
        return false;
    }
    *out = pass ? SELLO_STEP_PASS : SELLO_STEP_FAIL;
    return true;
}

static bool take_note(struct app *app, struct certify_request *request) {
    char room[SELLO_NOTE_MAX + 1];
    request->note = cli_text(app->args, "note");
    return app_field(app->args, "note", room); /* too long a one is wrong usage */
}

static int take_step(struct app *app, const struct certify_request *request, const char *what,
                     struct certify_outcome *done) {
    enum sello_error error = app->dry_run ? certify_plan(&app->session, request, done)
                                          : certify_commit(&app->session, request, NULL, done);
    const char *field = app->session.problem.field;
    if (error == SELLO_OK) {
        return CLI_OK;
    }
    (void)app_problem(app, what);
    return field != NULL && strcmp(field, "until") == 0 ? CLI_USAGE : CLI_FAILURE;
}

static int inspect(struct app *app) {
    struct certify_request request = {0};
    struct certify_outcome done;
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &request.certificate) ||
        !take_result(app->args, &request.step) || !take_note(app, &request)) {
        return CLI_USAGE;
    }
    int result = take_step(app, &request, _("The inspection was not noted"), &done);
    if (result != CLI_OK) {
        return result;
    }
    app_say_id(app, id_of(request.certificate),
               request.step == SELLO_STEP_PASS ? _("The inspection of %s was noted: passed.%s")
                                               : _("The inspection of %s was noted: failed.%s"),
               "");
    certify_outcome_free(&done);
    return CLI_OK;
}

int cmd_certificate_inspect(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, inspect);
}

/* ---- grant ---- */

static int grant(struct app *app) {
    struct certify_request request = {.step = SELLO_STEP_GRANT};
    struct certify_outcome done;
    request.from.present = cli_text(app->args, "from") != NULL;
    request.until.present = cli_text(app->args, "until") != NULL;
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &request.certificate) ||
        !cli_date(app->args, "from", &request.from.value) ||
        !cli_date(app->args, "until", &request.until.value) || !take_note(app, &request)) {
        return CLI_USAGE;
    }
    int result = take_step(app, &request, _("The certificate was not granted"), &done);
    if (result != CLI_OK) {
        return result;
    }
    app_say_id(app, id_of(request.certificate), _("Certificate %s was granted: %s."), done.product);
    certify_outcome_free(&done);
    return CLI_OK;
}

int cmd_certificate_grant(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, grant);
}

/* ---- renew ---- */

static int say_renewed(struct app *app, uint64_t number, struct sello_number until) {
    char id[SELLO_ID_LEN], day[CLI_DAY_LEN] = "";
    sello_id_format(id_of(number), id);
    cli_day(until.value, day);
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "id", id);
        record_json_day(&j, "until", until);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
        return CLI_OK;
    }
    app_say_dry_run(app);
    if (until.present) {
        cli_print(stdout, _("Certificate %s was renewed until %s.\n"), id, day);
    } else {
        cli_print(stdout, _("Certificate %s was renewed without end.\n"), id);
    }
    return CLI_OK;
}

static int renew(struct app *app) {
    struct certify_request request = {.step = SELLO_STEP_RENEW};
    struct certify_outcome done;
    request.until.present = cli_text(app->args, "until") != NULL;
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &request.certificate) ||
        !cli_date(app->args, "until", &request.until.value) || !take_note(app, &request)) {
        return CLI_USAGE;
    }
    int result = take_step(app, &request, _("The certificate was not renewed"), &done);
    if (result != CLI_OK) {
        return result;
    }
    certify_outcome_free(&done);
    return say_renewed(app, request.certificate, request.until);
}

int cmd_certificate_renew(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, renew);
}
