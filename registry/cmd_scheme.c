/* SPDX-License-Identifier: Apache-2.0 */
/* Schemes: what is certified. Verifiers read their names from the root, so a new one makes a new
 * root, which the members must sign. */
#include <stdlib.h>

#include "registry/app.h"
#include "registry/commands.h"
#include "registry/record.h"
#include "registry/root_make.h"

/* clang-format off */
const struct cli_option cmd_scheme_add_options[] = {
    {"code", N_("N"), N_("the number that labels carry, 0 to 65535"), false},
    {"name", N_("NAME"), N_("its name in Spanish"), false},
    {"name-en", N_("NAME"), N_("its name in English"), false},
    {"url", N_("URL"), N_("a page about it"), false},
    {.name = NULL},
};

const struct cli_option cmd_scheme_edit_options[] = {
    {"name-en", N_("NAME"), N_("its name in English, where it has none yet"), false},
    {"url", N_("URL"), N_("a page about it"), false},
    {.name = NULL},
};
/* clang-format on */

/* Opens the member keys that are here, and says so when they are too few to sign a root. */
static bool open_signers(struct app *app, struct sello_key *keys[SELLO_LEN(APP_MEMBERS_MAX)],
                         size_t *n) {
    if (!app_open_members(app, keys, n)) {
        return false;
    }
    const struct sello_root *root = app_root(app);
    if (root != NULL && *n >= root->threshold) {
        return true;
    }
    if (root != NULL) {
        cli_error(_("A scheme makes a new root, which %llu members must sign; keys/ has the keys "
                    "of %zu. Bring the other members' key files to keys/ and try again."),
                  (unsigned long long)root->threshold, *n);
    }
    app_free_members(keys, *n);
    return false;
}

/* Makes the root that names the registry's schemes as they are now. Within a transaction, so that
 * the newest root stays the one it follows. */
static enum sello_status store_root(struct app *app, struct sello_key *const *keys, size_t n_keys) {
    const struct sello_root *before = app_root(app);
    if (before == NULL) {
        return SELLO_E_STORE;
    }
    struct root_draft *draft = root_draft_after(app, before);
    if (draft == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_status status = root_draft_schemes(app, draft);
    if (status == SELLO_OK) {
        status = root_draft_store(app, draft, before, keys, n_keys);
    }
    free(draft);
    return status;
}

typedef enum sello_status change_fn(struct sello_store *store, const struct sello_scheme *scheme);

/* A registry that lost roots to an old backup must not make others of the same versions. */
static bool is_up_to_date(struct app *app) {
    struct sello_store_gap gap;
    enum sello_status status = sello_store_gap(app->store, &gap);
    if (status == SELLO_OK && gap.root_versions > 0) {
        status = SELLO_E_STORE_BEHIND;
    }
    if (status != SELLO_OK) {
        (void)app_failed(app, status, _("No root can be made"));
    }
    return status == SELLO_OK;
}

/* The record and its root in one transaction. */
static int change_with_root(struct app *app, const struct sello_scheme *scheme, change_fn *change) {
    struct sello_key *keys[APP_MEMBERS_MAX];
    size_t n_keys = 0;
    if (!is_up_to_date(app) || !open_signers(app, keys, &n_keys)) {
        return CLI_FAILURE;
    }
    enum sello_status status = sello_store_begin(app->store);
    if (status == SELLO_OK) {
        status = change(app->store, scheme);
        if (status == SELLO_OK) {
            status = store_root(app, keys, n_keys);
        }
        status = record_end(app->store, status, false);
    }
    app_free_members(keys, n_keys);
    if (status != SELLO_OK) {
        return app_failed(app, status, _("The scheme was not recorded"));
    }
    return CLI_OK;
}

/* ---- add ---- */

static int add(struct app *app) {
    struct sello_scheme scheme = {0};
    const char *needed;
    if (!cli_require(app->args, "code", &needed) || !cli_require(app->args, "name", &needed) ||
        !cli_number(app->args, "code", 0, SELLO_SCHEME_MAX, &scheme.code) ||
        !app_field(app->args, "name", scheme.name) ||
        !app_field(app->args, "name-en", scheme.name_en) ||
        !app_field(app->args, "url", scheme.url)) {
        return CLI_USAGE;
    }
    struct sello_scheme taken;
    if (sello_scheme_get(app->store, scheme.code, &taken) == SELLO_OK) {
        cli_error(_("The code %llu is taken by %s. A code keeps its meaning for ever: choose "
                    "another."),
                  (unsigned long long)scheme.code, taken.name);
        return CLI_FAILURE;
    }
    int result = change_with_root(app, &scheme, sello_scheme_add);
    if (result == CLI_OK) {
        struct sello_id id = {SELLO_KIND_SCHEME, scheme.code};
        app_say_id(app, id, _("Scheme %s was added: %s."), scheme.name);
    }
    return result;
}

int cmd_scheme_add(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, add);
}

/* ---- edit: what signed roots say stays; what they don't may be added ---- */

static int edit_found(struct app *app, struct sello_scheme *scheme) {
    const char *name_en = cli_text(app->args, "name-en");
    bool names = name_en != NULL && strcmp(name_en, scheme->name_en) != 0;
    if (names && scheme->name_en[0] != '\0') {
        cli_error(_("The English name stays: a code keeps its meaning for ever. Add another scheme "
                    "instead."));
        return CLI_FAILURE;
    }
    if (!app_field(app->args, "name-en", scheme->name_en) ||
        !app_field(app->args, "url", scheme->url)) {
        return CLI_USAGE;
    }
    if (names) {
        return change_with_root(app, scheme, sello_scheme_edit);
    }
    enum sello_status status = sello_scheme_edit(app->store, scheme);
    return status == SELLO_OK ? CLI_OK : app_failed(app, status, _("The scheme was not changed"));
}

static int edit(struct app *app) {
    struct sello_scheme scheme = {0};
    uint64_t code;
    if (!app_id(app->args, 0, SELLO_KIND_SCHEME, &code)) {
        return CLI_USAGE;
    }
    enum sello_status status = sello_scheme_get(app->store, code, &scheme);
    if (status != SELLO_OK) {
        return app_failed(app, status, _("The scheme was not changed"));
    }
    int result = edit_found(app, &scheme);
    if (result == CLI_OK) {
        app_say_id(app, (struct sello_id){SELLO_KIND_SCHEME, code}, _("Scheme %s was changed: %s."),
                   scheme.name);
    }
    return result;
}

int cmd_scheme_edit(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, edit);
}
