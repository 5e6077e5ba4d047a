/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

#include "base/hex.h"
#include "registry/sql/db_postgres.h"

/* A commit whose answer does not come is not guessed at. Each transaction writes a row of its own,
 * under a random id. Who was not told asks for it over a new link, by writing the same row as one
 * that was not kept: the server lets only one of the two stand, and makes the second wait until it
 * is decided what became of the first. From then on the answer is the same for ever. */

enum { KEPT = 1, GIVEN_UP = 0 };

enum { ROWS_KEPT_DAYS = 30 }; /* of programs that ended before their next commit */

static bool make_id(char out[POSTGRES_REQUEST_LEN]) {
    uint8_t bytes[(POSTGRES_REQUEST_LEN - 1) / 2];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) {
        return false;
    }
    base_hex(bytes, sizeof bytes, out);
    return true;
}

/* The row of the last one goes with this one's: what became of that is known. Ids are hex digits of
 * our own making, so that they may stand in the text. Whoever has the registry's lock commits only
 * while it is theirs: else that divides by nothing, and the server skips the rest. */
static enum sello_error send_commit(struct sello_postgres *db, const char *id) {
    uint64_t now = (uint64_t)time(NULL);
    char note[320], tidy[128], kept[128];
    snprintf(kept, sizeof kept, "%d", KEPT);
    if (db->lease[0] != '\0') {
        snprintf(kept, sizeof kept, "(SELECT %d / count(*) FROM sello_lease WHERE owner = '%s')",
                 KEPT, db->lease);
    }
    if (db->request[0] != '\0') {
        snprintf(tidy, sizeof tidy, "DELETE FROM sello_request WHERE id = '%s'", db->request);
    } else {
        snprintf(tidy, sizeof tidy, "DELETE FROM sello_request WHERE made_at < %" PRIu64,
                 now - (uint64_t)ROWS_KEPT_DAYS * 86400);
    }
    snprintf(note, sizeof note,
             "INSERT INTO sello_request (id, kept, made_at) VALUES ('%s', %s, %" PRIu64 ")", id,
             kept, now);
    enum sello_error error = sello_postgres_send_lease(db);
    error = error == SELLO_OK ? sello_postgres_send_once(db, note) : error;
    error = error == SELLO_OK ? sello_postgres_send_once(db, tidy) : error;
    return error == SELLO_OK ? sello_postgres_send_once(db, "COMMIT") : error;
}

/* ---- afterwards ---- */

static enum sello_error read_row(struct sello_postgres *db, const char *id, bool *out_kept) {
    const struct sello_value value = {.kind = SELLO_VALUE_TEXT, .bytes = sello_bytes_of(id)};
    struct postgres_answer *answer = NULL;
    enum sello_error error =
        sello_postgres_ask(db, "SELECT kept FROM sello_request WHERE id = $1", &value, 1, &answer);
    if (error != SELLO_OK) {
        return error;
    }
    bool found = db->part->n_rows(answer) == 1;
    *out_kept = found && db->part->value(answer, 0, 0).integer == KEPT;
    db->part->free_answer(answer);
    return found ? SELLO_OK : SELLO_E_STORE_DAMAGED;
}

/* *out_linked: there was a server to ask. */
static enum sello_error ask_once(struct sello_postgres *db, const char *id, bool *out_linked,
                                 bool *out_kept) {
    char sql[160];
    snprintf(sql, sizeof sql,
             "INSERT INTO sello_request (id, kept, made_at) VALUES ('%s', %d, %" PRIu64 ")", id,
             GIVEN_UP, (uint64_t)time(NULL));
    enum sello_error error = db->link == NULL ? sello_postgres_connect_again(db) : SELLO_OK;
    *out_linked = error == SELLO_OK;
    if (error == SELLO_OK) {
        error = sello_postgres_run(db, sql);
        *out_kept = false;
    }
    return error == SELLO_E_EXISTS ? read_row(db, id, out_kept) : error;
}

/* Was it kept? SELLO_E_STORE_UNCLEAR: no server tells. */
static enum sello_error find_out(struct sello_postgres *db, const char *id, bool *out_kept) {
    enum { TIMES = 12 };
    bool linked = true;
    for (unsigned i = 0; i < TIMES && linked; i++) {
        enum sello_error error = ask_once(db, id, &linked, out_kept);
        if (error == SELLO_OK) {
            return SELLO_OK;
        }
        bool may_change = error == SELLO_E_STORE_CONTENDED || error == SELLO_E_STORE_BUSY ||
                          (error == SELLO_E_STORE_GONE && db->link == NULL);
        if (!may_change) {
            break;
        }
        sello_postgres_wait(20U << (i < 6 ? i : 6));
    }
    return SELLO_E_STORE_UNCLEAR;
}

/* After what is on its way, all in one. */
static enum sello_error commit_with(struct sello_postgres *db, const char *id) {
    unsigned before = db->n_sent;
    enum sello_error error = send_commit(db, id);
    error = error == SELLO_OK ? sello_postgres_settle(db, db->n_sent - before) : error;
    bool lease_lost = error == SELLO_E_NOT_FOUND && db->doomed == SELLO_OK && db->lease[0] != '\0';
    return lease_lost ? SELLO_E_STORE_LEASE : error;
}

enum sello_error sello_postgres_commit(struct sello_db *base) {
    struct sello_postgres *db = sello_postgres_of(base);
    char id[POSTGRES_REQUEST_LEN];
    if (db->doomed != SELLO_OK) {
        return db->doomed;
    }
    if (db->link == NULL || db->is_lost) {
        return SELLO_E_STORE_GONE;
    }
    sello_postgres_forget_answers(db);
    if (!db->wrote) {
        enum sello_error error = sello_postgres_send_once(db, "COMMIT");
        return error == SELLO_OK ? sello_postgres_settle(db, 1) : error;
    }
    if (!make_id(id)) {
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = commit_with(db, id);
    if (error == SELLO_E_STORE_GONE) {
        sello_postgres_drop(db);
        bool again = base->again, kept = false;
        error = find_out(db, id, &kept);
        base->again = again && error == SELLO_OK; /* not kept for certain: may be run again */
        error = error != SELLO_OK ? error : kept ? SELLO_OK : SELLO_E_STORE_GONE;
        db->is_lost = error != SELLO_OK; /* nothing is left to roll back */
    }
    if (error == SELLO_OK) {
        memcpy(db->request, id, sizeof db->request);
        base->detail[0] = '\0';
    }
    return error;
}
