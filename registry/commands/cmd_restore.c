/* SPDX-License-Identifier: Apache-2.0 */
/* Bringing a backup back, and going on after what was issued since. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/print/backup_files.h"
#include "registry/trust/restore_roots.h"
#include "registry/trust/restore_trust.h"

/* clang-format off */
const struct cli_option cmd_restore_options[] = {
    {"reconcile", NULL, N_("go on from a registry that is already behind"), false},
    {"trust", N_("FILE"), N_("the newest trust file: it has what the backup lacks"), false},
    {"without-trust", NULL, N_("go on where no copy of it is left"), false},
    {"last-serial", N_("N"), N_("the highest serial known to be printed"), false},
    {"yes", NULL, N_("do not ask"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- after a restore ---- */

static bool is_behind(const struct sello_store_gap *gap) {
    return gap->serials > 0 || gap->bundle_versions > 0 || gap->root_versions > 0 ||
           gap->seconds > 0;
}

static void gap_json(const struct sello_store_gap *gap, bool reconciled) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "serials", gap->serials);
    cli_json_number(&j, "bundle_versions", gap->bundle_versions);
    cli_json_number(&j, "root_versions", gap->root_versions);
    cli_json_number(&j, "seconds", gap->seconds);
    cli_json_bool(&j, "reconciled", reconciled);
    cli_json_close(&j);
}

static void say_gap(const struct sello_store_gap *gap) {
    cli_note(_("Since this backup was made:"));
    cli_note(_("  labels issued, whose records are not here: %llu"),
             (unsigned long long)gap->serials);
    cli_note(_("  trust files exported: %llu"), (unsigned long long)gap->bundle_versions);
    cli_note(_("  roots made: %llu"), (unsigned long long)gap->root_versions);
}

static int say_missing_roots(void) {
    cli_error(
        _("Roots made since are missing here, and cannot be made again. Any copy of the trust "
          "file has them: sello restore --reconcile --trust FILE"));
    return CLI_FAILURE;
}

static bool agreed(struct app *app) {
    if (cli_flag(app->args, "yes") ||
        cli_confirm(_("Those labels stay valid; only their records are gone. Go on from here?"))) {
        return true;
    }
    cli_error(_("Nothing was changed: this registry issues nothing until you go on with: sello "
                "restore --reconcile --yes"));
    return false;
}

/* Withdrawals published since the backup are in no other place than the newest trust file. */
static bool has_newest(struct app *app, const struct sello_store_gap *gap,
                       const struct sello_trust *trust) {
    struct sello_store_summary here;
    if (gap->bundle_versions == 0 || cli_flag(app->args, "without-trust")) {
        return true;
    }
    enum sello_error error = sello_store_summary(app->session.store, &here);
    uint64_t newest = here.bundle_version + gap->bundle_versions;
    if (error == SELLO_OK && trust != NULL && trust->bundle.version >= newest) {
        return true;
    }
    cli_error(_("Nothing was changed: trust file number %llu was exported since, and what it says "
                "of withdrawals is not here. Give it with --trust FILE: any copy will do, also a "
                "buyer's. If none is left, go on with --without-trust, and withdraw again what was "
                "withdrawn since."),
              (unsigned long long)newest);
    return false;
}

/* The counters, then the statuses: both or neither. */
static enum sello_error go_on(struct app *app, const struct sello_trust *trust) {
    enum sello_error error = sello_store_begin(app->session.store);
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_store_reconcile(app->session.store);
    if (error == SELLO_OK && trust != NULL) {
        error = restore_statuses(app, trust);
    }
    return record_end(app->session.store, error, false);
}

static int say_gone_on(struct app *app, const struct sello_store_gap *gap) {
    bool behind = is_behind(gap);
    if (app->json) {
        gap_json(gap, behind);
        return CLI_OK;
    }
    cli_print(stdout, behind ? _("The registry goes on after what was issued last.\n")
                             : _("Nothing is missing: the registry is where it was last.\n"));
    if (!behind && cli_text(app->args, "trust") == NULL) {
        cli_note(_("This computer knows of nothing newer. If labels were issued elsewhere since, "
                   "say so before you issue: sello restore --reconcile --trust FILE "
                   "--last-serial N"));
    }
    return CLI_OK;
}

static int reconcile_from(struct app *app, const struct sello_trust *trust) {
    struct sello_store_gap gap = {0};
    enum sello_error error = sello_store_gap(app->session.store, &gap);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("What is missing cannot be told"));
    }
    if (is_behind(&gap)) {
        say_gap(&gap);
        if (gap.root_versions > 0) {
            return say_missing_roots();
        }
        if (!has_newest(app, &gap, trust) || !agreed(app)) {
            return CLI_FAILURE;
        }
    }
    error = go_on(app, trust);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The registry could not be brought up to its marks"));
    }
    return say_gone_on(app, &gap);
}

/* Goes on from where the marks outside the database, and a copy of the trust file, stand. */
static int reconcile(struct app *app) {
    const char *path = cli_text(app->args, "trust");
    struct trust_copy copy = {0};
    uint64_t last_serial = 0;
    if (!kept_here_restore(app)) {
        return CLI_FAILURE;
    }
    if (!cli_number(app->args, "last-serial", 1, SELLO_INT_MAX / 2, &last_serial)) {
        return CLI_USAGE;
    }
    if (last_serial > 0 && path == NULL) {
        cli_error(_("--last-serial goes with --trust: give the newest trust file too."));
        return CLI_USAGE;
    }
    if (path != NULL && (!trust_copy_open(path, &copy) || !restore_roots(app, path))) {
        trust_copy_close(&copy);
        return CLI_FAILURE;
    }
    enum sello_error error = path != NULL ? restore_marks(app, copy.trust, last_serial) : SELLO_OK;
    int result = error == SELLO_OK ? reconcile_from(app, copy.trust)
                                   : app_failed(app, error, _("What is missing cannot be told"));
    trust_copy_close(&copy);
    return result;
}

/* ---- restore ---- */

static bool say_not_restored(struct app *app, enum sello_error error, const char *path) {
    switch ((int)error) {
    case SELLO_E_EXISTS:
        cli_error(_("There is a registry in %s already, and none is written over. Name a new "
                    "folder with -r, or move that registry's registry.db away first."),
                  app->session.folder);
        break;
    case SELLO_E_NOT_FOUND: cli_error(_("There is no file %s."), path); break;
    case SELLO_E_STORE_NOT:
    case SELLO_E_STORE_FILE: cli_error(_("%s is not a backup of a registry."), path); break;
    case SELLO_E_STORE_NEWER:
        cli_error(_("%s was made by a newer version of sello. Update this one."), path);
        break;
    case SELLO_E_STORE_DAMAGED: cli_error(_("%s is damaged. Use an older backup."), path); break;
    default: app_failed(app, error, _("Nothing was restored")); break;
    }
    return false;
}

static bool restore_file(const struct cli_args *args, const char *path) {
    struct app app;
    app_start(args, &app);
    enum sello_error error = sello_store_restore(path, app.session.folder);
    if (error != SELLO_OK) {
        return say_not_restored(&app, error, path);
    }
    cli_note(_("The backup was restored into %s."), app.session.folder);
    return true;
}

int cmd_restore(const struct cli_args *args) {
    const char *path = cli_operand(args, 0);
    if ((path != NULL) == cli_flag(args, "reconcile")) {
        cli_error(_("Give the backup to restore, or --reconcile for a registry that was restored "
                    "already."));
        return CLI_USAGE;
    }
    if (path != NULL && !restore_file(args, path)) {
        return CLI_FAILURE;
    }
    return app_run(args, APP_RECONCILE, reconcile);
}
