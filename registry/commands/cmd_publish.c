/* SPDX-License-Identifier: Apache-2.0 */
/* The buyer's page, as a folder for any static host. */
#include <stdlib.h>

#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/commands/root_answer.h"
#include "registry/commands/root_words.h"
#include "registry/publish/publish.h"

/* clang-format off */
const struct cli_option cmd_publish_options[] = {
    {"also", N_("URL"), N_("a mirror's address: readers take it as the certifier's own too"), false},
    {"credentials", N_("CODE"), N_("also credentials (UNTP); products are made there: MX"), false},
    {"force", NULL, N_("also over a folder with other files, which is kept beside it"), false},
    {"no-batches", NULL, N_("leave out the batches of good keys: a smaller file"), false},
    {"no-directory", NULL, N_("leave out the list of certificates"), false},
    {"fresh-days", N_("N"), N_("days until verifiers ask for a newer one (30)"), false},
    {"max-age-days", N_("N"), N_("days until they say it is too old to rely on (365)"), false},
    {"page", N_("FOLDER"), N_("the built page, where it is not installed"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

/* ---- what is asked for ---- */

static bool take_request(const struct cli_args *args, struct publish_request *out) {
    const char *environment = getenv("SELLO_PAGE");
    out->folder = cli_operand(args, 0);
    out->page = cli_text(args, "page");
    if (out->page == NULL && environment != NULL && environment[0] != '\0') {
        out->page = environment;
    }
    out->country = cli_text(args, "credentials");
    out->force = cli_flag(args, "force");
    out->no_directory = cli_flag(args, "no-directory");
    out->no_batches = cli_flag(args, "no-batches");
    out->fresh_days.present = cli_text(args, "fresh-days") != NULL;
    out->age_days.present = cli_text(args, "max-age-days") != NULL;
    return cli_number(args, "fresh-days", 1, SELLO_FRESH_DAYS_MAX, &out->fresh_days.value) &&
           cli_number(args, "max-age-days", 1, SELLO_AGE_DAYS_MAX, &out->age_days.value);
}

/* ---- telling ---- */

static void say_json(const struct app *app, const struct publish_outcome *done,
                     const struct sello_root *root) {
    const struct sello_bundle *bundle = &done->trust.bundle;
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "folder", done->path);
    cli_json_number(&j, "files", done->n_files);
    cli_json_number(&j, "photos", done->n_photos);
    cli_json_number(&j, "bytes", done->n_bytes);
    cli_json_text(&j, "base_url", root->base_url);
    cli_json_number(&j, "trust_bytes", done->trust.file.len);
    cli_json_number(&j, "bundle_version", bundle->version);
    record_json_instant(&j, "bundle_date", done->trust.bundle.generated);
    cli_json_number(&j, "highest_serial", bundle->highest);
    cli_json_number(&j, "certificates", bundle->n_certificates);
    cli_json_number(&j, "log_entries", done->n_log_entries);
    cli_json_bool(&j, "new_bundle", !done->again);
    root_put_identity_json(&j, root);
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

static void say_words(const struct app *app, const struct publish_outcome *done,
                      const struct sello_root *root, const char *date) {
    char url[SELLO_BASE_URL_MAX + 1];
    snprintf(url, sizeof url, "%.*s", (int)root->base_url.len, (const char *)root->base_url.ptr);
    app_say_dry_run(app);
    if (app->dry_run && done->kept[0] != '\0') {
        cli_note(_("The folder that was there is kept: %s"), done->kept);
    }
    cli_print(stdout, _("%s: the page in %zu files, %llu KB, with trust data number %llu of %s.\n"),
              done->path, done->n_files, (unsigned long long)((done->n_bytes + 999) / 1000),
              (unsigned long long)done->trust.bundle.version, date);
    root_put_identity(stdout, root);
    if (done->again) {
        cli_note(_("Nothing has changed since that trust data was made, so it was repeated."));
    }
    cli_note(_("Put all of it, with its folders, where %s is served. Then look at these in a "
               "browser: %s and %strust.sello"),
             url, url, url);
}

static void say_published(struct app *app, const struct publish_outcome *done) {
    const struct sello_root *root = app_root(app);
    char date[CLI_INSTANT_LEN];
    cli_instant(done->trust.bundle.generated, date);
    if (root != NULL && app->json) {
        say_json(app, done, root);
    } else if (root != NULL) {
        say_words(app, done, root, date);
    }
}

/* ---- the command ---- */

/* A mirror's address comes with a new root; where members have to sign that, the page is published
 * without it. */
static bool add_mirror(struct app *app) {
    const struct root_request request = {.also = cli_text(app->args, "also"), .schemes = true};
    struct root_outcome outcome;
    if (request.also == NULL) {
        return true;
    }
    enum sello_error error = app->dry_run ? root_plan(&app->session, &request, &outcome)
                                          : root_commit(&app->session, &request, NULL, &outcome);
    if (error == SELLO_OK) {
        root_tell(app, &outcome);
    } else {
        (void)app_problem(app, _("The page was not published"));
    }
    root_outcome_free(&outcome);
    return error == SELLO_OK;
}

static int publish(struct app *app) {
    struct publish_request request = {.folder = NULL};
    struct publish_outcome done;
    if (!take_request(app->args, &request)) {
        return CLI_USAGE;
    }
    if (!add_mirror(app)) {
        return CLI_FAILURE;
    }
    enum sello_error error = app->dry_run ? publish_plan(&app->session, &request, &done)
                                          : publish_commit(&app->session, &request, NULL, &done);
    if (error != SELLO_OK) {
        return app_problem(app, _("The page was not published"));
    }
    say_published(app, &done);
    publish_outcome_free(&done);
    return CLI_OK;
}

int cmd_publish(const struct cli_args *args) {
    return app_run(args, cli_flag(args, "dry-run") ? APP_PREVIEW : APP_CHANGE, publish);
}
