/* SPDX-License-Identifier: Apache-2.0 */
/* The next root made anew, of the one before and of nothing but the changes that people are shown.
 * What a draft has beyond them can be anything: nobody would know that they sign it. */
#include "registry/trust/root_diff.h"

#include <stdlib.h>

#include "registry/trust/root_content.h"

/* One name of a scheme, in one language; without a language where a code has no name at all. */
struct scheme_name {
    uint64_t code;
    struct sello_bytes language, name;
};

struct rebuilt {
    const struct sello_root *before, *root;
    struct root_content *content;
    struct scheme_name *name; /* of both roots' schemes */
    size_t n_names;
    struct sello_bytes *address; /* further ones */
    size_t n_addresses;
};

/* ---- what the root before brings ---- */

static void take_scheme_names(struct rebuilt *b, struct sello_bytes schemes) {
    struct sello_reader r = sello_reader_init(schemes);
    for (size_t n = schemes.len > 0 ? sello_take_map(&r) : 0; n > 0; n--) {
        uint64_t code = sello_take_uint(&r);
        size_t n_in = sello_take_map(&r);
        if (n_in == 0) {
            b->name[b->n_names++] = (struct scheme_name){.code = code};
        }
        for (; n_in > 0; n_in--) {
            struct scheme_name *name = &b->name[b->n_names++];
            name->code = code;
            name->language = sello_take_text(&r);
            name->name = sello_take_text(&r);
        }
    }
}

static void take_addresses(struct rebuilt *b, struct sello_bytes addresses) {
    struct sello_reader r = sello_reader_init(addresses);
    for (size_t n = addresses.len > 0 ? sello_take_array(&r) : 0; n > 0; n--) {
        b->address[b->n_addresses++] = sello_take_text(&r);
    }
}

/* ---- a change, made ---- */

static struct sello_root_key *row_of(struct rebuilt *b, const struct sello_root_key *key) {
    for (size_t i = 0; i < b->content->root.n_keys; i++) {
        struct sello_root_key *row = &b->content->key[i];
        if (memcmp(row->public_key, key->public_key, SELLO_KEY_LEN) == 0) {
            return row;
        }
    }
    return NULL;
}

static void remove_key(struct rebuilt *b, const struct sello_root_key *key) {
    struct sello_root *root = &b->content->root;
    struct sello_root_key *row = row_of(b, key);
    if (row != NULL) {
        size_t after = root->n_keys - (size_t)(row - b->content->key) - 1;
        memmove(row, row + 1, after * sizeof *row);
        root->n_members--;
        root->n_keys--;
    }
}

static void insert_key(struct rebuilt *b, size_t at, const struct sello_root_key *key) {
    struct sello_root *root = &b->content->root;
    if (root->n_keys < SELLO_ROOT_KEYS_MAX && at <= root->n_keys) {
        struct sello_root_key *row = &b->content->key[at];
        memmove(row + 1, row, (root->n_keys - at) * sizeof *row);
        *row = *key;
        root->n_keys++;
    }
}

static void insert_member(struct rebuilt *b, const struct root_change_row *change) {
    if (change->place <= b->content->root.n_members) {
        insert_key(b, change->place, change->key);
        b->content->root.n_members++;
    }
}

/* Each member's as the next root has it, or none. */
static void take_slhdsa(struct rebuilt *b, bool has) {
    for (size_t i = 0; i < b->content->root.n_members; i++) {
        const struct sello_root_key *next = draft_find_key(b->root, b->content->key[i].public_key);
        b->content->key[i].slhdsa = has && next != NULL ? next->slhdsa : NULL;
    }
}

static void change_key(struct rebuilt *b, const struct root_change_row *change) {
    struct sello_root_key *row = row_of(b, change->key);
    if (row == NULL) {
        return;
    }
    if (change->what == ROOT_MEMBER_RENAMED) {
        row->name = change->is;
    } else if (change->what == ROOT_SLHDSA_CHANGED) {
        row->slhdsa = change->key->slhdsa;
    } else {
        *row = *change->key;
    }
}

static void make_change(void *context, const struct root_change_row *change) {
    struct rebuilt *b = context;
    struct sello_root *root = &b->content->root;
    switch (change->what) {
    case ROOT_CHANGED_SIGNERS: root->threshold = b->root->threshold; break;
    case ROOT_MEMBER_GONE: remove_key(b, change->key); break;
    case ROOT_MEMBER_NEW: insert_member(b, change); break;
    case ROOT_KEY_NEW: insert_key(b, root->n_keys, change->key); break;
    case ROOT_SLHDSA_NEW: take_slhdsa(b, true); break;
    case ROOT_SLHDSA_GONE: take_slhdsa(b, false); break;
    case ROOT_SLHDSA_CHANGED:
    case ROOT_MEMBER_RENAMED:
    case ROOT_KEY_CHANGED: change_key(b, change); break;
    case ROOT_CHANGED_NAME: root->name = change->is; break;
    case ROOT_CHANGED_URL: root->base_url = change->is; break;
    case ROOT_CHANGED_CONTACT: root->contact = change->is; break;
    case ROOT_SCHEME_NAMED:
        b->name[b->n_names++] = (struct scheme_name){change->scheme, change->language, change->is};
        break;
    case ROOT_ADDRESS_NEW: b->address[b->n_addresses++] = change->is; break;
    case ROOT_FIELD_GONE: break; /* it is written by none of ours */
    }
}

/* ---- the whole ---- */

/* The order of map keys: a text's head has its length. */
static int by_code_and_language(const void *a, const void *b) {
    const struct scheme_name *x = a, *y = b;
    if (x->code != y->code) {
        return x->code < y->code ? -1 : 1;
    }
    if (x->language.len != y->language.len) {
        return x->language.len < y->language.len ? -1 : 1;
    }
    return x->language.len > 0 ? memcmp(x->language.ptr, y->language.ptr, x->language.len) : 0;
}

/* From one code's first name: how many there are behind it, itself among them. */
static size_t n_of_code(const struct rebuilt *b, size_t at) {
    size_t n = 1;
    while (at + n < b->n_names && b->name[at + n].code == b->name[at].code) {
        n++;
    }
    return n;
}

static void put_schemes(struct rebuilt *b) {
    struct sello_writer w = sello_writer_init(b->content->schemes, sizeof b->content->schemes);
    size_t n_codes = 0;
    qsort(b->name, b->n_names, sizeof *b->name, by_code_and_language);
    for (size_t i = 0; i < b->n_names; i += n_of_code(b, i)) {
        n_codes++;
    }
    sello_put_map(&w, n_codes);
    for (size_t i = 0; i < b->n_names;) {
        size_t end = i + n_of_code(b, i);
        sello_put_uint(&w, b->name[i].code);
        i += b->name[i].language.len == 0; /* no name, or none of before */
        sello_put_map(&w, end - i);
        for (; i < end; i++) {
            sello_put_text(&w, b->name[i].language);
            sello_put_text(&w, b->name[i].name);
        }
    }
    b->content->root.schemes = sello_written(&w);
}

/* Into memory that nothing else here uses: the signed root is not made. */
static void put_addresses(struct rebuilt *b) {
    struct sello_writer w = sello_writer_init(b->content->bytes, sizeof b->content->bytes);
    if (b->n_addresses > 0) {
        sello_put_array(&w, b->n_addresses);
        for (size_t i = 0; i < b->n_addresses; i++) {
            sello_put_text(&w, b->address[i]);
        }
        b->content->root.addresses = sello_written(&w);
    }
}

static enum sello_error rebuild(struct rebuilt *b) {
    struct root_content *content = b->content;
    struct sello_writer w = sello_writer_init(content->payload, sizeof content->payload);
    root_content_follow(content, b->before, 0);
    content->root.issued = b->root->issued; /* it is shown */
    take_scheme_names(b, b->before->schemes);
    take_addresses(b, b->before->addresses);
    root_changes(b->before, b->root, make_change, b);
    put_schemes(b);
    put_addresses(b);
    sello_put_root_payload(&w, &content->root);
    return !w.failed && sello_bytes_eq(sello_written(&w), b->root->payload) ? SELLO_OK
                                                                            : SELLO_E_STATE;
}

enum sello_error root_is_as_shown(const struct sello_root *before, const struct sello_root *root) {
    /* A scheme's name takes two bytes at least, an address one. */
    size_t n_names = before->schemes.len + root->schemes.len + 1;
    size_t n_addresses = before->addresses.len + root->addresses.len + 1;
    struct rebuilt b = {.before = before,
                        .root = root,
                        .content = root_content_new(),
                        .name = calloc(n_names, sizeof *b.name),
                        .address = calloc(n_addresses, sizeof *b.address)};
    bool room = b.content != NULL && b.name != NULL && b.address != NULL;
    enum sello_error error = room ? rebuild(&b) : SELLO_E_MEMORY;
    free(b.content);
    free(b.name);
    free(b.address);
    return error;
}
