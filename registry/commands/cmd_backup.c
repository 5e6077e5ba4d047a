/* SPDX-License-Identifier: Apache-2.0 */
/* Keeping a copy of the registry. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/backup_files.h"
#include "registry/store/backup.h"

/* Under the lock: labels that are being signed would stand in the copy as reserved, and a registry
 * restored from it would declare them void. */
static enum sello_error copy_store(struct app *app, const char *path,
                                   const struct backup_files *files) {
    enum sello_error error = sello_store_lock(app->session.store);
    if (error == SELLO_OK) {
        error = sello_store_backup(app->session.store, path, files->file, files->n);
        sello_store_unlock(app->session.store);
    }
    return error;
}

static int say_failed(struct app *app, enum sello_error error, const char *path) {
    switch ((int)error) {
    case SELLO_E_EXISTS:
        cli_error(_("%s is there already, and no backup is written over. Give another name."),
                  path);
        return CLI_FAILURE;
    case SELLO_E_STORE_FULL:
        cli_error(_("%s could not be written: the disk is full. Free some of it, then run the "
                    "command again."),
                  path);
        return CLI_FAILURE;
    case SELLO_E_STORE_READ_ONLY:
        cli_error(_("No backup was made: %s cannot be written there. Give another folder."), path);
        return CLI_FAILURE;
    default: return app_failed(app, error, _("No backup was made"));
    }
}

static int backup(struct app *app) {
    const char *path = cli_operand(app->args, 0);
    struct backup_files files;
    if (backup_files_read(&app->session, &files) != SELLO_OK) {
        backup_files_free(&files);
        return app_problem(app, _("No backup was made"));
    }
    enum sello_error error = copy_store(app, path, &files);
    backup_files_free(&files);
    if (error != SELLO_OK) {
        return say_failed(app, error, path);
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", path);
        cli_json_close(&j);
    } else {
        cli_print(stdout, _("The backup is in %s. Keep it on another disk.\n"), path);
        cli_note(_("The keys are not in it: copy the folder %s/keys as well, and keep that copy "
                   "apart from this one."),
                 app->session.folder);
    }
    return CLI_OK;
}

int cmd_backup(const struct cli_args *args) {
    return app_run(args, APP_READ, backup);
}
