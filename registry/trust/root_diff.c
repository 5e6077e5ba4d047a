/* SPDX-License-Identifier: Apache-2.0 */
/* What changes from one root to the next, line by line: "+" comes, "-" goes, "*" is changed. */
#include "registry/trust/root_view.h"

struct diff {
    FILE *to;
    const struct sello_root *before, *root;
    size_t n; /* changes found so far */
};

static void put_key(struct diff *d, char sign, const struct sello_root_key *key, const char *rest) {
    char words[ROOT_KEY_WORDS];
    root_key_words(key, words);
    cli_print(d->to, "  %c %s%s\n", sign, words, rest);
    d->n++;
}

/* ---- members ---- */

static void put_member_changes(struct diff *d) {
    for (size_t i = 0; i < d->before->n_members; i++) {
        const struct sello_root_key *old = &d->before->key[i];
        if (draft_find_key(d->root, old->public_key) == NULL) {
            put_key(d, '-', old, "");
        }
    }
    for (size_t i = 0; i < d->root->n_members; i++) {
        const struct sello_root_key *new = &d->root->key[i];
        const struct sello_root_key *old = draft_find_key(d->before, new->public_key);
        if (old == NULL) {
            put_key(d, '+', new, "");
        } else if (!sello_bytes_eq(old->name, new->name)) {
            char rest[ROOT_KEY_WORDS];
            snprintf(rest, sizeof rest, _(", until now called %.*s"), (int)old->name.len,
                     (const char *)old->name.ptr);
            put_key(d, '*', new, rest);
        }
    }
}

static void put_threshold_change(struct diff *d) {
    const struct sello_root *a = d->before, *b = d->root;
    if (a->threshold == b->threshold && a->n_members == b->n_members) {
        return;
    }
    cli_print(d->to, _("  * who must sign a change: %llu of %zu, until now %llu of %zu\n"),
              (unsigned long long)b->threshold, b->n_members, (unsigned long long)a->threshold,
              a->n_members);
    d->n++;
}

/* ---- delegated keys ---- */

static bool same_schemes(const struct sello_root_key *a, const struct sello_root_key *b) {
    return a->limited == b->limited && sello_bytes_eq(a->schemes, b->schemes);
}

static void put_key_state(struct diff *d, char sign, const struct sello_root_key *key) {
    char dates[ROOT_KEY_WORDS], rest[2 * ROOT_KEY_WORDS];
    root_key_dates(key, dates);
    snprintf(rest, sizeof rest, ": %s%s%s", root_state_word(key->state), dates,
             key->limited ? _(", for some schemes only") : "");
    put_key(d, sign, key, rest);
}

static void put_delegated_changes(struct diff *d) {
    for (size_t i = d->root->n_members; i < d->root->n_keys; i++) {
        const struct sello_root_key *new = &d->root->key[i];
        const struct sello_root_key *old = draft_find_key(d->before, new->public_key);
        if (old == NULL) {
            put_key_state(d, '+', new);
        } else if (old->state != new->state || old->stop_signing != new->stop_signing ||
                   old->compromised_since != new->compromised_since || !same_schemes(old, new)) {
            put_key_state(d, '*', new);
        }
    }
}

/* ---- the certifier, the schemes ---- */

static void put_text_change(struct diff *d, const char *what, struct sello_bytes old,
                            struct sello_bytes new) {
    char was[SELLO_NAME_MAX + 1], is[SELLO_NAME_MAX + 1];
    if (sello_bytes_eq(old, new)) {
        return;
    }
    snprintf(was, sizeof was, "%.*s", (int)old.len, (const char *)old.ptr);
    snprintf(is, sizeof is, "%.*s", (int)new.len, (const char *)new.ptr);
    cli_print(d->to, _("  * %s: '%s', until now '%s'\n"), what, is, was);
    d->n++;
}

static void put_scheme_change(struct diff *d, uint64_t code, struct sello_bytes language,
                              struct sello_bytes name) {
    char in[SELLO_LANGUAGE_MAX + 1], text[SELLO_NAME_MAX + 1];
    if (sello_bytes_eq(sello_root_scheme_name_in(d->before, code, language), name)) {
        return;
    }
    snprintf(in, sizeof in, "%.*s", (int)language.len, (const char *)language.ptr);
    snprintf(text, sizeof text, "%.*s", (int)name.len, (const char *)name.ptr);
    cli_print(d->to, _("  + scheme %llu (%s): %s\n"), (unsigned long long)code, in, text);
    d->n++;
}

/* Names are only ever added: a root that changes one is refused before it is shown. */
static void put_scheme_changes(struct diff *d) {
    struct sello_reader r = sello_reader_init(d->root->schemes);
    for (size_t n = d->root->schemes.len > 0 ? sello_take_map(&r) : 0; n > 0; n--) {
        uint64_t code = sello_take_uint(&r);
        for (size_t m = sello_take_map(&r); m > 0; m--) {
            struct sello_bytes language = sello_take_text(&r), name = sello_take_text(&r);
            put_scheme_change(d, code, language, name);
        }
    }
}

void root_put_changes(FILE *to, const struct sello_root *before, const struct sello_root *root) {
    struct diff d = {to, before, root, 0};
    cli_print(to, _("Changes from root %llu:\n"), (unsigned long long)before->version);
    put_threshold_change(&d);
    put_member_changes(&d);
    put_delegated_changes(&d);
    put_text_change(&d, _("name"), before->name, root->name);
    put_text_change(&d, _("web address"), before->base_url, root->base_url);
    put_text_change(&d, _("contact"), before->contact, root->contact);
    put_scheme_changes(&d);
    if (d.n == 0) {
        cli_print(to, _("  none but its version and date\n"));
    }
}
