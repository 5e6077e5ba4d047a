/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/identity.h"

enum { FINGERPRINT_DIGITS = 32 }; /* that people compare */

bool sello_name_is_hash(struct sello_bytes name) {
    size_t n_digits = 0;
    for (size_t i = 0; i < name.len; i++) {
        uint8_t c = name.ptr[i], small = c | 0x20;
        bool is_digit = (c >= '0' && c <= '9') || (small >= 'a' && small <= 'f');
        if (!is_digit && c != ' ' && c != '-' && c != ':') {
            return false;
        }
        n_digits += is_digit;
    }
    return n_digits >= FINGERPRINT_DIGITS;
}

static bool shares_key(const struct sello_root *a, const struct sello_root *b) {
    for (size_t i = 0; i < a->n_keys; i++) {
        for (size_t j = 0; j < b->n_keys; j++) {
            if (memcmp(a->key[i].public_key, b->key[j].public_key, SELLO_KEY_LEN) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool same_certifier(const struct sello_trust *a, const struct sello_trust *b) {
    return memcmp(a->root.fingerprint, b->root.fingerprint, SELLO_HASH_LEN) == 0;
}

/* The name it is to have; empty where it is one that it has among the known already. */
static struct sello_bytes new_name(const struct sello_known *known, size_t n,
                                   const struct sello_trust *next, struct sello_bytes alias,
                                   sello_names_alike *alike) {
    for (size_t i = 0; i < n; i++) {
        if (same_certifier(known[i].trust, next) &&
            (known[i].alias.len > 0 || alike(known[i].trust->root.name, next->root.name))) {
            return sello_bytes(NULL, 0);
        }
    }
    return alias.len > 0 ? alias : next->root.name;
}

enum sello_error sello_identity_check(const struct sello_known *known, size_t n,
                                      const struct sello_trust *next, struct sello_bytes alias,
                                      sello_names_alike *alike, size_t *out_known) {
    struct sello_bytes name = new_name(known, n, next, alias, alike);
    for (size_t i = 0; i < n; i++) {
        *out_known = i;
        if (same_certifier(known[i].trust, next)) {
            continue;
        }
        if (shares_key(&known[i].trust->root, &next->root)) {
            return SELLO_E_KEY_TAKEN;
        }
        if (name.len > 0 && (alike(name, known[i].trust->root.name) ||
                             (known[i].alias.len > 0 && alike(name, known[i].alias)))) {
            return SELLO_E_NAME_TAKEN;
        }
    }
    bool is_hash =
        name.len > 0 && (sello_name_is_hash(name) || sello_name_is_hash(next->root.name));
    return is_hash ? SELLO_E_NAME_HASH : SELLO_OK;
}
