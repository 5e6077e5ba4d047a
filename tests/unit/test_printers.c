/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/printers.h"
#include "tests/support/sello_test.h"

#define HEAD "sello-printers 1\n"
#define EPSON "-0.440 0.917 0.997067 1.004367 Epson de la oficina\n"
#define ZEBRA "0.000 0.000 1.000000 1.000000 \u00D1and\u00FA, el chico\n"

static enum sello_error parse(const char *text, struct printers *out, size_t *out_line) {
    struct sello_bytes file = guarded_copy(sello_bytes_of(text));
    enum sello_error error = printers_parse(file, out, out_line);
    guarded_free(file);
    return error;
}

static void what_is_written_reads_back(void **state) {
    (void)state;
    static const char *const texts[] = {HEAD, HEAD EPSON, HEAD EPSON ZEBRA};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char again[PRINTERS_TEXT_MAX];
        struct printers printers;
        size_t line;
        struct sello_writer w = sello_writer_init(again, sizeof again);
        assert_status(parse(texts[i], &printers, &line), SELLO_OK);
        assert_int_equal(printers.n, i);
        printers_format(&printers, &w);
        assert_true(sello_bytes_eq(sello_written(&w), sello_bytes_of(texts[i])));
    }
}

static void nothing_else_is_read(void **state) {
    (void)state;
#define LINE(numbers, name) HEAD numbers " " name "\n"
    static const struct {
        const char *text;
        size_t line;
    } rows[] = {
        {"", 1},
        {"sello-printers 2\n", 1},
        {"sello-printers 1", 1},
        {HEAD "\n", 2},
        {HEAD EPSON "x", 3},
        {HEAD ZEBRA EPSON, 3}, /* out of order */
        {HEAD EPSON EPSON, 3},
        {HEAD "0.000 0.000 1.000000 1.000000 A", 2}, /* no end */
        {LINE("0.000 0.000 1.000000 1.000000", ""), 2},
        {LINE("0.000 0.000 1.000000 1.000000", " A"), 2},
        {LINE("0.000 0.000 1.000000 1.000000", "A "), 2},
        {LINE("0.000 0.000 1.000000 1.000000", "A\r"), 2},
        {LINE("0.000 0.000 1.000000 1.000000", "\xFF"), 2},
        {LINE("0.000 0.000 1.000000 1.000000", "a name of thirty-three bytes, too."), 2},
        {LINE("0.0 0.000 1.000000 1.000000", "A"), 2},
        {LINE("0.0000 0.000 1.000000 1.000000", "A"), 2},
        {LINE(" 0.000 0.000 1.000000 1.000000", "A"), 2},
        {LINE("0.000  0.000 1.000000 1.000000", "A"), 2},
        {LINE("+0.100 0.000 1.000000 1.000000", "A"), 2},
        {LINE("0x0.8p 0.000 1.000000 1.000000", "A"), 2},
        {LINE("nan 0.000 1.000000 1.000000", "A"), 2},
        {LINE("inf 0.000 1.000000 1.000000", "A"), 2},
        {LINE("20.001 0.000 1.000000 1.000000", "A"), 2},
        {LINE("0.000 -20.001 1.000000 1.000000", "A"), 2},
        {LINE("0.000 0.000 0.969999 1.000000", "A"), 2},
        {LINE("0.000 0.000 1.000000 1.030001", "A"), 2},
        {LINE("0.000 0.000 1.000000", "A"), 2},
        {LINE("0.000,0.000,1.000000,1.000000", "A"), 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct printers printers;
        size_t line = 0;
        enum sello_error error = parse(rows[i].text, &printers, &line);
        if (error != SELLO_E_TEXT || line != rows[i].line) {
            fail_msg("%s: %s, line %zu", rows[i].text, sello_error_name(error), line);
        }
    }
    struct printers printers;
    size_t line;
    static const char nul[] = HEAD "0.000 0.000 1.000000 1.000000 A\0B\n";
    assert_status(printers_parse(sello_bytes(nul, sizeof nul - 1), &printers, &line), SELLO_E_TEXT);
}

static void every_truncation_is_refused(void **state) {
    (void)state;
    static const char text[] = HEAD EPSON ZEBRA;
    size_t whole_lines = 0;
    for (size_t len = 0; len < sizeof text - 1; len++) {
        struct printers printers;
        size_t line;
        bool at_end = len > 0 && text[len - 1] == '\n';
        struct sello_bytes file = guarded_copy(sello_bytes(text, len));
        assert_status(printers_parse(file, &printers, &line), at_end ? SELLO_OK : SELLO_E_TEXT);
        whole_lines += at_end;
        guarded_free(file);
    }
    assert_int_equal(whole_lines, 2);
}

static struct printer named(const char *name, double offset) {
    struct printer p = {.profile = {offset, 0, 1, 1}};
    snprintf(p.name, sizeof p.name, "%s", name);
    return p;
}

static void printers_are_set_found_and_forgotten(void **state) {
    (void)state;
    struct printers all = {.n = 0};
    static const char *const names[] = {"m", "b", "z", "a", "b"};
    for (size_t i = 0; i < 5; i++) {
        struct printer p = named(names[i], (double)i);
        assert_true(printers_set(&all, &p));
    }
    assert_int_equal(all.n, 4);
    assert_string_equal(all.printer[0].name, "a");
    assert_true(printers_find(&all, "b")->profile.offset_x == 4); /* the newer one */
    assert_null(printers_find(&all, "B"));
    assert_null(printers_find(&all, ""));
    printers_forget(&all, "nobody");
    printers_forget(&all, "b");
    printers_forget(&all, "z");
    assert_int_equal(all.n, 2);
    assert_null(printers_find(&all, "b"));
    assert_non_null(printers_find(&all, "m"));
}

static void there_is_an_end_to_printers(void **state) {
    (void)state;
    static struct printers all, again;
    static char text[PRINTERS_TEXT_MAX];
    char name[PRINTER_NAME_MAX + 1];
    size_t line;
    for (unsigned i = 0; i < PRINTERS_MAX; i++) {
        snprintf(name, sizeof name, "%032u", i);
        struct printer p = named(name, -19.999);
        assert_true(printers_set(&all, &p));
    }
    struct printer more = named("more", 0), last = named(name, 1);
    assert_false(printers_set(&all, &more));
    assert_true(printers_set(&all, &last)); /* one that is there can be changed */
    struct sello_writer w = sello_writer_init(text, sizeof text);
    printers_format(&all, &w);
    assert_false(w.failed);
    assert_status(printers_parse(sello_written(&w), &again, &line), SELLO_OK);
    assert_int_equal(again.n, PRINTERS_MAX);
    sello_write(&w, ZEBRA, strlen(ZEBRA));
    assert_status(printers_parse(sello_written(&w), &again, &line), SELLO_E_TEXT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(nothing_else_is_read),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(printers_are_set_found_and_forgotten),
        cmocka_unit_test(there_is_an_end_to_printers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
