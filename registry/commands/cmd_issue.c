/* SPDX-License-Identifier: Apache-2.0 */
/* Issuing: reserve serials and commit; sign in memory; commit the signatures. What a crash between
 * the two leaves behind is finished or made void: issue_sign.h. */
#include "base/interrupt.h"
#include "cli/cli.h"
#include "registry/commands/commands.h"
#include "registry/commands/issue_say.h"
#include "registry/issue/claims.h"
#include "registry/issue/issue_csv.h"
#include "registry/issue/issue_sign.h"

/* clang-format off */
const struct cli_option cmd_issue_options[] = {
    {"count", N_("N"), N_("how many labels"), false},
    {"lot", N_("LOT"), N_("the lot they are for"), false},
    {"traits", N_("TEXT"), N_("what to compare on the piece, instead of the product's traits"), false},
    {"made", N_("DATE"), N_("the date it was made"), false},
    {"expires", N_("DATE"), N_("the last date it is good"), false},
    {"lean", NULL, N_("leave out the optional texts, for small stock"), false},
    {"csv", N_("FILE"), N_("issue what a table lists, a batch a row (-: standard input)"), false},
    {"commit", NULL, N_("with --csv: do it; without this, what would happen is shown"), false},
    {"resume", NULL, N_("finish batches that were interrupted: B3, or all"), false},
    {"void", NULL, N_("give up a batch that was interrupted: none of its serials is used"), false},
    {"yes", NULL, N_("do not ask"), false},
    CLI_OPTION_JOBS,
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
    enum sello_error error = sello_name_check(sello_bytes_of(text), most, &fault.name);
    if (error != SELLO_OK) {
        char reason[300];
        app_reason(error, &fault, reason, sizeof reason);
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

static bool check_dates(struct app *app, const struct sello_claims *claims) {
    if (claims->expires.present && claims->expires.value <= app->session.now) {
        cli_error(_("No label was issued: the date after --expires has passed."));
        return false;
    }
    return true;
}

/* ---- doing it ---- */

/* Under the registry's lock. */
static int reserve_and_sign(struct app *app, const struct sello_reservation *request,
                            struct signing *s) {
    struct sello_batch *batch = &s->item[0].batch;
    struct cli_progress progress;
    enum sello_error error = void_leftovers(app);
    if (error == SELLO_OK) {
        error = sello_store_reserve(app->session.store, request, batch);
    }
    if (error != SELLO_OK) {
        return app_failed(app, error, _("No label was issued"));
    }
    cli_progress_start(&progress, _("Signing"), batch->count);
    s->progress = &progress;
    error = sign_batches(s);
    cli_progress_end(&progress);
    return error == SELLO_OK ? CLI_OK : signing_failed(s, error);
}

static int issue_locked(struct app *app, const struct sello_reservation *request,
                        struct signing *s) {
    enum sello_error error = sello_store_lock(app->session.store);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("No label was issued"));
    }
    base_interrupt_catch();
    int result = reserve_and_sign(app, request, s);
    base_interrupt_release();
    sello_store_unlock(app->session.store);
    return result;
}

static int issue_batch(struct app *app, const struct sello_claims *claims, uint64_t count,
                       struct sello_batch *out) {
    struct sello_key *key = NULL;
    struct sello_reservation request = {
        .certificate = claims->certificate.value, .count = count, .claims = claims};
    const struct session_key_use use = {
        SELLO_ROLE_LABEL, app->session.now, claims->scheme, {false, 0}};
    struct signing_item item = {.key = NULL};
    struct signing s = {.app = app, .item = &item, .n = 1};
    if (!cli_jobs(app->args, &s.n_workers)) {
        return CLI_USAGE;
    }
    if (!app_open_key(app, &use, &key, &request.key)) {
        return CLI_FAILURE;
    }
    memcpy(request.kid, sello_key_kid(key), SELLO_KID_LEN);
    item.key = key;
    int result = issue_locked(app, &request, &s);
    sello_key_free(&key);
    *out = item.batch;
    return result;
}

static int issue_under(struct app *app, const struct label_records *records, uint64_t count) {
    struct sello_claims claims;
    struct sello_batch batch;
    label_claims(records, &claims);
    if (cli_flag(app->args, "lean")) {
        issue_make_lean(&claims);
    }
    if (!take_options(app, &claims)) {
        return CLI_USAGE;
    }
    if (!issue_allowed(app, &records->certificate) || !check_dates(app, &claims)) {
        return CLI_FAILURE;
    }
    int result = issue_batch(app, &claims, count, &batch);
    if (result == CLI_OK) {
        issue_say_batch(app, &batch);
        if (!app->json) {
            cli_note(_("Print them with: sello print B%llu --to pdf -o labels.pdf"),
                     (unsigned long long)batch.number);
        }
    }
    return result;
}

static int issue_one(struct app *app) {
    struct label_records records;
    const char *needed;
    uint64_t certificate, count = 0;
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &certificate) ||
        !cli_require(app->args, "count", &needed) ||
        !cli_number(app->args, "count", 1, SELLO_BATCH_MAX, &count)) {
        return CLI_USAGE;
    }
    enum sello_error error = label_records_get(app->session.store, certificate, &records);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("No label was issued"));
    }
    return issue_under(app, &records, count);
}

/* ---- the four ways ---- */

/* The other options that each way has no use for would be passed over in silence. */
static bool goes_alone(const struct cli_args *args, const char *way, const char *const *allowed) {
    for (const struct cli_option *o = cmd_issue_options; o->name != NULL; o++) {
        bool known = strcmp(o->name, way) == 0 || strcmp(o->name, "jobs") == 0;
        for (const char *const *a = allowed; !known && *a != NULL; a++) {
            known = strcmp(o->name, *a) == 0;
        }
        bool given = o->value != NULL ? cli_text(args, o->name) != NULL : cli_flag(args, o->name);
        if (given && !known) {
            cli_error(_("--%s does not go with --%s. See: sello issue --help"), o->name, way);
            return false;
        }
    }
    return true;
}

static bool has_operands(const struct cli_args *args, size_t least, size_t most) {
    size_t n = cli_n_operands(args);
    if (n < least) {
        cli_error(_("Something is missing. See: sello issue --help"));
    } else if (n > most) {
        cli_error(_("'%s' is too much here. See: sello issue --help"), cli_operand(args, most));
    }
    return n >= least && n <= most;
}

static int issue(struct app *app) {
    static const struct {
        const char *option, *allowed[3];
        size_t least, most; /* operands */
        int (*run)(struct app *app);
    } ways[] = {
        {"csv", {"commit", "lean", NULL}, 0, 0, issue_csv},
        {"resume", {NULL}, 0, 1, issue_resume},
        {"void", {"yes", NULL}, 1, 1, issue_void},
    };
    const struct cli_args *args = app->args;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const char *option = ways[i].option;
        if (cli_flag(args, option)) {
            bool right = goes_alone(args, option, ways[i].allowed) &&
                         has_operands(args, ways[i].least, ways[i].most);
            return right ? ways[i].run(app) : CLI_USAGE;
        }
    }
    return has_operands(args, 1, 1) ? issue_one(app) : CLI_USAGE;
}

int cmd_issue(const struct cli_args *args) {
    bool shown_only = cli_text(args, "csv") != NULL && !cli_flag(args, "commit");
    return app_run(args, shown_only ? APP_READ : APP_CHANGE, issue);
}
