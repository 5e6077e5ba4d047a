/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "registry/sql/db_sqlite.h"

/* SQLite's own look at a file. It ends the list itself, after a hundred. */
static enum sello_error check_pages(struct sello_db *db, sello_db_fault *report, void *context) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(db, "SELECT substr(integrity_check, 1, 190) FROM pragma_integrity_check");
    while (sello_row(&q)) {
        char text[200];
        sello_col_text(&q, text, sizeof text);
        if (q.error == SELLO_OK && strcmp(text, "ok") != 0) {
            report(context, SELLO_DB_FAULT_DAMAGE, text, 0);
        }
    }
    return q.error;
}

static enum sello_error check_references(struct sello_db *db, sello_db_fault *report,
                                         void *context) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(db, "SELECT \"table\", coalesce(rowid, 0) FROM pragma_foreign_key_check");
    while (sello_row(&q)) {
        char table[200];
        sello_col_text(&q, table, sizeof table);
        uint64_t row = sello_col_uint(&q);
        if (q.error == SELLO_OK) {
            report(context, SELLO_DB_FAULT_REFERENCE, table, row);
        }
    }
    return q.error;
}

enum sello_error sello_sqlite_check(struct sello_db *db, sello_db_fault *report, void *context) {
    enum sello_error error = check_pages(db, report, context);
    return error == SELLO_OK ? check_references(db, report, context) : error;
}
