/* SPDX-License-Identifier: Apache-2.0 */
/* The trust file: what verifiers need of this certifier. */
#include <stdlib.h>

#include "registry/app.h"
#include "registry/bundle_make.h"
#include "registry/commands.h"
#include "registry/issue_make.h"

/* clang-format off */
const struct cli_option cmd_trust_export_options[] = {
    {"o", N_("FILE"), N_("where to write it"), false},
    {"again", NULL, N_("repeat the newest one's bytes instead of making a new one"), false},
    {"fresh-days", N_("N"), N_("days until verifiers ask for a newer one (30)"), false},
    {.name = NULL},
};
/* clang-format on */

/* A stored bundle is for the root it was made under; after a newer root it must be made anew. */
static enum sello_status make_again(struct app *app, struct trust_file *out) {
    struct trust_file file = {0};
    enum sello_status status = trust_file_again(app->store, &file);
    if (status == SELLO_OK) {
        status = trust_file_judge(&file);
    }
    if (status != SELLO_OK) {
        trust_file_free(&file);
        return status;
    }
    *out = file;
    return SELLO_OK;
}

static enum sello_status make_new(struct app *app, const struct bundle_request *request,
                                  struct trust_file *out) {
    enum sello_status status = sello_store_lock(app->store);
    if (status != SELLO_OK) {
        return status;
    }
    status = void_leftovers(app);
    if (status == SELLO_OK) {
        status = bundle_make(app->store, request, out);
    }
    sello_store_unlock(app->store);
    return status;
}

static bool make_file(struct app *app, uint64_t fresh_days, struct trust_file *out) {
    enum sello_status status;
    if (cli_flag(app->args, "again")) {
        status = make_again(app, out);
    } else {
        struct sello_key *key = NULL;
        const struct app_key_use use = {.role = SELLO_ROLE_STATUS, .at = app->now};
        if (!app_open_key(app, &use, &key, NULL)) {
            return false;
        }
        struct bundle_request request = {.root = app_root(app),
                                         .key = key,
                                         .fresh_days = fresh_days,
                                         .age_days = SELLO_AGE_DAYS};
        status = request.root != NULL ? make_new(app, &request, out) : SELLO_E_STORE;
        sello_key_free(&key);
    }
    if (status != SELLO_OK) {
        (void)app_failed(app, status, _("The trust file was not made"));
    }
    return status == SELLO_OK;
}

static int say_written(struct app *app, const char *path, size_t len) {
    struct sello_stored_bundle stored;
    uint8_t *bytes = NULL;
    size_t bundle_len = 0;
    enum sello_status status = sello_store_newest_bundle(app->store, &stored, &bytes, &bundle_len);
    free(bytes);
    if (status != SELLO_OK) {
        return app_failed(app, status, _("The trust file was written, but cannot be described"));
    }
    char date[CLI_INSTANT_LEN];
    cli_instant_format(stored.generated, date);
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", path);
        cli_json_number(&j, "bytes", len);
        cli_json_number(&j, "bundle_version", stored.version);
        cli_json_string(&j, "bundle_date", date);
        cli_json_number(&j, "root_version", stored.root_version);
        cli_json_number(&j, "highest_serial", stored.highest);
        cli_json_close(&j);
    } else {
        cli_print(stdout,
                  _("%s: trust data number %llu of %s, for serials up to %llu. Give it to whoever "
                    "verifies.\n"),
                  path, (unsigned long long)stored.version, date,
                  (unsigned long long)stored.highest);
    }
    return CLI_OK;
}

static int export(struct app *app) {
    const char *path;
    uint64_t fresh_days = SELLO_FRESH_DAYS;
    struct trust_file file = {0};
    if (!cli_require(app->args, "o", &path) ||
        !cli_number(app->args, "fresh-days", 1, SELLO_FRESH_DAYS_MAX, &fresh_days)) {
        return CLI_USAGE;
    }
    if (!make_file(app, fresh_days, &file)) {
        return CLI_FAILURE;
    }
    bool written = cli_file_replace(path, trust_file_bytes(&file), 0644);
    size_t len = file.len;
    trust_file_free(&file);
    if (!written) {
        cli_note(_("The trust data itself is kept: write it elsewhere with --again."));
        return CLI_FAILURE;
    }
    return say_written(app, path, len);
}

int cmd_trust_export(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, export);
}
