/* SPDX-License-Identifier: Apache-2.0 */
/* A member's part: to look at a draft, and sign it. No registry is needed. */
#include <stdlib.h>

#include "registry/commands/commands.h"
#include "registry/commands/root_answer.h"
#include "registry/trust/root_approve.h"

/* clang-format off */
const struct cli_option cmd_root_approve_options[] = {
    {"key", N_("KEYFILE"), N_("the key file to sign with (else those in the registry)"), true},
    {"o", N_("FILE"), N_("where to write it (else over FILE)"), false},
    {"trust", N_("FILE"), N_("hold it to this trust file: does it follow its newest root?"), false},
    {"expect", N_("HASH"), N_("sign without asking if the draft's hash is this"), false},
    {"yes", NULL, N_("sign without asking"), false},
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

static bool agreed(struct app *app, const struct draft *draft) {
    const char *expected = cli_text(app->args, "expect");
    if (expected != NULL) {
        bool same = approve_hash_is(draft, expected);
        if (!same) {
            cli_error(_("Nothing was signed: the draft's hash is not the one that was expected."));
        }
        return same;
    }
    if (cli_flag(app->args, "yes") || app->dry_run) {
        return true;
    }
    if (app->no_input ||
        !cli_confirm(_("Is this what was agreed, and is the hash the one the others have?"))) {
        cli_error(_("Nothing was signed. To sign, answer yes, or give --expect with the hash."));
        return false;
    }
    return true;
}

static bool show(struct app *app, const struct approve_outcome *plan) {
    FILE *to = app->json ? stderr : stdout;
    root_put_draft(to, plan->draft);
    if (plan->n_signers == 0) {
        cli_note(_("Nothing to do: the key has signed already."));
        return true;
    }
    for (size_t i = 0; i < plan->n_signers; i++) {
        char words[ROOT_KEY_WORDS];
        root_key_words(&plan->signer[i].key, words);
        cli_print(to, _("You sign as: %s\n"), words);
    }
    return agreed(app, plan->draft);
}

static void answer(struct app *app, const struct draft *draft, const char *path) {
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", path);
        root_put_signers_json(&j, draft);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    } else if (app->dry_run) {
        app_say_dry_run(app);
    } else if (draft->missing == SELLO_OK) {
        cli_print(stdout, _("%s is signed and complete. Now: sello root assemble %s\n"), path,
                  path);
    } else {
        cli_print(stdout, _("%s is signed. Send it on: signatures are still missing.\n"), path);
    }
}

static bool approve(struct app *app, const struct approve_request *request) {
    struct approve_outcome plan, done = {.draft = NULL};
    bool ok = approve_plan(&app->session, request, &plan) == SELLO_OK;
    bool agrees = ok && show(app, &plan);
    if (agrees && !app->dry_run) {
        ok = approve_commit(&app->session, request, &plan, &done) == SELLO_OK;
    }
    if (!ok) {
        (void)app_problem(app, _("Nothing was signed"));
    } else if (agrees) {
        answer(app, app->dry_run ? plan.draft : done.draft,
               request->to != NULL ? request->to : request->path);
    }
    approve_outcome_free(&plan);
    approve_outcome_free(&done);
    return ok && agrees;
}

int cmd_root_approve(const struct cli_args *args) {
    struct app app;
    const char *keys[SIGN_KEYS_MAX];
    struct approve_request request = {.path = cli_operand(args, 0),
                                      .to = cli_text(args, "o"),
                                      .trust_path = cli_text(args, "trust"),
                                      .key_path = keys};
    app_start(args, &app);
    while (request.n_keys < SIGN_KEYS_MAX &&
           (keys[request.n_keys] = cli_text_at(args, "key", request.n_keys)) != NULL) {
        request.n_keys++;
    }
    bool ok = approve(&app, &request);
    app_close(&app);
    return app_done(&app, ok ? CLI_OK : CLI_FAILURE);
}
