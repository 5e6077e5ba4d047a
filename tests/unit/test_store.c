/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/store_fixture.h"

/* Records, certificates, imports, searching, trust, transactions. */

/* ---- records ---- */

static void test_producer_round_trip(void **state) {
    struct fixture *f = *state;
    struct sello_producer p = {.name = "Cooperativa Xe\xea\x9e\x8c"
                                       "a",
                               .origin = "Olinalá",
                               .state = "Guerrero",
                               .is_public = true},
                          got;
    uint64_t number = 0;
    assert_status(sello_producer_add(f->store, &p, &number), SELLO_OK);
    assert_int_equal(number, 2);
    assert_status(sello_producer_get(f->store, number, &got), SELLO_OK);
    assert_string_equal(got.name, p.name);
    assert_string_equal(got.origin, p.origin);
    assert_string_equal(got.state, p.state);
    assert_true(got.is_public && got.import == 0);

    snprintf(got.name, sizeof got.name, "Otro nombre");
    got.is_public = false;
    assert_status(sello_producer_edit(f->store, &got), SELLO_OK);
    assert_status(sello_producer_get(f->store, number, &p), SELLO_OK);
    assert_string_equal(p.name, "Otro nombre");
    assert_false(p.is_public);
    got.number = 77;
    assert_status(sello_producer_edit(f->store, &got), SELLO_E_NOT_FOUND);
    assert_status(sello_producer_get(f->store, 77, &got), SELLO_E_NOT_FOUND);
}

static void test_product_round_trip(void **state) {
    struct fixture *f = *state;
    struct sello_product p = {.name = "Mezcal de agave cupreata",
                              .traits = "joven, 48 %",
                              .gtin = {true, 4006381333931},
                              .net_content = "750 ml",
                              .language = "es-MX"},
                         got;
    uint64_t number = 0;
    assert_status(sello_product_add(f->store, &p, &number), SELLO_OK);
    assert_status(sello_product_get(f->store, number, &got), SELLO_OK);
    assert_string_equal(got.traits, p.traits);
    assert_string_equal(got.net_content, p.net_content);
    assert_string_equal(got.language, p.language);
    assert_true(got.gtin.present && got.gtin.value == 4006381333931);
    got.gtin.present = false;
    assert_status(sello_product_edit(f->store, &got), SELLO_OK);
    assert_status(sello_product_get(f->store, number, &p), SELLO_OK);
    assert_false(p.gtin.present);
}

static void test_schemes(void **state) {
    struct fixture *f = *state;
    struct sello_scheme s = {.code = 0, .name = "Papel amate", .name_en = "Amate paper"}, got;
    assert_status(sello_scheme_add(f->store, &s), SELLO_OK);
    assert_status(sello_scheme_add(f->store, &s), SELLO_E_EXISTS);
    snprintf(s.url, sizeof s.url, "https://ejemplo.mx/norma");
    assert_status(sello_scheme_edit(f->store, &s), SELLO_OK);
    assert_status(sello_scheme_get(f->store, 0, &got), SELLO_OK);
    assert_string_equal(got.url, s.url);
    s.code = 65536;
    assert_status(sello_scheme_add(f->store, &s), SELLO_E_RANGE);
    assert_string_equal(sello_store_fault(f->store)->field, "code");
    s.code = 9;
    assert_status(sello_scheme_edit(f->store, &s), SELLO_E_NOT_FOUND);
}

/* One row per field and fault: refused, named, and no number taken. */
static void test_refused_fields(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *name, *traits, *language;
        uint64_t gtin;
        enum sello_error error;
        const char *field;
        size_t position;
    } rows[] = {
        {"", "", "", 0, SELLO_E_TEXT, "name", 0},
        {"Oaxac\xd0\xb0", "", "", 0, SELLO_E_NAME_MIXED, "name", 6},
        {"Rebozo", " seda", "", 0, SELLO_E_NAME_SPACES, "traits", 1},
        {"Rebozo",
         "se\xe2\x80\x8b"
         "da",
         "", 0, SELLO_E_TEXT, "traits", 3},
        {"Rebozo", "", "es_MX", 0, SELLO_E_TYPE, "language", 0},
        {"Rebozo", "", "", 4006381333932, SELLO_E_RANGE, "gtin", 0},
    };
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_product p = {.gtin = {rows[i].gtin != 0, rows[i].gtin}};
        snprintf(p.name, sizeof p.name, "%s", rows[i].name);
        snprintf(p.traits, sizeof p.traits, "%s", rows[i].traits);
        snprintf(p.language, sizeof p.language, "%s", rows[i].language);
        assert_status(sello_product_add(f->store, &p, &number), rows[i].error);
        assert_string_equal(sello_store_fault(f->store)->field, rows[i].field);
        assert_int_equal(sello_store_fault(f->store)->name.position, rows[i].position);
    }
    const struct sello_product good = {.name = "';DROP TABLE product;--"};
    assert_status(sello_product_add(f->store, &good, &number), SELLO_OK);
    assert_int_equal(number, 2);
}

static bool count_product(void *context, const struct sello_product *row) {
    uint64_t *n = context;
    assert_int_equal(row->number, ++*n);
    return *n < 3;
}

static void test_list_stops(void **state) {
    struct fixture *f = *state;
    const struct sello_product p = {.name = "Alebrije"};
    uint64_t number = 0, n = 0;
    for (int i = 0; i < 4; i++) {
        assert_status(sello_product_add(f->store, &p, &number), SELLO_OK);
    }
    assert_status(sello_product_list(f->store, count_product, &n), SELLO_OK);
    assert_int_equal(n, 3);
}

/* ---- certificates ---- */

enum { APPLIED = 1, INSPECTED, FAILED, GRANTED, SUSPENDED, WITHDRAWN };

/* Rows: states; columns: steps 1..7 (pass, fail, grant, suspend, resume, withdraw, renew); 0: no.
 */
static const int table[7][8] = {
    [APPLIED] = {0, INSPECTED, FAILED, 0, 0, 0, WITHDRAWN, 0},
    [INSPECTED] = {0, INSPECTED, FAILED, GRANTED, 0, 0, WITHDRAWN, 0},
    [FAILED] = {0, INSPECTED, FAILED, 0, 0, 0, WITHDRAWN, 0},
    [GRANTED] = {0, GRANTED, GRANTED, 0, SUSPENDED, 0, WITHDRAWN, GRANTED},
    [SUSPENDED] = {0, SUSPENDED, SUSPENDED, 0, 0, GRANTED, WITHDRAWN, 0},
    [WITHDRAWN] = {0, 0, 0, 0, 0, 0, 0, 0},
};

static enum sello_error step(struct fixture *f, uint64_t number, int which) {
    const struct sello_certificate_move move = {.certificate = number,
                                                .step = (enum sello_certificate_step)which};
    return sello_certificate_move(f->store, &move);
}

/* A new certificate, brought to a state the shortest way. */
static uint64_t certificate_in(struct fixture *f, int state) {
    static const char *const ways[] = {"", "", "1", "2", "13", "134", "6"};
    const struct sello_certificate request = {
        .product = f->product, .producer = f->producer, .scheme = 7};
    uint64_t number = 0;
    assert_status(sello_certificate_apply(f->store, &request, &number), SELLO_OK);
    for (const char *p = ways[state]; *p != '\0'; p++) {
        assert_status(step(f, number, *p - '0'), SELLO_OK);
    }
    return number;
}

static void test_state_machine(void **state) {
    struct fixture *f = *state;
    assert_status(sello_store_begin(f->store), SELLO_OK);
    for (int from = APPLIED; from <= WITHDRAWN; from++) {
        for (int which = 1; which <= 7; which++) {
            struct sello_certificate c;
            uint64_t number = certificate_in(f, from);
            int wanted = table[from][which];
            assert_status(step(f, number, which), wanted != 0 ? SELLO_OK : SELLO_E_STATE);
            assert_status(sello_certificate_get(f->store, number, &c), SELLO_OK);
            assert_int_equal(c.state, wanted != 0 ? wanted : from);
        }
    }
    assert_status(step(f, 9999, 1), SELLO_E_NOT_FOUND);
    assert_status(sello_store_commit(f->store), SELLO_OK);
}

static bool count_move(void *context, const struct sello_certificate_move *row) {
    int *n = context;
    assert_int_equal(row->step, ++*n == 1 ? SELLO_STEP_PASS : SELLO_STEP_GRANT);
    return true;
}

static void test_certificate_dates(void **state) {
    struct fixture *f = *state;
    struct sello_certificate c;
    uint64_t number = certificate_in(f, INSPECTED);
    struct sello_certificate_move move = {.certificate = number,
                                          .step = SELLO_STEP_GRANT,
                                          .from = {true, 20000},
                                          .until = {true, 19999}};
    assert_status(sello_certificate_move(f->store, &move), SELLO_E_RANGE);
    move.until.value = 20365;
    assert_status(sello_certificate_move(f->store, &move), SELLO_OK);
    assert_status(sello_certificate_get(f->store, number, &c), SELLO_OK);
    assert_false(sello_certificate_current(&c, 19999));
    assert_true(sello_certificate_current(&c, 20000));
    assert_true(sello_certificate_current(&c, 20365));
    assert_false(sello_certificate_current(&c, 20366));
    int n = 0;
    assert_status(sello_certificate_history(f->store, number, count_move, &n), SELLO_OK);
    assert_int_equal(n, 2);
}

static void test_request_names_what_is_missing(void **state) {
    struct fixture *f = *state;
    uint64_t number = 0;
    struct sello_certificate request = {.product = 9, .producer = f->producer, .scheme = 7};
    assert_status(sello_certificate_apply(f->store, &request, &number), SELLO_E_NOT_FOUND);
    assert_string_equal(sello_store_fault(f->store)->field, "product");
    request = (struct sello_certificate){.product = f->product, .producer = 9, .scheme = 7};
    assert_status(sello_certificate_apply(f->store, &request, &number), SELLO_E_NOT_FOUND);
    assert_string_equal(sello_store_fault(f->store)->field, "producer");
    request = (struct sello_certificate){.product = 1, .producer = 1, .scheme = 8};
    assert_status(sello_certificate_apply(f->store, &request, &number), SELLO_E_NOT_FOUND);
    assert_string_equal(sello_store_fault(f->store)->field, "scheme");
}

/* ---- searching ---- */

struct hits {
    char ids[64];
};

static bool take_hit(void *context, const struct sello_hit *hit) {
    struct hits *hits = context;
    char id[SELLO_ID_LEN];
    sello_id_format(hit->id, id);
    size_t len = strlen(hits->ids);
    snprintf(hits->ids + len, sizeof hits->ids - len, "%s ", id);
    return true;
}

static void test_search(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *words, *ids;
    } rows[] = {
        {"SANTA maria", "S7 R1 C1 B1 "},
        {"santa mar\xc3\xad"
         "a r\xc3\xad"
         "o",
         "R1 C1 B1 "},
        {"seda", "P1 C1 B1 "},
        {"peña seda", "C1 B1 "},
        {"l-1", "B1 "},
        {"nada", ""},
        {"%", ""},
        {"_", ""},
        {"!", ""},
        {"rebozo", "S7 P1 C1 B1 "},
    };
    fixture_issue(f, 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct hits hits = {""};
        assert_status(sello_store_search(f->store, rows[i].words, 10, take_hit, &hits), SELLO_OK);
        assert_string_equal(hits.ids, rows[i].ids);
    }
    struct hits none = {""};
    assert_status(sello_store_search(f->store, "  ", 10, take_hit, &none), SELLO_E_TEXT);
}

/* ---- imports and transactions ---- */

static uint64_t n_producers(struct fixture *f) {
    struct sello_store_summary s;
    assert_status(sello_store_summary(f->store, &s), SELLO_OK);
    return s.n_producers;
}

static bool take_import(void *context, const struct sello_import *row) {
    *(struct sello_import *)context = *row;
    return true;
}

static void test_import(void **state) {
    struct fixture *f = *state;
    struct sello_producer p = {.name = "Uno", .origin = "Aquí"}, got;
    struct sello_import import = {0};
    uint64_t number = 0, producer = 0;
    assert_status(sello_import_begin(f->store, SELLO_KIND_PRODUCER, "a.csv", &number), SELLO_OK);
    assert_status(sello_producer_add(f->store, &p, &producer), SELLO_OK);
    assert_status(sello_import_end(f->store, false), SELLO_OK);
    assert_int_equal(n_producers(f), 1); /* nothing stays of a preview */

    assert_status(sello_import_begin(f->store, SELLO_KIND_PRODUCER, "a.csv", &number), SELLO_OK);
    assert_int_equal(number, 1);
    assert_status(sello_producer_add(f->store, &p, &producer), SELLO_OK);
    snprintf(p.name, sizeof p.name, "mal ");
    assert_status(sello_producer_add(f->store, &p, &producer), SELLO_E_NAME_SPACES);
    snprintf(p.name, sizeof p.name, "Dos");
    assert_status(sello_producer_add(f->store, &p, &producer), SELLO_OK);
    assert_status(sello_import_end(f->store, true), SELLO_OK);
    assert_status(sello_import_end(f->store, true), SELLO_E_STATE);
    assert_status(sello_producer_get(f->store, producer, &got), SELLO_OK);
    assert_int_equal(got.import, 1);
    assert_status(sello_import_list(f->store, take_import, &import), SELLO_OK);
    assert_true(import.rows == 2 && import.kind == SELLO_KIND_PRODUCER);
    assert_string_equal(import.file, "a.csv");
}

static void test_nested_transactions(void **state) {
    struct fixture *f = *state;
    const struct sello_producer good = {.name = "Uno", .origin = "Aquí"};
    uint64_t number = 0;
    assert_status(sello_store_begin(f->store), SELLO_OK);
    assert_status(sello_producer_add(f->store, &good, &number), SELLO_OK);
    assert_status(sello_store_begin(f->store), SELLO_OK);
    assert_status(sello_producer_add(f->store, &good, &number), SELLO_OK);
    sello_store_rollback(f->store); /* the inner one alone */
    assert_int_equal(n_producers(f), 2);
    assert_status(sello_store_commit(f->store), SELLO_OK);
    assert_status(sello_store_begin(f->store), SELLO_OK);
    assert_status(sello_producer_add(f->store, &good, &number), SELLO_OK);
    sello_store_rollback(f->store);
    assert_int_equal(n_producers(f), 2);
    assert_int_equal(fixture_findings(f), 0); /* events and counters went the same way */
}

/* ---- events and trust ---- */

static bool take_event(void *context, const struct sello_event *row) {
    struct sello_event *last = context;
    struct sello_bytes body = sello_bytes(row->body, row->body_len);
    assert_int_equal(row->seq, last->seq + 1);
    assert_true(row->at >= last->at);
    assert_string_equal(row->who, "tester");
    assert_status(sello_cbor_check(body, SELLO_DEPTH_LABEL, NULL), SELLO_OK);
    *last = *row;
    return true;
}

static void test_events(void **state) {
    struct fixture *f = *state;
    struct sello_event last = {0};
    sello_store_set_now(f->store, T0 - 5000);
    fixture_issue(f, 3);
    assert_status(sello_event_list(f->store, 1, take_event, &last), SELLO_OK);
    assert_string_equal(last.kind, "batch.signed");
    assert_int_equal(last.at, T0); /* not before the event ahead of it */
    /* {1: number, 6: first, 7: count, 23: the record's hash} */
    static const uint8_t body[] = {0xa4, 0x01, 0x01, 0x06, 0x01, 0x07, 0x03, 0x17, 0x58, 0x20};
    assert_int_equal(last.body_len, sizeof body + SELLO_HASH_LEN);
    assert_memory_equal(last.body, body, sizeof body);
}

static void test_bundles(void **state) {
    struct fixture *f = *state;
    struct sello_bundle_date a, b;
    struct sello_stored_bundle got;
    uint8_t *bytes = NULL;
    size_t len = 0;
    assert_status(sello_store_newest_bundle(f->store, &got, &bytes, &len), SELLO_E_NOT_FOUND);
    assert_status(sello_store_next_bundle(f->store, &a), SELLO_OK);
    assert_status(sello_store_put_bundle(f->store, a.version, sello_bytes_of("one")), SELLO_OK);
    assert_status(sello_store_put_bundle(f->store, a.version, sello_bytes_of("1")), SELLO_E_STATE);
    assert_status(sello_store_next_bundle(f->store, &b), SELLO_OK); /* never put: passed over */
    assert_status(sello_store_put_bundle(f->store, a.version, sello_bytes_of("1")), SELLO_E_STATE);
    assert_status(sello_store_newest_bundle(f->store, &got, &bytes, &len), SELLO_OK);
    assert_true(got.version == 1 && len == 3 && memcmp(bytes, "one", 3) == 0);
    free(bytes);
    assert_status(sello_store_put_bundle(f->store, b.version, sello_bytes_of("two")), SELLO_OK);
    assert_status(sello_store_newest_bundle(f->store, &got, &bytes, &len), SELLO_OK);
    assert_true(got.version == 2 && memcmp(bytes, "two", 3) == 0);
    free(bytes);
    assert_int_equal(fixture_findings(f), 0);
}

static void test_roots(void **state) {
    struct fixture *f = *state;
    struct sello_stored_root root;
    uint8_t fingerprint[SELLO_HASH_LEN], hash[SELLO_HASH_LEN] = {5}, *bytes = NULL;
    size_t len = 0;
    assert_status(sello_store_put_root(f->store, 2, hash, sello_bytes_of("second")), SELLO_OK);
    assert_status(sello_store_newest_root(f->store, &root), SELLO_OK);
    assert_true(root.version == 2 && root.hash[0] == 5);
    assert_status(sello_store_fingerprint(f->store, fingerprint), SELLO_OK);
    assert_memory_not_equal(fingerprint, hash, sizeof hash); /* the first one's, for ever */
    assert_status(sello_store_root_bytes(f->store, 2, &bytes, &len), SELLO_OK);
    assert_true(len == 6 && memcmp(bytes, "second", 6) == 0);
    free(bytes);
    assert_status(sello_store_root_bytes(f->store, 3, &bytes, &len), SELLO_E_NOT_FOUND);
}

#define store_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        store_test(test_producer_round_trip),
        store_test(test_product_round_trip),
        store_test(test_schemes),
        store_test(test_refused_fields),
        store_test(test_list_stops),
        store_test(test_state_machine),
        store_test(test_certificate_dates),
        store_test(test_request_names_what_is_missing),
        store_test(test_search),
        store_test(test_import),
        store_test(test_nested_transactions),
        store_test(test_events),
        store_test(test_bundles),
        store_test(test_roots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
