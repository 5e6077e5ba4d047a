/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/label_text.h"

enum { FIRST_CHUNK_DIGITS = 17, FIRST_CHUNK_BYTES = 7 };

static bool is_space(uint8_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct sello_bytes trim(struct sello_bytes text) {
    while (text.len > 0 && is_space(text.ptr[0])) {
        text = sello_bytes(text.ptr + 1, text.len - 1);
    }
    while (text.len > 0 && is_space(text.ptr[text.len - 1])) {
        text.len--;
    }
    return text;
}

/* Where the code begins: after the last '#' or its escape, else at the front. */
static size_t code_offset(struct sello_bytes text, size_t *out_link_len) {
    *out_link_len = 0;
    for (size_t i = text.len; i > 0; i--) {
        const uint8_t *p = text.ptr + i - 1;
        if (*p == '#') {
            *out_link_len = i - 1;
            return i;
        }
        if (*p == '%' && text.len - (i - 1) >= 3 && p[1] == '2' && p[2] == '3') {
            *out_link_len = i - 1;
            return i + 2;
        }
    }
    return 0;
}

/* Does the code's first chunk mark it as one of ours? */
static enum sello_error check_start(struct sello_bytes code) {
    uint8_t first[FIRST_CHUNK_BYTES];
    struct sello_writer w = sello_writer_init(first, sizeof first);
    if (code.len < FIRST_CHUNK_DIGITS ||
        sello_digits_get(sello_bytes(code.ptr, FIRST_CHUNK_DIGITS), &w, NULL) != SELLO_OK) {
        return SELLO_E_NOT_LABEL;
    }
    if (first[0] == 0xd2 && first[1] == 0x84) {
        return SELLO_OK; /* tag 18, an array of four: COSE_Sign1 */
    }
    bool kept_for_later = first[0] == 0xd8 && first[1] == 0x62 && first[2] == 0x84;
    return kept_for_later ? SELLO_E_NEWER : SELLO_E_NOT_LABEL;
}

/* A bundle on paper has a label's outer form; its content type tells it apart. */
static bool is_notice(struct sello_bytes token) {
    struct sello_header header;
    struct sello_reader r = sello_reader_init(token);
    sello_take_tag(&r);
    sello_take_array(&r);
    struct sello_bytes protected_bytes = sello_take_bytes(&r);
    return r.error == SELLO_OK &&
           sello_header_parse(protected_bytes, SELLO_DEPTH_LABEL, &header) == SELLO_OK &&
           sello_bytes_eq(header.type, sello_bytes_of(SELLO_TYPE_BUNDLE));
}

enum sello_error sello_label_text_decode(struct sello_bytes text, uint8_t *buf,
                                         struct sello_label_text *out) {
    *out = (struct sello_label_text){0};
    if (text.len == 0 || text.len > SELLO_TEXT_LINE_MAX) {
        return SELLO_E_NOT_LABEL;
    }
    struct sello_bytes line = trim(text);
    size_t link_len;
    size_t offset = code_offset(line, &link_len);
    struct sello_bytes code = trim(sello_bytes(line.ptr + offset, line.len - offset));
    out->link = sello_bytes(line.ptr, link_len);
    enum sello_error error = check_start(code);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_writer w = sello_writer_init(buf, SELLO_DECODED_MAX);
    size_t at = 0;
    error = sello_digits_get(code, &w, &at);
    if (error != SELLO_OK) {
        out->error_at = (size_t)(code.ptr - text.ptr) + at;
        return error;
    }
    out->token = sello_written(&w);
    if (is_notice(out->token)) {
        return SELLO_E_NOTICE;
    }
    return out->token.len > SELLO_TOKEN_MAX ? SELLO_E_TOO_LONG : SELLO_OK;
}

uint64_t sello_proof_serial(struct sello_bytes text) {
    const size_t n_digits = (size_t)2 * SELLO_PROOF_DIGITS;
    size_t link_len;
    uint64_t serial = 0;
    struct sello_bytes line = trim(text);
    size_t offset = code_offset(line, &link_len);
    struct sello_bytes code = trim(sello_bytes(line.ptr + offset, line.len - offset));
    if (code.len < n_digits) {
        return 0;
    }
    for (size_t i = 0; i < n_digits; i++) {
        uint8_t digit = (uint8_t)(code.ptr[i] - '0');
        if (digit > 9 || (i < SELLO_PROOF_DIGITS && digit != 0)) {
            return 0;
        }
        serial = 10 * serial + digit;
    }
    return serial;
}
