/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/sql/db_postgres.h"

/* Texts that the server keeps ready. */

/* Those of a link that is gone are not ready on the next one. */
void sello_postgres_forget(struct sello_postgres *db, bool all) {
    for (size_t i = 0; i < db->n_known; i++) {
        db->known[i].is_ready = db->known[i].is_sent = false;
        if (all) {
            free(db->known[i].text);
        }
    }
    db->n_known = all ? 0 : db->n_known;
}

/* Where something failed it is not known which were made: they get new names. */
void sello_postgres_known_settled(struct sello_postgres *db, bool good) {
    for (size_t i = 0; i < db->n_known; i++) {
        struct postgres_known *known = &db->known[i];
        if (known->is_sent && !good) {
            known->name = ++db->last_name;
        }
        known->is_ready = known->is_ready || (known->is_sent && good);
        known->is_sent = false;
    }
}

/* NULL where it is asked for the first time: most are asked once by a command. */
struct postgres_known *sello_postgres_known(struct sello_postgres *db, const char *text) {
    for (size_t i = 0; i < db->n_known; i++) {
        if (strcmp(db->known[i].text, text) == 0) {
            return &db->known[i];
        }
    }
    if (db->n_known < POSTGRES_KNOWN) {
        char *copy = strdup(text);
        if (copy != NULL) {
            db->known[db->n_known] = (struct postgres_known){.text = copy};
            db->known[db->n_known++].name = ++db->last_name;
        }
    }
    return NULL;
}
