/* SPDX-License-Identifier: Apache-2.0 */
/* A key file on paper: typed back, mistyped in every way that one finger can. */
#include "tests/support/sello_test.h"

#include "keys/paper.h"

enum { FILE_LEN = 166 };

/* Bytes that stand for a key file: the text knows nothing of what it holds. */
static struct sello_bytes sample(uint8_t buf[SELLO_LEN(SELLO_KEYFILE_MAX)], size_t len) {
    for (size_t i = 0; i < len; i++) {
        buf[i] = (uint8_t)(i * 37 + i / 7);
    }
    return sello_bytes(buf, len);
}

struct typed {
    char text[SELLO_PAPER_ROOM];
    uint8_t file[SELLO_KEYFILE_MAX];
};

static void write_lines(struct typed *t, size_t len) {
    struct sello_writer w = sello_writer_init(t->text, sizeof t->text - 1);
    sello_paper_put_lines(&w, sample(t->file, len));
    assert_false(w.failed);
    t->text[w.len] = '\0';
}

static enum sello_error take(const char *text, size_t *out_line, uint8_t *out, size_t *out_len) {
    struct sello_writer w = sello_writer_init(out, SELLO_KEYFILE_MAX);
    struct sello_bytes copy = guarded_copy(sello_bytes_of(text));
    enum sello_error error = sello_paper_take(copy, &w, out_line);
    guarded_free(copy);
    *out_len = w.len;
    return error;
}

static void expect(const char *text, enum sello_error wanted, size_t wanted_line) {
    uint8_t out[SELLO_KEYFILE_MAX];
    size_t line = 99, len;
    assert_status(take(text, &line, out, &len), wanted);
    assert_int_equal(line, wanted_line);
}

static void test_every_length(void **state) {
    (void)state;
    for (size_t len = 1; len <= SELLO_KEYFILE_MAX; len++) {
        struct typed t;
        uint8_t out[SELLO_KEYFILE_MAX];
        size_t line = 99, out_len;
        write_lines(&t, len);
        assert_status(take(t.text, &line, out, &out_len), SELLO_OK);
        assert_int_equal(line, 0);
        assert_int_equal(out_len, len);
        assert_memory_equal(out, t.file, len);
    }
}

/* What is typed differs from what is printed in ways that do not matter. */
static void test_as_typed(void **state) {
    struct typed t;
    char typed[2 * SELLO_PAPER_ROOM];
    size_t n = 0, number = 1;
    (void)state;
    write_lines(&t, FILE_LEN);
    n += (size_t)snprintf(typed, sizeof typed, "# a comment\r\n\n  %zu. ", number);
    for (const char *p = t.text; *p != '\0'; p++) {
        char c = *p == '0' ? 'o' : *p == '1' ? 'l' : *p == ' ' ? '-' : *p;
        typed[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        if (*p == '\n' && p[1] != '\0') {
            n += (size_t)snprintf(typed + n, sizeof typed - n, "%zu.", ++number);
        }
    }
    typed[n] = '\0';
    expect(typed, SELLO_OK, 0);
}

static void test_every_wrong_character(void **state) {
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct typed t;
    (void)state;
    write_lines(&t, FILE_LEN);
    for (size_t i = 0, number = 1; t.text[i] != '\0'; i++) {
        char right = t.text[i];
        number += i > 0 && t.text[i - 1] == '\n';
        for (const char *c = alphabet; right != ' ' && right != '\n' && *c != '\0'; c++) {
            if (*c == right) {
                continue;
            }
            uint8_t out[SELLO_KEYFILE_MAX];
            size_t line = 0, len;
            t.text[i] = *c;
            enum sello_error error = take(t.text, &line, out, &len);
            assert_true(error == SELLO_E_PAPER_LINE || error == SELLO_E_PAPER_ORDER);
            assert_int_equal(line, number);
        }
        t.text[i] = right;
    }
}

static void test_every_exchange_of_neighbours(void **state) {
    struct typed t;
    (void)state;
    write_lines(&t, FILE_LEN);
    for (size_t i = 0; t.text[i + 1] != '\0'; i++) {
        char a = t.text[i], b = t.text[i + 1];
        if (a == b || a == ' ' || b == ' ' || a == '\n' || b == '\n') {
            continue;
        }
        uint8_t out[SELLO_KEYFILE_MAX];
        size_t line, len;
        t.text[i] = b;
        t.text[i + 1] = a;
        assert_int_not_equal(take(t.text, &line, out, &len), SELLO_OK);
        t.text[i] = a;
        t.text[i + 1] = b;
    }
}

/* The lines in another order: `order` is of their digits from 1. */
static void rearrange(const struct typed *t, const char *order, char out[SELLO_PAPER_ROOM]) {
    const char *start[16] = {t->text};
    size_t n = 0;
    for (const char *p = t->text; *p != '\0'; p++) {
        if (*p == '\n') {
            start[++n] = p + 1;
        }
    }
    out[0] = '\0';
    for (; *order != '\0'; order++) {
        size_t i = (size_t)(*order - '1');
        strncat(out, start[i], (size_t)(start[i + 1] - start[i]));
    }
}

static void test_lines_out_of_order(void **state) {
    static const struct {
        const char *order;
        enum sello_error error;
        size_t line;
    } rows[] = {
        {"123456789", SELLO_OK, 0},           {"213456789", SELLO_E_PAPER_ORDER, 1},
        {"12346789", SELLO_E_PAPER_ORDER, 5}, {"1123456789", SELLO_E_PAPER_LINE, 2},
        {"12345678", SELLO_E_PAPER_WHOLE, 0}, {"1234567899", SELLO_E_PAPER_LINE, 10},
        {"", SELLO_E_PAPER_WHOLE, 0},         {"9", SELLO_E_PAPER_LINE, 1},
    };
    struct typed t;
    (void)state;
    write_lines(&t, FILE_LEN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[SELLO_PAPER_ROOM];
        rearrange(&t, rows[i].order, text);
        expect(text, rows[i].error, rows[i].line);
    }
    for (size_t a = 0; a < 9; a++) {
        for (size_t b = a + 1; b < 9; b++) {
            char order[] = "123456789", text[SELLO_PAPER_ROOM];
            uint8_t out[SELLO_KEYFILE_MAX];
            size_t line = 0, len;
            order[a] = (char)('1' + b);
            order[b] = (char)('1' + a);
            rearrange(&t, order, text);
            assert_int_not_equal(take(text, &line, out, &len), SELLO_OK);
            assert_int_equal(line, a + 1);
        }
    }
}

static void test_no_lines_of_ours(void **state) {
    struct typed t;
    (void)state;
    write_lines(&t, FILE_LEN);
    t.text[3] = 'U';
    expect(t.text, SELLO_E_PAPER_CHARACTER, 1);
    expect("2. 0000 00", SELLO_E_PAPER_ORDER, 1);
    expect("00", SELLO_E_PAPER_LINE, 1);
    expect("0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000",
           SELLO_E_PAPER_LINE, 1);
    expect("\xc3\xb1", SELLO_E_PAPER_CHARACTER, 1);
}

/* The code of a symbol, also with a reader's line end. */
static void test_code(void **state) {
    uint8_t file[SELLO_KEYFILE_MAX], out[SELLO_KEYFILE_MAX];
    char text[SELLO_PAPER_ROOM];
    size_t line, len;
    (void)state;
    struct sello_writer w = sello_writer_init(text, sizeof text - 2);
    sello_paper_put_code(&w, sample(file, FILE_LEN));
    memcpy(text + w.len, "\n", 2);
    assert_int_equal(w.len, 10 + 404);
    assert_status(take(text, &line, out, &len), SELLO_OK);
    assert_int_equal(len, FILE_LEN);
    assert_memory_equal(out, file, FILE_LEN);
    text[20] = 'x';
    assert_status(take(text, &line, out, &len), SELLO_E_DIGIT);
    assert_status(take("SELLO-KEY#1", &line, out, &len), SELLO_E_DIGITS_LENGTH);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_length),
        cmocka_unit_test(test_as_typed),
        cmocka_unit_test(test_every_wrong_character),
        cmocka_unit_test(test_every_exchange_of_neighbours),
        cmocka_unit_test(test_lines_out_of_order),
        cmocka_unit_test(test_no_lines_of_ours),
        cmocka_unit_test(test_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
