/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/sql/db.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "registry/sql/db_sqlite.h"
#include "registry/store/store_internal.h"
#include "tests/support/shared_server.h"
#include "tests/support/store_fixture.h"

/* Statements are compiled once and used again: nobody must notice. */

static const char up_to[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                            "i < ?) SELECT i FROM n";

static uint64_t next_of(struct sello_query *q) {
    return sello_row(q) ? sello_col_uint(q) : 0;
}

/* Made at once, read one after the other. */
static void one_text_twice_at_once(void **state) {
    struct fixture *f = *state;
    for (uint64_t round = 0; round < 3; round++) {
        SELLO_AUTO(query) struct sello_query a = sello_query(f->store->db, up_to);
        sello_bind_uint(&a, 3);
        SELLO_AUTO(query) struct sello_query b = sello_query(f->store->db, up_to);
        sello_bind_uint(&b, 2);
        for (uint64_t i = 1; i <= 4; i++) {
            assert_int_equal(next_of(&a), i <= 3 ? i : 0);
        }
        for (uint64_t i = 1; i <= 3; i++) {
            assert_int_equal(next_of(&b), i <= 2 ? i : 0);
        }
        assert_false(sello_row(&b)); /* at its end it stays */
    }
}

/* Left in the middle, or failed, it begins anew, and knows nothing of what was bound. */
static void leave_in_the_middle(struct sello_db *db) {
    SELLO_AUTO(query) struct sello_query q = sello_query(db, up_to);
    sello_bind_uint(&q, 9);
    assert_int_equal(next_of(&q), 1);
}

static void a_statement_begins_anew(void **state) {
    static const char insert[] = "INSERT INTO counter (name, value) VALUES ('serial', ?)";
    static const char null[] = "SELECT count(*) FROM counter WHERE name = 'serial'"
                               " AND CAST(? AS BIGINT) IS NULL";
    struct fixture *f = *state;
    for (uint64_t round = 0; round < 3; round++) {
        leave_in_the_middle(f->store->db);
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

/* ---- one query is read at a time ---- */

static void ask_while_reading(struct sello_db *db) {
    SELLO_AUTO(query) struct sello_query a = sello_query(db, up_to);
    sello_bind_uint(&a, 3);
    (void)sello_row(&a);
    SELLO_AUTO(query) struct sello_query b = sello_query(db, "SELECT 1");
    (void)sello_row(&b);
}

static void begin_while_reading(struct sello_db *db) {
    SELLO_AUTO(query) struct sello_query a = sello_query(db, up_to);
    sello_bind_uint(&a, 3);
    (void)sello_row(&a);
    (void)!sello_db_begin(db, __FILE__, __LINE__);
}

/* Does a developer build end the program over it? */
static bool aborts(struct sello_db *db, void (*mistake)(struct sello_db *db)) {
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        mistake(db);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

#ifdef NDEBUG
static const bool is_checked = false;
#else
static const bool is_checked = true;
#endif

static void a_second_reader_aborts(void **state) {
    struct fixture *f = *state;
    if (!is_checked) {
        skip();
    }
    assert_true(aborts(f->store->db, ask_while_reading));
    assert_true(aborts(f->store->db, begin_while_reading));
}

/* ---- transactions as functions ---- */

struct work {
    struct sello_db *db;
    unsigned runs, again; /* the first runs fail as an engine's own may */
    enum sello_error ends;
    struct work *inner;
};

static uint64_t issued(struct sello_db *db) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(db, "SELECT value FROM counter WHERE name = 'issued'");
    return next_of(&q);
}

static enum sello_error raise_issued(void *context) {
    struct work *w = context;
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(w->db, "UPDATE counter SET value = value + 1 WHERE name = 'issued'");
    enum sello_error error = sello_run(&q);
    if (error == SELLO_OK && w->inner != NULL) {
        error = sello_db_do(w->db, raise_issued, w->inner);
        error = error == SELLO_E_STATE ? SELLO_OK : error; /* that one alone is taken back */
    }
    if (w->runs++ < w->again) {
        w->db->again = true;
        return SELLO_E_STORE_BUSY;
    }
    return error == SELLO_OK ? w->ends : error;
}

static void work_is_kept_or_taken_back(void **state) {
    struct fixture *f = *state;
    struct sello_db *db = f->store->db;
    uint64_t before = issued(db);
    struct work good = {.db = db}, bad = {.db = db, .ends = SELLO_E_STATE};
    assert_status(sello_db_do(db, raise_issued, &good), SELLO_OK);
    assert_int_equal(issued(db), before + 1);
    assert_status(sello_db_do(db, raise_issued, &bad), SELLO_E_STATE);
    assert_int_equal(issued(db), before + 1);
    assert_status(sello_db_preview(db, raise_issued, &good), SELLO_OK);
    assert_int_equal(issued(db), before + 1);
    assert_int_equal(sello_db_depth(db), 0);

    bad.runs = 0;
    good.inner = &bad;
    assert_status(sello_db_do(db, raise_issued, &good), SELLO_OK);
    assert_int_equal(issued(db), before + 2);
}

/* Run again from the start when the engine says so: the outermost, a few times. */
static void work_is_run_again(void **state) {
    struct fixture *f = *state;
    struct sello_db *db = f->store->db;
    uint64_t before = issued(db);
    struct work twice = {.db = db, .again = 2}, always = {.db = db, .again = 100};
    assert_status(sello_db_do(db, raise_issued, &twice), SELLO_OK);
    assert_int_equal(twice.runs, 3);
    assert_int_equal(issued(db), before + 1);
    assert_status(sello_db_do(db, raise_issued, &always), SELLO_E_STORE_BUSY);
    assert_int_equal(always.runs, db->engine->tries);

    struct work inner = {.db = db, .again = 1}, outer = {.db = db, .inner = &inner};
    assert_status(sello_db_do(db, raise_issued, &outer), SELLO_OK);
    assert_int_equal(inner.runs, 2);
    assert_int_equal(outer.runs, 2); /* its first run ended with the inner one's failure */
    assert_int_equal(issued(db), before + 3);
}

static void queries_are_counted(void **state) {
    struct fixture *f = *state;
    struct sello_db *db = f->store->db;
    struct work work = {.db = db};
    uint64_t before = sello_db_queries(db);
    (void)issued(db);
    assert_int_equal(sello_db_queries(db) - before, 1);
    assert_status(sello_db_do(db, raise_issued, &work), SELLO_OK);
    assert_int_equal(sello_db_queries(db) - before, 2);
}

/* ---- a disk that fails at the end of a commit ---- */

static struct {
    int unlocks;  /* after how many the letting go of a lock fails; -1: never */
    int syncs;    /* the same of what is synced */
    bool cutting; /* does the emptying of a journal fail? */
    pid_t other;  /* a program that waits to write; it does when all locks are let go. 0: none */
} disk = {-1, -1, false, 0};

static bool fails_now(int *left) {
    return *left >= 0 && (*left)-- == 0;
}

/* In place of the C library's, which SQLite would call. */
int fdatasync(int fd) {
    if (fails_now(&disk.syncs)) {
        errno = EIO;
        return -1;
    }
    return fsync(fd);
}

static int lock_call(int fd, int command, void *argument) {
    const struct flock *lock = argument;
    if ((command == F_SETLK) && lock->l_type != F_WRLCK && fails_now(&disk.unlocks)) {
        errno = EIO;
        return -1;
    }
    int done = fcntl(fd, command, argument);
    if (command == F_SETLK && lock->l_type == F_UNLCK && lock->l_len == 0 && disk.other != 0) {
        assert_int_equal(waitpid(disk.other, NULL, 0), disk.other);
        disk.other = 0;
    }
    return done;
}

static int cut_call(int fd, off_t size) {
    if (disk.cutting) {
        errno = EIO;
        return -1;
    }
    return ftruncate(fd, size);
}

static void use_calls(bool ours) {
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, "fcntl", ours ? (sqlite3_syscall_ptr)lock_call : NULL);
    vfs->xSetSystemCall(vfs, "ftruncate", ours ? (sqlite3_syscall_ptr)cut_call : NULL);
}

/* Commits on a disk that fails; *out_there: what anybody sees then. */
static enum sello_error commit_on(struct fixture *f, int unlocks, int syncs, bool cutting,
                                  bool *out_there) {
    struct sello_db *db = f->store->db;
    struct work good = {.db = db};
    uint64_t before = issued(db);
    assert_status(sello_db_begin(db, __FILE__, __LINE__), SELLO_OK);
    assert_status(raise_issued(&good), SELLO_OK);
    disk.unlocks = unlocks;
    disk.syncs = syncs;
    disk.cutting = cutting;
    enum sello_error error = sello_db_commit(db);
    disk.unlocks = disk.syncs = -1;
    disk.cutting = false;
    *out_there = issued(db) == before + 1;
    return error;
}

/* Kept is OK, and taken back is none, wherever in its commit the disk fails. */
static void a_commit_says_what_is_there(void **state) {
    struct fixture *f = *state;
    bool there = false;
    size_t n_kept = 0;
    if (shared_server_there()) {
        skip(); /* its disk is the server's */
    }
    use_calls(true);
    assert_int_not_equal(commit_on(f, -1, -1, true, &there), SELLO_OK);
    assert_false(there);
    assert_false(sello_db_unsettled(f->store->db));
    assert_int_equal(commit_on(f, 0, -1, false, &there), SELLO_OK);
    assert_true(there);
    assert_false(sello_db_unsettled(f->store->db)); /* all of it is on the disk */
    for (int i = 0; i < 8; i++) {
        bool kept = commit_on(f, -1, i, false, &there) == SELLO_OK;
        print_message("sync %d: %d, %d\n", i, kept, sello_db_unsettled(f->store->db));
        assert_int_equal(kept, there);
        n_kept += kept ? 1 : 0;
    }
    assert_true(n_kept >= 1 && n_kept < 8);
    assert_true(sello_db_unsettled(f->store->db));
    use_calls(false);
}

/* ---- another program, which writes in that very moment ---- */

enum { OTHERS = 1000 }; /* what it raises the count by */

static int write_as_other(const char *folder) {
    struct sello_store *store = NULL;
    enum sello_error error = sello_store_open(folder, "other", T0, &store);
    if (error == SELLO_OK) {
        error = sello_db_begin(store->db, __FILE__, __LINE__);
    }
    if (error == SELLO_OK) {
        SELLO_AUTO(query)
        struct sello_query q =
            sello_query(store->db, "UPDATE counter SET value = value + 1000 WHERE name = 'issued'");
        error = sello_run(&q);
    }
    error = error == SELLO_OK ? sello_db_commit(store->db) : error;
    if (error == SELLO_OK) {
        sello_store_close(&store);
    }
    return (int)error;
}

static pid_t start_other(const struct fixture *f) {
    pid_t other = fork();
    if (other == 0) {
        execl("/proc/self/exe", "test_db", "write", f->folder, NULL);
        _exit(127);
    }
    assert_true(other > 0);
    return other;
}

/* Its commit is not taken for ours, wherever ours failed. */
static void anothers_commit_is_not_ours(void **state) {
    struct fixture *f = *state;
    struct sello_db *db = f->store->db;
    size_t n_kept = 0;
    if (shared_server_there()) {
        skip(); /* its commits are told apart by requests */
    }
    use_calls(true);
    for (int i = 0; i < 10; i++) {
        struct work good = {.db = db};
        uint64_t before = issued(db);
        assert_status(sello_db_begin(db, __FILE__, __LINE__), SELLO_OK);
        assert_status(raise_issued(&good), SELLO_OK);
        disk.other = start_other(f);
        disk.syncs = i < 8 ? i : -1;
        disk.cutting = i == 8;
        enum sello_error error = sello_db_commit(db);
        disk.syncs = -1;
        disk.cutting = false;
        assert_int_equal(disk.other, 0);
        uint64_t raised = issued(db) - before;
        print_message("%d: %s, %llu\n", i, error == SELLO_OK ? "kept" : "not kept",
                      (unsigned long long)raised);
        assert_true(raised >= OTHERS); /* the other one's is there */
        assert_int_equal(raised - OTHERS, error == SELLO_OK ? 1 : 0);
        n_kept += error == SELLO_OK ? 1 : 0;
    }
    assert_true(n_kept >= 2 && n_kept < 8);
    use_calls(false);
}

#define db_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(int argc, char **argv) {
    if (argc == 3) {
        return write_as_other(argv[2]);
    }
    const struct CMUnitTest tests[] = {
        db_test(one_text_twice_at_once),      db_test(a_statement_begins_anew),
        db_test(more_texts_than_are_kept),    db_test(a_second_reader_aborts),
        db_test(work_is_kept_or_taken_back),  db_test(work_is_run_again),
        db_test(queries_are_counted),         db_test(a_commit_says_what_is_there),
        db_test(anothers_commit_is_not_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
