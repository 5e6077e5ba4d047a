/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "registry/sql/db_postgres.h"

/* What each rank may do is told to the server, by table and column and, where a table holds matters
 * of several ranks, by row: it refuses by itself, whatever program asks. Rights are given to each
 * role by name, since roles belong to the whole server, and a group of ours would reach into other
 * registries there. */

/* All may read all of them. Who certifies may do what clerks may. */
static const struct right {
    const char *table, *clerk, *certifier; /* NULL: nothing more */
} rights[] = {
    {"counter", "UPDATE (value)", NULL},
    {"import", "INSERT, DELETE, UPDATE (n_rows)", NULL},
    {"scheme", NULL, "INSERT, UPDATE (name, name_en, url, search)"},
    {"producer", "INSERT, DELETE, UPDATE (name, origin, state, is_public, search)", NULL},
    {"product", "INSERT, DELETE, UPDATE (name, traits, gtin, net_content, language, search)", NULL},
    {"certificate", "INSERT, UPDATE (state, from_day, until_day)", "UPDATE (producer)"},
    {"certificate_move", "INSERT", NULL},
    {"batch", NULL, "INSERT, UPDATE (state, n_blocks, was_listed)"},
    {"signature_block", NULL, "INSERT, DELETE"},
    {"status_range", NULL, "INSERT, DELETE"},
    {"root", NULL, "INSERT"},
    {"bundle", NULL, "INSERT"},
    {"bundle_piece", NULL, "INSERT, DELETE"},
    {"event", "INSERT (seq, made_at, who, kind, body, chain)", NULL},
    {"event_salt", NULL, NULL},
    {"event_head", NULL, "INSERT, UPDATE (bytes)"},
    {"edit", "INSERT", NULL},
    {"print_run", "INSERT", NULL},
    {"print_range", "INSERT", NULL},
    {"printed", "INSERT, DELETE", NULL},
    {"sheet", "INSERT, DELETE, UPDATE (next_cell, last_serial)", NULL},
    {"delivery", "INSERT", "UPDATE (producer)"},
    {"delivery_range", "INSERT", NULL},
    {"kept_piece", NULL, NULL},
    {"photo", NULL, "INSERT, DELETE"},
    {"label_photo", NULL, "INSERT, DELETE"},
    {"endorsement", NULL, "INSERT, UPDATE (fingerprint, name, url, since_day, is_ended)"},
    {"sello_store", NULL, NULL},
    {"sello_turn", "UPDATE", NULL},
    {"sello_request", "INSERT, DELETE", NULL},
    {"sello_lease", "INSERT, DELETE, UPDATE (owner, holder, ends_at)", NULL},
};

#define CERTIFIES "has_table_privilege('batch'::regclass, 'INSERT')"
#define CLERKS_COUNTERS                                                                            \
    "'event', 'producer', 'product', 'certificate', 'import', 'print', 'delivery', 'sheet'"
#define CLERKS_EVENTS                                                                              \
    "'producer.added', 'producer.edited', 'producer.consented', 'producer.consent-ended',"         \
    " 'product.added', 'product.edited', 'certificate.applied', 'certificate.moved',"              \
    " 'import.made', 'import.undone', 'labels.printed', 'labels.proofed', 'labels.delivered',"     \
    " 'stock.position', 'stock.forgotten'"

/* Where a table is not enough: which rows. What a clerk would change is refused with words; what
 * one must not touch is not there for them. */
static const struct rule {
    const char *table, *name, *text;
} rules[] = {
    {"counter", "sello_change",
     "FOR UPDATE USING (true) WITH CHECK (name IN (" CLERKS_COUNTERS ") OR " CERTIFIES ")"},
    {"event", "sello_add", "FOR INSERT WITH CHECK (kind IN (" CLERKS_EVENTS ") OR " CERTIFIES ")"},
    {"certificate", "sello_add", "FOR INSERT WITH CHECK (state = 1 OR " CERTIFIES ")"},
    {"certificate", "sello_change",
     "FOR UPDATE USING (state <= 3 OR " CERTIFIES ") WITH CHECK (state <= 3 OR " CERTIFIES ")"},
    {"certificate_move", "sello_add", "FOR INSERT WITH CHECK (step <= 2 OR " CERTIFIES ")"},
    {"producer", "sello_add", "FOR INSERT WITH CHECK (true)"},
    {"producer", "sello_change", "FOR UPDATE USING (true)"},
    {"producer", "sello_remove", "FOR DELETE USING (import IS NOT NULL OR " CERTIFIES ")"},
    {"product", "sello_add", "FOR INSERT WITH CHECK (true)"},
    {"product", "sello_change", "FOR UPDATE USING (true)"},
    {"product", "sello_remove", "FOR DELETE USING (import IS NOT NULL OR " CERTIFIES ")"},
};

#define N_RIGHTS (sizeof rights / sizeof *rights)
#define N_RULES (sizeof rules / sizeof *rules)

bool sello_db_role_ok(const char *name) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    size_t len = strlen(name);
    return len > 0 && len <= SELLO_ROLE_MAX && strchr(letters, name[0]) != NULL &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == len;
}

/* ---- texts ---- */

enum { SQL_MAX = 1024 };

#define RUN(db, ...)                                                                               \
    do_run((db), (const char *const[]){__VA_ARGS__},                                               \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* Of our own words, and of names that need no quotes; they stand in them all the same, since some
 * are words of SQL. */
static enum sello_error do_run(struct sello_postgres *db, const char *const *words, size_t n) {
    char sql[SQL_MAX] = "";
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        size_t more = strlen(words[i]);
        if (len + more >= sizeof sql) {
            return SELLO_E_STORE;
        }
        memcpy(sql + len, words[i], more + 1);
        len += more;
    }
    return sello_postgres_run(db, sql);
}

/* ---- rows ---- */

static enum sello_error put_rule(struct sello_postgres *db, const struct rule *rule) {
    return RUN(db, "ALTER TABLE ", rule->table, " ENABLE ROW LEVEL SECURITY;",
               "DROP POLICY IF EXISTS sello_read ON ", rule->table, ";",
               "CREATE POLICY sello_read ON ", rule->table, " FOR SELECT USING (true);",
               "DROP POLICY IF EXISTS ", rule->name, " ON ", rule->table, ";", "CREATE POLICY ",
               rule->name, " ON ", rule->table, " ", rule->text);
}

static enum sello_error put_rules(struct sello_postgres *db) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < N_RULES && error == SELLO_OK; i++) {
        error = put_rule(db, &rules[i]);
    }
    return error;
}

/* ---- tables and columns ---- */

static enum sello_error grant(struct sello_postgres *db, const struct right *right,
                              const char *what, const char *name) {
    return what == NULL ? SELLO_OK
                        : RUN(db, "GRANT ", what, " ON TABLE ", right->table, " TO \"", name, "\"");
}

static enum sello_error revoke_all(struct sello_postgres *db, const char *name) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < N_RIGHTS && error == SELLO_OK; i++) {
        error = RUN(db, "REVOKE ALL ON TABLE ", rights[i].table, " FROM \"", name, "\"");
    }
    return error;
}

static enum sello_error grant_all(struct sello_postgres *db, const char *name,
                                  enum sello_rank rank) {
    enum sello_error error = revoke_all(db, name);
    for (size_t i = 0; i < N_RIGHTS && error == SELLO_OK; i++) {
        error = grant(db, &rights[i], "SELECT", name);
        if (error == SELLO_OK && rank >= SELLO_RANK_CLERK) {
            error = grant(db, &rights[i], rights[i].clerk, name);
        }
        if (error == SELLO_OK && rank >= SELLO_RANK_CERTIFIER) {
            error = grant(db, &rights[i], rights[i].certifier, name);
        }
    }
    return error;
}

/* ---- roles: one that was made here has our name as its comment ---- */

struct role {
    bool is_there, may_all, is_ours, lacks_schema;
    char schema[2 * SELLO_ROLE_MAX + 3]; /* quoted where it has to be */
};

static enum sello_error look_up(struct sello_db *db, const char *name, struct role *out) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        db, "SELECT CAST(quote_ident(n.nspname) AS TEXT), CASE WHEN r.oid IS NULL THEN 0 ELSE 1 "
            "END, CASE WHEN r.rolsuper OR pg_has_role(r.oid, c.relowner, 'USAGE') THEN 1 ELSE 0 "
            "END, CASE WHEN shobj_description(r.oid, 'pg_authid') = 'sello' THEN 1 ELSE 0 "
            "END, CASE WHEN has_schema_privilege(r.oid, n.oid, 'USAGE') THEN 0 ELSE 1 END"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " LEFT JOIN pg_roles r ON r.rolname = ? WHERE c.oid = to_regclass('sello_store')");
    sello_bind_text(&q, name);
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    *out = (struct role){.is_there = false};
    sello_col_text(&q, out->schema, sizeof out->schema);
    out->is_there = sello_col_uint(&q) == 1;
    out->may_all = sello_col_uint(&q) == 1;
    out->is_ours = sello_col_uint(&q) == 1;
    out->lacks_schema = sello_col_uint(&q) == 1;
    return q.error;
}

enum sello_error sello_db_role_give(struct sello_db *base, const char *name, enum sello_rank rank) {
    struct sello_postgres *db = sello_postgres_of(base);
    struct role role;
    enum sello_error error = look_up(base, name, &role);
    if (error == SELLO_OK && role.may_all) {
        error = SELLO_E_STATE;
    }
    if (error == SELLO_OK && !role.is_there) {
        error =
            RUN(db, "CREATE ROLE \"", name, "\" LOGIN; COMMENT ON ROLE \"", name, "\" IS 'sello'");
    }
    if (error == SELLO_OK && role.lacks_schema) {
        error = RUN(db, "GRANT USAGE ON SCHEMA ", role.schema, " TO \"", name, "\"");
    }
    error = error == SELLO_OK ? put_rules(db) : error;
    error = error == SELLO_OK ? grant_all(db, name, rank) : error;
    db->wrote = db->wrote || error == SELLO_OK; /* it is committed like what is written */
    return error;
}

enum sello_error sello_db_role_take(struct sello_db *base, const char *name, bool *out_gone) {
    struct sello_postgres *db = sello_postgres_of(base);
    struct role role;
    enum sello_error error = look_up(base, name, &role);
    if (error == SELLO_OK && !role.is_there) {
        error = SELLO_E_NOT_FOUND;
    }
    if (error == SELLO_OK && role.may_all) {
        error = SELLO_E_STATE;
    }
    error = error == SELLO_OK ? revoke_all(db, name) : error;
    if (error != SELLO_OK) {
        return error;
    }
    db->wrote = true;
    *out_gone = false;
    if (!role.is_ours) {
        return SELLO_OK;
    }
    error =
        RUN(db, "REVOKE USAGE ON SCHEMA ", role.schema, " FROM \"", name, "\"; SAVEPOINT role_");
    if (error == SELLO_OK && RUN(db, "DROP ROLE \"", name, "\"") == SELLO_OK) {
        *out_gone = true;
        return RUN(db, "RELEASE role_");
    }
    return error == SELLO_OK ? RUN(db, "ROLLBACK TO role_; RELEASE role_") : error;
}

/* ---- who is there ---- */

enum sello_error sello_db_role_list(struct sello_db *db,
                                    void (*visit)(void *context, const char *name,
                                                  enum sello_rank rank),
                                    void *context) {
    char name[SELLO_ROLE_MAX + 1];
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        db, "SELECT CAST(r.rolname AS TEXT), CASE WHEN r.oid = c.relowner THEN 4"
            " WHEN has_table_privilege(r.oid, to_regclass('batch'), 'INSERT') THEN 3"
            " WHEN has_table_privilege(r.oid, to_regclass('producer'), 'INSERT') THEN 2 ELSE 1 END"
            " FROM pg_class c CROSS JOIN LATERAL"
            " aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a"
            " JOIN pg_roles r ON r.oid = a.grantee"
            " WHERE c.oid = to_regclass('sello_store') AND a.privilege_type = 'SELECT'"
            " ORDER BY 2 DESC, 1");
    while (sello_row(&q)) {
        sello_col_text(&q, name, sizeof name);
        uint64_t rank = sello_col_uint(&q);
        if (q.error == SELLO_OK) {
            visit(context, name, (enum sello_rank)rank);
        }
    }
    return q.error;
}

enum { ROLES_MAX = 512 };

struct found {
    size_t n;
    struct {
        char name[SELLO_ROLE_MAX + 1];
        enum sello_rank rank;
    } role[ROLES_MAX];
};

static void gather(void *context, const char *name, enum sello_rank rank) {
    struct found *found = context;
    if (found->n < ROLES_MAX && rank < SELLO_RANK_OWNER && sello_db_role_ok(name)) {
        snprintf(found->role[found->n].name, sizeof found->role->name, "%s", name);
        found->role[found->n++].rank = rank;
    }
}

enum sello_error sello_postgres_give_again(struct sello_db *db) {
    struct found *found = calloc(1, sizeof *found);
    enum sello_error error = found != NULL ? sello_db_role_list(db, gather, found) : SELLO_E_MEMORY;
    for (size_t i = 0; error == SELLO_OK && i < found->n; i++) {
        error = sello_db_role_give(db, found->role[i].name, found->role[i].rank);
    }
    free(found);
    return error;
}
