/* SPDX-License-Identifier: Apache-2.0 */
#include "base/unseen.h"
#include "cli/internal.h"

static bool combining(uint32_t code_point) {
    return (code_point >= 0x300 && code_point <= 0x36f) ||
           (code_point >= 0x1ab0 && code_point <= 0x1aff) ||
           (code_point >= 0x20d0 && code_point <= 0x20ff);
}

/* The next character of a text as it is shown: itself or an escape. */
struct piece {
    char text[16];
    size_t len;
    size_t taken; /* bytes of the text it stands for */
    size_t columns;
};

static struct piece escaped_byte(unsigned byte) {
    struct piece piece = {.taken = 1};
    piece.len = (size_t)snprintf(piece.text, sizeof piece.text, "\\x%02x", byte);
    piece.columns = piece.len;
    return piece;
}

static struct piece escaped_character(uint32_t code_point, size_t taken) {
    struct piece piece = {.taken = taken};
    piece.len = (size_t)snprintf(piece.text, sizeof piece.text, "\\u{%x}", (unsigned)code_point);
    piece.columns = piece.len;
    return piece;
}

static struct piece next_piece(struct sello_bytes text) {
    uint32_t code_point = 0;
    size_t len = sello_utf8_next(text, &code_point);
    if (len == 0 || (len == 1 && base_unseen(code_point))) {
        return escaped_byte(text.ptr[0]);
    }
    if (base_unseen(code_point)) {
        return escaped_character(code_point, len);
    }
    struct piece piece = {.len = len, .taken = len, .columns = combining(code_point) ? 0 : 1};
    memcpy(piece.text, text.ptr, len);
    return piece;
}

void cli_show(FILE *to, struct sello_bytes text) {
    while (text.len > 0) {
        size_t plain = base_plain(text);
        fwrite(text.ptr, 1, plain, to);
        text = sello_bytes(text.ptr + plain, text.len - plain);
        if (text.len == 0) {
            break;
        }
        struct piece piece = next_piece(text);
        fwrite(piece.text, 1, piece.len, to);
        text = sello_bytes(text.ptr + piece.taken, text.len - piece.taken);
    }
}

size_t cli_columns(struct sello_bytes text) {
    size_t columns = base_plain(text);
    text = sello_bytes(text.ptr + columns, text.len - columns);
    while (text.len > 0) {
        struct piece piece = next_piece(text);
        columns += piece.columns;
        text = sello_bytes(text.ptr + piece.taken, text.len - piece.taken);
    }
    return columns;
}
