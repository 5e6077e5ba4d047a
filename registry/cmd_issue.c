/* SPDX-License-Identifier: Apache-2.0 */
/* Issuing: reserve serials and commit; sign in memory; commit the signatures. A crash between the
 * two leaves a reserved batch, which the next one to hold the lock makes void. */
#include "registry/app.h"
#include "registry/claims.h"
#include "registry/commands.h"
#include "registry/issue_make.h"

/* clang-format off */
const struct cli_option cmd_issue_options[] = {
    {"count", N_("N"), N_("how many labels"), false},
    {"lot", N_("LOT"), N_("the lot they are for"), false},
    {"traits", N_("TEXT"), N_("what to compare on the piece, instead of the product's traits"), false},
    {"made", N_("DATE"), N_("the date it was made"), false},
    {"expires", N_("DATE"), N_("the last date it is good"), false},
    {"lean", NULL, N_("leave out the optional texts, for small stock"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- what is asked ---- */

/* An option's text, held to the rule for signed texts. */
static bool take_text(struct app *app, const char *option, size_t most, struct sello_bytes *out) {
    const char *text = cli_text(app->args, option);
    struct sello_store_fault fault = {.field = option};
    if (text == NULL) {
        return true;
    }
    enum sello_status status = sello_name_check(sello_bytes_of(text), most, &fault.name);
    if (status != SELLO_OK) {
        char reason[300];
        app_reason(status, &fault, reason, sizeof reason);
        cli_error(_("No label was issued. --%s: %s."), option, reason);
        return false;
    }
    *out = sello_bytes_of(text);
    return true;
}

static bool take_dates(const struct cli_args *args, struct sello_claims *claims) {
    uint64_t made = 0, expires = 0;
    if (!cli_date(args, "made", &made) || !cli_date(args, "expires", &expires)) {
        return false;
    }
    claims->made = (struct sello_number){cli_text(args, "made") != NULL, made};
    if (cli_text(args, "expires") != NULL) {
        claims->expires = (struct sello_number){true, sello_expiry_of_day(expires)};
    }
    return true;
}

static bool take_options(struct app *app, struct sello_claims *claims) {
    if (cli_flag(app->args, "lean") && cli_text(app->args, "traits") != NULL) {
        cli_error(_("--lean leaves out the optional texts, --traits gives one. Choose one of the "
                    "two."));
        return false;
    }
    return take_dates(app->args, claims) && take_text(app, "lot", SELLO_LOT_MAX, &claims->lot) &&
           take_text(app, "traits", SELLO_TRAITS_MAX, &claims->traits);
}

static bool check_dates(const struct app *app, const struct sello_claims *claims) {
    if (claims->expires.present && claims->expires.value <= app->now) {
        cli_error(_("No label was issued: the date after --expires has passed."));
        return false;
    }
    return true;
}

static bool check_certificate(const struct app *app, const struct sello_certificate *c) {
    if (sello_certificate_current(c, app->now)) {
        return true;
    }
    if (c->state == SELLO_CERTIFICATE_GRANTED) {
        cli_error(_("No label was issued: today is outside the dates of certificate C%llu. See: "
                    "sello certificate show C%llu"),
                  (unsigned long long)c->number, (unsigned long long)c->number);
    } else {
        cli_error(_("No label was issued: certificate C%llu is not granted. See: sello certificate "
                    "show C%llu"),
                  (unsigned long long)c->number, (unsigned long long)c->number);
    }
    return false;
}

/* ---- doing it ---- */

static enum sello_status reserve_and_sign(struct app *app, const struct sello_reservation *request,
                                          const struct sello_key *key, struct sello_batch *out) {
    enum sello_status status = void_leftovers(app);
    if (status == SELLO_OK) {
        status = sello_store_reserve(app->store, request, out);
    }
    if (status != SELLO_OK) {
        return status;
    }
    status = sign_batch(app, out, key);
    if (status != SELLO_OK) {
        /* Its serials were reserved: they stay void. That failing too, the next issue does it. */
        (void)!sello_store_void_batch(app->store, out->number);
    }
    return status;
}

static int issue_batch(struct app *app, const struct sello_claims *claims, uint64_t count,
                       struct sello_batch *out) {
    struct sello_key *key = NULL;
    struct sello_reservation request = {
        .certificate = claims->certificate.value, .count = count, .claims = claims};
    const struct app_key_use use = {SELLO_ROLE_LABEL, app->now, claims->scheme};
    if (!app_open_key(app, &use, &key, &request.key)) {
        return CLI_FAILURE;
    }
    memcpy(request.kid, sello_key_kid(key), SELLO_KID_LEN);
    enum sello_status status = sello_store_lock(app->store);
    if (status == SELLO_OK) {
        status = reserve_and_sign(app, &request, key, out);
        sello_store_unlock(app->store);
    }
    sello_key_free(&key);
    return status == SELLO_OK ? CLI_OK : app_failed(app, status, _("No label was issued"));
}

static void say_issued(const struct app *app, const struct sello_batch *batch) {
    char first[SELLO_SERIAL_LEN], last[SELLO_SERIAL_LEN], id[SELLO_ID_LEN],
        certificate[SELLO_ID_LEN];
    uint64_t end = batch->first + batch->count - 1;
    sello_serial_format(batch->first, first);
    sello_serial_format(end, last);
    sello_id_format((struct sello_id){SELLO_KIND_BATCH, batch->number}, id);
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate}, certificate);
    if (!app->json) {
        cli_print(stdout,
                  _("Batch %s: %llu labels of certificate %s, serials %llu to %llu (%s to %s).\n"),
                  id, (unsigned long long)batch->count, certificate,
                  (unsigned long long)batch->first, (unsigned long long)end, first, last);
        cli_note(_("Print them with: sello print %s --to pdf -o labels.pdf"), id);
        return;
    }
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "batch", id);
    cli_json_string(&j, "certificate", certificate);
    cli_json_number(&j, "first_serial", batch->first);
    cli_json_number(&j, "last_serial", end);
    cli_json_number(&j, "count", batch->count);
    cli_json_close(&j);
}

/* The small record, for small stock: serial, scheme, certificate and dates. */
static void make_lean(struct sello_claims *claims) {
    *claims = (struct sello_claims){.scheme = claims->scheme, .certificate = claims->certificate};
}

static int issue_under(struct app *app, const struct label_records *records, uint64_t count) {
    struct sello_claims claims;
    struct sello_batch batch;
    label_claims(records, &claims);
    if (cli_flag(app->args, "lean")) {
        make_lean(&claims);
    }
    if (!take_options(app, &claims)) {
        return CLI_USAGE;
    }
    if (!check_certificate(app, &records->certificate) || !check_dates(app, &claims)) {
        return CLI_FAILURE;
    }
    int result = issue_batch(app, &claims, count, &batch);
    if (result == CLI_OK) {
        say_issued(app, &batch);
    }
    return result;
}

static int issue(struct app *app) {
    struct label_records records;
    const char *needed;
    uint64_t certificate, count = 0;
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &certificate) ||
        !cli_require(app->args, "count", &needed) ||
        !cli_number(app->args, "count", 1, SELLO_BATCH_MAX, &count)) {
        return CLI_USAGE;
    }
    enum sello_status status = label_records_get(app->store, certificate, &records);
    if (status != SELLO_OK) {
        return app_failed(app, status, _("No label was issued"));
    }
    return issue_under(app, &records, count);
}

int cmd_issue(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, issue);
}
