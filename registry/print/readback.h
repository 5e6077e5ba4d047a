/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_READBACK_H
#define SELLO_REGISTRY_PRINT_READBACK_H

/* Reading finished labels back, out of the very bytes that will be written, before they are let go:
 * does the symbol say what was issued, and does a verifier's own code find its signature good?
 *
 * About every function here: it keeps nothing and shares nothing, so that several threads may read
 * at once. It returns
 *   SELLO_OK                    what was issued stands there, and nothing else
 *   SELLO_E_PICTURE_NO_CODE     no symbol is found, or it does not read
 *   SELLO_E_BATCH_MISMATCH      it says something else: another label, or a changed one
 *   SELLO_E_SIGNATURE           its signature does not match the key
 *   SELLO_E_MEMORY, or what the picture reader says of the bytes. */

#include "verify/reader/drawing.h"

/* What one label must say. Borrowed. */
struct readback {
    struct sello_bytes text; /* its label text, as issued */
    /* SELLO_KEY_LEN bytes: the key that signed it, by the newest root. NULL: a proof's text, which
     * is no label's */
    const uint8_t *public_key;
};

/* The text of a symbol that was read. */
SELLO_NODISCARD enum sello_error readback_text(const struct readback *want,
                                               struct sello_bytes text);

/* A symbol's modules: side * side bytes, row-major, 0 black, 255 white. */
SELLO_NODISCARD enum sello_error readback_modules(const struct readback *want,
                                                  const uint8_t *module, size_t side);

/* Any drawing with one label's symbol in it. */
SELLO_NODISCARD enum sello_error readback_drawing(const struct readback *want,
                                                  const struct sello_drawing *drawing);

/* A whole PNG, of so many dots a module: a symbol alone, or a label. */
SELLO_NODISCARD enum sello_error readback_png(const struct readback *want, struct sello_bytes png,
                                              unsigned dots);

/* A whole SVG of ours, whose symbol is one path of runs a module high. */
SELLO_NODISCARD enum sello_error readback_svg(const struct readback *want, struct sello_bytes svg);

/* A whole ZPL file of one label, of so many dots a module. */
SELLO_NODISCARD enum sello_error readback_zpl(const struct readback *want, struct sello_bytes zpl,
                                              unsigned dots);

/* ---- files of many labels ---- */

/* Calls `found` with the text of each symbol in a whole PDF of ours, in the file's order: each is
 * an image mask of one sample a module. What is no symbol is passed over; compare what was found
 * with what was put there. Ends when `found` returns false. SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error readback_pdf(struct sello_bytes pdf,
                                              bool (*found)(void *context, struct sello_bytes text),
                                              void *context);

/* The serial that a label's or a proof's text claims, unverified; 0: it is neither's. */
uint64_t readback_serial(struct sello_bytes text);

/* Do two texts carry the same label, token for token, whatever their links? False for what is no
 * label. */
bool readback_same_label(struct sello_bytes one, struct sello_bytes other);

#endif
