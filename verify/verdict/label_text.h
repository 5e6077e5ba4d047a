/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_VERDICT_LABEL_TEXT_H
#define SELLO_VERIFY_VERDICT_LABEL_TEXT_H

#include "wire/wire.h"

/* Bytes that the longest line's digits can stand for. */
#define SELLO_DECODED_MAX (SELLO_TEXT_LINE_MAX / 17 * 7 + 7)

struct sello_label_text {
    struct sello_bytes link; /* what stands before the '#'; {.., 0} for bare digits */
    struct sello_bytes token;
    size_t error_at; /* offset in the text of the first character at fault */
};

/* From a text to its token, decoded into buf (SELLO_DECODED_MAX bytes).
 *
 * SELLO_E_NOT_LABEL and SELLO_E_NOTICE: it is not a label; SELLO_E_NEWER: a label of a newer kind;
 * SELLO_E_DIGIT*, SELLO_E_TOO_LONG: a damaged label. */
SELLO_NODISCARD enum sello_error sello_label_text_decode(struct sello_bytes text, uint8_t *buf,
                                                         struct sello_label_text *out);

/* A proof's symbol is as dense as the label's and is none: its digits begin with so many zeros,
 * which are no token's, and then its serial in as many digits. */
#define SELLO_PROOF_DIGITS 17

/* The serial of a proof's text; 0: it is no proof's. */
uint64_t sello_proof_serial(struct sello_bytes text);

#endif
