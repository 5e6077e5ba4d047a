/* SPDX-License-Identifier: Apache-2.0 */
/* Drafting and showing roots. */
#include <stdlib.h>

#include "registry/commands/commands.h"
#include "registry/commands/root_answer.h"
#include "registry/commands/root_request.h"
#include "registry/trust/root_approve.h"

/* clang-format off */
const struct cli_option cmd_root_draft_options[] = {
    {"o", N_("FILE"), N_("where to write the draft"), false},
    {"add-member", N_("NAME=KEY"), N_("a new member and the public key: digits or a file"), true},
    {"remove-member", N_("MEMBER"), N_("who is no longer one: number or kid"), true},
    {"replace-member", N_("MEMBER=KEY"), N_("the member's new public key"), true},
    {"rename-member", N_("MEMBER=NAME"), N_("the member's new name"), true},
    {"threshold", N_("K"), N_("how many members must sign a change"), false},
    {"add-key", N_("FILE"), N_("a new label or status key: its file, or label=KEY, status=KEY"), true},
    {"not-before", N_("DATE"), N_("the first day new keys may sign"), false},
    {"stop", N_("DATE"), N_("the last day new keys may sign"), false},
    {"retire", N_("KID"), N_("a label or status key that signs no more"), true},
    {"compromised", N_("KID"), N_("a label or status key that was stolen or exposed"), true},
    {"name", N_("NAME"), N_("the certifier's name"), false},
    {"url", N_("URL"), N_("the https address that labels lead to"), false},
    {"also", N_("URL"), N_("a further https address of the certifier: a mirror of the page"), false},
    {"contact", N_("TEXT"), N_("a telephone or address for questions"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_root_show_options[] = {
    {"trust", N_("FILE"), N_("hold a draft to this trust file: does it follow its newest root?"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- draft ---- */

/* What follows from it is told before what it is. */
static void warn(const struct draft *draft) {
    if (draft->root.threshold == draft->root.n_members) {
        root_warn_all_must_sign();
    }
    if (!sello_bytes_eq(draft->before.base_url, draft->root.base_url)) {
        cli_warning(_("Labels that are printed already keep the old address: it must go on "
                      "answering as long as the goods last."));
    }
}

static int make_draft(struct app *app, const struct root_request *request) {
    struct root_outcome outcome;
    enum sello_error error = app->dry_run ? root_plan(&app->session, request, &outcome)
                                          : root_commit(&app->session, request, NULL, &outcome);
    if (error != SELLO_OK) {
        return app_problem(app, _("The draft was not made"));
    }
    warn(outcome.draft);
    root_answer(app, &outcome);
    root_outcome_free(&outcome);
    return CLI_OK;
}

static int draft(struct app *app) {
    struct root_asked asked;
    const char *path;
    if (!cli_require(app->args, "o", &path)) {
        return CLI_USAGE;
    }
    int result = CLI_FAILURE;
    if (root_take_request(app, &asked)) {
        asked.request.draft_path = path;
        result = make_draft(app, &asked.request);
    }
    root_asked_free(&asked);
    return result;
}

int cmd_root_draft(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, draft);
}

/* ---- show ---- */

static bool is_number(const char *text, uint64_t *out) {
    char *end = NULL;
    if (text[0] < '0' || text[0] > '9') {
        return false;
    }
    *out = strtoull(text, &end, 10);
    return *end == '\0';
}

static void show_root(struct app *app, const struct sello_root *root) {
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        root_put_json(&j, root);
        cli_json_close(&j);
    } else {
        root_put(stdout, root);
    }
}

static int show_version(struct app *app, uint64_t version) {
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct root_content *memory = root_content_new();
    enum sello_error error = memory != NULL ? SELLO_OK : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        error = sello_store_root_bytes(app->session.store, version, &bytes, &len);
    }
    if (error == SELLO_OK) {
        error = sello_root_parse(sello_bytes(bytes, len), &memory->root);
    }
    if (error == SELLO_OK) {
        show_root(app, &memory->root);
    } else {
        (void)app_failed(app, error, _("The root cannot be shown"));
    }
    free(bytes);
    free(memory);
    return error == SELLO_OK ? CLI_OK : CLI_FAILURE;
}

static int show_stored(struct app *app) {
    const char *operand = cli_operand(app->args, 0);
    uint64_t version = 0;
    if (operand != NULL && is_number(operand, &version)) {
        return show_version(app, version);
    }
    const struct sello_root *root = app_root(app);
    if (root != NULL) {
        show_root(app, root);
    }
    return root != NULL ? CLI_OK : CLI_FAILURE;
}

static int show_draft(const struct cli_args *args, const char *path) {
    struct app app;
    app_start(args, &app);
    const char *trust = cli_text(args, "trust");
    struct draft *draft = NULL;
    enum sello_error error = root_read_draft(&app.session, path, &draft);
    if (error == SELLO_OK && trust != NULL) {
        error = root_follows_trust(&app.session, draft, trust);
    }
    if (error != SELLO_OK) {
        (void)app_problem(&app, _("The draft cannot be shown"));
    } else {
        root_put_draft(app.json ? stderr : stdout, draft);
    }
    if (error == SELLO_OK && app.json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        root_put_json(&j, &draft->root);
        root_put_signers_json(&j, draft);
        cli_json_close(&j);
    }
    free(draft);
    app_close(&app);
    return error == SELLO_OK ? CLI_OK : CLI_FAILURE;
}

int cmd_root_show(const struct cli_args *args) {
    const char *operand = cli_operand(args, 0);
    uint64_t version;
    if (operand != NULL && !is_number(operand, &version)) {
        return show_draft(args, operand);
    }
    return app_run(args, APP_READ, show_stored);
}
