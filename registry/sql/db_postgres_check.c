/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/sql/db_postgres.h"

/* What PostgreSQL holds true by itself, unless somebody told it not to. */

static const struct {
    enum sello_db_fault_kind kind;
    const char *sql; /* a name, a number */
} looks[] = {
    {SELLO_DB_FAULT_DAMAGE, "SELECT CAST(c.relname AS TEXT), 0 FROM pg_index i"
                            " JOIN pg_class c ON c.oid = i.indexrelid"
                            " JOIN pg_class t ON t.oid = i.indrelid"
                            " WHERE t.relnamespace = (SELECT relnamespace FROM pg_class"
                            " WHERE oid = to_regclass('sello_store'))"
                            " AND NOT (i.indisvalid AND i.indisready)"},
    {SELLO_DB_FAULT_REFERENCE, "SELECT CAST(t.relname AS TEXT), 0 FROM pg_constraint k"
                               " JOIN pg_class t ON t.oid = k.conrelid"
                               " WHERE t.relnamespace = (SELECT relnamespace FROM pg_class"
                               " WHERE oid = to_regclass('sello_store'))"
                               " AND NOT k.convalidated"},
    {SELLO_DB_FAULT_REFERENCE, "SELECT CAST(t.relname AS TEXT), 0 FROM pg_trigger g"
                               " JOIN pg_class t ON t.oid = g.tgrelid"
                               " WHERE t.relnamespace = (SELECT relnamespace FROM pg_class"
                               " WHERE oid = to_regclass('sello_store'))"
                               " AND g.tgisinternal AND g.tgenabled <> 'O'"},
};

enum sello_error sello_postgres_check(struct sello_db *db, sello_db_fault *report, void *context) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < sizeof looks / sizeof *looks && error == SELLO_OK; i++) {
        SELLO_AUTO(query) struct sello_query q = sello_query(db, looks[i].sql);
        while (sello_row(&q)) {
            char name[200];
            sello_col_text(&q, name, sizeof name);
            uint64_t row = sello_col_uint(&q);
            if (q.error == SELLO_OK) {
                report(context, looks[i].kind, name, row);
            }
        }
        error = q.error;
    }
    return error;
}
