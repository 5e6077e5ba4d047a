/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/symbol/symbol.h"

#include <qrencode.h>

#include "labels/symbol/practice.h"

/* Data codewords of 8 bits, by version (ISO/IEC 18004:2015 table 7). */
static const uint16_t codewords_m[SELLO_SYMBOL_VERSION_MAX + 1] = {
    0,   16,  28,  44,  64,  86,  108, 124, 154, 182, 216, 254,
    290, 334, 365, 415, 453, 507, 563, 627, 669, 714, 782,
};
/* From version 5 on, what fits at Q would fit the previous version at M, so Q never comes for free.
 */
static const uint16_t codewords_q[] = {0, 13, 22, 34, 48};

/* A text's two segments: bytes, then digits (perhaps none). */
struct segments {
    size_t n_bytes;
    size_t n_digits;
};

/* ---- how much fits ---- */

/* No version that is allowed holds more of either, so the sums below cannot overflow. */
#define BYTES_MOST 782
#define DIGITS_MOST 1877 /* 782 codewords at 10 bits for three digits */

/* Mode (4 bits), count, data: ISO/IEC 18004:2015 sections 7.4.3 (numeric) and 7.4.5 (byte), the
 * counts' widths in table 3. The terminator may be cut short, so it needs no room. */
static size_t bits_of(struct segments s, unsigned version) {
    static const uint8_t rest_bits[] = {0, 4, 7};
    size_t bits = 4u + (version < 10 ? 8u : 16u) + 8 * s.n_bytes;
    if (s.n_digits > 0) {
        bits += 4u + (version < 10 ? 10u : 12u);
        bits += 10 * (s.n_digits / 3) + rest_bits[s.n_digits % 3];
    }
    return bits;
}

/* The least version that holds them at level M, or 0. */
static unsigned least_version(struct segments s) {
    if (s.n_bytes > BYTES_MOST || s.n_digits > DIGITS_MOST) {
        return 0;
    }
    for (unsigned version = 1; version <= SELLO_SYMBOL_VERSION_MAX; version++) {
        if (bits_of(s, version) <= (size_t)8 * codewords_m[version]) {
            return version;
        }
    }
    return 0;
}

/* The better level, if the version has room for it anyway. */
static char level_of(struct segments s, unsigned version) {
    bool known = version < sizeof codewords_q / sizeof codewords_q[0];
    return known && bits_of(s, version) <= (size_t)8 * codewords_q[version] ? 'Q' : 'M';
}

unsigned sello_symbol_version_for(size_t base_url_len, size_t token_len) {
    if (base_url_len > BYTES_MOST || token_len > BYTES_MOST) {
        return 0;
    }
    return least_version((struct segments){base_url_len + 1, sello_digits_len(token_len)});
}

/* ---- the symbol ---- */

static struct segments divide_text(struct sello_bytes text) {
    size_t at = text.len;
    while (at > 0 && text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9') {
        at--;
    }
    bool is_label = at > 0 && text.ptr[at - 1] == '#';
    return is_label ? (struct segments){at, text.len - at} : (struct segments){text.len, 0};
}

static bool append_segments(QRinput *input, struct sello_bytes text, struct segments s) {
    const unsigned char *digits = text.ptr + s.n_bytes;
    return QRinput_append(input, QR_MODE_8, (int)s.n_bytes, text.ptr) == 0 &&
           (s.n_digits == 0 || QRinput_append(input, QR_MODE_NUM, (int)s.n_digits, digits) == 0);
}

/* libqrencode's symbol of exactly this version, to be freed by QRcode_free; NULL without memory. */
static QRcode *encode_text(struct sello_bytes text, struct segments s, unsigned version,
                           char level) {
    QRinput *input = QRinput_new2((int)version, level == 'Q' ? QR_ECLEVEL_Q : QR_ECLEVEL_M);
    if (input == NULL) {
        return NULL;
    }
    QRcode *code = append_segments(input, text, s) ? QRcode_encodeInput(input) : NULL;
    QRinput_free(input);
    return code;
}

enum sello_error sello_symbol_make(struct sello_bytes text, unsigned max_version,
                                   struct sello_symbol *out) {
    if (text.len == 0) {
        return SELLO_E_TEXT;
    }
    struct segments s = divide_text(text);
    unsigned version = least_version(s);
    if (version == 0 || version > max_version) {
        return SELLO_E_SYMBOL_TOO_LONG;
    }
    char level = level_of(s, version);
    QRcode *code = encode_text(text, s, version, level);
    if (code == NULL) {
        return SELLO_E_MEMORY;
    }
    /* libqrencode takes a larger version by itself if its sums differ from ours. */
    bool as_asked = code->version == (int)version;
    if (as_asked) {
        out->version = version;
        out->level = level;
        out->side = (unsigned)code->width;
        out->practice = false;
        for (size_t i = 0; i < (size_t)out->side * out->side; i++) {
            out->module[i] = code->data[i] & 1; /* its other bits say what the module is for */
        }
    }
    QRcode_free(code);
    return as_asked ? SELLO_OK : SELLO_E_SYMBOL_TOO_LONG;
}

/* ---- the page: the symbol within its quiet zone ---- */

unsigned sello_symbol_page(const struct sello_symbol *symbol) {
    return symbol->side + 2 * SELLO_QUIET_ZONE;
}

unsigned sello_symbol_rows(const struct sello_symbol *symbol) {
    unsigned page = sello_symbol_page(symbol);
    return page + (symbol->practice ? practice_rows(page) : 0);
}

bool sello_symbol_dark(const struct sello_symbol *symbol, unsigned x, unsigned y) {
    /* Left of and above the symbol these wrap around to huge numbers, which are outside too. */
    unsigned column = x - SELLO_QUIET_ZONE, row = y - SELLO_QUIET_ZONE;
    if (symbol->practice && y >= sello_symbol_page(symbol)) {
        return practice_dark(sello_symbol_page(symbol), x, y);
    }
    return column < symbol->side && row < symbol->side &&
           symbol->module[row * symbol->side + column] != 0;
}
