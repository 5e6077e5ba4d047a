/* SPDX-License-Identifier: Apache-2.0 */
/* What is larger than a value may be: there, back, elsewhere, and from before there were pieces. */
#include <sys/stat.h>

#include "registry/sql/engine.h"
#include "registry/store/backup.h"
#include "registry/store/copy.h"
#include "registry/store/shared.h"
#include "registry/store/store_internal.h"
#include "tests/support/shared_server.h"
#include "tests/support/store_fixture.h"

enum { MIB = 1 << 20, MOST = 32 * MIB };

static uint8_t *bytes; /* of MOST + 1: no two places alike for long */

static int make_bytes(void **state) {
    uint32_t x = 1;
    (void)state;
    bytes = malloc(MOST + 1);
    for (size_t i = 0; bytes != NULL && i <= MOST; i++) {
        x = x * 1664525 + 1013904223;
        bytes[i] = (uint8_t)(x >> 24);
    }
    return bytes != NULL ? 0 : -1;
}

static int free_bytes(void **state) {
    (void)state;
    free(bytes);
    return 0;
}

static enum sello_error put_next(struct fixture *f, size_t len, uint64_t *out_version) {
    struct sello_bundle_date date;
    assert_status(sello_store_next_bundle(f->store, &date), SELLO_OK);
    *out_version = date.version;
    return sello_store_put_bundle(f->store, date.version, sello_bytes(bytes, len));
}

static void expect_newest(struct sello_store *store, uint64_t version, size_t len) {
    struct sello_stored_bundle got = {.version = 0};
    uint8_t *ptr = NULL;
    size_t n = 0;
    assert_status(sello_store_newest_bundle(store, &got, &ptr, &n), SELLO_OK);
    assert_int_equal(got.version, version);
    assert_int_equal(n, len);
    assert_memory_equal(ptr, bytes, len);
    free(ptr);
}

static void run_sql(struct sello_db *db, const char *sql) {
    SELLO_AUTO(query) struct sello_query q = sello_query(db, sql);
    assert_status(sello_run(&q), SELLO_OK);
}

static uint64_t largest_piece(struct fixture *f) {
    uint64_t n = 0;
    assert_status(
        sello_store_uint(f->store, "SELECT coalesce(max(length(bytes)), 0) FROM bundle_piece", &n),
        SELLO_OK);
    return n;
}

static void test_bundles_of_all_sizes(void **state) {
    static const size_t sizes[] = {1,           MIB - 1, MIB,      MIB + 1, 2 * (size_t)MIB,
                                   3 * MIB + 5, 7,       MOST - 1, MOST};
    struct fixture *f = *state;
    uint64_t version = 0;
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        assert_status(put_next(f, sizes[i], &version), SELLO_OK);
        expect_newest(f->store, version, sizes[i]);
        assert_int_equal(largest_piece(f), sizes[i] < MIB ? sizes[i] : MIB);
        assert_int_equal(fixture_findings(f), 0);
    }
    assert_true(put_next(f, MOST + 1, &version) != SELLO_OK);
    assert_true(put_next(f, 0, &version) != SELLO_OK);
    expect_newest(f->store, version - 2, MOST); /* nothing of them stayed */
    assert_int_equal(fixture_findings(f), 0);
}

static void test_no_value_is_larger(void **state) {
    struct fixture *f = *state;
    char *text = calloc(1, SELLO_VALUE_MAX + 2);
    assert_non_null(text);
    for (size_t len = SELLO_VALUE_MAX; len <= SELLO_VALUE_MAX + 1; len++) {
        enum sello_error expected = len <= SELLO_VALUE_MAX ? SELLO_OK : SELLO_E_TOO_LONG;
        memset(text, 'a', len);
        SELLO_AUTO(query)
        struct sello_query q =
            sello_query(f->store->db, "UPDATE counter SET value = value WHERE name = ?");
        sello_bind_text(&q, text);
        assert_status(sello_run(&q), expected);
        sello_cleanup_query(&q);
        SELLO_AUTO(query)
        struct sello_query p =
            sello_query(f->store->db, "UPDATE root SET version = version WHERE hash = ?");
        sello_bind_blob(&p, sello_bytes(bytes, len));
        assert_status(sello_run(&p), expected);
    }
    free(text);
}

/* A piece that is missing or short is told, and what is left is not taken for the whole. */
static void test_a_lost_piece_is_told(void **state) {
    static const char *const losses[] = {
        "DELETE FROM bundle_piece WHERE place = 1",
        "DELETE FROM bundle_piece WHERE place = 2",
        "UPDATE bundle_piece SET bytes = substr(bytes, 1, 1000) WHERE place = 2",
    };
    struct fixture *f = *state;
    struct sello_stored_bundle got;
    uint64_t version = 0;
    uint8_t *ptr = NULL;
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(losses); i++) {
        assert_status(put_next(f, 2 * MIB + 9, &version), SELLO_OK);
        run_sql(f->store->db, losses[i]);
        assert_status(sello_store_newest_bundle(f->store, &got, &ptr, &n), SELLO_E_STORE_DAMAGED);
        assert_null(ptr);
        assert_int_equal(fixture_findings(f), 1);
    }
    assert_status(put_next(f, 5, &version), SELLO_OK); /* the next one is whole */
    expect_newest(f->store, version, 5);
    assert_int_equal(fixture_findings(f), 0);
}

/* ---- elsewhere ---- */

enum { COPIED = 4 * MIB + 1 };

static void test_a_backup_comes_back(void **state) {
    struct fixture *f = *state;
    char backup[96];
    uint64_t version = 0;
    if (shared_server_there()) {
        skip(); /* into a folder alone */
    }
    snprintf(backup, sizeof backup, "%s/backup.db", f->home);
    assert_status(put_next(f, COPIED, &version), SELLO_OK);
    assert_status(sello_store_backup(f->store, backup, NULL), SELLO_OK);
    fixture_lose_database(f);
    assert_status(sello_store_restore(backup, f->folder, "tester", T0), SELLO_OK);
    fixture_reopen(f);
    expect_newest(f->store, version, COPIED);
}

/* From either engine into a folder; from there to a server, where there is one. */
static void test_copies(void **state) {
    struct fixture *f = *state;
    char folder[96], address[SELLO_ADDRESS_MAX + 1];
    struct sello_copy_outcome outcome;
    struct sello_store *copy = NULL;
    uint64_t version = 0;
    snprintf(folder, sizeof folder, "%s/copy", f->home);
    assert_status(put_next(f, COPIED, &version), SELLO_OK);
    assert_status(sello_store_copy_to_folder(f->store, folder, &outcome), SELLO_OK);
    assert_status(sello_store_open(folder, "tester", T0, &copy), SELLO_OK);
    expect_newest(copy, version, COPIED);
    if (shared_server_there()) {
        shared_server_address(address, sizeof address);
        assert_status(sello_store_copy_to_server(copy, address, &outcome), SELLO_OK);
        sello_store_close(&copy);
        snprintf(folder, sizeof folder, "%s/office", f->home);
        assert_status(sello_store_join(folder, address, "office", T0, &copy), SELLO_OK);
        expect_newest(copy, version, COPIED);
    }
    sello_store_close(&copy);
}

/* ---- from before version 12 ---- */

/* A value larger than what is taken today. */
static void put_large(struct sello_db *db, const char *sql, size_t len) {
    const struct sello_value value = {.kind = SELLO_VALUE_BLOB, .bytes = sello_bytes(bytes, len)};
    SELLO_AUTO(query) struct sello_query q = sello_query(db, sql);
    db->engine->bind(&q, ++q.bound, &value);
    assert_status(sello_run(&q), SELLO_OK);
}

enum { PAST_BUNDLE = 2 * MIB + 77, PAST_MARK = 4 * MIB };

static enum sello_error fill_past(struct sello_db *db, void *context) {
    static const char *const texts[] = {
        "INSERT INTO event_salt (bytes) VALUES (x'00112233445566778899aabbccddeeff')",
        "INSERT INTO root (version, hash, stored_at, bytes) VALUES"
        " (1, x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 1, x'00')",
        "INSERT INTO bundle (version, root_version, generated, highest, bytes)"
        " VALUES (1, 1, 1, 0, NULL), (2, 1, 2, 0, x'00'), (3, 1, 3, 0, NULL)",
        "UPDATE counter SET value = 3 WHERE name IN ('bundle_version', 'bundle_date')",
        "INSERT INTO kept_file (name, bytes) VALUES ('mark.png', x'00'), ('printers', x'41')",
    };
    (void)context;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        run_sql(db, texts[i]);
    }
    put_large(db, "UPDATE bundle SET bytes = ? WHERE version = 2", PAST_BUNDLE);
    put_large(db, "UPDATE kept_file SET bytes = ? WHERE name = 'mark.png'", PAST_MARK);
    return SELLO_OK;
}

/* A registry as version 11 left it, opened today. */
static struct sello_store *open_past(struct fixture *f) {
    const struct sello_migrations past = {.rows = sello_store_migrations.rows, .n = 11};
    char folder[96], address[SELLO_ADDRESS_MAX + 1];
    struct sello_store *store = NULL;
    struct sello_db *db = NULL;
    snprintf(folder, sizeof folder, "%s/past", f->home);
    if (shared_server_there()) {
        shared_server_address(address, sizeof address);
        assert_status(sello_db_create_shared(address, &past, fill_past, NULL, &db), SELLO_OK);
        sello_db_close(&db);
        assert_status(sello_store_join(folder, address, "office", T0, &store), SELLO_OK);
        return store;
    }
    assert_int_equal(mkdir(folder, 0700), 0);
    snprintf(folder, sizeof folder, "%s/past/registry.db", f->home);
    assert_status(sello_db_create(folder, &past, &db), SELLO_OK);
    assert_status(fill_past(db, NULL), SELLO_OK);
    sello_db_close(&db);
    assert_status(sello_db_make_journal(folder), SELLO_OK);
    snprintf(folder, sizeof folder, "%s/past", f->home);
    assert_status(sello_store_open(folder, "tester", T0, &store), SELLO_OK);
    return store;
}

static bool look_at_kept(void *context, const struct sello_backup_file *file) {
    size_t *n = context;
    bool is_mark = strcmp(file->name, "mark.png") == 0;
    assert_string_equal(file->name, *n == 0 ? "mark.png" : "printers");
    assert_int_equal(file->bytes.len, is_mark ? PAST_MARK : 1);
    assert_memory_equal(file->bytes.ptr, is_mark ? bytes : (const uint8_t *)"A", file->bytes.len);
    ++*n;
    return true;
}

static void test_from_version_11(void **state) {
    struct sello_store *store = open_past(*state);
    size_t n = 0;
    expect_newest(store, 2, PAST_BUNDLE);
    assert_status(sello_store_backup_files(store, look_at_kept, &n), SELLO_OK);
    assert_int_equal(n, 2);
    assert_status(sello_store_forget_backup_files(store), SELLO_OK);
    assert_status(sello_store_backup_files(store, look_at_kept, &n), SELLO_OK);
    assert_int_equal(n, 2);
    sello_store_close(&store);
}

#define pieces_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        pieces_test(test_bundles_of_all_sizes),
        pieces_test(test_no_value_is_larger),
        pieces_test(test_a_lost_piece_is_told),
        pieces_test(test_a_backup_comes_back),
        pieces_test(test_copies),
        pieces_test(test_from_version_11),
    };
    return cmocka_run_group_tests(tests, make_bytes, free_bytes);
}
