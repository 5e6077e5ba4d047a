/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/world.h"

static struct world world;

static enum sello_verdict judge(const struct sello_trust *trust, struct sello_bytes text) {
    struct sello_report report;
    world_judge_text(&world, trust, text, &report);
    return report.verdict;
}

/* ---- around the digits ---- */

/* '@' in a form stands for the label's digits. */
static struct sello_bytes fill(const char *form, struct sello_bytes digits, uint8_t *buf,
                               size_t cap) {
    struct sello_writer w = sello_writer_init(buf, cap);
    for (const char *p = form; *p != '\0'; p++) {
        if (*p == '@') {
            sello_write(&w, digits.ptr, digits.len);
        } else {
            sello_write(&w, p, 1);
        }
    }
    return sello_written(&w);
}

static struct sello_bytes world_digits(uint8_t *buf, size_t cap) {
    struct sello_bytes text = world_text(&world, buf, cap);
    size_t at = world.root.fields.base_url.len + 1;
    return sello_bytes(text.ptr + at, text.len - at);
}

static void test_forms(void **state) {
    static const struct {
        const char *form;
        enum sello_verdict verdict;
    } rows[] = {
        {"@", SELLO_AUTHENTIC},
        {"#@", SELLO_AUTHENTIC},
        {"%23@", SELLO_AUTHENTIC},
        {"https://sello.example/r/#@", SELLO_AUTHENTIC},
        {"https://evil.example/#@", SELLO_OTHER_ADDRESS}, /* the record is genuine all the same */
        {"HTTPS://Sello.Example/r/#@", SELLO_AUTHENTIC},
        {"https://sello.example/R/#@", SELLO_OTHER_ADDRESS},
        {"https://sello.example/r/?s=7#@", SELLO_AUTHENTIC},
        {"https://sello.example/r/?s=8#@", SELLO_OTHER_ADDRESS},
        {"https://sello.example/r/#x#@", SELLO_AUTHENTIC},
        {"https://sello.example/r#@", SELLO_OTHER_ADDRESS},
        {"?#@", SELLO_OTHER_ADDRESS},
        {"##@", SELLO_OTHER_ADDRESS},
        {"https://sello.example/r/%23@", SELLO_AUTHENTIC},
        {"https://a/#b#@", SELLO_OTHER_ADDRESS},
        {"https://a/#b%23@", SELLO_OTHER_ADDRESS},
        {"https://a/%23b#@", SELLO_OTHER_ADDRESS},
        {"  #@\r\n", SELLO_AUTHENTIC},
        {"# @", SELLO_AUTHENTIC},
        {"\t@ ", SELLO_AUTHENTIC},
        {"x@", SELLO_AUTHENTIC},
        {"@#", SELLO_AUTHENTIC},
        {"@#1", SELLO_AUTHENTIC},
        {"#%23@", SELLO_OTHER_ADDRESS},
        {"https://sello.example/r/#%23@", SELLO_AUTHENTIC},
        {"https://sello.example/r/%2523@", SELLO_AUTHENTIC},
        {"https://sello.example/r/@", SELLO_AUTHENTIC}, /* its '#' was lost */
        {"https://evil.example/r/@", SELLO_OTHER_ADDRESS},
        {"hola @", SELLO_AUTHENTIC},
        {"17 @", SELLO_AUTHENTIC},
        /* frames and tails */
        {"\x02https://sello.example/r/#@\x03\r\n", SELLO_AUTHENTIC},
        {"]Q1https://sello.example/r/#@\x04", SELLO_AUTHENTIC},
        {"\"https://sello.example/r/#@\"", SELLO_AUTHENTIC},
        {"(https://sello.example/r/#@).", SELLO_AUTHENTIC},
        {"https://sello.example/r/#@,2026-11-29 10:03:11", SELLO_AUTHENTIC},
        {"https://sello.example/r/#@ 2026-11-29 10:03:11", SELLO_AUTHENTIC},
        {"https://sello.example/r/#@;", SELLO_AUTHENTIC},
        {"https://sello.example/r/#@/", SELLO_AUTHENTIC},
        {"https://sello.example/r/#@:~:text=1", SELLO_AUTHENTIC},
        {"https://sello.example/r/#@&fbclid=IwAR0123", SELLO_AUTHENTIC},
        {"https://sello.example/r/#@?utm_source=x", SELLO_AUTHENTIC},
        {"https://sello.example/r/#@%20%0A", SELLO_AUTHENTIC},
        {"mira: https://sello.example/r/#@", SELLO_OTHER_ADDRESS},
        /* keyboards */
        {"https\xc3\x91--sello.example-r-\xc2\xb7@", SELLO_AUTHENTIC}, /* Spain */
        {"https://sello.example/r/\xc2\xa3@", SELLO_AUTHENTIC},        /* Britain */
        {"https\xc3\xa7--sello.example-r-\xc2\xa3@", SELLO_AUTHENTIC}, /* Italy */
        {"https\xc3\x96--sello.example-r-\xc2\xa7@", SELLO_AUTHENTIC}, /* Germany */
        {"httpsM!!sello:exq;ple!r!3@", SELLO_AUTHENTIC}, /* France, digits by keypad */
        {"", SELLO_NOT_A_LABEL},
        {"#", SELLO_NOT_A_LABEL},
        {"%2", SELLO_NOT_A_LABEL},
        {"%23", SELLO_NOT_A_LABEL},
        {" ", SELLO_NOT_A_LABEL},
        {"https://sello.example/r/", SELLO_NOT_A_LABEL},
        {"https://example.org/#top", SELLO_NOT_A_LABEL},
        {"00000000000000000", SELLO_NOT_A_LABEL},
        {"7501031311309", SELLO_NOT_A_LABEL},
        {"#@x", SELLO_AUTHENTIC},
        {"#@@", SELLO_DAMAGED},
        {"#@000", SELLO_DAMAGED},
        {"#@0", SELLO_DAMAGED},
        {"#@\xd9\xa1", SELLO_AUTHENTIC},
        {"#@ 1", SELLO_AUTHENTIC},
        {"https://sello.example/r/?#@", SELLO_AUTHENTIC},
    };
    (void)state;
    world_start(&world);
    const struct sello_trust *trust = world_trust(&world);
    uint8_t digits_buf[2048], buf[8192];
    struct sello_bytes digits = world_digits(digits_buf, sizeof digits_buf);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_bytes text = fill(rows[i].form, digits, buf, sizeof buf);
        enum sello_verdict verdict = judge(trust, text);
        if (verdict != rows[i].verdict) {
            fail_msg("%s: %s", rows[i].form, sello_verdict_name(verdict));
        }
    }
    assert_int_equal(judge(trust, sello_bytes(NULL, 0)), SELLO_NOT_A_LABEL);
}

/* Each digit in another form, %c of it, or with something behind every sixth one. */
static void spread(const char *form, struct sello_bytes digits, struct sello_writer *w) {
    static const char *const french[] = {"\xc3\xa0", "&", "\xc3\xa9", "\"", "'",
                                         "(",        "-", "\xc3\xa8", "_",  "\xc3\xa7"};
    for (size_t i = 0; i < digits.len; i++) {
        const char *key = french[digits.ptr[i] - '0'];
        if (strcmp(form, "france") == 0) {
            sello_write(w, key, strlen(key));
        } else if (strcmp(form, "%3") == 0) {
            sello_write(w, form, 2);
            sello_write(w, digits.ptr + i, 1);
        } else {
            sello_write(w, digits.ptr + i, 1);
            sello_write(w, form, i % 6 == 5 ? strlen(form) : 0);
        }
    }
}

static void test_spread_digits(void **state) {
    static const struct {
        const char *form;
        enum sello_verdict verdict;
    } rows[] = {
        {" ", SELLO_AUTHENTIC},
        {"\t\r", SELLO_AUTHENTIC},
        {"%20", SELLO_AUTHENTIC},
        {"%0D%0A", SELLO_AUTHENTIC},
        {"%2520", SELLO_AUTHENTIC},
        {"=", SELLO_AUTHENTIC},            /* a mail's soft line break */
        {"\xc2\xad", SELLO_AUTHENTIC},     /* a soft hyphen */
        {"\xe2\x80\x8b", SELLO_AUTHENTIC}, /* a space of no width */
        {"%E2%80%8B", SELLO_AUTHENTIC},    /* and escaped */
        {"%3", SELLO_AUTHENTIC},           /* every digit escaped */
        {"france", SELLO_AUTHENTIC},       /* keys that need shift for a digit */
        {"-", SELLO_NOT_A_LABEL},
        {"\xc3", SELLO_NOT_A_LABEL},
    };
    (void)state;
    world_start(&world);
    const struct sello_trust *trust = world_trust(&world);
    uint8_t digits_buf[2048], buf[8192];
    struct sello_bytes digits = world_digits(digits_buf, sizeof digits_buf);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (const char *tail = " ,2026-11-29"; tail != NULL; tail = *tail != '\0' ? "" : NULL) {
            struct sello_writer w = sello_writer_init(buf, sizeof buf);
            sello_write(&w, "https://sello.example/r/#", 25);
            spread(rows[i].form, digits, &w);
            sello_write(&w, tail, strlen(tail));
            enum sello_verdict verdict = judge(trust, sello_written(&w));
            if (verdict != rows[i].verdict) {
                fail_msg("%s, tail %s: %s", rows[i].form, tail, sello_verdict_name(verdict));
            }
        }
    }
}

/* Nothing at all, also without an address. */
static void test_no_text(void **state) {
    (void)state;
    static struct sello_workspace work;
    static struct sello_report report;
    struct sello_policy policy = {NULL, 0, TEST_DAY(21), NULL};
    sello_verify_text(&policy, NULL, 0, &work, &report);
    assert_int_equal(report.verdict, SELLO_NOT_A_LABEL);
}

/* Up to 4096 bytes are looked at, and not one more. */
static void test_long_lines(void **state) {
    (void)state;
    world_start(&world);
    const struct sello_trust *trust = world_trust(&world);
    uint8_t digits_buf[2048], line[SELLO_TEXT_LINE_MAX + 1];
    struct sello_bytes digits = world_digits(digits_buf, sizeof digits_buf);
    memset(line, ' ', sizeof line);
    memcpy(line, digits.ptr, digits.len);
    assert_int_equal(judge(trust, sello_bytes(line, sizeof line - 1)), SELLO_AUTHENTIC);
    assert_int_equal(judge(trust, sello_bytes(line, sizeof line)), SELLO_NOT_A_LABEL);
    memset(line, '0', sizeof line); /* as many digits as there can be */
    memcpy(line, digits.ptr, digits.len / 17 * 17);
    assert_int_equal(judge(trust, sello_bytes(line, 4080)), SELLO_DAMAGED);
}

static void test_where_it_is_damaged(void **state) {
    (void)state;
    struct sello_report r;
    world_start(&world);
    const struct sello_trust *trust = world_trust(&world);
    uint8_t buf[2048];
    struct sello_bytes text = world_text(&world, buf, sizeof buf);
    buf[60] = 'O';
    world_judge_text(&world, trust, text, &r);
    assert_int_equal(r.verdict, SELLO_DAMAGED);
    assert_int_equal(r.cause, SELLO_E_DIGIT);
    assert_int_equal(r.error_at, 60);
    memset(buf + 25 + 34, '9', 17); /* the third group */
    world_judge_text(&world, trust, text, &r);
    assert_int_equal(r.cause, SELLO_E_DIGITS_RANGE);
    assert_int_equal(r.error_at, 25 + 34);
}

/* ---- the token's outside ---- */

#define CLAIMS "a2061a684f8780 3a00010000a2 0007 0401"

static void test_tokens(void **state) {
    static const struct {
        const char *what, *protected_hex, *payload_hex;
        enum sello_verdict verdict;
    } rows[] = {
        {"as it should be", "a2013204 48KID", CLAIMS, SELLO_AUTHENTIC},
        {"alg -8", "a2012704 48KID", CLAIMS, SELLO_AUTHENTIC},
        {"alg -7", "a2012604 48KID", CLAIMS, SELLO_NEWER_FORMAT},
        {"alg -7 and a stranger's kid", "a2012604 480102030405060708", CLAIMS, SELLO_NEWER_FORMAT},
        {"alg -7 and a text kid", "a2012604 6161", CLAIMS, SELLO_NEWER_FORMAT},
        {"alg with a name", "a2016161 04 48KID", CLAIMS, SELLO_NEWER_FORMAT},
        {"alg of bytes", "a2014161 04 48KID", CLAIMS, SELLO_DAMAGED},
        {"alg tagged", "a201c132 04 48KID", CLAIMS, SELLO_NEWER_FORMAT},
        {"alg +19", "a2011304 48KID", CLAIMS, SELLO_NEWER_FORMAT},
        {"no alg", "a104 48KID", CLAIMS, SELLO_DAMAGED},
        {"no kid", "a10132", CLAIMS, SELLO_DAMAGED},
        {"no header", "a0", CLAIMS, SELLO_DAMAGED},
        {"no header bytes", "", CLAIMS, SELLO_DAMAGED},
        {"kid of 7 bytes", "a20132044701020304050607", CLAIMS, SELLO_DAMAGED},
        {"kid of 9 bytes", "a2013204 49KID00", CLAIMS, SELLO_DAMAGED},
        {"kid as text", "a20132046161", CLAIMS, SELLO_DAMAGED},
        {"alg not shortest", "a201381204 48KID", CLAIMS, SELLO_DAMAGED},
        {"headers the other way", "a20448KID0132", CLAIMS, SELLO_DAMAGED},
        {"crit", "a301320281040448KID", CLAIMS, SELLO_NEWER_FORMAT},
        {"header 0", "a30000013204 48KID", CLAIMS, SELLO_NEWER_FORMAT},
        {"header 5", "a3013204 48KID 0540", CLAIMS, SELLO_NEWER_FORMAT},
        {"header of text", "a3013204 48KID 616100", CLAIMS, SELLO_NEWER_FORMAT},
        {"a content type", "a3013204 48KID 106161", CLAIMS, SELLO_NEWER_FORMAT},
        {"a content type by number", "a3013204 48KID 1000", CLAIMS, SELLO_NEWER_FORMAT},
        {"a tag in an unknown header", "a3013204 48KID 05c100", CLAIMS, SELLO_NEWER_FORMAT},
        {"private 14", "a2013204 48KID", "a2061a684f8780 3a00010000a2 0007 0e6161",
         SELLO_AUTHENTIC},
        {"private 63", "a2013204 48KID", "a2061a684f8780 3a00010000a2 0007 183f8101",
         SELLO_AUTHENTIC},
        {"private 64", "a2013204 48KID", "a2061a684f8780 3a00010000a2 0007 184001",
         SELLO_NEWER_FORMAT},
        {"private -1", "a2013204 48KID", "a2061a684f8780 3a00010000a2 0007 2001",
         SELLO_NEWER_FORMAT},
        {"unknown claim", "a2013204 48KID", "a3061a684f8780 0700 3a00010000a1 0007",
         SELLO_NEWER_FORMAT},
        {"tagged product", "a2013204 48KID", "a2061a684f8780 3a00010000a2 0007 01c16161",
         SELLO_NEWER_FORMAT},
        {"tagged claims", "a2013204 48KID", "c1" CLAIMS, SELLO_NEWER_FORMAT},
        {"a float", "a2013204 48KID", "a2061a684f8780 3a00010000a2 0007 0ef90000", SELLO_DAMAGED},
        {"a null", "a2013204 48KID", "a2061a684f8780 3a00010000a2 0007 0ef6", SELLO_DAMAGED},
        {"trailing claims", "a2013204 48KID", CLAIMS "00", SELLO_DAMAGED},
        {"trailing headers", "a2013204 48KID 00", CLAIMS, SELLO_DAMAGED},
        {"no claims", "a2013204 48KID", "", SELLO_DAMAGED},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_report report;
        world_start(&world);
        world_token(&world, rows[i].protected_hex, rows[i].payload_hex);
        world_judge(&world, &report);
        if (report.verdict != rows[i].verdict) {
            fail_msg("%s: %s, %s", rows[i].what, sello_verdict_name(report.verdict),
                     sello_cause_text(report.cause));
        }
    }
}

static void test_extra_is_shown(void **state) {
    (void)state;
    struct sello_report r;
    world_start(&world);
    world_token(&world, "a2013204 48KID", "a2061a684f8780 3a00010000a3 0007 0e6161 183f8101");
    world_judge(&world, &r);
    assert_int_equal(r.verdict, SELLO_AUTHENTIC);
    assert_int_equal(r.extra_len, 7);
    assert_memory_equal(r.extra, "\x0e\x61\x61\x18\x3f\x81\x01", 7);
}

/* Unknown parts say `newer-format` only where the signature is right. */
static void test_newer_but_forged(void **state) {
    (void)state;
    struct sello_report r;
    world_start(&world);
    world_token(&world, "a3013204 48KID 0540", CLAIMS);
    world.token[world.token_len - 1] ^= 1;
    world_judge(&world, &r);
    assert_int_equal(r.verdict, SELLO_FORGED);
}

/* Bytes around a genuine token's parts. */
static void test_envelopes(void **state) {
    static const struct {
        const char *what;
        size_t at, drop; /* drop bytes, then put these there */
        const char *hex;
        enum sello_verdict verdict;
    } rows[] = {
        {"as it is", 0, 0, "", SELLO_AUTHENTIC},
        {"tag 17", 0, 1, "d1", SELLO_NOT_A_LABEL},
        {"no tag", 0, 1, "", SELLO_NOT_A_LABEL},
        {"an array of three", 1, 1, "83", SELLO_NOT_A_LABEL},
        {"tag 18 not shortest", 0, 1, "d812", SELLO_NOT_A_LABEL},
        {"kept for later", 0, 2, "d86284", SELLO_NEWER_FORMAT},
        {"unprotected header", 16, 1, "a10100", SELLO_NEWER_FORMAT},
        {"unprotected header, tagged", 16, 1, "a101c100", SELLO_NEWER_FORMAT},
        {"unprotected as array", 16, 1, "80", SELLO_DAMAGED},
        {"unprotected tagged", 16, 1, "c1a0", SELLO_NEWER_FORMAT},
        {"protected as map", 2, 1, "61", SELLO_DAMAGED},
        {"protected tagged", 2, 0, "c1", SELLO_NEWER_FORMAT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_report report;
        uint8_t put[8], rest[1024];
        world_start(&world);
        world_token(&world, "a2013204 48KID", CLAIMS);
        struct sello_bytes bytes = from_hex(rows[i].hex, put, sizeof put);
        size_t from = rows[i].at + rows[i].drop, n_rest = world.token_len - from;
        memcpy(rest, world.token + from, n_rest);
        memcpy(world.token + rows[i].at, bytes.ptr, bytes.len);
        memcpy(world.token + rows[i].at + bytes.len, rest, n_rest);
        world.token_len = rows[i].at + bytes.len + n_rest;
        world_judge(&world, &report);
        if (report.verdict != rows[i].verdict) {
            fail_msg("%s: %s", rows[i].what, sello_verdict_name(report.verdict));
        }
    }
}

/* A status notice is not a label; it says what it is. */
static void test_notice(void **state) {
    (void)state;
    struct sello_report r;
    world_start(&world);
    world_trust(&world); /* writes the root's hashes */
    world.bundle.fields.status_only = true;
    struct sello_writer w = sello_writer_init(world.token, sizeof world.token);
    test_bundle_write(&world.bundle, &world.root, &w);
    world.token_len = w.len;
    world_judge(&world, &r);
    assert_int_equal(r.verdict, SELLO_NOT_A_LABEL);
    assert_true(r.notice);
}

/* ---- tokens at the limit of a reader ---- */

static void test_longest_token(void **state) {
    (void)state;
    struct sello_report r;
    for (size_t over = 0; over < 2; over++) {
        static char payload[2100];
        world_start(&world);
        /* The token's other parts take 105 bytes: private 14 fills it up to 1024. */
        size_t fill = SELLO_TOKEN_MAX - 105 + over;
        int at =
            snprintf(payload, sizeof payload, "a2061a684f8780 3a00010000a2 0007 0e59%04zx", fill);
        for (size_t i = 0; i < fill; i++) {
            at += snprintf(payload + at, sizeof payload - (size_t)at, "00");
        }
        world_token(&world, "a2013204 48KID", payload);
        assert_int_equal(world.token_len, SELLO_TOKEN_MAX + over);
        world_judge(&world, &r);
        assert_int_equal(r.verdict, over ? SELLO_DAMAGED : SELLO_AUTHENTIC);
        assert_int_equal(r.extra_len, over ? 0 : fill + 4);
    }
}

/* ---- by force ---- */

static void judge_changed(const struct sello_trust *trust, struct sello_bytes text) {
    enum sello_verdict verdict = judge(trust, text);
    if (verdict == SELLO_AUTHENTIC || verdict == SELLO_UNDECIDED) {
        fail_msg("%s: %.*s", sello_verdict_name(verdict), (int)text.len, (const char *)text.ptr);
    }
}

static void test_every_change_of_the_token(void **state) {
    (void)state;
    world_start(&world);
    const struct sello_trust *trust = world_trust(&world);
    uint8_t buf[2048], token[1024];
    struct sello_writer w = sello_writer_init(token, sizeof token);
    test_label(LABEL_KEY, &world.claims, &w);
    for (size_t bit = 0; bit < 8 * w.len; bit++) {
        memcpy(world.token, token, w.len);
        world.token[bit / 8] ^= (uint8_t)(1u << bit % 8);
        world.token_len = w.len;
        judge_changed(trust, world_text(&world, buf, sizeof buf));
    }
    for (size_t n = 1; n < w.len; n++) {
        memcpy(world.token, token, n);
        world.token_len = n;
        judge_changed(trust, world_text(&world, buf, sizeof buf));
    }
}

/* Each digit changed to each other, each beginning, each digit left out. */
static void test_every_change_of_the_digits(void **state) {
    (void)state;
    world_start(&world);
    const struct sello_trust *trust = world_trust(&world);
    uint8_t buf[2048], shorter[2048];
    struct sello_bytes digits = world_digits(buf, sizeof buf);
    uint8_t *change = (uint8_t *)(uintptr_t)digits.ptr;
    assert_int_equal(judge(trust, digits), SELLO_AUTHENTIC);
    for (size_t i = 0; i < digits.len; i++) {
        uint8_t right = change[i];
        for (uint8_t digit = '0'; digit <= '9'; digit++) {
            if (digit != right) {
                change[i] = digit;
                judge_changed(trust, digits);
            }
        }
        change[i] = right;
        judge_changed(trust, sello_bytes(digits.ptr, i));
        memcpy(shorter, digits.ptr, i);
        memcpy(shorter + i, digits.ptr + i + 1, digits.len - i - 1);
        judge_changed(trust, sello_bytes(shorter, digits.len - 1));
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_spread_digits),
        cmocka_unit_test(test_no_text),
        cmocka_unit_test(test_long_lines),
        cmocka_unit_test(test_where_it_is_damaged),
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_extra_is_shown),
        cmocka_unit_test(test_newer_but_forged),
        cmocka_unit_test(test_envelopes),
        cmocka_unit_test(test_notice),
        cmocka_unit_test(test_longest_token),
        cmocka_unit_test(test_every_change_of_the_token),
        cmocka_unit_test(test_every_change_of_the_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
