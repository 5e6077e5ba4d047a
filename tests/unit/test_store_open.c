/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "registry/sql/db.h"
#include "registry/store/check.h"
#include "registry/store/store_internal.h"
#include "tests/support/store_fixture.h"

/* What is no registry, or no whole one, is refused, says why, and stays as it was. */

static enum sello_error try_open(const char *folder) {
    struct sello_store *store = NULL;
    enum sello_error error = sello_store_open(folder, "tester", T0, &store);
    assert_int_equal(store != NULL, error == SELLO_OK);
    sello_store_close(&store);
    return error;
}

static void test_nothing_is_made(void **state) {
    struct fixture *f = *state;
    struct stat info;
    assert_status(try_open(fixture_path(f, "../elsewhere")), SELLO_E_NOT_FOUND);
    assert_status(try_open(f->home), SELLO_E_NOT_FOUND);
    assert_int_equal(lstat(fixture_path(f, "../registry.db"), &info), -1);
    assert_status(try_open(fixture_path(f, "registry.db")), SELLO_E_NOT_FOUND);
    struct sello_store *second = NULL;
    assert_status(sello_store_create(f->folder, "tester", T0, &second), SELLO_E_EXISTS);
    assert_null(second);
}

static void test_layout(void **state) {
    struct fixture *f = *state;
    struct stat info;
    assert_int_equal(stat(f->folder, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(stat(fixture_path(f, "keys"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(stat(fixture_path(f, "registry.db"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(lstat(fixture_path(f, "registry.db.new"), &info), -1);
}

static void test_other_kinds_of_file(void **state) {
    struct fixture *f = *state;
    char db[128], aside[128];
    snprintf(db, sizeof db, "%s/registry.db", f->folder);
    snprintf(aside, sizeof aside, "%s/aside.db", f->home);
    sello_store_close(&f->store);
    assert_int_equal(rename(db, aside), 0);
    assert_int_equal(symlink(aside, db), 0);
    assert_status(try_open(f->folder), SELLO_E_STORE_FILE);
    assert_int_equal(unlink(db), 0);
    assert_int_equal(mkfifo(db, 0600), 0);
    assert_status(try_open(f->folder), SELLO_E_STORE_FILE); /* and does not wait */
    assert_int_equal(unlink(db), 0);
    assert_int_equal(mkdir(db, 0700), 0);
    assert_status(try_open(f->folder), SELLO_E_STORE_FILE);
    assert_int_equal(rmdir(db), 0);
    write_whole(db, sello_bytes_of(""));
    assert_status(try_open(f->folder), SELLO_E_STORE_NOT);
    write_whole(db,
                sello_bytes_of("this is not a database, and longer than a hundred bytes, so that"
                               " nobody can take it for the header of one by mistake."));
    assert_status(try_open(f->folder), SELLO_E_STORE_NOT);
    assert_int_equal(rename(aside, db), 0);
    assert_status(try_open(f->folder), SELLO_OK);
}

/* A folder that is itself behind a link is fine: only the database may not be one. */
static void test_linked_folder(void **state) {
    struct fixture *f = *state;
    char link_path[128];
    snprintf(link_path, sizeof link_path, "%s/link", f->home);
    assert_int_equal(symlink(f->folder, link_path), 0);
    assert_status(try_open(link_path), SELLO_OK);
}

/* Header fields of SQLite's file format: user_version at 60, application_id at 68. */
static void test_foreign_and_newer(void **state) {
    struct fixture *f = *state;
    size_t len = 0;
    sello_store_close(&f->store);
    const char *path = fixture_path(f, "registry.db");
    uint8_t *db = read_whole(path, &len);
    db[68] ^= 1;
    write_whole(path, sello_bytes(db, len));
    assert_status(try_open(f->folder), SELLO_E_STORE_NOT);
    db[68] ^= 1;
    db[63] = 99;
    write_whole(path, sello_bytes(db, len));
    assert_status(try_open(f->folder), SELLO_E_STORE_NEWER);
    db[60] = 0xff; /* negative */
    write_whole(path, sello_bytes(db, len));
    assert_true(try_open(f->folder) != SELLO_OK);
    free(db);
}

static void test_truncated(void **state) {
    struct fixture *f = *state;
    size_t len = 0;
    sello_store_close(&f->store);
    const char *path = fixture_path(f, "registry.db");
    uint8_t *db = read_whole(path, &len);
    for (size_t cut = 0; cut < len; cut += cut < 200 ? 10 : 1500) {
        write_whole(path, sello_bytes(db, cut));
        enum sello_error error = try_open(f->folder);
        if (error != SELLO_E_STORE_DAMAGED && error != SELLO_E_STORE_NOT) {
            print_error("cut at %zu: %s\n", cut, sello_error_name(error));
            fail();
        }
        size_t left = 0;
        free(read_whole(path, &left));
        assert_int_equal(left, cut); /* nothing was made over it */
    }
    free(db);
}

static void ignore(void *context, const struct sello_finding *finding) {
    (void)context, (void)finding;
}

/* No flipped bit crashes anything. Where the store still opens, a check of it still answers. */
static void test_flipped_bits(void **state) {
    struct fixture *f = *state;
    size_t len = 0;
    sello_store_close(&f->store);
    const char *path = fixture_path(f, "registry.db");
    uint8_t *db = read_whole(path, &len);
    for (size_t i = 0; i < 90; i++) {
        size_t at = i < 30 ? i * 3 : i * 7919 % len;
        struct sello_store *store = NULL;
        db[at] ^= (uint8_t)(1u << i % 8);
        write_whole(path, sello_bytes(db, len));
        db[at] ^= (uint8_t)(1u << i % 8);
        if (sello_store_open(f->folder, "tester", T0, &store) == SELLO_OK) {
            assert_true(sello_store_check(store, ignore, NULL) != SELLO_E_MEMORY);
        }
        sello_store_close(&store);
    }
    free(db);
}

/* As somebody who may read the folder and not write to it: root may do all. */
static int open_as_nobody(const struct fixture *f) {
    int code = -1;
    pid_t child = fork();
    if (child == 0) {
        bool dropped = getuid() != 0 || setuid(65534) == 0;
        _exit(dropped ? (int)try_open(f->folder) : 255);
    }
    assert_int_equal(waitpid(child, &code, 0), child);
    return WEXITSTATUS(code);
}

static void test_unwritable(void **state) {
    struct fixture *f = *state;
    sello_store_close(&f->store);
    chmod(f->home, 0755);
    chmod(f->folder, 0555);
    chmod(fixture_path(f, "registry.db"), 0666);
    assert_int_equal(open_as_nobody(f), SELLO_E_STORE_READ_ONLY);
    chmod(fixture_path(f, "registry.db"), 0444);
    assert_int_equal(open_as_nobody(f), SELLO_E_STORE_READ_ONLY);
    chmod(f->folder, 0700);
    chmod(fixture_path(f, "registry.db"), 0600);
}

/* ---- migrations ---- */

/* From every version there ever was: the first i rows, then an ordinary opening. */
static void test_migrations(void **state) {
    struct fixture *f = *state;
    char path[128];
    sello_store_close(&f->store);
    snprintf(path, sizeof path, "%s/registry.db", f->folder);
    for (size_t version = 1; version <= sello_store_migrations.n; version++) {
        const struct sello_migrations past = {.rows = sello_store_migrations.rows, .n = version};
        struct sello_db *db = NULL;
        assert_int_equal(unlink(path), 0);
        assert_status(sello_db_create(path, &past, &db), SELLO_OK);
        sello_db_close(&db);
        struct sello_store_summary s;
        assert_status(sello_store_open(f->folder, "tester", T0, &f->store), SELLO_OK);
        assert_status(sello_store_summary(f->store, &s), SELLO_OK);
        assert_int_equal(s.next_serial, 1);
        assert_int_equal(fixture_findings(f), 0);
        sello_store_close(&f->store);
    }
}

/* In the place of the fixture's registry, one of an earlier version with these rows in it. */
static void make_past(struct fixture *f, size_t version, const char *const *rows, size_t n) {
    const struct sello_migrations past = {.rows = sello_store_migrations.rows, .n = version};
    struct sello_db *db = NULL;
    const char *path = fixture_path(f, "registry.db");
    sello_store_close(&f->store);
    assert_int_equal(unlink(path), 0);
    assert_status(sello_db_create(path, &past, &db), SELLO_OK);
    for (size_t i = 0; i < n; i++) {
        SELLO_AUTO(query) struct sello_query q = sello_query(db, rows[i]);
        assert_status(sello_run(&q), SELLO_OK);
    }
    sello_db_close(&db);
}

static void count_finding(void *context, const struct sello_finding *finding) {
    print_message("%s: %s\n", finding->code, finding->text);
    ++*(size_t *)context;
}

/* A part-used sheet that was remembered before version 9 is free there still. */
static void test_sheets_of_version_8(void **state) {
    struct fixture *f = *state;
    static const char *const rows[] = {
        "INSERT INTO stock_position (stock, next_cell) VALUES ('avery-5162', 5)",
        "INSERT INTO stock_position (stock, next_cell) VALUES ('avery-l7160', 0)",
        "INSERT INTO stock_position (stock, next_cell) VALUES ('mía', 3)",
    };
    static const struct {
        const char *stock;
        size_t n;
        uint64_t next;
    } wanted[] = {{"avery-5162", 1, 5}, {"avery-l7160", 0, 0}, {"mía", 1, 3}};
    struct sello_used_sheet sheet[SELLO_USED_SHEETS_MAX];
    size_t n = 0;
    make_past(f, 8, rows, COUNT_OF(rows));
    assert_status(sello_store_open(f->folder, "tester", T0, &f->store), SELLO_OK);
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        assert_status(sello_used_sheets(f->store, wanted[i].stock, sheet, &n), SELLO_OK);
        assert_int_equal(n, wanted[i].n);
        assert_int_equal(n > 0 ? sheet[0].next : 0, wanted[i].next);
    }
    sheet[0].began_on = sheet[0].number; /* the last one's: nothing is left of it now */
    sheet[0].start = 3;
    sheet[0].next = 0;
    assert_status(sello_used_sheet_put(f->store, &sheet[0]), SELLO_OK);
    assert_status(sello_used_sheets(f->store, "mía", sheet, &n), SELLO_OK);
    assert_int_equal(n, 0);
    assert_int_equal(fixture_findings(f), 0);
}

/* Labels that were issued before version 10 have the base URL alone, also where newer ones name the
 * item; and what was said of their batch stands. */
static void test_links_of_version_9(void **state) {
    struct fixture *f = *state;
    static const char *const rows[] = {
        "UPDATE counter SET value = 1 WHERE name IN ('batch', 'serial')",
        "UPDATE counter SET value = 1780000000 WHERE name = 'issued'",
        "INSERT INTO batch (number, certificate, first_serial, n_labels, issued, key_index, kid,"
        " lot, state, n_blocks, claims, search)"
        " VALUES (1, NULL, 1, 1, 1780000000, 0, zeroblob(8), '', 4, 0, x'', '')",
    };
    struct sello_batch batch;
    enum sello_link link;
    const char *path = fixture_path(f, "registry.db");
    make_past(f, 9, rows, COUNT_OF(rows));
    assert_status(sello_db_make_journal(path), SELLO_OK);
    assert_status(sello_store_open(f->folder, "tester", T0, &f->store), SELLO_OK);
    assert_status(sello_link_get(f->store, &link), SELLO_OK);
    assert_int_equal(link, SELLO_LINK_PLAIN);
    assert_status(sello_link_set(f->store, SELLO_LINK_GS1), SELLO_OK);
    assert_status(sello_batch_get(f->store, 1, &batch), SELLO_OK);
    assert_int_equal(batch.link, SELLO_LINK_PLAIN);
    assert_status(sello_link_get(f->store, &link), SELLO_OK);
    assert_int_equal(link, SELLO_LINK_GS1);
}

/* Events of before version 11 name no role, and their chain goes on: hashes from another program
 * (Python's hashlib and cbor2). */
static void test_events_of_version_10(void **state) {
    struct fixture *f = *state;
    static const char *const rows[] = {
        "INSERT INTO event_salt (bytes) VALUES (zeroblob(16))",
        "INSERT INTO event (seq, made_at, who, kind, body, chain) VALUES (1, 1780000000, 'x',"
        " 'registry.created', x'a10101',"
        " x'72c92e744674dbbf8deafef5cd89364acd88295555f726baade4e7d3383dd8e6')",
        "UPDATE counter SET value = 1 WHERE name = 'event'",
    };
    static const uint8_t chain[2][4] = {{0x37, 0x50, 0xa6, 0x9d}, {0xc3, 0xca, 0x12, 0x42}};
    struct sello_product product = {.name = "Rebozo"};
    struct sello_event event = {.seq = 7, .at = T0, .who = "Ana López", .kind = "producer.added"};
    uint8_t before[SELLO_HASH_LEN], after[SELLO_HASH_LEN];
    uint64_t number = 0;
    size_t n = 0;
    make_past(f, 10, rows, COUNT_OF(rows));
    assert_status(sello_db_make_journal(fixture_path(f, "registry.db")), SELLO_OK);
    assert_status(sello_store_open(f->folder, "tester", T0, &f->store), SELLO_OK);
    sello_store_confirm_clock(f->store);
    assert_status(sello_product_add(f->store, &product, &number), SELLO_OK);
    assert_status(sello_store_replay(f->store, count_finding, &n), SELLO_OK);
    assert_int_equal(n, 0);
    assert_string_equal(fixture_newest_event(f).role, "");

    for (size_t i = 0; i < sizeof before; i++) {
        before[i] = (uint8_t)i;
    }
    event.at = 1780000000;
    event.body_len = 3;
    memcpy(event.body, "\xa1\x01\x07", 3);
    for (size_t i = 0; i < 2; i++) {
        sello_event_chain(before, &event, after);
        assert_memory_equal(after, chain[i], sizeof chain[i]);
        snprintf(event.role, sizeof event.role, "ana");
    }
}

/* A registry that worked with version 1: its records stay, and what came with version 2 works. */
static void fill_version_1(const char *path) {
    static const char *const rows[] = {
        "INSERT INTO event (seq, made_at, who, kind, body)"
        " VALUES (1, 1780000000, 'x', 'registry.created', x'a10101')",
        "UPDATE counter SET value = 1 WHERE name IN ('event', 'producer', 'product', 'certificate',"
        " 'batch')",
        "UPDATE counter SET value = 30 WHERE name = 'serial'",
        "UPDATE counter SET value = 1780000000 WHERE name = 'issued'",
        "INSERT INTO scheme (code, name, name_en, url, search) VALUES (7, 'Rebozo', '', '', '')",
        "INSERT INTO producer (number, name, origin, state, is_public, search)"
        " VALUES (1, 'Taller', 'Tenancingo', '', 0, '')",
        "INSERT INTO product (number, name, traits, net_content, language, search)"
        " VALUES (1, 'Rebozo', '', '', '', '')",
        "INSERT INTO certificate (number, product, producer, scheme, note, state, applied_at,"
        " search) VALUES (1, 1, 1, 7, '', 4, 1780000000, '')",
        "INSERT INTO batch (number, certificate, first_serial, n_labels, issued, key_index, kid,"
        " lot, state, n_blocks, claims, search)"
        " VALUES (1, 1, 1, 30, 1780000000, 0, zeroblob(8), '', 2, 1, x'a0', '')",
        "INSERT INTO signature_block (batch, block, signatures) VALUES (1, 0, zeroblob(1920))",
        "INSERT INTO status_range (source, status, first_serial, n_labels, reason, day, text)"
        " VALUES (1, 1, 29, 2, 2, 20000, 'en la feria')",
    };
    const struct sello_migrations past = {.rows = sello_store_migrations.rows, .n = 1};
    struct sello_db *db = NULL;
    assert_status(sello_db_create(path, &past, &db), SELLO_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        SELLO_AUTO(query) struct sello_query q = sello_query(db, rows[i]);
        assert_status(sello_run(&q), SELLO_OK);
    }
    sello_db_close(&db);
}

static void test_version_1_with_records(void **state) {
    struct fixture *f = *state;
    const struct sello_print print = {.format = "pdf", .copies = 1};
    const struct sello_serials some = {5, 10};
    struct sello_label_counts counts;
    struct sello_batch batch;
    uint64_t number = 0;
    sello_store_close(&f->store);
    const char *path = fixture_path(f, "registry.db");
    assert_int_equal(unlink(path), 0);
    fill_version_1(path);
    assert_status(sello_store_open(f->folder, "tester", T0, &f->store), SELLO_OK);
    sello_store_confirm_clock(f->store);
    assert_status(sello_print_add(f->store, &print, &some, 1, &number, NULL), SELLO_OK);
    assert_int_equal(number, 1);
    assert_status(sello_delivery_add(f->store, 1, &some, 1, &number), SELLO_OK);
    assert_int_equal(number, 1);
    assert_status(sello_batch_get(f->store, 1, &batch), SELLO_OK);
    assert_status(sello_batch_counts(f->store, &batch, &counts), SELLO_OK);
    assert_int_equal(counts.issued, 30);
    assert_int_equal(counts.printed, 10);
    assert_int_equal(counts.left, 18);
    assert_int_equal(fixture_findings(f), 0);
    /* What stood there is held to from now on. */
    size_t changed = 0;
    assert_status(sello_store_replay(f->store, count_finding, &changed), SELLO_OK);
    assert_int_equal(changed, 0);
    SELLO_AUTO(query)
    struct sello_query q = sello_query(f->store->db, "UPDATE product SET name = 'Otro'");
    assert_status(sello_run(&q), SELLO_OK);
    sello_cleanup_query(&q);
    assert_status(sello_store_replay(f->store, count_finding, &changed), SELLO_OK);
    assert_int_equal(changed, 1);
}

/* What every command reads first. Of the events it looks at the last one and at one by its number:
 * the plan reads along the table once, and stops at its first row. */
static void test_standing_reads_few_rows(void **state) {
    struct fixture *f = *state;
    char sql[2048], step[200];
    unsigned n_scans = 0, n_found = 0;
    snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", sello_standing_sql);
    SELLO_AUTO(query) struct sello_query q = sello_query(f->store->db, sql);
    while (sello_row(&q)) {
        for (size_t i = 0; i < 3; i++) { /* where it stands in the plan */
            (void)sello_col_uint(&q);
        }
        sello_col_text(&q, step, sizeof step);
        n_scans += strcmp(step, "SCAN event") == 0;
        n_found += strncmp(step, "SEARCH event", strlen("SEARCH event")) == 0;
    }
    assert_status(q.error, SELLO_OK);
    assert_int_equal(n_scans, 1);
    assert_int_equal(n_found, 1);
}

/* ---- what SQL cannot do ---- */

static void test_events_are_append_only(void **state) {
    struct fixture *f = *state;
    static const char *const refused[] = {
        "UPDATE event SET who = 'x'",
        "UPDATE event SET made_at = 0 WHERE seq = 1",
        "DELETE FROM event",
        "DELETE FROM event WHERE seq = 1",
        "DROP TABLE event",
        "ALTER TABLE event RENAME TO e",
        "CREATE TABLE t (a INTEGER)",
        "ATTACH DATABASE ':memory:' AS other",
        "REPLACE INTO event (seq, made_at, who, kind, body) VALUES (1, 0, '', 'k', x'00')",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        SELLO_AUTO(query) struct sello_query q = sello_query(f->store->db, refused[i]);
        print_message("%s\n", refused[i]);
        assert_true(sello_run(&q) != SELLO_OK);
    }
    assert_int_equal(fixture_findings(f), 0);
}

static void test_values_are_held_to_their_type(void **state) {
    struct fixture *f = *state;
    SELLO_AUTO(query)
    struct sello_query q = sello_query(f->store->db, "SELECT 'text', -1, 9007199254740992");
    assert_true(sello_row(&q));
    assert_int_equal(sello_col_uint(&q), 0);
    assert_status(q.error, SELLO_E_STORE_DAMAGED);
    sello_cleanup_query(&q);
    SELLO_AUTO(query) struct sello_query p = sello_query(f->store->db, "SELECT -1");
    assert_true(sello_row(&p));
    assert_int_equal(sello_col_uint(&p), 0);
    assert_status(p.error, SELLO_E_STORE_DAMAGED);
    sello_cleanup_query(&p);
    SELLO_AUTO(query) struct sello_query t = sello_query(f->store->db, "SELECT 'a text'");
    char small[6];
    assert_true(sello_row(&t));
    sello_col_text(&t, small, sizeof small);
    assert_status(t.error, SELLO_E_STORE_DAMAGED);
    sello_cleanup_query(&t);
    SELLO_AUTO(query) struct sello_query b = sello_query(f->store->db, "SELECT ?");
    sello_bind_uint(&b, SELLO_INT_MAX + 1);
    assert_status(sello_run(&b), SELLO_E_RANGE);
}

#define open_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        open_test(test_nothing_is_made),
        open_test(test_layout),
        open_test(test_other_kinds_of_file),
        open_test(test_linked_folder),
        open_test(test_foreign_and_newer),
        open_test(test_truncated),
        open_test(test_flipped_bits),
        open_test(test_unwritable),
        open_test(test_migrations),
        open_test(test_sheets_of_version_8),
        open_test(test_links_of_version_9),
        open_test(test_events_of_version_10),
        open_test(test_standing_reads_few_rows),
        open_test(test_version_1_with_records),
        open_test(test_events_are_append_only),
        open_test(test_values_are_held_to_their_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
