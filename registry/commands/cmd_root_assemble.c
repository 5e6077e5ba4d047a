/* SPDX-License-Identifier: Apache-2.0 */
/* From the copies that members signed to the new root. */
#include <stdlib.h>

#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/trust/restore_roots.h"
#include "registry/trust/root_here.h"
#include "registry/trust/root_view.h"

/* clang-format off */
const struct cli_option cmd_root_assemble_options[] = {
    {"o", N_("FILE"), N_("only put the copies' signatures together, into this file"), false},
    {.name = NULL},
};
/* clang-format on */

/* The signatures of all copies in one; NULL, having said why. */
static struct draft *merge_files(const struct cli_args *args) {
    struct draft *whole = root_load_draft(cli_operand(args, 0));
    for (size_t i = 1; whole != NULL && i < cli_n_operands(args); i++) {
        const char *path = cli_operand(args, i);
        struct draft *copy = root_load_draft(path);
        enum sello_error error = copy != NULL ? draft_merge(whole, copy) : SELLO_E_TYPE;
        if (copy != NULL && error != SELLO_OK) {
            cli_error(_("%s is another draft than %s: their hashes differ."), path,
                      cli_operand(args, 0));
        }
        free(copy);
        if (error != SELLO_OK) {
            free(whole);
            whole = NULL;
        }
    }
    return whole;
}

static enum sello_error store(struct app *app, const struct draft *draft) {
    enum sello_error error = sello_store_begin(app->session.store);
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_store_put_root(app->session.store, draft->root.version, draft->root.hash,
                                 draft_root(draft));
    if (error == SELLO_OK) {
        error = restore_schemes(app, &draft->root);
    }
    return record_end(app->session.store, error, false);
}

/* By the registry's own newest root, not by what the draft says of it. */
static int judge_and_store(struct app *app, struct draft *draft) {
    size_t entry = SIZE_MAX;
    const struct sello_root *before = app_root(app);
    if (before == NULL || !root_may_follow(app)) {
        return CLI_FAILURE;
    }
    enum sello_error error = sello_root_accept(before, &draft->root, draft->scratch, &entry);
    if (error != SELLO_OK && error == draft->missing) {
        root_put_signers(stderr, draft);
    }
    if (error != SELLO_OK) {
        root_say_refused(error, cli_operand(app->args, 0),
                         entry < draft->root.n_keys ? &draft->root.key[entry] : NULL);
        return CLI_FAILURE;
    }
    error = store(app, draft);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The root was not kept"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        root_put_json(&j, &draft->root);
        cli_json_close(&j);
    }
    root_say_stored(app, &draft->root);
    return CLI_OK;
}

static int assemble(struct app *app) {
    struct draft *draft = merge_files(app->args);
    int result = draft != NULL ? judge_and_store(app, draft) : CLI_FAILURE;
    free(draft);
    return result;
}

int cmd_root_assemble(const struct cli_args *args) {
    const char *path = cli_text(args, "o");
    if (path == NULL) {
        return app_run(args, APP_CHANGE, assemble);
    }
    struct draft *draft = merge_files(args);
    bool ok = draft != NULL && cli_file_replace(path, draft_file(draft), 0644);
    if (ok) {
        root_put_draft(cli_flag(args, "json") ? stderr : stdout, draft);
    }
    free(draft);
    return ok ? CLI_OK : CLI_FAILURE;
}
