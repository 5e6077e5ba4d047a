/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/item_link.h"

enum { GS1_LOT_MAX = 20, GTIN_DIGITS = 14, DIGITS_MAX = 20 };

/* With zeros in front, at least so many digits. */
static void put_decimal(struct sello_writer *w, uint64_t value, size_t least) {
    uint8_t digit[DIGITS_MAX];
    size_t at = sizeof digit;
    while (value > 0 || sizeof digit - at < least) {
        digit[--at] = (uint8_t)('0' + value % 10);
        value /= 10;
    }
    sello_write(w, digit + at, sizeof digit - at);
}

static bool is_unreserved(uint8_t c) {
    uint8_t small = c | 0x20;
    return (c >= '-' && c <= '9' && c != '/') || (small >= 'a' && small <= 'z') || c == '_';
}

/* GS1's 82 characters, in an order that a path keeps. */
static bool is_gs1_lot(struct sello_bytes lot) {
    bool plain = lot.len > 0 && lot.len <= GS1_LOT_MAX, dots = lot.len <= 2;
    for (size_t i = 0; i < lot.len; i++) {
        uint8_t c = lot.ptr[i];
        plain =
            plain && (is_unreserved(c) || (c != '\0' && strchr("!\"%&'()*+,/:;<=>?", c) != NULL));
        dots = dots && c == '.';
    }
    return plain && !dots;
}

/* All but RFC 3986's unreserved characters are escaped, as GS1 Digital Link has it. */
static void put_escaped(struct sello_writer *w, struct sello_bytes text) {
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];
        const uint8_t escape[] = {'%', (uint8_t) "0123456789ABCDEF"[c >> 4],
                                  (uint8_t) "0123456789ABCDEF"[c & 15]};
        sello_write(w, is_unreserved(c) ? &c : escape, is_unreserved(c) ? 1 : sizeof escape);
    }
}

void sello_put_item_name(struct sello_writer *w, enum sello_link link,
                         const struct sello_claims *claims) {
    if (link == SELLO_LINK_SERIAL) {
        sello_write(w, "?s=", 3);
        put_decimal(w, claims->serial, 1);
    } else if (link == SELLO_LINK_GS1 && claims->gtin.present) {
        sello_write(w, "01/", 3);
        put_decimal(w, claims->gtin.value, GTIN_DIGITS);
        if (is_gs1_lot(claims->lot)) {
            sello_write(w, "/10/", 4);
            put_escaped(w, claims->lot);
        }
        sello_write(w, "/21/", 4);
        put_decimal(w, claims->serial, 1);
    }
}

enum sello_link sello_link_for(enum sello_link wanted, const struct sello_claims *claims) {
    return wanted == SELLO_LINK_GS1 && !claims->gtin.present ? SELLO_LINK_SERIAL : wanted;
}

size_t sello_item_link_len(size_t base_url_len, enum sello_link link,
                           const struct sello_claims *claims) {
    struct sello_writer count = sello_writer_count();
    sello_put_item_name(&count, link, claims);
    return base_url_len + count.len;
}

void sello_put_item_text(struct sello_writer *w, struct sello_bytes base_url, enum sello_link link,
                         const struct sello_claims *claims, struct sello_bytes token) {
    sello_write(w, base_url.ptr, base_url.len);
    sello_put_item_name(w, link, claims);
    sello_put_label_text(w, sello_bytes(NULL, 0), token);
}
