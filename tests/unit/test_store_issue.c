/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "registry/store/store_internal.h"
#include "tests/support/shared_server.h"
#include "tests/support/store_fixture.h"

/* Serials: reserved once, by one program, whatever stops it and whatever backup comes back. */

static void test_dates_and_serials(void **state) {
    struct fixture *f = *state;
    struct sello_batch a = fixture_issue(f, 3), b = {0}, c = {0};
    assert_int_equal(a.first, 1);
    assert_int_equal(a.issued, T0);
    sello_store_set_now(f->store, T0 - 1000); /* the clock went back */
    assert_status(fixture_reserve(f, 1025, &b), SELLO_OK);
    assert_int_equal(b.first, 4);
    assert_int_equal(b.issued, T0);

    struct sello_bundle_date date = {0};
    assert_status(sello_store_next_bundle(f->store, &date), SELLO_OK);
    assert_int_equal(date.version, 1);
    assert_int_equal(date.generated, T0); /* not before the labels it knows */
    assert_int_equal(date.highest, 1028);
    assert_int_equal(date.root_version, 1);
    assert_status(fixture_reserve(f, 1, &c), SELLO_OK);
    assert_int_equal(c.issued, T0 + 1); /* strictly later than the bundle */
    fixture_sign(f, &b);
    fixture_sign(f, &c);
    assert_int_equal(fixture_findings(f), 0);
}

static void test_claims_are_the_batchs(void **state) {
    struct fixture *f = *state;
    struct sello_batch batch = fixture_issue(f, 2);
    uint8_t buf[SELLO_TOKEN_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    const struct sello_claims claims = {.issued = batch.issued,
                                        .product = sello_bytes_of("Rebozo de seda"),
                                        .lot = sello_bytes_of("L-1"),
                                        .scheme = {true, 7}};
    sello_put_claims(&w, &claims);
    assert_true(sello_bytes_eq(sello_written(&w), sello_bytes(batch.claims, batch.claims_len)));
    assert_string_equal(batch.lot, "L-1");
}

static void test_labels(void **state) {
    struct fixture *f = *state;
    struct sello_batch batch = fixture_issue(f, 2050), open = {0};
    assert_status(fixture_reserve(f, 5, &open), SELLO_OK);
    struct sello_issued label;
    for (uint64_t serial = 1; serial <= 2050; serial += serial == 1025 ? 1 : 41) {
        uint64_t signed_serial = 0;
        assert_status(sello_store_label(f->store, serial, &label), SELLO_OK);
        assert_true(label.has_signature && label.batch.number == batch.number);
        memcpy(&signed_serial, label.signature, sizeof signed_serial);
        assert_int_equal(signed_serial, serial);
    }
    assert_status(sello_store_label(f->store, 2051, &label), SELLO_OK);
    assert_false(label.has_signature);
    assert_status(sello_store_label(f->store, 2056, &label), SELLO_E_NOT_FOUND);
    assert_status(sello_store_label(f->store, 0, &label), SELLO_E_NOT_FOUND);

    static uint8_t block[SELLO_BLOCK * SELLO_SIG_LEN];
    size_t n = 0;
    assert_status(sello_store_signatures(f->store, batch.number, 2, block, &n), SELLO_OK);
    assert_int_equal(n, 2);
    assert_status(sello_store_signatures(f->store, batch.number, 3, block, &n), SELLO_E_NOT_FOUND);
}

/* ---- rows of a table ---- */

struct rows {
    uint64_t row[8], batch[8];
    size_t n;
};

static bool note_row(void *context, uint64_t row, uint64_t batch) {
    struct rows *rows = context;
    rows->row[rows->n] = row;
    rows->batch[rows->n++] = batch;
    return rows->n < 3;
}

static void reserve_row(struct fixture *f, const uint8_t *table, uint64_t row) {
    struct sello_batch batch;
    const struct sello_claims claims = {.product = sello_bytes_of("Rebozo"), .scheme = {true, 7}};
    const struct sello_reservation request = {
        .certificate = f->certificate, .count = 2, .claims = &claims, .table = table, .row = row};
    assert_status(sello_store_reserve(f->store, &request, &batch), SELLO_OK);
}

static void test_table_rows(void **state) {
    static const uint8_t one[SELLO_HASH_LEN] = {1}, two[SELLO_HASH_LEN] = {2}, none[32] = {3};
    struct fixture *f = *state;
    struct rows rows = {.n = 0};
    fixture_issue(f, 1); /* of no table */
    reserve_row(f, one, 7);
    reserve_row(f, two, 7);
    reserve_row(f, one, 9);
    reserve_row(f, one, 7); /* the first was void, say */
    reserve_row(f, one, 11);
    assert_status(sello_table_rows(f->store, one, note_row, &rows), SELLO_OK);
    assert_int_equal(rows.n, 3); /* and then it wanted no more */
    static const uint64_t want[][2] = {{7, 2}, {9, 4}, {7, 5}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(rows.row[i], want[i][0]);
        assert_int_equal(rows.batch[i], want[i][1]);
    }
    rows.n = 0;
    assert_status(sello_table_rows(f->store, none, note_row, &rows), SELLO_OK);
    assert_int_equal(rows.n, 0);
    assert_int_equal(fixture_findings(f), 0);
}

static void test_refusals(void **state) {
    struct fixture *f = *state;
    struct sello_batch batch = {.number = 99};
    assert_status(fixture_reserve(f, 0, &batch), SELLO_E_RANGE);
    assert_string_equal(sello_store_fault(f->store)->field, "count");
    assert_status(fixture_reserve(f, SELLO_BATCH_MAX + 1, &batch), SELLO_E_RANGE);
    assert_status(fixture_reserve(f, UINT64_MAX, &batch), SELLO_E_RANGE);
    assert_int_equal(batch.number, 99);

    struct sello_certificate_move move = {.certificate = f->certificate,
                                          .step = SELLO_STEP_SUSPEND};
    assert_status(sello_certificate_move(f->store, &move), SELLO_OK);
    assert_status(fixture_reserve(f, 1, &batch), SELLO_E_STATE);
    move.step = SELLO_STEP_RESUME;
    assert_status(sello_certificate_move(f->store, &move), SELLO_OK);
    move.step = SELLO_STEP_RENEW;
    move.until = (struct sello_number){true, T0 / 86400 - 1};
    assert_status(sello_certificate_move(f->store, &move), SELLO_OK);
    assert_status(fixture_reserve(f, 1, &batch), SELLO_E_STATE); /* ended yesterday */
    move.until.value++;
    assert_status(sello_certificate_move(f->store, &move), SELLO_OK);
    assert_status(fixture_reserve(f, 1, &batch), SELLO_OK);
    assert_int_equal(batch.first, 1); /* nothing refused took a serial */
}

static void test_signatures_in_order(void **state) {
    struct fixture *f = *state;
    static uint8_t bytes[SELLO_BLOCK * SELLO_SIG_LEN];
    struct sello_bytes full = sello_bytes(bytes, sizeof bytes), one = sello_bytes(bytes, 64);
    struct sello_batch b = {0};
    assert_status(fixture_reserve(f, 1025, &b), SELLO_OK);
    assert_status(sello_store_put_signatures(f->store, b.number, 1, one), SELLO_E_STATE);
    assert_status(sello_store_put_signatures(f->store, b.number, 0, one), SELLO_E_RANGE);
    assert_status(sello_store_finish_batch(f->store, b.number), SELLO_E_STATE);
    assert_status(sello_store_put_signatures(f->store, b.number, 0, full), SELLO_OK);
    assert_status(sello_store_put_signatures(f->store, b.number, 0, full), SELLO_E_STATE);
    assert_status(sello_store_finish_batch(f->store, b.number), SELLO_E_STATE);
    assert_status(sello_store_put_signatures(f->store, b.number, 1, full), SELLO_E_RANGE);
    assert_status(sello_store_put_signatures(f->store, b.number, 1, one), SELLO_OK);
    assert_status(sello_store_put_signatures(f->store, b.number, 2, one), SELLO_E_STATE);
    assert_status(sello_store_finish_batch(f->store, b.number), SELLO_OK);
    assert_status(sello_store_finish_batch(f->store, b.number), SELLO_E_STATE);
    assert_status(sello_store_void_batch(f->store, b.number), SELLO_E_STATE);
    assert_status(sello_store_finish_batch(f->store, 77), SELLO_E_NOT_FOUND);
}

/* The database may not grow: what SQLite says of a full disk. */
static void limit_pages(struct fixture *f, const char *sql) {
    SELLO_AUTO(query) struct sello_query q = sello_query(f->store->db, sql);
    assert_status(sello_run(&q), SELLO_OK);
}

static void test_full_disk(void **state) {
    struct fixture *f = *state;
    static uint8_t bytes[SELLO_BLOCK * SELLO_SIG_LEN];
    struct sello_bytes full = sello_bytes(bytes, sizeof bytes);
    struct sello_batch b = {0}, after = {0};
    if (shared_server_there()) {
        skip(); /* its disk is the server's */
    }
    assert_status(fixture_reserve(f, 4096, &b), SELLO_OK);
    limit_pages(f, "PRAGMA max_page_count = 1"); /* SQLite takes the present size instead */
    assert_status(sello_store_begin(f->store), SELLO_OK);
    assert_status(sello_store_put_signatures(f->store, b.number, 0, full), SELLO_E_STORE_FULL);
    assert_status(sello_store_put_signatures(f->store, b.number, 0, full), SELLO_E_STORE);
    assert_true(sello_store_commit(f->store) != SELLO_OK); /* nothing of it is kept */
    limit_pages(f, "PRAGMA max_page_count = 1000000");
    assert_status(sello_batch_get(f->store, b.number, &after), SELLO_OK);
    assert_int_equal(after.signed_blocks, 0);
    fixture_sign(f, &b); /* and with room again it goes on */
    assert_int_equal(fixture_findings(f), 0);
}

/* ---- several programs ---- */

/* Tells each batch's serials through the pipe, in one write so that children do not mix. */
static void child_reserves(const struct fixture *f, unsigned n, int to) {
    struct fixture mine = *f;
    bool good = sello_store_open(f->folder, "child", T0, &mine.store) == SELLO_OK;
    for (unsigned i = 0; i < n && good; i++) {
        struct sello_batch b;
        good = fixture_reserve(&mine, 1 + i % 3, &b) == SELLO_OK;
        const uint64_t serials[2] = {b.first, b.count};
        good = good && write(to, serials, sizeof serials) == sizeof serials;
    }
    _exit(good ? 0 : 1);
}

static void test_two_at_once(void **state) {
    struct fixture *f = *state;
    enum { CHILDREN = 3, EACH = 12 };
    static bool taken[1 + CHILDREN * EACH * 3];
    int ends[2], code = 0;
    assert_int_equal(pipe(ends), 0);
    sello_store_close(&f->store); /* SQLite must not be open across a fork */
    for (int i = 0; i < CHILDREN; i++) {
        if (fork() == 0) {
            child_reserves(f, EACH, ends[1]);
        }
    }
    close(ends[1]);
    uint64_t serials[2], total = 0;
    for (int i = 0; i < CHILDREN * EACH; i++) {
        assert_int_equal(read(ends[0], serials, sizeof serials), sizeof serials);
        for (uint64_t k = serials[0]; k < serials[0] + serials[1]; k++) {
            assert_false(taken[k]);
            taken[k] = true;
            total++;
        }
    }
    close(ends[0]);
    for (int i = 0; i < CHILDREN; i++) {
        assert_true(wait(&code) > 0);
        assert_int_equal(code, 0);
    }
    fixture_reopen(f);
    struct sello_store_summary s;
    assert_status(sello_store_summary(f->store, &s), SELLO_OK);
    assert_int_equal(s.next_serial, total + 1); /* and none between was left out */
    assert_int_equal(s.n_batches[SELLO_BATCH_RESERVED], CHILDREN * EACH);
    assert_int_equal(fixture_findings(f), 0);
}

/* Killed after reserving and before its last signatures. */
static void child_is_killed(const struct fixture *f) {
    static uint8_t bytes[SELLO_BLOCK * SELLO_SIG_LEN];
    struct fixture mine = *f;
    struct sello_batch b;
    if (sello_store_open(f->folder, "child", T0, &mine.store) == SELLO_OK &&
        fixture_reserve(&mine, 2000, &b) == SELLO_OK &&
        sello_store_put_signatures(mine.store, b.number, 0, sello_bytes(bytes, sizeof bytes)) ==
            SELLO_OK &&
        sello_store_begin(mine.store) == SELLO_OK) {
        raise(SIGKILL);
    }
    _exit(1);
}

static bool void_it(void *context, const struct sello_batch *row) {
    struct fixture *f = context;
    assert_status(sello_store_void_batch(f->store, row->number), SELLO_OK);
    return false;
}

static void test_killed_then_void(void **state) {
    struct fixture *f = *state;
    int code = 0;
    sello_store_close(&f->store);
    if (fork() == 0) {
        child_is_killed(f);
    }
    assert_true(wait(&code) > 0 && WIFSIGNALED(code) && WTERMSIG(code) == SIGKILL);
    fixture_reopen(f);
    assert_status(sello_store_lock(f->store), SELLO_OK);
    const struct sello_batch_filter left_over = {.state = SELLO_BATCH_RESERVED};
    assert_status(sello_batch_list(f->store, &left_over, void_it, f), SELLO_OK);

    struct sello_status_range range;
    assert_status(sello_status_at(f->store, 1500, &range), SELLO_OK);
    assert_int_equal(range.status, SELLO_LABEL_WITHDRAWN);
    assert_int_equal(range.reason, SELLO_REASON_VOID);
    struct sello_issued label;
    assert_status(sello_store_label(f->store, 1, &label), SELLO_OK);
    assert_true(label.batch.state == SELLO_BATCH_VOID && !label.has_signature);
    assert_int_equal(fixture_issue(f, 1).first, 2001);
    assert_int_equal(fixture_findings(f), 0);
}

static void test_lock(void **state) {
    struct fixture *f = *state;
    struct sello_store *second = NULL;
    int code = 0;
    assert_status(sello_store_lock(f->store), SELLO_OK);
    assert_status(sello_store_lock(f->store), SELLO_OK); /* held already */
    pid_t child = fork();
    if (child == 0) {
        /* Waits until the parent lets go, which it does after a moment. */
        bool good = sello_store_open(f->folder, "child", T0, &second) == SELLO_OK &&
                    sello_store_lock(second) == SELLO_OK;
        _exit(good ? 0 : 1);
    }
    usleep(200000);
    assert_int_equal(waitpid(child, &code, WNOHANG), 0); /* still waiting */
    sello_store_unlock(f->store);
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_int_equal(code, 0);
}

/* A crash between the commit and its marks: the next opening raises them. */
static void test_highwater_are_mended(void **state) {
    struct fixture *f = *state;
    size_t len = 0;
    uint8_t *before = read_whole(fixture_path(f, "marks"), &len);
    fixture_issue(f, 10);
    write_whole(fixture_path(f, "marks"), sello_bytes(before, len));
    free(before);
    fixture_reopen(f);
    uint8_t *after = read_whole(fixture_path(f, "marks"), &len);
    after[len] = '\0';
    assert_non_null(strstr((char *)after, "\nserial 10\n"));
    free(after);
}

#define issue_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        issue_test(test_dates_and_serials),
        issue_test(test_claims_are_the_batchs),
        issue_test(test_labels),
        issue_test(test_table_rows),
        issue_test(test_refusals),
        issue_test(test_signatures_in_order),
        issue_test(test_full_disk),
        issue_test(test_two_at_once),
        issue_test(test_killed_then_void),
        issue_test(test_lock),
        issue_test(test_highwater_are_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
