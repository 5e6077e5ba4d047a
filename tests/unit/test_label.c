/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "tests/support/builder.h"
#include "wire/label.h"

/* ---- reading claims ---- */

enum outcome { REFUSED, KNOWN, UNKNOWN, EXTRA };

/* Rows give the whole claims, or with LABEL(...) the map of claim -65537 alone. */
#define LABEL(map) "a206 01 3a00010000" map
#define HASH "000102030405060708090a0b0c0d0e0f"

static const struct {
    const char *what, *hex;
    enum sello_error error;
    enum outcome outcome; /* of what is not refused */
} rows[] = {
    {"least", LABEL("a10001"), SELLO_OK, KNOWN},
    {"expiry", "a30402 0601 3a00010000a10001", SELLO_OK, KNOWN},
    {"no claims", "a0", SELLO_E_MISSING, REFUSED},
    {"no date", "a13a00010000a10001", SELLO_E_MISSING, REFUSED},
    {"no label", "a10601", SELLO_E_MISSING, REFUSED},
    {"no serial", LABEL("a0"), SELLO_E_MISSING, REFUSED},
    {"serial 0", LABEL("a10000"), SELLO_E_RANGE, REFUSED},
    {"serial as text", LABEL("a1006131"), SELLO_E_TYPE, REFUSED},
    {"serial negative", LABEL("a10020"), SELLO_E_TYPE, REFUSED},
    {"serial 2^53", LABEL("a1001b0020000000000000"), SELLO_E_CBOR, REFUSED},
    {"date as text", "a206613a 3a00010000a10001", SELLO_E_TYPE, REFUSED},
    {"date negative", "a20620 3a00010000a10001", SELLO_E_TYPE, REFUSED},
    {"expiry as bytes", "a30440 0601 3a00010000a10001", SELLO_E_TYPE, REFUSED},
    {"label as array", "a20601 3a000100008101", SELLO_E_TYPE, REFUSED},
    {"claims as array", "820601", SELLO_E_TYPE, REFUSED},
    {"claims as number", "00", SELLO_E_TYPE, REFUSED},
    {"trailing byte", LABEL("a10001") "00", SELLO_E_TRAILING, REFUSED},
    {"keys the other way", "a23a00010000a10001 0601", SELLO_E_CBOR_ORDER, REFUSED},
    {"a claim twice", "a306010602 3a00010000a10001", SELLO_E_CBOR_ORDER, REFUSED},
    {"product", LABEL("a200010161 61"), SELLO_OK, KNOWN},
    {"product as number", LABEL("a200010101"), SELLO_E_TYPE, REFUSED},
    {"product as bytes", LABEL("a20001014161"), SELLO_E_TYPE, REFUSED},
    {"product empty", LABEL("a200010160"), SELLO_E_TEXT, REFUSED},
    {"product with a tab", LABEL("a20001016109"), SELLO_E_TEXT, REFUSED},
    {"product with an override", LABEL("a200010163e280ae"), SELLO_E_TEXT, REFUSED},
    {"product not UTF-8", LABEL("a200010161ff"), SELLO_E_UTF8, REFUSED},
    {"scheme 0", LABEL("a200010400"), SELLO_OK, KNOWN},
    {"scheme 65535", LABEL("a2000104 19ffff"), SELLO_OK, KNOWN},
    {"scheme 65536", LABEL("a2000104 1a00010000"), SELLO_E_RANGE, REFUSED},
    {"scheme as text", LABEL("a200010461 31"), SELLO_E_TYPE, REFUSED},
    {"certificate", LABEL("a20001060c"), SELLO_OK, KNOWN},
    {"certificate as text", LABEL("a200010662 4331"), SELLO_E_TYPE, REFUSED},
    {"made", LABEL("a2000108194e20"), SELLO_OK, KNOWN},
    {"made negative", LABEL("a200010820"), SELLO_E_TYPE, REFUSED},
    {"gtin of 14 digits", LABEL("a2000109 1b00005af3107a3fff"), SELLO_OK, KNOWN},
    {"gtin of 15 digits", LABEL("a2000109 1b00005af3107a4000"), SELLO_E_RANGE, REFUSED},
    {"language", LABEL("a200010b626573"), SELLO_OK, KNOWN},
    {"photo", LABEL("a200010c50" HASH), SELLO_OK, KNOWN},
    {"photo of 15 bytes", LABEL("a200010c4f 000102030405060708090a0b0c0d0e"), SELLO_E_RANGE,
     REFUSED},
    {"photo of 17 bytes", LABEL("a200010c51" HASH "10"), SELLO_E_RANGE, REFUSED},
    {"photo empty", LABEL("a200010c40"), SELLO_E_RANGE, REFUSED},
    {"photo as text", LABEL("a200010c70 61616161616161616161616161616161"), SELLO_E_TYPE, REFUSED},
    {"photo as number", LABEL("a200010c01"), SELLO_E_TYPE, REFUSED},
    {"photo, tagged", LABEL("a200010cc150" HASH), SELLO_OK, UNKNOWN},
    {"private 14", LABEL("a200010e01"), SELLO_OK, EXTRA},
    {"private 14, a text", LABEL("a200010e6161"), SELLO_OK, EXTRA},
    {"private 14, an array", LABEL("a200010e820102"), SELLO_OK, EXTRA},
    {"private 14 and 63", LABEL("a300010e01183f01"), SELLO_OK, EXTRA},
    {"private 14 in 14", LABEL("a200010ea1 0e8101"), SELLO_OK, EXTRA},
    {"private 14, too deep", LABEL("a200010e81 818180"), SELLO_E_CBOR_DEPTH, REFUSED},
    {"private 14, tagged", LABEL("a200010ec101"), SELLO_OK, UNKNOWN},
    {"private 64", LABEL("a20001184001"), SELLO_OK, UNKNOWN},
    {"private -1", LABEL("a200012001"), SELLO_OK, UNKNOWN},
    {"private text key", LABEL("a200016161 01"), SELLO_OK, UNKNOWN},
    {"private array key", LABEL("a20001810101"), SELLO_OK, UNKNOWN},
    {"private bool key", LABEL("a20001f501"), SELLO_OK, UNKNOWN},
    {"private tagged key", LABEL("a20001c10101"), SELLO_OK, UNKNOWN},
    {"tagged product", LABEL("a2000101c16161"), SELLO_OK, UNKNOWN},
    {"tagged serial", LABEL("a100c101"), SELLO_OK, UNKNOWN},
    {"tagged label", "a20601 3a00010000c1a10001", SELLO_OK, UNKNOWN},
    {"tagged date", "a206c101 3a00010000a10001", SELLO_OK, UNKNOWN},
    {"tagged claims", "c1a10001", SELLO_OK, UNKNOWN},
    {"unknown claim 1", "a301616106013a00010000a10001", SELLO_OK, UNKNOWN},
    {"unknown claim 7", "a3060107013a00010000a10001", SELLO_OK, UNKNOWN},
    {"unknown claim -1", "a3060120013a00010000a10001", SELLO_OK, UNKNOWN},
    {"unknown claim -65538", "a306013a00010000a100013a0001000100", SELLO_OK, UNKNOWN},
    {"unknown text claim", "a306013a00010000a10001616100", SELLO_OK, UNKNOWN},
};

static void test_claims_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t buf[128];
        struct sello_claims claims;
        memset(&claims, 0x55, sizeof claims);
        struct sello_bytes payload = guarded_copy(from_hex(rows[i].hex, buf, sizeof buf));
        enum sello_error error = sello_claims_parse(payload, &claims);
        enum outcome outcome = error != SELLO_OK     ? REFUSED
                               : claims.unknown      ? UNKNOWN
                               : claims.n_extra != 0 ? EXTRA
                                                     : KNOWN;
        if (error != rows[i].error || outcome != rows[i].outcome) {
            fail_msg("%s: %s, outcome %d", rows[i].what, sello_error_name(error), outcome);
        }
        guarded_free(payload);
    }
}

/* ---- limits ---- */

static struct sello_bytes letters(size_t n) {
    static uint8_t text[128];
    memset(text, 'x', sizeof text);
    return sello_bytes(text, n);
}

static enum sello_error write_and_parse(const struct sello_claims *claims, uint8_t *buf, size_t cap,
                                        struct sello_claims *out) {
    struct sello_writer w = sello_writer_init(buf, cap);
    sello_put_claims(&w, claims);
    return sello_claims_parse(sello_written(&w), out);
}

#define MEMBER_TEXT(member) offsetof(struct sello_claims, member), 0
#define MEMBER_NUMBER(member) 0, offsetof(struct sello_claims, member)
#define MEMBER_HASH MEMBER_TEXT
#define OVER_TEXT SELLO_E_TEXT
#define OVER_NUMBER SELLO_E_RANGE
#define OVER_HASH SELLO_E_RANGE
#define MEMBER(name, key, member, type, limit, ...)                                                \
    {key, MEMBER_##type(member), limit, OVER_##type},

/* The rows of the list; one of text and number is not 0, which is where `expires` lies. */
static const struct claim_row {
    uint64_t key;
    size_t text, number;
    uint64_t limit;
    enum sello_error over; /* beyond the limit */
} claim_rows[] = {SELLO_CLAIM_LIST(MEMBER)};

enum { N_CLAIMS = sizeof claim_rows / sizeof *claim_rows };

static struct sello_bytes *text_of(struct sello_claims *c, const struct claim_row *row) {
    return (struct sello_bytes *)(void *)((char *)c + row->text);
}

static struct sello_number *number_of(struct sello_claims *c, const struct claim_row *row) {
    return (struct sello_number *)(void *)((char *)c + row->number);
}

static void put_claim(struct sello_claims *c, const struct claim_row *row, uint64_t size) {
    if (row->text != 0) {
        *text_of(c, row) = letters(size);
    } else {
        *number_of(c, row) = (struct sello_number){true, size};
    }
}

static void test_claim_keys(void **state) {
    (void)state;
    assert_int_equal(claim_rows[0].key, 1);
    for (size_t i = 1; i < N_CLAIMS; i++) {
        assert_true(claim_rows[i].key > claim_rows[i - 1].key && claim_rows[i].key <= 63);
    }
}

/* Each claim alone: what is written of it is read again, up to its limit and no further. */
static void test_claim_limits(void **state) {
    (void)state;
    for (size_t i = 0; i < N_CLAIMS; i++) {
        const struct claim_row *row = &claim_rows[i];
        uint8_t buf[1024];
        struct sello_claims claims = {.issued = 1, .serial = 1}, out;
        put_claim(&claims, row, row->limit);
        assert_status(write_and_parse(&claims, buf, sizeof buf, &out), SELLO_OK);
        assert_false(out.unknown || out.n_extra > 0);
        if (row->text != 0) {
            assert_true(sello_bytes_eq(*text_of(&out, row), letters(row->limit)));
        } else {
            assert_true(number_of(&out, row)->present);
            assert_int_equal(number_of(&out, row)->value, row->limit);
        }
        put_claim(&claims, row, row->limit + 1);
        assert_status(write_and_parse(&claims, buf, sizeof buf, &out),
                      row->limit == SELLO_INT_MAX ? SELLO_E_CBOR : row->over);
    }
}

enum { OF_RECORDS = 11 }; /* claims that every label has room for end with this key */

static struct sello_claims greatest_claims(void) {
    struct sello_claims c = {.issued = SELLO_INT_MAX,
                             .serial = SELLO_INT_MAX,
                             .expires = {true, SELLO_INT_MAX},
                             .scheme = {true, SELLO_SCHEME_MAX},
                             .certificate = {true, UINT32_MAX},
                             .made = {true, SELLO_INT_MAX},
                             .gtin = {true, SELLO_GTIN_MAX}};
    for (size_t i = 0; i < N_CLAIMS; i++) {
        if (claim_rows[i].text != 0 && claim_rows[i].key <= OF_RECORDS) {
            put_claim(&c, &claim_rows[i], claim_rows[i].limit);
        }
    }
    return c;
}

/* Every field at its limit: with the widest integers, and a certificate number of 32 bits, the
 * token stays within what issuers may write. Only a wider certificate number would not. */
static void test_greatest_record(void **state) {
    (void)state;
    struct sello_claims claims = greatest_claims(), out;
    uint8_t buf[1024];
    assert_int_equal(sello_token_len(&claims, false), 537);
    assert_int_equal(sello_token_len(&claims, true), 537);
    assert_true(sello_token_len(&claims, true) <= SELLO_TOKEN_ISSUE_MAX);
    assert_status(write_and_parse(&claims, buf, sizeof buf, &out), SELLO_OK);
    claims.certificate.value = SELLO_INT_MAX;
    assert_int_equal(sello_token_len(&claims, true), 541);
}

/* Judged before anything is issued, a record is as long as it can become. */
static void test_widest_integers(void **state) {
    (void)state;
    struct sello_claims narrow = {.issued = 1, .serial = 1, .product = sello_bytes_of("x")};
    struct sello_claims wide = narrow;
    wide.issued = wide.serial = SELLO_INT_MAX;
    wide.expires = wide.made = (struct sello_number){true, SELLO_INT_MAX};
    assert_int_equal(sello_token_len(&narrow, true), sello_token_len(&wide, false));
    assert_true(sello_token_len(&narrow, false) < sello_token_len(&narrow, true));
}

/* Where a claim between two unknown ones became known, it is no extra any more. */
static void test_extra_around_a_known_claim(void **state) {
    (void)state;
    uint8_t in_buf[32], wanted_buf[32], out[32];
    struct sello_claims claims = {0};
    claims.extra = from_hex("0a6161 0d01 181e8101", in_buf, sizeof in_buf);
    struct sello_bytes wanted = from_hex("0d01 181e8101", wanted_buf, sizeof wanted_buf);
    struct sello_writer w = sello_writer_init(out, sizeof out);
    sello_put_extra(&w, &claims);
    assert_true(!w.failed && sello_bytes_eq(sello_written(&w), wanted));
}

/* ---- writing ---- */

static void test_round_trip(void **state) {
    (void)state;
    struct sello_claims in = greatest_claims(), out;
    uint8_t buf[1024], again_buf[1024];
    assert_status(write_and_parse(&in, buf, sizeof buf, &out), SELLO_OK);
    struct sello_writer again = sello_writer_init(again_buf, sizeof again_buf);
    sello_put_claims(&again, &out);
    assert_memory_equal(again_buf, buf, again.len);
    assert_int_equal(out.serial, SELLO_INT_MAX);
    assert_int_equal(out.gtin.value, SELLO_GTIN_MAX);
    assert_int_equal(out.certificate.value, UINT32_MAX);
}

static void test_written_token(void **state) {
    (void)state;
    uint8_t buf[1024], kid[SELLO_KID_LEN], scratch[SELLO_TOKEN_SCRATCH], key[32];
    struct sello_claims claims = test_claims();
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    struct sello_sign1 sign1;
    test_label(LABEL_KEY, &claims, &w);
    assert_int_equal(w.len, sello_token_len(&claims, false));
    assert_status(sello_sign1_parse(sello_written(&w), SELLO_DEPTH_LABEL, &sign1), SELLO_OK);
    test_kid(LABEL_KEY, kid);
    assert_memory_equal(sign1.header.kid, kid, sizeof kid);
    test_public_key(LABEL_KEY, key);
    assert_true(sello_sign1_scratch(&sign1) <= sizeof scratch);
    assert_true(sello_sign1_check(&sign1, key, scratch, sello_sign1_scratch(&sign1)));
    assert_false(sello_sign1_check(&sign1, key, scratch, sello_sign1_scratch(&sign1) - 1));
    test_public_key(LABEL_KEY_2, key);
    assert_false(sello_sign1_check(&sign1, key, scratch, sizeof scratch));
}

static void test_kid_of_the_format(void **state) {
    (void)state;
    uint8_t key_buf[32], kid[SELLO_KID_LEN], wanted_buf[SELLO_KID_LEN];
    struct sello_bytes key =
        from_hex("8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", key_buf, 32);
    struct sello_bytes wanted = from_hex("dd2fb4e18b5e1ce3", wanted_buf, sizeof wanted_buf);
    sello_kid(key.ptr, kid);
    assert_memory_equal(kid, wanted.ptr, sizeof kid);
}

/* ---- what a batch commits to ---- */

static void test_without_serial(void **state) {
    static const struct {
        const char *what, *in, *out;
        enum sello_error error;
    } cases[] = {
        {"serial alone", LABEL("a10001"), LABEL("a0"), SELLO_OK},
        {"a wide serial", LABEL("a1001b001fffffffffffff"), LABEL("a0"), SELLO_OK},
        {"a product", LABEL("a200010161 61"), LABEL("a1016161"), SELLO_OK},
        {"expiry stays", "a304020601 3a00010000a10001", "a304020601 3a00010000a0", SELLO_OK},
        {"extra stays", LABEL("a200010e820102"), LABEL("a10e820102"), SELLO_OK},
        {"claims on both sides", "a40601 2001 3a00010000a10001 616100",
         "a40601 2001 3a00010000a0 616100", SELLO_OK},
        {"no serial", LABEL("a1016161"), NULL, SELLO_E_MISSING},
        {"no label", "a10601", NULL, SELLO_E_MISSING},
        {"a tagged serial", LABEL("a100c101"), NULL, SELLO_E_TYPE},
        {"a map of 24",
         LABEL("b818"
               "0001 0c00 0d00 0e00 0f00 1000 1100 1200 1300 1400 1500 1600 1700 "
               "181800 181900 181a00 181b00 181c00 181d00 181e00 181f00 182000 "
               "182100 182200"),
         LABEL("b7"
               "0c00 0d00 0e00 0f00 1000 1100 1200 1300 1400 1500 1600 1700 "
               "181800 181900 181a00 181b00 181c00 181d00 181e00 181f00 182000 "
               "182100 182200"),
         SELLO_OK},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t in_buf[128], wanted_buf[128], out_buf[128];
        struct sello_bytes in = guarded_copy(from_hex(cases[i].in, in_buf, sizeof in_buf));
        struct sello_writer w = sello_writer_init(out_buf, sizeof out_buf);
        assert_status(sello_claims_without_serial(in, &w), cases[i].error);
        if (cases[i].out != NULL) {
            struct sello_bytes wanted = from_hex(cases[i].out, wanted_buf, sizeof wanted_buf);
            if (!sello_bytes_eq(sello_written(&w), wanted)) {
                fail_msg("%s", cases[i].what);
            }
        }
        guarded_free(in);
    }
}

/* The issuer commits to claims written with serial 0; the reader to those it read. */
static void test_commitments_agree(void **state) {
    (void)state;
    struct sello_claims claims = test_claims(), batch = claims;
    uint8_t a_buf[512], b_buf[512], read_buf[512];
    struct sello_writer a = sello_writer_init(a_buf, sizeof a_buf);
    struct sello_writer b = sello_writer_init(b_buf, sizeof b_buf);
    struct sello_writer read = sello_writer_init(read_buf, sizeof read_buf);
    batch.serial = 0;
    sello_put_claims(&a, &batch);
    sello_put_claims(&read, &claims);
    assert_status(sello_claims_without_serial(sello_written(&read), &b), SELLO_OK);
    assert_true(sello_bytes_eq(sello_written(&a), sello_written(&b)));
    struct sello_writer tight = sello_writer_init(b_buf, b.len - 1);
    assert_status(sello_claims_without_serial(sello_written(&read), &tight), SELLO_E_NO_ROOM);
}

/* ---- dates and addresses ---- */

static void test_expiry_days(void **state) {
    (void)state;
    assert_int_equal(sello_expiry_of_day(0), 86400 + 43200);
    for (uint64_t day = 0; day < 100000; day += 777) {
        assert_int_equal(sello_day_of_expiry(sello_expiry_of_day(day)), (int64_t)day);
        assert_int_equal(sello_day_of_expiry(sello_expiry_of_day(day) + 86399), (int64_t)day);
        assert_int_equal(sello_day_of_expiry(sello_expiry_of_day(day) - 1), (int64_t)day - 1);
    }
    assert_int_equal(sello_day_of_expiry(0), -2);
    assert_true(sello_day_of_expiry(SELLO_INT_MAX) > 0);
}

static void test_base_urls(void **state) {
    static const struct {
        const char *url;
        bool ok;
    } cases[] = {
        {"https://a/", true},
        {"https://sello.example/", true},
        {"https://sello.example/r/", true},
        {"https://sello.example:8443/r/", true},
        {"https://sello.example/%C3%B1/", false}, /* capital letters cost phones the link */
        {"https://sello.example/%c3%b1/", true},
        {"https://sello.example/r", false},
        {"https://sello.example", false},
        {"http://sello.example/", false},
        {"HTTPS://sello.example/", false},
        {"https://Sello.example/", false},
        {"https://sello.example/R/", false},
        {"https:///", false},
        {"https://", false},
        {"", false},
        {"https://user@sello.example/", false},
        {"https://user:word@sello.example/", false},
        {"https://sello.example/?a/", false},
        {"https://sello.example/#/", false},
        {"https://sello.example/a b/", false},
        {"https://se llo.example/", false},
        {"https://sello.example\\@evil/", false},
        {"https://-sello.example/", false},
        {"https://sello.example./", false},
        {"https://ma\xc3\xb1"
         "ana.example/",
         false},
        {"javascript://sello.example/", false},
        {"https://sello.example/\n/", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sello_bytes url = guarded_copy(sello_bytes_of(cases[i].url));
        if (sello_base_url_ok(url) != cases[i].ok) {
            fail_msg("%s", cases[i].url);
        }
        guarded_free(url);
    }
    char longest[62];
    memset(longest, 'a', sizeof longest);
    memcpy(longest, "https://a/", 10);
    longest[59] = longest[60] = '/';
    assert_true(sello_base_url_ok(sello_bytes(longest, 60)));
    assert_false(sello_base_url_ok(sello_bytes(longest, 61)));
    assert_false(sello_base_url_ok(sello_bytes("https://a/\0/", 12)));
}

static void test_label_text(void **state) {
    (void)state;
    char out[64];
    struct sello_writer w = sello_writer_init(out, sizeof out);
    sello_put_label_text(&w, sello_bytes_of("https://a/"), sello_bytes("\x61\x62\xff", 3));
    assert_true(sello_bytes_eq(sello_written(&w), sello_bytes_of("https://a/#16736865")));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_claims_rows),       cmocka_unit_test(test_claim_keys),
        cmocka_unit_test(test_claim_limits),      cmocka_unit_test(test_extra_around_a_known_claim),
        cmocka_unit_test(test_greatest_record),   cmocka_unit_test(test_widest_integers),
        cmocka_unit_test(test_round_trip),        cmocka_unit_test(test_written_token),
        cmocka_unit_test(test_kid_of_the_format), cmocka_unit_test(test_without_serial),
        cmocka_unit_test(test_commitments_agree), cmocka_unit_test(test_expiry_days),
        cmocka_unit_test(test_base_urls),         cmocka_unit_test(test_label_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
