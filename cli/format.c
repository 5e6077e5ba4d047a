/* SPDX-License-Identifier: Apache-2.0 */
/* printf, except that what comes from outside cannot speak to the terminal. Written out because the
 * C library formats a value and its surroundings in one step: afterwards nobody can tell our line
 * end from one inside a product's name. */
#include <assert.h>
#include <ctype.h>
#include <inttypes.h>

#include "cli/internal.h"

#define ARGS_MAX 16
#define PIECE_MAX 400 /* bytes of a formatted number: "%f" of 1e308 has 316 */

enum kind {
    KIND_NONE = 0,
    KIND_INT,
    KIND_LONG,
    KIND_LLONG,
    KIND_SIZE,
    KIND_MAX,
    KIND_DOUBLE,
    KIND_TEXT
};

union value {
    int64_t integer; /* unsigned values keep their bits */
    double real;
    const char *text;
};

/* A width or precision: given as digits, or by an argument. */
struct extent {
    int number; /* -1: not given */
    int arg;    /* index of its argument; -1: the number counts */
};

struct spec {
    bool left, zeros;
    struct extent width, precision;
    enum kind kind;
    char conversion;
    int arg; /* index; -1 for "%%" */
};

static int read_digits(const char **p) {
    int number = 0;
    while (isdigit((unsigned char)**p) && number < 10000) {
        number = number * 10 + (*(*p)++ - '0');
    }
    return number;
}

/* "2$" at the front: the index 1; otherwise the next argument in order. */
static int read_position(const char **p, int *next) {
    const char *q = *p;
    int number = read_digits(&q);
    if (q != *p && *q == '$') {
        *p = q + 1;
        return number - 1;
    }
    return (*next)++;
}

static struct extent read_extent(const char **p, int *next) {
    if (**p == '*') {
        (*p)++;
        return (struct extent){-1, read_position(p, next)};
    }
    return (struct extent){isdigit((unsigned char)**p) ? read_digits(p) : -1, -1};
}

static enum kind read_length(const char **p) {
    static const struct {
        const char *text;
        enum kind kind;
    } lengths[] = {{"ll", KIND_LLONG}, {"l", KIND_LONG}, {"z", KIND_SIZE}, {"j", KIND_MAX}};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t len = strlen(lengths[i].text);
        if (strncmp(*p, lengths[i].text, len) == 0) {
            *p += len;
            return lengths[i].kind;
        }
    }
    return KIND_INT;
}

static bool has_position(const char *p) {
    read_digits(&p);
    return *p == '$';
}

/* Reads what follows a "%". */
static struct spec read_spec(const char **p, int *next) {
    struct spec spec = {.width = {-1, -1}, .precision = {-1, -1}, .arg = -1};
    int position = has_position(*p) ? read_position(p, next) : -1;
    for (; **p == '-' || **p == '0'; (*p)++) {
        spec.left = spec.left || **p == '-';
        spec.zeros = spec.zeros || **p == '0';
    }
    spec.width = read_extent(p, next);
    if (**p == '.') {
        (*p)++;
        spec.precision = read_extent(p, next);
    }
    spec.kind = read_length(p);
    spec.conversion = **p;
    assert(spec.conversion != '\0' && strchr("diuxXcsfg%", spec.conversion) != NULL);
    (*p)++;
    if (spec.conversion != '%') {
        spec.arg = position >= 0 ? position : (*next)++;
    }
    if (spec.conversion == 's') {
        spec.kind = KIND_TEXT;
    } else if (spec.conversion == 'f' || spec.conversion == 'g') {
        spec.kind = KIND_DOUBLE;
    }
    return spec;
}

static void note_kind(enum kind *kinds, int arg, enum kind kind) {
    if (arg >= 0) {
        assert(arg < ARGS_MAX);
        kinds[arg] = kind;
    }
}

/* The kinds of all arguments a format uses, by their index. */
static void collect_kinds(const char *format, enum kind kinds[ARGS_MAX]) {
    int next = 0;
    const char *p = format;
    while ((p = strchr(p, '%')) != NULL) {
        p++;
        struct spec spec = read_spec(&p, &next);
        note_kind(kinds, spec.width.arg, KIND_INT);
        note_kind(kinds, spec.precision.arg, KIND_INT);
        note_kind(kinds, spec.arg, spec.kind);
    }
}

static bool is_unsigned(char conversion) {
    return conversion == 'u' || conversion == 'x' || conversion == 'X';
}

static void put_padded(FILE *to, const struct spec *spec, int width, struct sello_bytes piece,
                       size_t columns) {
    int pad = width > 0 && (size_t)width > columns ? width - (int)columns : 0;
    if (!spec->left && pad > 0) {
        bool minus = spec->zeros && piece.len > 0 && piece.ptr[0] == '-';
        if (minus) {
            fputc('-', to);
            piece = sello_bytes(piece.ptr + 1, piece.len - 1);
        }
        for (int i = 0; i < pad; i++) {
            fputc(spec->zeros ? '0' : ' ', to);
        }
    }
    cli_show(to, piece);
    if (spec->left) {
        fprintf(to, "%*s", pad, "");
    }
}

static size_t number_text(char out[PIECE_MAX], const struct spec *spec, int precision,
                          union value value) {
    int len = 0;
    switch (spec->conversion) {
    case 'u': len = snprintf(out, PIECE_MAX, "%" PRIu64, (uint64_t)value.integer); break;
    case 'x': len = snprintf(out, PIECE_MAX, "%" PRIx64, (uint64_t)value.integer); break;
    case 'X': len = snprintf(out, PIECE_MAX, "%" PRIX64, (uint64_t)value.integer); break;
    case 'f': len = snprintf(out, PIECE_MAX, "%.*f", precision, value.real); break;
    case 'g': len = snprintf(out, PIECE_MAX, "%.*g", precision, value.real); break;
    case 'c': len = snprintf(out, PIECE_MAX, "%c", (int)value.integer); break;
    case '%': len = snprintf(out, PIECE_MAX, "%%"); break;
    default: len = snprintf(out, PIECE_MAX, "%" PRId64, value.integer); break;
    }
    return len < 0 ? 0 : len < PIECE_MAX ? (size_t)len : PIECE_MAX - 1;
}

static int extent_number(struct extent extent, const union value *values) {
    return extent.arg >= 0 ? (int)values[extent.arg].integer : extent.number;
}

static void put_spec(FILE *to, struct spec spec, const union value *values) {
    int width = extent_number(spec.width, values);
    int precision = extent_number(spec.precision, values);
    if (width < 0 && spec.width.arg >= 0) { /* C: a negative width argument is the flag "-" */
        spec.left = true;
        width = -width;
    }
    if (spec.kind == KIND_TEXT) {
        const char *text = values[spec.arg].text != NULL ? values[spec.arg].text : "";
        size_t len = precision >= 0 ? strnlen(text, (size_t)precision) : strlen(text);
        struct sello_bytes piece = sello_bytes(text, len);
        put_padded(to, &spec, width, piece, width > 0 ? cli_columns(piece) : 0);
        return;
    }
    char text[PIECE_MAX];
    union value value = spec.arg >= 0 ? values[spec.arg] : (union value){0};
    size_t len = number_text(text, &spec, precision < 0 ? 6 : precision, value);
    put_padded(to, &spec, width, sello_bytes(text, len), len);
}

/* Integers without the sign extension that an unsigned conversion must not see. */
static union value without_sign(union value value, enum kind kind, char conversion) {
    if (kind == KIND_INT && is_unsigned(conversion)) {
        value.integer = (int64_t)(unsigned)value.integer;
    }
    return value;
}

static void put_all(FILE *to, const char *format, union value *values) {
    int next = 0;
    const char *p = format;
    while (*p != '\0') {
        size_t plain = strcspn(p, "%");
        fwrite(p, 1, plain, to);
        p += plain;
        if (*p == '%') {
            p++;
            struct spec spec = read_spec(&p, &next);
            if (spec.arg >= 0) {
                values[spec.arg] = without_sign(values[spec.arg], spec.kind, spec.conversion);
            }
            put_spec(to, spec, values);
        }
    }
}

void cli_format(FILE *to, const char *format, va_list list) {
    enum kind kinds[ARGS_MAX] = {KIND_NONE};
    union value values[ARGS_MAX] = {{0}};
    collect_kinds(format, kinds);
    for (size_t i = 0; i < ARGS_MAX && kinds[i] != KIND_NONE; i++) {
        switch (kinds[i]) {
        case KIND_INT: values[i].integer = va_arg(list, int); break;
        case KIND_LONG: values[i].integer = va_arg(list, long); break;
        case KIND_LLONG: values[i].integer = va_arg(list, long long); break;
        case KIND_SIZE: values[i].integer = (int64_t)va_arg(list, size_t); break;
        case KIND_MAX: values[i].integer = va_arg(list, intmax_t); break;
        case KIND_DOUBLE: values[i].real = va_arg(list, double); break;
        case KIND_TEXT: values[i].text = va_arg(list, const char *); break;
        case KIND_NONE: break;
        }
    }
    put_all(to, format, values);
}

/* ---- sentences ---- */

/* The value that "%N$s" names, and how long that is; NULL where it names none. */
static const char *value_at(const char *at, const char *const *value, size_t n, size_t *out_len) {
    size_t number = at[1] >= '1' && at[1] <= '9' ? (size_t)(at[1] - '0') : 0;
    if (number == 0 || number > n || at[2] != '$' || at[3] != 's') {
        return NULL;
    }
    *out_len = 4;
    return value[number - 1];
}

void cli_fill(char *out, size_t size, const char *sentence, const char *const *value, size_t n) {
    size_t len = 0;
    while (*sentence != '\0' && len + 1 < size) {
        size_t taken = 1;
        const char *text = *sentence == '%' ? value_at(sentence, value, n, &taken) : NULL;
        if (text != NULL) {
            int put = snprintf(out + len, size - len, "%s", text);
            len += (size_t)put < size - len ? (size_t)put : size - len - 1;
        } else {
            taken = sentence[0] == '%' && sentence[1] == '%' ? 2 : 1;
            out[len++] = *sentence;
        }
        sentence += taken;
    }
    out[len] = '\0';
}
