/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/interop/did.h"

#include "base/hex.h"
#include "base/json.h"
#include "registry/interop/jwt.h"

/* What stands behind "https://", without slashes at its end. */
static struct sello_bytes place_of(struct sello_bytes base_url) {
    static const char scheme[] = "https://";
    size_t skipped = sizeof scheme - 1;
    struct sello_bytes place = base_url.len < skipped
                                   ? base_url
                                   : sello_bytes(base_url.ptr + skipped, base_url.len - skipped);
    while (place.len > 0 && place.ptr[place.len - 1] == '/') {
        place.len--;
    }
    return place;
}

static bool has_path(struct sello_bytes base_url) {
    struct sello_bytes place = place_of(base_url);
    return memchr(place.ptr, '/', place.len) != NULL;
}

/* did:web, section "Read": slashes become colons, and the colon of a port is percent-encoded. */
void did_of(struct sello_bytes base_url, char out[SELLO_LEN(DID_LEN)]) {
    struct sello_bytes place = place_of(base_url);
    struct sello_writer w = sello_writer_init(out, DID_LEN - 1);
    sello_write(&w, "did:web:", 8);
    for (size_t i = 0; i < place.len; i++) {
        const char *as = place.ptr[i] == '/' ? ":" : place.ptr[i] == ':' ? "%3A" : NULL;
        sello_write(&w, as != NULL ? as : (const char *)place.ptr + i, as != NULL ? strlen(as) : 1);
    }
    out[w.len] = '\0';
}

void did_key(const char *did, const uint8_t kid[SELLO_LEN(SELLO_KID_LEN)],
             char out[SELLO_LEN(DID_KEY_LEN)]) {
    char hex[BASE_HEX_LEN(SELLO_KID_LEN)];
    base_hex(kid, SELLO_KID_LEN, hex);
    snprintf(out, DID_KEY_LEN, "%s#%s", did, hex);
}

const char *did_path(struct sello_bytes base_url) {
    return has_path(base_url) ? "did.json" : ".well-known/did.json";
}

static bool is_told(const struct sello_root_key *key) {
    return key->role == SELLO_ROLE_CREDENTIAL && key->state != SELLO_KEY_COMPROMISED;
}

/* RFC 8037: an Ed25519 key as a JWK. */
static void put_method(struct base_json *j, const char *did, const struct sello_root_key *key) {
    char id[DID_KEY_LEN], x[JWT_BASE64URL_LEN(SELLO_KEY_LEN)];
    did_key(did, key->kid, id);
    jwt_base64url(sello_bytes(key->public_key, SELLO_KEY_LEN), x);
    base_json_open_in(j, NULL, '{');
    base_json_string(j, "id", id);
    base_json_string(j, "type", "JsonWebKey");
    base_json_string(j, "controller", did);
    base_json_open_in(j, "publicKeyJwk", '{');
    base_json_string(j, "kty", "OKP");
    base_json_string(j, "crv", "Ed25519");
    base_json_string(j, "x", x);
    base_json_close_in(j, '}');
    base_json_close_in(j, '}');
}

void did_document(const struct sello_root *root, FILE *to) {
    struct base_json j;
    char did[DID_LEN], id[DID_KEY_LEN];
    did_of(root->base_url, did);
    base_json_open(&j, to);
    base_json_open_in(&j, "@context", '[');
    base_json_string(&j, NULL, "https://www.w3.org/ns/did/v1");
    base_json_string(&j, NULL, "https://w3id.org/security/jwk/v1");
    base_json_close_in(&j, ']');
    base_json_string(&j, "id", did);
    base_json_open_in(&j, "alsoKnownAs", '[');
    base_json_text(&j, NULL, root->base_url);
    base_json_close_in(&j, ']');
    base_json_open_in(&j, "verificationMethod", '[');
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        if (is_told(&root->key[i])) {
            put_method(&j, did, &root->key[i]);
        }
    }
    base_json_close_in(&j, ']');
    base_json_open_in(&j, "assertionMethod", '[');
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        if (is_told(&root->key[i])) {
            did_key(did, root->key[i].kid, id);
            base_json_string(&j, NULL, id);
        }
    }
    base_json_close_in(&j, ']');
    base_json_close(&j);
}
