/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool.h"

#include <stdlib.h>

/* ---- finding one ---- */

/* Hex digits of a typed hash, blanks passed over; false when it is not 32 to 64 of them. */
static bool typed_hash(const char *text, char out[SELLO_LEN(HASH_HEX_LEN)]) {
    size_t n = 0;
    for (; *text != '\0'; text++) {
        char c = *text >= 'A' && *text <= 'F' ? (char)(*text - 'A' + 'a') : *text;
        if (c == ' ' || c == '-' || c == ':') {
            continue;
        }
        if (n == HASH_HEX_LEN - 1 || !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
        out[n++] = c;
    }
    out[n] = '\0';
    return n >= 32;
}

static bool hash_is(const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)], const char *typed) {
    char hex[HASH_HEX_LEN];
    hash_hex(hash, hex);
    return strncmp(hex, typed, strlen(typed)) == 0;
}

/* The one with this name, alias or fingerprint; says so when there is none. */
static struct loaded_trust *find_named(struct trust_set *set, const char *name) {
    char typed[HASH_HEX_LEN];
    bool is_hash = typed_hash(name, typed);
    for (size_t i = 0; i < set->n; i++) {
        struct loaded_trust *t = &set->item[i];
        if ((is_hash && hash_is(t->trust->root.fingerprint, typed)) ||
            names_alike(sello_bytes_of(name), sello_bytes_of(trust_name(t)))) {
            return t;
        }
    }
    cli_error(_("No certifier called '%s' is trusted here. See: sello-verify trust list"), name);
    return NULL;
}

/* ---- showing ---- */

static void instant_day(uint64_t instant, char out[SELLO_LEN(CLI_DATE_LEN)]) {
    cli_date_format(instant / 86400, out);
}

static void show_certifier(FILE *to, const struct loaded_trust *t) {
    char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], day[CLI_DATE_LEN];
    const struct sello_root *root = &t->trust->root;
    sello_fingerprint_text(root->fingerprint, fingerprint);
    instant_day(t->trust->bundle.generated, day);
    cli_print(to, _("Certifier:   %s\n"), trust_name(t));
    cli_print(to, _("Address:     %.*s\n"), (int)root->base_url.len, root->base_url.ptr);
    cli_print(to, _("Fingerprint: %s\n"), fingerprint);
    cli_print(to, _("Held by:     %zu members, of whom %llu must sign\n"), root->n_members,
              (unsigned long long)root->threshold);
    cli_print(to, _("Data of:     %s\n"), day);
}

static void put_json(const struct loaded_trust *t) {
    struct cli_json j;
    char fingerprint[HASH_HEX_LEN], date[CLI_INSTANT_LEN];
    const struct sello_trust *trust = t->trust;
    hash_hex(trust->root.fingerprint, fingerprint);
    cli_instant_format(trust->bundle.generated, date);
    cli_json_open(&j, stdout);
    cli_json_text(&j, "certifier", trust->root.name);
    cli_json_string(&j, "alias", t->alias);
    cli_json_string(&j, "fingerprint", fingerprint);
    cli_json_text(&j, "url", trust->root.base_url);
    cli_json_text(&j, "contact", trust->root.contact);
    cli_json_number(&j, "root_version", trust->root.version);
    cli_json_number(&j, "threshold", trust->root.threshold);
    cli_json_number(&j, "members", trust->root.n_members);
    cli_json_number(&j, "bundle_version", trust->bundle.version);
    cli_json_string(&j, "bundle_date", date);
    cli_json_number(&j, "highest_serial", trust->bundle.highest);
    cli_json_close(&j);
}

static const char *role_words(uint64_t role) {
    return role == SELLO_ROLE_LABEL    ? _("label key")
           : role == SELLO_ROLE_STATUS ? _("status key")
           : role == SELLO_ROLE_LOG    ? _("log key")
                                       : _("key of a newer kind");
}

static const char *state_words(uint64_t state) {
    return state == SELLO_KEY_ACTIVE    ? _("active")
           : state == SELLO_KEY_RETIRED ? _("retired")
                                        : _("compromised");
}

static void show_keys(const struct sello_root *root) {
    for (size_t i = 0; i < root->n_keys; i++) {
        const struct sello_root_key *key = &root->key[i];
        char kid[HASH_HEX_LEN];
        uint8_t padded[SELLO_HASH_LEN] = {0};
        memcpy(padded, key->kid, SELLO_KID_LEN);
        hash_hex(padded, kid);
        kid[2 * SELLO_KID_LEN] = '\0';
        if (i < root->n_members) {
            cli_print(stdout, _("  %s  member: %.*s\n"), kid, (int)key->name.len, key->name.ptr);
        } else {
            cli_print(stdout, "  %s  %s, %s\n", kid, role_words(key->role),
                      state_words(key->state));
        }
    }
}

int cmd_trust_list(const struct cli_args *args) {
    static struct trust_set set;
    if (!trust_store_load(&set)) {
        return CLI_FAILURE;
    }
    for (size_t i = 0; i < set.n; i++) {
        if (cli_flag(args, "json")) {
            put_json(&set.item[i]);
            continue;
        }
        char fingerprint[SELLO_FINGERPRINT_TEXT_LEN], day[CLI_DATE_LEN];
        sello_fingerprint_text(set.item[i].trust->root.fingerprint, fingerprint);
        instant_day(set.item[i].trust->bundle.generated, day);
        cli_print(stdout, _("%s\n  %s · data of %s\n"), trust_name(&set.item[i]), fingerprint, day);
    }
    if (set.n == 0) {
        cli_note(_("No certifier is trusted here yet. Ask one for its trust file, and take it "
                   "with: sello-verify trust add FILE"));
    }
    trust_set_free(&set);
    return CLI_OK;
}

int cmd_trust_show(const struct cli_args *args) {
    static struct trust_set set;
    if (!trust_store_load(&set)) {
        return CLI_FAILURE;
    }
    const struct loaded_trust *t = find_named(&set, cli_operand(args, 0));
    if (t != NULL && cli_flag(args, "json")) {
        put_json(t);
    } else if (t != NULL) {
        show_certifier(stdout, t);
        cli_print(stdout, _("Root:        version %llu\n"),
                  (unsigned long long)t->trust->root.version);
        cli_print(stdout, _("Bundle:      version %llu, serials up to %llu\n"),
                  (unsigned long long)t->trust->bundle.version,
                  (unsigned long long)t->trust->bundle.highest);
        cli_print(stdout, _("Keys:\n"));
        show_keys(&t->trust->root);
    }
    trust_set_free(&set);
    return t != NULL ? CLI_OK : CLI_FAILURE;
}

/* ---- updating ---- */

/* One who has an alias keeps the certifier's own name too: it stands in every verdict. */
static bool name_is_taken(const struct loaded_trust *old, struct sello_bytes name) {
    return names_alike(name, sello_bytes_of(trust_name(old))) ||
           names_alike(name, old->trust->root.name);
}

/* A newer root may give its certifier another name: but not that of another one who is trusted. */
static bool check_new_name(const struct trust_set *set, const struct loaded_trust *stored,
                           const struct loaded_trust *next) {
    struct sello_bytes name = next->trust->root.name;
    bool renamed = !names_alike(stored->trust->root.name, name);
    for (size_t i = 0; renamed && stored->alias == NULL && i < set->n; i++) {
        if (&set->item[i] != stored && name_is_taken(&set->item[i], name)) {
            cli_error(_("Refused: the file gives this certifier the name of another one who is "
                        "trusted already. Ask both. To take it under a name of yours, remove the "
                        "certifier, then add the file with --as NAME."));
            return false;
        }
    }
    return true;
}

/* What is stored now is `next`: a file that follows is held to it. */
static void take_over(struct loaded_trust *stored, struct loaded_trust *next) {
    next->alias = stored->alias;
    next->stored = true;
    stored->alias = NULL;
    trust_unload(stored);
    *stored = *next;
    *next = (struct loaded_trust){0};
}

static bool update(const struct trust_set *set, struct loaded_trust *stored,
                   struct loaded_trust *next) {
    char day[CLI_DATE_LEN];
    enum sello_status status = sello_trust_succeeds(stored->trust, next->trust);
    if (status != SELLO_OK) {
        cli_error(_("The trust data of %s stays as it is: %s."), trust_name(stored),
                  _(sello_status_text(status)));
        if (status == SELLO_E_FORK || status == SELLO_E_EQUIVOCATION) {
            trust_store_keep_evidence(next);
        }
        return false;
    }
    instant_day(next->trust->bundle.generated, day);
    if (sello_bytes_eq(stored->trust->file, next->trust->file)) {
        cli_note(_("%s is up to date: its data is of %s."), trust_name(stored), day);
        return true;
    }
    if (!check_new_name(set, stored, next) || !trust_store_put(next, NULL)) {
        return false;
    }
    take_over(stored, next);
    cli_note(_("The trust data of %s was updated: it is now of %s."), trust_name(stored), day);
    return true;
}

int cmd_trust_update(const struct cli_args *args) {
    static struct trust_set set;
    bool ok = trust_store_load(&set);
    for (size_t i = 0; ok && i < cli_n_operands(args); i++) {
        struct loaded_trust next;
        ok = trust_load_file(cli_operand(args, i), &next);
        if (!ok) {
            break;
        }
        struct loaded_trust *stored = trust_set_find(&set, next.trust->root.fingerprint);
        if (stored == NULL) {
            cli_error(_("%s is of %s, who is not trusted here yet. To trust them: sello-verify "
                        "trust add %s"),
                      cli_operand(args, i), trust_name(&next), cli_operand(args, i));
            ok = false;
        } else {
            ok = update(&set, stored, &next);
        }
        trust_unload(&next);
    }
    trust_set_free(&set);
    return ok ? CLI_OK : CLI_FAILURE;
}

/* ---- adding ---- */

static bool shares_key(const struct sello_root *a, const struct sello_root *b) {
    for (size_t i = 0; i < a->n_keys; i++) {
        for (size_t j = 0; j < b->n_keys; j++) {
            if (memcmp(a->key[i].public_key, b->key[j].public_key, SELLO_KEY_LEN) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Could the newcomer be taken for one who is trusted already? Says why it is refused. */
static bool check_newcomer(struct trust_set *set, const struct loaded_trust *next,
                           const char *alias) {
    for (size_t i = 0; i < set->n; i++) {
        const struct loaded_trust *old = &set->item[i];
        if (shares_key(&old->trust->root, &next->trust->root)) {
            cli_error(_("Refused: this file has a key of %s, under another fingerprint. Ask the "
                        "certifier which one is true."),
                      trust_name(old));
            return false;
        }
        if (name_is_taken(old, alias != NULL ? sello_bytes_of(alias) : next->trust->root.name)) {
            cli_error(_("Refused: a certifier called %s is trusted already, with another "
                        "fingerprint. If they are really two, give this one another name with "
                        "--as NAME."),
                      trust_name(old));
            return false;
        }
    }
    return true;
}

/* Does the chain contain the hash that was expected? */
static bool check_expected(const struct loaded_trust *next, const char *expected) {
    char typed[HASH_HEX_LEN];
    if (!typed_hash(expected, typed)) {
        cli_error(_("--expect takes a fingerprint or a root's hash: 32 to 64 hex digits."));
        return false;
    }
    for (size_t i = 0; i < next->trust->n_roots; i++) {
        if (hash_is(next->trust->root_hash[i], typed)) {
            return true;
        }
    }
    cli_error(_("Refused: the file does not have the hash that was expected. Nothing was "
                "changed."));
    return false;
}

static bool agreed(const struct cli_args *args, const struct loaded_trust *next) {
    const char *expected = cli_text(args, "expect");
    if (expected != NULL) {
        return check_expected(next, expected);
    }
    if (cli_flag(args, "yes")) {
        return true;
    }
    if (cli_flag(args, "no-input") ||
        !cli_confirm(_("Does the fingerprint match the one the certifier publishes?"))) {
        cli_error(_("Nothing was changed. To trust this certifier, answer yes, or give --yes, or "
                    "--expect with the fingerprint."));
        return false;
    }
    return true;
}

static bool add(const struct cli_args *args, struct trust_set *set, struct loaded_trust *next) {
    const char *alias = cli_text(args, "as"), *expected = cli_text(args, "expect");
    struct loaded_trust *stored = trust_set_find(set, next->trust->root.fingerprint);
    if (stored != NULL) {
        return (expected == NULL || check_expected(next, expected)) && update(set, stored, next);
    }
    if (alias != NULL &&
        sello_text_check(sello_bytes_of(alias), 1, SELLO_NAME_MAX, NULL) != SELLO_OK) {
        cli_error(_("The name after --as must be 1 to 64 bytes of text, without control "
                    "characters."));
        return false;
    }
    show_certifier(stderr, next);
    if (!check_newcomer(set, next, alias) || !agreed(args, next) || !trust_store_put(next, alias)) {
        return false;
    }
    if (next->trust->root.n_members > 1 &&
        next->trust->root.threshold == next->trust->root.n_members) {
        cli_warning(_("All of this certifier's members must sign its changes: if one key is lost, "
                      "it can change nothing more."));
    }
    cli_note(_("%s is trusted from now on."), alias != NULL ? alias : trust_name(next));
    return true;
}

int cmd_trust_add(const struct cli_args *args) {
    static struct trust_set set;
    struct loaded_trust next;
    bool ok = trust_store_load(&set);
    if (ok && set.n == TRUSTS_MAX) {
        cli_error(_("There are too many trusted certifiers: %d at most."), TRUSTS_MAX);
        ok = false;
    }
    if (ok) {
        ok = trust_load_file(cli_operand(args, 0), &next);
    }
    if (ok) {
        ok = add(args, &set, &next);
        trust_unload(&next);
    }
    trust_set_free(&set);
    return ok ? CLI_OK : CLI_FAILURE;
}

/* ---- removing ---- */

int cmd_trust_remove(const struct cli_args *args) {
    static struct trust_set set;
    if (!trust_store_load(&set)) {
        return CLI_FAILURE;
    }
    const struct loaded_trust *t = find_named(&set, cli_operand(args, 0));
    bool ok = t != NULL;
    if (ok) {
        show_certifier(stderr, t);
    }
    if (ok && !cli_flag(args, "yes") &&
        (cli_flag(args, "no-input") || !cli_confirm(_("Stop trusting this certifier?")))) {
        cli_error(_("Nothing was changed. To stop trusting it, answer yes, or give --yes."));
        ok = false;
    }
    if (ok) {
        ok = trust_store_remove(t);
    }
    if (ok) {
        cli_note(_("%s is not trusted any more."), trust_name(t));
    }
    trust_set_free(&set);
    return ok ? CLI_OK : CLI_FAILURE;
}
