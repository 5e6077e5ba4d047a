/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <unistd.h>

#include "keys/internal.h"
#include "tests/support/child.h"

static int set_up(void **state) {
    (void)state;
    bool locked;
    assert_status(sello_keys_start(&locked), SELLO_OK);
    return 0;
}

/* A descriptor from which these bytes can be read. */
static int pipe_with(struct sello_bytes bytes) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_true(write(ends[1], bytes.ptr, bytes.len) == (ssize_t)bytes.len);
    close(ends[1]);
    return ends[0];
}

static enum sello_error read_from(struct sello_bytes bytes, struct sello_passphrase **out) {
    int fd = pipe_with(bytes);
    enum sello_error error = sello_passphrase_from_fd(fd, out);
    close(fd);
    return error;
}

static void first_lines_are_taken(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum sello_error error;
        const char *taken;
    } rows[] = {
        {"abc", SELLO_OK, "abc"},
        {"abc\n", SELLO_OK, "abc"},
        {"abc\r\n", SELLO_OK, "abc"},
        {"abc\ndef\n", SELLO_OK, "abc"},
        {"  abc  \n", SELLO_OK, "  abc  "}, /* spaces belong to it */
        {"a\rb\n", SELLO_OK, "a\rb"},
        {"\xc3\xb1", SELLO_OK, "\xc3\xb1"},
        {"n\xcc\x83", SELLO_OK, "\xc3\xb1"},                  /* NFC */
        {"\xea\x9e\x8c", SELLO_OK, "\xea\x9e\x8c"},           /* saltillo */
        {"\xe2\x84\xab", SELLO_OK, "\xc3\x85"},               /* Angstrom sign */
        {"q\xcc\x87\xcc\xa3", SELLO_OK, "q\xcc\xa3\xcc\x87"}, /* reordered */
        {"", SELLO_E_PASSPHRASE_BAD, NULL},
        {"\n", SELLO_E_PASSPHRASE_BAD, NULL},
        {"\r\n", SELLO_E_PASSPHRASE_BAD, NULL},
        {"\nabc", SELLO_E_PASSPHRASE_BAD, NULL},
        {"\xff", SELLO_E_PASSPHRASE_BAD, NULL},
        {"abc\xc3", SELLO_E_PASSPHRASE_BAD, NULL},
        {"\xed\xa0\x80", SELLO_E_PASSPHRASE_BAD, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_passphrase *p = NULL;
        assert_status(read_from(sello_bytes_of(rows[i].text), &p), rows[i].error);
        if (p != NULL) {
            assert_true(
                sello_bytes_eq(sello_bytes(p->bytes, p->len), sello_bytes_of(rows[i].taken)));
        }
        sello_passphrase_free(&p);
    }
}

static void a_nul_is_refused(void **state) {
    (void)state;
    struct sello_passphrase *p = NULL;
    assert_status(read_from(sello_bytes("ab\0c", 4), &p), SELLO_E_PASSPHRASE_BAD);
    assert_null(p);
}

static void lengths(void **state) {
    (void)state;
    static const struct {
        size_t len;
        const char *end;
        enum sello_error error;
    } rows[] = {
        {SELLO_PASSPHRASE_MAX, "", SELLO_OK},
        {SELLO_PASSPHRASE_MAX, "\n", SELLO_OK},
        {SELLO_PASSPHRASE_MAX, "\r\n", SELLO_OK},
        {SELLO_PASSPHRASE_MAX + 1, "", SELLO_E_PASSPHRASE_BAD},
        {SELLO_PASSPHRASE_MAX + 1, "\n", SELLO_E_PASSPHRASE_BAD},
        {SELLO_PASSPHRASE_MAX + 1, "\r\n", SELLO_E_PASSPHRASE_BAD},
        {SELLO_PASSPHRASE_MAX + 2, "\n", SELLO_E_PASSPHRASE_BAD},
        {SELLO_PASSPHRASE_MAX + 3, "\n", SELLO_E_PASSPHRASE_BAD},
        {60000, "\n", SELLO_E_PASSPHRASE_BAD},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static char text[60010];
        struct sello_passphrase *p = NULL;
        memset(text, 'a', rows[i].len);
        memcpy(text + rows[i].len, rows[i].end, strlen(rows[i].end) + 1);
        assert_status(read_from(sello_bytes_of(text), &p), rows[i].error);
        sello_passphrase_free(&p);
    }
}

/* U+1D160 grows from 4 bytes to 12 by NFC: the most there is. */
static void normalising_may_grow(void **state) {
    (void)state;
    char text[SELLO_PASSPHRASE_MAX];
    struct sello_passphrase *p = NULL;
    for (size_t i = 0; i < sizeof text; i += 4) {
        memcpy(text + i, "\xf0\x9d\x85\xa0", 4);
    }
    assert_status(read_from(sello_bytes(text, sizeof text), &p), SELLO_OK);
    assert_int_equal(p->len, SELLO_NORMALISED_MAX);
    sello_passphrase_free(&p);
}

static void what_follows_is_left(void **state) {
    (void)state;
    struct sello_passphrase *p = NULL;
    char rest[8] = "";
    int fd = pipe_with(sello_bytes_of("first\nsecond"));
    assert_status(sello_passphrase_from_fd(fd, &p), SELLO_OK);
    assert_int_equal(read(fd, rest, sizeof rest - 1), 6);
    assert_string_equal(rest, "second");
    close(fd);
    sello_passphrase_free(&p);
}

static void what_cannot_be_read_is_told(void **state) {
    (void)state;
    struct sello_passphrase *p = NULL;
    assert_status(sello_passphrase_from_fd(-1, &p), SELLO_E_SYSTEM);
    assert_int_equal(errno, EBADF);
    assert_status(sello_passphrase_from_file("no-such-file", &p), SELLO_E_SYSTEM);
    assert_int_equal(errno, ENOENT);
    assert_status(sello_passphrase_from_file(".", &p), SELLO_E_SYSTEM);
    assert_int_equal(errno, EISDIR);
    assert_status(sello_passphrase_from_file("/dev/null", &p), SELLO_E_PASSPHRASE_BAD);
    assert_null(p);
}

static void both_spellings_open_a_key(void **state) {
    (void)state;
    struct sello_passphrase *composed = NULL, *decomposed = NULL;
    struct sello_key *key = NULL, *back = NULL;
    uint8_t buf[SELLO_KEYFILE_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    assert_status(read_from(sello_bytes_of("ma\xc3\xb1"
                                           "ana\n"),
                            &composed),
                  SELLO_OK);
    assert_status(read_from(sello_bytes_of("man\xcc\x83"
                                           "ana\r\n"),
                            &decomposed),
                  SELLO_OK);
    assert_status(sello_key_new(SELLO_ROLE_MEMBER, &key), SELLO_OK);
    assert_status(sello_keyfile_seal(key, composed, &w), SELLO_OK);
    assert_status(sello_keyfile_unseal(sello_written(&w), decomposed, &back), SELLO_OK);
    sello_key_free(&key);
    sello_key_free(&back);
    sello_passphrase_free(&composed);
    sello_passphrase_free(&decomposed);
}

static void new_ones_are_judged(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum sello_error error;
    } rows[] = {
        {"x", SELLO_E_PASSPHRASE_WEAK},
        {"123456789", SELLO_E_PASSPHRASE_WEAK},
        {"1234567890", SELLO_OK},
        {"\xc3\xb1\xc3\xb1\xc3\xb1\xc3\xb1\xc3\xb1", SELLO_E_PASSPHRASE_WEAK},      /* 10 bytes */
        {"n\xcc\x83n\xcc\x83n\xcc\x83n\xcc\x83n\xcc\x83", SELLO_E_PASSPHRASE_WEAK}, /* 5 by NFC */
        {"sol y mar", SELLO_E_PASSPHRASE_WEAK},
        {"a  b  c", SELLO_E_PASSPHRASE_WEAK}, /* spaces make no words */
        {"ir a mi", SELLO_E_PASSPHRASE_WEAK},
        {"si no va ya", SELLO_OK},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_passphrase *p = NULL;
        assert_status(read_from(sello_bytes_of(rows[i].text), &p), SELLO_OK);
        assert_status(sello_passphrase_judge(p), rows[i].error);
        sello_passphrase_free(&p);
    }
}

static void those_by_chance_are_good_and_differ(void **state) {
    (void)state;
    struct sello_passphrase *a = NULL, *b = NULL;
    for (int i = 0; i < 100; i++) {
        assert_status(sello_passphrase_make(&a), SELLO_OK);
        assert_status(sello_passphrase_make(&b), SELLO_OK);
        assert_status(sello_passphrase_judge(a), SELLO_OK);
        assert_false(sello_bytes_eq(sello_bytes(a->bytes, a->len), sello_bytes(b->bytes, b->len)));
        size_t n_spaces = 0;
        for (size_t j = 0; j < a->len; j++) {
            n_spaces += a->bytes[j] == ' ';
            assert_true(a->bytes[j] == ' ' || (a->bytes[j] >= 'a' && a->bytes[j] <= 'z'));
        }
        assert_int_equal(n_spaces, 5);
        sello_passphrase_free(&a);
        sello_passphrase_free(&b);
    }
}

/* ---- the terminal ---- */

static int ask_once(void *data) {
    (void)data;
    struct sello_passphrase *p = NULL;
    enum sello_error error = sello_passphrase_ask("Passphrase: ", NULL, &p);
    if (error == SELLO_OK) {
        printf("got %zu\n", p->len);
    }
    sello_passphrase_free(&p);
    return (int)error;
}

static int ask_twice(void *data) {
    (void)data;
    struct sello_passphrase *p = NULL;
    enum sello_error error = sello_passphrase_ask("Passphrase: ", "Again: ", &p);
    sello_passphrase_free(&p);
    return (int)error;
}

static int ask_new(void *data) {
    (void)data;
    static const struct sello_passphrase_words words = {
        .offer = "Chosen by chance:", .prompt = "New: ", .again = "Again: ", .weak = "Too easy."};
    struct sello_passphrase *p = NULL;
    enum sello_error error = sello_passphrase_ask_new(&words, &p);
    if (error == SELLO_OK) {
        printf("got %zu\n", p->len);
    }
    sello_passphrase_free(&p);
    return (int)error;
}

static void a_weak_one_is_asked_for_anew(void **state) {
    (void)state;
    struct child_outcome got;
    bool echo = false;
    static const struct child_step steps[] = {
        {"New: ", "corta\n"}, {"New: ", "una frase larga\n"}, {"Again: ", "una frase larga\n"}};
    child_run_on_terminal(ask_new, NULL, steps, 3, &got, &echo);
    assert_int_equal(got.status, SELLO_OK);
    assert_true(echo);
    assert_non_null(strstr(got.out, "Too easy."));
    assert_non_null(strstr(got.out, "got 15"));
    assert_null(strstr(got.out, "larga"));
    /* six words stand between the offer and the first question */
    const char *offer = strstr(got.out, "Chosen by chance:"), *end = strstr(got.out, "New: ");
    size_t n_spaces = 0;
    for (const char *c = strstr(offer, "    ") + 4; c < end; c++) {
        n_spaces += *c == ' ';
    }
    assert_int_equal(n_spaces, 5);
}

static void a_terminal_is_asked(void **state) {
    (void)state;
    static const struct {
        const char *typed;
        int status;
    } rows[] = {
        {"secret\n", SELLO_OK},
        {"se\xc3\xb1or\n", SELLO_OK},
        {"\n", SELLO_E_PASSPHRASE_BAD},
        {"\x04", SELLO_E_PASSPHRASE_NONE}, /* end of input */
        {"sec\x03", SELLO_E_INTERRUPTED},  /* Ctrl-C */
        {"sec\x1c", -SIGQUIT},             /* Ctrl-\ ends the program */
        {"wrong\x15"
         "right\n",
         SELLO_OK}, /* Ctrl-U starts the line anew */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct child_outcome got;
        bool echo = false;
        const struct child_step step = {"Passphrase: ", rows[i].typed};
        child_run_on_terminal(ask_once, NULL, &step, 1, &got, &echo);
        assert_int_equal(got.status, rows[i].status);
        assert_true(echo);
        assert_non_null(strstr(got.out, "Passphrase: "));
        assert_null(strstr(got.out, "sec"));
        assert_null(strstr(got.out, "right"));
    }
}

static void a_new_passphrase_is_asked_twice(void **state) {
    (void)state;
    static const struct {
        const char *first, *second;
        int status;
    } rows[] = {
        {"secret\n", "secret\n", SELLO_OK},
        {"man\xcc\x83"
         "ana\n",
         "ma\xc3\xb1"
         "ana\n",
         SELLO_OK},
        {"secret\n", "secreto\n", SELLO_E_PASSPHRASE_MISMATCH},
        {"secret\n", "\n", SELLO_E_PASSPHRASE_BAD},
        {"secret\n", "\x03", SELLO_E_INTERRUPTED},
        {"secret\nsecret\n", "other\n", SELLO_E_PASSPHRASE_MISMATCH}, /* typed ahead: dropped */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct child_outcome got;
        bool echo = false;
        const struct child_step steps[] = {{"Passphrase: ", rows[i].first},
                                           {"Again: ", rows[i].second}};
        child_run_on_terminal(ask_twice, NULL, steps, 2, &got, &echo);
        assert_int_equal(got.status, rows[i].status);
        assert_true(echo);
        assert_null(strstr(got.out, "sec"));
    }
}

/* A process without a shell is not stopped by Ctrl-Z: it goes on as after a stop. */
static void after_a_stop_it_asks_anew(void **state) {
    (void)state;
    struct child_outcome got;
    bool echo = false;
    const struct child_step steps[] = {{"Passphrase: ", "sec\x1a"}, {"Passphrase: ", "four\n"}};
    child_run_on_terminal(ask_once, NULL, steps, 2, &got, &echo);
    assert_int_equal(got.status, SELLO_OK);
    assert_non_null(strstr(got.out, "got 4"));
    assert_true(echo);
}

static int without_terminal(void *data) {
    (void)data;
    setsid();
    struct sello_passphrase *p = NULL;
    return (int)sello_passphrase_ask("Passphrase: ", NULL, &p);
}

static void without_a_terminal_nothing_is_asked(void **state) {
    (void)state;
    struct child_outcome got;
    child_run(without_terminal, NULL, &got);
    assert_int_equal(got.status, SELLO_E_PASSPHRASE_NONE);
    assert_string_equal(got.out, "");
    assert_string_equal(got.err, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_lines_are_taken),
        cmocka_unit_test(a_nul_is_refused),
        cmocka_unit_test(lengths),
        cmocka_unit_test(normalising_may_grow),
        cmocka_unit_test(what_follows_is_left),
        cmocka_unit_test(what_cannot_be_read_is_told),
        cmocka_unit_test(both_spellings_open_a_key),
        cmocka_unit_test(new_ones_are_judged),
        cmocka_unit_test(those_by_chance_are_good_and_differ),
        cmocka_unit_test(a_weak_one_is_asked_for_anew),
        cmocka_unit_test(a_terminal_is_asked),
        cmocka_unit_test(a_new_passphrase_is_asked_twice),
        cmocka_unit_test(after_a_stop_it_asks_anew),
        cmocka_unit_test(without_a_terminal_nothing_is_asked),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
