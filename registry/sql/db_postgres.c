/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "registry/sql/db_postgres.h"

/* Queries on PostgreSQL. An answer comes whole: the store asks for pages. What is only sent is in
 * db_postgres_queue.c. */

struct postgres_asked {
    char text[POSTGRES_TEXT_MAX];
    int n_parameters;
    struct sello_value value[POSTGRES_PARAMETERS_MAX];
    char *copy[POSTGRES_PARAMETERS_MAX]; /* of texts, owned */
    bool reads;
    struct postgres_answer *answer;
    int row;        /* that is shown, from 0 */
    unsigned epoch; /* of the answer */
};

static struct postgres_asked *asked_of(const struct sello_query *q) {
    return q->asked;
}

void sello_postgres_prepare(struct sello_query *q, const char *sql) {
    if (postgres_forbids(sql) && !q->db->migrating) {
        q->error = SELLO_E_STORE;
        return;
    }
    struct postgres_asked *asked = calloc(1, sizeof *asked);
    q->asked = asked;
    if (asked == NULL) {
        q->error = SELLO_E_MEMORY;
        return;
    }
    asked->reads = postgres_reads(sql);
    bool fits = postgres_places(sql, asked->text, &asked->n_parameters) &&
                asked->n_parameters <= POSTGRES_PARAMETERS_MAX;
    asked->n_parameters = fits ? asked->n_parameters : 0;
    q->error = fits ? SELLO_OK : SELLO_E_STORE;
}

static void free_asked(struct sello_postgres *db, struct postgres_asked *asked) {
    for (int i = 0; asked != NULL && i < asked->n_parameters; i++) {
        free(asked->copy[i]);
    }
    if (asked != NULL) {
        db->part->free_answer(asked->answer);
    }
    free(asked);
}

/* ---- answers that are kept ----
 *
 * A transaction sees what was there at one moment, and what it wrote itself: until it writes, the
 * same question has the same answer, and is not asked again. Rules that stand on one another ask
 * much twice. */

void sello_postgres_forget_answers(struct sello_postgres *db) {
    for (size_t i = 0; i < POSTGRES_KEPT; i++) {
        free_asked(db, db->kept[i]);
        db->kept[i] = NULL;
    }
    db->part->free_answer(db->first);
    db->first = NULL;
    db->epoch++;
}

static bool same_values(const struct postgres_asked *a, const struct postgres_asked *b) {
    bool same = a->n_parameters == b->n_parameters;
    for (int i = 0; same && i < a->n_parameters; i++) {
        const struct sello_value *x = &a->value[i], *y = &b->value[i];
        bool is_text = x->kind == SELLO_VALUE_TEXT;
        same = x->kind == y->kind && x->kind != SELLO_VALUE_BLOB &&
               (is_text ? sello_bytes_eq(x->bytes, y->bytes)
                        : x->kind == SELLO_VALUE_NULL || x->integer == y->integer);
    }
    return same;
}

static bool was_asked(struct sello_postgres *db, struct postgres_asked *asked) {
    for (size_t i = 0; asked->reads && i < POSTGRES_KEPT; i++) {
        struct postgres_asked *kept = db->kept[i];
        if (kept != NULL && strcmp(kept->text, asked->text) == 0 && same_values(kept, asked)) {
            asked->answer = kept->answer;
            asked->epoch = db->epoch;
            kept->answer = NULL;
            free_asked(db, kept);
            db->kept[i] = NULL;
            return true;
        }
    }
    return false;
}

void sello_postgres_release(struct sello_query *q) {
    struct postgres_asked *asked = asked_of(q);
    struct sello_postgres *db = sello_postgres_of(q->db);
    q->asked = NULL;
    if (asked == NULL || asked->answer == NULL || !asked->reads || db->db.depth == 0 ||
        asked->epoch != db->epoch) {
        free_asked(db, asked);
        return;
    }
    struct postgres_asked **place = &db->kept[db->n_kept++ % POSTGRES_KEPT];
    free_asked(db, *place);
    *place = asked;
}

/* ---- values ---- */

void sello_postgres_bind(struct sello_query *q, int place, const struct sello_value *value) {
    struct postgres_asked *asked = asked_of(q);
    assert(place <= asked->n_parameters && "more values than places");
    struct sello_value *here = &asked->value[place - 1];
    *here = *value;
    if (value->kind != SELLO_VALUE_TEXT) {
        return;
    }
    char *copy = malloc(value->bytes.len + 1);
    if (copy == NULL) {
        q->error = SELLO_E_MEMORY;
        return;
    }
    memcpy(copy, value->bytes.ptr, value->bytes.len);
    copy[value->bytes.len] = '\0';
    asked->copy[place - 1] = copy;
    here->bytes.ptr = (const uint8_t *)copy;
}

/* ---- running ---- */

static enum sello_error ask(struct sello_postgres *db, struct postgres_asked *asked) {
    db->part->free_answer(asked->answer); /* of an earlier run */
    asked->answer = NULL;
    asked->epoch = db->epoch;
    return sello_postgres_ask(db, asked->text, asked->value, asked->n_parameters, &asked->answer);
}

/* What was read when the link was made, where nothing else was asked before. */
static bool is_first(struct sello_postgres *db, struct postgres_asked *asked) {
    const char *first = db->migrations != NULL ? db->migrations->first : NULL;
    if (db->first == NULL || first == NULL || strcmp(asked->text, first) != 0) {
        return false;
    }
    asked->answer = db->first;
    db->first = NULL;
    return true;
}

/* Alone, outside of any transaction, one that reads may be asked again. */
static enum sello_error ask_alone(struct sello_postgres *db, struct postgres_asked *asked) {
    enum sello_error error = SELLO_OK;
    if (is_first(db, asked)) {
        return SELLO_OK;
    }
    sello_postgres_forget_answers(db);
    for (unsigned tried = 0; tried < db->db.engine->tries; tried++) {
        error = db->link == NULL ? sello_postgres_connect_again(db) : SELLO_OK;
        if (error != SELLO_OK) {
            return error;
        }
        error = ask(db, asked);
        if (error != SELLO_E_STORE_CONTENDED && error != SELLO_E_STORE_GONE) {
            return error;
        }
        sello_postgres_wait(10U << tried);
    }
    return error;
}

/* The link went with a transaction in which nothing was done: it begins once more on a new one. */
static enum sello_error begin_anew(struct sello_postgres *db) {
    db->is_lost = false;
    db->doomed = SELLO_OK;
    enum sello_error error = sello_postgres_connect_again(db);
    error = error == SELLO_OK ? sello_postgres_send_begin(db) : error;
    db->is_lost = error != SELLO_OK;
    return error;
}

static enum sello_error ask_within(struct sello_postgres *db, struct postgres_asked *asked) {
    bool fresh = db->fresh, again = db->db.again;
    if (db->doomed != SELLO_OK) {
        return db->doomed;
    }
    if (db->link == NULL || db->is_lost) {
        return SELLO_E_STORE_GONE; /* what was done in it is gone too */
    }
    if (was_asked(db, asked)) {
        return SELLO_OK;
    }
    if (!asked->reads) {
        sello_postgres_forget_answers(db);
        db->wrote = true;
    }
    enum sello_error error = ask(db, asked);
    if (error == SELLO_E_STORE_GONE && fresh && db->is_lost) {
        error = begin_anew(db);
        db->db.again = error == SELLO_OK ? again : db->db.again;
        error = error == SELLO_OK ? ask(db, asked) : error;
    }
    return error;
}

static enum sello_error change(void *context) {
    struct sello_query *q = context;
    return ask_within(sello_postgres_of(q->db), asked_of(q));
}

/* A change is a transaction, also where it is but one. */
static enum sello_error ask_now(struct sello_query *q) {
    struct sello_postgres *db = sello_postgres_of(q->db);
    if (db->db.depth > 0) {
        return ask_within(db, asked_of(q));
    }
    return asked_of(q)->reads ? ask_alone(db, asked_of(q))
                              : sello_db_do_at(q->db, change, q, q->file, q->line);
}

bool sello_postgres_step(struct sello_query *q) {
    struct sello_postgres *db = sello_postgres_of(q->db);
    struct postgres_asked *asked = asked_of(q);
    if (asked->answer != NULL) {
        return ++asked->row < db->part->n_rows(asked->answer);
    }
    q->error = ask_now(q);
    if (q->error != SELLO_OK) {
        return false;
    }
    return db->part->n_rows(asked->answer) > 0;
}

/* ---- what nobody waits for ---- */

/* The server itself holds it to one row: what follows is on its way already. Nothing else that is
 * asked here divides by anything. */
static bool hold_to_one(struct postgres_asked *asked) {
    char held[POSTGRES_TEXT_MAX];
    int len = snprintf(held, sizeof held,
                       "WITH done AS (%s RETURNING 1) SELECT 1 / count(*) FROM done", asked->text);
    bool fits = len > 0 && (size_t)len < sizeof held;
    if (fits) {
        memcpy(asked->text, held, (size_t)len + 1);
    }
    return fits;
}

void sello_postgres_send_query(struct sello_query *q, bool one) {
    struct sello_postgres *db = sello_postgres_of(q->db);
    struct postgres_asked *asked = asked_of(q);
    if (one && !hold_to_one(asked)) {
        q->error = SELLO_E_STORE;
    } else if (db->db.depth == 0) {
        q->error = ask_now(q);
    } else if (db->link == NULL || db->is_lost) {
        q->error = SELLO_E_STORE_GONE;
    } else {
        sello_postgres_forget_answers(db);
        db->wrote = true;
        q->error = sello_postgres_send(db, asked->text, asked->value, asked->n_parameters);
    }
}

struct sello_value sello_postgres_column(struct sello_query *q, int column) {
    const struct postgres_asked *asked = asked_of(q);
    return sello_postgres_of(q->db)->part->value(asked->answer, asked->row, column);
}

int sello_postgres_n_parameters(const struct sello_query *q) {
    return asked_of(q)->n_parameters;
}

int sello_postgres_n_columns(const struct sello_query *q) {
    const struct postgres_asked *asked = asked_of(q);
    return asked->answer != NULL ? sello_postgres_of(q->db)->part->n_columns(asked->answer) : 0;
}
