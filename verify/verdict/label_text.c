/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/label_text.h"

enum { CHUNK_DIGITS = 17, CHUNK_BYTES = 7 };

/* ---- characters, as links and keyboards mangle them ---- */

enum kind { DIGIT, BREAK, OTHER };

struct character {
    enum kind kind;
    uint8_t value; /* a digit's; else its first byte */
    size_t len;    /* bytes that it takes in the text; 0 at its end */
};

static bool is_space(uint8_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static int hex_value(uint8_t c) {
    uint8_t small = c | 0x20;
    return c >= '0' && c <= '9' ? c - '0' : small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/* The byte at `at`, or what its escape stands for, itself escaped or not ("%2523"): how many bytes
 * of the text it takes. */
static size_t take_byte(struct sello_bytes text, size_t at, uint8_t *out) {
    if (at >= text.len) {
        return 0;
    }
    *out = text.ptr[at];
    size_t p = at + 1;
    while (text.len - p >= 2 && text.ptr[at] == '%') {
        int value = 16 * hex_value(text.ptr[p]) + hex_value(text.ptr[p + 1]);
        if (hex_value(text.ptr[p]) < 0 || hex_value(text.ptr[p + 1]) < 0) {
            break;
        }
        p += 2;
        *out = (uint8_t)value;
        if (value != '%') {
            return p - at;
        }
    }
    return 1;
}

/* What stands between digits and is passed over: U+0085, 00A0, 00AD, 2000-200F, 2028, 2029, 202F,
 * 2060, FEFF. */
static bool is_wide_break(const uint8_t c[3]) {
    if (c[0] == 0xc2) {
        return c[1] == 0x85 || c[1] == 0xa0 || c[1] == 0xad;
    }
    if (c[0] == 0xe2) {
        return (c[1] == 0x80 &&
                ((c[2] >= 0x80 && c[2] <= 0x8f) || c[2] == 0xa8 || c[2] == 0xa9 || c[2] == 0xaf)) ||
               (c[1] == 0x81 && c[2] == 0xa0);
    }
    return c[0] == 0xef && c[1] == 0xbb && c[2] == 0xbf;
}

/* The digit that a French keyboard has without the shift key, or -1. */
static int french_digit(const uint8_t c[3]) {
    static const char keys[] = "\0&\0\"'(-\0_";
    static const uint8_t wide[] = {0xa0, 0, 0xa9, 0, 0, 0, 0, 0xa8, 0, 0xa7};
    for (int i = 0; i < 10; i++) {
        if (wide[i] != 0 ? c[0] == 0xc3 && c[1] == wide[i] : c[0] == (uint8_t)keys[i]) {
            return i;
        }
    }
    return -1;
}

static struct character take(struct sello_bytes text, size_t at, bool french) {
    uint8_t c[3] = {0};
    size_t len[3] = {take_byte(text, at, &c[0])};
    struct character out = {OTHER, c[0], len[0]};
    if (c[0] >= 0xc2) {
        size_t n = c[0] >= 0xe0 ? 3 : 2;
        for (size_t i = 1; i < n; i++) {
            size_t took = take_byte(text, at + out.len, &c[i]);
            if (took == 0 || (c[i] & 0xc0) != 0x80) {
                break; /* no UTF-8: a character of its own */
            }
            out.len += took;
        }
    }
    int digit = french ? french_digit(c) : c[0] >= '0' && c[0] <= '9' ? c[0] - '0' : -1;
    if (digit >= 0) {
        out.kind = DIGIT;
        out.value = (uint8_t)digit;
    } else if (out.len > 0 && (is_space(c[0]) || c[0] == '=' || is_wide_break(c))) {
        out.kind = BREAK;
    }
    return out;
}

/* ---- where the code begins ---- */

enum start { NO_START, LABEL_START, NEWER_START, PROOF_START };

struct place {
    enum start start;
    size_t code; /* offset of its first digit */
    size_t link_len;
    bool french;
};

/* The next digits from *at on, as decimal digits; how many. Breaks between them are passed over;
 * *at ends at what is neither, or behind the last digit where there are enough. */
static size_t take_digits(struct sello_bytes text, bool french, size_t *at, uint8_t *out,
                          size_t most) {
    size_t n = 0, end = *at;
    for (struct character c;
         n < most && (c = take(text, end, french)).len > 0 && c.kind != OTHER;) {
        end += c.len;
        if (c.kind == DIGIT) {
            out[n++] = (uint8_t)('0' + c.value);
        }
    }
    *at = end;
    return n;
}

/* Whose code has this first chunk? */
static enum start start_at(struct sello_bytes text, bool french, size_t at) {
    uint8_t digit[CHUNK_DIGITS], first[CHUNK_BYTES];
    struct sello_writer w = sello_writer_init(first, sizeof first);
    if (take_digits(text, french, &at, digit, sizeof digit) < sizeof digit ||
        sello_digits_get(sello_bytes(digit, sizeof digit), &w, NULL) != SELLO_OK) {
        return NO_START;
    }
    if (first[0] == 0xd2 && first[1] == 0x84) {
        return LABEL_START; /* tag 18, an array of four: COSE_Sign1 */
    }
    if (first[0] == 0xd8 && first[1] == 0x62 && first[2] == 0x84) {
        return NEWER_START;
    }
    static const uint8_t zeros[CHUNK_BYTES] = {0};
    return memcmp(first, zeros, sizeof first) == 0 ? PROOF_START : NO_START;
}

static bool is_web_address(struct sello_bytes text) {
    static const char scheme[] = "http";
    for (size_t i = 0; i < sizeof scheme - 1; i++) {
        if (i >= text.len || (text.ptr[i] | 0x20) != scheme[i]) {
            return false;
        }
    }
    return true;
}

/* The link before a code, whose mark is the character at `mark`. Where that is no '#', a keyboard
 * made something else of it, or it was lost behind the link's '/'. */
static size_t link_before(struct sello_bytes text, size_t mark, struct character c, bool french) {
    if (!french && c.value == '#') {
        return mark;
    }
    if (french || !is_web_address(text)) {
        return 0;
    }
    return c.value == '/' ? mark + c.len : mark;
}

/* The last run of digits that begins a code; else the first place within a run, behind a break. */
static struct place find(struct sello_bytes text, bool french) {
    struct place found = {.french = french}, broken = {.french = french};
    struct character c, last = {OTHER, 0, 0}; /* but for breaks */
    size_t last_at = 0;
    bool behind_break = false;
    for (size_t at = 0; (c = take(text, at, french)).len > 0; at += c.len) {
        if (c.kind == DIGIT && last.kind != DIGIT) {
            size_t code = at;
            enum start start = start_at(text, french, code);
            size_t link_len = link_before(text, last_at, last, french);
            if (start == NO_START && c.value == 3 && !french) { /* France's key of the '#' */
                code = at + c.len;
                start = start_at(text, french, code);
                link_len = 0; /* and many letters of the link are others there */
            }
            if (start != NO_START) {
                found = (struct place){start, code, link_len, french};
            }
        } else if (c.kind == DIGIT && behind_break && broken.start == NO_START) {
            broken.start = start_at(text, french, at);
            broken.code = at;
        }
        behind_break = c.kind == BREAK;
        if (c.kind != BREAK) {
            last = c;
            last_at = at;
        }
    }
    return found.start != NO_START ? found : broken;
}

/* What scanners and mails put around a line: controls, spaces, quotes and brackets; and a scanner's
 * name of the symbol, "]Q1". */
static struct sello_bytes unframed(struct sello_bytes text) {
    static const char frames[] = "\"'<([{";
    while (text.len > 0 && (text.ptr[0] <= ' ' || text.ptr[0] == 0x7f ||
                            memchr(frames, text.ptr[0], sizeof frames - 1) != NULL)) {
        text = sello_bytes(text.ptr + 1, text.len - 1);
    }
    bool named = text.len > 3 && text.ptr[0] == ']' && (text.ptr[1] | 0x20) == 'q' &&
                 text.ptr[2] >= '0' && text.ptr[2] <= '9';
    return named ? sello_bytes(text.ptr + 3, text.len - 3) : text;
}

/* In *line, which is the text without its frame, unless the frame's characters may be digits. */
static struct place find_code(struct sello_bytes text, struct sello_bytes *line) {
    *line = unframed(text);
    struct place found = find(*line, false);
    if (found.start == NO_START) {
        *line = text;
        found = find(text, true);
    }
    return found;
}

/* ---- from its digits to the token ---- */

/* Decodes as many digits as `most`. *out_at is where the first chunk at fault begins, else where
 * the digits end. */
static enum sello_error decode(struct sello_bytes line, const struct place *place, size_t most,
                               struct sello_writer *w, size_t *out_at) {
    uint8_t digit[CHUNK_DIGITS];
    enum sello_error error = SELLO_OK;
    *out_at = place->code;
    while (most > 0 && error == SELLO_OK) {
        size_t at = *out_at, want = most < sizeof digit ? most : sizeof digit;
        size_t n = take_digits(line, place->french, &at, digit, want);
        if (n == 0) {
            *out_at = at;
            break;
        }
        error = sello_digits_get(sello_bytes(digit, n), w, NULL);
        *out_at = error == SELLO_OK ? at : *out_at;
        most -= n;
    }
    return error;
}

/* The bytes of the token that begins what was decoded, which its own parts tell; 0 where they do
 * not. It may go on behind what was decoded: zeros stand for that. */
static size_t token_len(struct sello_bytes decoded, uint8_t *buf) {
    memset(buf + decoded.len, 0, SELLO_DECODED_MAX - decoded.len);
    struct sello_reader r = sello_reader_init(sello_bytes(buf, SELLO_DECODED_MAX));
    sello_take_tag(&r);
    for (size_t n = sello_take_array(&r); n > 0; n--) {
        sello_take_item(&r);
    }
    return r.error == SELLO_OK ? SELLO_DECODED_MAX - r.rest.len : 0;
}

/* How many digits there are, and where they end. */
static size_t count_digits(struct sello_bytes line, const struct place *place, size_t *out_end) {
    uint8_t digit[CHUNK_DIGITS];
    size_t n, total = 0;
    *out_end = place->code;
    while ((n = take_digits(line, place->french, out_end, digit, sizeof digit)) > 0) {
        total += n;
    }
    return total;
}

/* Do so many digits end where no other follows them directly? */
static bool ends_there(struct sello_bytes line, const struct place *place, size_t n_digits) {
    uint8_t digit;
    size_t at = place->code;
    while (n_digits > 0 && take_digits(line, place->french, &at, &digit, 1) == 1) {
        n_digits--;
    }
    return take(line, at, place->french).kind != DIGIT;
}

static enum sello_error decode_code(struct sello_bytes line, const struct place *place,
                                    uint8_t *buf, struct sello_bytes *out_token, size_t *out_at) {
    size_t end;
    size_t total = count_digits(line, place, &end);
    bool has_tail = end < line.len;
    struct sello_writer w = sello_writer_init(buf, SELLO_DECODED_MAX);
    enum sello_error error = decode(line, place, total / CHUNK_DIGITS * CHUNK_DIGITS, &w, out_at);
    if (error == SELLO_OK) {
        size_t wanted = sello_digits_len(token_len(sello_written(&w), buf));
        bool whole = wanted > 0 && wanted <= total && ends_there(line, place, wanted);
        if (!whole && has_tail && (wanted == 0 || wanted > total)) {
            *out_at = end;
            return SELLO_E_DIGIT;
        }
        w = sello_writer_init(buf, SELLO_DECODED_MAX);
        error = decode(line, place, whole ? wanted : total, &w, out_at);
    }
    *out_token = sello_written(&w);
    return error;
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
    struct sello_bytes line;
    struct place place = find_code(text, &line);
    out->link = sello_bytes(line.ptr, place.link_len);
    if (place.start != LABEL_START) {
        return place.start == NEWER_START ? SELLO_E_NEWER : SELLO_E_NOT_LABEL;
    }
    size_t at = 0;
    enum sello_error error = decode_code(line, &place, buf, &out->token, &at);
    if (error != SELLO_OK) {
        out->error_at = (size_t)(line.ptr - text.ptr) + at;
        return error;
    }
    if (is_notice(out->token)) {
        return SELLO_E_NOTICE;
    }
    return out->token.len > SELLO_TOKEN_MAX ? SELLO_E_TOO_LONG : SELLO_OK;
}

uint64_t sello_proof_serial(struct sello_bytes text) {
    uint8_t digit[2 * SELLO_PROOF_DIGITS];
    struct sello_bytes line;
    struct place place = find_code(text, &line);
    uint64_t serial = 0;
    if (place.start != PROOF_START ||
        take_digits(line, place.french, &place.code, digit, sizeof digit) < sizeof digit) {
        return 0;
    }
    for (size_t i = SELLO_PROOF_DIGITS; i < sizeof digit; i++) {
        serial = 10 * serial + (uint64_t)(digit[i] - '0');
    }
    return serial;
}
