/* SPDX-License-Identifier: Apache-2.0 */
/* Another passphrase for a key file. */
#include <errno.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/root_answer.h"
#include "registry/trust/key_file.h"
#include "registry/trust/root_find.h"

/* clang-format off */
const struct cli_option cmd_key_passphrase_options[] = {
    {"new-passphrase-file", N_("FILE"), N_("read the new passphrase from the file's first line"), false},
    {"new-passphrase-fd", N_("N"), N_("read the new passphrase from an open descriptor"), false},
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

/* The descriptor stands in *fd where one was named. */
struct choice {
    struct app *app;
    bool has_fd;
    uint64_t fd;
};

static enum sello_error get_new(const struct choice *choice, struct sello_passphrase **out) {
    const char *file = cli_text(choice->app->args, "new-passphrase-file");
    if (file != NULL) {
        app_warn_shared_file(choice->app, file);
        return sello_passphrase_from_file(file, out);
    }
    if (choice->has_fd) {
        return sello_passphrase_from_fd((int)choice->fd, out);
    }
    if (choice->app->no_input) {
        return SELLO_E_PASSPHRASE_NONE;
    }
    return app_new_passphrase(out);
}

static enum sello_error choose(struct session *session, void *context,
                               struct sello_passphrase **out) {
    errno = 0;
    enum sello_error error = get_new(context, out);
    if (error == SELLO_E_SYSTEM && errno != 0) {
        return session_refuse(session, &(struct problem){.error = error,
                                                         .rule = "new-passphrase-not-readable",
                                                         .value = {problem_text(strerror(errno))}});
    }
    if (error == SELLO_E_PASSPHRASE_NONE) {
        return session_refuse(session,
                              &(struct problem){.error = error, .rule = "new-passphrase-needed"});
    }
    return session_fail(session, error);
}

static void say_changed(struct app *app, const struct key_told *key) {
    app_say_dry_run(app);
    if (app->json) {
        root_json_key(app, key);
    }
    cli_note(_("%s has a new passphrase. Copies of it, also on paper, keep the old one."),
             key->path);
}

int cmd_key_passphrase(const struct cli_args *args) {
    struct app app;
    struct key_told key;
    struct choice choice = {.app = &app, .has_fd = cli_text(args, "new-passphrase-fd") != NULL};
    const struct passphrase_request request = {cli_operand(args, 0), choose, &choice};
    app_start(args, &app);
    bool ok = cli_number(args, "new-passphrase-fd", 0, 65535, &choice.fd);
    if (ok) {
        enum sello_error error = app.dry_run ? passphrase_plan(&app.session, &request, &key)
                                             : passphrase_commit(&app.session, &request, &key);
        ok = error == SELLO_OK;
        if (ok) {
            say_changed(&app, &key);
        } else {
            (void)app_problem(&app, _("The passphrase was not changed"));
        }
    }
    app_close(&app);
    return app_done(&app, ok ? CLI_OK : CLI_FAILURE);
}
