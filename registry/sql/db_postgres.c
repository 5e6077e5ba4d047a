/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "registry/sql/db_postgres.h"

/* Queries on PostgreSQL. An answer comes whole: the store asks for pages. */

struct asked {
    char text[POSTGRES_TEXT_MAX];
    int n_parameters;
    struct sello_value value[POSTGRES_PARAMETERS_MAX];
    char *copy[POSTGRES_PARAMETERS_MAX]; /* of texts, owned */
    bool reads;
    struct postgres_answer *answer;
    int row; /* that is shown, from 0 */
};

static struct asked *asked_of(const struct sello_query *q) {
    return q->asked;
}

void sello_postgres_prepare(struct sello_query *q, const char *sql) {
    if (postgres_forbids(sql) && !q->db->migrating) {
        q->error = SELLO_E_STORE;
        return;
    }
    struct asked *asked = calloc(1, sizeof *asked);
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

void sello_postgres_release(struct sello_query *q) {
    struct asked *asked = asked_of(q);
    if (asked == NULL) {
        return;
    }
    for (int i = 0; i < asked->n_parameters; i++) {
        free(asked->copy[i]);
    }
    sello_postgres_of(q->db)->part->free_answer(asked->answer);
    free(asked);
    q->asked = NULL;
}

void sello_postgres_bind(struct sello_query *q, int place, const struct sello_value *value) {
    struct asked *asked = asked_of(q);
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

static struct postgres_answer *ask(struct sello_postgres *db, const struct asked *asked,
                                   struct postgres_failure *failure) {
    char name[16] = "";
    struct postgres_known *known = sello_postgres_known(db, asked->text);
    bool is_new = known != NULL && !known->is_ready;
    if (known != NULL) {
        snprintf(name, sizeof name, "s%u", known->name);
    }
    struct postgres_answer *answer = db->part->ask(db->link, name, is_new, asked->text,
                                                   asked->value, asked->n_parameters, failure);
    if (known != NULL && answer != NULL) {
        known->is_ready = true;
    } else if (is_new) { /* it may be ready there, and have failed when it was asked */
        known->name = ++db->last_name;
    }
    return answer;
}

/* Alone, outside of any transaction, one that reads may be asked again. */
static enum sello_error ask_alone(struct sello_postgres *db, struct asked *asked) {
    struct postgres_failure failure;
    enum sello_error error = SELLO_OK;
    for (unsigned tried = 0; tried < db->db.engine->tries; tried++) {
        error = db->link == NULL ? sello_postgres_connect_again(db) : SELLO_OK;
        if (error != SELLO_OK) {
            return error;
        }
        asked->answer = ask(db, asked, &failure);
        if (asked->answer != NULL) {
            return SELLO_OK;
        }
        error = sello_postgres_status(db, &failure);
        if (error != SELLO_E_STORE_CONTENDED && error != SELLO_E_STORE_GONE) {
            return error;
        }
        sello_postgres_wait(10U << tried);
    }
    return error;
}

static enum sello_error ask_within(struct sello_postgres *db, struct asked *asked) {
    struct postgres_failure failure;
    if (db->link == NULL || db->is_lost) {
        return SELLO_E_STORE_GONE; /* what was done in it is gone too */
    }
    db->part->free_answer(asked->answer); /* of an earlier run */
    asked->answer = ask(db, asked, &failure);
    db->wrote = db->wrote || !asked->reads;
    return asked->answer != NULL ? SELLO_OK : sello_postgres_status(db, &failure);
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
    struct asked *asked = asked_of(q);
    if (asked->answer != NULL) {
        return ++asked->row < db->part->n_rows(asked->answer);
    }
    q->error = ask_now(q);
    if (q->error != SELLO_OK) {
        return false;
    }
    db->n_changed = db->part->n_changed(asked->answer);
    return db->part->n_rows(asked->answer) > 0;
}

struct sello_value sello_postgres_column(struct sello_query *q, int column) {
    const struct asked *asked = asked_of(q);
    return sello_postgres_of(q->db)->part->value(asked->answer, asked->row, column);
}

int sello_postgres_n_parameters(const struct sello_query *q) {
    return asked_of(q)->n_parameters;
}

int sello_postgres_n_columns(const struct sello_query *q) {
    const struct asked *asked = asked_of(q);
    return asked->answer != NULL ? sello_postgres_of(q->db)->part->n_columns(asked->answer) : 0;
}
