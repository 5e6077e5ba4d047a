/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/root_request.h"

#include <stdlib.h>

#include "registry/commands/root_answer.h"
#include "registry/trust/root_find.h"

bool root_take_window(const struct cli_args *args, struct root_window *out) {
    *out = (struct root_window){.first_day.present = cli_text(args, "not-before") != NULL,
                                .last_day.present = cli_text(args, "stop") != NULL};
    return cli_date(args, "not-before", &out->first_day.value) &&
           cli_date(args, "stop", &out->last_day.value);
}

static size_t count(const struct cli_args *args, const char *option) {
    size_t n = 0;
    while (cli_text_at(args, option, n) != NULL) {
        n++;
    }
    return n;
}

/* ---- members ---- */

static const struct member_option {
    const char *name;
    enum root_member_change what;
} member_options[] = {{"rename-member", ROOT_RENAME},
                      {"replace-member", ROOT_REPLACE},
                      {"remove-member", ROOT_REMOVE},
                      {"add-member", ROOT_ADD}};

#define N_MEMBER_OPTIONS (sizeof member_options / sizeof *member_options)

/* "LEFT=RIGHT": the left part into buf. NULL, having said so, where it is not of this form. */
static const char *split(const char *option, const char *text, char *buf, size_t size) {
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text || equals[1] == '\0' || (size_t)(equals - text) >= size) {
        cli_error(_("--%s takes two parts with = between them, not '%s'."), option, text);
        return NULL;
    }
    snprintf(buf, size, "%.*s", (int)(equals - text), text);
    return equals + 1;
}

static bool take_member_keys(struct app *app, const char *text,
                             struct root_member_request *member) {
    struct root_member_keys keys;
    if (root_member_key(&app->session, text, &keys) != SELLO_OK) {
        return root_not_made(app) == CLI_OK;
    }
    memcpy(member->public_key, keys.public_key, SELLO_KEY_LEN);
    memcpy(member->slhdsa, keys.slhdsa, SELLO_ROOT_SLHDSA_LEN);
    member->has_slhdsa = keys.has_slhdsa;
    return true;
}

static bool take_member(struct app *app, struct root_asked *asked,
                        const struct member_option *option, const char *text) {
    size_t at = asked->request.n_members++;
    struct root_member_request *member = &asked->member[at];
    char *left = asked->who[at];
    *member = (struct root_member_request){.what = option->what, .who = text};
    if (option->what == ROOT_REMOVE) {
        return true;
    }
    const char *right = split(option->name, text, left, sizeof asked->who[at]);
    if (right == NULL) {
        return false;
    }
    member->who = left;
    member->name = option->what == ROOT_RENAME ? right : left;
    return option->what == ROOT_RENAME || take_member_keys(app, right, member);
}

static bool take_members(struct app *app, struct root_asked *asked) {
    const char *text;
    for (size_t i = 0; i < N_MEMBER_OPTIONS; i++) {
        for (size_t k = 0; (text = cli_text_at(app->args, member_options[i].name, k)) != NULL;
             k++) {
            if (!take_member(app, asked, &member_options[i], text)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- keys ---- */

static bool take_keys(struct app *app, struct root_asked *asked) {
    const char *text;
    for (size_t i = 0; (text = cli_text_at(app->args, "add-key", i)) != NULL; i++) {
        struct root_key_request *key = &asked->key[asked->request.n_keys++];
        if (root_delegated_key(&app->session, text, key->public_key, &key->role) != SELLO_OK) {
            return root_not_made(app) == CLI_OK;
        }
    }
    return true;
}

/* --stop is for keys that are added: those that end here end at once. */
static void take_ends(struct app *app, struct root_asked *asked, const char *option,
                      bool compromised) {
    const char *kid;
    for (size_t i = 0; (kid = cli_text_at(app->args, option, i)) != NULL; i++) {
        asked->end[asked->request.n_ends++] =
            (struct root_end_request){.kid = kid, .compromised = compromised};
    }
}

/* ---- all of it ---- */

static bool make_room(const struct cli_args *args, struct root_asked *asked) {
    size_t n_members = 0, n_keys = count(args, "add-key");
    size_t n_ends = count(args, "retire") + count(args, "compromised");
    for (size_t i = 0; i < N_MEMBER_OPTIONS; i++) {
        n_members += count(args, member_options[i].name);
    }
    asked->member = calloc(n_members + 1, sizeof *asked->member);
    asked->who = calloc(n_members + 1, sizeof *asked->who);
    asked->key = calloc(n_keys + 1, sizeof *asked->key);
    asked->end = calloc(n_ends + 1, sizeof *asked->end);
    asked->request.member = asked->member;
    asked->request.key = asked->key;
    asked->request.end = asked->end;
    return asked->member != NULL && asked->who != NULL && asked->key != NULL && asked->end != NULL;
}

bool root_take_request(struct app *app, struct root_asked *out) {
    const struct cli_args *args = app->args;
    *out = (struct root_asked){.request = {.name = cli_text(args, "name"),
                                           .url = cli_text(args, "url"),
                                           .also = cli_text(args, "also"),
                                           .contact = cli_text(args, "contact"),
                                           .threshold.present = cli_text(args, "threshold") != NULL,
                                           .schemes = true}};
    struct root_request *request = &out->request;
    if (!make_room(args, out)) {
        return app_failed(app, SELLO_E_MEMORY, _("The draft was not made")) == CLI_OK;
    }
    take_ends(app, out, "retire", false);
    take_ends(app, out, "compromised", true);
    return cli_number(args, "threshold", 1, SELLO_ROOT_KEYS_MAX, &request->threshold.value) &&
           root_take_window(args, &request->window) && take_members(app, out) &&
           take_keys(app, out);
}

void root_asked_free(struct root_asked *asked) {
    free(asked->member);
    free(asked->who);
    free(asked->key);
    free(asked->end);
}
