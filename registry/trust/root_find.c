/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_find.h"

#include <stdlib.h>

#include "base/hex.h"
#include "registry/trust/root_view.h"

#define PUBLIC_FILE_MAX 4096 /* bytes of a file with a public key */

/* ---- public keys ---- */

/* 64 hex digits, spaces between them and around them aside. */
static bool take_hex(struct sello_bytes text, uint8_t out[SELLO_LEN(SELLO_KEY_LEN)]) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = (char)text.ptr[i];
        int digit = base_hex_digit_typed(text.ptr[i]);
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            continue;
        }
        if (digit < 0 || n == (size_t)2 * SELLO_KEY_LEN) {
            return false;
        }
        out[n / 2] = (uint8_t)(n % 2 == 0 ? digit << 4 : out[n / 2] | digit);
        n++;
    }
    return n == (size_t)2 * SELLO_KEY_LEN;
}

static bool take_file(struct sello_bytes file, uint8_t out[SELLO_LEN(SELLO_KEY_LEN)],
                      uint64_t *out_role) {
    struct sello_keyfile_info info;
    if (sello_keyfile_peek(file, &info) != SELLO_OK) {
        return take_hex(file, out);
    }
    memcpy(out, info.public_key, SELLO_KEY_LEN);
    *out_role = info.role;
    return true;
}

bool root_public_key(const char *text, uint8_t out[SELLO_LEN(SELLO_KEY_LEN)], uint64_t *out_role) {
    if (take_hex(sello_bytes_of(text), out)) {
        return true;
    }
    uint8_t *file = NULL;
    size_t len = 0;
    if (!cli_file_read(text, PUBLIC_FILE_MAX, &file, &len)) {
        return false;
    }
    bool ok = take_file(sello_bytes(file, len), out, out_role);
    free(file);
    if (!ok) {
        cli_error(_("%s has no public key. A key file is expected here, or the 64 digits that "
                    "'sello key new' shows."),
                  text);
    }
    return ok;
}

/* ---- finding keys ---- */

struct sello_root_key *root_find_kid(const struct sello_root *root, const char *kid) {
    size_t len = strlen(kid);
    struct sello_root_key *found = NULL;
    for (size_t i = 0; i < root->n_keys && len >= 4; i++) {
        char hex[BASE_HEX_LEN(SELLO_KID_LEN)];
        base_hex(root->key[i].kid, SELLO_KID_LEN, hex);
        if (len < sizeof hex && strncmp(hex, kid, len) == 0) {
            if (found != NULL) {
                return NULL;
            }
            found = &root->key[i];
        }
    }
    return found;
}

struct sello_root_key *root_find_delegated(const struct sello_root *root, const char *kid) {
    struct sello_root_key *key = root_find_kid(root, kid);
    if (key == NULL) {
        cli_error(_("No key of the root is called '%s'. See: sello key list"), kid);
    } else if (key->role == SELLO_ROLE_MEMBER) {
        cli_error(_("%s is a member's key: members are replaced or removed with 'sello root "
                    "draft'."),
                  kid);
        key = NULL;
    }
    return key;
}

const struct sello_root_key *root_find_member(const struct sello_root *root, const char *text) {
    char *end = NULL;
    unsigned long number = strlen(text) < 4 ? strtoul(text, &end, 10) : 0;
    if (number >= 1 && number <= root->n_members && *end == '\0') {
        return &root->key[number - 1];
    }
    const struct sello_root_key *key = root_find_kid(root, text);
    if (key == NULL || key->role != SELLO_ROLE_MEMBER) {
        cli_error(_("There is no member '%s'. Name one by number or kid: sello root show"), text);
        return NULL;
    }
    return key;
}
