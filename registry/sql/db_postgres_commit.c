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
 * our own making, so that they may stand in the text, which then goes in one message. */
static void write_commit(const struct sello_postgres *db, const char *id, char *out, size_t cap) {
    uint64_t now = (uint64_t)time(NULL);
    char tidy[128];
    if (db->request[0] != '\0') {
        snprintf(tidy, sizeof tidy, "DELETE FROM sello_request WHERE id = '%s'", db->request);
    } else {
        snprintf(tidy, sizeof tidy, "DELETE FROM sello_request WHERE made_at < %" PRIu64,
                 now - (uint64_t)ROWS_KEPT_DAYS * 86400);
    }
    snprintf(out, cap,
             "INSERT INTO sello_request (id, kept, made_at) VALUES ('%s', %d, %" PRIu64
             "); %s; COMMIT",
             id, KEPT, now, tidy);
}

/* ---- afterwards ---- */

static enum sello_error read_row(struct sello_postgres *db, const char *id, bool *out_kept) {
    struct postgres_failure failure;
    const struct sello_value value = {.kind = SELLO_VALUE_TEXT, .bytes = sello_bytes_of(id)};
    struct postgres_answer *answer = db->part->ask(
        db->link, "", false, "SELECT kept FROM sello_request WHERE id = $1", &value, 1, &failure);
    if (answer == NULL) {
        return sello_postgres_status(db, &failure);
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

enum sello_error sello_postgres_commit(struct sello_db *base) {
    struct sello_postgres *db = sello_postgres_of(base);
    char id[POSTGRES_REQUEST_LEN], sql[512];
    if (!db->wrote) {
        return sello_postgres_run(db, "COMMIT");
    }
    if (!make_id(id)) {
        return SELLO_E_SYSTEM;
    }
    if (db->link == NULL || db->is_lost) {
        return SELLO_E_STORE_GONE;
    }
    write_commit(db, id, sql, sizeof sql);
    enum sello_error error = sello_postgres_keep_lease(db);
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_postgres_run(db, sql);
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
