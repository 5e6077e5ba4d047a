/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/symbol/symbol.h"

#define FULL "\u2588"
#define UPPER "\u2580"
#define LOWER "\u2584"

/* From the fixed part of the 256 colours: users redefine the first 16. */
#define BLACK_ON_WHITE "\x1b[38;5;16;48;5;231m"
#define RESET "\x1b[0m"

static void put_utf8(struct sello_writer *w, const char *text) {
    sello_write(w, text, strlen(text));
}

/* The character with this ink in its upper and lower halves. */
static const char *half_blocks(bool upper, bool lower) {
    if (upper) {
        return lower ? FULL : UPPER;
    }
    return lower ? LOWER : " ";
}

/* Rows y and y + 1. The ink is the dark modules on white, and the light ones on a dark screen. */
static void put_half_block_line(struct sello_writer *w, const struct sello_symbol *symbol,
                                unsigned y, bool ink_is_dark) {
    for (unsigned x = 0; x < sello_symbol_page(symbol); x++) {
        put_utf8(w, half_blocks(sello_symbol_dark(symbol, x, y) == ink_is_dark,
                                sello_symbol_dark(symbol, x, y + 1) == ink_is_dark));
    }
}

enum sello_error sello_symbol_terminal(const struct sello_symbol *symbol, bool colour,
                                       struct sello_writer *out) {
    size_t start = out->len;
    /* Where the rows are odd, the last line's lower half is one more light row. */
    for (unsigned y = 0; y < sello_symbol_rows(symbol); y += 2) {
        put_utf8(out, colour ? BLACK_ON_WHITE : "");
        put_half_block_line(out, symbol, y, colour);
        put_utf8(out, colour ? RESET "\n" : "\n");
    }
    if (out->failed) {
        out->len = start;
        return SELLO_E_NO_ROOM;
    }
    return SELLO_OK;
}
