/* SPDX-License-Identifier: Apache-2.0 */
/* The certifier's mark: kept, shown, taken away. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/mark.h"

/* ---- set ---- */

/* clang-format off */
const struct cli_option cmd_mark_set_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static void say_set(struct app *app, const struct mark_file *file) {
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", file->path);
        cli_json_string(&j, "format", file->svg ? "svg" : "png");
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    } else if (app->dry_run) {
        app_say_dry_run(app);
        cli_print(stdout, _("The mark would be kept as %s.\n"), file->path);
    } else {
        cli_note(_("The mark is kept, and stands on labels from now on. See it with: sello print "
                   "1 --to png --design simple --proof -o FOLDER"));
    }
}

static int set(struct app *app) {
    struct mark_file file;
    enum sello_error error = mark_set_plan(&app->session, cli_operand(app->args, 0), &file);
    if (error == SELLO_OK && !app->dry_run) {
        error = mark_set_commit(&app->session, &file);
    }
    int result = CLI_OK;
    if (error == SELLO_OK) {
        say_set(app, &file);
    } else {
        result = app_problem(app, _("The mark was not kept"));
    }
    mark_file_free(&file);
    return result;
}

int cmd_mark_set(const struct cli_args *args) {
    return app_run(args, APP_READ, set);
}

/* ---- show ---- */

static void say_mark(struct app *app, const struct mark_file *file) {
    bool there = file->len > 0;
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_bool(&j, "mark", there);
        cli_json_string(&j, "file", there ? file->path : NULL);
        cli_json_string(&j, "format", !there ? NULL : file->svg ? "svg" : "png");
        cli_json_close(&j);
    } else if (there) {
        cli_print(stdout, _("%s, %zu bytes\n"), file->path, file->len);
    } else {
        cli_note(_("There is no mark here. Keep one with: sello mark set FILE"));
    }
}

static int show(struct app *app) {
    struct mark_file file;
    enum sello_error error = mark_read(&app->session, &file);
    if (error == SELLO_OK) {
        say_mark(app, &file);
    }
    mark_file_free(&file);
    return error == SELLO_OK ? CLI_OK : app_problem(app, _("The mark could not be read"));
}

int cmd_mark_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}

/* ---- remove ---- */

/* clang-format off */
const struct cli_option cmd_mark_remove_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static int remove_dry(struct app *app) {
    struct mark_file file;
    enum sello_error error = mark_read(&app->session, &file);
    if (error == SELLO_OK && app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", file.len > 0 ? file.path : NULL);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    } else if (error == SELLO_OK && file.len > 0) {
        app_say_dry_run(app);
        cli_print(stdout, _("The mark would be removed: %s\n"), file.path);
    } else if (error == SELLO_OK) {
        cli_note(_("There is no mark here. Keep one with: sello mark set FILE"));
    }
    mark_file_free(&file);
    return error == SELLO_OK ? CLI_OK : app_problem(app, _("The mark could not be read"));
}

static int take_away(struct app *app) {
    if (app->dry_run) {
        return remove_dry(app);
    }
    return mark_remove(&app->session) == SELLO_OK
               ? CLI_OK
               : app_problem(app, _("The mark could not be removed"));
}

int cmd_mark_remove(const struct cli_args *args) {
    return app_run(args, APP_READ, take_away);
}
