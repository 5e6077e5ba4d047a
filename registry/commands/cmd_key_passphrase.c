/* SPDX-License-Identifier: Apache-2.0 */
/* Another passphrase for a key file. */
#include <errno.h>

#include "registry/commands/commands.h"
#include "registry/trust/key_find.h"

/* clang-format off */
const struct cli_option cmd_key_passphrase_options[] = {
    {"new-passphrase-file", N_("FILE"), N_("read the new passphrase from the file's first line"), false},
    {"new-passphrase-fd", N_("N"), N_("read the new passphrase from an open descriptor"), false},
    {.name = NULL},
};
/* clang-format on */

static enum sello_error get_new(struct app *app, const uint64_t *fd,
                                struct sello_passphrase **out) {
    const char *file = cli_text(app->args, "new-passphrase-file");
    if (file != NULL) {
        return sello_passphrase_from_file(file, out);
    }
    if (fd != NULL) {
        return sello_passphrase_from_fd((int)*fd, out);
    }
    if (app->no_input) {
        return SELLO_E_PASSPHRASE_NONE;
    }
    return sello_passphrase_ask(_("New passphrase: "), _("The same again: "), out);
}

static struct sello_passphrase *new_passphrase(struct app *app) {
    struct sello_passphrase *passphrase = NULL;
    uint64_t fd = 0;
    bool has_fd = cli_text(app->args, "new-passphrase-fd") != NULL;
    if (!cli_number(app->args, "new-passphrase-fd", 0, 65535, &fd)) {
        return NULL;
    }
    errno = 0;
    enum sello_error error = get_new(app, has_fd ? &fd : NULL, &passphrase);
    if (error == SELLO_E_SYSTEM && errno != 0) {
        cli_error(_("The new passphrase could not be read: %s."), strerror(errno));
    } else if (error == SELLO_E_PASSPHRASE_NONE) {
        cli_error(_("A new passphrase is needed. Give it with --new-passphrase-file FILE or "
                    "--new-passphrase-fd N, or on a terminal."));
    } else if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The passphrase was not changed"));
    }
    return error == SELLO_OK ? passphrase : NULL;
}

static bool change(struct app *app, const char *path) {
    struct sello_key *key = NULL;
    const struct sello_passphrase *old = app_passphrase(app, false);
    if (old == NULL) {
        return false;
    }
    enum sello_error error = sello_keyfile_open(path, old, &key);
    struct sello_passphrase *new = error == SELLO_OK ? new_passphrase(app) : NULL;
    if (new != NULL) {
        error = sello_keyfile_replace(path, key, new);
    }
    bool ok = error == SELLO_OK && new != NULL;
    sello_passphrase_free(&new);
    sello_key_free(&key);
    if (error == SELLO_E_KEYFILE_EXISTS) {
        cli_error(_("%s.new is in the way, left by an earlier try. The passphrase was not changed; "
                    "remove that file and try again."),
                  path);
    } else if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The passphrase was not changed"));
    }
    return ok;
}

int cmd_key_passphrase(const struct cli_args *args) {
    struct app app;
    char path[APP_PATH_MAX];
    struct sello_keyfile_info info;
    app_start(args, &app);
    bool ok = key_find_file(&app, cli_operand(args, 0), path, &info) && change(&app, path);
    if (ok) {
        cli_note(_("%s has a new passphrase. Copies of it, also on paper, keep the old one."),
                 path);
    }
    app_close(&app);
    return ok ? CLI_OK : CLI_FAILURE;
}
