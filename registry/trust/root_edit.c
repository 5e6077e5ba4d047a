/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_edit.h"

#include "base/time.h"
#include "registry/trust/root_find.h"
#include "registry/trust/root_view.h"

/* ---- members ---- */

/* The same member's row in the draft; it may have been removed there by another option. */
static struct sello_root_key *member_row(const struct sello_root *before, struct root_draft *draft,
                                         const char *text) {
    const struct sello_root_key *wanted = root_find_member(before, text);
    for (size_t i = 0; wanted != NULL && i < draft->root.n_members; i++) {
        if (memcmp(draft->key[i].public_key, wanted->public_key, SELLO_KEY_LEN) == 0) {
            return &draft->key[i];
        }
    }
    if (wanted != NULL) {
        cli_error(_("Two options name the same member, %s."), text);
    }
    return NULL;
}

static bool name_is_good(struct sello_bytes name) {
    struct sello_name_fault fault;
    enum sello_error error = sello_name_check(name, SELLO_NAME_MAX, &fault);
    if (error != SELLO_OK) {
        cli_error(_("A member's name cannot be used: %s (at most %d bytes)."),
                  _(sello_error_text(error)), SELLO_NAME_MAX);
    }
    return error == SELLO_OK;
}

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

static bool has_room(const struct root_draft *draft) {
    if (draft->root.n_keys == SELLO_ROOT_KEYS_MAX) {
        cli_error(_("A root has at most %d keys."), SELLO_ROOT_KEYS_MAX);
    }
    return draft->root.n_keys < SELLO_ROOT_KEYS_MAX;
}

static void set_key(struct sello_root_key *row, uint64_t role, const uint8_t *public_key) {
    *row = (struct sello_root_key){.role = role, .stop_signing = SELLO_NEVER};
    memcpy(row->public_key, public_key, SELLO_KEY_LEN);
    sello_kid(public_key, row->kid);
}

static bool member_key(const char *text, uint8_t public_key[SELLO_LEN(SELLO_KEY_LEN)]) {
    uint64_t role = SELLO_ROLE_MEMBER;
    if (!root_public_key(text, public_key, &role)) {
        return false;
    }
    if (role != SELLO_ROLE_MEMBER) {
        cli_error(_("%s is the file of a %s, not of a member."), text, root_role_word(role));
    }
    return role == SELLO_ROLE_MEMBER;
}

static bool add_member(struct root_draft *draft, const char *text) {
    char name[SELLO_NAME_MAX + 2];
    uint8_t public_key[SELLO_KEY_LEN];
    const char *key = split("add-member", text, name, sizeof name);
    struct sello_bytes name_bytes = sello_bytes(text, strlen(name)); /* lives as the argument */
    if (key == NULL || !has_room(draft) || !name_is_good(name_bytes) ||
        !member_key(key, public_key)) {
        return false;
    }
    size_t at = draft->root.n_members++;
    memmove(&draft->key[at + 1], &draft->key[at],
            (draft->root.n_keys++ - at) * sizeof draft->key[0]);
    set_key(&draft->key[at], SELLO_ROLE_MEMBER, public_key);
    draft->key[at].name = name_bytes;
    return true;
}

static void remove_row(struct root_draft *draft, struct sello_root_key *row) {
    size_t at = (size_t)(row - draft->key);
    draft->root.n_keys--;
    draft->root.n_members--;
    memmove(row, row + 1, (draft->root.n_keys - at) * sizeof *row);
}

static bool replace_member(const struct sello_root *before, struct root_draft *draft,
                           const char *text) {
    char who[SELLO_NAME_MAX + 2];
    uint8_t public_key[SELLO_KEY_LEN];
    const char *key = split("replace-member", text, who, sizeof who);
    struct sello_root_key *row = key != NULL ? member_row(before, draft, who) : NULL;
    if (row == NULL || !member_key(key, public_key)) {
        return false;
    }
    struct sello_bytes name = row->name;
    set_key(row, SELLO_ROLE_MEMBER, public_key);
    row->name = name;
    return true;
}

static bool rename_member(const struct sello_root *before, struct root_draft *draft,
                          const char *text) {
    char who[SELLO_NAME_MAX + 2];
    const char *name = split("rename-member", text, who, sizeof who);
    struct sello_root_key *row = name != NULL ? member_row(before, draft, who) : NULL;
    if (row == NULL || !name_is_good(sello_bytes_of(name))) {
        return false;
    }
    row->name = sello_bytes_of(name);
    return true;
}

/* Renaming and replacing come first: they name members who are still there. */
static bool edit_members(const struct cli_args *args, const struct sello_root *before,
                         struct root_draft *draft) {
    const char *text;
    for (size_t i = 0; (text = cli_text_at(args, "rename-member", i)) != NULL; i++) {
        if (!rename_member(before, draft, text)) {
            return false;
        }
    }
    for (size_t i = 0; (text = cli_text_at(args, "replace-member", i)) != NULL; i++) {
        if (!replace_member(before, draft, text)) {
            return false;
        }
    }
    for (size_t i = 0; (text = cli_text_at(args, "remove-member", i)) != NULL; i++) {
        struct sello_root_key *row = member_row(before, draft, text);
        if (row == NULL) {
            return false;
        }
        remove_row(draft, row);
    }
    for (size_t i = 0; (text = cli_text_at(args, "add-member", i)) != NULL; i++) {
        if (!add_member(draft, text)) {
            return false;
        }
    }
    return true;
}

/* ---- delegated keys ---- */

bool root_edit_window(const struct cli_args *args, struct sello_root_key *key) {
    uint64_t from = 0, last = 0;
    if (!cli_date(args, "not-before", &from) || !cli_date(args, "stop", &last)) {
        return false;
    }
    key->not_before = base_day_start(from);
    key->stop_signing = cli_text(args, "stop") != NULL ? base_day_end(last) : SELLO_NEVER;
    if (key->not_before >= key->stop_signing) {
        cli_error(_("A key cannot stop signing before it begins: --stop is before --not-before."));
    }
    return key->not_before < key->stop_signing;
}

/* "FILE", or "label=" and "status=" with a public key from elsewhere. */
static bool added_key(const char *text, uint8_t public_key[SELLO_LEN(SELLO_KEY_LEN)],
                      uint64_t *out_role) {
    uint64_t role = strncmp(text, "label=", 6) == 0    ? SELLO_ROLE_LABEL
                    : strncmp(text, "status=", 7) == 0 ? SELLO_ROLE_STATUS
                                                       : SELLO_ROLE_MEMBER;
    const char *key = role == SELLO_ROLE_MEMBER ? text : strchr(text, '=') + 1;
    if (!root_public_key(key, public_key, &role)) {
        return false;
    }
    if (role == SELLO_ROLE_MEMBER) {
        cli_error(_("%s: a key is added with its file, or as label=PUBLICKEY or status=PUBLICKEY. "
                    "A member is added with --add-member."),
                  text);
        return false;
    }
    *out_role = role;
    return true;
}

static bool edit_keys(const struct cli_args *args, struct root_draft *draft) {
    const char *text;
    for (size_t i = 0; (text = cli_text_at(args, "add-key", i)) != NULL; i++) {
        uint8_t public_key[SELLO_KEY_LEN];
        uint64_t role = SELLO_ROLE_LABEL;
        if (!has_room(draft) || !added_key(text, public_key, &role)) {
            return false;
        }
        struct sello_root_key *row = &draft->key[draft->root.n_keys++];
        set_key(row, role, public_key);
        if (!root_edit_window(args, row)) {
            return false;
        }
    }
    return true;
}

/* ---- the certifier ---- */

static bool edit_text(const struct cli_args *args, const char *option, size_t least,
                      struct sello_bytes *text) {
    const char *given = cli_text(args, option);
    if (given == NULL) {
        return true;
    }
    *text = sello_bytes_of(given);
    bool ok =
        (text->len == 0 && least == 0) || sello_name_check(*text, SELLO_NAME_MAX, NULL) == SELLO_OK;
    if (!ok) {
        cli_error(_("--%s cannot be used: it takes up to %d bytes of plain text."), option,
                  SELLO_NAME_MAX);
    }
    return ok;
}

static bool edit_url(const struct cli_args *args, struct sello_bytes *url) {
    const char *given = cli_text(args, "url");
    if (given == NULL) {
        return true;
    }
    if (!sello_base_url_ok(sello_bytes_of(given))) {
        cli_error(_("The address %s cannot stand on labels. Write it like https://sello.example/v/ "
                    "(https, small letters, no ?, # or @, at most %d bytes)."),
                  given, SELLO_BASE_URL_MAX);
        return false;
    }
    if (!sello_bytes_eq(*url, sello_bytes_of(given))) {
        cli_warning(_("Labels that are printed already keep the old address: it must go on "
                      "answering as long as the goods last."));
    }
    *url = sello_bytes_of(given);
    return true;
}

static bool edit_threshold(const struct cli_args *args, struct sello_root *root) {
    if (!cli_number(args, "threshold", 1, SELLO_ROOT_KEYS_MAX, &root->threshold)) {
        return false;
    }
    if (root->n_members == 0 || root->threshold > root->n_members) {
        cli_error(P_("%llu signatures cannot come from %zu member. Give --threshold at most the "
                     "number of members.",
                     "%llu signatures cannot come from %zu members. Give --threshold at most the "
                     "number of members.",
                     root->n_members),
                  (unsigned long long)root->threshold, root->n_members);
        return false;
    }
    if (root->threshold == root->n_members) {
        cli_warning(_("All members must sign: if one member key is lost, the root can never change "
                      "again. Fewer signatures than members are safer."));
    }
    return true;
}

bool root_edit(struct app *app, const struct sello_root *before, struct root_draft *draft) {
    const struct cli_args *args = app->args;
    return edit_members(args, before, draft) && edit_threshold(args, &draft->root) &&
           edit_keys(args, draft) && edit_text(args, "name", 1, &draft->root.name) &&
           edit_url(args, &draft->root.base_url) &&
           edit_text(args, "contact", 0, &draft->root.contact);
}
