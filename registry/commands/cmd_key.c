/* SPDX-License-Identifier: Apache-2.0 */
/* Which keys there are, and where; and how they end. */
#include "base/hex.h"
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/commands/root_answer.h"
#include "registry/commands/table.h"
#include "registry/trust/key_find.h"
#include "registry/trust/root_find.h"

/* clang-format off */
const struct cli_option cmd_key_retire_options[] = {
    {"stop", N_("DATE"), N_("the last day it may sign (else it signs no more from now on)"), false},
    {"draft", N_("FILE"), N_("write the new root as a draft for the members, here"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_key_compromised_options[] = {
    {"since", N_("DATE"), N_("since when, as far as is known; it is shown and decides nothing"), false},
    {"yes", NULL, N_("do not ask"), false},
    {"draft", N_("FILE"), N_("write the new root as a draft for the members, here"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

/* ---- list ---- */

static bool is_date(uint64_t instant) {
    return instant != 0 && instant != SELLO_NEVER;
}

static void put_day_here(struct table *t, uint64_t instant) {
    if (is_date(instant)) {
        record_cell_instant(t, instant);
    } else {
        table_cell(t, "");
    }
}

static void json_instant(struct cli_json *j, const char *name, uint64_t instant) {
    char text[BASE_INSTANT_LEN];
    if (is_date(instant) && base_instant_format(instant, text)) {
        cli_json_string(j, name, text);
    }
}

static const char *state_of(const struct key_listed *l) {
    return !l->in_root                        ? _("not in the root")
           : l->key.role == SELLO_ROLE_MEMBER ? ""
                                              : root_state_word(l->key.state);
}

static void put_row(struct table *t, const struct key_listed *l) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)], name[SELLO_NAME_MAX + 1];
    base_hex(l->key.kid, SELLO_KID_LEN, kid);
    snprintf(name, sizeof name, "%.*s", (int)l->key.name.len, (const char *)l->key.name.ptr);
    table_cell(t, kid);
    table_cell(t, root_role_word(l->key.role));
    table_cell(t, name);
    table_cell(t, state_of(l));
    put_day_here(t, l->key.not_before);
    put_day_here(t, l->key.stop_signing);
    table_cell(t, l->file != NULL ? l->file : _("not here"));
}

static void put_json(const struct key_listed *l) {
    char hex[BASE_HEX_LEN(SELLO_KEY_LEN)];
    bool member = l->key.role == SELLO_ROLE_MEMBER;
    struct cli_json j;
    cli_json_open(&j, stdout);
    base_hex(l->key.kid, SELLO_KID_LEN, hex);
    cli_json_string(&j, "kid", hex);
    base_hex(l->key.public_key, SELLO_KEY_LEN, hex);
    cli_json_string(&j, "public_key", hex);
    cli_json_string(&j, "role", root_role_name(l->key.role));
    if (l->key.name.len > 0) {
        cli_json_text(&j, "name", l->key.name);
    }
    cli_json_string(&j, "state",
                    !l->in_root ? "not-in-root"
                    : member    ? "member"
                                : root_state_name(l->key.state));
    json_instant(&j, "not_before", l->key.not_before);
    json_instant(&j, "stop_signing", l->key.stop_signing);
    cli_json_string(&j, "file", l->file);
    cli_json_close(&j);
}

static void list_json(void *context, const struct key_listed *l) {
    (void)context;
    put_json(l);
}

static void list_row(void *context, const struct key_listed *l) {
    put_row(context, l);
}

static int list(struct app *app) {
    const char *const titles[] = {_("Kid"),  _("Role"),  _("Name"), _("State"),
                                  _("From"), _("Until"), _("File")};
    struct table t;
    table_start(&t, titles, app->json ? 0 : sizeof titles / sizeof *titles);
    enum sello_error error = key_list(&app->session, app->json ? list_json : list_row, &t);
    bool printed = app->json || table_end(&t, stdout, "");
    if (error != SELLO_OK) {
        return app_problem(app, _("The keys cannot be listed"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_key_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}

/* ---- retire, compromised ---- */

/* Is another active key of this role left? */
static void warn_when_last(const struct sello_root *root, const struct sello_root_key *ended) {
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        if (root->key[i].role == ended->role && root->key[i].state == SELLO_KEY_ACTIVE) {
            return;
        }
    }
    if (ended->role == SELLO_ROLE_LABEL) {
        cli_warning(_("No label key is left: nothing can be issued until there is a new one: sello "
                      "key new --role label"));
    } else if (ended->role == SELLO_ROLE_STATUS) {
        cli_warning(_("No status key is left: no trust file can be written until there is a new "
                      "one: sello key new --role status"));
    }
}

static bool confirm_compromised(struct app *app, const struct sello_root_key *key) {
    char words[ROOT_KEY_WORDS];
    root_key_words(key, words);
    cli_note(
        _("%s is marked as stolen or exposed, for ever. Of the labels signed with it only those "
          "that you issued, which the trust file lists, stay good; any other is refused, "
          "whatever date it bears."),
        words);
    if (cli_flag(app->args, "yes") || app->no_input || app->dry_run) {
        return true;
    }
    if (cli_confirm(_("Was this key stolen or exposed?"))) {
        return true;
    }
    cli_error(_("Nothing was changed. To go on, answer yes, or give --yes."));
    return false;
}

/* What would become of it is looked at first, for the question and the warning. */
static int end_key(struct app *app, const struct root_end_request *end) {
    const struct root_request request = {
        .end = end, .n_ends = 1, .draft_path = cli_text(app->args, "draft")};
    struct root_outcome plan, done = {.draft = NULL};
    if (root_plan(&app->session, &request, &plan) != SELLO_OK) {
        return root_not_made(app);
    }
    const struct sello_root_key *key = root_find_kid(&plan.draft->root, end->kid);
    bool agreed = !end->compromised || confirm_compromised(app, key);
    if (agreed && key->state != SELLO_KEY_ACTIVE) {
        warn_when_last(&plan.draft->root, key);
    }
    int result = agreed ? CLI_OK : CLI_FAILURE;
    if (agreed && !app->dry_run &&
        root_commit(&app->session, &request, end->compromised ? &plan : NULL, &done) != SELLO_OK) {
        result = root_not_made(app);
    }
    if (result == CLI_OK) {
        root_answer(app, app->dry_run ? &plan : &done);
    }
    root_outcome_free(&plan);
    root_outcome_free(&done);
    return result;
}

static int retire(struct app *app) {
    struct root_end_request end = {.kid = cli_operand(app->args, 0),
                                   .day.present = cli_text(app->args, "stop") != NULL};
    return cli_date(app->args, "stop", &end.day.value) ? end_key(app, &end) : CLI_FAILURE;
}

int cmd_key_retire(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, retire);
}

static int compromised(struct app *app) {
    struct root_end_request end = {.kid = cli_operand(app->args, 0),
                                   .compromised = true,
                                   .day.present = cli_text(app->args, "since") != NULL};
    return cli_date(app->args, "since", &end.day.value) ? end_key(app, &end) : CLI_FAILURE;
}

int cmd_key_compromised(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, compromised);
}
