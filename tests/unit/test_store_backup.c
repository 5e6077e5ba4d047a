/* SPDX-License-Identifier: Apache-2.0 */
/* A backup, put back where the marks tell what came after it, and where nothing does. */
#include <unistd.h>

#include "registry/store/backup.h"
#include "tests/support/shared_server.h"
#include "tests/support/store_fixture.h"

/* ---- an old backup ---- */

static void put_back(struct fixture *f, const char *backup) {
    fixture_lose_database(f);
    assert_status(sello_store_restore(backup, f->folder, "tester", T0), SELLO_OK);
    assert_status(sello_store_open(f->folder, "tester", T0, &f->store), SELLO_OK);
}

static void test_old_backup(void **state) {
    struct fixture *f = *state;
    struct sello_bundle_date date;
    struct sello_batch batch;
    struct sello_store_gap gap;
    char backup[96];
    snprintf(backup, sizeof backup, "%s/backup.db", f->home);
    fixture_issue(f, 10);
    assert_status(sello_store_backup(f->store, backup, NULL), SELLO_OK);
    assert_status(sello_store_backup(f->store, backup, NULL), SELLO_E_EXISTS);
    sello_store_set_now(f->store, T0 + 50);
    fixture_issue(f, 5);
    assert_status(sello_store_next_bundle(f->store, &date), SELLO_OK);
    assert_status(sello_store_restore(backup, f->folder, "tester", T0), SELLO_E_EXISTS);

    put_back(f, backup);
    assert_status(fixture_reserve(f, 1, &batch), SELLO_E_STORE_BEHIND);
    assert_status(sello_store_next_bundle(f->store, &date), SELLO_E_STORE_BEHIND);
    assert_status(sello_store_gap(f->store, &gap), SELLO_OK);
    assert_int_equal(gap.serials, 5);
    assert_int_equal(gap.bundle_versions, 1);
    assert_int_equal(gap.root_versions, 0);
    assert_int_equal(gap.seconds, T0 + 50); /* no bundle was dated before */
    assert_int_equal(fixture_findings(f), 1);

    assert_status(sello_store_reconcile(f->store, NULL, NULL), SELLO_OK);
    assert_int_equal(fixture_findings(f), 0);
    batch = fixture_issue(f, 1);
    assert_int_equal(batch.first, 16);
    assert_int_equal(batch.issued, T0 + 51);
    assert_status(sello_store_next_bundle(f->store, &date), SELLO_OK);
    assert_int_equal(date.version, 2);
    struct sello_issued label;
    assert_status(sello_store_label(f->store, 13, &label), SELLO_OK);
    assert_int_equal(label.batch.state, SELLO_BATCH_LOST);
    struct sello_status_range range;
    assert_status(sello_status_at(f->store, 13, &range), SELLO_OK);
    assert_int_equal(range.status, SELLO_LABEL_VALID); /* lost labels stay valid */
    fixture_reopen(f);
    assert_status(sello_store_reconcile(f->store, NULL, NULL), SELLO_OK); /* nothing to do */
}

/* The whole folder put back, its marks with it: the copy in the home remembers. */
static void test_old_folder(void **state) {
    struct fixture *f = *state;
    size_t db_len = 0, marks_len = 0;
    struct sello_batch batch;
    if (shared_server_there()) {
        skip(); /* the database is not in it */
    }
    fixture_issue(f, 10);
    uint8_t *db = read_whole(fixture_path(f, "registry.db"), &db_len);
    uint8_t *marks = read_whole(fixture_path(f, "marks"), &marks_len);
    fixture_issue(f, 5);
    sello_store_close(&f->store);
    write_whole(fixture_path(f, "registry.db"), sello_bytes(db, db_len));
    write_whole(fixture_path(f, "marks"), sello_bytes(marks, marks_len));
    free(db);
    free(marks);
    fixture_reopen(f);
    assert_status(fixture_reserve(f, 1, &batch), SELLO_E_STORE_BEHIND);
    assert_status(sello_store_reconcile(f->store, NULL, NULL), SELLO_OK);
    assert_status(fixture_reserve(f, 1, &batch), SELLO_OK);
    assert_int_equal(batch.first, 16);
}

/* Roots cannot be made up: reconciling waits until the missing one is put back. */
static void test_missing_root(void **state) {
    struct fixture *f = *state;
    char backup[96];
    uint8_t hash[SELLO_HASH_LEN] = {2};
    struct sello_bytes root = sello_bytes_of("the second root");
    snprintf(backup, sizeof backup, "%s/backup.db", f->home);
    assert_status(sello_store_backup(f->store, backup, NULL), SELLO_OK);
    assert_status(sello_store_put_root(f->store, 3, hash, root), SELLO_E_STATE);
    assert_status(sello_store_put_root(f->store, 1, hash, root), SELLO_E_STATE);
    assert_status(sello_store_put_root(f->store, 2, hash, root), SELLO_OK);
    put_back(f, backup);
    assert_status(sello_store_reconcile(f->store, NULL, NULL), SELLO_E_STORE_BEHIND);
    assert_status(sello_store_put_root(f->store, 2, hash, root), SELLO_OK);
    assert_status(sello_store_reconcile(f->store, NULL, NULL), SELLO_OK);
}

/* ---- a backup on another computer ---- */

/* Ten labels stand in the backup, five came after it; here are neither marks nor anybody who knows
 * of them. */
static void move_elsewhere(struct fixture *f) {
    char backup[96], elsewhere[96];
    snprintf(backup, sizeof backup, "%s/backup.db", f->home);
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", f->home);
    fixture_issue(f, 10);
    assert_status(sello_store_backup(f->store, backup, NULL), SELLO_OK);
    fixture_issue(f, 5);
    sello_store_close(&f->store);
    setenv("XDG_STATE_HOME", elsewhere, 1);
    snprintf(f->folder, sizeof f->folder, "%s/new", f->home);
    assert_status(sello_store_restore(backup, f->folder, "tester", T0 + 9), SELLO_OK);
    assert_status(sello_store_open(f->folder, "tester", T0 + 9, &f->store), SELLO_OK);
}

static void assert_refused(struct fixture *f) {
    const struct sello_status_range range = {.first = 1,
                                             .count = 1,
                                             .status = SELLO_LABEL_WITHDRAWN,
                                             .reason = SELLO_REASON_STOLEN,
                                             .source = SELLO_SOURCE_SERIALS};
    const struct sello_print print = {.format = "pdf", .copies = 1};
    const struct sello_serials some = {1, 1};
    const uint8_t hash[SELLO_HASH_LEN] = {2};
    struct sello_bundle_date date;
    struct sello_batch batch;
    uint64_t number;
    assert_status(sello_store_known(f->store), SELLO_E_STORE_UNKNOWN);
    assert_status(fixture_reserve(f, 1, &batch), SELLO_E_STORE_UNKNOWN);
    assert_status(sello_store_next_bundle(f->store, &date), SELLO_E_STORE_UNKNOWN);
    assert_status(sello_status_set(f->store, &range, NULL), SELLO_E_STORE_UNKNOWN);
    assert_status(sello_print_add(f->store, &print, &some, 1, &number, NULL),
                  SELLO_E_STORE_UNKNOWN);
    assert_status(sello_delivery_add(f->store, f->producer, &some, 1, &number),
                  SELLO_E_STORE_UNKNOWN);
    assert_status(sello_store_put_root(f->store, 2, hash, sello_bytes_of("another")),
                  SELLO_E_STORE_UNKNOWN);
    assert_status(sello_store_void_batch(f->store, 1), SELLO_E_STORE_UNKNOWN);
    assert_status(sello_store_reconcile(f->store, NULL, NULL), SELLO_E_STORE_UNKNOWN);
}

static void test_backup_elsewhere(void **state) {
    struct fixture *f = *state;
    struct sello_store_gap gap;
    struct sello_bundle_date date;
    move_elsewhere(f);
    assert_refused(f);
    fixture_reopen(f); /* opening it writes no marks that would say that all is known */
    fixture_reopen(f);
    assert_refused(f);
    assert_status(sello_store_gap(f->store, &gap), SELLO_OK);
    assert_true(gap.unknown && sello_store_gap_any(&gap));
    assert_int_equal(gap.backup_end, T0);
    assert_int_equal(gap.serials, 0); /* of which nobody knows */
    assert_int_equal(fixture_findings(f), 1);

    const struct sello_afterwards told = {.told = SELLO_TOLD_SERIAL, .serial = 15};
    assert_status(sello_store_reconcile(f->store, &told, &gap), SELLO_OK);
    assert_int_equal(gap.serials, 5);
    assert_int_equal(gap.bundle_versions, SELLO_VERSIONS_PASSED);
    assert_int_equal(fixture_issue(f, 1).first, 16);
    assert_status(sello_store_next_bundle(f->store, &date), SELLO_OK);
    assert_int_equal(date.version, SELLO_VERSIONS_PASSED + 1);
    fixture_reopen(f);
    assert_status(sello_store_known(f->store), SELLO_OK);
    assert_int_equal(fixture_findings(f), 0);
}

static void test_backup_then_gap(void **state) {
    struct fixture *f = *state;
    struct sello_issued label;
    move_elsewhere(f);
    const struct sello_afterwards too_many = {.told = SELLO_TOLD_GAP, .gap = SELLO_INT_MAX};
    assert_status(sello_store_reconcile(f->store, &too_many, NULL), SELLO_E_RANGE);
    assert_refused(f);
    const struct sello_afterwards told = {.told = SELLO_TOLD_GAP, .gap = 100};
    assert_status(sello_store_reconcile(f->store, &told, NULL), SELLO_OK);
    assert_int_equal(fixture_issue(f, 1).first, 111);
    assert_status(sello_store_label(f->store, 15, &label), SELLO_OK);
    assert_int_equal(label.batch.state, SELLO_BATCH_LOST); /* it may be on goods: it stays valid */
}

static void test_backup_then_nothing(void **state) {
    struct fixture *f = *state;
    move_elsewhere(f);
    const struct sello_afterwards told = {.told = SELLO_TOLD_NOTHING};
    assert_status(sello_store_reconcile(f->store, &told, NULL), SELLO_OK);
    assert_int_equal(fixture_issue(f, 1).first, 11);
}

/* Marks of an earlier time know nothing of a later backup. */
static void test_backup_with_old_marks(void **state) {
    struct fixture *f = *state;
    char backup[96];
    size_t len = 0;
    fixture_issue(f, 1);
    uint8_t *marks = read_whole(fixture_path(f, "marks"), &len);
    fixture_issue(f, 10);
    snprintf(backup, sizeof backup, "%s/backup.db", f->home);
    assert_status(sello_store_backup(f->store, backup, NULL), SELLO_OK);
    setenv("XDG_STATE_HOME", fixture_path(f, "../elsewhere"), 1);
    write_whole(fixture_path(f, "marks"), sello_bytes(marks, len));
    free(marks);
    put_back(f, backup);
    assert_refused(f);
}

/* Who copies the database by hand gets no marks with it. */
static void test_database_without_marks(void **state) {
    struct fixture *f = *state;
    struct sello_store *reading = NULL;
    fixture_issue(f, 10);
    sello_store_close(&f->store);
    setenv("XDG_STATE_HOME", fixture_path(f, "../elsewhere"), 1);
    assert_int_equal(unlink(fixture_path(f, "marks")), 0);
    assert_status(sello_store_open_reading(f->folder, &reading), SELLO_OK);
    assert_true(sello_store_opening(reading)->gap.unknown);
    sello_store_close(&reading);
    fixture_reopen(f);
    assert_true(sello_store_opening(f->store)->gap.unknown);
    assert_refused(f);
}

#define backup_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        backup_test(test_old_backup),
        backup_test(test_old_folder),
        backup_test(test_missing_root),
        backup_test(test_backup_elsewhere),
        backup_test(test_backup_then_gap),
        backup_test(test_backup_then_nothing),
        backup_test(test_backup_with_old_marks),
        backup_test(test_database_without_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
