/* SPDX-License-Identifier: Apache-2.0 */
/* Schemes: what is certified. Verifiers read their names from the root, so a new one makes a new
 * root, which the members must sign. */
#include <stdlib.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/trust/root_here.h"

/* clang-format off */
const struct cli_option cmd_scheme_add_options[] = {
    {"code", N_("N"), N_("the number that labels carry, 0 to 65535"), false},
    {"name", N_("NAME"), N_("its name in Spanish"), false},
    {"name-en", N_("NAME"), N_("its name in English"), false},
    {"url", N_("URL"), N_("a page about it"), false},
    {"draft", N_("FILE"), N_("write the new root as a draft for the members, here"), false},
    {.name = NULL},
};

const struct cli_option cmd_scheme_edit_options[] = {
    {"name-en", N_("NAME"), N_("its name in English, where it has none yet"), false},
    {"url", N_("URL"), N_("a page about it"), false},
    {"draft", N_("FILE"), N_("write the new root as a draft for the members, here"), false},
    {.name = NULL},
};
/* clang-format on */

typedef enum sello_error change_fn(struct sello_store *store, const struct sello_scheme *scheme);

/* What became of a change. */
enum outcome { FAILED, DONE, DRAFTED };

/* The root that names the registry's schemes as they are now: stored, or written as a draft. */
static enum outcome make_root(struct app *app, const struct sello_root *before, bool here) {
    struct root_draft *content = root_draft_after(app, before);
    enum outcome outcome = FAILED;
    if (content == NULL) {
        return FAILED;
    }
    enum sello_error error = root_draft_schemes(app, content);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The new root was not made"));
    } else if (here) {
        outcome = root_store_here(app, before, content, NULL, 0) ? DONE : FAILED;
    } else {
        outcome = root_write_draft(app, before, content, NULL, 0) ? DRAFTED : FAILED;
    }
    free(content);
    return outcome;
}

/* The record and its root in one transaction. Of a draft no record is kept: the root brings it when
 * it is assembled. */
static enum outcome change_with_root(struct app *app, const struct sello_scheme *scheme,
                                     change_fn *change) {
    const struct sello_root *root = app_root(app);
    if (root == NULL || !root_may_follow(app)) {
        return FAILED;
    }
    bool here = root_signs_here(app, root);
    enum sello_error error = sello_store_begin(app->session.store);
    enum outcome outcome = FAILED;
    if (error == SELLO_OK) {
        error = change(app->session.store, scheme);
        if (error == SELLO_OK) {
            outcome = make_root(app, root, here);
        }
        error = record_end(app->session.store, error, outcome != DONE);
    }
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The scheme was not recorded"));
        return FAILED;
    }
    return outcome;
}

static int say_outcome(struct app *app, enum outcome outcome, const struct sello_scheme *scheme,
                       const char *sentence) {
    if (outcome == DONE) {
        app_say_id(app, (struct sello_id){SELLO_KIND_SCHEME, scheme->code}, sentence, scheme->name);
    } else if (outcome == DRAFTED) {
        cli_note(
            _("The scheme is recorded when the draft is assembled; its web page is added after "
              "that, with 'sello scheme edit'."));
    }
    return outcome == FAILED ? CLI_FAILURE : CLI_OK;
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
    if (sello_scheme_get(app->session.store, scheme.code, &taken) == SELLO_OK) {
        cli_error(_("The code %llu is taken by %s. A code keeps its meaning for ever: choose "
                    "another."),
                  (unsigned long long)scheme.code, taken.name);
        return CLI_FAILURE;
    }
    enum outcome outcome = change_with_root(app, &scheme, sello_scheme_add);
    return say_outcome(app, outcome, &scheme, _("Scheme %s was added: %s."));
}

int cmd_scheme_add(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, add);
}

/* ---- edit: what signed roots say stays; what they don't may be added ---- */

static enum outcome edit_found(struct app *app, struct sello_scheme *scheme) {
    const char *name_en = cli_text(app->args, "name-en");
    bool names = name_en != NULL && strcmp(name_en, scheme->name_en) != 0;
    if (names && scheme->name_en[0] != '\0') {
        cli_error(_("The English name stays: a code keeps its meaning for ever. Add another scheme "
                    "instead."));
        return FAILED;
    }
    if (!app_field(app->args, "name-en", scheme->name_en) ||
        !app_field(app->args, "url", scheme->url)) {
        return FAILED;
    }
    if (names) {
        return change_with_root(app, scheme, sello_scheme_edit);
    }
    enum sello_error error = sello_scheme_edit(app->session.store, scheme);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The scheme was not changed"));
    }
    return error == SELLO_OK ? DONE : FAILED;
}

static int edit(struct app *app) {
    struct sello_scheme scheme = {0};
    uint64_t code;
    if (!app_id(app->args, 0, SELLO_KIND_SCHEME, &code)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_scheme_get(app->session.store, code, &scheme);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The scheme was not changed"));
    }
    return say_outcome(app, edit_found(app, &scheme), &scheme, _("Scheme %s was changed: %s."));
}

int cmd_scheme_edit(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, edit);
}
