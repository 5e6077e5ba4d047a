/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SYMBOL_SYMBOL_H
#define SELLO_LABELS_SYMBOL_SYMBOL_H

/* The QR symbol of a label, how large it prints, and its drawings. Output goes into the caller's
 * buffers; nothing here opens a file. */

#include "wire/wire.h"

#define SELLO_QUIET_ZONE 4          /* modules on every side: ISO/IEC 18004 section 9.1 */
#define SELLO_SYMBOL_VERSION_MAX 22 /* denser symbols do not scan in the field */
#define SELLO_SYMBOL_SIDE_MAX 105   /* modules of version 22: 17 + 4 * 22 */

/* A QR symbol (ISO/IEC 18004), without its quiet zone: row-major, 1 is dark. */
struct sello_symbol {
    unsigned version;
    char level;    /* 'M', or 'Q' if that needs no larger version (1..4 only) */
    unsigned side; /* modules */
    /* PRÁCTICA stands beneath it, in its drawings here: for a symbol printed alone. Set by whoever
     * prints it. */
    bool practice;
    uint8_t module[SELLO_SYMBOL_SIDE_MAX * SELLO_SYMBOL_SIDE_MAX];
};

/* The symbol of a label text: a byte segment up to and with the last '#', then one numeric segment.
 * A text without '#', or with anything but digits behind it, is one byte segment.
 * max_version: the densest allowed, 20 for labels. SELLO_E_SYMBOL_TOO_LONG when it needs more,
 * SELLO_E_TEXT when it is empty, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_symbol_make(struct sello_bytes text, unsigned max_version,
                                                   struct sello_symbol *out);

/* The version needed by the label text of a base URL and a token of these lengths in bytes (the
 * '#' and the digits code are counted here), or 0 above SELLO_SYMBOL_VERSION_MAX. */
unsigned sello_symbol_version_for(size_t base_url_len, size_t token_len);

/* The side with the quiet zone, in modules. */
unsigned sello_symbol_page(const struct sello_symbol *symbol);

/* The rows of its drawings here: those of the page, and of the word beneath it. */
unsigned sello_symbol_rows(const struct sello_symbol *symbol);

/* Is the module at this column and row dark? (0, 0) is the quiet zone's corner; everything beyond
 * the symbol is light, except the word. */
bool sello_symbol_dark(const struct sello_symbol *symbol, unsigned x, unsigned y);

#define SELLO_DPI_MAX 4800
#define SELLO_DOTS_MAX 120 /* per module: 10 mm at 300 dpi; few programs open larger pictures */

#define SELLO_MODULE_RETAIL_MM 0.396 /* GS1's least for goods scanned at retail */

/* How large it prints. */
struct sello_print_size {
    unsigned dpi;             /* dots per inch, 1..SELLO_DPI_MAX */
    unsigned dots_per_module; /* whole, 1..SELLO_DOTS_MAX */
};

/* Are both within their limits? */
bool sello_print_size_ok(struct sello_print_size size);

/* The largest whole number of dots up to a target of module_mm (0: the usual one, 0.423 mm, or
 * 0.500 mm at 203 dpi), to the thousandth of a millimetre. SELLO_E_SYMBOL_TOO_SMALL below 0.33 mm
 * unless forced, and always if not even one dot fits; SELLO_E_RANGE beyond the limits above.
 * *out_small says whether it is below 0.396 mm (GS1's least at retail). */
SELLO_NODISCARD enum sello_error sello_print_size(unsigned dpi, double module_mm, bool forced,
                                                  struct sello_print_size *out, bool *out_small);

/* The module's width on paper, in millimetres. */
double sello_module_mm(struct sello_print_size size);

/* Each of these appends to `out`, and takes back what it wrote if it fails: SELLO_E_NO_ROOM if it
 * does not fit (the writer is then failed), SELLO_E_RANGE for a size beyond the limits. The same
 * input gives the same bytes. */

/* PNG (ISO/IEC 15948): 1 bit, quiet zone included, pHYs so that it prints at its size.
 * SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_symbol_png(const struct sello_symbol *symbol,
                                                  struct sello_print_size size,
                                                  struct sello_writer *out);

/* SVG 1.1: one path, sized in millimetres, quiet zone included. `title` (may be empty) is escaped;
 * what XML 1.0 forbids, and broken UTF-8, becomes U+FFFD. */
SELLO_NODISCARD enum sello_error sello_symbol_svg(const struct sello_symbol *symbol,
                                                  struct sello_print_size size,
                                                  struct sello_bytes title,
                                                  struct sello_writer *out);

/* Half blocks for a terminal, quiet zone included, each line ending in a newline. With `colour`,
 * black on white is set by escapes, so that it scans on dark and light screens alike; without, the
 * light modules are drawn as blocks, for a dark screen. UTF-8. */
SELLO_NODISCARD enum sello_error sello_symbol_terminal(const struct sello_symbol *symbol,
                                                       bool colour, struct sello_writer *out);

#define SELLO_TITLE_ROOM 256 /* bytes of title that the room below allows for */

/* A buffer that any of the three fits, in bytes. */
size_t sello_symbol_room(const struct sello_symbol *symbol, struct sello_print_size size);

#endif
