/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_TEXT_H
#define SELLO_WIRE_TEXT_H

/* The rule for signed texts that every reader can check alike: it depends on no Unicode version. */

#include "wire/bytes.h"
#include "wire/error.h"

/* Reads one UTF-8 scalar value (RFC 3629: shortest form, no surrogates) at the front of text.
 * Returns its length in bytes, 1..4, or 0 when there is none or it is broken. */
size_t sello_utf8_next(struct sello_bytes text, uint32_t *out_code_point);

/* Control, direction and invisible characters that no signed text may have: U+0000-1F, 7F-9F, 061C,
 * 200B-200F, 2028-202E, 2060-206F, FEFF. */
bool sello_text_forbidden(uint32_t code_point);

/* least..most bytes of valid UTF-8 without forbidden characters? *out_at (may be NULL) is the
 * offset of the first byte at fault. */
SELLO_NODISCARD enum sello_error sello_text_check(struct sello_bytes text, size_t least,
                                                  size_t most, size_t *out_at);

#endif
