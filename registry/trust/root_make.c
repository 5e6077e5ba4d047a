/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_make.h"

#include <stdlib.h>

#include "registry/trust/sign.h"

struct root_draft *root_draft_new(void) {
    struct root_draft *draft = calloc(1, sizeof *draft);
    if (draft == NULL) {
        cli_error("%s", _(sello_error_text(SELLO_E_MEMORY)));
        return NULL;
    }
    draft->root.key = draft->key;
    draft->root.version = 1;
    return draft;
}

static uint64_t latest(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

struct root_draft *root_draft_after(struct app *app, const struct sello_root *before) {
    struct root_draft *draft = root_draft_new();
    if (draft == NULL) {
        return NULL;
    }
    draft->root = *before;
    draft->root.key = draft->key;
    memcpy(draft->key, before->key, before->n_keys * sizeof *before->key);
    draft->root.version = before->version + 1;
    draft->root.has_fingerprint = draft->root.has_previous = true;
    memcpy(draft->root.previous, before->hash, SELLO_HASH_LEN);
    draft->root.issued = latest(app->session.now, before->issued);
    return draft;
}

void root_draft_add(struct root_draft *draft, const struct sello_key *key,
                    struct sello_bytes name) {
    struct sello_root_key *row = &draft->key[draft->root.n_keys++];
    *row = (struct sello_root_key){
        .role = sello_key_role(key), .stop_signing = SELLO_NEVER, .name = name};
    memcpy(row->public_key, sello_key_public(key), SELLO_KEY_LEN);
    memcpy(row->kid, sello_key_kid(key), SELLO_KID_LEN);
    draft->root.n_members += sello_key_role(key) == SELLO_ROLE_MEMBER;
}

/* ---- the scheme table: {code: {"en": name, "es": name}} ---- */

struct scheme_table {
    struct sello_writer rows;
    size_t n;
};

static bool put_scheme(void *context, const struct sello_scheme *scheme) {
    struct scheme_table *table = context;
    struct sello_writer *w = &table->rows;
    bool english = scheme->name_en[0] != '\0';
    sello_put_uint(w, scheme->code);
    sello_put_map(w, 1u + english);
    if (english) {
        sello_put_text(w, sello_bytes_of("en"));
        sello_put_text(w, sello_bytes_of(scheme->name_en));
    }
    sello_put_text(w, sello_bytes_of("es"));
    sello_put_text(w, sello_bytes_of(scheme->name));
    table->n++;
    return !w->failed;
}

enum sello_error root_draft_schemes(struct app *app, struct root_draft *draft) {
    uint8_t *rows = malloc(sizeof draft->schemes);
    if (rows == NULL) {
        return SELLO_E_MEMORY;
    }
    struct scheme_table table = {sello_writer_init(rows, sizeof draft->schemes), 0};
    enum sello_error error = sello_scheme_list(app->session.store, put_scheme, &table);
    if (error == SELLO_OK) {
        struct sello_bytes written = sello_written(&table.rows);
        struct sello_writer w = sello_writer_init(draft->schemes, sizeof draft->schemes);
        sello_put_map(&w, table.n);
        sello_write(&w, written.ptr, written.len);
        draft->root.schemes = sello_written(&w);
        error = w.failed || table.rows.failed ? SELLO_E_TOO_LONG : SELLO_OK;
    }
    free(rows);
    return error;
}

/* ---- signing and storing ---- */

/* Reads the signed root back, as a verifier would. */
static enum sello_error judge(struct root_draft *draft, const struct sello_root *before,
                              struct sello_bytes bytes, struct sello_root *out) {
    static struct sello_root_key key[SELLO_ROOT_KEYS_MAX];
    out->key = key;
    enum sello_error error = sello_root_parse(bytes, out);
    return error == SELLO_OK ? sello_root_accept(before, out, draft->scratch, NULL) : error;
}

enum sello_error root_draft_store(struct app *app, struct root_draft *draft,
                                  const struct sello_root *before, struct sello_key *const *keys,
                                  size_t n_keys) {
    struct sello_writer payload = sello_writer_init(draft->payload, sizeof draft->payload);
    struct sello_writer bytes = sello_writer_init(draft->bytes, sizeof draft->bytes);
    sello_put_root_payload(&payload, &draft->root);
    if (payload.failed) {
        return SELLO_E_TOO_LONG;
    }
    enum sello_error error = sign_root(sello_written(&payload), keys, n_keys, &bytes);
    struct sello_root made;
    if (error == SELLO_OK) {
        error = judge(draft, before, sello_written(&bytes), &made);
    }
    if (error == SELLO_OK) {
        error = sello_store_put_root(app->session.store, made.version, made.hash,
                                     sello_written(&bytes));
    }
    return error;
}
