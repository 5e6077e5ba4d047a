/* SPDX-License-Identifier: Apache-2.0 */
/* The trust file: what verifiers need of this certifier. */
#include "base/time.h"
#include "registry/commands/commands.h"
#include "registry/trust/trust_make.h"
#include "registry/trust/trust_output.h"

/* clang-format off */
const struct cli_option cmd_trust_export_options[] = {
    {"o", N_("FILE"), N_("where to write it"), false},
    {"again", NULL, N_("repeat the newest one's bytes instead of making a new one"), false},
    {"no-batches", NULL, N_("leave out the batches of good keys: a smaller file"), false},
    {"status-only", NULL, N_("only what is withdrawn, suspended or retired: the smallest"), false},
    {"to", "pdf|png|svg", N_("the status as a notice to hang up, with --status-only"), false},
    {"paper", "letter|a4", N_("the notice's paper (letter)"), false},
    {"fresh-days", N_("N"), N_("days until verifiers ask for a newer one (30)"), false},
    {"max-age-days", N_("N"), N_("days until they say it is too old to rely on (365)"), false},
    {.name = NULL},
};
/* clang-format on */

static bool make_file(struct app *app, struct bundle_request *request, struct trust_file *out) {
    if (!cli_flag(app->args, "again")) {
        return trust_make_new(app, request, out);
    }
    enum sello_error error = trust_make_again(app, out);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The trust file was not made"));
    }
    return error == SELLO_OK;
}

/* ---- what is asked for ---- */

/* What is repeated is as it was made. */
static bool again_alone(const struct cli_args *args) {
    static const char *const others[] = {"no-batches", "status-only", "fresh-days", "max-age-days"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (cli_flag(args, others[i]) || cli_text(args, others[i]) != NULL) {
            cli_error(_("--again repeats the newest trust data as it is: leave out --%s, or leave "
                        "out --again to make new data."),
                      others[i]);
            return false;
        }
    }
    return true;
}

static bool take_scope(const struct cli_args *args, enum bundle_scope *out) {
    bool no_batches = cli_flag(args, "no-batches"), status_only = cli_flag(args, "status-only");
    *out = status_only ? BUNDLE_STATUS_ONLY : no_batches ? BUNDLE_NO_BATCHES : BUNDLE_WHOLE;
    return !cli_flag(args, "again") || again_alone(args);
}

static bool take_days(const struct cli_args *args, struct bundle_request *request) {
    request->fresh_days = SELLO_FRESH_DAYS;
    request->age_days = SELLO_AGE_DAYS;
    if (!cli_number(args, "fresh-days", 1, SELLO_FRESH_DAYS_MAX, &request->fresh_days) ||
        !cli_number(args, "max-age-days", 1, SELLO_AGE_DAYS_MAX, &request->age_days)) {
        return false;
    }
    if (request->age_days < request->fresh_days) {
        cli_error(_("--max-age-days %llu is less than the %llu days that the data counts as fresh. "
                    "Give it more days, or fewer with --fresh-days."),
                  (unsigned long long)request->age_days, (unsigned long long)request->fresh_days);
        return false;
    }
    return true;
}

/* ---- telling ---- */

static void say_json(const char *path, size_t len, const struct sello_bundle *bundle,
                     const char *date) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "file", path);
    cli_json_number(&j, "bytes", len);
    cli_json_number(&j, "bundle_version", bundle->version);
    cli_json_string(&j, "bundle_date", date);
    cli_json_number(&j, "root_version", bundle->root_version);
    cli_json_number(&j, "highest_serial", bundle->highest);
    cli_json_bool(&j, "status_only", bundle->status_only);
    cli_json_number(&j, "statuses", bundle->n_rows);
    cli_json_number(&j, "batches", bundle->n_batches);
    cli_json_bool(&j, "all_batches", bundle->complete);
    cli_json_close(&j);
}

static void say_words(const char *path, const struct sello_bundle *bundle, const char *date) {
    cli_print(stdout,
              _("%s: trust data number %llu of %s, for serials up to %llu. Give it to whoever "
                "verifies.\n"),
              path, (unsigned long long)bundle->version, date, (unsigned long long)bundle->highest);
    if (bundle->status_only) {
        cli_note(_("It says which labels are withdrawn, suspended or retired, and no reasons."));
    }
}

static void say_notice(const char *path, const struct sello_bundle *bundle, const char *date) {
    cli_print(stdout,
              _("%s: a notice with trust data number %llu of %s. Print it at 100 %% and hang it up "
                "where labels are verified.\n"),
              path, (unsigned long long)bundle->version, date);
}

static int say_written(struct app *app, const char *path, const struct trust_file *file,
                       const struct trust_output *output, size_t len) {
    struct sello_bundle bundle;
    char date[BASE_INSTANT_LEN];
    enum sello_error error = sello_bundle_parse(trust_file_bundle(file), &bundle);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The trust file was written, but cannot be described"));
    }
    base_instant_format(bundle.generated, date);
    if (app->json) {
        say_json(path, len, &bundle, date);
    } else if (output->is_page) {
        say_notice(path, &bundle, date);
    } else {
        say_words(path, &bundle, date);
    }
    return CLI_OK;
}

static int export(struct app *app) {
    const char *path;
    struct bundle_request request = {0};
    struct trust_output output = {0};
    struct trust_file file = {0};
    size_t len = 0;
    if (!cli_require(app->args, "o", &path) || !take_scope(app->args, &request.scope) ||
        !take_days(app->args, &request) || !trust_output_take(app->args, &output)) {
        return CLI_USAGE;
    }
    if (!make_file(app, &request, &file)) {
        return CLI_FAILURE;
    }
    int result = trust_output_write(app, &output, &file, path, &len)
                     ? say_written(app, path, &file, &output, len)
                     : CLI_FAILURE;
    trust_file_free(&file);
    return result;
}

int cmd_trust_export(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, export);
}
