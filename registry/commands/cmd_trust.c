/* SPDX-License-Identifier: Apache-2.0 */
/* The trust file: what verifiers need of this certifier. */
#include <stdlib.h>

#include "base/time.h"
#include "labels/page/page.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/page_options.h"
#include "registry/commands/record.h"
#include "registry/commands/root_words.h"
#include "registry/print/notice_recent.h"
#include "registry/trust/root_content.h"
#include "registry/trust/trust_make.h"

/* clang-format off */
const struct cli_option cmd_trust_export_options[] = {
    {"o", N_("FILE"), N_("where to write it"), false},
    {"again", NULL, N_("repeat the newest one's bytes instead of making a new one"), false},
    {"no-batches", NULL, N_("leave out the batches of good keys: a smaller file"), false},
    {"no-directory", NULL, N_("leave out the list of certificates"), false},
    {"status-only", NULL, N_("only what is withdrawn, suspended or retired: the smallest"), false},
    {"to", "pdf|png|svg", N_("the status as a notice to hang up, with --status-only"), false},
    {"paper", N_("letter|a4"), N_("the notice's paper (letter)"), false},
    {"fresh-days", N_("N"), N_("days until verifiers ask for a newer one (30)"), false},
    {"max-age-days", N_("N"), N_("days until they say it is too old to rely on (365)"), false},
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

/* Where it goes: the trust file itself, or its status as a page. */
struct output {
    const char *path;
    bool is_notice;
    enum sello_page_form form;
    enum sello_paper paper;
};

/* ---- what is asked for ---- */

/* What is repeated is as it was made. */
static bool again_alone(const struct cli_args *args) {
    static const char *const others[] = {"no-batches", "no-directory", "status-only", "fresh-days",
                                         "max-age-days"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (cli_flag(args, others[i]) || cli_text(args, others[i]) != NULL) {
            cli_error(_("--again repeats the newest trust data as it is: leave out --%s, or leave "
                        "out --again to make new data."),
                      cli_option_shown(args, others[i]));
            return false;
        }
    }
    return true;
}

static bool take_days(const struct cli_args *args, struct trust_request *request) {
    request->fresh_days.present = cli_text(args, "fresh-days") != NULL;
    request->age_days.present = cli_text(args, "max-age-days") != NULL;
    return cli_number(args, "fresh-days", 1, SELLO_FRESH_DAYS_MAX, &request->fresh_days.value) &&
           cli_number(args, "max-age-days", 1, SELLO_AGE_DAYS_MAX, &request->age_days.value);
}

static bool take_request(const struct cli_args *args, struct trust_request *request) {
    bool no_batches = cli_flag(args, "no-batches"), status_only = cli_flag(args, "status-only");
    request->no_directory = cli_flag(args, "no-directory");
    request->again = cli_flag(args, "again");
    request->scope = status_only  ? BUNDLE_STATUS_ONLY
                     : no_batches ? BUNDLE_NO_BATCHES
                                  : BUNDLE_WHOLE;
    return (!request->again || again_alone(args)) && take_days(args, request);
}

static bool take_form(const char *to, struct output *out) {
    static const struct {
        const char *name;
        enum sello_page_form form;
    } forms[] = {{"pdf", SELLO_PAGE_PDF}, {"png", SELLO_PAGE_PNG}, {"svg", SELLO_PAGE_SVG}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(to, forms[i].name) == 0) {
            out->form = forms[i].form;
            return true;
        }
    }
    cli_error(_("--to takes pdf, png or svg. Without it the trust file is written."));
    return false;
}

static bool take_output(const struct cli_args *args, struct output *out) {
    const char *to = cli_text(args, "to"), *paper = cli_text(args, "paper");
    out->is_notice = to != NULL;
    if (to == NULL) {
        if (paper != NULL) {
            cli_error(_("--paper is for a notice: give --to too."));
        }
        return paper == NULL;
    }
    if (!take_form(to, out) || !page_paper_take(args, &out->paper)) {
        return false;
    }
    if (!cli_flag(args, "status-only") && !cli_flag(args, "again")) {
        cli_error(_("Only the status fits on a notice: give --status-only too."));
        return false;
    }
    return true;
}

/* ---- the notice ---- */

static int say_no_notice(struct app *app, enum sello_error error) {
    switch ((int)error) {
    case SELLO_E_SYMBOL_TOO_LONG:
        cli_error(_("The notice was not written: the status of so many labels does not fit one "
                    "symbol. Give out the trust file instead: sello trust export -o trust.sello"));
        return CLI_FAILURE;
    case SELLO_E_STATE:
        cli_error(_("The notice was not written: the newest trust data has more than the status. "
                    "Make a new one with --status-only instead of --again."));
        return CLI_FAILURE;
    case SELLO_E_PAGE_FONT:
        cli_error(
            _("The notice was not written: the fonts are missing. On Debian install "
              "the packages "
              "fonts-dejavu-core, fonts-sil-gentiumplus and fonts-sil-andika, then give --again."));
        return CLI_FAILURE;
    default: return app_failed(app, error, _("The notice was not written"));
    }
}

/* Draws it; a dry run too, which tells whether it fits. */
static int write_notice(struct app *app, const struct output *output, const struct trust_made *made,
                        size_t *out_len) {
    struct notice_row recent[NOTICE_ROWS_MAX];
    struct notice notice = {
        .root = app_root(app), .bundle = trust_file_bundle(&made->file), .row = recent};
    if (notice.root == NULL) {
        return CLI_FAILURE;
    }
    /* What was withdrawn since is not in a bundle that is shown again. */
    if (!cli_flag(app->args, "again") &&
        notice_recent(app->session.store, recent, &notice.n_rows) != SELLO_OK) {
        notice.n_rows = 0;
    }
    uint8_t *page = malloc(SELLO_PAGE_ROOM);
    struct sello_writer w = sello_writer_init(page, page != NULL ? SELLO_PAGE_ROOM : 0);
    enum sello_error error =
        page != NULL ? notice_write(&notice, output->paper, output->form, &w) : SELLO_E_MEMORY;
    int result = error == SELLO_OK ? CLI_OK : say_no_notice(app, error);
    if (result == CLI_OK && !app->dry_run &&
        !cli_file_replace(output->path, sello_written(&w), 0644)) {
        result = CLI_FAILURE;
    }
    *out_len = w.len;
    free(page);
    return result;
}

static int write_output(struct app *app, const struct output *output, const struct trust_made *made,
                        size_t *out_len) {
    if (output->is_notice) {
        return write_notice(app, output, made, out_len);
    }
    *out_len = made->file.len;
    if (!app->dry_run && !cli_file_replace(output->path, trust_file_bytes(&made->file), 0644)) {
        cli_note(_("The trust data itself is kept: write it elsewhere with --again."));
        return CLI_FAILURE;
    }
    return CLI_OK;
}

/* ---- telling ---- */

/* A page is as long as what it says, which a dry run does not know: its signature is not made. */
static void say_json(const struct app *app, const struct output *output,
                     const struct sello_bundle *bundle, const struct sello_root *root, size_t len) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "file", output->path);
    if (!app->dry_run || !output->is_notice) {
        cli_json_number(&j, "bytes", len);
    }
    cli_json_number(&j, "bundle_version", bundle->version);
    record_json_instant(&j, "bundle_date", bundle->generated);
    root_put_identity_json(&j, root);
    cli_json_number(&j, "highest_serial", bundle->highest);
    cli_json_bool(&j, "status_only", bundle->status_only);
    cli_json_number(&j, "statuses", bundle->n_rows);
    cli_json_number(&j, "batches", bundle->n_batches);
    cli_json_bool(&j, "all_batches", bundle->complete);
    cli_json_number(&j, "certificates", bundle->n_certificates);
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

static void say_words(const char *path, const struct sello_bundle *bundle,
                      const struct sello_root *root, const char *date) {
    cli_print(stdout,
              _("%s: trust data number %llu of %s, for serials up to %llu. Give it to whoever "
                "verifies.\n"),
              path, (unsigned long long)bundle->version, date, (unsigned long long)bundle->highest);
    root_put_identity(stdout, root);
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

static void say_written(struct app *app, const struct output *output,
                        const struct sello_bundle *bundle, const struct sello_root *root,
                        size_t len) {
    char date[CLI_INSTANT_LEN];
    if (app->json) {
        say_json(app, output, bundle, root, len);
        return;
    }
    cli_instant(bundle->generated, date);
    app_say_dry_run(app);
    if (output->is_notice) {
        say_notice(output->path, bundle, date);
    } else {
        say_words(output->path, bundle, root, date);
    }
}

/* Whoever takes it compares the fingerprint and the newest root's hash: of that in the file, which
 * with --again may not be the newest any more. */
static int say_of_root(struct app *app, const struct output *output,
                       const struct sello_bundle *bundle, size_t len) {
    uint8_t *bytes = NULL;
    size_t root_len = 0;
    struct root_content *memory = root_content_new();
    enum sello_error error = memory != NULL ? SELLO_OK : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        error = sello_store_root_bytes(app->session.store, bundle->root_version, &bytes, &root_len);
    }
    if (error == SELLO_OK) {
        error = sello_root_parse(sello_bytes(bytes, root_len), &memory->root);
    }
    if (error == SELLO_OK) {
        say_written(app, output, bundle, &memory->root, len);
    }
    free(bytes);
    free(memory);
    if (error == SELLO_OK || app->dry_run) {
        return error == SELLO_OK ? CLI_OK : app_failed(app, error, _("The root cannot be shown"));
    }
    (void)app_failed(app, error, _("It was written; but its root cannot be shown"));
    return CLI_UNTOLD;
}

/* ---- the command ---- */

static int say_not_made(struct app *app) {
    const char *field = app->session.problem.field;
    bool usage = field != NULL && strcmp(field, "max-age-days") == 0;
    (void)app_problem(app, _("The trust file was not made"));
    return usage ? CLI_USAGE : CLI_FAILURE;
}

static int export(struct app *app) {
    struct trust_request request = {.again = false};
    struct output output = {.is_notice = false};
    struct trust_made made;
    size_t len = 0;
    if (!cli_require(app->args, "o", &output.path) || !take_request(app->args, &request) ||
        !take_output(app->args, &output)) {
        return CLI_USAGE;
    }
    enum sello_error error = app->dry_run ? trust_make_plan(&app->session, &request, &made)
                                          : trust_make_commit(&app->session, &request, NULL, &made);
    if (error != SELLO_OK) {
        return say_not_made(app);
    }
    int result = write_output(app, &output, &made, &len);
    if (result == CLI_OK) {
        result = say_of_root(app, &output, &made.bundle, len);
    }
    trust_made_free(&made);
    return result;
}

int cmd_trust_export(const struct cli_args *args) {
    return app_run(args, cli_flag(args, "dry-run") ? APP_PREVIEW : APP_CHANGE, export);
}
