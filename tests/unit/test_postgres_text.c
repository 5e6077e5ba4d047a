/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/sql/postgres_text.h"

#include "tests/support/sello_test.h"

/* The store's SQL in PostgreSQL's words. */

static const struct {
    const char *ours, *theirs;
    int n;
} places[] = {
    {"SELECT 1", "SELECT 1", 0},
    {"SELECT a FROM t WHERE b = ? AND c = ?", "SELECT a FROM t WHERE b = $1 AND c = $2", 2},
    {"a ?2 b ?1 c ?2", "a $2 b $1 c $2", 2},
    {"?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?", "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11", 11},
    {"a = '?' AND b = ?", "a = '?' AND b = $1", 1},
    {"a = 'it''s ?' AND b = ?", "a = 'it''s ?' AND b = $1", 1},
    {"\"?\" = ?", "\"?\" = $1", 1},
    {"a LIKE ? ESCAPE '!'", "a LIKE $1 ESCAPE '!'", 1},
    {"a = x'a0' AND max'b'", "a = '\\xa0' AND max'b'", 0},
    {"'open ?", "'open ?", 0},
    {"", "", 0},
};

static void places_are_numbered(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char out[POSTGRES_TEXT_MAX];
        int n = -1;
        assert_true(postgres_places(places[i].ours, out, &n));
        assert_string_equal(out, places[i].theirs);
        assert_int_equal(n, places[i].n);
    }
}

static const struct {
    const char *ours, *theirs;
} schemas[] = {
    {"CREATE TABLE t (a INTEGER, b BLOB) STRICT;", "CREATE TABLE t (a BIGINT, b BYTEA) ;"},
    {"text TEXT NOT NULL", "text TEXT COLLATE \"C\" NOT NULL"},
    {"SELECT x'', 'TEXT'", "SELECT '\\x', 'TEXT'"},
    {"PRAGMA application_id = 7;PRAGMA user_version = 1;", ""},
    {"A;PRAGMA user_version = 1;B", "A;B"},
    {"INTEGERS MY_BLOB", "INTEGERS MY_BLOB"},
};

static void schemas_are_translated(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        char out[POSTGRES_TEXT_MAX];
        assert_true(postgres_schema(schemas[i].ours, out));
        assert_string_equal(out, schemas[i].theirs);
    }
}

/* What just fits, and one byte more. */
static void too_long_is_refused(void **state) {
    static char text[POSTGRES_TEXT_MAX + 1], out[POSTGRES_TEXT_MAX];
    int n = 0;
    (void)state;
    memset(text, 'a', POSTGRES_TEXT_MAX - 1);
    assert_true(postgres_places(text, out, &n));
    assert_true(postgres_schema(text, out));
    text[POSTGRES_TEXT_MAX - 1] = 'a';
    assert_false(postgres_places(text, out, &n));
    text[POSTGRES_TEXT_MAX - 1] = ' ';
    assert_false(postgres_schema(text, out));
}

static const struct {
    const char *sql;
    bool forbidden, reads;
} kinds[] = {
    {"SELECT seq FROM event", false, true},
    {"WITH a AS (SELECT 1) SELECT 1", false, true},
    {"INSERT INTO event (seq) VALUES (?)", false, false},
    {"INSERT INTO event_head (seq) VALUES (?)", false, false},
    {"UPDATE event SET kind = 'x'", true, false},
    {"UPDATE event_head SET seq = 1", false, false},
    {"DELETE FROM event", true, false},
    {"DELETE FROM event WHERE seq = 1", true, false},
    {"DROP TABLE event", true, false},
    {"CREATE TABLE x (a INTEGER)", true, false},
    {"ALTER TABLE event ADD COLUMN x", true, false},
    {"TRUNCATE event", true, false},
};

static void events_and_tables_stay(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        assert_int_equal(postgres_forbids(kinds[i].sql), kinds[i].forbidden);
        assert_int_equal(postgres_reads(kinds[i].sql), kinds[i].reads);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_numbered),
        cmocka_unit_test(schemas_are_translated),
        cmocka_unit_test(too_long_is_refused),
        cmocka_unit_test(events_and_tables_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
