/* SPDX-License-Identifier: Apache-2.0 */
#include "keys/paper.h"

/* Douglas Crockford's base 32: no I, L, O, U. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char code_prefix[] = "SELLO-KEY#";

enum {
    SYMBOLS_LINE = 32, /* of data: 20 bytes */
    BYTES_LINE = 20,
    GROUP = 4,
    CHECK_SYMBOLS = 2,
    WHOLE_LEN = 4,        /* bytes of SHA-256 that close the data */
    CHECK_MODULUS = 1021, /* the largest prime that two symbols hold */
    DATA_MAX = SELLO_KEYFILE_MAX + WHOLE_LEN,
    TYPED_MAX = 64 /* symbols looked at in a line; more is one that was run together */
};

/* ---- check characters ---- */

/* Sum of position times symbol, the line's number standing at position 0 with a weight of its own.
 * The modulus is a prime above every position and symbol, so one wrong symbol, two exchanged ones,
 * or another line's number always change it. */
static unsigned check_of(const uint8_t *symbol, size_t n, size_t line) {
    unsigned sum = (unsigned)(line % CHECK_MODULUS) * 40;
    for (size_t i = 0; i < n; i++) {
        sum += (unsigned)(i + 1) * symbol[i];
    }
    return sum % CHECK_MODULUS;
}

/* ---- base 32: the data's bits from the first to the last, the rest zero ---- */

static size_t n_symbols(size_t n_bytes) {
    return (n_bytes * 8 + 4) / 5;
}

static uint8_t symbol_at(struct sello_bytes data, size_t at) {
    unsigned value = 0;
    for (size_t bit = at * 5; bit < at * 5 + 5; bit++) {
        bool set = bit / 8 < data.len && (data.ptr[bit / 8] >> (7 - bit % 8) & 1) != 0;
        value = value << 1 | set;
    }
    return (uint8_t)value;
}

/* The file, and the first bytes of its SHA-256. */
static struct sello_bytes closed(struct sello_bytes file, uint8_t buf[SELLO_LEN(DATA_MAX)]) {
    uint8_t hash[SELLO_HASH_LEN];
    size_t len = file.len < SELLO_KEYFILE_MAX ? file.len : SELLO_KEYFILE_MAX;
    sello_sha256(&file, 1, hash);
    memcpy(buf, file.ptr, len);
    memcpy(buf + len, hash, WHOLE_LEN);
    return sello_bytes(buf, len + WHOLE_LEN);
}

/* ---- writing ---- */

static void put_line(struct sello_writer *w, struct sello_bytes data, size_t line) {
    uint8_t symbol[SYMBOLS_LINE];
    size_t n = n_symbols(data.len);
    for (size_t i = 0; i < n; i++) {
        symbol[i] = symbol_at(data, i);
        sello_write(w, &alphabet[symbol[i]], 1);
        if (i % GROUP == GROUP - 1 || i == n - 1) {
            sello_write(w, " ", 1);
        }
    }
    unsigned check = check_of(symbol, n, line);
    sello_write(w, &alphabet[check / 32], 1);
    sello_write(w, &alphabet[check % 32], 1);
    sello_write(w, "\n", 1);
}

void sello_paper_put_lines(struct sello_writer *w, struct sello_bytes file) {
    uint8_t buf[DATA_MAX];
    struct sello_bytes data = closed(file, buf);
    for (size_t at = 0, line = 1; at < data.len; at += BYTES_LINE, line++) {
        size_t len = data.len - at < BYTES_LINE ? data.len - at : BYTES_LINE;
        put_line(w, sello_bytes(data.ptr + at, len), line);
    }
}

void sello_paper_put_code(struct sello_writer *w, struct sello_bytes file) {
    sello_write(w, code_prefix, sizeof code_prefix - 1);
    sello_digits_put(w, file);
}

/* ---- reading ---- */

static bool is_space(uint8_t c) {
    return c == ' ' || c == '-' || c == '\t' || c == '\r';
}

static uint8_t capital(uint8_t c) {
    return c >= 'a' && c <= 'z' ? (uint8_t)(c - 'a' + 'A') : c;
}

/* A typed character as a symbol, look-alikes as what they stand for; 32 for none. */
static uint8_t symbol_of(uint8_t typed) {
    char c = (char)capital(typed);
    c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    const char *found = c != '\0' ? strchr(alphabet, c) : NULL;
    return found != NULL ? (uint8_t)(found - alphabet) : 32;
}

/* The bytes on the way back: bits come five at a time. */
struct bits {
    uint8_t byte[DATA_MAX + 1];
    size_t n; /* bits */
};

static bool add_symbol(struct bits *bits, uint8_t symbol) {
    for (int i = 4; i >= 0; i--, bits->n++) {
        if (bits->n / 8 == sizeof bits->byte) {
            return false;
        }
        bits->byte[bits->n / 8] |= (uint8_t)((symbol >> i & 1) << (7 - bits->n % 8));
    }
    return true;
}

/* Drops the bits that filled up a line's last symbol: they were written as zeros. */
static bool end_of_byte(struct bits *bits) {
    bool zero = true;
    for (; bits->n % 8 != 0; bits->n--) {
        zero = zero && (bits->byte[(bits->n - 1) / 8] >> (7 - (bits->n - 1) % 8) & 1) == 0;
    }
    return zero;
}

/* "3." before a line: its number, which is taken off. 0: none was written. */
static size_t take_number(struct sello_bytes *line) {
    size_t number = 0, i = 0;
    while (i < line->len && i < 3 && line->ptr[i] >= '0' && line->ptr[i] <= '9') {
        number = number * 10 + (line->ptr[i++] - '0');
    }
    if (i == 0 || i == line->len || line->ptr[i] != '.') {
        return 0;
    }
    *line = sello_bytes(line->ptr + i + 1, line->len - i - 1);
    return number;
}

static enum sello_error take_symbols(struct sello_bytes line, uint8_t symbol[SELLO_LEN(TYPED_MAX)],
                                     size_t *out_n) {
    size_t n = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (is_space(line.ptr[i])) {
            continue;
        }
        if (n == TYPED_MAX) {
            return SELLO_E_PAPER_LINE;
        }
        symbol[n] = symbol_of(line.ptr[i]);
        if (symbol[n++] == 32) {
            return SELLO_E_PAPER_CHARACTER;
        }
    }
    *out_n = n;
    return SELLO_OK;
}

static enum sello_error take_line(struct sello_bytes line, size_t number, struct bits *bits) {
    uint8_t symbol[TYPED_MAX];
    size_t n = 0, written = take_number(&line);
    enum sello_error error = take_symbols(line, symbol, &n);
    if (error != SELLO_OK) {
        return error;
    }
    if (written != 0 && written != number) {
        return SELLO_E_PAPER_ORDER;
    }
    if (n <= CHECK_SYMBOLS || n > SYMBOLS_LINE + CHECK_SYMBOLS) {
        return SELLO_E_PAPER_LINE;
    }
    n -= CHECK_SYMBOLS;
    unsigned check = symbol[n] * 32u + symbol[n + 1];
    if (check != check_of(symbol, n, number)) {
        bool other = check == check_of(symbol, n, number + 1);
        return other ? SELLO_E_PAPER_ORDER : SELLO_E_PAPER_LINE;
    }
    for (size_t i = 0; i < n; i++) {
        if (!add_symbol(bits, symbol[i])) {
            return SELLO_E_PAPER_WHOLE;
        }
    }
    return end_of_byte(bits) ? SELLO_OK : SELLO_E_PAPER_LINE;
}

/* The next line of the text, spaces before it aside. */
static struct sello_bytes next_line(struct sello_bytes *rest) {
    const uint8_t *end = memchr(rest->ptr, '\n', rest->len);
    size_t len = end != NULL ? (size_t)(end - rest->ptr) : rest->len;
    struct sello_bytes line = sello_bytes(rest->ptr, len);
    len += end != NULL;
    *rest = sello_bytes(rest->ptr + len, rest->len - len);
    while (line.len > 0 && is_space(line.ptr[0])) {
        line = sello_bytes(line.ptr + 1, line.len - 1);
    }
    return line;
}

static enum sello_error take_lines(struct sello_bytes text, struct bits *bits, size_t *out_line) {
    enum sello_error error = SELLO_OK;
    size_t number = 1;
    while (text.len > 0 && error == SELLO_OK) {
        struct sello_bytes line = next_line(&text);
        if (line.len > 0 && line.ptr[0] != '#') {
            *out_line = number;
            error = take_line(line, number++, bits);
        }
    }
    return error;
}

static bool is_code(struct sello_bytes text) {
    size_t len = sizeof code_prefix - 1;
    return text.len >= len && memcmp(text.ptr, code_prefix, len) == 0;
}

/* A symbol has its own error correction, and brings no line's end with it but a reader's. */
static enum sello_error take_code(struct sello_bytes digits, struct sello_writer *out_file) {
    while (digits.len > 0 &&
           (digits.ptr[digits.len - 1] == '\n' || is_space(digits.ptr[digits.len - 1]))) {
        digits.len--;
    }
    return sello_digits_get(digits, out_file, NULL);
}

/* Do the last bytes close the others? */
static enum sello_error take_whole(const struct bits *bits, struct sello_writer *out_file) {
    uint8_t buf[DATA_MAX];
    size_t len = bits->n / 8;
    if (len <= WHOLE_LEN || len > DATA_MAX) {
        return SELLO_E_PAPER_WHOLE;
    }
    struct sello_bytes file = sello_bytes(bits->byte, len - WHOLE_LEN);
    struct sello_bytes data = closed(file, buf);
    if (memcmp(data.ptr, bits->byte, len) != 0) {
        return SELLO_E_PAPER_WHOLE;
    }
    sello_write(out_file, file.ptr, file.len);
    return out_file->failed ? SELLO_E_NO_ROOM : SELLO_OK;
}

enum sello_error sello_paper_take(struct sello_bytes text, struct sello_writer *out_file,
                                  size_t *out_line) {
    struct bits bits = {.n = 0};
    size_t unused, *line = out_line != NULL ? out_line : &unused;
    *line = 0;
    if (is_code(text)) {
        size_t len = sizeof code_prefix - 1;
        return take_code(sello_bytes(text.ptr + len, text.len - len), out_file);
    }
    enum sello_error error = take_lines(text, &bits, line);
    if (error == SELLO_E_PAPER_WHOLE || error == SELLO_OK) {
        *line = 0;
    }
    return error == SELLO_OK ? take_whole(&bits, out_file) : error;
}
