/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_diff.h"

struct diff {
    const struct sello_root *before, *root;
    void (*visit)(void *context, const struct root_change_row *row);
    void *context;
    size_t n; /* changes found so far */
};

static void tell(struct diff *d, const struct root_change_row *row) {
    d->visit(d->context, row);
    d->n++;
}

/* ---- members ---- */

static const struct sello_root_key *find_member(const struct sello_root *root,
                                                const struct sello_root_key *key) {
    const struct sello_root_key *found = draft_find_key(root, key->public_key);
    return found != NULL && found->role == SELLO_ROLE_MEMBER ? found : NULL;
}

static void tell_members(struct diff *d) {
    for (size_t i = 0; i < d->before->n_members; i++) {
        const struct sello_root_key *old = &d->before->key[i];
        if (find_member(d->root, old) == NULL) {
            tell(d, &(struct root_change_row){.what = ROOT_MEMBER_GONE, .key = old});
        }
    }
    for (size_t i = 0; i < d->root->n_members; i++) {
        const struct sello_root_key *new = &d->root->key[i];
        const struct sello_root_key *old = find_member(d->before, new);
        if (old == NULL) {
            tell(d, &(struct root_change_row){.what = ROOT_MEMBER_NEW, .key = new, .place = i});
        } else if (!sello_bytes_eq(old->name, new->name)) {
            tell(d,
                 &(struct root_change_row){
                     .what = ROOT_MEMBER_RENAMED, .key = new, .was = old->name, .is = new->name});
        }
    }
}

static bool has_slhdsa(const struct sello_root *root) {
    return root->n_members > 0 && root->key[0].slhdsa != NULL;
}

static void tell_slhdsa(struct diff *d) {
    bool had = has_slhdsa(d->before), has = has_slhdsa(d->root);
    if (had != has) {
        tell(d, &(struct root_change_row){.what = has ? ROOT_SLHDSA_NEW : ROOT_SLHDSA_GONE});
        return;
    }
    for (size_t i = 0; has && i < d->root->n_members; i++) {
        const struct sello_root_key *new = &d->root->key[i];
        const struct sello_root_key *old = find_member(d->before, new);
        if (old != NULL && memcmp(old->slhdsa, new->slhdsa, SELLO_ROOT_SLHDSA_LEN) != 0) {
            tell(d, &(struct root_change_row){.what = ROOT_SLHDSA_CHANGED, .key = new});
        }
    }
}

static void tell_signers(struct diff *d) {
    const struct sello_root *a = d->before, *b = d->root;
    if (a->threshold != b->threshold || a->n_members != b->n_members) {
        tell(d, &(struct root_change_row){.what = ROOT_CHANGED_SIGNERS});
    }
}

/* ---- delegated keys ---- */

static bool same_schemes(const struct sello_root_key *a, const struct sello_root_key *b) {
    return a->limited == b->limited && sello_bytes_eq(a->schemes, b->schemes);
}

static void tell_delegated(struct diff *d) {
    for (size_t i = d->root->n_members; i < d->root->n_keys; i++) {
        const struct sello_root_key *new = &d->root->key[i];
        const struct sello_root_key *old = draft_find_key(d->before, new->public_key);
        if (old == NULL || old->role == SELLO_ROLE_MEMBER) {
            tell(d, &(struct root_change_row){.what = ROOT_KEY_NEW, .key = new});
        } else if (old->state != new->state || old->stop_signing != new->stop_signing ||
                   old->compromised_since != new->compromised_since || !same_schemes(old, new)) {
            tell(d, &(struct root_change_row){.what = ROOT_KEY_CHANGED, .key = new});
        }
    }
}

/* ---- the certifier, the schemes ---- */

static void tell_text(struct diff *d, enum root_change what, struct sello_bytes was,
                      struct sello_bytes is) {
    if (!sello_bytes_eq(was, is)) {
        tell(d, &(struct root_change_row){.what = what, .was = was, .is = is});
    }
}

static void tell_schemes(struct diff *d) {
    struct sello_reader r = sello_reader_init(d->root->schemes);
    for (size_t n = d->root->schemes.len > 0 ? sello_take_map(&r) : 0; n > 0; n--) {
        uint64_t code = sello_take_uint(&r);
        for (size_t m = sello_take_map(&r); m > 0; m--) {
            struct sello_bytes language = sello_take_text(&r), name = sello_take_text(&r);
            struct sello_bytes was = sello_root_scheme_name_in(d->before, code, language);
            if (!sello_bytes_eq(was, name)) {
                tell(d, &(struct root_change_row){.what = ROOT_SCHEME_NAMED,
                                                  .is = name,
                                                  .scheme = code,
                                                  .language = language});
            }
        }
    }
}

static size_t count_addresses(struct sello_bytes addresses) {
    struct sello_reader r = sello_reader_init(addresses);
    return addresses.len > 0 ? sello_take_array(&r) : 0;
}

/* Those of the root before come first. */
static void tell_addresses(struct diff *d) {
    struct sello_reader r = sello_reader_init(d->root->addresses);
    size_t n_old = count_addresses(d->before->addresses);
    size_t n = d->root->addresses.len > 0 ? sello_take_array(&r) : 0;
    for (size_t i = 0; i < n; i++) {
        struct sello_bytes url = sello_take_text(&r);
        if (i >= n_old) {
            tell(d, &(struct root_change_row){.what = ROOT_ADDRESS_NEW, .is = url});
        }
    }
}

static void tell_field(void *context, uint64_t field) {
    tell(context, &(struct root_change_row){.what = ROOT_FIELD_GONE, .field = field});
}

size_t root_changes(const struct sello_root *before, const struct sello_root *root,
                    void (*visit)(void *context, const struct root_change_row *row),
                    void *context) {
    struct diff d = {before, root, visit, context, 0};
    tell_signers(&d);
    tell_members(&d);
    tell_slhdsa(&d);
    tell_delegated(&d);
    tell_text(&d, ROOT_CHANGED_NAME, before->name, root->name);
    tell_text(&d, ROOT_CHANGED_URL, before->base_url, root->base_url);
    tell_text(&d, ROOT_CHANGED_CONTACT, before->contact, root->contact);
    tell_schemes(&d);
    tell_addresses(&d);
    sello_root_newer_fields(before, tell_field, &d); /* this version writes none */
    return d.n;
}
