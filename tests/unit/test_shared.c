/* SPDX-License-Identifier: Apache-2.0 */
/* Many offices on one server, and a link to it that breaks at each message in turn. */
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "registry/sql/db_postgres.h"
#include "registry/store/check.h"
#include "registry/store/shared.h"
#include "registry/store/store_internal.h"
#include "registry/store/users.h"
#include "tests/support/shared_server.h"
#include "tests/support/store_fixture.h"

/* ---- a proxy that counts the messages of the program that have the server do something, and
 * breaks the link at one of them ---- */

struct proxy {
    volatile unsigned n;        /* such messages since it was armed */
    volatile unsigned break_at; /* 0: never */
    volatile bool passes_it;    /* that message still comes to the server, and its answer is lost */
    volatile bool at_commit;    /* at the end of the next that commits, too */
    volatile bool ends_all;     /* what is on its way commits */
    volatile bool broke;
    volatile bool ends; /* with the break nobody is there any more */
};

static int listen_at(const char *folder) {
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(at.sun_path, sizeof at.sun_path, "%s/.s.PGSQL.5432", folder);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(fd, 8), 0);
    return fd;
}

static int reach_server(void) {
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const char *host = strstr(getenv("SELLO_TEST_POSTGRESQL"), "host=") + strlen("host=");
    snprintf(at.sun_path, sizeof at.sun_path, "%.*s/.s.PGSQL.5432", (int)strcspn(host, "&"), host);
    return connect(fd, (struct sockaddr *)&at, sizeof at) == 0 ? fd : -1;
}

static bool read_whole_of(int fd, uint8_t *to, size_t len) {
    for (size_t got = 0; got < len;) {
        ssize_t n = read(fd, to + got, len - got);
        if (n <= 0) {
            return false;
        }
        got += (size_t)n;
    }
    return true;
}

/* The first message has no type (PostgreSQL's documentation, 55.7). */
static bool pass_message(struct proxy *p, int from, int to, bool *first) {
    static uint8_t message[1 << 20];
    size_t head = *first ? 4 : 5;
    if (!read_whole_of(from, message, head)) {
        return false;
    }
    const uint8_t *l = message + head - 4;
    size_t len = (size_t)l[0] << 24 | (size_t)l[1] << 16 | (size_t)l[2] << 8 | l[3];
    if (len < 4 || len > sizeof message - 1 || !read_whole_of(from, message + head, len - 4)) {
        return false;
    }
    *first = false;
    static const char commit[] = "\0COMMIT"; /* a statement without a name; a Sync ends them */
    p->ends_all =
        p->ends_all || (len == 4 + sizeof commit + 2 && memcmp(message + head, commit, 8) == 0);
    bool is_commit = message[0] == 'S' && p->ends_all;
    p->ends_all = p->ends_all && !is_commit;
    p->n += strchr("PBD", message[0]) == NULL; /* those alone do nothing yet */
    bool breaks = (p->break_at != 0 && p->n == p->break_at) || (p->at_commit && is_commit);
    p->at_commit = p->at_commit && !breaks;
    if (!breaks || p->passes_it) {
        (void)!write(to, message, head + len - 4);
    }
    p->broke = p->broke || breaks;
    p->break_at = breaks ? 0 : p->break_at;
    return !breaks;
}

static void serve(struct proxy *p, int client) {
    uint8_t answer[65536];
    bool first = true, open = true;
    int server = p->ends && p->broke ? -1 : reach_server();
    while (open && server >= 0) {
        struct pollfd fds[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        (void)poll(fds, 2, -1);
        if (fds[1].revents != 0) {
            ssize_t n = read(server, answer, sizeof answer);
            open = n > 0 && write(client, answer, (size_t)n) == n;
        } else if (fds[0].revents != 0) {
            open = pass_message(p, client, server, &first);
        }
    }
    close(client);
    close(server);
}

static pid_t start_proxy(const char *folder, struct proxy **out) {
    struct proxy *p =
        mmap(NULL, sizeof *p, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int listener = listen_at(folder);
    pid_t child = fork();
    if (child == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* also where the test fails */
        signal(SIGPIPE, SIG_IGN);
        for (;;) {
            serve(p, accept(listener, NULL, NULL));
        }
    }
    close(listener);
    *out = p;
    return child;
}

/* From here on the registry is reached through the proxy. */
static void go_through(struct fixture *f) {
    char address[SELLO_ADDRESS_MAX + 1], through[SELLO_ADDRESS_MAX + 128];
    assert_status(sello_store_address(f->folder, address), SELLO_OK);
    char *host = strstr(address, "host=");
    snprintf(through, sizeof through, "%.*shost=%s%s\n", (int)(host - address), address, f->home,
             host + strcspn(host, "&"));
    write_whole(fixture_path(f, "database"), sello_bytes_of(through));
    fixture_reopen(f);
}

/* ---- a reservation is made once, or not at all ---- */

/* Returns whether there was a message of that number. */
static bool reserve_with_break(struct fixture *f, struct proxy *p, unsigned at, bool passes_it,
                               bool as_function) {
    uint64_t before = fixture_last_serial(f);
    p->n = 0;
    p->broke = false;
    p->passes_it = passes_it;
    p->break_at = at;
    enum sello_error error = as_function ? sello_store_do(f->store, fixture_reserve_three, f)
                                         : fixture_reserve_three(f->store, f);
    bool broke = p->broke;
    p->break_at = 0;
    uint64_t given = fixture_last_serial(f) - before;
    print_message("message %u, %s%s: %s, %" PRIu64 "\n", at, passes_it ? "answer" : "message",
                  as_function ? ", a function" : "", sello_error_name(error), given);
    assert_true(error == SELLO_OK || (!as_function && error == SELLO_E_STORE_GONE));
    assert_int_equal(given, error == SELLO_OK ? 3 : 0);
    return broke;
}

static void each_break_has_one_outcome(void **state) {
    struct fixture *f = *state;
    struct proxy *p = NULL;
    unsigned n_breaks = 0;
    if (!shared_server_there()) {
        skip();
    }
    pid_t child = start_proxy(f->home, &p);
    go_through(f);
    for (unsigned kind = 0; kind < 4; kind++) {
        for (unsigned at = 1; reserve_with_break(f, p, at, kind % 2 != 0, kind / 2 != 0); at++) {
            n_breaks++;
        }
    }
    print_message("%u breaks\n", n_breaks);
    assert_true(n_breaks > 40);
    assert_int_equal(fixture_findings(f), 0);
    sello_store_close(&f->store);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

/* No server tells any more what became of it: it is neither said to be kept nor done again. */
static void what_nobody_can_tell_is_not_guessed(void **state) {
    struct fixture *f = *state;
    struct proxy *p = NULL;
    if (!shared_server_there()) {
        skip();
    }
    pid_t child = start_proxy(f->home, &p);
    go_through(f);
    sello_postgres_of(f->store->db)->patience_ms = 20;
    p->passes_it = p->at_commit = p->ends = true;
    assert_status(sello_store_do(f->store, fixture_reserve_three, f), SELLO_E_STORE_UNCLEAR);
    p->ends = false;
    assert_int_equal(fixture_last_serial(f),
                     3); /* it was kept, as is seen once a server is there */
    assert_int_equal(fixture_findings(f), 0);
    sello_store_close(&f->store);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

/* ---- many offices at once ---- */

enum { OFFICES = 8, SECONDS = 4 };

struct done {
    uint64_t labels, withdrawn, times;
};

static enum sello_error work_once(struct fixture *f, uint64_t round, struct done *done) {
    struct sello_batch batch = {0};
    enum sello_error error = fixture_reserve(f, 1 + round % 5, &batch);
    if (error != SELLO_OK) {
        return error;
    }
    fixture_sign(f, &batch);
    done->labels += batch.count;
    done->times++;
    const struct sello_status_range range = {.first = batch.first,
                                             .count = 1,
                                             .status = SELLO_LABEL_WITHDRAWN,
                                             .source = SELLO_SOURCE_SERIALS,
                                             .reason = 1};
    uint64_t changed = 0;
    error = sello_status_set(f->store, &range, &changed);
    done->withdrawn += changed;
    return error;
}

static void be_an_office(const struct fixture *first, unsigned number, struct done *done) {
    struct fixture f = *first;
    char address[SELLO_ADDRESS_MAX + 1], home[80];
    time_t end = time(NULL) + SECONDS;
    f.store = NULL;
    snprintf(home, sizeof home, "%s/home%u", first->home, number);
    setenv("XDG_STATE_HOME", home, 1);
    snprintf(f.folder, sizeof f.folder, "%s/office%u", first->home, number);
    assert_status(sello_store_address(first->folder, address), SELLO_OK);
    assert_status(sello_store_join(f.folder, address, "office", T0, &f.store), SELLO_OK);
    sello_store_confirm_clock(f.store);
    for (uint64_t round = number; time(NULL) < end; round++) {
        assert_status(work_once(&f, round, done), SELLO_OK);
    }
    sello_store_close(&f.store);
}

static void count_found(void *context, const struct sello_finding *finding) {
    print_message("found %s\n", finding->code);
    ++*(size_t *)context;
}

static void many_offices_at_once(void **state) {
    struct fixture *f = *state;
    struct done sum = {0};
    size_t n_found = 0;
    int status = 0;
    if (!shared_server_there()) {
        skip();
    }
    struct done *done = mmap(NULL, OFFICES * sizeof *done, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (unsigned i = 0; i < OFFICES; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            be_an_office(f, i, &done[i]);
            _exit(0);
        }
    }
    for (unsigned i = 0; i < OFFICES; i++) {
        assert_true(wait(&status) > 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    for (unsigned i = 0; i < OFFICES; i++) {
        print_message("office %u: %" PRIu64 " times\n", i, done[i].times);
        assert_true(done[i].times > 0); /* nobody waits for ever */
        sum.labels += done[i].labels;
        sum.withdrawn += done[i].withdrawn;
    }
    assert_int_equal(fixture_last_serial(f),
                     sum.labels); /* dense, and none twice: see the checks */
    assert_status(sello_store_check_database(f->store, count_found, &n_found), SELLO_OK);
    assert_status(sello_store_replay(f->store, count_found, &n_found), SELLO_OK);
    assert_int_equal(n_found, 0);
    assert_true(sum.withdrawn > 0);
}

/* ---- the lock among offices ---- */

static void a_lost_lease_writes_nothing(void **state) {
    struct fixture *f = *state;
    struct sello_batch batch;
    if (!shared_server_there()) {
        skip();
    }
    assert_status(sello_store_lock(f->store), SELLO_OK);
    assert_status(fixture_reserve(f, 1, &batch), SELLO_OK);
    assert_true(shared_server_run("UPDATE sello_lease SET owner = 'another'"));
    assert_status(fixture_reserve(f, 1, &batch), SELLO_E_STORE_LEASE);
    assert_int_equal(fixture_last_serial(f), 1);
    sello_store_unlock(f->store);
    assert_true(shared_server_run("UPDATE sello_lease SET ends_at = 0"));
    assert_status(sello_store_lock(f->store), SELLO_OK); /* it had ended */
    sello_store_unlock(f->store);
    assert_status(fixture_reserve(f, 1, &batch), SELLO_OK);
    assert_int_equal(batch.first, 2);
}

/* ---- a server that says: run it again ---- */

static enum sello_error raced(struct sello_store *store, void *context) {
    unsigned *runs = context;
    uint64_t serial = 0;
    enum sello_error error = sello_store_counter(store, "import", &serial);
    if (error == SELLO_OK && (*runs)++ < 2) {
        /* Somebody who takes no turn. */
        assert_true(shared_server_run("UPDATE counter SET value = value + 1"
                                      " WHERE name = 'import'"));
    }
    struct sello_change c = sello_change_begin(store);
    sello_change_set(&c, "import", serial + 10);
    return sello_change_end(&c);
}

static void what_cannot_be_kept_is_run_again(void **state) {
    struct fixture *f = *state;
    unsigned runs = 0;
    uint64_t value = 0;
    if (!shared_server_there()) {
        skip();
    }
    assert_status(sello_store_do(f->store, raced, &runs), SELLO_OK);
    assert_int_equal(runs, 3);
    assert_status(sello_store_counter(f->store, "import", &value), SELLO_OK);
    assert_int_equal(value, 12);
}

/* Whoever looks after the server lets no question take that long. */
static enum sello_error sleep_there(struct sello_store *store, void *context) {
    static const char *const texts[] = {"SELECT set_config('statement_timeout', '40', true)",
                                        "SELECT 1 FROM pg_sleep(9)"};
    enum sello_error error = SELLO_OK;
    ++*(unsigned *)context;
    for (size_t i = 0; i < COUNT_OF(texts) && error == SELLO_OK; i++) {
        SELLO_AUTO(query) struct sello_query q = sello_query(store->db, texts[i]);
        error = sello_run(&q);
    }
    return error;
}

static void what_the_server_ends_is_said(void **state) {
    struct fixture *f = *state;
    unsigned runs = 0;
    struct sello_batch batch;
    if (!shared_server_there()) {
        skip();
    }
    assert_status(sello_store_do(f->store, sleep_there, &runs), SELLO_E_STORE_STRAINED);
    assert_int_equal(runs, 1); /* it would end the same again */
    assert_non_null(strstr(sello_store_fault(f->store)->detail, "statement timeout"));
    assert_status(fixture_reserve(f, 1, &batch), SELLO_OK); /* and the link is good still */
}

/* ---- as which role ---- */

static void the_role_stands_in_events(void **state) {
    struct fixture *f = *state;
    size_t n_found = 0;
    if (!shared_server_there()) {
        skip();
    }
    struct sello_event event = fixture_newest_event(f);
    assert_string_equal(event.role, sello_store_self(f->store)->name);
    assert_string_equal(event.role, "sello");
    assert_status(sello_store_replay(f->store, count_found, &n_found), SELLO_OK);
    assert_int_equal(n_found, 0);
    assert_true(shared_server_run("UPDATE event SET role = 'otra'"));
    assert_status(sello_store_replay(f->store, count_found, &n_found), SELLO_OK);
    assert_true(n_found > 0);
}

/* ---- both engines have the same tables ---- */

enum { PARTS_MAX = 400 };

/* Columns with their types, and what refers to what; in the order of bytes. */
static size_t read_parts(struct sello_db *db, const char *sql, char (*out)[240]) {
    char table[64], column[64], what[64];
    size_t n = 0;
    SELLO_AUTO(query) struct sello_query q = sello_query(db, sql);
    while (sello_row(&q)) {
        assert_true(n < PARTS_MAX);
        sello_col_text(&q, table, sizeof table);
        sello_col_text(&q, column, sizeof column);
        sello_col_text(&q, what, sizeof what);
        uint64_t firm = sello_col_uint(&q);
        snprintf(out[n++], sizeof *out, "%s.%s %s %u", table, column, what, (unsigned)firm);
    }
    assert_status(q.error, SELLO_OK);
    return n;
}

static const struct {
    const char *file, *server;
} looks[] = {
    {"SELECT m.name, p.name, p.type, p.\"notnull\" FROM sqlite_master m JOIN"
     " pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'"
     " ORDER BY 1, 2",
     "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CASE data_type WHEN 'bigint'"
     " THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB' WHEN 'text' THEN 'TEXT' ELSE 'none of ours' END,"
     " CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END FROM information_schema.columns"
     " WHERE table_schema = current_schema() AND table_name NOT LIKE 'sello%'"
     " ORDER BY CAST(table_name AS TEXT) COLLATE \"C\", CAST(column_name AS TEXT) COLLATE \"C\""},
    {"SELECT m.name, f.\"from\", f.\"table\", 1 FROM sqlite_master m JOIN"
     " pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2",
     "SELECT CAST(t.relname AS TEXT), CAST(a.attname AS TEXT), CAST(r.relname AS TEXT), 1"
     " FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class r ON r.oid ="
     " k.confrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.conkey[1]"
     " WHERE k.contype = 'f' AND t.relnamespace = to_regnamespace(current_schema())"
     " ORDER BY CAST(t.relname AS TEXT) COLLATE \"C\", CAST(a.attname AS TEXT) COLLATE \"C\""},
    {"SELECT m.name, p.name, 'key', p.pk FROM sqlite_master m JOIN pragma_table_info(m.name) p"
     " WHERE m.type = 'table' AND p.pk > 0 ORDER BY 1, 4",
     "SELECT CAST(t.relname AS TEXT), CAST(a.attname AS TEXT), 'key',"
     " array_position(k.conkey, a.attnum) FROM pg_constraint k JOIN pg_class t ON t.oid ="
     " k.conrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (k.conkey)"
     " WHERE k.contype = 'p' AND t.relnamespace = to_regnamespace(current_schema())"
     " AND t.relname NOT LIKE 'sello%' ORDER BY CAST(t.relname AS TEXT) COLLATE \"C\", 4"},
};

static void both_engines_have_the_same_tables(void **state) {
    static char ours[PARTS_MAX][240], theirs[PARTS_MAX][240];
    struct fixture *f = *state;
    struct sello_db *scratch = NULL;
    if (!shared_server_there()) {
        skip();
    }
    assert_status(sello_db_scratch(&sello_store_migrations, &scratch), SELLO_OK);
    for (size_t i = 0; i < COUNT_OF(looks); i++) {
        size_t n = read_parts(scratch, looks[i].file, ours);
        assert_int_equal(read_parts(f->store->db, looks[i].server, theirs), n);
        assert_true(n > 10);
        for (size_t j = 0; j < n; j++) {
            assert_string_equal(ours[j], theirs[j]);
        }
    }
    sello_db_close(&scratch);
}

#define shared_test(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        shared_test(each_break_has_one_outcome),
        shared_test(many_offices_at_once),
        shared_test(a_lost_lease_writes_nothing),
        shared_test(what_nobody_can_tell_is_not_guessed),
        shared_test(what_cannot_be_kept_is_run_again),
        shared_test(what_the_server_ends_is_said),
        shared_test(the_role_stands_in_events),
        shared_test(both_engines_have_the_same_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
