/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"
#include "verify/tool/tool.h"

/* Certifiers by their names and hashes. */

/* Hex digits of a typed hash, blanks passed over; false when it is not 32 to 64 of them. */
static bool typed_hash(const char *text, char out[SELLO_LEN(BASE_HEX_LEN(SELLO_HASH_LEN))]) {
    size_t n = 0;
    for (; *text != '\0'; text++) {
        char c = *text;
        if (c == ' ' || c == '-' || c == ':') {
            continue;
        }
        if (n == BASE_HEX_LEN(SELLO_HASH_LEN) - 1 || base_hex_digit_typed((uint8_t)c) < 0) {
            return false;
        }
        out[n++] = (char)(c | 0x20); /* a small letter; digits have that bit */
    }
    out[n] = '\0';
    return n >= 32;
}

static bool hash_is(const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)], const char *typed) {
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    base_hex(hash, SELLO_HASH_LEN, hex);
    return strncmp(hex, typed, strlen(typed)) == 0;
}

struct loaded_trust *trust_find(struct trust_set *set,
                                const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)]) {
    for (size_t i = 0; i < set->n; i++) {
        if (memcmp(set->item[i].trust->root.fingerprint, fingerprint, SELLO_HASH_LEN) == 0) {
            return &set->item[i];
        }
    }
    return NULL;
}

static bool is_called(const struct loaded_trust *t, const char *name) {
    struct sello_bytes typed = sello_bytes_of(name), its = sello_bytes_of(trust_name(t));
    return sello_bytes_eq(typed, its) || (names_comparable() && names_alike(typed, its));
}

struct loaded_trust *trust_find_named(struct trust_set *set, const char *name) {
    char typed[BASE_HEX_LEN(SELLO_HASH_LEN)];
    bool is_hash = typed_hash(name, typed);
    for (size_t i = 0; i < set->n; i++) {
        struct loaded_trust *t = &set->item[i];
        /* What looks like a fingerprint is one: nobody's name answers for it. */
        if (is_hash ? hash_is(t->trust->root.fingerprint, typed) : is_called(t, name)) {
            return t;
        }
    }
    cli_fault("not-trusted", "CERTIFIER");
    cli_error(_("No certifier called '%s' is trusted here. See: sello-verify trust list"), name);
    return NULL;
}

bool trust_is_hash(const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)], const char *text) {
    char typed[BASE_HEX_LEN(SELLO_HASH_LEN)];
    return typed_hash(text, typed) && hash_is(hash, typed);
}

bool trust_has_hash(const struct loaded_trust *t, const char *text) {
    char typed[BASE_HEX_LEN(SELLO_HASH_LEN)];
    if (!typed_hash(text, typed)) {
        cli_error(_("--expect takes a fingerprint or a root's hash: 32 to 64 hex digits."));
        return false;
    }
    for (size_t i = 0; i < t->trust->n_roots; i++) {
        if (hash_is(t->trust->root_hash[i], typed)) {
            return true;
        }
    }
    cli_fault("other-hash", "expect");
    cli_error(_("Refused: the file does not have the hash that was expected. Nothing was "
                "changed."));
    return false;
}
