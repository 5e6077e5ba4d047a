/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/sign.h"

#include <stdlib.h>

static int by_kid(const void *a, const void *b) {
    const struct sello_root_signature *x = a, *y = b;
    return memcmp(x->kid, y->kid, SELLO_KID_LEN);
}

enum sello_error sign_root_once(struct sello_bytes payload, const struct sello_key *key,
                                struct sello_root_signature *out) {
    size_t room = payload.len + (size_t)2 * SELLO_HEADER_MAX;
    uint8_t *buf = malloc(room);
    if (buf == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer w = sello_writer_init(buf, room);
    memcpy(out->kid, sello_key_kid(key), SELLO_KID_LEN);
    sello_put_root_to_sign(&w, out->kid, payload);
    sello_key_sign(key, sello_written(&w), out->signature);
    free(buf);
    return SELLO_OK;
}

enum sello_error sign_root(struct sello_bytes payload, struct sello_key *const *keys, size_t n,
                           struct sello_writer *out) {
    struct sello_root_signature signature[SIGN_KEYS_MAX];
    enum sello_error error = n <= SIGN_KEYS_MAX ? SELLO_OK : SELLO_E_MEMORY;
    for (size_t i = 0; i < n && error == SELLO_OK; i++) {
        error = sign_root_once(payload, keys[i], &signature[i]);
    }
    if (error != SELLO_OK) {
        return error;
    }
    qsort(signature, n, sizeof *signature, by_kid);
    sello_put_root(out, payload, signature, n);
    return out->failed ? SELLO_E_TOO_LONG : SELLO_OK;
}

enum sello_error sign_typed(const struct sello_key *key, const char *type,
                            struct sello_bytes payload, struct sello_writer *out) {
    uint8_t header_buf[SELLO_HEADER_MAX], signature[SELLO_SIG_LEN];
    struct sello_writer header = sello_writer_init(header_buf, sizeof header_buf);
    sello_put_header(&header, sello_key_kid(key), type);
    size_t room = payload.len + (size_t)2 * SELLO_HEADER_MAX;
    uint8_t *buf = malloc(room);
    if (buf == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer w = sello_writer_init(buf, room);
    sello_put_sig_structure(&w, sello_written(&header), payload);
    sello_key_sign(key, sello_written(&w), signature);
    free(buf);
    sello_put_sign1(out, sello_written(&header), payload, signature);
    return out->failed ? SELLO_E_TOO_LONG : SELLO_OK;
}
