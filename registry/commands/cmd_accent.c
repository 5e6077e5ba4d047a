/* SPDX-License-Identifier: Apache-2.0 */
/* The certifier's colour: kept, shown, taken away. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/accent.h"

#define WHITE 0xffffffu

static void put_json(struct app *app, uint32_t rgb, bool there) {
    char text[ACCENT_LEN];
    struct cli_json j;
    accent_format(rgb, text);
    cli_json_open(&j, stdout);
    cli_json_string(&j, "accent", there ? text : NULL);
    if (there) {
        cli_json_decimal(&j, "contrast", sello_contrast(rgb, WHITE));
    }
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

/* ---- set ---- */

/* clang-format off */
const struct cli_option cmd_accent_set_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static void say_set(struct app *app, uint32_t rgb) {
    char text[ACCENT_LEN];
    accent_format(rgb, text);
    if (app->json) {
        put_json(app, rgb, true);
    } else if (app->dry_run) {
        app_say_dry_run(app);
        cli_print(stdout, _("The colour %s would be kept. Its contrast with white is %.1f to 1.\n"),
                  text, sello_contrast(rgb, WHITE));
    } else {
        cli_note(_("The colour %s is kept, and labels have it from now on; a label printer prints "
                   "black. Its contrast with white is %.1f to 1."),
                 text, sello_contrast(rgb, WHITE));
    }
}

static int set(struct app *app) {
    uint32_t rgb = 0;
    enum sello_error error = accent_set_plan(&app->session, cli_operand(app->args, 0), &rgb);
    if (error == SELLO_OK && !app->dry_run) {
        error = accent_set_commit(&app->session, rgb);
    }
    if (error != SELLO_OK) {
        return app_problem(app, _("The colour was not kept"));
    }
    say_set(app, rgb);
    return CLI_OK;
}

int cmd_accent_set(const struct cli_args *args) {
    return app_run(args, APP_READ, set);
}

/* ---- show ---- */

/* What is kept, by a sentence with its name, or that there is none. */
static int tell_kept(struct app *app,
                     void (*say)(struct app *app, uint32_t rgb, const char *text)) {
    uint32_t rgb = 0;
    bool there = false;
    char text[ACCENT_LEN];
    if (accent_read(&app->session, &there, &rgb) != SELLO_OK) {
        return app_problem(app, _("The colour could not be read"));
    }
    accent_format(rgb, text);
    if (app->json) {
        put_json(app, rgb, there);
    } else if (there) {
        say(app, rgb, text);
    } else {
        cli_note(_("There is no colour here. Keep one with: sello accent set '#7a1020'"));
    }
    return CLI_OK;
}

static void say_kept(struct app *app, uint32_t rgb, const char *text) {
    (void)app;
    cli_print(stdout, _("%s, of contrast %.1f to 1 with white\n"), text,
              sello_contrast(rgb, WHITE));
}

static int show(struct app *app) {
    return tell_kept(app, say_kept);
}

int cmd_accent_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}

/* ---- remove ---- */

/* clang-format off */
const struct cli_option cmd_accent_remove_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static void say_removed(struct app *app, uint32_t rgb, const char *text) {
    (void)rgb;
    app_say_dry_run(app);
    cli_print(stdout, _("The colour %s would be removed.\n"), text);
}

static int take_away(struct app *app) {
    if (app->dry_run) {
        return tell_kept(app, say_removed);
    }
    return accent_remove(&app->session) == SELLO_OK
               ? CLI_OK
               : app_problem(app, _("The colour could not be removed"));
}

int cmd_accent_remove(const struct cli_args *args) {
    return app_run(args, APP_READ, take_away);
}
