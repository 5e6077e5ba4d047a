/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/root_find.h"

#include <stdlib.h>

#include "base/hex.h"
#include "registry/session/session_files.h"

#define PUBLIC_FILE_MAX 4096 /* bytes of a file with a public key */

/* ---- names ---- */

const char *root_role_name(uint64_t role) {
    static const char *const names[] = {"member", "label", "status",
                                        "log", [SELLO_ROLE_CREDENTIAL] = "credential"};
    return role < sizeof names / sizeof *names ? names[role] : NULL;
}

const char *root_state_name(uint64_t state) {
    static const char *const names[] = {"active", "retired", "compromised"};
    return state < sizeof names / sizeof *names ? names[state] : "?";
}

void root_key_name(const struct sello_root_key *key, char out[SELLO_LEN(ROOT_KEY_NAME)]) {
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)];
    base_hex(key->kid, SELLO_KID_LEN, kid);
    if (key->name.len > 0) {
        snprintf(out, ROOT_KEY_NAME, "%.*s (%s)", (int)key->name.len, (const char *)key->name.ptr,
                 kid);
    } else {
        snprintf(out, ROOT_KEY_NAME, "%s", kid);
    }
}

/* ---- public keys ---- */

/* Hex digits, spaces between them and around them aside. Returns how many bytes they are; 0 where
 * the text is anything else, or more than `room`. */
static size_t take_hex(struct sello_bytes text, uint8_t *out, size_t room) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = (char)text.ptr[i];
        int digit = base_hex_digit_typed(text.ptr[i]);
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            continue;
        }
        if (digit < 0 || n == 2 * room) {
            return 0;
        }
        out[n / 2] = (uint8_t)(n % 2 == 0 ? digit << 4 : out[n / 2] | digit);
        n++;
    }
    return n % 2 == 0 ? n / 2 : 0;
}

static bool take_digits(struct sello_bytes text, struct root_member_keys *out) {
    uint8_t bytes[SELLO_KEY_LEN + SELLO_ROOT_SLHDSA_LEN];
    size_t n = take_hex(text, bytes, sizeof bytes);
    if (n != SELLO_KEY_LEN && n != sizeof bytes) {
        return false;
    }
    memcpy(out->public_key, bytes, SELLO_KEY_LEN);
    out->has_slhdsa = n == sizeof bytes;
    if (out->has_slhdsa) {
        memcpy(out->slhdsa, bytes + SELLO_KEY_LEN, SELLO_ROOT_SLHDSA_LEN);
    }
    return true;
}

static bool take_file(struct sello_bytes file, struct root_member_keys *out, uint64_t *out_role) {
    struct sello_keyfile_info info;
    if (sello_keyfile_peek(file, &info) != SELLO_OK) {
        return take_digits(file, out);
    }
    memcpy(out->public_key, info.public_key, SELLO_KEY_LEN);
    *out_role = info.role;
    return true;
}

/* *out_role is left as it is where the text tells none. */
static enum sello_error public_key(struct session *session, const char *text,
                                   struct root_member_keys *out, uint64_t *out_role) {
    *out = (struct root_member_keys){.has_slhdsa = false};
    if (take_digits(sello_bytes_of(text), out)) {
        return SELLO_OK;
    }
    uint8_t *file = NULL;
    size_t len = 0;
    enum sello_error error = session_read_file(session, text, PUBLIC_FILE_MAX, &file, &len);
    if (error != SELLO_OK) {
        return error;
    }
    bool ok = take_file(sello_bytes(file, len), out, out_role);
    free(file);
    return ok ? SELLO_OK
              : session_refuse(session, &(struct problem){.error = SELLO_E_TYPE,
                                                          .rule = "no-public-key",
                                                          .value = {problem_text(text)}});
}

enum sello_error root_member_key(struct session *session, const char *text,
                                 struct root_member_keys *out) {
    uint64_t role = SELLO_ROLE_MEMBER;
    enum sello_error error = public_key(session, text, out, &role);
    if (error == SELLO_OK && role != SELLO_ROLE_MEMBER) {
        return session_refuse(
            session, &(struct problem){.error = SELLO_E_TYPE,
                                       .rule = "not-a-member-key",
                                       .value = {problem_text(text), problem_key(role, "")}});
    }
    return error;
}

enum sello_error root_delegated_key(struct session *session, const char *text,
                                    uint8_t out[SELLO_LEN(SELLO_KEY_LEN)], uint64_t *out_role) {
    uint64_t role = strncmp(text, "label=", 6) == 0         ? SELLO_ROLE_LABEL
                    : strncmp(text, "status=", 7) == 0      ? SELLO_ROLE_STATUS
                    : strncmp(text, "log=", 4) == 0         ? SELLO_ROLE_LOG
                    : strncmp(text, "credential=", 11) == 0 ? SELLO_ROLE_CREDENTIAL
                                                            : SELLO_ROLE_MEMBER;
    const char *key = role == SELLO_ROLE_MEMBER ? text : strchr(text, '=') + 1;
    struct root_member_keys found;
    enum sello_error error = public_key(session, key, &found, &role);
    if (error == SELLO_OK && role == SELLO_ROLE_MEMBER) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_TYPE,
                                                         .rule = "no-delegated-key",
                                                         .value = {problem_text(text)}});
    }
    if (error == SELLO_OK) {
        memcpy(out, found.public_key, SELLO_KEY_LEN);
        *out_role = role;
    }
    return error;
}

/* ---- keys of a root ---- */

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

enum sello_error root_find_delegated(struct session *session, const struct sello_root *root,
                                     const char *kid, struct sello_root_key **out) {
    struct sello_root_key *key = root_find_kid(root, kid);
    if (key == NULL || key->role == SELLO_ROLE_MEMBER) {
        return session_refuse(
            session, &(struct problem){.error = SELLO_E_NOT_FOUND,
                                       .rule = key == NULL ? "no-such-key" : "key-of-member",
                                       .value = {problem_text(kid)}});
    }
    *out = key;
    return SELLO_OK;
}

enum sello_error root_find_member(struct session *session, const struct sello_root *root,
                                  const char *text, const struct sello_root_key **out) {
    char *end = NULL;
    unsigned long number = strlen(text) < 4 ? strtoul(text, &end, 10) : 0;
    const struct sello_root_key *key = number >= 1 && number <= root->n_members && *end == '\0'
                                           ? &root->key[number - 1]
                                           : root_find_kid(root, text);
    if (key == NULL || key->role != SELLO_ROLE_MEMBER) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_NOT_FOUND,
                                                         .rule = "no-such-member",
                                                         .value = {problem_text(text)}});
    }
    *out = key;
    return SELLO_OK;
}
