/* SPDX-License-Identifier: Apache-2.0 */
/* Drafting and showing roots. */
#include <stdlib.h>

#include "registry/commands/commands.h"
#include "registry/trust/root_edit.h"
#include "registry/trust/root_find.h"
#include "registry/trust/root_here.h"
#include "registry/trust/root_view.h"

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
    {"contact", N_("TEXT"), N_("a telephone or address for questions"), false},
    {.name = NULL},
};

const struct cli_option cmd_root_show_options[] = {
    {"trust", N_("FILE"), N_("hold a draft to this trust file: does it follow its newest root?"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- draft ---- */

/* --stop is for keys that are added: those that end here end at once. */
static bool end_keys(struct app *app, const struct sello_root *before, struct root_draft *content) {
    const struct sello_number no_day = {0};
    const char *kid;
    for (size_t i = 0; (kid = cli_text_at(app->args, "retire", i)) != NULL; i++) {
        struct sello_root_key *key = root_find_delegated(&content->root, kid);
        if (key == NULL || !root_retire(app, before, key, no_day)) {
            return false;
        }
    }
    for (size_t i = 0; (kid = cli_text_at(app->args, "compromised", i)) != NULL; i++) {
        struct sello_root_key *key = root_find_delegated(&content->root, kid);
        if (key == NULL || !root_compromise(key, no_day)) {
            return false;
        }
    }
    return true;
}

static bool fill(struct app *app, const struct sello_root *before, struct root_draft *content) {
    if (!root_edit(app, before, content) || !end_keys(app, before, content)) {
        return false;
    }
    enum sello_error error = root_draft_schemes(app, content);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The draft was not made"));
    }
    return error == SELLO_OK;
}

static int draft(struct app *app) {
    const char *path;
    const struct sello_root *before = app_root(app);
    if (!cli_require(app->args, "o", &path)) {
        return CLI_USAGE;
    }
    if (before == NULL || !root_may_follow(app)) {
        return CLI_FAILURE;
    }
    struct root_draft *content = root_draft_after(app, before);
    bool ok = content != NULL && fill(app, before, content) &&
              root_write_draft(app, before, content, NULL, 0);
    free(content);
    return ok ? CLI_OK : CLI_FAILURE;
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
    struct root_draft *memory = root_draft_new();
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
    struct draft *draft = root_load_draft(path);
    bool ok = draft != NULL && root_follows_trust(&app, draft);
    if (ok && app.json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        root_put_json(&j, &draft->root);
        root_put_signers_json(&j, draft);
        cli_json_close(&j);
    } else if (ok) {
        root_put_draft(stdout, draft);
    }
    free(draft);
    app_close(&app);
    return ok ? CLI_OK : CLI_FAILURE;
}

int cmd_root_show(const struct cli_args *args) {
    const char *operand = cli_operand(args, 0);
    uint64_t version;
    if (operand != NULL && !is_number(operand, &version)) {
        return show_draft(args, operand);
    }
    return app_run(args, APP_READ, show_stored);
}
