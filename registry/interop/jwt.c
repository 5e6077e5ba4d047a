/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/interop/jwt.h"

#include <stdlib.h>

#include "base/json.h"
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

static void put_base64url(FILE *to, struct sello_bytes bytes) {
    char *text = malloc(JWT_BASE64URL_LEN(bytes.len));
    if (text != NULL) {
        jwt_base64url(bytes, text);
        fputs(text, to);
    }
    free(text);
}

static enum sello_error header(const char *key_url, char **out, size_t *out_len) {
    struct base_json j;
    FILE *to = open_memstream(out, out_len);
    if (to == NULL) {
        return SELLO_E_MEMORY;
    }
    base_json_open(&j, to);
    base_json_string(&j, "alg", "EdDSA");
    base_json_string(&j, "kid", key_url);
    base_json_string(&j, "typ", "vc+jwt");
    base_json_string(&j, "cty", "vc");
    base_json_close(&j);
    return fclose(to) == 0 ? SELLO_OK : SELLO_E_MEMORY;
}

enum sello_error jwt_credential(const struct sello_key *key, const char *key_url,
                                struct sello_bytes credential, char **out) {
    char *head = NULL, *text = NULL, signature[JWT_BASE64URL_LEN(SELLO_SIG_LEN)];
    size_t head_len = 0, len = 0;
    uint8_t signed_with[SELLO_SIG_LEN] = {0};
    enum sello_error error = header(key_url, &head, &head_len);
    FILE *to = error == SELLO_OK ? open_memstream(&text, &len) : NULL;
    if (to != NULL) {
        put_base64url(to, sello_bytes(head, head_len));
        fputc('.', to);
        put_base64url(to, credential);
        if (fflush(to) == 0) {
            if (key != NULL) {
                sello_key_sign(key, sello_bytes(text, len), signed_with);
            }
            jwt_base64url(sello_bytes(signed_with, sizeof signed_with), signature);
            fprintf(to, ".%s", signature);
        }
    }
    free(head);
    if (to == NULL || fclose(to) != 0) {
        free(text);
        return SELLO_E_MEMORY;
    }
    *out = text;
    return SELLO_OK;
}
