/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/random.h>
#include <time.h>

#include "registry/sql/db_postgres.h"

/* The link: how it is set up, and how it comes back. */

enum { SERVER_OLDEST = 150000 };

/* What the store counts on, whatever the server's own settings: a server that cannot reach us any
 * more lets go of the turn within a minute, and no commit is told before it is on the disk. */
static const char both[] =
    "SET lock_timeout = '10s';"
    "SET idle_in_transaction_session_timeout = '60s';"
    "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;"
    "SET client_connection_check_interval = '5s';"
    "SET standard_conforming_strings = on;"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'";
static const char to_write[] = "SET default_transaction_isolation = 'serializable'";
/* A replica has no other level. */
static const char to_read[] = "SET default_transaction_isolation = 'repeatable read';"
                              "SET default_transaction_read_only = on";

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
    enum sello_error error = sello_postgres_run(db, both);
    return error == SELLO_OK ? sello_postgres_run(db, db->reading ? to_read : to_write) : error;
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
