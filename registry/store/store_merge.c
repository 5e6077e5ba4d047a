/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_pages.h"

/* Two records of one producer become one. What was signed stays as it is; who looks for it finds it
 * with the record that stays. */

static void move_certificate(struct sello_change *c, uint64_t number, uint64_t from,
                             uint64_t into) {
    char before[SELLO_ID_LEN], after[SELLO_ID_LEN];
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(c->store->db, "UPDATE certificate SET producer = ? WHERE number = ?");
    sello_bind_uint(&q, into);
    sello_bind_uint(&q, number);
    sello_change_run_one(c, &q);
    sello_id_format((struct sello_id){SELLO_KIND_PRODUCER, from}, before);
    sello_id_format((struct sello_id){SELLO_KIND_PRODUCER, into}, after);
    const struct sello_edited edits[] = {{"producer", before, after}};
    sello_change_event(c, "certificate.edited", sello_part(SELLO_EVENT_NUMBER, number),
                       sello_part_record(c, SELLO_KIND_CERTIFICATE, number),
                       sello_part_edits(c, edits, COUNT_OF(edits)));
    sello_change_edits(c, edits, COUNT_OF(edits));
}

static uint64_t read_certificate_number(struct sello_query *q, void *row) {
    uint64_t *number = row;
    *number = sello_col_uint(q);
    return *number;
}

static void move_certificates(struct sello_change *c, uint64_t from, uint64_t into) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(uint64_t));
    while (c->error == SELLO_OK && sello_page_turn(&page)) {
        struct sello_query q =
            sello_query(c->store->db, "SELECT number FROM certificate WHERE number >= ?"
                                      " AND producer = ? ORDER BY number LIMIT ?");
        sello_bind_uint(&q, page.next);
        sello_bind_uint(&q, from);
        sello_page_read(&page, &q, read_certificate_number);
        const uint64_t *number = NULL;
        while (c->error == SELLO_OK && (number = sello_page_row(&page)) != NULL) {
            move_certificate(c, *number, from, into);
        }
    }
    sello_change_fail(c, page.error);
}

static void move_deliveries(struct sello_change *c, uint64_t from, uint64_t into) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(c->store->db, "UPDATE delivery SET producer = ? WHERE producer = ?");
    sello_bind_uint(&q, into);
    sello_bind_uint(&q, from);
    sello_change_run(c, &q);
}

static void remove_producer(struct sello_change *c, uint64_t number) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(c->store->db, "DELETE FROM producer WHERE number = ?");
    sello_bind_uint(&q, number);
    sello_change_run_one(c, &q);
}

enum sello_error sello_producer_merge(struct sello_store *store, uint64_t from, uint64_t into) {
    struct sello_producer gone = {0}, stays = {0};
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, sello_producer_get(store, from, &gone));
    sello_change_fail(&c, sello_producer_get(store, into, &stays));
    if (from == into) {
        sello_change_fail(&c, SELLO_E_EXISTS);
    }
    if (c.error == SELLO_OK) {
        move_certificates(&c, from, into);
        move_deliveries(&c, from, into);
        remove_producer(&c, from);
    }
    const struct sello_edited edits[] = {{"name", gone.name, stays.name},
                                         {"origin", gone.origin, stays.origin},
                                         {"state", gone.state, stays.state}};
    sello_change_event(&c, "producer.merged", sello_part(SELLO_EVENT_NUMBER, from),
                       sello_part(SELLO_EVENT_PRODUCER, into),
                       sello_part_edits(&c, edits, COUNT_OF(edits)));
    sello_change_edits(&c, edits, COUNT_OF(edits));
    return sello_change_end(&c);
}
