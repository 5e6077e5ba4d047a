/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/sql/db.h"

#include "registry/store/store_internal.h"
#include "tests/support/store_fixture.h"

/* Statements are compiled once and used again: nobody must notice. */

static const char up_to[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                            "i < ?) SELECT i FROM n";

static uint64_t next_of(struct sello_query *q) {
    return sello_row(q) ? sello_col_uint(q) : 0;
}

static void one_text_twice_at_once(void **state) {
    struct fixture *f = *state;
    for (uint64_t round = 0; round < 3; round++) {
        SELLO_AUTO(query) struct sello_query a = sello_query(f->store->db, up_to);
        sello_bind_uint(&a, 3);
        assert_int_equal(next_of(&a), 1);
        SELLO_AUTO(query) struct sello_query b = sello_query(f->store->db, up_to);
        sello_bind_uint(&b, 2);
        assert_int_equal(next_of(&b), 1);
        assert_int_equal(next_of(&a), 2);
        assert_int_equal(next_of(&b), 2);
        assert_int_equal(next_of(&b), 0);
        assert_int_equal(next_of(&a), 3);
    }
}

/* Left in the middle, or failed, it begins anew, and knows nothing of what was bound. */
static void a_statement_begins_anew(void **state) {
    static const char insert[] = "INSERT INTO counter (name, value) VALUES ('serial', ?)";
    static const char null[] = "SELECT ? IS NULL";
    struct fixture *f = *state;
    for (uint64_t round = 0; round < 3; round++) {
        SELLO_AUTO(query) struct sello_query q = sello_query(f->store->db, up_to);
        sello_bind_uint(&q, 9);
        assert_int_equal(next_of(&q), 1);
        SELLO_AUTO(query) struct sello_query taken = sello_query(f->store->db, insert);
        sello_bind_uint(&taken, round);
        assert_true(sello_run(&taken) != SELLO_OK);
        SELLO_AUTO(query) struct sello_query none = sello_query(f->store->db, null);
        sello_bind_number(&none, (struct sello_number){round == 0, 5});
        assert_int_equal(next_of(&none), round == 0 ? 0 : 1);
    }
}

/* Of more texts than are kept each still gives its own answer; also while some are in use. */
static void more_texts_than_are_kept(void **state) {
    enum { TEXTS = 100, OPEN = 40 };
    struct fixture *f = *state;
    struct sello_query open[OPEN];
    char text[32];
    for (unsigned i = 0; i < OPEN; i++) {
        snprintf(text, sizeof text, "SELECT %u + ?", i);
        open[i] = sello_query(f->store->db, text);
        sello_bind_uint(&open[i], 1000);
    }
    for (unsigned i = 0; i < 2 * TEXTS; i++) {
        snprintf(text, sizeof text, "SELECT %u + ?", i % TEXTS);
        SELLO_AUTO(query) struct sello_query q = sello_query(f->store->db, text);
        sello_bind_uint(&q, 1);
        assert_int_equal(next_of(&q), i % TEXTS + 1);
    }
    for (unsigned i = 0; i < OPEN; i++) {
        assert_int_equal(next_of(&open[i]), i + 1000);
        sello_cleanup_query(&open[i]);
    }
}

#define db_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        db_test(one_text_twice_at_once),
        db_test(a_statement_begins_anew),
        db_test(more_texts_than_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
