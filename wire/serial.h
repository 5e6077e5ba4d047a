/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_SERIAL_H
#define SELLO_WIRE_SERIAL_H

/* Serials as printed beside the symbol: Crockford's base32, at least 6 characters, a hyphen and a
 * check symbol mod 37 ("000005-5"). */

#include "wire/bytes.h"
#include "wire/error.h"

#define SELLO_SERIAL_LEN 14 /* 11 characters for 53 bits, hyphen, check symbol, NUL */

void sello_serial_format(uint64_t serial, char out[SELLO_LEN(SELLO_SERIAL_LEN)]);

/* Reads a printed serial or a plain decimal (no leading zero). Small letters, and I, L, O for 1, 1,
 * 0, are taken as Crockford's decoding has it. SELLO_E_SYMBOL_TEXT when the check symbol does not
 * match, SELLO_E_RANGE outside 1..2^53-1, SELLO_E_DIGIT for anything else. */
SELLO_NODISCARD enum sello_error sello_serial_parse(struct sello_bytes text, uint64_t *out_serial);

#endif
