/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

#include "registry/sql/db_postgres.h"

/* The link: how it is set up, and how it comes back. */

enum { SERVER_OLDEST = 150000 };

/* What the store counts on, whatever the server's own settings: a server that cannot reach us any
 * more lets go of the turn within a minute, and no commit is told before it is on the disk. */
#define SET(name, value) ", set_config('" name "', '" value "', false)"
static const char set_up[] =
    "SELECT CAST(current_user AS TEXT), coalesce(CAST(pg_get_userbyid(c.relowner) AS TEXT), ''),"
    " CASE WHEN c.oid IS NULL THEN 0 WHEN pg_has_role(c.relowner, 'USAGE') THEN 4"
    " WHEN has_table_privilege(to_regclass('batch'), 'INSERT') THEN 3"
    " WHEN has_table_privilege(to_regclass('producer'), 'INSERT') THEN 2"
    " WHEN has_table_privilege(c.oid, 'SELECT') THEN 1 ELSE 0 END"
    " , CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END"
    " , set_config('default_transaction_isolation', $1, false)"
    " , set_config('default_transaction_read_only', $2, false)"
    /* clang-format off */
    SET("lock_timeout", "10s")
    SET("idle_in_transaction_session_timeout", "60s")
    SET("tcp_keepalives_idle", "15")
    SET("tcp_keepalives_interval", "5")
    SET("tcp_keepalives_count", "3")
    SET("client_connection_check_interval", "5s")
    SET("standard_conforming_strings", "on")
    /* clang-format on */
    ", CASE WHEN current_setting('synchronous_commit') = 'off'"
    " THEN set_config('synchronous_commit', 'on', false) END"
    " FROM (SELECT to_regclass('sello_store') AS store) s LEFT JOIN pg_class c ON c.oid = s.store";
#undef SET

/* ---- what is asked when it is made: all in one way there and back ---- */

enum { SET_UP, VERSION, FIRST, N_ASKED };

static bool send_alone(struct sello_postgres *db, const char *text,
                       const struct sello_value *values, int n, struct postgres_failure *out) {
    return db->part->send(db->link, "", false, text, values, n, out) &&
           db->part->sync(db->link, out);
}

static bool send_asked(struct sello_postgres *db, struct postgres_failure *out) {
    /* A replica has no other level. */
    const struct sello_value values[] = {
        {.kind = SELLO_VALUE_TEXT,
         .bytes = sello_bytes_of(db->reading ? "repeatable read" : "serializable")},
        {.kind = SELLO_VALUE_TEXT, .bytes = sello_bytes_of(db->reading ? "on" : "off")}};
    const char *first = db->migrations->first;
    return send_alone(db, set_up, values, 2, out) &&
           send_alone(db, "SELECT version FROM sello_store", NULL, 0, out) &&
           send_alone(db, first != NULL ? first : "", NULL, 0, out);
}

/* Each by itself: one that fails, as there may be no tables yet, leaves the others be. */
static bool take_asked(struct sello_postgres *db,
                       struct postgres_answer *answer[SELLO_LEN(N_ASKED)],
                       struct postgres_failure failure[SELLO_LEN(N_ASKED)]) {
    bool linked = true;
    for (size_t i = 0; i < N_ASKED && linked; i++) {
        struct postgres_failure end;
        answer[i] = db->part->take(db->link, &failure[i]);
        linked = (answer[i] != NULL || !failure[i].lost) && db->part->end(db->link, &end);
        failure[i].lost = failure[i].lost || !linked;
    }
    return linked;
}

/* As whom we are there. */
static bool keep_self(struct sello_postgres *db, const struct postgres_answer *answer) {
    struct sello_bytes name = db->part->value(answer, 0, 0).bytes;
    struct sello_bytes owner = db->part->value(answer, 0, 1).bytes;
    struct sello_self *self = &db->db.self;
    *self = (struct sello_self){.rank = (enum sello_rank)db->part->value(answer, 0, 2).integer};
    snprintf(self->name, sizeof self->name, "%.*s", (int)name.len, (const char *)name.ptr);
    snprintf(self->owner, sizeof self->owner, "%.*s", (int)owner.len, (const char *)owner.ptr);
    bool only_follows = db->part->value(answer, 0, 3).integer == 1;
    return db->reading || !only_follows;
}

static void keep_version(struct sello_postgres *db, const struct postgres_answer *answer,
                         const struct postgres_failure *failure) {
    bool is_one = answer != NULL && db->part->n_rows(answer) == 1;
    db->version = is_one ? (uint64_t)db->part->value(answer, 0, 0).integer : 0;
    db->version_error = answer == NULL ? sello_postgres_meaning(failure)
                        : is_one       ? SELLO_OK
                                       : SELLO_E_NOT_FOUND;
}

static enum sello_error set_link_up(struct sello_postgres *db) {
    struct postgres_answer *answer[N_ASKED] = {NULL};
    struct postgres_failure failure[N_ASKED] = {{.lost = false}};
    bool good = send_asked(db, &failure[SET_UP]) && take_asked(db, answer, failure);
    enum sello_error error = SELLO_OK;
    if (answer[SET_UP] == NULL || !good) {
        size_t told = answer[SET_UP] == NULL ? SET_UP : answer[VERSION] == NULL ? VERSION : FIRST;
        failure[told].lost = failure[told].lost || !good;
        error = sello_postgres_status(db, &failure[told]);
    } else if (!keep_self(db, answer[SET_UP])) { /* another has taken over, or is about to */
        sello_postgres_drop(db);
        snprintf(db->db.detail, sizeof db->db.detail, "the server is a standby");
        error = SELLO_E_STORE_GONE;
    }
    keep_version(db, answer[VERSION], &failure[VERSION]);
    if (error == SELLO_OK && answer[VERSION] == NULL) {
        snprintf(db->db.detail, sizeof db->db.detail, "%s", failure[VERSION].words);
    }
    db->part->free_answer(answer[SET_UP]);
    db->part->free_answer(answer[VERSION]);
    db->part->free_answer(db->first);
    db->first = answer[FIRST];
    return error;
}

enum sello_error sello_postgres_run(struct sello_postgres *db, const char *sql) {
    struct postgres_failure failure;
    if (db->link == NULL) {
        return SELLO_E_STORE_GONE;
    }
    enum sello_error error = sello_postgres_settle(db, 0);
    if (error != SELLO_OK) {
        return error;
    }
    return db->part->run(db->link, sql, &failure) ? SELLO_OK : sello_postgres_status(db, &failure);
}

enum sello_error sello_postgres_connect(struct sello_postgres *db) {
    struct postgres_failure failure;
    db->link = db->part->connect(db->address, &failure);
    if (db->link == NULL) {
        return sello_postgres_status(db, &failure);
    }
    if (db->part->version(db->link) < SERVER_OLDEST ||
        strcmp(db->part->encoding(db->link), "UTF8") != 0) {
        db->part->close(db->link);
        db->link = NULL;
        return SELLO_E_STORE_SERVER;
    }
    return set_link_up(db);
}

void sello_postgres_wait(unsigned ms) {
    uint32_t chance = 0;
    if (getrandom(&chance, sizeof chance, 0) != (ssize_t)sizeof chance) {
        chance = 0;
    }
    uint64_t us = (uint64_t)ms * 500 + chance % ((uint64_t)ms * 1000 + 1);
    struct timespec time = {.tv_sec = (time_t)(us / 1000000),
                            .tv_nsec = (long)(us % 1000000) * 1000};
    (void)nanosleep(&time, NULL);
}

uint64_t sello_postgres_clock_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

enum sello_error sello_postgres_connect_again(struct sello_postgres *db) {
    enum { FIRST_MS = 20, LONGEST_MS = 1000 };
    uint64_t end = sello_postgres_clock_ms() + db->patience_ms;
    unsigned pause = FIRST_MS;
    enum sello_error error = sello_postgres_connect(db);
    while (error == SELLO_E_STORE_GONE && sello_postgres_clock_ms() < end) {
        sello_postgres_wait(pause);
        pause = pause * 2 < LONGEST_MS ? pause * 2 : LONGEST_MS;
        error = sello_postgres_connect(db);
    }
    return error;
}
