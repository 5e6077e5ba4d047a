/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_internal.h"
#include "tests/support/store_fixture.h"

#define ZEROS_32                                                                                   \
    "0000000000000000000000000000000000000000000000000000000000000000" /* bytes, in hex */

/* Each rule of `check` finds what breaks it. What the store's functions cannot do wrong is done to
 * the database by hand. */

static const struct row {
    const char *sql;
    const char *code;
} rows[] = {
    {"INSERT INTO event (seq, made_at, who, kind, body) VALUES (900, 2000000000, 'x', 'k', x'a0')",
     "events-gap"},
    {"UPDATE counter SET value = value + 1 WHERE name = 'event'", "events-count"},
    {"INSERT INTO event (seq, made_at, who, kind, body)"
     " SELECT max(seq) + 1, 5, 'x', 'k', x'a0' FROM event",
     "events-date"},
    {"INSERT INTO event (seq, made_at, who, kind, body)"
     " SELECT max(seq) + 1, max(made_at), 'x', 'k', x'ff' FROM event",
     "event-body"},
    {"DELETE FROM signature_block WHERE block = 1", "signatures-count"},
    {"UPDATE batch SET n_blocks = 1 WHERE number = 1", "signatures-count"},
    {"UPDATE batch SET state = 1, n_blocks = 1 WHERE number = 1", "signatures-begun"},
    {"UPDATE signature_block SET signatures = x'" ZEROS_32 ZEROS_32 ZEROS_32 ZEROS_32
     "' WHERE block = 1",
     "signatures-size"},
    {"UPDATE batch SET state = 4 WHERE number = 1", "signatures-stray"},
    {"DELETE FROM status_range WHERE source = 4", "void-valid"},
    {"INSERT INTO status_range (source, status, first_serial, n_labels, reason, day, text)"
     " VALUES (4, 1, 1027, 1, 5, 1, '')",
     "status-overlap"},
    {"INSERT INTO status_range (source, status, first_serial, n_labels, reason, day, text)"
     " VALUES (1, 3, 1030, 1000, 9, 1, '')",
     "status-beyond"},
    {"INSERT INTO printed (first_serial, n_labels) VALUES (9, 5)", "printed-overlap"},
    {"INSERT INTO printed (first_serial, n_labels) VALUES (1000, 1000)", "printed-beyond"},
    {"UPDATE print_run SET n_labels = 9 WHERE number = 1", "printed-count"},
    {"DELETE FROM print_range", "printed-count"},
    {"INSERT INTO delivery_range (first_serial, n_labels, delivery) VALUES (4, 1, 1)",
     "delivered-twice"},
    {"INSERT INTO delivery_range (first_serial, n_labels, delivery) VALUES (1030, 2, 1)",
     "delivered-beyond"},
    {"UPDATE delivery SET n_labels = 1 WHERE number = 1", "delivered-count"},
    {"UPDATE counter SET value = 0 WHERE name = 'print'", "counter"},
    {"UPDATE counter SET value = 0 WHERE name = 'delivery'", "counter"},
    {"INSERT INTO root (version, hash, stored_at, bytes) VALUES (3, x'" ZEROS_32 "', 0, x'00')",
     "roots-gap"},
    {"UPDATE counter SET value = 0 WHERE name = 'producer'", "counter"},
    {"UPDATE counter SET value = 0 WHERE name = 'product'", "counter"},
    {"UPDATE counter SET value = 0 WHERE name = 'certificate'", "counter"},
    {"UPDATE counter SET value = 0 WHERE name = 'batch'", "counter"},
    {"UPDATE counter SET value = 0 WHERE name = 'issued'", "counter"},
    {"UPDATE counter SET value = 0 WHERE name = 'bundle_version'", "counter"},
    {"UPDATE counter SET value = 0 WHERE name = 'bundle_date'", "counter"},
    {"UPDATE counter SET value = 3 WHERE name = 'serial'", "serials-count"},
    {"UPDATE batch SET first_serial = 1027 WHERE number = 2", "serials-gap"},
    {"UPDATE batch SET first_serial = 1020 WHERE number = 2", "serials-twice"},
    {"UPDATE batch SET issued = 5 WHERE number = 2", "serials-date"},
    {"UPDATE batch SET claims = x'ff' WHERE number = 1", "claims"},
    {"UPDATE counter SET value = 3 WHERE name = 'serial'", "marks-ahead"},
};

struct looking {
    const char *code;
    bool found;
};

static void look(void *context, const struct sello_finding *finding) {
    struct looking *l = context;
    l->found = l->found || strcmp(finding->code, l->code) == 0;
}

/* Labels 1 to 10 are printed, 3 to 8 delivered. */
static void print_and_deliver(struct fixture *f) {
    const struct sello_print print = {.format = "pdf", .copies = 1};
    const struct sello_serials printed = {1, 10}, delivered = {3, 6};
    uint64_t number;
    assert_status(sello_print_add(f->store, &print, &printed, 1, &number, NULL), SELLO_OK);
    assert_status(sello_delivery_add(f->store, f->producer, &delivered, 1, &number), SELLO_OK);
}

/* 1: signed, two blocks; 2: void; a bundle. */
static void fill(struct fixture *f) {
    struct sello_batch batch;
    struct sello_bundle_date date;
    fixture_issue(f, 1025);
    print_and_deliver(f);
    assert_status(fixture_reserve(f, 5, &batch), SELLO_OK);
    assert_status(sello_store_void_batch(f->store, batch.number), SELLO_OK);
    assert_status(sello_store_next_bundle(f->store, &date), SELLO_OK);
    assert_int_equal(fixture_findings(f), 0);
}

static void test_rules(void **state) {
    struct fixture *f = *state;
    fill(f);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct looking looking = {rows[i].code, false};
        print_message("%s: %s\n", rows[i].code, rows[i].sql);
        assert_status(sello_store_begin(f->store), SELLO_OK);
        {
            SELLO_AUTO(query) struct sello_query q = sello_query(f->store->db, rows[i].sql);
            assert_status(sello_run(&q), SELLO_OK);
        }
        assert_status(sello_store_check(f->store, look, &looking), SELLO_OK);
        assert_true(looking.found);
        sello_store_rollback(f->store);
    }
    assert_int_equal(fixture_findings(f), 0);
}

static void test_damaged_marks(void **state) {
    struct fixture *f = *state;
    struct looking looking = {"marks-damaged", false};
    struct sello_batch batch;
    setenv("XDG_STATE_HOME", "/dev/null/none", 1);
    write_whole(fixture_path(f, "marks"), sello_bytes_of("sello-marks 1\n"));
    fixture_reopen(f); /* opens, so that it can be told */
    assert_status(sello_store_check(f->store, look, &looking), SELLO_OK);
    assert_true(looking.found);
    assert_status(fixture_reserve(f, 1, &batch), SELLO_E_STORE_DAMAGED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rules, fixture_make, fixture_remove),
        cmocka_unit_test_setup_teardown(test_damaged_marks, fixture_make, fixture_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
