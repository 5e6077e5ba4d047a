/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/prints.h"
#include "registry/store/store_internal.h"

/* Where jobs on sheets began and ended. Of each stock the last ones are kept: a row goes before
 * those that began on its sheet, so that no sheet seems free again. */

enum { ROWS_KEPT = 64 }; /* of a stock */

#define COLUMNS "number, stock, job, began_on, start_cell, next_cell, last_serial"

static void read_sheet(struct sello_query *q, struct sello_used_sheet *out) {
    *out = (struct sello_used_sheet){.number = sello_col_uint(q)};
    sello_col_text(q, out->stock, sizeof out->stock);
    struct sello_bytes job = sello_col_blob(q);
    if (job.len == sizeof out->job) {
        memcpy(out->job, job.ptr, job.len);
    }
    out->began_on = sello_col_uint(q);
    out->start = sello_col_uint(q);
    out->next = sello_col_uint(q);
    out->last_serial = sello_col_uint(q);
}

enum sello_error sello_used_sheets(struct sello_store *store, const char *stock,
                                   struct sello_used_sheet out[SELLO_LEN(SELLO_USED_SHEETS_MAX)],
                                   size_t *out_n) {
    size_t n = 0;
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db, "SELECT " COLUMNS " FROM sheet AS s WHERE stock = ? AND next_cell > 0"
                   " AND NOT EXISTS (SELECT 1 FROM sheet WHERE stock = s.stock AND"
                   " began_on = s.number) ORDER BY number DESC LIMIT ?");
    sello_bind_text(&q, stock);
    sello_bind_uint(&q, SELLO_USED_SHEETS_MAX);
    while (n < SELLO_USED_SHEETS_MAX && sello_row(&q)) {
        read_sheet(&q, &out[n++]);
    }
    if (q.error == SELLO_OK) {
        *out_n = n;
    }
    return q.error;
}

/* The newest of this job; `start`: present, only from this cell on, else only on a sheet that was
 * part-used. */
static enum sello_error find_job(struct sello_store *store, const struct sello_used_sheet *job,
                                 bool from_start, struct sello_used_sheet *out) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        store->db,
        from_start ? "SELECT " COLUMNS " FROM sheet WHERE stock = ? AND job = ? AND start_cell = ?"
                     " ORDER BY number DESC LIMIT 1"
                   : "SELECT " COLUMNS " FROM sheet WHERE stock = ? AND job = ? AND start_cell > ?"
                     " ORDER BY number DESC LIMIT 1");
    sello_bind_text(&q, job->stock);
    sello_bind_blob(&q, sello_bytes(job->job, sizeof job->job));
    sello_bind_uint(&q, from_start ? job->start : 0);
    if (!sello_row(&q)) {
        return q.error != SELLO_OK ? q.error : SELLO_E_NOT_FOUND;
    }
    read_sheet(&q, out);
    return q.error;
}

enum sello_error sello_used_sheet_of_job(struct sello_store *store,
                                         const struct sello_used_sheet *job,
                                         struct sello_used_sheet *out) {
    return find_job(store, job, false, out);
}

/* ---- remembering ---- */

static void insert_sheet(struct sello_change *c, const struct sello_used_sheet *sheet) {
    uint64_t number = sello_change_next(c, "sheet");
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(c->store->db, "INSERT INTO sheet (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?)");
    sello_bind_uint(&q, number);
    sello_bind_text(&q, sheet->stock);
    sello_bind_blob(&q, sello_bytes(sheet->job, sizeof sheet->job));
    sello_bind_uint(&q, sheet->began_on);
    sello_bind_uint(&q, sheet->start);
    sello_bind_uint(&q, sheet->next);
    sello_bind_uint(&q, sheet->last_serial);
    sello_change_run(c, &q);
}

static void update_sheet(struct sello_change *c, uint64_t number,
                         const struct sello_used_sheet *sheet) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db, "UPDATE sheet SET next_cell = ?, last_serial = ? WHERE number = ?");
    sello_bind_uint(&q, sheet->next);
    sello_bind_uint(&q, sheet->last_serial);
    sello_bind_uint(&q, number);
    sello_change_run(c, &q);
}

static void drop_old(struct sello_change *c, const char *stock) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(c->store->db, "DELETE FROM sheet WHERE stock = ? AND number <="
                                  " (SELECT number FROM sheet WHERE stock = ? ORDER BY number DESC"
                                  " LIMIT 1 OFFSET ?)");
    sello_bind_text(&q, stock);
    sello_bind_text(&q, stock);
    sello_bind_uint(&q, ROWS_KEPT);
    sello_change_run(c, &q);
}

enum sello_error sello_used_sheet_put(struct sello_store *store,
                                      const struct sello_used_sheet *sheet) {
    const struct sello_text_rule rule = {"stock", sheet->stock, SELLO_STOCK_MAX, true};
    struct sello_used_sheet before;
    struct sello_change c = sello_change_begin(store);
    if (c.error == SELLO_OK) {
        c.error = sello_store_check_texts(store, &rule, 1);
    }
    enum sello_error found = c.error == SELLO_OK ? find_job(store, sheet, true, &before) : c.error;
    bool changes = found == SELLO_E_NOT_FOUND;
    if (found == SELLO_OK) {
        changes = before.next != sheet->next || before.last_serial != sheet->last_serial;
        if (changes) {
            update_sheet(&c, before.number, sheet);
        }
    } else if (found == SELLO_E_NOT_FOUND) {
        insert_sheet(&c, sheet);
        drop_old(&c, sheet->stock);
    } else {
        sello_change_fail(&c, found);
    }
    if (changes) { /* what changes nothing has no event */
        sello_change_event(&c, "stock.position", sello_part_text(SELLO_EVENT_STOCK, sheet->stock),
                           sello_part(SELLO_EVENT_CELL, sheet->next));
    }
    return sello_change_end(&c);
}

enum sello_error sello_used_sheet_forget(struct sello_store *store,
                                         const struct sello_used_sheet *sheet) {
    struct sello_change c = sello_change_begin(store);
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "UPDATE sheet SET next_cell = 0 WHERE number = ?");
    sello_bind_uint(&q, sheet->number);
    sello_change_run_one(&c, &q);
    sello_change_event(&c, "stock.forgotten", sello_part_text(SELLO_EVENT_STOCK, sheet->stock),
                       sello_part(SELLO_EVENT_CELL, sheet->next));
    return sello_change_end(&c);
}
