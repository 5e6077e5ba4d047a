/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate's way: applied for, inspected, granted, renewed. */
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/issue/claims.h"

/* clang-format off */
const struct cli_option cmd_certificate_apply_options[] = {
    {"product", N_("P"), N_("the product: P1"), false},
    {"producer", N_("R"), N_("who makes it: R1"), false},
    {"scheme", N_("S"), N_("what it is certified as: S1"), false},
    {"note", N_("TEXT"), N_("kept with the certificate, never on a label"), false},
    {.name = NULL},
};

const struct cli_option cmd_certificate_inspect_options[] = {
    {"result", "pass|fail", N_("what the inspection found"), false},
    {"note", N_("TEXT"), N_("kept with the certificate, never on a label"), false},
    {.name = NULL},
};

const struct cli_option cmd_certificate_grant_options[] = {
    {"from", N_("DATE"), N_("the first day that labels may be issued (2026-11-23)"), false},
    {"until", N_("DATE"), N_("the last day that labels may be issued"), false},
    {"note", N_("TEXT"), N_("kept with the certificate, never on a label"), false},
    {.name = NULL},
};

const struct cli_option cmd_certificate_renew_options[] = {
    {"until", N_("DATE"), N_("the last day that labels may be issued (else without end)"), false},
    {"note", N_("TEXT"), N_("kept with the certificate, never on a label"), false},
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

static int apply(struct app *app) {
    struct sello_certificate request = {0};
    if (!take_application(app->args, &request)) {
        return CLI_USAGE;
    }
    uint64_t number = 0;
    enum sello_error error = sello_certificate_apply(app->session.store, &request, &number);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The application was not taken"));
    }
    error = sello_certificate_get(app->session.store, number, &request);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The registry could not be read"));
    }
    app_say_id(app, id_of(number), _("Certificate %s was applied for: %s."), request.product_name);
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
    bool pass = strcmp(result, "pass") == 0;
    if (!pass && strcmp(result, "fail") != 0) {
        cli_error(_("--result takes pass or fail, not '%s'."), result);
        return false;
    }
    *out = pass ? SELLO_STEP_PASS : SELLO_STEP_FAIL;
    return true;
}

/* Why a step does not fit the certificate's state, in one sentence. */
static int say_state(struct app *app, uint64_t number, enum sello_error error, const char *what) {
    struct sello_certificate c = {0};
    if (error != SELLO_E_STATE ||
        sello_certificate_get(app->session.store, number, &c) != SELLO_OK) {
        return app_failed(app, error, what);
    }
    char id[SELLO_ID_LEN];
    sello_id_format(id_of(number), id);
    if (c.state == SELLO_CERTIFICATE_APPLIED || c.state == SELLO_CERTIFICATE_FAILED) {
        cli_error(_("%s: %s has not passed an inspection yet. Note one with: sello certificate "
                    "inspect %s --result pass"),
                  what, id, id);
    } else {
        cli_error(_("%s: the state of %s is '%s'."), what, id, record_state_text(c.state));
    }
    return CLI_FAILURE;
}

static int inspect(struct app *app) {
    struct sello_certificate_move move = {0};
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &move.certificate) ||
        !take_result(app->args, &move.step) || !app_field(app->args, "note", move.note)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_certificate_move(app->session.store, &move);
    if (error != SELLO_OK) {
        return say_state(app, move.certificate, error, _("The inspection was not noted"));
    }
    app_say_id(app, id_of(move.certificate),
               move.step == SELLO_STEP_PASS ? _("The inspection of %s was noted: passed.%s")
                                            : _("The inspection of %s was noted: failed.%s"),
               "");
    return CLI_OK;
}

int cmd_certificate_inspect(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, inspect);
}

/* ---- grant ---- */

static bool take_dates(const struct cli_args *args, struct sello_certificate_move *move) {
    move->from.present = cli_text(args, "from") != NULL;
    move->until.present = cli_text(args, "until") != NULL;
    if (!cli_date(args, "from", &move->from.value) ||
        !cli_date(args, "until", &move->until.value)) {
        return false;
    }
    if (move->from.present && move->until.present && move->until.value < move->from.value) {
        cli_error(_("--until comes before --from."));
        return false;
    }
    return true;
}

/* Said now, not when a hundred labels are wanted in a hurry. */
static bool labels_fit(const struct label_records *r) {
    size_t largest = label_largest(r);
    if (largest <= SELLO_TOKEN_ISSUE_MAX) {
        return true;
    }
    cli_error(_("The certificate was not granted: its labels could take %zu bytes, and at most %d "
                "fit a code that scans. Shorten the product's name (%zu bytes), its traits (%zu) "
                "or net content (%zu), or the producer's name (%zu) or origin (%zu)."),
              largest, SELLO_TOKEN_ISSUE_MAX, strlen(r->product.name), strlen(r->product.traits),
              strlen(r->product.net_content), r->producer.is_public ? strlen(r->producer.name) : 0,
              strlen(r->producer.origin));
    return false;
}

/* Within one transaction, so that the records judged are the records granted. */
static enum sello_error grant_within(struct app *app, const struct sello_certificate_move *move,
                                     struct label_records *records, bool *fit) {
    enum sello_error error = label_records_get(app->session.store, move->certificate, records);
    *fit = error == SELLO_OK && labels_fit(records);
    return error == SELLO_OK && *fit ? sello_certificate_move(app->session.store, move) : error;
}

static int grant(struct app *app) {
    struct sello_certificate_move move = {.step = SELLO_STEP_GRANT};
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &move.certificate) ||
        !take_dates(app->args, &move) || !app_field(app->args, "note", move.note)) {
        return CLI_USAGE;
    }
    struct label_records records;
    bool fit = false;
    enum sello_error error = sello_store_begin(app->session.store);
    if (error == SELLO_OK) {
        error = grant_within(app, &move, &records, &fit);
        error = record_end(app->session.store, error, !fit);
    }
    if (error != SELLO_OK) {
        return say_state(app, move.certificate, error, _("The certificate was not granted"));
    }
    if (!fit) {
        return CLI_FAILURE;
    }
    app_say_id(app, id_of(move.certificate), _("Certificate %s was granted: %s."),
               records.product.name);
    return CLI_OK;
}

int cmd_certificate_grant(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, grant);
}

/* ---- renew ---- */

static bool take_until(struct app *app, struct sello_certificate_move *move) {
    move->until.present = cli_text(app->args, "until") != NULL;
    if (!cli_date(app->args, "until", &move->until.value)) {
        return false;
    }
    if (move->until.present && move->until.value < base_day_of(app->session.now)) {
        cli_error(_("The certificate was not renewed: --until %s is past."),
                  cli_text(app->args, "until"));
        return false;
    }
    return true;
}

static int say_renewed(struct app *app, uint64_t number, struct sello_number until) {
    char id[SELLO_ID_LEN], day[BASE_DATE_LEN] = "";
    sello_id_format(id_of(number), id);
    base_date_format(until.value, day);
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "id", id);
        record_json_day(&j, "until", until);
        cli_json_close(&j);
    } else if (until.present) {
        cli_print(stdout, _("Certificate %s was renewed until %s.\n"), id, day);
    } else {
        cli_print(stdout, _("Certificate %s was renewed without end.\n"), id);
    }
    return CLI_OK;
}

static int renew(struct app *app) {
    struct sello_certificate_move move = {.step = SELLO_STEP_RENEW};
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &move.certificate) ||
        !take_until(app, &move) || !app_field(app->args, "note", move.note)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_certificate_move(app->session.store, &move);
    if (error != SELLO_OK) {
        return say_state(app, move.certificate, error, _("The certificate was not renewed"));
    }
    return say_renewed(app, move.certificate, move.until);
}

int cmd_certificate_renew(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, renew);
}
