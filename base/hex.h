/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_HEX_H
#define SELLO_BASE_HEX_H

/* Bytes as hex digits: small ones are written, and capitals taken only from what people type. */

#include "wire/bytes.h"

#define BASE_HEX_LEN(n) (2 * (n) + 1) /* of n bytes, with NUL */

/* `out` has room for BASE_HEX_LEN(len). */
void base_hex(const uint8_t *bytes, size_t len, char *out);

/* 2 * len digits as base_hex writes them? */
SELLO_NODISCARD bool base_hex_take(const uint8_t *digits, size_t len, uint8_t *out);

/* 0 to 15, or -1. */
int base_hex_digit(uint8_t c);
int base_hex_digit_typed(uint8_t c); /* a capital too */

#endif
