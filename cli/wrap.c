/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/internal.h"

enum {
    COLUMNS_USUAL = 80,
    TEXT_LEAST = 24, /* columns beside an indent, or the indent is too deep */
    INDENT_SHALLOW = 4,
};

size_t cli_terminal_columns(FILE *to) {
    struct winsize size = {0};
    if (isatty(fileno(to)) != 1) {
        return SIZE_MAX;
    }
    bool told = ioctl(fileno(to), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return told ? size.ws_col : COLUMNS_USUAL;
}

/* What lies below a line's first letter: behind its spaces, and behind the dash of a list. */
static size_t indent_of(const char *line, size_t len) {
    size_t n = 0;
    while (n < len && line[n] == ' ') {
        n++;
    }
    return n + 2 < len && line[n] == '-' && line[n + 1] == ' ' ? n + 2 : n;
}

/* Where a command stands that ends the line, as in "Print it: sello print B1": it is copied in one
 * piece, and broken by a line's end it would be run in two. `len` where none does. */
static size_t command_at(const char *line, size_t len) {
    static const char before[] = ": sello";
    const size_t n = sizeof before - 1;
    for (size_t at = len; at >= n; at--) {
        char after = at < len ? line[at] : '\0';
        if (memcmp(line + at - n, before, n) == 0 && (after == ' ' || after == '-')) {
            return at - n + 2;
        }
    }
    return len;
}

/* How many bytes from `at` on belong together. */
static size_t word_len(const char *line, size_t len, size_t at, size_t command) {
    size_t end = at;
    while (end < len && (line[end] != ' ' || at >= command)) {
        end++;
    }
    return end - at;
}

/* One line without its end. */
static void put_line(FILE *to, const char *line, size_t len, size_t columns, size_t indent) {
    size_t command = command_at(line, len), at = indent_of(line, len);
    size_t used = cli_columns(sello_bytes(line, at));
    fwrite(line, 1, at, to);
    for (bool first = true; at < len; first = false) {
        size_t space = at;
        while (at < len && line[at] == ' ') {
            at++;
        }
        size_t word = word_len(line, len, at, command), wide = at - space;
        size_t takes = cli_columns(sello_bytes(line + at, word));
        if (!first && word > 0 && used + wide + takes > columns) {
            fprintf(to, "\n%*s", (int)indent, "");
            used = indent;
        } else {
            fwrite(line + space, 1, wide, to);
            used += wide;
        }
        fwrite(line + at, 1, word, to);
        used += takes;
        at += word;
    }
}

void cli_wrap(FILE *to, struct sello_bytes text, size_t columns, size_t indent) {
    const char *line = (const char *)text.ptr, *all_end = line + text.len;
    while (line < all_end) {
        const char *end = memchr(line, '\n', (size_t)(all_end - line));
        size_t len = (size_t)((end != NULL ? end : all_end) - line);
        size_t own = indent_of(line, len), below = indent > own ? indent : own;
        if (cli_columns(sello_bytes(line, len)) <= columns) {
            fwrite(line, 1, len, to);
        } else {
            bool deep = below > INDENT_SHALLOW && below + TEXT_LEAST > columns;
            put_line(to, line, len, columns, deep ? INDENT_SHALLOW : below);
        }
        if (end != NULL) {
            fputc('\n', to);
            len++;
        }
        line += len;
    }
}

/* NULL where nothing is to be wrapped, or cannot be. */
static char *wrapped_for(FILE *to, struct sello_bytes text, size_t indent, size_t *len) {
    size_t columns = cli_terminal_columns(to);
    struct base_text out;
    if (columns == SIZE_MAX || !base_text_open(&out)) {
        return NULL;
    }
    cli_wrap(out.to, text, columns, indent);
    if (!base_text_end(&out)) {
        return NULL;
    }
    *len = out.len;
    return out.bytes;
}

char *cli_wrapped(const char *text) {
    size_t len;
    char *wrapped = wrapped_for(stderr, sello_bytes_of(text), 0, &len);
    return wrapped != NULL ? wrapped : strdup(text);
}

void cli_put(FILE *to, struct sello_bytes text, size_t indent) {
    size_t len = 0;
    char *wrapped = wrapped_for(to, text, indent, &len);
    text = wrapped != NULL ? sello_bytes(wrapped, len) : text;
    fwrite(text.ptr, 1, text.len, to);
    free(wrapped);
}
