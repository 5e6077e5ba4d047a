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

/* And as whom we are there: all in one way there and back. A replica has no other level. */
static enum sello_error set_link_up(struct sello_postgres *db) {
    const struct sello_value values[] = {
        {.kind = SELLO_VALUE_TEXT,
         .bytes = sello_bytes_of(db->reading ? "repeatable read" : "serializable")},
        {.kind = SELLO_VALUE_TEXT, .bytes = sello_bytes_of(db->reading ? "on" : "off")}};
    struct postgres_failure failure;
    struct sello_self *self = &db->db.self;
    struct postgres_answer *answer =
        db->part->ask(db->link, "", false, set_up, values, 2, &failure);
    if (answer == NULL) {
        return sello_postgres_status(db, &failure);
    }
    struct sello_bytes name = db->part->value(answer, 0, 0).bytes;
    struct sello_bytes owner = db->part->value(answer, 0, 1).bytes;
    *self = (struct sello_self){.rank = (enum sello_rank)db->part->value(answer, 0, 2).integer};
    snprintf(self->name, sizeof self->name, "%.*s", (int)name.len, (const char *)name.ptr);
    snprintf(self->owner, sizeof self->owner, "%.*s", (int)owner.len, (const char *)owner.ptr);
    bool only_follows = db->part->value(answer, 0, 3).integer == 1;
    db->part->free_answer(answer);
    if (only_follows && !db->reading) { /* another one has taken over, or is about to */
        sello_postgres_drop(db);
        snprintf(db->db.detail, sizeof db->db.detail, "the server is a standby");
        return SELLO_E_STORE_GONE;
    }
    return SELLO_OK;
}

enum sello_error sello_postgres_run(struct sello_postgres *db, const char *sql) {
    struct postgres_failure failure;
    if (db->link == NULL) {
        return SELLO_E_STORE_GONE;
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

static uint64_t clock_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

enum sello_error sello_postgres_connect_again(struct sello_postgres *db) {
    enum { FIRST_MS = 20, LONGEST_MS = 1000 };
    uint64_t end = clock_ms() + db->patience_ms;
    unsigned pause = FIRST_MS;
    enum sello_error error = sello_postgres_connect(db);
    while (error == SELLO_E_STORE_GONE && clock_ms() < end) {
        sello_postgres_wait(pause);
        pause = pause * 2 < LONGEST_MS ? pause * 2 : LONGEST_MS;
        error = sello_postgres_connect(db);
    }
    return error;
}
