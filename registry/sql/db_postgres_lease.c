/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/hex.h"
#include "registry/sql/db_postgres.h"

/* The registry's lock among offices: a row with an owner and an end, by the server's clock. Each
 * commit of its owner puts the end off, and fails where somebody else has it by then: who was gone
 * for longer has lost it, and writes nothing more under it. */

#define LEASE_SECONDS "120"
#define SERVER_NOW "CAST(extract(epoch FROM clock_timestamp()) AS BIGINT)"

struct taking {
    struct sello_db *db;
    const char *owner, *holder;
    bool taken, is_free;
};

/* Where it is free, or has ended. */
static enum sello_error take(void *context) {
    struct taking *t = context;
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        t->db, "INSERT INTO sello_lease (name, owner, holder, ends_at) VALUES ('registry', ?, "
               "?, " SERVER_NOW " + " LEASE_SECONDS ") ON CONFLICT (name) DO UPDATE SET owner ="
               " excluded.owner, holder = excluded.holder, ends_at = excluded.ends_at"
               " WHERE sello_lease.ends_at <= " SERVER_NOW);
    sello_bind_text(&q, t->owner);
    sello_bind_text(&q, t->holder);
    enum sello_error error = sello_run(&q);
    t->taken = error == SELLO_OK && sello_db_changed(t->db) == 1;
    return error;
}

/* Looked at without writing: whoever has it writes, and is not to wait for those who wait. */
static enum sello_error look_whether_free(void *context) {
    struct taking *t = context;
    SELLO_AUTO(query)
    struct sello_query q = sello_query(t->db, "SELECT count(*) FROM sello_lease WHERE name ="
                                              " 'registry' AND ends_at > " SERVER_NOW);
    enum sello_error error = sello_one(&q);
    t->is_free = error == SELLO_OK && sello_col_uint(&q) == 0;
    return error == SELLO_OK ? q.error : error;
}

/* Whoever has waited longer looks more often, so that most come in the order of asking. */
static enum sello_error wait_for_lease(struct taking *t) {
    enum { PATIENCE_MS = 10000 }; /* as for every lock */
    const uint64_t begun = sello_postgres_clock_ms();
    uint64_t waited = 0;
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && !t->taken && waited < PATIENCE_MS) {
        sello_postgres_wait(waited < 2000 ? 100 : waited < 4000 ? 50 : 25);
        error = sello_db_look(t->db, look_whether_free, t);
        if (error == SELLO_OK && t->is_free) {
            error = sello_db_do(t->db, take, t);
        }
        waited = sello_postgres_clock_ms() - begun;
    }
    return error;
}

/* Who has it, for whoever waited in vain. */
static void tell_holder(struct sello_db *db) {
    char holder[128] = "";
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(db, "SELECT holder FROM sello_lease WHERE name = 'registry'");
    if (sello_row(&q)) {
        sello_col_text(&q, holder, sizeof holder);
        snprintf(db->detail, sizeof db->detail, "%s is at work", holder);
    }
}

enum sello_error sello_db_lease_take(struct sello_db *db, const char *who) {
    char owner[POSTGRES_REQUEST_LEN], holder[100], host[40] = "";
    uint8_t id[(POSTGRES_REQUEST_LEN - 1) / 2];
    if (!sello_db_is_shared(db)) {
        return SELLO_OK;
    }
    if (getrandom(id, sizeof id, 0) != (ssize_t)sizeof id) {
        return SELLO_E_SYSTEM;
    }
    base_hex(id, sizeof id, owner);
    (void)gethostname(host, sizeof host - 1);
    snprintf(holder, sizeof holder, "%.50s@%s", who, host);
    struct taking t = {.db = db, .owner = owner, .holder = holder};
    enum sello_error error = sello_db_do(db, take, &t);
    error = error == SELLO_OK ? wait_for_lease(&t) : error;
    if (error == SELLO_OK && !t.taken) {
        tell_holder(db);
        return SELLO_E_STORE_BUSY;
    }
    if (error == SELLO_OK) {
        memcpy(sello_postgres_of(db)->lease, owner, sizeof owner);
    }
    return error;
}

static enum sello_error give_back(void *context) {
    const struct taking *t = context;
    SELLO_AUTO(query)
    struct sello_query q = sello_query(t->db, "DELETE FROM sello_lease WHERE owner = ?");
    sello_bind_text(&q, t->owner);
    return sello_send(&q);
}

void sello_db_lease_give(struct sello_db *db) {
    if (!sello_db_is_shared(db) || sello_postgres_of(db)->lease[0] == '\0') {
        return;
    }
    char owner[POSTGRES_REQUEST_LEN];
    struct taking t = {.db = db, .owner = owner};
    memcpy(owner, sello_postgres_of(db)->lease, sizeof owner);
    sello_postgres_of(db)->lease[0] = '\0'; /* else the commit would put its end off */
    (void)!sello_db_do(db, give_back, &t);  /* where that fails, it ends by itself */
}

enum sello_error sello_postgres_send_lease(struct sello_postgres *db) {
    char sql[200];
    snprintf(sql, sizeof sql,
             "UPDATE sello_lease SET ends_at = " SERVER_NOW " + " LEASE_SECONDS
             " WHERE owner = '%s'",
             db->lease);
    return db->lease[0] != '\0' ? sello_postgres_send_once(db, sql) : SELLO_OK;
}
