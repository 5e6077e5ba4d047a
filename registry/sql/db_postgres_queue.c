/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "registry/sql/db_postgres.h"

/* Statements on their way: a server may be far, so what nobody waits for is sent without waiting,
 * and its answers are taken with those of the next that somebody waits for. What fails among them
 * has the server skip all that follows up to there. */

enum { SENT_MAX = 512, SENT_BYTES_MAX = 4 << 20 };

static unsigned bytes_of(const struct sello_value *values, int n) {
    size_t sum = 0;
    for (int i = 0; i < n; i++) {
        sum += values[i].bytes.len;
    }
    return sum < SENT_BYTES_MAX ? (unsigned)sum : SENT_BYTES_MAX;
}

static enum sello_error put(struct sello_postgres *db, struct postgres_known *known,
                            const char *text, const struct sello_value *values, int n,
                            unsigned *out_answers) {
    struct postgres_failure failure;
    char name[16] = "";
    if (db->link == NULL) {
        return SELLO_E_STORE_GONE;
    }
    bool is_new = known != NULL && !known->is_ready && !known->is_sent;
    if (known != NULL) {
        snprintf(name, sizeof name, "s%u", known->name);
        known->is_sent = known->is_sent || is_new;
    }
    if (!db->part->send(db->link, name, is_new, text, values, n, &failure)) {
        return sello_postgres_status(db, &failure);
    }
    *out_answers = is_new ? 2 : 1;
    db->n_sent += *out_answers;
    db->n_sent_bytes += bytes_of(values, n);
    return SELLO_OK;
}

/* ---- answers ---- */

/* All that are to come; returns how many were good before the first that failed. Of more than one
 * failure the first is told. */
static unsigned take_all(struct sello_postgres *db, struct postgres_answer **out,
                         struct postgres_failure *failure) {
    struct postgres_failure other = {.lost = false};
    unsigned n = db->n_sent, n_good = 0;
    bool linked = db->part->sync(db->link, failure);
    for (unsigned i = 0; linked && i < n; i++) {
        struct postgres_failure *told = n_good == i ? failure : &other;
        struct postgres_answer *answer = db->part->take(db->link, told);
        n_good += answer != NULL;
        linked = answer != NULL || !told->lost;
        if (out != NULL && answer != NULL) {
            db->part->free_answer(*out);
            *out = answer;
        } else {
            db->part->free_answer(answer);
        }
    }
    bool ended = linked && db->part->end(db->link, n_good == n ? failure : &other);
    failure->lost = !ended;
    return ended || n_good < n || n == 0 ? n_good : n - 1;
}

static enum sello_error take_answers(struct sello_postgres *db, unsigned n_own,
                                     struct postgres_answer **out) {
    struct postgres_failure failure = {.lost = false};
    struct postgres_answer *last = NULL;
    unsigned n = db->n_sent;
    unsigned n_good = take_all(db, &last, &failure);
    db->n_sent = db->n_sent_bytes = 0;
    sello_postgres_known_settled(db, n_good == n);
    if (n_good == n) {
        db->fresh = false;
        if (out != NULL) {
            db->n_changed = db->part->n_changed(last);
            *out = last;
        } else {
            db->part->free_answer(last);
        }
        return SELLO_OK;
    }
    db->part->free_answer(last);
    enum sello_error error = sello_postgres_status(db, &failure);
    if (n_good + n_own < n && db->db.depth > 0) {
        db->doomed = error;
    }
    return error;
}

enum sello_error sello_postgres_settle(struct sello_postgres *db, unsigned n_own) {
    if (db->link == NULL) {
        return SELLO_E_STORE_GONE;
    }
    return db->n_sent > 0 ? take_answers(db, n_own, NULL) : SELLO_OK;
}

/* ---- sending ---- */

enum sello_error sello_postgres_send_control(struct sello_postgres *db, const char *text) {
    unsigned n = 0;
    if (db->doomed != SELLO_OK) {
        return db->doomed;
    }
    return put(db, NULL, text, NULL, 0, &n);
}

enum sello_error sello_postgres_send_once(struct sello_postgres *db, const char *text) {
    unsigned n = 0;
    db->fresh = false;
    return put(db, NULL, text, NULL, 0, &n);
}

enum sello_error sello_postgres_send(struct sello_postgres *db, const char *text,
                                     const struct sello_value *values, int n) {
    unsigned n_answers = 0;
    if (db->doomed != SELLO_OK) {
        return db->doomed;
    }
    enum sello_error error = put(db, sello_postgres_known(db, text), text, values, n, &n_answers);
    db->fresh = false;
    if (error == SELLO_OK && (db->n_sent >= SENT_MAX || db->n_sent_bytes >= SENT_BYTES_MAX)) {
        error = sello_postgres_settle(db, 0);
    }
    return error;
}

enum sello_error sello_postgres_ask(struct sello_postgres *db, const char *text,
                                    const struct sello_value *values, int n,
                                    struct postgres_answer **out) {
    unsigned n_answers = 0;
    enum sello_error error = put(db, sello_postgres_known(db, text), text, values, n, &n_answers);
    return error == SELLO_OK ? take_answers(db, n_answers, out) : error;
}

/* Whoever writes takes its turn first (LOCK TABLE, which is granted in the order of asking and
 * before anything is read), because every change goes on from the last event: two at once could
 * never both be kept. Being SERIALIZABLE besides, they stay right where somebody takes no turn, and
 * are run again where the server says so. */
enum sello_error sello_postgres_send_begin(struct sello_postgres *own) {
    static const char *const texts[][2] = {
        {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL},
        {"BEGIN ISOLATION LEVEL SERIALIZABLE", "LOCK TABLE sello_turn IN EXCLUSIVE MODE"}};
    enum sello_error error = SELLO_OK;
    own->fresh = true;
    for (size_t i = 0; i < 2 && texts[own->writes][i] != NULL && error == SELLO_OK; i++) {
        error = sello_postgres_send_control(own, texts[own->writes][i]);
    }
    for (unsigned i = 1; i < own->db.depth && error == SELLO_OK; i++) {
        error = sello_postgres_send_control(own, "SAVEPOINT inner_");
    }
    return error;
}
