/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/sql/db_sqlite.h"
#include "registry/store/check.h"
#include "registry/store/events.h"
#include "registry/store/status.h"
#include "registry/store/store_internal.h"
#include "tests/support/store_fixture.h"

/* A registry that was edited by hand, so that every other rule holds: the events tell. */

/* ---- a registry with something of everything ---- */

static void add_records(struct fixture *f) {
    struct sello_product product = {.name = "Alebrije", .traits = "copal"};
    struct sello_producer producer = {.name = "Taller Jim\u00e9nez", .origin = "Arrazola"};
    uint64_t number = 0, import = 0, removed = 0;
    assert_status(sello_product_add(f->store, &product, &number), SELLO_OK);
    product.number = number;
    snprintf(product.traits, sizeof product.traits, "copal, azul");
    assert_status(sello_product_edit(f->store, &product), SELLO_OK);
    assert_status(sello_import_begin(f->store, SELLO_KIND_PRODUCER, "r.csv", &import), SELLO_OK);
    assert_status(sello_producer_add(f->store, &producer, &number), SELLO_OK);
    assert_status(sello_import_end(f->store, true), SELLO_OK);
    assert_status(sello_import_begin(f->store, SELLO_KIND_PRODUCER, "s.csv", &import), SELLO_OK);
    assert_status(sello_producer_add(f->store, &producer, &number), SELLO_OK);
    assert_status(sello_import_end(f->store, true), SELLO_OK);
    assert_status(sello_import_undo(f->store, import, 0, &removed, &number), SELLO_OK);
}

static void set_status(struct fixture *f, uint64_t first, uint64_t count,
                       enum sello_label_status status, enum sello_reason reason, const char *text) {
    struct sello_status_range range = {.first = first,
                                       .count = count,
                                       .status = status,
                                       .source = SELLO_SOURCE_SERIALS,
                                       .reason = reason,
                                       .day = T0 / 86400};
    snprintf(range.text, sizeof range.text, "%s", text);
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_OK);
}

static int make(void **state) {
    struct sello_batch lost = {0};
    int error = fixture_make(state);
    struct fixture *f = *state;
    add_records(f);
    fixture_issue(f, 30);
    assert_status(fixture_reserve(f, 10, &lost), SELLO_OK);
    assert_status(sello_store_void_batch(f->store, lost.number), SELLO_OK);
    set_status(f, 3, 1, SELLO_LABEL_WITHDRAWN, SELLO_REASON_STOLEN, "en la feria");
    set_status(f, 10, 5, SELLO_LABEL_SUSPENDED, SELLO_REASON_OTHER, "");
    set_status(f, 12, 1, SELLO_LABEL_VALID, SELLO_REASON_OTHER, "");
    set_status(f, 20, 2, SELLO_LABEL_RETIRED, SELLO_REASON_SOLD, "");
    return error;
}

/* ---- what is found ---- */

struct findings {
    size_t n;
    char codes[512];
};

static void note(void *context, const struct sello_finding *finding) {
    struct findings *f = context;
    size_t len = strlen(f->codes);
    f->n++;
    snprintf(f->codes + len, sizeof f->codes - len, " %s:%llu", finding->code,
             (unsigned long long)finding->number);
}

static struct findings replay(struct fixture *f) {
    struct findings found = {.n = 0};
    assert_status(sello_store_replay(f->store, note, &found), SELLO_OK);
    return found;
}

static void untouched_it_is_whole(void **state) {
    struct fixture *f = *state;
    struct findings found = replay(f);
    assert_string_equal(found.codes, "");
    assert_int_equal(fixture_findings(f), 0);
}

/* By another hand: what this one refuses, it does. */
static void edit(struct fixture *f, const char *sql) {
    f->store->db->migrating = true;
    SELLO_AUTO(query) struct sello_query q = sello_query(f->store->db, sql);
    assert_status(sello_run(&q), SELLO_OK);
    assert_true(sello_db_changed(f->store->db) > 0);
    f->store->db->migrating = false;
}

static void edits_are_found(void **state) {
    (void)state;
    static const struct {
        const char *sql, *codes;
    } rows[] = {
        {"UPDATE product SET name = 'Rebozo fino' WHERE number = 1", " record-changed:1"},
        {"UPDATE product SET gtin = 7501031311309 WHERE number = 2", " record-changed:2"},
        {"UPDATE producer SET is_public = 1 - is_public WHERE number = 1", " record-changed:1"},
        {"DELETE FROM producer WHERE number = 2", " record-gone:2"},
        {"INSERT INTO product (number, name, traits, net_content, language, search)"
         " VALUES (9, 'x', '', '', '', '')",
         " record-strange:9"},
        {"UPDATE edit SET before = 'x'", " edit-changed:10"},
        {"UPDATE scheme SET url = 'https://x.example'", " record-changed:7"},
        {"UPDATE certificate SET until_day = 99999", " record-changed:1"},
        {"UPDATE certificate_move SET note = 'x' WHERE place = 1", " record-changed:1"},
        {"DELETE FROM certificate_move WHERE place = 1", " record-changed:1"},
        {"UPDATE batch SET lot = 'otro' WHERE number = 1", " record-changed:1"},
        {"UPDATE batch SET claims = x'a1613100' WHERE number = 1", " record-changed:1"},
        {"DELETE FROM status_range WHERE first_serial = 3", " statuses-changed:3"},
        {"UPDATE status_range SET text = '' WHERE first_serial = 3", " statuses-changed:3"},
        {"UPDATE status_range SET n_labels = 1 WHERE first_serial = 10", " statuses-changed:10"},
        {"UPDATE status_range SET reason = 1 WHERE first_serial = 20", " statuses-changed:20"},
        {"INSERT INTO status_range (source, status, first_serial, n_labels, reason, day, text)"
         " VALUES (1, 1, 28, 1, 2, 20000, '')",
         " statuses-changed:28"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        void *made = NULL;
        assert_int_equal(make(&made), 0);
        edit(made, rows[i].sql);
        struct findings found = replay(made);
        if (strcmp(found.codes, rows[i].codes) != 0) {
            print_error("%s\n", rows[i].sql);
        }
        assert_string_equal(found.codes, rows[i].codes);
        assert_int_equal(fixture_remove(&made), 0);
    }
}

/* An event that is changed, or taken out with its effect, breaks the chain where it stood. */
static void changed_events_are_found(void **state) {
    (void)state;
    static const char *const rows[] = {
        "UPDATE event SET who = 'otra' WHERE seq = 3",
        "UPDATE event SET made_at = made_at - 1 WHERE seq = 3",
        "UPDATE event SET kind = 'product.edited' WHERE seq = 3",
        "UPDATE event SET body = x'a10101' WHERE seq = 3",
        "UPDATE event SET chain = NULL WHERE seq = 3",
        "DELETE FROM event WHERE seq = 3",
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        void *made = NULL;
        assert_int_equal(make(&made), 0);
        edit(made, rows[i]);
        struct findings found = replay(made);
        if (strstr(found.codes, "events-chain:") == NULL) {
            print_error("%s: %s\n", rows[i], found.codes);
            fail();
        }
        assert_int_equal(fixture_remove(&made), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(untouched_it_is_whole, make, fixture_remove),
        cmocka_unit_test(edits_are_found),
        cmocka_unit_test(changed_events_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
