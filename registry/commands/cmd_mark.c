/* SPDX-License-Identifier: Apache-2.0 */
/* The certifier's mark, and its pattern: kept, shown, taken away. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/mark.h"

/* ---- what is said of each ---- */

struct mark_words {
    enum mark_use use;
    const char *json;
    const char *kept, *not_kept;
    const char *none, *not_read;
    const char *not_removed;
};

static const struct mark_words mark_words = {
    .use = MARK_LOGO,
    .json = "mark",
    .kept = N_("The mark is kept, and stands on labels from now on. See it with: sello print 1 "
               "--to png --design simple --proof -o FOLDER"),
    .not_kept = N_("The mark was not kept"),
    .none = N_("There is no mark here. Keep one with: sello mark set FILE"),
    .not_read = N_("The mark could not be read"),
    .not_removed = N_("The mark could not be removed"),
};

static const struct mark_words ornament_words = {
    .use = MARK_ORNAMENT,
    .json = "ornament",
    .kept = N_("The pattern is kept, and the designs marco, etiqueta and tierra have it from now "
               "on. Patterns belong to the communities whose they are: use one with their word."),
    .not_kept = N_("The pattern was not kept"),
    .none = N_("There is no pattern here: labels have Sello's fretwork. Keep one with: sello "
               "ornament set FILE"),
    .not_read = N_("The pattern could not be read"),
    .not_removed = N_("The pattern could not be removed"),
};

/* ---- set ---- */

/* clang-format off */
const struct cli_option cmd_mark_set_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
const struct cli_option cmd_ornament_set_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static void say_set(struct app *app, const struct mark_words *words, const struct mark_file *file) {
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", file->path);
        cli_json_string(&j, "format", file->svg ? "svg" : "png");
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    } else if (app->dry_run) {
        app_say_dry_run(app);
        cli_print(stdout,
                  file->use == MARK_LOGO ? _("The mark would be kept as %s.\n")
                                         : _("The pattern would be kept as %s.\n"),
                  file->path);
    } else {
        cli_note("%s", _(words->kept));
    }
}

static int set(struct app *app, const struct mark_words *words) {
    struct mark_file file;
    enum sello_error error =
        mark_set_plan(&app->session, words->use, cli_operand(app->args, 0), &file);
    if (error == SELLO_OK && !app->dry_run) {
        error = mark_set_commit(&app->session, &file);
    }
    int result = CLI_OK;
    if (error == SELLO_OK) {
        say_set(app, words, &file);
    } else {
        result = app_problem(app, _(words->not_kept));
    }
    mark_file_free(&file);
    return result;
}

static int set_mark(struct app *app) {
    return set(app, &mark_words);
}

static int set_ornament(struct app *app) {
    return set(app, &ornament_words);
}

int cmd_mark_set(const struct cli_args *args) {
    return app_run(args, APP_READ, set_mark);
}

int cmd_ornament_set(const struct cli_args *args) {
    return app_run(args, APP_READ, set_ornament);
}

/* ---- show ---- */

static void say_file(struct app *app, const struct mark_words *words,
                     const struct mark_file *file) {
    bool there = file->len > 0;
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_bool(&j, words->json, there);
        cli_json_string(&j, "file", there ? file->path : NULL);
        cli_json_string(&j, "format", !there ? NULL : file->svg ? "svg" : "png");
        cli_json_close(&j);
    } else if (there) {
        cli_print(stdout, _("%s, %zu bytes\n"), file->path, file->len);
    } else {
        cli_note("%s", _(words->none));
    }
}

static int show(struct app *app, const struct mark_words *words) {
    struct mark_file file;
    enum sello_error error = mark_read(&app->session, words->use, &file);
    if (error == SELLO_OK) {
        say_file(app, words, &file);
    }
    mark_file_free(&file);
    return error == SELLO_OK ? CLI_OK : app_problem(app, _(words->not_read));
}

static int show_mark(struct app *app) {
    return show(app, &mark_words);
}

static int show_ornament(struct app *app) {
    return show(app, &ornament_words);
}

int cmd_mark_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show_mark);
}

int cmd_ornament_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show_ornament);
}

/* ---- remove ---- */

/* clang-format off */
const struct cli_option cmd_mark_remove_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
const struct cli_option cmd_ornament_remove_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static int remove_dry(struct app *app, const struct mark_words *words) {
    struct mark_file file;
    enum sello_error error = mark_read(&app->session, words->use, &file);
    if (error == SELLO_OK && app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", file.len > 0 ? file.path : NULL);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    } else if (error == SELLO_OK && file.len > 0) {
        app_say_dry_run(app);
        cli_print(stdout,
                  file.use == MARK_LOGO ? _("The mark would be removed: %s\n")
                                        : _("The pattern would be removed: %s\n"),
                  file.path);
    } else if (error == SELLO_OK) {
        cli_note("%s", _(words->none));
    }
    mark_file_free(&file);
    return error == SELLO_OK ? CLI_OK : app_problem(app, _(words->not_read));
}

static int take_away(struct app *app, const struct mark_words *words) {
    if (app->dry_run) {
        return remove_dry(app, words);
    }
    return mark_remove(&app->session, words->use) == SELLO_OK
               ? CLI_OK
               : app_problem(app, _(words->not_removed));
}

static int remove_mark(struct app *app) {
    return take_away(app, &mark_words);
}

static int remove_ornament(struct app *app) {
    return take_away(app, &ornament_words);
}

int cmd_mark_remove(const struct cli_args *args) {
    return app_run(args, APP_READ, remove_mark);
}

int cmd_ornament_remove(const struct cli_args *args) {
    return app_run(args, APP_READ, remove_ornament);
}
