/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/note.h"

#include "wire/lines.h"
#include "wire/text.h"

static const char dash[] = "\xe2\x80\x94 "; /* U+2014 and a space: how a signature begins */

enum { TIME_LEN = 8, SIGNATURE_MAX = SELLO_KEY_ID_LEN + TIME_LEN + SELLO_SIG_LEN };

static void put_time(uint8_t out[TIME_LEN], uint64_t time) {
    for (size_t i = 0; i < TIME_LEN; i++) {
        out[i] = (uint8_t)(time >> 8 * (TIME_LEN - 1 - i));
    }
}

static enum sello_error fail_at(size_t line, enum sello_error error, size_t *out_line) {
    if (out_line != NULL) {
        *out_line = line;
    }
    return error;
}

/* ---- keys ---- */

/* Spaces of Unicode, and a plus, divide a key's name from what follows it. */
static bool divides(uint32_t c) {
    return c == '+' || c <= ' ' || c == 0x7f || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}

static bool is_name(struct sello_bytes name) {
    bool ok = name.len >= 1 && name.len <= SELLO_NOTE_NAME_MAX;
    for (size_t at = 0, len = 0; ok && at < name.len; at += len) {
        uint32_t c = 0;
        len = sello_utf8_next(sello_bytes(name.ptr + at, name.len - at), &c);
        ok = len > 0 && !divides(c);
    }
    return ok;
}

void sello_note_key_id(const struct sello_note_key *key, uint8_t out[SELLO_LEN(SELLO_KEY_ID_LEN)]) {
    const uint8_t type[] = {'\n', (uint8_t)key->type};
    const struct sello_bytes parts[] = {key->name, {type, sizeof type}, {key->key, SELLO_KEY_LEN}};
    uint8_t hash[SELLO_HASH_LEN];
    sello_sha256(parts, 3, hash);
    memcpy(out, hash, SELLO_KEY_ID_LEN);
}

static void put_hex(struct sello_writer *w, const uint8_t *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) {
        const char digits[] = {"0123456789abcdef"[bytes[i] >> 4],
                               "0123456789abcdef"[bytes[i] & 15]};
        sello_write(w, digits, sizeof digits);
    }
}

void sello_put_vkey(struct sello_writer *w, const struct sello_note_key *key) {
    uint8_t id[SELLO_KEY_ID_LEN], typed[1 + SELLO_KEY_LEN] = {(uint8_t)key->type};
    sello_note_key_id(key, id);
    memcpy(typed + 1, key->key, SELLO_KEY_LEN);
    sello_write(w, key->name.ptr, key->name.len);
    sello_put_string(w, "+");
    put_hex(w, id, sizeof id);
    sello_put_string(w, "+");
    sello_base64_put(w, sello_bytes(typed, sizeof typed));
}

/* Reads what stands before the next plus. */
static bool take_to_plus(struct sello_bytes *text, struct sello_bytes *out) {
    const uint8_t *plus = text->len > 0 ? memchr(text->ptr, '+', text->len) : NULL;
    if (plus == NULL) {
        return false;
    }
    size_t len = (size_t)(plus - text->ptr);
    *out = sello_bytes(text->ptr, len);
    *text = sello_bytes(plus + 1, text->len - len - 1);
    return true;
}

/* The id is made anew of the rest, so a key that was mistyped is refused. */
bool sello_vkey_get(struct sello_bytes text, struct sello_note_key *out) {
    struct sello_note_key key = {.name = {NULL, 0}};
    struct sello_bytes id = {NULL, 0};
    uint8_t typed[1 + SELLO_KEY_LEN], made[SELLO_KEY_ID_LEN], hex[2 * SELLO_KEY_ID_LEN];
    struct sello_writer w = sello_writer_init(typed, sizeof typed);
    struct sello_writer h = sello_writer_init(hex, sizeof hex);
    if (!take_to_plus(&text, &key.name) || !is_name(key.name) || !take_to_plus(&text, &id) ||
        !sello_base64_get(text, &w) || w.len != sizeof typed ||
        (typed[0] != SELLO_NOTE_ED25519 && typed[0] != SELLO_NOTE_COSIGNATURE)) {
        return false;
    }
    key.type = (enum sello_note_type)typed[0];
    memcpy(key.key, typed + 1, SELLO_KEY_LEN);
    sello_note_key_id(&key, made);
    put_hex(&h, made, sizeof made);
    if (!sello_bytes_eq(id, sello_written(&h))) {
        return false;
    }
    *out = key;
    return true;
}

/* ---- notes ---- */

/* Valid UTF-8 without control characters but line feeds, of which one is the last byte. */
static enum sello_error check_characters(struct sello_bytes bytes, size_t *out_line) {
    size_t line = 1;
    for (size_t at = 0, len = 0; at < bytes.len; at += len) {
        uint32_t c = 0;
        len = sello_utf8_next(sello_bytes(bytes.ptr + at, bytes.len - at), &c);
        if (len == 0 || (c < ' ' && c != '\n')) {
            return fail_at(line, len == 0 ? SELLO_E_UTF8 : SELLO_E_NOTE, out_line);
        }
        line += c == '\n' && at + 1 < bytes.len;
    }
    bool ended = bytes.len > 0 && bytes.ptr[bytes.len - 1] == '\n';
    return ended ? SELLO_OK : fail_at(line, SELLO_E_TRUNCATED, out_line);
}

/* Finds the last empty line, which divides the text from its signatures. */
static bool divide(struct sello_bytes bytes, struct sello_note *out) {
    size_t line = 0;
    bool found = false;
    for (size_t at = 0; at < bytes.len; at++) {
        line += bytes.ptr[at] == '\n';
        if (at > 0 && bytes.ptr[at] == '\n' && bytes.ptr[at - 1] == '\n') {
            out->text = sello_bytes(bytes.ptr, at);
            out->signatures = sello_bytes(bytes.ptr + at + 1, bytes.len - at - 1);
            out->n_lines = line;
            found = true;
        }
    }
    return found;
}

static bool get_signature(struct sello_bytes line, struct sello_note_signature *out) {
    const uint8_t *space = NULL;
    if (!sello_take_start(&line, dash) || line.len == 0 ||
        (space = memchr(line.ptr, ' ', line.len)) == NULL) {
        return false;
    }
    size_t len = (size_t)(space - line.ptr);
    struct sello_writer count = sello_writer_count();
    out->name = sello_bytes(line.ptr, len);
    out->base64 = sello_bytes(space + 1, line.len - len - 1);
    if (!is_name(out->name) || !sello_base64_get(out->base64, &count) ||
        count.len <= SELLO_KEY_ID_LEN) {
        return false;
    }
    uint8_t start[6]; /* two groups have the id; more than four bytes fill them both */
    struct sello_writer w = sello_writer_init(start, sizeof start);
    struct sello_bytes groups = {out->base64.ptr, sizeof start / 3 * 4};
    if (!sello_base64_get(groups, &w)) {
        return false;
    }
    memcpy(out->id, start, SELLO_KEY_ID_LEN);
    return true;
}

bool sello_take_note_signature(struct sello_bytes *rest, struct sello_note_signature *out) {
    struct sello_lines lines = {*rest, 0};
    struct sello_bytes line;
    bool taken = sello_take_line(&lines, &line) && get_signature(line, out);
    *rest = lines.rest;
    return taken;
}

enum sello_error sello_note_parse(struct sello_bytes bytes, struct sello_note *out,
                                  size_t *out_line) {
    struct sello_note note = {.bytes = bytes};
    if (bytes.len > SELLO_SIGNED_NOTE_MAX) {
        return fail_at(1, SELLO_E_TOO_LONG, out_line);
    }
    enum sello_error error = check_characters(bytes, out_line);
    if (error != SELLO_OK) {
        return error;
    }
    if (!divide(bytes, &note)) {
        return fail_at(1, SELLO_E_NOTE, out_line);
    }
    struct sello_lines lines = {note.signatures, note.n_lines};
    struct sello_bytes line;
    while (lines.rest.len > 0) {
        struct sello_note_signature signature;
        if (!sello_take_line(&lines, &line) || !get_signature(line, &signature)) {
            return fail_at(lines.number, SELLO_E_NOTE, out_line);
        }
        if (++note.n_signatures > SELLO_NOTE_SIGNATURES_MAX) {
            return fail_at(lines.number, SELLO_E_TOO_LONG, out_line);
        }
    }
    if (note.n_signatures == 0) {
        return fail_at(note.n_lines + 1, SELLO_E_MISSING, out_line);
    }
    *out = note;
    return SELLO_OK;
}

void sello_put_cosigned(struct sello_writer *w, uint64_t time, struct sello_bytes text) {
    sello_put_string(w, "cosignature/v1\ntime ");
    sello_put_decimal(w, time);
    sello_put_string(w, "\n");
    sello_write(w, text.ptr, text.len);
}

/* Does this line's signature match? *out_time only where it does. */
static bool signature_matches(const struct sello_note *note, const struct sello_note_key *key,
                              struct sello_bytes base64, uint64_t *out_time) {
    uint8_t bytes[SIGNATURE_MAX], message[SELLO_CHECKPOINT_MAX + 64];
    bool timed = key->type == SELLO_NOTE_COSIGNATURE;
    struct sello_writer w = sello_writer_init(bytes, sizeof bytes);
    struct sello_writer m = sello_writer_init(message, sizeof message);
    struct sello_bytes signed_part = note->text;
    uint64_t time = 0;
    if (!sello_base64_get(base64, &w) || w.len != sizeof bytes - (timed ? 0 : TIME_LEN)) {
        return false;
    }
    for (size_t i = 0; timed && i < TIME_LEN; i++) {
        time = time << 8 | bytes[SELLO_KEY_ID_LEN + i];
    }
    if (timed) {
        sello_put_cosigned(&m, time, note->text);
        signed_part = sello_written(&m);
    }
    bool ok = time <= INT64_MAX && signed_part.len > 0 &&
              sello_ed25519_check(bytes + w.len - SELLO_SIG_LEN, key->key, signed_part);
    if (ok && out_time != NULL) {
        *out_time = time;
    }
    return ok;
}

enum sello_error sello_note_check(const struct sello_note *note, const struct sello_note_key *key,
                                  uint64_t *out_time, size_t *out_line) {
    struct sello_note_signature signature;
    struct sello_bytes rest = note->signatures;
    uint8_t id[SELLO_KEY_ID_LEN];
    enum sello_error error = SELLO_E_UNKNOWN_KEY;
    sello_note_key_id(key, id);
    for (size_t line = note->n_lines + 1; sello_take_note_signature(&rest, &signature); line++) {
        if (!sello_bytes_eq(signature.name, key->name) ||
            memcmp(signature.id, id, sizeof id) != 0) {
            continue;
        }
        if (!signature_matches(note, key, signature.base64, out_time)) {
            return fail_at(line, SELLO_E_SIGNATURE, out_line);
        }
        error = SELLO_OK;
    }
    return error == SELLO_OK ? SELLO_OK : fail_at(note->n_lines + 1, error, out_line);
}

void sello_put_note_signature(struct sello_writer *w, const struct sello_note_key *key,
                              uint64_t time, const uint8_t signature[SELLO_LEN(SELLO_SIG_LEN)]) {
    uint8_t bytes[SIGNATURE_MAX];
    size_t len = SELLO_KEY_ID_LEN;
    sello_note_key_id(key, bytes);
    if (key->type == SELLO_NOTE_COSIGNATURE) {
        put_time(bytes + len, time);
        len += TIME_LEN;
    }
    memcpy(bytes + len, signature, SELLO_SIG_LEN);
    sello_put_string(w, dash);
    sello_write(w, key->name.ptr, key->name.len);
    sello_put_string(w, " ");
    sello_base64_put(w, sello_bytes(bytes, len + SELLO_SIG_LEN));
    sello_put_string(w, "\n");
}

/* ---- checkpoints ---- */

enum sello_error sello_checkpoint_parse(struct sello_bytes bytes, struct sello_checkpoint *out,
                                        size_t *out_line) {
    struct sello_checkpoint c = {.size = 0};
    struct sello_bytes size = {NULL, 0}, root = {NULL, 0};
    enum sello_error error = sello_note_parse(bytes, &c.note, out_line);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_lines lines = {c.note.text, 0};
    if (!sello_take_line(&lines, &c.origin) || !is_name(c.origin)) {
        return fail_at(1, SELLO_E_NOTE, out_line);
    }
    if (!sello_take_line(&lines, &size) || !sello_get_decimal(size, &c.size)) {
        return fail_at(2, SELLO_E_NOTE, out_line);
    }
    if (!sello_take_line(&lines, &root) || !sello_get_hash(root, c.root)) {
        return fail_at(3, SELLO_E_NOTE, out_line);
    }
    if (lines.rest.len > 0) {
        return fail_at(4, SELLO_E_NOTE, out_line);
    }
    *out = c;
    return SELLO_OK;
}

void sello_put_checkpoint_text(struct sello_writer *w, struct sello_bytes origin, uint64_t size,
                               const uint8_t root[SELLO_LEN(SELLO_HASH_LEN)]) {
    sello_write(w, origin.ptr, origin.len);
    sello_put_string(w, "\n");
    sello_put_decimal(w, size);
    sello_put_string(w, "\n");
    sello_put_hash_line(w, root);
}

void sello_put_log_origin(struct sello_writer *w, struct sello_bytes base_url) {
    (void)sello_take_start(&base_url, "https://");
    for (size_t i = 0; i < base_url.len; i++) {
        if (base_url.ptr[i] == '+') {
            sello_put_string(w, "%2B");
        } else {
            sello_write(w, base_url.ptr + i, 1);
        }
    }
    sello_put_string(w, "log");
}
