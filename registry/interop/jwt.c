/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/interop/jwt.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/text.h"
#include "wire/base64.h"

void jwt_base64url(struct sello_bytes bytes, char *out) {
    struct sello_writer w = sello_writer_init(out, sello_base64_len(bytes.len));
    sello_base64_put(&w, bytes);
    size_t len = w.len;
    while (len > 0 && out[len - 1] == '=') {
        len--;
    }
    out[len] = '\0';
    for (size_t i = 0; i < len; i++) {
        out[i] = out[i] == '+' ? '-' : out[i] == '/' ? '_' : out[i];
    }
}

static bool put_base64url(FILE *to, struct sello_bytes bytes) {
    char *text = malloc(JWT_BASE64URL_LEN(bytes.len));
    if (text == NULL) {
        return false;
    }
    jwt_base64url(bytes, text);
    fputs(text, to);
    free(text);
    return true;
}

static enum sello_error header(const char *key_url, struct base_text *out) {
    struct base_json j;
    if (!base_text_open(out)) {
        return SELLO_E_MEMORY;
    }
    base_json_open(&j, out->to);
    base_json_string(&j, "alg", "EdDSA");
    base_json_string(&j, "kid", key_url);
    base_json_string(&j, "typ", "vc+jwt");
    base_json_string(&j, "cty", "vc");
    base_json_close(&j);
    return base_text_end(out) ? SELLO_OK : SELLO_E_MEMORY;
}

enum sello_error jwt_credential(const struct sello_key *key, const char *key_url,
                                struct sello_bytes credential, char **out) {
    char signature[JWT_BASE64URL_LEN(SELLO_SIG_LEN)];
    uint8_t signed_with[SELLO_SIG_LEN] = {0};
    struct base_text head, text = {.to = NULL};
    enum sello_error error = header(key_url, &head);
    if (error == SELLO_OK && base_text_open(&text)) {
        bool put = put_base64url(text.to, sello_bytes_of(head.bytes));
        fputc('.', text.to);
        put = put_base64url(text.to, credential) && put && base_text_settle(&text);
        if (put && key != NULL) {
            sello_key_sign(key, sello_bytes_of(text.bytes), signed_with);
        }
        jwt_base64url(sello_bytes(signed_with, sizeof signed_with), signature);
        fprintf(text.to, ".%s", signature);
        error = put ? SELLO_OK : SELLO_E_MEMORY;
    }
    free(head.bytes);
    if (!base_text_end(&text) || error != SELLO_OK) {
        free(text.bytes);
        return SELLO_E_MEMORY;
    }
    *out = text.bytes;
    return SELLO_OK;
}
