/* SPDX-License-Identifier: Apache-2.0 */
/* From the copies that members signed to the new root. */
#include <stdlib.h>

#include "registry/commands/commands.h"
#include "registry/commands/root_answer.h"
#include "registry/trust/root_assemble.h"

/* clang-format off */
const struct cli_option cmd_root_assemble_options[] = {
    {"o", N_("FILE"), N_("only put the copies' signatures together, into this file"), false},
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

/* The signatures of all copies in one; NULL, having said why. */
static struct draft *merge_files(struct app *app) {
    size_t n = cli_n_operands(app->args);
    const char **path = calloc(n, sizeof *path);
    struct draft *whole = NULL;
    enum sello_error error = path != NULL ? SELLO_OK : SELLO_E_MEMORY;
    for (size_t i = 0; i < n && error == SELLO_OK; i++) {
        path[i] = cli_operand(app->args, i);
    }
    error = error == SELLO_OK ? root_merge_drafts(&app->session, path, n, &whole)
                              : session_fail(&app->session, error);
    if (error != SELLO_OK) {
        (void)app_problem(app, _("The root was not kept"));
    }
    free(path);
    return whole;
}

static int store(struct app *app, const struct draft *draft) {
    const char *path = cli_operand(app->args, 0);
    enum sello_error error = app->dry_run ? root_assemble_plan(&app->session, draft, path)
                                          : root_assemble_commit(&app->session, draft, path);
    if (error != SELLO_OK) {
        if (error == draft->missing) {
            root_put_signers(stderr, draft);
        }
        return app_problem(app, _("The root was not kept"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        root_put_json(&j, &draft->root);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    }
    if (app->dry_run) {
        app_say_dry_run(app);
        root_put_draft(app->json ? stderr : stdout, draft);
    } else {
        root_tell_stored(app, &draft->root);
        root_tell_grown(app, draft);
    }
    return CLI_OK;
}

static int assemble(struct app *app) {
    struct draft *draft = merge_files(app);
    int result = draft != NULL ? store(app, draft) : CLI_FAILURE;
    free(draft);
    return result;
}

/* No registry is needed. */
static int merge(struct app *app, const char *path) {
    struct draft *draft = merge_files(app);
    bool ok = draft != NULL && (app->dry_run || cli_file_replace(path, draft_file(draft), 0644));
    if (ok) {
        app_say_dry_run(app);
        root_put_draft(app->json ? stderr : stdout, draft);
    }
    if (ok && app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", path);
        root_put_signers_json(&j, draft);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    }
    free(draft);
    return ok ? CLI_OK : CLI_FAILURE;
}

int cmd_root_assemble(const struct cli_args *args) {
    const char *path = cli_text(args, "o");
    if (path == NULL) {
        return app_run(args, APP_CHANGE, assemble);
    }
    struct app app;
    app_start(args, &app);
    int result = merge(&app, path);
    app_close(&app);
    return app_done(&app, result);
}
