/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/consent.h"

#include "registry/store/history.h"
#include "registry/store/store_internal.h"

#define CONSENTED "producer.consented"
#define TAKEN_BACK "producer.consent-ended"

/* The events are all there is: no column could tell another story than they do. */
enum sello_error sello_consent_set(struct sello_store *store, uint64_t producer,
                                   const struct sello_consent *consent) {
    struct sello_producer record;
    struct sello_name_fault fault = {0, 0};
    struct sello_change c = sello_change_begin(store);
    if (c.error == SELLO_OK) {
        c.error = sello_producer_get(store, producer, &record);
    }
    if (c.error == SELLO_OK && consent->given) {
        c.error = sello_name_check(sello_bytes_of(consent->note), SELLO_ROW_TEXT_MAX, &fault);
        if (c.error != SELLO_OK) {
            store->fault = (struct sello_store_fault){.field = "consent", .name = fault};
        }
    }
    if (consent->given) {
        sello_change_event(&c, CONSENTED, sello_part(SELLO_EVENT_NUMBER, producer),
                           sello_part(SELLO_EVENT_FROM, consent->day),
                           sello_part_text(SELLO_EVENT_TEXT, consent->note));
    } else {
        sello_change_event(&c, TAKEN_BACK, sello_part(SELLO_EVENT_NUMBER, producer),
                           sello_part(SELLO_EVENT_FROM, consent->day));
    }
    return sello_change_end(&c);
}

static bool visit(void *context, const struct sello_history_row *row) {
    struct sello_consent *last = context;
    if (strcmp(row->kind, CONSENTED) == 0) {
        *last = (struct sello_consent){.given = true, .day = row->facts.from.value};
        memcpy(last->note, row->facts.text, sizeof last->note);
    } else if (strcmp(row->kind, TAKEN_BACK) == 0) {
        *last = (struct sello_consent){.given = false};
    }
    return true;
}

enum sello_error sello_consent_get(struct sello_store *store, uint64_t producer,
                                   struct sello_consent *out) {
    const struct sello_history_of of = {.id = {SELLO_KIND_PRODUCER, producer}};
    *out = (struct sello_consent){.given = false};
    return sello_history_list(store, &of, visit, out);
}
