/* SPDX-License-Identifier: Apache-2.0 */
/* What other systems call things, and what they check: addresses, did:web, status lists, JWTs, and
 * the hash ids of events. Foreign software asks the whole of it in tests/e2e/interop.bats. */
#include <stdlib.h>
#include <zlib.h>

#include "base/json.h"
#include "registry/interop/did.h"
#include "registry/interop/epcis.h"
#include "registry/interop/jwt.h"
#include "registry/interop/status_list.h"
#include "tests/support/sello_test.h"

#define BASE "https://sello.example/v/"

static void test_addresses(void **state) {
    (void)state;
    static const struct {
        const char *base;
        struct sello_number gtin;
        uint64_t serial;
        const char *label;
    } rows[] = {
        {BASE, {false, 0}, 7, BASE "?s=7"},
        {BASE, {false, 7501000000012}, 7, BASE "?s=7"},
        {"https://sello.example", {false, 0}, 1, "https://sello.example?s=1"},
        {BASE, {true, 7501000000012}, 7, "https://id.gs1.org/01/07501000000012/21/7"},
        {BASE, {true, 12345670}, 1, "https://id.gs1.org/01/00000012345670/21/1"},
        {BASE,
         {true, 99999999999997},
         9999999999,
         "https://id.gs1.org/01/99999999999997/21/9999999999"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[INTEROP_ADDRESS_LEN];
        interop_label(sello_bytes_of(rows[i].base), rows[i].gtin, rows[i].serial, out);
        assert_string_equal(out, rows[i].label);
    }
    char out[INTEROP_ADDRESS_LEN];
    interop_beside(sello_bytes_of(BASE), "products/P1.jwt", out);
    assert_string_equal(out, BASE "products/P1.jwt");
    interop_beside(sello_bytes_of("https://sello.example"), "did.json", out);
    assert_string_equal(out, "https://sello.example/did.json");
}

/* did:web, section "Method-specific identifier", with its own examples. */
static void test_did(void **state) {
    (void)state;
    static const struct {
        const char *base, *did, *path;
    } rows[] = {
        {"https://w3c-ccg.github.io", "did:web:w3c-ccg.github.io", ".well-known/did.json"},
        {"https://w3c-ccg.github.io/user/alice/", "did:web:w3c-ccg.github.io:user:alice",
         "did.json"},
        {"https://example.com:3000/user/alice", "did:web:example.com%3A3000:user:alice",
         "did.json"},
        {"https://example.com:3000/", "did:web:example.com%3A3000", ".well-known/did.json"},
        {BASE, "did:web:sello.example:v", "did.json"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char did[DID_LEN];
        did_of(sello_bytes_of(rows[i].base), did);
        assert_string_equal(did, rows[i].did);
        assert_string_equal(did_path(sello_bytes_of(rows[i].base)), rows[i].path);
    }
    static const uint8_t kid[SELLO_KID_LEN] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef};
    char key[DID_KEY_LEN];
    did_key("did:web:sello.example:v", kid, key);
    assert_string_equal(key, "did:web:sello.example:v#0123456789abcdef");
}

/* RFC 4648, section 10, and RFC 7515, appendix C. */
static void test_base64url(void **state) {
    (void)state;
    static const struct {
        struct sello_bytes bytes;
        const char *text;
    } rows[] = {
        {{(const uint8_t *)"", 0}, ""},
        {{(const uint8_t *)"f", 1}, "Zg"},
        {{(const uint8_t *)"fo", 2}, "Zm8"},
        {{(const uint8_t *)"foo", 3}, "Zm9v"},
        {{(const uint8_t *)"foob", 4}, "Zm9vYg"},
        {{(const uint8_t *)"fooba", 5}, "Zm9vYmE"},
        {{(const uint8_t *)"foobar", 6}, "Zm9vYmFy"},
        {{(const uint8_t *)"\x03\xec\xff\xe0\xc1", 5}, "A-z_4ME"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[JWT_BASE64URL_LEN(6)];
        jwt_base64url(rows[i].bytes, out);
        assert_string_equal(out, rows[i].text);
    }
}

/* A letter's six bits. */
static unsigned bits_of(char c) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *place = strchr(letters, c);
    assert_non_null(place);
    return (unsigned)(place - letters);
}

/* The list as any reader unpacks it: multibase, base 64 for addresses, GZIP. */
static size_t unpack(const char *text, uint8_t *out, size_t room) {
    uint8_t packed[4096];
    size_t n = 0, len = strlen(text);
    unsigned held = 0, n_bits = 0;
    assert_int_equal(text[0], 'u');
    for (size_t i = 1; i < len; i++) {
        held = held << 6 | bits_of(text[i]);
        n_bits += 6;
        if (n_bits >= 8) {
            n_bits -= 8;
            assert_true(n < sizeof packed);
            packed[n++] = (uint8_t)(held >> n_bits);
        }
    }
    z_stream z = {.next_in = packed, .avail_in = (uInt)n, .next_out = out, .avail_out = (uInt)room};
    assert_int_equal(inflateInit2(&z, MAX_WBITS + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    (void)inflateEnd(&z);
    return z.total_out;
}

static void test_status_list(void **state) {
    (void)state;
    /* Bits that are set, how many bytes there are then, and which byte is what. */
    static const struct {
        size_t n;
        uint64_t set[3];
        size_t len, place;
        uint8_t byte;
    } rows[] = {
        {0, {0}, STATUS_LIST_LEAST / 8, 0, 0x00},
        {1, {0}, STATUS_LIST_LEAST / 8, 0, 0x80},
        {3, {1, 7, 1}, STATUS_LIST_LEAST / 8, 0, 0x41},
        {1, {STATUS_LIST_LEAST - 1}, STATUS_LIST_LEAST / 8, STATUS_LIST_LEAST / 8 - 1, 0x01},
        {2, {8, STATUS_LIST_LEAST}, STATUS_LIST_LEAST / 4, STATUS_LIST_LEAST / 8, 0x80},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct status_list list = {NULL, 0};
        uint8_t *bits = calloc(1, STATUS_LIST_LEAST);
        char *text = NULL;
        for (size_t k = 0; k < rows[i].n; k++) {
            assert_status(status_list_set(&list, rows[i].set[k]), SELLO_OK);
        }
        assert_status(status_list_encode(&list, &text), SELLO_OK);
        assert_non_null(bits);
        assert_int_equal(unpack(text, bits, STATUS_LIST_LEAST), rows[i].len);
        assert_int_equal(bits[rows[i].place], rows[i].byte);
        free(text);
        free(bits);
        status_list_free(&list);
    }
}

/* As epcis2.js 2.7.3 computes them (eventToHashedId). */
static void test_event_ids(void **state) {
    (void)state;
    static const struct epcis_step
        issued = {.action = "ADD", .business_step = "commissioning", .disposition = "active"},
        delivered = {.action = "OBSERVE", .business_step = "shipping", .disposition = "in_transit"},
        lost = {.action = "DELETE", .business_step = "decommissioning", .disposition = "unknown"};
    static const struct sello_batch under_c3 = {.certificate = 3}, of_nobody = {.certificate = 0};
    const struct {
        struct epcis_event event;
        const char *id;
    } rows[] = {
        {{.step = &issued, .batch = &under_c3, .first = 9, .count = 3},
         "ni:///"
         "sha-256;db8b24e9775c6e4c21016d0752391c1509f65cb3434405fd3358fe2c6f5acc67?ver=CBV2.0"},
        {{.step = &delivered,
          .batch = &under_c3,
          .gtin = {true, 12345600012},
          .first = 9,
          .count = 3,
          .producer = 2},
         "ni:///"
         "sha-256;282bdb570f2799a228c51f7176c0cf0e5d3b3cc06877ad9cd0f8b88bc9d94cc9?ver=CBV2.0"},
        {{.step = &lost, .batch = &of_nobody, .first = 7, .count = 1},
         "ni:///"
         "sha-256;ffe9b6bd31aeb2520d001338cb121fdac91b15cf53208fb572610f72f6fa89c9?ver=CBV2.0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct epcis_event event = rows[i].event;
        char id[EPCIS_ID_LEN];
        event.at = 1795464000;
        event.base_url = sello_bytes_of(BASE);
        assert_status(epcis_event_id(&event, id), SELLO_OK);
        assert_string_equal(id, rows[i].id);
    }
}

/* Names come from people: what JSON must escape is escaped, and letters stay. */
static void test_escaping(void **state) {
    (void)state;
    static const struct {
        const char *name, *json;
    } rows[] = {
        {"Miel «oro»", "{\"name\":\"Miel «oro»\"}"},
        {"a\"b\\c", "{\"name\":\"a\\\"b\\\\c\"}"},
        {"ורשה״", "{\"name\":\"ורשה״\"}"},
        {"a</script>", "{\"name\":\"a</script>\"}"},
        {"a\xe2\x80\xae"
         "b",
         "{\"name\":\"a\\u202eb\"}"},
        {"tab\there", "{\"name\":\"tab\\there\"}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = NULL;
        size_t len = 0;
        FILE *to = open_memstream(&text, &len);
        struct base_json j;
        assert_non_null(to);
        base_json_open(&j, to);
        base_json_string(&j, "name", rows[i].name);
        base_json_close(&j);
        assert_int_equal(fclose(to), 0);
        text[strcspn(text, "\n")] = '\0';
        assert_string_equal(text, rows[i].json);
        free(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses), cmocka_unit_test(test_did),
        cmocka_unit_test(test_base64url), cmocka_unit_test(test_status_list),
        cmocka_unit_test(test_event_ids), cmocka_unit_test(test_escaping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
