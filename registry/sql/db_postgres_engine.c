/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/sql/db_postgres.h"

/* PostgreSQL as an engine: transactions. */

static void close_postgres(struct sello_db *db) {
    struct sello_postgres *own = sello_postgres_of(db);
    sello_postgres_forget(own, true);
    sello_postgres_forget_answers(own);
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

/* It goes with the first that is asked. Nothing is done yet: a link that was lost since the last
 * time is no failure. */
static enum sello_error begin(struct sello_db *db, bool writes) {
    struct sello_postgres *own = sello_postgres_of(db);
    own->wrote = own->is_lost = false;
    own->writes = writes;
    own->doomed = SELLO_OK;
    sello_postgres_forget_answers(own);
    enum sello_error error =
        own->link != NULL ? sello_postgres_send_begin(own) : SELLO_E_STORE_GONE;
    if (own->link == NULL) {
        error = sello_postgres_connect_again(own);
        error = error == SELLO_OK ? sello_postgres_send_begin(own) : error;
    }
    db->again = error != SELLO_OK && db->again;
    return error;
}

/* What is on its way may fail yet, and had the server skip the end of the transaction too. */
static void rollback(struct sello_db *db) {
    struct sello_postgres *own = sello_postgres_of(db);
    bool again = db->again;
    char words[sizeof db->detail];
    memcpy(words, db->detail, sizeof words);
    if (own->link != NULL && !own->is_lost) {
        (void)!sello_postgres_settle(own, 0);
        (void)!sello_postgres_run(own, "ROLLBACK"); /* closes a link that was lost just now */
        memcpy(db->detail, words, sizeof words);
        db->again = again;
    }
    own->is_lost = false;
    own->doomed = SELLO_OK;
    sello_postgres_forget_answers(own);
}

static enum sello_error settle(struct sello_db *db) {
    struct sello_postgres *own = sello_postgres_of(db);
    return own->doomed != SELLO_OK ? own->doomed : sello_postgres_settle(own, 0);
}

static enum sello_error save(struct sello_db *db) {
    return sello_postgres_send_control(sello_postgres_of(db), "SAVEPOINT inner_");
}

static enum sello_error keep(struct sello_db *db) {
    return sello_postgres_send_control(sello_postgres_of(db), "RELEASE inner_");
}

/* Where that cannot be done, the whole is doomed or lost. */
static void take_back(struct sello_db *db) {
    struct sello_postgres *own = sello_postgres_of(db);
    bool there = own->link != NULL && !own->is_lost;
    if (there && sello_postgres_send_control(own, "ROLLBACK TO inner_") == SELLO_OK) {
        (void)!sello_postgres_send_control(own, "RELEASE inner_");
    }
    sello_postgres_forget_answers(own);
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
    .send = sello_postgres_send_query,
    .column = sello_postgres_column,
    .n_parameters = sello_postgres_n_parameters,
    .n_columns = sello_postgres_n_columns,
    .n_changed = n_changed,
    .begin = begin,
    .commit = sello_postgres_commit,
    .rollback = rollback,
    .settle = settle,
    .save = save,
    .keep = keep,
    .take_back = take_back,
    .is_over = is_over,
    .prepare_again = prepare_again,
    .copy = sello_postgres_copy,
    .check = sello_postgres_check,
};
