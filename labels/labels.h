/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_LABELS_H
#define SELLO_LABELS_LABELS_H

/* What is printed. Output goes into the caller's buffers; nothing here opens a file. */

#include "wire/wire.h"

#define SELLO_QUIET_ZONE 4          /* modules on every side: ISO/IEC 18004 section 9.1 */
#define SELLO_SYMBOL_VERSION_MAX 22 /* denser symbols do not scan in the field */
#define SELLO_SYMBOL_SIDE_MAX 105   /* modules of version 22: 17 + 4 * 22 */

/* A QR symbol (ISO/IEC 18004), without its quiet zone: row-major, 1 is dark. */
struct sello_symbol {
    unsigned version;
    char level;    /* 'M', or 'Q' where the version does not grow by it */
    unsigned side; /* modules */
    uint8_t module[SELLO_SYMBOL_SIDE_MAX * SELLO_SYMBOL_SIDE_MAX];
};

/* The symbol of a label text: a byte segment up to and with '#', then one numeric segment.
 * max_version: the densest allowed, 20 for labels. SELLO_E_SYMBOL_TOO_LONG when it needs more. */
SELLO_NODISCARD enum sello_status sello_symbol_make(struct sello_bytes text, unsigned max_version,
                                                    struct sello_symbol *out);

/* The version a text of this many bytes and digits would need, or 0 when none is allowed. */
unsigned sello_symbol_version_for(size_t base_url_len, size_t token_len);

/* How large it prints. */
struct sello_print_size {
    unsigned dpi;             /* dots per inch */
    unsigned dots_per_module; /* whole */
};

/* The most whole dots that fit an aim of module_mm (0: the usual aim, 0.423 mm, or 0.500 mm at 203
 * dpi). SELLO_E_SYMBOL_TOO_SMALL below 0.33 mm unless forced; *out_small is set below 0.396 mm. */
SELLO_NODISCARD enum sello_status sello_print_size(unsigned dpi, double module_mm, bool forced,
                                                   struct sello_print_size *out, bool *out_small);

/* The module's width on paper, in millimetres. */
double sello_module_mm(struct sello_print_size size);

/* PNG (ISO/IEC 15948): 1 bit, quiet zone included, pHYs so that it prints at its size. The same
 * input gives the same bytes. SELLO_E_NO_ROOM when out is too small. */
SELLO_NODISCARD enum sello_status sello_symbol_png(const struct sello_symbol *symbol,
                                                   struct sello_print_size size,
                                                   struct sello_writer *out);

/* SVG 1.1: one path, sized in millimetres, quiet zone included. `title` (may be empty) is escaped.
 */
SELLO_NODISCARD enum sello_status sello_symbol_svg(const struct sello_symbol *symbol,
                                                   struct sello_print_size size,
                                                   struct sello_bytes title,
                                                   struct sello_writer *out);

/* Half blocks for a terminal, quiet zone included, each line ending in a newline. With `colour`,
 * black on white is set by escapes, so that it scans on dark and light screens alike; without, the
 * light modules are drawn as blocks, for a dark screen. UTF-8. */
SELLO_NODISCARD enum sello_status sello_symbol_terminal(const struct sello_symbol *symbol,
                                                        bool colour, struct sello_writer *out);

/* A buffer that any of the three fits, in bytes. */
size_t sello_symbol_room(const struct sello_symbol *symbol, struct sello_print_size size);

#endif
