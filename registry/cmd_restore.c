/* SPDX-License-Identifier: Apache-2.0 */
/* Bringing a backup back, and going on after what was issued since. */
#include "registry/app.h"
#include "registry/commands.h"
#include "registry/restore_roots.h"

/* clang-format off */
const struct cli_option cmd_restore_options[] = {
    {"reconcile", NULL, N_("go on from a registry that is already behind"), false},
    {"trust", N_("FILE"), N_("a trust file, to take roots from that the backup lacks"), false},
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

static bool agreed(const struct app *app) {
    if (cli_flag(app->args, "yes") ||
        cli_confirm(_("Those labels stay valid; only their records are gone. Go on from here?"))) {
        return true;
    }
    cli_error(_("Nothing was changed: this registry issues nothing until you go on with: sello "
                "restore --reconcile --yes"));
    return false;
}

/* Goes on from where the marks outside the database stand. */
static int reconcile(struct app *app) {
    const char *trust = cli_text(app->args, "trust");
    struct sello_store_gap gap = {0};
    if (trust != NULL && !restore_roots(app, trust)) {
        return CLI_FAILURE;
    }
    enum sello_status status = sello_store_gap(app->store, &gap);
    if (status != SELLO_OK) {
        return app_failed(app, status, _("What is missing cannot be told"));
    }
    bool behind = is_behind(&gap);
    if (behind) {
        say_gap(&gap);
        if (gap.root_versions > 0) {
            return say_missing_roots();
        }
        if (!agreed(app)) {
            return CLI_FAILURE;
        }
        status = sello_store_reconcile(app->store);
    }
    if (status != SELLO_OK) {
        return app_failed(app, status, _("The registry could not be brought up to its marks"));
    }
    if (app->json) {
        gap_json(&gap, behind);
    } else {
        cli_print(stdout, behind ? _("The registry goes on after what was issued last.\n")
                                 : _("Nothing is missing: the registry is where it was last.\n"));
    }
    return CLI_OK;
}

/* ---- restore ---- */

static bool say_not_restored(const struct app *app, enum sello_status status, const char *path) {
    switch ((int)status) {
    case SELLO_E_EXISTS:
        cli_error(_("There is a registry in %s already, and none is written over. Name a new "
                    "folder with -r, or move that registry's registry.db away first."),
                  app->folder);
        break;
    case SELLO_E_NOT_FOUND: cli_error(_("There is no file %s."), path); break;
    case SELLO_E_STORE_NOT:
    case SELLO_E_STORE_FILE: cli_error(_("%s is not a backup of a registry."), path); break;
    case SELLO_E_STORE_NEWER:
        cli_error(_("%s was made by a newer version of sello. Update this one."), path);
        break;
    case SELLO_E_STORE_DAMAGED: cli_error(_("%s is damaged. Use an older backup."), path); break;
    default: app_failed(app, status, _("Nothing was restored")); break;
    }
    return false;
}

static bool restore_file(const struct cli_args *args, const char *path) {
    struct app app;
    app_start(args, &app);
    enum sello_status status = sello_store_restore(path, app.folder);
    if (status != SELLO_OK) {
        return say_not_restored(&app, status, path);
    }
    cli_note(_("The backup was restored into %s."), app.folder);
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
