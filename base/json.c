/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include <inttypes.h>

#include "base/unseen.h"
#include "wire/wire.h"

/* RFC 8259 section 7: two-character escapes. */
static char short_escape(uint32_t code_point) {
    switch (code_point) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return '\0';
    }
}

/* \u and four digits; above U+FFFF as the two halves of a surrogate pair. */
static void put_escape(FILE *to, uint32_t code_point) {
    if (code_point > 0xffff) {
        uint32_t rest = code_point - 0x10000;
        fprintf(to, "\\u%04x\\u%04x", 0xd800 | (unsigned)(rest >> 10),
                0xdc00 | (unsigned)(rest & 0x3ff));
    } else {
        fprintf(to, "\\u%04x", (unsigned)code_point);
    }
}

/* What stands in a string as it is, at the front of a text: almost all there ever is. */
static size_t plain(struct sello_bytes text) {
    size_t len = base_plain(text);
    const uint8_t *quote = memchr(text.ptr, '"', len);
    len = quote != NULL ? (size_t)(quote - text.ptr) : len;
    const uint8_t *slash = memchr(text.ptr, '\\', len);
    return slash != NULL ? (size_t)(slash - text.ptr) : len;
}

/* Also escapes what RFC 8259 lets through and a terminal would obey. */
static void put_string(FILE *to, struct sello_bytes text) {
    fputc('"', to);
    while (text.len > 0) {
        size_t as_is = plain(text);
        fwrite(text.ptr, 1, as_is, to);
        text = sello_bytes(text.ptr + as_is, text.len - as_is);
        if (text.len == 0) {
            break;
        }
        uint32_t code_point;
        size_t len = sello_utf8_next(text, &code_point);
        size_t taken = len == 0 ? 1 : len;
        if (len == 0) {
            put_escape(to, 0xfffd); /* stands for a byte that is not UTF-8 */
        } else if (short_escape(code_point) != '\0') {
            fprintf(to, "\\%c", short_escape(code_point));
        } else if (base_unseen(code_point)) {
            put_escape(to, code_point);
        } else {
            fwrite(text.ptr, 1, len, to);
        }
        text = sello_bytes(text.ptr + taken, text.len - taken);
    }
    fputc('"', to);
}

static void put_name(struct base_json *j, const char *name) {
    if (j->more) {
        fputc(',', j->to);
    }
    j->more = true;
    if (name != NULL) {
        put_string(j->to, sello_bytes_of(name));
        fputc(':', j->to);
    }
}

void base_json_open(struct base_json *j, FILE *to) {
    *j = (struct base_json){to, false};
    fputc('{', to);
}

void base_json_close(struct base_json *j) {
    fputs("}\n", j->to);
    j->more = false;
}

void base_json_text(struct base_json *j, const char *name, struct sello_bytes text) {
    put_name(j, name);
    put_string(j->to, text);
}

void base_json_string(struct base_json *j, const char *name, const char *text) {
    if (text != NULL) {
        base_json_text(j, name, sello_bytes_of(text));
    }
}

void base_json_number(struct base_json *j, const char *name, uint64_t number) {
    char digits[20]; /* of 2^64 */
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    put_name(j, name);
    fwrite(digits + at, 1, sizeof digits - at, j->to);
}

void base_json_integer(struct base_json *j, const char *name, int64_t number) {
    put_name(j, name);
    fprintf(j->to, "%" PRId64, number);
}

void base_json_bool(struct base_json *j, const char *name, bool value) {
    put_name(j, name);
    fputs(value ? "true" : "false", j->to);
}

void base_json_decimal(struct base_json *j, const char *name, double value) {
    put_name(j, name);
    fprintf(j->to, "%.3f", value); /* LC_NUMERIC is always "C" here */
}

void base_json_open_in(struct base_json *j, const char *name, char bracket) {
    put_name(j, name);
    fputc(bracket, j->to);
    j->more = false;
}

void base_json_close_in(struct base_json *j, char bracket) {
    fputc(bracket, j->to);
    j->more = true;
}
