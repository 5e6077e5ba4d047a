/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/draft.h"

#include <stdlib.h>

#define DRAFT_DEPTH 1

/* An array of three, and the text that every draft begins with. */
static const uint8_t magic[] = "\x83\x70sello-root-draft";
#define MAGIC_LEN (sizeof magic - 1)

const struct sello_root_key *draft_find_key(const struct sello_root *root,
                                            const uint8_t public_key[SELLO_LEN(SELLO_KEY_LEN)]) {
    for (size_t i = 0; i < root->n_keys; i++) {
        if (memcmp(root->key[i].public_key, public_key, SELLO_KEY_LEN) == 0) {
            return &root->key[i];
        }
    }
    return NULL;
}

/* ---- reading ---- */

/* ["sello-root-draft", payload before, root]. What does not begin so is something else, not a
 * damaged draft. */
static enum sello_error take_apart(struct sello_bytes file, struct sello_bytes *out_before,
                                   struct sello_bytes *out_root) {
    bool tagged = false;
    if (file.len < MAGIC_LEN || memcmp(file.ptr, magic, MAGIC_LEN) != 0) {
        return SELLO_E_TYPE;
    }
    enum sello_error error = sello_cbor_check(file, DRAFT_DEPTH, &tagged);
    if (error != SELLO_OK || tagged) {
        return error != SELLO_OK ? error : SELLO_E_TYPE;
    }
    struct sello_reader r =
        sello_reader_init(sello_bytes(file.ptr + MAGIC_LEN, file.len - MAGIC_LEN));
    *out_before = sello_take_bytes(&r);
    *out_root = sello_take_bytes(&r);
    return sello_reader_end(&r);
}

/* Lacking signatures is what a draft is for; anything else refuses it. */
static bool is_lacking(enum sello_error error) {
    return error == SELLO_E_ROOT_FEW_NEW || error == SELLO_E_ROOT_FEW_OLD ||
           error == SELLO_E_ROOT_UNSIGNED_KEY;
}

/* Judges the roots, which are parsed. */
static enum sello_error judge(struct draft *d, size_t *out_entry) {
    enum sello_error error = sello_root_accept(&d->before, &d->root, d->scratch, out_entry);
    if (error != SELLO_OK && !is_lacking(error)) {
        return error;
    }
    d->missing = error;
    return sello_root_signers(&d->before, &d->root, d->scratch, &d->signed_now, &d->signed_before);
}

/* Takes apart what is in d->file. */
static enum sello_error parse(struct draft *d, size_t *out_entry) {
    struct sello_bytes before, root;
    d->before.key = d->before_key;
    d->root.key = d->key;
    enum sello_error error = take_apart(draft_file(d), &before, &root);
    if (error == SELLO_OK) {
        error = sello_root_payload_parse(before, &d->before);
    }
    if (error == SELLO_OK) {
        error = sello_root_parse(root, &d->root);
    }
    return error == SELLO_OK ? judge(d, out_entry) : error;
}

static enum sello_error parse_new(struct draft *d, struct draft **out, size_t *out_entry) {
    enum sello_error error = parse(d, out_entry);
    if (error != SELLO_OK) {
        free(d);
        return error;
    }
    *out = d;
    return SELLO_OK;
}

enum sello_error draft_open(struct sello_bytes file, struct draft **out, size_t *out_entry) {
    if (file.len > DRAFT_MAX) {
        return SELLO_E_TOO_LONG;
    }
    struct draft *d = calloc(1, sizeof *d);
    if (d == NULL) {
        return SELLO_E_MEMORY;
    }
    if (file.len > 0) {
        memcpy(d->file, file.ptr, file.len);
    }
    d->len = file.len;
    return parse_new(d, out, out_entry);
}

struct sello_bytes draft_file(const struct draft *draft) {
    return sello_bytes(draft->file, draft->len);
}

struct sello_bytes draft_root(const struct draft *draft) {
    struct sello_bytes before = {NULL, 0}, root = {NULL, 0};
    (void)take_apart(draft_file(draft), &before, &root); /* it was, when it was opened */
    return root;
}

/* ---- writing ---- */

static enum sello_error put(struct sello_bytes before_payload, struct sello_bytes payload,
                            const struct sello_root_signature *signature, size_t n,
                            struct draft *out) {
    uint8_t *root = malloc(SELLO_ROOT_MAX);
    if (root == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer inner = sello_writer_init(root, SELLO_ROOT_MAX);
    sello_put_root(&inner, payload, signature, n);
    struct sello_writer w = sello_writer_init(out->file, sizeof out->file);
    sello_write(&w, magic, MAGIC_LEN);
    sello_put_bytes(&w, before_payload);
    sello_put_bytes(&w, sello_written(&inner));
    out->len = w.len;
    free(root);
    return w.failed || inner.failed ? SELLO_E_TOO_LONG : SELLO_OK;
}

enum sello_error draft_make(struct sello_bytes before_payload, struct sello_bytes payload,
                            struct draft **out, size_t *out_entry) {
    struct draft *d = calloc(1, sizeof *d);
    if (d == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_error error = put(before_payload, payload, NULL, 0, d);
    if (error != SELLO_OK) {
        free(d);
        return error;
    }
    return parse_new(d, out, out_entry);
}

/* ---- adding signatures ---- */

/* Signatures gathered from several places, sorted by kid. */
struct gathered {
    struct sello_root_signature item[DRAFT_SIGNATURES_MAX];
    size_t n;
};

static int by_kid(const void *a, const void *b) {
    return memcmp(a, b, sizeof(struct sello_root_signature)); /* the kid comes first */
}

static enum sello_error gather(struct gathered *g, const struct sello_root_signature *signature) {
    for (size_t i = 0; i < g->n; i++) {
        if (memcmp(&g->item[i], signature, sizeof *signature) == 0) {
            return SELLO_OK;
        }
    }
    if (g->n == DRAFT_SIGNATURES_MAX) {
        return SELLO_E_TOO_LONG;
    }
    g->item[g->n++] = *signature;
    return SELLO_OK;
}

/* The signatures of a root whose form was checked. */
static enum sello_error gather_root(struct gathered *g, const struct sello_root *root) {
    struct sello_reader r = sello_reader_init(root->signatures);
    enum sello_error error = SELLO_OK;
    for (size_t n = sello_take_array(&r); n > 0 && error == SELLO_OK; n--) {
        struct sello_root_signature signature;
        struct sello_header header;
        sello_take_array(&r);
        error = sello_header_parse(sello_take_bytes(&r), SELLO_DEPTH_TRUST, &header);
        sello_take_map(&r);
        sello_take_fixed(&r, signature.signature, SELLO_SIG_LEN);
        if (error == SELLO_OK) {
            memcpy(signature.kid, header.kid, SELLO_KID_LEN);
            error = r.error == SELLO_OK ? gather(g, &signature) : r.error;
        }
    }
    return error;
}

/* The draft with exactly these signatures, when they are good. */
static enum sello_error rewrite(struct draft *d, struct gathered *g) {
    struct draft *next = calloc(1, sizeof *next);
    if (next == NULL) {
        return SELLO_E_MEMORY;
    }
    qsort(g->item, g->n, sizeof g->item[0], by_kid);
    enum sello_error error = put(d->before.payload, d->root.payload, g->item, g->n, next);
    if (error == SELLO_OK) {
        error = parse(next, NULL);
    }
    if (error == SELLO_OK) {
        memcpy(d->file, next->file, next->len);
        d->len = next->len;
        error = parse(d, NULL); /* so that its slices point into itself */
    }
    free(next);
    return error;
}

enum sello_error draft_add(struct draft *draft, const struct sello_root_signature *signature,
                           size_t n) {
    struct gathered *g = calloc(1, sizeof *g);
    if (g == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_error error = gather_root(g, &draft->root);
    for (size_t i = 0; i < n && error == SELLO_OK; i++) {
        error = gather(g, &signature[i]);
    }
    if (error == SELLO_OK) {
        error = rewrite(draft, g);
    }
    free(g);
    return error;
}

enum sello_error draft_merge(struct draft *draft, const struct draft *copy) {
    if (!sello_bytes_eq(draft->root.payload, copy->root.payload)) {
        return SELLO_E_ROOT_PREVIOUS;
    }
    struct gathered *g = calloc(1, sizeof *g);
    if (g == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_error error = gather_root(g, &copy->root);
    if (error == SELLO_OK) {
        error = draft_add(draft, g->item, g->n);
    }
    free(g);
    return error;
}

/* ---- counting ---- */

static size_t count(const uint8_t *flags, size_t n) {
    size_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += flags[i];
    }
    return sum;
}

size_t draft_n_now(const struct draft *draft) {
    return count(draft->signed_now, draft->root.n_members);
}

size_t draft_n_before(const struct draft *draft) {
    return count(draft->signed_before, draft->before.n_members);
}
