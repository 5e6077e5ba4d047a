/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/csv.h"
#include "tests/support/sello_test.h"

/* The rows of a file as "a|b" lines, each with its line number in front; behind them what stopped
 * the reading, "!problem line:column". */
static void render(struct sello_bytes file, char *out, size_t cap) {
    struct csv csv;
    struct row row;
    size_t len = 0;
    bool open = csv_open(&csv, file);
    out[0] = '\0';
    while (open && csv_next(&csv, &row) && len + 100 < cap) {
        len += (size_t)snprintf(out + len, cap - len, "%zu:", row.line);
        for (size_t i = 0; i < row.n; i++) {
            len += (size_t)snprintf(out + len, cap - len, "%s%.*s", i > 0 ? "|" : "",
                                    (int)row.field[i].len, (const char *)row.field[i].ptr);
        }
        len += (size_t)snprintf(out + len, cap - len, "/");
    }
    if (csv.fault.problem != ROWS_GOOD) {
        snprintf(out + len, cap - len, "!%d %zu:%zu", csv.fault.problem, csv.fault.line,
                 csv.fault.column);
    }
    csv_close(&csv);
}

#define FILE_OF(text) text, sizeof(text) - 1

static const struct reading {
    const char *what;
    const char *text;
    size_t len;
    const char *wanted;
} rows[] = {
    {"commas", FILE_OF("a,b\n1,2\n"), "1:a|b/2:1|2/"},
    {"semicolons", FILE_OF("a;b,c\n1,5;2\n"), "1:a|b,c/2:1,5|2/"},
    {"semicolons below a title", FILE_OF("Padr\xc3\xb3n 2026\n\na;b,c\n1;2\n"),
     "1:Padr\xc3\xb3n 2026/3:a|b,c/4:1|2/"},
    {"tabs", FILE_OF("a\tb\n1\t2"), "1:a|b/2:1|2/"},
    {"one column", FILE_OF("a\n1\n"), "1:a/2:1/"},
    {"separators within quotes do not count", FILE_OF("\"a;;;\",b\n"), "1:a;;;|b/"},
    {"a spreadsheet's own word", FILE_OF("sep=;\na;b,c\n"), "2:a|b,c/"},
    {"CRLF", FILE_OF("a,b\r\n1,2\r\n"), "1:a|b/2:1|2/"},
    {"CR alone", FILE_OF("a,b\r1,2\r"), "1:a|b/2:1|2/"},
    {"no line end at the end", FILE_OF("a,b\n1,2"), "1:a|b/2:1|2/"},
    {"an empty last field", FILE_OF("a,b\n1,"), "1:a|b/2:1|/"},
    {"empty lines", FILE_OF("\n\r\na,b\n\n,\n  , \n1,2\n\n"), "3:a|b/7:1|2/"},
    {"quotes", FILE_OF("a,b\n\"1,\"\"x\"\"\",\"\"\n"), "1:a|b/2:1,\"x\"|/"},
    {"a line end within quotes", FILE_OF("a,b\n\"1\r\n2\",3\n4,5\n"), "1:a|b/2:1\r\n2|3/4:4|5/"},
    {"a quote within a plain field", FILE_OF("a,b\n12\" x,2\n"), "1:a|b/2:12\" x|2/"},
    {"spaces at the ends",
     FILE_OF("a, b \n  1 ,\xc2\xa0"
             "2\n"),
     "1:a|b/2:1|2/"},
    {"more fields than headings", FILE_OF("a\n1,2\n"), "1:a/2:1|2/"},
    {"a BOM",
     FILE_OF("\xef\xbb\xbf"
             "a,b\n"),
     "1:a|b/"},
    {"UTF-8", FILE_OF("a\n\xc3\xb1\xea\x9e\x8c\n"), "1:a/2:\xc3\xb1\xea\x9e\x8c/"},
    {"Windows-1252", FILE_OF("a\nOlinal\xe1 \x80 \x9d\n"), "!5 2:0"},
    {"Windows-1252, its signs", FILE_OF("a\nNi\xf1o \x80\x93\xff\n"),
     "1:a/2:Ni\xc3\xb1o \xe2\x82\xac\xe2\x80\x9c\xc3\xbf/"},
    {"two encodings in one", FILE_OF("a\n\xc3\xb1\n\xf1\n"), "!4 3:0"},
    {"a broken letter behind a BOM",
     FILE_OF("\xef\xbb\xbf"
             "a\n\xf1\n"),
     "!4 2:0"},
    {"UTF-16, small end first",
     FILE_OF("\xff\xfe"
             "a\0"),
     "!2 0:0"},
    {"UTF-16, big end first",
     FILE_OF("\xfe\xff"
             "\0a"),
     "!2 0:0"},
    {"UTF-16 without a mark", FILE_OF("a\0,\0"), "!3 1:0"},
    {"NUL", FILE_OF("a\r\nb\0c\n"), "!3 2:0"},
    {"nothing", FILE_OF(""), "!1 0:0"},
    {"nothing but a BOM", FILE_OF("\xef\xbb\xbf"), "!1 0:0"},
    {"nothing but line ends", FILE_OF("\r\n\n"), "!1 0:0"},
    {"an open quote", FILE_OF("a,b\n1,\"2\n3,4\n"), "1:a|b/!6 2:2"},
    {"text behind a quote", FILE_OF("a,b\n\"1\"x,2\n"), "1:a|b/!7 2:1"},
    {"a space behind a quote", FILE_OF("a,b\n\"1\" ,2\n"), "1:a|b/!7 2:1"},
};

static void test_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[500];
        struct sello_bytes file = guarded_copy(sello_bytes(rows[i].text, rows[i].len));
        print_message("%s\n", rows[i].what);
        render(file, got, sizeof got);
        assert_string_equal(got, rows[i].wanted);
        guarded_free(file);
    }
}

/* However a file is cut, what was read of it before stays what it was. */
static void test_truncations(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t len = 0; len < rows[i].len; len++) {
            char got[500];
            struct sello_bytes file = guarded_copy(sello_bytes(rows[i].text, len));
            render(file, got, sizeof got);
            guarded_free(file);
        }
    }
}

static void test_encoding(void **state) {
    (void)state;
    const struct {
        const char *text;
        enum csv_encoding encoding;
        char separator;
    } files[] = {{"a,b\n", CSV_UTF8, ','},
                 {"\xef\xbb\xbf"
                  "a;b\n",
                  CSV_UTF8_BOM, ';'},
                 {"a\tb\n\xf1", CSV_WINDOWS_1252, '\t'}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct csv csv;
        assert_true(csv_open(&csv, sello_bytes_of(files[i].text)));
        assert_int_equal(csv.encoding, files[i].encoding);
        assert_int_equal(csv.separator, files[i].separator);
        csv_close(&csv);
    }
}

/* ---- limits, and one past ---- */

/* n times the text. */
static struct sello_bytes repeat(const char *text, size_t n) {
    size_t len = strlen(text);
    char *all = malloc(n * len + 1);
    assert_non_null(all);
    for (size_t i = 0; i < n; i++) {
        memcpy(all + i * len, text, len + 1);
    }
    return sello_bytes(all, n * len);
}

static struct rows_fault fault_of(struct sello_bytes file, size_t *out_rows) {
    struct csv csv;
    struct row row;
    *out_rows = 0;
    for (bool open = csv_open(&csv, file); open && csv_next(&csv, &row);) {
        (*out_rows)++;
    }
    struct rows_fault fault = csv.fault;
    csv_close(&csv);
    return fault;
}

static void assert_limit(const char *text, size_t most, size_t wanted_rows,
                         enum rows_problem problem) {
    size_t n;
    struct sello_bytes good = repeat(text, most), bad = repeat(text, most + 1);
    assert_int_equal(fault_of(good, &n).problem, ROWS_GOOD);
    assert_int_equal(n, wanted_rows);
    assert_int_equal(fault_of(bad, &n).problem, problem);
    free((void *)(uintptr_t)good.ptr);
    free((void *)(uintptr_t)bad.ptr);
}

static void test_limits(void **state) {
    (void)state;
    assert_limit("x", ROWS_FIELD_MAX, 1, ROWS_LONG_FIELD);
    assert_limit("x,", ROWS_COLUMNS_MAX - 1, 1, ROWS_MANY_COLUMNS);
    assert_limit("x\n", ROWS_MAX, ROWS_MAX, ROWS_MANY_ROWS);
}

static void test_million_columns(void **state) {
    (void)state;
    size_t n;
    struct sello_bytes file = repeat(",", 1000000);
    struct rows_fault fault = fault_of(file, &n);
    assert_int_equal(fault.problem, ROWS_MANY_COLUMNS);
    assert_int_equal(fault.line, 1);
    free((void *)(uintptr_t)file.ptr);
}

/* ---- writing ---- */

static void test_put(void **state) {
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cells[] = {
        {"Rebozo", "Rebozo"},   {"", ""},
        {"a,b", "\"a,b\""},     {"a;b", "\"a;b\""},
        {"a\"b", "\"a\"\"b\""}, {"a\nb", "\"a\nb\""},
        {"=1+1", "'=1+1"},      {"+52 1", "'+52 1"},
        {"-2", "'-2"},          {"@x", "'@x"},
        {"\tx", "\"'\tx\""},    {"=a,\"b\"", "\"'=a,\"\"b\"\"\""},
        {"a=b", "a=b"},         {"00001E-9", "00001E-9"},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        char buf[100];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        csv_put(&w, cells[i].text, CSV_MARK_FORMULAS);
        assert_true(sello_bytes_eq(sello_written(&w), sello_bytes_of(cells[i].wanted)));
    }
}

static void test_plain(void **state) {
    (void)state;
    static const char *const marked[] = {
        "=1",    "00001E-9", "2026-11", "0012",    "1/2",  "12:30",     "1.5",           "50%",
        "$ 100", "nov-26",   "5 MAY",   "mayo 26", "TRUE", "verdadero", "7501031311309", "'00012",
        "1,000", "(5)",      "00"};
    static const char *const plain[] = {"",      "x",      "'x", "L-2611",    "750 ml", "12",
                                        "0",     "2026",   "'",  "mayo",      "28 cm",  "00000C-C",
                                        "nov-x", "O'Neil", "e",  "5 de mayo", "Lote 7"};
    for (size_t i = 0; i < sizeof marked / sizeof *marked + sizeof plain / sizeof *plain; i++) {
        size_t n = sizeof marked / sizeof *marked;
        struct sello_bytes text = sello_bytes_of(i < n ? marked[i] : plain[i - n]);
        char buf[100];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        csv_put(&w, (const char *)text.ptr, CSV_MARK_TEXTS);
        print_message("%s\n", (const char *)text.ptr);
        bool quoted = w.len > 0 && buf[0] == '"'; /* "1,000" */
        struct sello_bytes cell = quoted ? sello_bytes(buf + 1, w.len - 2) : sello_written(&w);
        assert_int_equal(cell.len, text.len + (i < n ? 1 : 0));
        assert_true(sello_bytes_eq(csv_plain(cell), text));
    }
    assert_true(sello_bytes_eq(csv_plain(sello_bytes_of("'=1")), sello_bytes_of("=1")));
    assert_true(sello_bytes_eq(csv_plain(sello_bytes_of("'x")), sello_bytes_of("'x")));
    assert_true(sello_bytes_eq(csv_plain(sello_bytes_of("'")), sello_bytes_of("'")));
    assert_true(sello_bytes_eq(csv_plain(sello_bytes_of("")), sello_bytes_of("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_encoding),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_million_columns),
        cmocka_unit_test(test_put),
        cmocka_unit_test(test_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
