/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_KEYS_PAPER_H
#define SELLO_KEYS_PAPER_H

/* A key file on paper: lines to be typed again, and the text of a symbol (docs/KEYFILE.md). What is
 * on the paper is sealed as the file is; the passphrase is not on it. */

#include "keys/keys.h"

#define SELLO_PAPER_ROOM 2048 /* bytes that either form of any key file fits */

/* The key file as lines of eight groups of four and two check characters. */
void sello_paper_put_lines(struct sello_writer *w, struct sello_bytes file);

/* The same as the text of a symbol: "SELLO-KEY#" and digits. */
void sello_paper_put_code(struct sello_writer *w, struct sello_bytes file);

/* Reads either form back into a key file. Empty lines and those that begin with # are passed over;
 * capitals, spaces and hyphens don't matter; O is 0, I and L are 1; a number before a line, "3.",
 * is checked.
 *
 * SELLO_E_PAPER_LINE, _CHARACTER and _ORDER, with the line at fault in *out_line (from 1; may be
 * NULL); SELLO_E_PAPER_WHOLE, *out_line being 0; SELLO_E_NO_ROOM; of a symbol's text SELLO_E_DIGIT,
 * SELLO_E_DIGITS_LENGTH, SELLO_E_DIGITS_RANGE. Whether it is a key file is for
 * sello_keyfile_peek to say. */
SELLO_NODISCARD enum sello_error sello_paper_take(struct sello_bytes text,
                                                  struct sello_writer *out_file, size_t *out_line);

#endif
