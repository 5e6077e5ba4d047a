/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_internal.h"

/* Taking an import back. Certificates are for life, and so are the records they name, and the
 * producers who took labels: the certificate of those labels stands for a delivery. */

static enum sello_error find_user(struct sello_store *store, uint64_t import, uint64_t *out) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, "SELECT c.number FROM certificate c JOIN product p ON p.number = c.product"
                   " JOIN producer r ON r.number = c.producer"
                   " WHERE p.import = ? OR r.import = ? OR c.import = ?"
                   " UNION SELECT b.certificate FROM producer r JOIN delivery d ON"
                   " d.producer = r.number JOIN delivery_range g ON g.delivery = d.number"
                   " JOIN batch b ON b.first_serial <= g.first_serial"
                   " AND b.first_serial + b.n_labels > g.first_serial AND b.certificate IS NOT NULL"
                   " WHERE r.import = ? ORDER BY 1 LIMIT 1");
    sello_bind_uint(&q, import);
    sello_bind_uint(&q, import);
    sello_bind_uint(&q, import);
    sello_bind_uint(&q, import);
    *out = sello_row(&q) ? sello_col_uint(&q) : 0;
    return q.error;
}

static uint64_t delete_rows(struct sello_change *c, const char *sql, uint64_t import) {
    SELLO_AUTO(query) struct sello_query q = sello_query(c->store->db, sql);
    sello_bind_uint(&q, import);
    sello_change_run(c, &q);
    return c->error == SELLO_OK ? sello_db_changed(c->store->db) : 0;
}

static void delete_import(struct sello_change *c, uint64_t import) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(c->store->db, "DELETE FROM import WHERE number = ?");
    sello_bind_uint(&q, import);
    sello_change_run_one(c, &q);
}

enum sello_error sello_import_undo(struct sello_store *store, uint64_t import, uint64_t n_restored,
                                   uint64_t *out_removed, uint64_t *out_certificate) {
    uint64_t user = 0;
    struct sello_change c = sello_change_begin(store);
    if (c.error == SELLO_OK) {
        sello_change_fail(&c, find_user(store, import, &user));
    }
    if (user != 0) {
        sello_change_fail(&c, SELLO_E_STATE);
    }
    uint64_t n = delete_rows(&c, "DELETE FROM producer WHERE import = ?", import);
    n += delete_rows(&c, "DELETE FROM product WHERE import = ?", import);
    delete_import(&c, import);
    sello_change_event(&c, "import.undone", sello_part(SELLO_EVENT_NUMBER, import),
                       sello_part(SELLO_EVENT_COUNT, n + n_restored));
    enum sello_error error = sello_change_end(&c);
    if (error == SELLO_E_STATE) {
        *out_certificate = user;
    }
    *out_removed = error == SELLO_OK ? n : 0;
    return error;
}
