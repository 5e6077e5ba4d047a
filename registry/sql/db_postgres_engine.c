/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/sql/db_postgres.h"

/* PostgreSQL as an engine: transactions.
 *
 * Whoever writes takes its turn first (LOCK TABLE, which is granted in the order of asking and
 * before anything is read), because every change goes on from the last event: two at once could
 * never both be kept. Being SERIALIZABLE besides, they stay right where somebody takes no turn, and
 * are run again where the server says so. */

static void close_postgres(struct sello_db *db) {
    struct sello_postgres *own = sello_postgres_of(db);
    sello_postgres_forget(own, true);
    own->part->close(own->link);
    free(own->address);
    free(own);
}

static uint64_t n_changed(const struct sello_db *db) {
    return ((const struct sello_postgres *)db)->n_changed;
}

static bool is_over(const struct sello_db *db) {
    return ((const struct sello_postgres *)db)->is_lost;
}

/* Nothing is done yet: a link that was lost since the last time is no failure. */
static enum sello_error begin(struct sello_db *db, bool writes) {
    const char *sql = writes ? "BEGIN ISOLATION LEVEL SERIALIZABLE;"
                               " LOCK TABLE sello_turn IN EXCLUSIVE MODE"
                             : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    struct sello_postgres *own = sello_postgres_of(db);
    own->wrote = false;
    own->is_lost = false;
    enum sello_error error = own->link != NULL ? sello_postgres_run(own, sql) : SELLO_E_STORE_GONE;
    if (own->link == NULL) {
        error = sello_postgres_connect_again(own);
        error = error == SELLO_OK ? sello_postgres_run(own, sql) : error;
    }
    if (error != SELLO_OK && own->link != NULL) {
        struct postgres_failure ignored;
        (void)own->part->run(own->link, "ROLLBACK", &ignored); /* keeps the first one's words */
    }
    db->again = error != SELLO_OK && db->again;
    return error;
}

static void undo(struct sello_db *db, const char *sql) {
    struct sello_postgres *own = sello_postgres_of(db);
    struct postgres_failure failure;
    if (own->link == NULL || own->is_lost || own->part->run(own->link, sql, &failure)) {
        return;
    }
    char words[sizeof db->detail];
    memcpy(words, db->detail, sizeof words);
    (void)sello_postgres_status(own, &failure); /* closes a link that was lost just now */
    memcpy(db->detail, words, sizeof words);
}

static void rollback(struct sello_db *db) {
    undo(db, "ROLLBACK");
    sello_postgres_of(db)->is_lost = false;
}

static enum sello_error save(struct sello_db *db) {
    return sello_postgres_run(sello_postgres_of(db), "SAVEPOINT inner_");
}

static enum sello_error keep(struct sello_db *db) {
    return sello_postgres_run(sello_postgres_of(db), "RELEASE inner_");
}

static void take_back(struct sello_db *db) {
    undo(db, "ROLLBACK TO inner_; RELEASE inner_");
}

static enum sello_error prepare_again(struct sello_db *db, unsigned tried) {
    enum { DOUBLINGS = 7 };
    const unsigned first_ms = 5;
    sello_postgres_wait(first_ms << (tried < DOUBLINGS ? tried : DOUBLINGS));
    struct sello_postgres *own = sello_postgres_of(db);
    return own->link != NULL ? SELLO_OK : sello_postgres_connect_again(own);
}

const struct sello_engine sello_postgres_engine = {
    .tries = 10,
    .is_shared = true,
    .close = close_postgres,
    .prepare = sello_postgres_prepare,
    .release = sello_postgres_release,
    .bind = sello_postgres_bind,
    .step = sello_postgres_step,
    .column = sello_postgres_column,
    .n_parameters = sello_postgres_n_parameters,
    .n_columns = sello_postgres_n_columns,
    .n_changed = n_changed,
    .begin = begin,
    .commit = sello_postgres_commit,
    .rollback = rollback,
    .save = save,
    .keep = keep,
    .take_back = take_back,
    .is_over = is_over,
    .prepare_again = prepare_again,
    .copy = sello_postgres_copy,
    .check = sello_postgres_check,
};
