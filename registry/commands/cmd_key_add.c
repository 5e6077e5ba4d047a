/* SPDX-License-Identifier: Apache-2.0 */
/* Key files from elsewhere into the registry. */
#include <stdlib.h>

#include "base/hex.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/root_answer.h"
#include "registry/trust/key_add.h"
#include "registry/trust/root_find.h"

const struct cli_option cmd_key_add_options[] = {
    APP_DRY_RUN,
    {.name = NULL},
};

static void say(struct app *app, const struct key_told *key) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)];
    base_hex(key->kid, SELLO_KID_LEN, kid);
    if (app->json) {
        root_json_key(app, key);
    } else {
        cli_print(stdout, _("%s: the %s %s\n"), key->path, root_role_word(key->role), kid);
    }
}

static int add(struct app *app) {
    const char *path[KEY_ADD_MAX];
    struct key_add_request request = {.path = path, .n = cli_n_operands(app->args)};
    if (request.n > KEY_ADD_MAX) {
        cli_error(_("At most %d key files are added at once."), KEY_ADD_MAX);
        return CLI_USAGE;
    }
    for (size_t i = 0; i < request.n; i++) {
        path[i] = cli_operand(app->args, i);
    }
    struct key_told *told = calloc(request.n, sizeof *told);
    if (told == NULL) {
        return app_failed(app, SELLO_E_MEMORY, _("No key was added"));
    }
    enum sello_error error = app->dry_run ? key_add_plan(&app->session, &request, told)
                                          : key_add_commit(&app->session, &request, told);
    int result = error == SELLO_OK ? CLI_OK : app_problem(app, _("No key was added"));
    if (error == SELLO_OK) {
        app_say_dry_run(app);
    }
    for (size_t i = 0; error == SELLO_OK && i < request.n; i++) {
        say(app, &told[i]);
    }
    free(told);
    return result;
}

int cmd_key_add(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, add);
}
