/* SPDX-License-Identifier: Apache-2.0 */
/* What is sent to a server without waiting, and a server that takes no changes any more. */
#include "registry/sql/db_postgres.h"
#include "registry/store/shared.h"
#include "registry/store/store_internal.h"
#include "tests/support/shared_server.h"
#include "tests/support/store_fixture.h"

/* ---- what is sent without waiting ---- */

struct sending {
    struct sello_db *db;
    const char *first;        /* what is sent */
    bool one;                 /* and is to change a row */
    bool asks;                /* something after it */
    enum sello_error at_once; /* what that is told */
};

static enum sello_error send_text(struct sello_db *db, const char *sql, bool one) {
    SELLO_AUTO(query) struct sello_query q = sello_query(db, sql);
    return one ? sello_send_one(&q) : sello_send(&q);
}

static uint64_t import_counter(struct sello_db *db, enum sello_error *out) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(db, "SELECT value FROM counter WHERE name = 'import'");
    *out = sello_one(&q);
    return *out == SELLO_OK ? sello_col_uint(&q) : 0;
}

/* In one within another: what fails of the outer one does not end with that. */
static enum sello_error ask_inside(void *context) {
    enum sello_error error = SELLO_OK;
    (void)import_counter(((struct sending *)context)->db, &error);
    return error;
}

static enum sello_error send_both(void *context) {
    struct sending *s = context;
    enum sello_error error = SELLO_OK;
    uint64_t before = import_counter(s->db, &error);
    assert_status(error, SELLO_OK);
    assert_status(
        send_text(s->db, "UPDATE counter SET value = value + 1 WHERE name = 'import'", true),
        SELLO_OK);
    assert_int_equal(import_counter(s->db, &error), before + 1); /* and not what was read before */
    assert_status(send_text(s->db, s->first, s->one), SELLO_OK);
    if (s->asks) {
        s->at_once = sello_db_do(s->db, ask_inside, s);
    }
    return SELLO_OK; /* as of whoever does not look */
}

static void what_was_sent_and_failed_is_told(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *sql;
        bool one;
        enum sello_error told;
    } rows[] = {
        {"INSERT INTO counter (name, value) VALUES ('import', 5)", false, SELLO_E_EXISTS},
        {"UPDATE counter SET value = -1 WHERE name = 'import'", false, SELLO_E_RANGE},
        {"UPDATE counter SET value = 5 WHERE name = 'no such'", true, SELLO_E_NOT_FOUND},
        {"DELETE FROM counter WHERE name = 'no such'", true, SELLO_E_NOT_FOUND},
        {"UPDATE counter SET value = 5 WHERE name = 'no such'", false, SELLO_OK},
    };
    if (!shared_server_there()) {
        skip();
    }
    for (size_t i = 0; i < COUNT_OF(rows) * 2; i++) {
        enum sello_error error = SELLO_OK;
        struct sending s = {.db = f->store->db,
                            .first = rows[i / 2].sql,
                            .one = rows[i / 2].one,
                            .asks = i % 2 == 1};
        uint64_t before = import_counter(s.db, &error);
        assert_status(sello_db_preview(s.db, send_both, &s), rows[i / 2].told);
        assert_int_equal(import_counter(s.db, &error), before);
        assert_status(sello_db_do(s.db, send_both, &s), rows[i / 2].told);
        assert_status(s.at_once, s.asks ? rows[i / 2].told : SELLO_OK);
        assert_int_equal(import_counter(s.db, &error),
                         before + (rows[i / 2].told == SELLO_OK ? 1 : 0));
        assert_status(error, SELLO_OK);
    }
}

/* ---- a server that takes no changes any more ---- */

static void who_writes_goes_on_elsewhere(void **state) {
    struct fixture *f = *state;
    static const char only_reads[] = "SET default_transaction_read_only = on";
    struct sello_batch batch;
    if (!shared_server_there()) {
        skip();
    }
    struct sello_postgres *db = sello_postgres_of(f->store->db);
    assert_status(sello_postgres_run(db, only_reads), SELLO_OK);
    assert_status(sello_postgres_run(db, "SET default_transaction_isolation = 'read committed'"),
                  SELLO_OK);
    assert_status(sello_store_do(f->store, fixture_reserve_three, f),
                  SELLO_OK); /* on a link of its own */
    assert_int_equal(fixture_last_serial(f), 3);
    assert_status(sello_postgres_run(db, only_reads), SELLO_OK);
    enum sello_error error = fixture_reserve(f, 3, &batch); /* cannot be run again as a whole */
    assert_status(error, SELLO_E_STORE_GONE);
    assert_int_equal(fixture_last_serial(f), 3);
    assert_status(fixture_reserve(f, 3, &batch), SELLO_OK);
    assert_int_equal(batch.first, 4);
}

#define shared_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        shared_test(what_was_sent_and_failed_is_told),
        shared_test(who_writes_goes_on_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
