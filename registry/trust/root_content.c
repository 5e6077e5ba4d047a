/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_content.h"

#include <stdlib.h>

#include "registry/trust/sign.h"

struct root_content *root_content_new(void) {
    struct root_content *content = calloc(1, sizeof *content);
    if (content != NULL) {
        content->root.key = content->key;
        content->root.version = 1;
    }
    return content;
}

void root_content_follow(struct root_content *content, const struct sello_root *before,
                         uint64_t now) {
    content->root = *before;
    content->root.key = content->key;
    memcpy(content->key, before->key, before->n_keys * sizeof *before->key);
    content->root.version = before->version + 1;
    content->root.has_fingerprint = content->root.has_previous = true;
    memcpy(content->root.previous, before->hash, SELLO_HASH_LEN);
    content->root.issued = now > before->issued ? now : before->issued;
}

void root_content_add(struct root_content *content, const struct sello_key *key,
                      struct sello_bytes name) {
    struct sello_root_key *row = &content->key[content->root.n_keys++];
    *row = (struct sello_root_key){
        .role = sello_key_role(key), .stop_signing = SELLO_NEVER, .name = name};
    memcpy(row->public_key, sello_key_public(key), SELLO_KEY_LEN);
    memcpy(row->kid, sello_key_kid(key), SELLO_KID_LEN);
    content->root.n_members += sello_key_role(key) == SELLO_ROLE_MEMBER;
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

enum sello_error root_content_schemes(struct sello_store *store, struct root_content *content) {
    uint8_t *rows = malloc(sizeof content->schemes);
    if (rows == NULL) {
        return SELLO_E_MEMORY;
    }
    struct scheme_table table = {sello_writer_init(rows, sizeof content->schemes), 0};
    enum sello_error error = sello_scheme_list(store, put_scheme, &table);
    if (error == SELLO_OK) {
        struct sello_bytes written = sello_written(&table.rows);
        struct sello_writer w = sello_writer_init(content->schemes, sizeof content->schemes);
        sello_put_map(&w, table.n);
        sello_write(&w, written.ptr, written.len);
        content->root.schemes = sello_written(&w);
        error = w.failed || table.rows.failed ? SELLO_E_TOO_LONG : SELLO_OK;
    }
    free(rows);
    return error;
}

/* ---- signing and storing ---- */

/* Reads the signed root back, as a verifier would. */
static enum sello_error judge(struct root_content *content, const struct sello_root *before,
                              struct sello_bytes bytes, struct sello_root *out) {
    out->key = content->made;
    enum sello_error error = sello_root_parse(bytes, out);
    return error == SELLO_OK ? sello_root_accept(before, out, content->scratch, NULL) : error;
}

enum sello_error root_content_store(struct sello_store *store, struct root_content *content,
                                    const struct sello_root *before, struct sello_key *const *keys,
                                    size_t n_keys) {
    struct sello_writer payload = sello_writer_init(content->payload, sizeof content->payload);
    struct sello_writer bytes = sello_writer_init(content->bytes, sizeof content->bytes);
    sello_put_root_payload(&payload, &content->root);
    if (payload.failed) {
        return SELLO_E_TOO_LONG;
    }
    enum sello_error error = sign_root(sello_written(&payload), keys, n_keys, &bytes);
    struct sello_root made;
    if (error == SELLO_OK) {
        error = judge(content, before, sello_written(&bytes), &made);
    }
    if (error == SELLO_OK) {
        error = sello_store_put_root(store, made.version, made.hash, sello_written(&bytes));
    }
    return error;
}
