/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/builder.h"
#include "wire/log_policy.h"

#define ORIGIN "sello.example/log"

/* In a policy's text each @A to @D is that witness's key, @L the log's. */
static const char *const names[] = {"a.example/log", "b.example/log", "c.example/log",
                                    "d.example/log"};

static struct sello_note_key key_of(char letter) {
    bool log = letter == 'L';
    struct sello_note_key key = {.name = sello_bytes_of(log ? ORIGIN : names[letter - 'A']),
                                 .type = log ? SELLO_NOTE_ED25519 : SELLO_NOTE_COSIGNATURE};
    test_public_key(log ? LOG_KEY : (uint8_t)(41 + letter - 'A'), key.key);
    return key;
}

static struct sello_bytes policy_text(const char *text, uint8_t *buf, size_t cap) {
    struct sello_writer w = sello_writer_init(buf, cap);
    for (; *text != '\0'; text++) {
        if (text[0] == '@') {
            const struct sello_note_key key = key_of(*++text);
            sello_put_vkey(&w, &key);
        } else {
            sello_write(&w, text, 1);
        }
    }
    assert_false(w.failed);
    return sello_written(&w);
}

/* A note that these witnesses signed, the n-th at 1000 + n; a small letter signs wrongly. */
static struct sello_bytes signed_by(const char *letters, uint8_t *buf, size_t cap) {
    static const char text[] = ORIGIN "\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    struct sello_writer w = sello_writer_init(buf, cap);
    const struct sello_note_key log = key_of('L');
    uint8_t signature[SELLO_SIG_LEN], message[512];
    sello_write(&w, text, sizeof text - 1);
    sello_write(&w, "\n", 1);
    test_sign(LOG_KEY, sello_bytes(text, sizeof text - 1), signature);
    sello_put_note_signature(&w, &log, 0, signature);
    for (; *letters != '\0'; letters++) {
        char letter = (char)(*letters & ~0x20);
        const struct sello_note_key key = key_of(letter);
        uint64_t time = 1000 + (uint64_t)(letter - 'A');
        struct sello_writer m = sello_writer_init(message, sizeof message);
        sello_put_cosigned(&m, letter == *letters ? time : time + 1,
                           sello_bytes(text, sizeof text - 1));
        test_sign((uint8_t)(41 + letter - 'A'), sello_written(&m), signature);
        sello_put_note_signature(&w, &key, time, signature);
    }
    return sello_written(&w);
}

#define THREE "log @L\nwitness A @A\nwitness B @B https://b.example/\nwitness C @C\n"

static void test_judged(void **state) {
    static const struct {
        const char *policy, *signers;
        size_t n_signed;
        uint64_t latest;
        bool quorum;
    } rows[] = {
        {THREE "group g 2 A B C\nquorum g\n", "", 0, 0, false},
        {THREE "group g 2 A B C\nquorum g\n", "A", 1, 1000, false},
        {THREE "group g 2 A B C\nquorum g\n", "AC", 2, 1002, true},
        {THREE "group g 2 A B C\nquorum g\n", "Ac", 1, 1000, false},
        {THREE "group g 2 A B C\nquorum g\n", "AD", 1, 1000, false},
        {THREE "group g all A B C\nquorum g\n", "AB", 2, 1001, false},
        {THREE "group g any A B C\nquorum g\n", "B", 1, 1001, true},
        {THREE "quorum C\n", "AB", 2, 1001, false},
        {THREE "quorum none\n", "", 0, 0, true},
        {THREE "witness D @D\ngroup x any A B\ngroup y any C D\ngroup z all x y\nquorum z\n", "AB",
         2, 1001, false},
        {THREE "witness D @D\ngroup x any A B\ngroup y any C D\ngroup z all x y\nquorum z\n", "BD",
         2, 1003, true},
        {"# nobody\n\n \t\nquorum none\n", "A", 0, 0, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t text[4096], note_buf[4096];
        static struct sello_log_policy policy;
        struct sello_note note;
        assert_status(
            sello_log_policy_parse(policy_text(rows[i].policy, text, sizeof text), &policy, NULL),
            SELLO_OK);
        assert_status(
            sello_note_parse(signed_by(rows[i].signers, note_buf, sizeof note_buf), &note, NULL),
            SELLO_OK);
        struct sello_witnessed seen = sello_log_policy_judge(&policy, &note);
        assert_int_equal(seen.n_signed, rows[i].n_signed);
        assert_int_equal(seen.latest, rows[i].latest);
        assert_int_equal(seen.quorum, rows[i].quorum);
    }
}

static void test_refused(void **state) {
    static const struct {
        const char *policy;
        enum sello_error error;
        size_t line;
    } rows[] = {
        {"", SELLO_E_MISSING, 0},
        {THREE, SELLO_E_MISSING, 4},
        {"quorum none", SELLO_E_TRUNCATED, 1},
        {"quorum none\r\n", SELLO_E_NOTE, 1},
        {"quorum none\nquorum none\n", SELLO_E_NOTE, 2},
        {"quorum A\nwitness A @A\n", SELLO_E_NOTE, 1},
        {THREE "group g 4 A B C\nquorum g\n", SELLO_E_NOTE, 5},
        {THREE "group g 0 A B C\nquorum g\n", SELLO_E_NOTE, 5},
        {THREE "group g any\nquorum g\n", SELLO_E_NOTE, 5},
        {THREE "group g 2 A A\nquorum g\n", SELLO_E_NOTE, 5},
        {THREE "group g any A\ngroup h any A\nquorum h\n", SELLO_E_NOTE, 6},
        {THREE "group g any none\nquorum g\n", SELLO_E_NOTE, 5},
        {THREE "group A any B\nquorum A\n", SELLO_E_NOTE, 5},
        {THREE "witness E @A\nquorum none\n", SELLO_E_NOTE, 5},
        {"witness none @A\nquorum none\n", SELLO_E_NOTE, 1},
        {"witness A @L\nquorum none\n", SELLO_E_NOTE, 1},
        {"log @A\nquorum none\n", SELLO_E_NOTE, 1},
        {"log @L\nlog @L\nquorum none\n", SELLO_E_NOTE, 2},
        {"log @L url more\nquorum none\n", SELLO_E_NOTE, 1},
        {"Quorum none\n", SELLO_E_NOTE, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t text[4096];
        static struct sello_log_policy policy;
        size_t line = 0;
        struct sello_bytes bytes = guarded_copy(policy_text(rows[i].policy, text, sizeof text));
        enum sello_error error = sello_log_policy_parse(bytes, &policy, &line);
        if (error != rows[i].error || line != rows[i].line) {
            print_error("row %zu: %s at line %zu\n", i, sello_error_name(error), line);
        }
        assert_status(error, rows[i].error);
        assert_int_equal(line, rows[i].line);
        guarded_free(bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_judged),
                                       cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
