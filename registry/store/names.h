/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_NAMES_H
#define SELLO_REGISTRY_STORE_NAMES_H

/* Which texts an issuer may sign, and how texts are compared when searching. */

#include "wire/bytes.h"
#include "wire/error.h"

/* What was found at fault, for the message: "U+202E at character 7". */
struct sello_name_fault {
    uint32_t code_point; /* 0: the text as a whole */
    size_t position;     /* in characters (code points), from 1; 0: the text as a whole */
};

/* 1..most bytes of valid UTF-8 in NFC, without forbidden characters, without spaces at its ends,
 * with at most two combining marks in a row that NFC leaves (Nahuatl and Maya spellings have macron
 * and tilde), and without Latin mixed with Cyrillic or Greek letters in one word.
 *
 * Returns SELLO_OK, SELLO_E_UTF8, SELLO_E_TEXT (empty, or a forbidden character), SELLO_E_TOO_LONG,
 * SELLO_E_NAME_NFC, SELLO_E_NAME_SPACES, SELLO_E_NAME_MARKS, SELLO_E_NAME_MIXED, SELLO_E_MEMORY.
 * *out_fault (may be NULL) is set on every failure. */
SELLO_NODISCARD enum sello_error sello_name_check(struct sello_bytes text, size_t most,
                                                  struct sello_name_fault *out_fault);

/* The text as search sees it: accents and case aside, runs of spaces as one (NFD, marks removed,
 * case folded). Writes a NUL-terminated string into the caller's buffer, cut at a character where
 * it does not fit. */
SELLO_NODISCARD enum sello_error sello_name_fold(struct sello_bytes text, char *out, size_t cap);

/* The check digit of a GTIN-8, -12, -13 or -14 written as a number (GS1 General Specifications
 * section 7.9). */
bool sello_gtin_ok(uint64_t gtin);

/* A GTIN as people write it: 8, 12, 13 or 14 digits. SELLO_E_DIGIT for anything else,
 * SELLO_E_RANGE when its check digit is wrong. */
SELLO_NODISCARD enum sello_error sello_gtin_parse(const char *text, uint64_t *out_gtin);

/* Is it formed like a language tag (RFC 5646 section 2.1: subtags of 1..8 letters and digits, the
 * first of 2..8 letters)? */
bool sello_language_ok(const char *tag);

#endif
