/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_SYMBOL_CODE_H
#define SELLO_VERIFY_READER_SYMBOL_CODE_H

/* Inside the tool: how much of a QR code's error correction its printing has used up, from its
 * modules as they were seen (ISO/IEC 18004:2015, sections 6 and 7). The libraries that read codes
 * do not tell it. Pure: no allocation, no I/O. */

#include "wire/bytes.h"
#include "wire/error.h"

#define SELLO_MODULES_SIDE_LEAST 21 /* version 1 */
#define SELLO_MODULES_SIDE_MAX 177  /* version 40 */

/* A symbol without its quiet zone: 17 + 4 * version modules a side, rows from the top, 1 dark. */
struct sello_modules {
    unsigned side;
    uint8_t dark[SELLO_MODULES_SIDE_MAX * SELLO_MODULES_SIDE_MAX];
};

/* What a module is whatever the symbol says. */
enum sello_module_kind {
    SELLO_MODULE_DATA,   /* codewords */
    SELLO_MODULE_FORMAT, /* format and version information */
    SELLO_MODULE_LIGHT,  /* of a pattern by which symbols are found */
    SELLO_MODULE_DARK,
};
enum sello_module_kind sello_module_kind(unsigned side, unsigned x, unsigned y);

/* The rows, and columns, that alignment patterns' middles lie in; where such two cross on a finder
 * pattern is none. Returns how many; 0 of version 1. */
enum { SELLO_ALIGNED_MAX = 7 };
unsigned sello_alignment_at(unsigned side, unsigned out[SELLO_ALIGNED_MAX]);

struct sello_correction {
    char level;      /* 'L', 'M', 'Q', 'H' */
    unsigned errors; /* codewords that were seen wrong in the worst block */
    unsigned most;   /* as many could have been put right there */
    double unused;   /* 0..1: 1 - errors / most */
};

/* SELLO_E_RANGE when the modules make no QR code, or more are wrong than can be put right. */
SELLO_NODISCARD enum sello_error sello_correction_of(const struct sello_modules *modules,
                                                     struct sello_correction *out);

#endif
