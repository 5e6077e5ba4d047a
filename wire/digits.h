/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_DIGITS_H
#define SELLO_WIRE_DIGITS_H

/* Bytes as decimal digits, for a QR code's numeric mode: FIDO CTAP 2.2's code (its section on
 * hybrid transports' QR data). Chunks of 7 bytes, little-endian, as 17 digits; a tail of 1..6 bytes
 * as 3, 5, 8, 10, 13, 15 digits. */

#include "wire/bytes.h"
#include "wire/error.h"

/* Digits for this many bytes; bytes in this many digits (0 for an impossible number of digits). */
size_t sello_digits_len(size_t n_bytes);
size_t sello_digits_bytes(size_t n_digits);

void sello_digits_put(struct sello_writer *w, struct sello_bytes bytes);

/* Decodes all of `digits` behind what w has. SELLO_E_DIGIT, SELLO_E_DIGITS_LENGTH or
 * SELLO_E_DIGITS_RANGE; *out_at (may be NULL) is the offset of the digit or chunk at fault. */
SELLO_NODISCARD enum sello_error sello_digits_get(struct sello_bytes digits, struct sello_writer *w,
                                                  size_t *out_at);

#endif
