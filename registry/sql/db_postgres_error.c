/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "registry/sql/db_postgres.h"

/* What PostgreSQL's SQLSTATE means to us: its documentation, appendix A. The longest that fits is
 * asked first. */
static const struct {
    const char *state;
    enum sello_error means;
} meanings[] = {
    {"23505", SELLO_E_EXISTS},        {"23503", SELLO_E_NOT_FOUND},
    {"23514", SELLO_E_RANGE},         {"22003", SELLO_E_RANGE},
    {"55P03", SELLO_E_STORE_BUSY},    {"25006", SELLO_E_STORE_READ_ONLY},
    {"42501", SELLO_E_STORE_DENIED},  {"42P01", SELLO_E_STORE_NOT},
    {"53100", SELLO_E_STORE_FULL},    {"57014", SELLO_E_STORE_STRAINED},
    {"XX001", SELLO_E_STORE_DAMAGED}, {"XX002", SELLO_E_STORE_DAMAGED},
    {"40003", SELLO_E_STORE_GONE}, /* nobody can tell whether it was kept */
    {"22012", SELLO_E_NOT_FOUND},  /* a division by the rows that there had to be */
    {"42P07", SELLO_E_EXISTS},        {"08", SELLO_E_STORE_GONE},
    {"28", SELLO_E_STORE_DENIED},     {"40", SELLO_E_STORE_CONTENDED},
    {"53", SELLO_E_STORE_STRAINED},   {"57", SELLO_E_STORE_GONE},
};

enum sello_error sello_postgres_meaning(const struct postgres_failure *failure) {
    if (failure->lost) {
        return SELLO_E_STORE_GONE;
    }
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (strncmp(failure->state, meanings[i].state, strlen(meanings[i].state)) == 0) {
            return meanings[i].means;
        }
    }
    return SELLO_E_STORE;
}

enum sello_error sello_postgres_status(struct sello_postgres *db,
                                       const struct postgres_failure *failure) {
    /* One that took changes and takes none any more has become a standby: another one takes them.
     */
    bool demoted = strcmp(failure->state, "25006") == 0 && !db->reading;
    enum sello_error error = demoted ? SELLO_E_STORE_GONE : sello_postgres_meaning(failure);
    snprintf(db->db.detail, sizeof db->db.detail, "%s", failure->words);
    db->db.again = db->db.again || error == SELLO_E_STORE_CONTENDED || error == SELLO_E_STORE_GONE;
    if (failure->lost || demoted) {
        sello_postgres_drop(db);
    }
    return error;
}

void sello_postgres_drop(struct sello_postgres *db) {
    db->part->close(db->link);
    db->link = NULL;
    db->n_sent = db->n_sent_bytes = 0;
    db->is_lost = db->db.depth > 0;
    sello_postgres_forget(db, false);
}
