/* SPDX-License-Identifier: Apache-2.0 */
/* Which keys there are, and where; and how they end. */
#include <stdlib.h>

#include "base/hex.h"
#include "base/time.h"
#include "registry/commands/commands.h"
#include "registry/commands/table.h"
#include "registry/trust/root_edit.h"
#include "registry/trust/root_find.h"
#include "registry/trust/root_here.h"
#include "registry/trust/root_view.h"

/* clang-format off */
const struct cli_option cmd_key_retire_options[] = {
    {"stop", N_("DATE"), N_("the last day it may sign (else it signs no more from now on)"), false},
    {"draft", N_("FILE"), N_("write the new root as a draft for the members, here"), false},
    {.name = NULL},
};

const struct cli_option cmd_key_compromised_options[] = {
    {"since", N_("DATE"), N_("since when, as far as is known; it is shown and decides nothing"), false},
    {"yes", NULL, N_("do not ask"), false},
    {"draft", N_("FILE"), N_("write the new root as a draft for the members, here"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- list ---- */

#define FILES_MAX 256 /* key files in keys/ */

struct key_files {
    struct sello_keyfile_info info[FILES_MAX];
    char name[FILES_MAX][80];
    size_t n;
};

static bool note_file(void *context, const char *path, const struct sello_keyfile_info *info) {
    struct key_files *files = context;
    const char *slash = strrchr(path, '/');
    files->info[files->n] = *info;
    snprintf(files->name[files->n], sizeof files->name[0], "keys/%s",
             slash != NULL ? slash + 1 : path);
    return ++files->n < FILES_MAX;
}

static const char *file_of(const struct key_files *files, const uint8_t *public_key) {
    for (size_t i = 0; i < files->n; i++) {
        if (memcmp(files->info[i].public_key, public_key, SELLO_KEY_LEN) == 0) {
            return files->name[i];
        }
    }
    return NULL;
}

/* One key as it is listed. */
struct listed {
    struct sello_root_key key;
    bool in_root;
    const char *file; /* NULL: not here */
};

static void instant_or_empty(uint64_t instant, char out[SELLO_LEN(BASE_INSTANT_LEN)]) {
    if (instant == 0 || instant == SELLO_NEVER || !base_instant_format(instant, out)) {
        out[0] = '\0';
    }
}

static const char *state_of(const struct listed *l) {
    return !l->in_root                        ? _("not in the root")
           : l->key.role == SELLO_ROLE_MEMBER ? ""
                                              : root_state_word(l->key.state);
}

static void put_row(struct table *t, const struct listed *l) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)], name[SELLO_NAME_MAX + 1], from[BASE_INSTANT_LEN],
        until[BASE_INSTANT_LEN];
    base_hex(l->key.kid, SELLO_KID_LEN, kid);
    snprintf(name, sizeof name, "%.*s", (int)l->key.name.len, (const char *)l->key.name.ptr);
    instant_or_empty(l->key.not_before, from);
    instant_or_empty(l->key.stop_signing, until);
    table_cell(t, kid);
    table_cell(t, root_role_word(l->key.role));
    table_cell(t, name);
    table_cell(t, state_of(l));
    table_cell(t, from);
    table_cell(t, until);
    table_cell(t, l->file != NULL ? l->file : _("not here"));
}

static void put_json(const struct listed *l) {
    char hex[BASE_HEX_LEN(SELLO_KEY_LEN)], date[BASE_INSTANT_LEN];
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
    instant_or_empty(l->key.not_before, date);
    cli_json_string(&j, "not_before", date[0] != '\0' ? date : NULL);
    instant_or_empty(l->key.stop_signing, date);
    cli_json_string(&j, "stop_signing", date[0] != '\0' ? date : NULL);
    cli_json_string(&j, "file", l->file);
    cli_json_close(&j);
}

static void put_listed(struct table *t, const struct listed *l) {
    if (t != NULL) {
        put_row(t, l);
    } else {
        put_json(l);
    }
}

static void list_all(struct table *t, const struct sello_root *root,
                     const struct key_files *files) {
    for (size_t i = 0; i < root->n_keys; i++) {
        const struct listed l = {root->key[i], true, file_of(files, root->key[i].public_key)};
        put_listed(t, &l);
    }
    for (size_t i = 0; i < files->n; i++) {
        const struct sello_keyfile_info *info = &files->info[i];
        if (draft_find_key(root, info->public_key) != NULL) {
            continue;
        }
        struct listed l = {.file = files->name[i], .key = {.role = info->role}};
        memcpy(l.key.public_key, info->public_key, SELLO_KEY_LEN);
        memcpy(l.key.kid, info->kid, SELLO_KID_LEN);
        put_listed(t, &l);
    }
}

static int list(struct app *app) {
    const char *const titles[] = {_("Kid"),  _("Role"),  _("Name"), _("State"),
                                  _("From"), _("Until"), _("File")};
    const struct sello_root *root = app_root(app);
    struct key_files *files = calloc(1, sizeof *files);
    bool ok = root != NULL && files != NULL && app_key_files(app, note_file, files);
    if (ok && app->json) {
        list_all(NULL, root, files);
    } else if (ok) {
        struct table t;
        table_start(&t, titles, sizeof titles / sizeof *titles);
        list_all(&t, root, files);
        ok = table_end(&t, stdout, "");
    }
    free(files);
    return ok ? CLI_OK : CLI_FAILURE;
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

typedef bool end_fn(struct app *app, const struct sello_root *before, struct sello_root_key *key);

/* Ends the key that the operand names, in a new root. */
static int end_key(struct app *app, end_fn *end) {
    const struct sello_root *before = app_root(app);
    struct root_draft *content =
        before != NULL && root_may_follow(app) ? root_draft_after(app, before) : NULL;
    if (content == NULL) {
        return CLI_FAILURE;
    }
    struct sello_root_key *key = root_find_delegated(&content->root, cli_operand(app->args, 0));
    bool ok = key != NULL && end(app, before, key);
    if (ok && key->state != SELLO_KEY_ACTIVE) {
        warn_when_last(&content->root, key);
    }
    bool here = ok && root_signs_here(app, before);
    if (here) {
        ok = root_store_here(app, before, content, NULL, 0);
    } else if (ok) {
        ok = root_write_draft(app, before, content, NULL, 0);
    }
    free(content);
    const struct sello_root *now = ok && here ? app_root(app) : NULL;
    if (now != NULL) {
        root_say_stored(app, now);
    }
    return ok ? CLI_OK : CLI_FAILURE;
}

static bool retire_key(struct app *app, const struct sello_root *before,
                       struct sello_root_key *key) {
    struct sello_number last_day = {.present = cli_text(app->args, "stop") != NULL};
    return cli_date(app->args, "stop", &last_day.value) && root_retire(app, before, key, last_day);
}

static int retire(struct app *app) {
    return end_key(app, retire_key);
}

int cmd_key_retire(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, retire);
}

static bool confirm_compromised(struct app *app, const struct sello_root_key *key) {
    char words[ROOT_KEY_WORDS];
    root_key_words(key, words);
    cli_note(
        _("%s is marked as stolen or exposed, for ever. Of the labels signed with it only those "
          "that you issued, which the trust file lists, stay good; any other is refused, "
          "whatever date it bears."),
        words);
    if (cli_flag(app->args, "yes") || app->no_input) {
        return true;
    }
    if (cli_confirm(_("Was this key stolen or exposed?"))) {
        return true;
    }
    cli_error(_("Nothing was changed. To go on, answer yes, or give --yes."));
    return false;
}

static bool compromise_key(struct app *app, const struct sello_root *before,
                           struct sello_root_key *key) {
    struct sello_number since = {.present = cli_text(app->args, "since") != NULL};
    (void)before;
    return cli_date(app->args, "since", &since.value) && root_compromise(key, since) &&
           confirm_compromised(app, key);
}

static int compromised(struct app *app) {
    return end_key(app, compromise_key);
}

int cmd_key_compromised(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, compromised);
}
