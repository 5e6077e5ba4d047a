/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_pages.h"

/* What a certifier tells everybody of its certificates. */

static uint64_t read_listed(struct sello_query *q, void *row) {
    struct sello_listed *listed = row;
    *listed = (struct sello_listed){.number = sello_col_uint(q)};
    listed->state = (enum sello_certificate_state)sello_col_uint(q);
    listed->until = sello_col_number(q);
    listed->scheme = sello_col_uint(q);
    sello_col_text(q, listed->product, sizeof listed->product);
    sello_col_text(q, listed->producer, sizeof listed->producer);
    sello_col_text(q, listed->origin, sizeof listed->origin);
    sello_col_text(q, listed->region, sizeof listed->region);
    return listed->number;
}

enum sello_error sello_listed_list(struct sello_store *store,
                                   bool (*visit)(void *context, const struct sello_listed *row),
                                   void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_listed));
    while (sello_page_turn(&page)) {
        struct sello_query q = sello_query(
            store->db, "SELECT c.number, c.state, c.until_day, c.scheme, p.name,"
                       " CASE r.is_public WHEN 1 THEN r.name ELSE '' END, r.origin, r.state"
                       " FROM certificate c JOIN product p ON p.number = c.product"
                       " JOIN producer r ON r.number = c.producer WHERE c.number >= ?"
                       " AND (c.state IN (?, ?) OR (c.state = ? AND EXISTS (SELECT 1 FROM"
                       " certificate_move m WHERE m.certificate = c.number AND m.step = ?)))"
                       " ORDER BY c.number LIMIT ?");
        sello_bind_uint(&q, page.next);
        sello_bind_uint(&q, SELLO_CERTIFICATE_GRANTED);
        sello_bind_uint(&q, SELLO_CERTIFICATE_SUSPENDED);
        sello_bind_uint(&q, SELLO_CERTIFICATE_WITHDRAWN);
        sello_bind_uint(&q, SELLO_STEP_GRANT);
        sello_page_read(&page, &q, read_listed);
        const struct sello_listed *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}
