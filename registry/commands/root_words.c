/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/root_words.h"

#include "base/hex.h"
#include "base/time.h"
#include "registry/trust/root_diff.h"
#include "registry/trust/root_find.h"

/* ---- words ---- */

const char *root_role_word(uint64_t role) {
    switch (role) {
    case SELLO_ROLE_MEMBER: return _("member");
    case SELLO_ROLE_LABEL: return _("label key");
    case SELLO_ROLE_STATUS: return _("status key");
    case SELLO_ROLE_LOG: return _("log key");
    case SELLO_ROLE_CREDENTIAL: return _("credential key");
    default: return _("key of a newer version");
    }
}

const char *root_state_word(uint64_t state) {
    static const char *const words[] = {N_("active"), N_("retired"), N_("compromised")};
    return state < sizeof words / sizeof *words ? _(words[state]) : "?";
}

static void copy_text(struct sello_bytes text, char out[SELLO_LEN(SELLO_NAME_MAX + 1)]) {
    snprintf(out, SELLO_NAME_MAX + 1, "%.*s", (int)text.len, (const char *)text.ptr);
}

void root_key_words(const struct sello_root_key *key, char out[SELLO_LEN(ROOT_KEY_WORDS)]) {
    char name[ROOT_KEY_NAME];
    root_key_name(key, name);
    snprintf(out, ROOT_KEY_WORDS, "%s %s", root_role_word(key->role), name);
}

static bool is_date(uint64_t instant) {
    return instant != 0 && instant != SELLO_NEVER;
}

void root_key_dates(const struct sello_root_key *key, char out[SELLO_LEN(ROOT_KEY_WORDS)]) {
    char date[CLI_INSTANT_LEN];
    size_t len = 0;
    out[0] = '\0';
    if (is_date(key->not_before) && cli_instant(key->not_before, date)) {
        len += (size_t)snprintf(out + len, ROOT_KEY_WORDS - len, _(", from %s"), date);
    }
    if (is_date(key->stop_signing) && cli_instant(key->stop_signing, date)) {
        len += (size_t)snprintf(out + len, ROOT_KEY_WORDS - len, _(", until %s"), date);
    }
    if (is_date(key->compromised_since) && cli_instant(key->compromised_since, date)) {
        snprintf(out + len, ROOT_KEY_WORDS - len, _(", since %s"), date);
    }
}

/* ---- a whole root, for people ---- */

static void put_line(FILE *to, const char *label, const char *text) {
    cli_print(to, "%-14s %s\n", label, text);
}

static void put_text_line(FILE *to, const char *label, struct sello_bytes text) {
    char buf[SELLO_NAME_MAX + 1];
    copy_text(text, buf);
    if (buf[0] != '\0') {
        put_line(to, label, buf);
    }
}

static void put_hash(FILE *to, const char *label, const uint8_t *hash) {
    char text[SELLO_FINGERPRINT_TEXT_LEN];
    sello_fingerprint_text(hash, text);
    put_line(to, label, text);
}

/* "Root 3" and its hash: beside the fingerprint it tells which root is the newest. */
static void put_root_hash(FILE *to, const struct sello_root *root) {
    char label[40];
    snprintf(label, sizeof label, _("Root %llu"), (unsigned long long)root->version);
    put_hash(to, label, root->hash);
}

void root_put_identity(FILE *to, const struct sello_root *root) {
    put_hash(to, _("Fingerprint"), root->fingerprint);
    put_root_hash(to, root);
}

static void put_keys(FILE *to, const struct sello_root *root) {
    for (size_t i = 0; i < root->n_keys; i++) {
        char words[ROOT_KEY_WORDS], dates[ROOT_KEY_WORDS];
        root_key_words(&root->key[i], words);
        root_key_dates(&root->key[i], dates);
        if (i < root->n_members) {
            cli_print(to, "  %zu. %s\n", i + 1, words);
        } else {
            cli_print(to, "  %s: %s%s\n", words, root_state_word(root->key[i].state), dates);
        }
    }
}

static void put_schemes(FILE *to, const struct sello_root *root) {
    struct sello_reader r = sello_reader_init(root->schemes);
    for (size_t n = root->schemes.len > 0 ? sello_take_map(&r) : 0; n > 0; n--) {
        char name[SELLO_NAME_MAX + 1];
        uint64_t code = sello_take_uint(&r);
        sello_take_item(&r);
        copy_text(sello_root_scheme_name(root, code, sello_bytes_of(cli_language_name())), name);
        cli_print(to, _("  scheme %llu: %s\n"), (unsigned long long)code, name);
    }
}

void root_put(FILE *to, const struct sello_root *root) {
    char date[CLI_INSTANT_LEN];
    cli_instant(root->issued, date);
    put_text_line(to, _("Certifier"), root->name);
    put_text_line(to, _("Web address"), root->base_url);
    put_text_line(to, _("Contact"), root->contact);
    if (root->practice) {
        cli_print(to, "%s\n", _("For practice: its labels are no real ones, for ever."));
    }
    put_hash(to, _("Fingerprint"), root->fingerprint);
    cli_print(to,
              P_("Root %llu of %s. %llu of %zu member must sign a change.\n",
                 "Root %llu of %s. %llu of %zu members must sign a change.\n", root->n_members),
              (unsigned long long)root->version, date, (unsigned long long)root->threshold,
              root->n_members);
    put_keys(to, root);
    put_schemes(to, root);
    put_root_hash(to, root);
}

/* ---- the same as JSON ---- */

static void json_instant(struct cli_json *j, const char *name, uint64_t instant) {
    char date[BASE_INSTANT_LEN];
    if (is_date(instant) && base_instant_format(instant, date)) {
        cli_json_string(j, name, date);
    }
}

static void json_hash(struct cli_json *j, const char *name, const uint8_t *hash) {
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    base_hex(hash, SELLO_HASH_LEN, hex);
    cli_json_string(j, name, hex);
}

void root_put_practice_json(struct cli_json *j, const struct sello_root *root) {
    if (root->practice) {
        cli_json_bool(j, "practice", true);
    }
}

void root_put_identity_json(struct cli_json *j, const struct sello_root *root) {
    json_hash(j, "fingerprint", root->fingerprint);
    cli_json_number(j, "root_version", root->version);
    json_hash(j, "root_hash", root->hash);
    root_put_practice_json(j, root);
}

static void json_slhdsa(struct cli_json *j, const uint8_t *slhdsa) {
    if (slhdsa != NULL) {
        json_hash(j, "post_quantum_key", slhdsa); /* of the same length */
    }
}

static void json_key(struct cli_json *j, const struct sello_root_key *key) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)], public_key[BASE_HEX_LEN(SELLO_KEY_LEN)];
    base_hex(key->kid, SELLO_KID_LEN, kid);
    base_hex(key->public_key, SELLO_KEY_LEN, public_key);
    cli_json_open_in(j, NULL, '{');
    cli_json_string(j, "kid", kid);
    cli_json_string(j, "public_key", public_key);
    cli_json_string(j, "role", root_role_name(key->role));
    if (key->role == SELLO_ROLE_MEMBER) {
        cli_json_text(j, "name", key->name);
        json_slhdsa(j, key->slhdsa);
    } else {
        cli_json_string(j, "state", root_state_name(key->state));
        json_instant(j, "not_before", key->not_before);
        json_instant(j, "stop_signing", key->stop_signing);
        json_instant(j, "compromised_since", key->compromised_since);
    }
    cli_json_close_in(j, '}');
}

void root_put_json(struct cli_json *j, const struct sello_root *root) {
    cli_json_number(j, "version", root->version);
    json_hash(j, "hash", root->hash);
    json_hash(j, "fingerprint", root->fingerprint);
    cli_json_text(j, "certifier", root->name);
    cli_json_text(j, "url", root->base_url);
    cli_json_text(j, "contact", root->contact);
    json_instant(j, "issued", root->issued);
    root_put_practice_json(j, root);
    cli_json_number(j, "threshold", root->threshold);
    cli_json_number(j, "members", root->n_members);
    cli_json_open_in(j, "keys", '[');
    for (size_t i = 0; i < root->n_keys; i++) {
        json_key(j, &root->key[i]);
    }
    cli_json_close_in(j, ']');
}

/* ---- what changes: "+" comes, "-" goes, "*" is changed ---- */

static void put_limits(FILE *to, const struct sello_root_key *key) {
    struct sello_reader r = sello_reader_init(key->schemes);
    size_t n = key->limited ? sello_take_array(&r) : 0;
    if (key->limited) {
        cli_print(to, "%s", n > 0 ? _(", for these schemes only:") : _(", for no scheme at all"));
    }
    for (size_t i = 0; i < n; i++) {
        cli_print(to, "%s %llu", i > 0 ? "," : "", (unsigned long long)sello_take_uint(&r));
    }
}

static void put_key_change(FILE *to, char sign, const struct root_change_row *row) {
    char words[ROOT_KEY_WORDS], dates[ROOT_KEY_WORDS];
    root_key_words(row->key, words);
    switch ((int)row->what) {
    case ROOT_MEMBER_RENAMED: {
        char was[SELLO_NAME_MAX + 1], rest[ROOT_KEY_WORDS];
        copy_text(row->was, was);
        snprintf(rest, sizeof rest, _(", until now called %.*s"), (int)strlen(was), was);
        cli_print(to, "  %c %s%s\n", sign, words, rest);
        break;
    }
    case ROOT_KEY_NEW:
    case ROOT_KEY_CHANGED:
        root_key_dates(row->key, dates);
        cli_print(to, "  %c %s: %s%s", sign, words, root_state_word(row->key->state), dates);
        put_limits(to, row->key);
        cli_print(to, "\n");
        break;
    default: cli_print(to, "  %c %s\n", sign, words); break;
    }
}

static void put_text_change(FILE *to, const char *what, const struct root_change_row *row) {
    char was[SELLO_NAME_MAX + 1], is[SELLO_NAME_MAX + 1];
    copy_text(row->was, was);
    copy_text(row->is, is);
    cli_print(to, _("  * %s: '%s', until now '%s'\n"), what, is, was);
}

static void put_scheme_change(FILE *to, const struct root_change_row *row) {
    char in[SELLO_LANGUAGE_MAX + 1], text[SELLO_NAME_MAX + 1];
    snprintf(in, sizeof in, "%.*s", (int)row->language.len, (const char *)row->language.ptr);
    copy_text(row->is, text);
    cli_print(to, _("  + scheme %llu (%s): %s\n"), (unsigned long long)row->scheme, in, text);
}

static void put_signers_change(FILE *to, const struct sello_root *a, const struct sello_root *b) {
    cli_print(to, _("  * who must sign a change: %llu of %zu, until now %llu of %zu\n"),
              (unsigned long long)b->threshold, b->n_members, (unsigned long long)a->threshold,
              a->n_members);
}

static void put_new_member(FILE *to, const struct root_change_row *row, size_t n_members) {
    char words[ROOT_KEY_WORDS];
    root_key_words(row->key, words);
    if (row->place + 1 < n_members) {
        cli_print(to, _("  + %s, as number %zu\n"), words, row->place + 1);
    } else {
        cli_print(to, "  + %s\n", words);
    }
}

static void put_address(FILE *to, const struct root_change_row *row) {
    char url[SELLO_NAME_MAX + 1];
    copy_text(row->is, url);
    cli_print(to, _("  + further web address: %s\n"), url);
}

/* The start of a member's, for comparing: the member's own key is held to all of it. */
static void put_slhdsa(FILE *to, char sign, const struct sello_root_key *key) {
    char words[ROOT_KEY_WORDS], hex[BASE_HEX_LEN(SELLO_KID_LEN)];
    root_key_words(key, words);
    base_hex(key->slhdsa, SELLO_KID_LEN, hex);
    cli_print(to, _("  %c %s: post-quantum key %s\n"), sign, words, hex);
}

static void put_all_slhdsa(FILE *to, const struct sello_root *root) {
    for (size_t i = 0; i < root->n_members; i++) {
        put_slhdsa(to, '+', &root->key[i]);
    }
}

struct change_list {
    FILE *to;
    const struct sello_root *before, *root;
};

static void put_change(void *context, const struct root_change_row *row) {
    const struct change_list *list = context;
    switch (row->what) {
    case ROOT_CHANGED_SIGNERS: put_signers_change(list->to, list->before, list->root); break;
    case ROOT_MEMBER_GONE: put_key_change(list->to, '-', row); break;
    case ROOT_MEMBER_NEW:
        put_new_member(list->to, row, list->root->n_members);
        if (row->key->slhdsa != NULL && list->before->key[0].slhdsa != NULL) {
            put_slhdsa(list->to, '+', row->key);
        }
        break;
    case ROOT_KEY_NEW: put_key_change(list->to, '+', row); break;
    case ROOT_MEMBER_RENAMED:
    case ROOT_KEY_CHANGED: put_key_change(list->to, '*', row); break;
    case ROOT_CHANGED_NAME: put_text_change(list->to, _("name"), row); break;
    case ROOT_CHANGED_URL: put_text_change(list->to, _("web address"), row); break;
    case ROOT_CHANGED_CONTACT: put_text_change(list->to, _("contact"), row); break;
    case ROOT_SCHEME_NAMED: put_scheme_change(list->to, row); break;
    case ROOT_ADDRESS_NEW: put_address(list->to, row); break;
    case ROOT_SLHDSA_NEW: put_all_slhdsa(list->to, list->root); break;
    case ROOT_SLHDSA_GONE:
        cli_print(list->to, _("  - the members' post-quantum keys: not every member's is known\n"));
        break;
    case ROOT_SLHDSA_CHANGED: put_slhdsa(list->to, '*', row->key); break;
    case ROOT_FIELD_GONE:
        cli_print(list->to, _("  - field %llu, which this version does not know\n"),
                  (unsigned long long)row->field);
        break;
    }
}

void root_put_changes(FILE *to, const struct sello_root *before, const struct sello_root *root) {
    struct change_list list = {to, before, root};
    cli_print(to, _("Changes from root %llu:\n"), (unsigned long long)before->version);
    if (root_changes(before, root, put_change, &list) == 0) {
        cli_print(to, _("  none but its version and date\n"));
    }
}

/* ---- who signed a draft ---- */

/* title: one of ours, with the three numbers. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void put_members(FILE *to, const char *title, const struct sello_root *root,
                        const uint8_t *flags, size_t n_signed) {
    cli_print(to, title, n_signed, (unsigned long long)root->threshold, root->n_members);
    for (size_t i = 0; i < root->n_members; i++) {
        char words[ROOT_KEY_WORDS];
        root_key_words(&root->key[i], words);
        cli_print(to, "  [%s] %s\n", flags[i] ? "x" : " ", words);
    }
}
#pragma GCC diagnostic pop

/* Keys that were not in the root before show that somebody holds them. */
static void put_new_keys(FILE *to, const struct draft *draft) {
    bool titled = false;
    for (size_t i = 0; i < draft->root.n_keys; i++) {
        const struct sello_root_key *key = &draft->root.key[i];
        if (draft_find_key(&draft->before, key->public_key) != NULL) {
            continue;
        }
        char words[ROOT_KEY_WORDS];
        root_key_words(key, words);
        if (!titled) {
            cli_print(to, _("Keys that are new, each of which must sign:\n"));
        }
        cli_print(to, "  [%s] %s\n", draft->signed_now[i] ? "x" : " ", words);
        titled = true;
    }
}

static bool same_members(const struct draft *draft) {
    const struct sello_root *a = &draft->before, *b = &draft->root;
    bool same = a->threshold == b->threshold && a->n_members == b->n_members;
    for (size_t i = 0; same && i < a->n_members; i++) {
        same = memcmp(a->key[i].public_key, b->key[i].public_key, SELLO_KEY_LEN) == 0;
    }
    return same;
}

void root_put_signers(FILE *to, const struct draft *draft) {
    if (same_members(draft)) {
        put_members(to, _("Members: %zu signed; %llu of %zu are needed:\n"), &draft->root,
                    draft->signed_now, draft_n_now(draft));
    } else {
        put_members(to, _("Members until now: %zu signed; %llu of %zu are needed:\n"),
                    &draft->before, draft->signed_before, draft_n_before(draft));
        put_members(to, _("Members from now on: %zu signed; %llu of %zu are needed:\n"),
                    &draft->root, draft->signed_now, draft_n_now(draft));
    }
    put_new_keys(to, draft);
    cli_print(to, "%s\n",
              draft->missing == SELLO_OK
                  ? _("Nothing is missing: it can be assembled.")
                  : _("Signatures are missing: send it on to the next member."));
}

static void json_signed(struct cli_json *j, const char *name, const struct sello_root *root,
                        const uint8_t *flags, size_t n) {
    cli_json_open_in(j, name, '[');
    for (size_t i = 0; i < n; i++) {
        char kid[BASE_HEX_LEN(SELLO_KID_LEN)];
        base_hex(root->key[i].kid, SELLO_KID_LEN, kid);
        cli_json_string(j, NULL, flags[i] ? kid : NULL);
    }
    cli_json_close_in(j, ']');
}

void root_put_signers_json(struct cli_json *j, const struct draft *draft) {
    json_signed(j, "signed_before", &draft->before, draft->signed_before, draft->before.n_members);
    json_signed(j, "signed", &draft->root, draft->signed_now, draft->root.n_keys);
    cli_json_number(j, "threshold_before", draft->before.threshold);
    cli_json_bool(j, "complete", draft->missing == SELLO_OK);
    if (draft->missing != SELLO_OK) {
        cli_json_string(j, "missing", sello_error_name(draft->missing));
    }
}

void root_put_draft(FILE *to, const struct draft *draft) {
    char date[CLI_INSTANT_LEN];
    cli_instant(draft->root.issued, date);
    put_text_line(to, _("Certifier"), draft->before.name);
    put_hash(to, _("Fingerprint"), draft->root.fingerprint);
    cli_print(to, _("Draft of root %llu, dated %s.\n"), (unsigned long long)draft->root.version,
              date);
    root_put_changes(to, &draft->before, &draft->root);
    put_hash(to, _("Its hash"), draft->root.hash);
    root_put_signers(to, draft);
}
