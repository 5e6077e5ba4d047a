/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/interop/epcis.h"

#include <inttypes.h>

#include "base/time.h"
#include "registry/store/history.h"

/* ---- steps ---- */

/* clang-format off */
static const struct epcis_step issued =
    {"ADD", "commissioning", "active", "issued", "emitida"};
/* To a producer, who puts them on pieces. */
static const struct epcis_step delivered =
    {"OBSERVE", "shipping", "in_transit", "delivered", "entregada"};
/* Sold, it is out of the chain, as far as the certifier knows of it: hence DELETE, and ADD where
 * the piece comes back. */
static const struct epcis_step sold =
    {"DELETE", "retail_selling", "retail_sold", "sold", "vendida"};
static const struct epcis_step used_up =
    {"DELETE", "decommissioning", "inactive", "retired", "dada de baja"};
static const struct epcis_step returned =
    {"ADD", "commissioning", "returned", "returned", "devuelta"};
static const struct epcis_step withdrawn =
    {"DELETE", "decommissioning", "inactive", "withdrawn", "retirada"};

/* Withdrawals that say what became of the label. */
static const struct {
    uint64_t reason; /* enum sello_reason */
    struct epcis_step step;
} withdrawn_as[] = {
    {SELLO_REASON_STOLEN, {"DELETE", "decommissioning", "stolen", "withdrawn", "retirada"}},
    {SELLO_REASON_DAMAGED, {"DELETE", "decommissioning", "damaged", "withdrawn", "retirada"}},
    {SELLO_REASON_LOST, {"DELETE", "decommissioning", "unknown", "withdrawn", "retirada"}},
};
/* clang-format on */

static const struct epcis_step *step_of_withdrawal(uint64_t reason) {
    for (size_t i = 0; i < sizeof withdrawn_as / sizeof *withdrawn_as; i++) {
        if (withdrawn_as[i].reason == reason) {
            return &withdrawn_as[i].step;
        }
    }
    return &withdrawn;
}

/* NULL: nothing that an event tells of. */
static const struct epcis_step *step_of_status(const struct sello_event_facts *facts) {
    uint64_t reason = facts->reason.value;
    switch (facts->status.value) {
    case SELLO_LABEL_WITHDRAWN: return step_of_withdrawal(reason);
    case SELLO_LABEL_RETIRED: return reason == SELLO_REASON_SOLD ? &sold : &used_up;
    case SELLO_LABEL_VALID: return reason == SELLO_REASON_RETURNED ? &returned : NULL;
    default: return NULL;
    }
}

/* ---- from history to events ---- */

struct telling {
    struct session *session;
    const struct epcis_wanted *wanted;
    bool (*visit)(void *context, const struct epcis_event *event);
    void *context;
    struct epcis_event event;     /* what is being told of */
    struct sello_serials serials; /* and of which labels */
    enum sello_error error;
    bool more;
};

/* As its labels say it, whatever the product's record says by now. */
static struct sello_number gtin_of(const struct sello_batch *batch) {
    struct sello_claims claims;
    bool told = sello_batch_claims_parse(sello_bytes(batch->claims, batch->claims_len), &claims) ==
                SELLO_OK;
    return told ? claims.gtin : (struct sello_number){.present = false};
}

static bool is_within(const struct epcis_wanted *wanted, uint64_t at) {
    return at >= wanted->from && (wanted->until == 0 || at < wanted->until);
}

/* The batch's part of the serials, in pieces. */
static bool tell_batch(void *context, const struct sello_batch *batch) {
    struct telling *t = context;
    uint64_t first = batch->first > t->serials.first ? batch->first : t->serials.first;
    uint64_t end = t->serials.first + t->serials.count;
    end = batch->first + batch->count < end ? batch->first + batch->count : end;
    if (batch->state == SELLO_BATCH_RESERVED || batch->state == SELLO_BATCH_VOID) {
        return true; /* labels that never were */
    }
    t->event.batch = batch;
    t->event.gtin = gtin_of(batch);
    while (first < end && t->more) {
        t->event.first = first;
        t->event.count = end - first < EPCIS_LABELS ? end - first : EPCIS_LABELS;
        t->more = t->visit(t->context, &t->event);
        first += t->event.count;
    }
    return t->more;
}

static bool tell_serials(void *context, const struct sello_serials *serials) {
    struct telling *t = context;
    const struct sello_batch_filter among = {.first_serial = serials->first,
                                             .last_serial = serials->first + serials->count - 1};
    t->serials = *serials;
    t->error = sello_batch_list(t->session->store, &among, tell_batch, t);
    return t->error == SELLO_OK && t->more;
}

static void tell_issued(struct telling *t, uint64_t number) {
    struct sello_batch batch;
    t->error = sello_batch_get(t->session->store, number, &batch);
    if (t->error == SELLO_OK && is_within(t->wanted, batch.issued)) {
        t->event.at = batch.issued;
        t->serials = (struct sello_serials){batch.first, batch.count};
        (void)tell_batch(t, &batch);
    }
}

static void tell_delivered(struct telling *t, uint64_t number) {
    struct sello_store *store = t->session->store;
    struct sello_delivery delivery;
    struct sello_producer producer;
    t->error = sello_delivery_get(store, number, &delivery);
    if (t->error == SELLO_OK) {
        t->error = sello_producer_get(store, delivery.producer, &producer);
    }
    if (t->error == SELLO_OK) {
        t->event.producer = producer.is_public ? producer.number : 0;
        enum sello_error error = sello_delivery_ranges(store, number, tell_serials, t);
        t->error = t->error == SELLO_OK ? error : t->error;
    }
}

static bool tell(void *context, const struct sello_history_row *row) {
    struct telling *t = context;
    const struct sello_event_facts *facts = &row->facts;
    t->event.at = row->at;
    t->event.producer = 0;
    if (session_stopped(t->session)) {
        t->error = SELLO_E_INTERRUPTED;
    } else if (strcmp(row->kind, "batch.signed") == 0) {
        t->event.step = &issued;
        tell_issued(t, facts->number.value);
    } else if (!is_within(t->wanted, row->at)) {
        return true;
    } else if (strcmp(row->kind, "labels.delivered") == 0) {
        t->event.step = &delivered;
        tell_delivered(t, facts->number.value);
    } else if (strcmp(row->kind, "labels.status") == 0 && step_of_status(facts) != NULL) {
        const struct sello_serials serials = {facts->first.value, facts->count.value};
        t->event.step = step_of_status(facts);
        (void)tell_serials(t, &serials);
    }
    return t->error == SELLO_OK && t->more;
}

enum sello_error epcis_events(struct session *session, const struct epcis_wanted *wanted,
                              bool (*visit)(void *context, const struct epcis_event *event),
                              void *context) {
    const struct sello_root *root = NULL;
    enum sello_error error = session_root(session, &root);
    if (error != SELLO_OK) {
        return error;
    }
    struct telling t = {.session = session,
                        .wanted = wanted,
                        .visit = visit,
                        .context = context,
                        .event = {.base_url = root->base_url},
                        .more = true};
    const struct sello_history_of everything = {.first = 0};
    error = sello_history_list(session->store, &everything, tell, &t);
    return session_fail(session, t.error != SELLO_OK ? t.error : error);
}

/* ---- what an event says ---- */

void epcis_instant(uint64_t seconds, char out[SELLO_LEN(EPCIS_INSTANT_LEN)]) {
    char text[BASE_INSTANT_LEN];
    base_instant_format(seconds, text);
    snprintf(out, EPCIS_INSTANT_LEN, "%.19s.000Z", text);
}

bool epcis_certificate(const struct epcis_event *event, char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]) {
    char path[48];
    snprintf(path, sizeof path, "credentials/C%" PRIu64 ".jwt", event->batch->certificate);
    interop_beside(event->base_url, path, out);
    return event->batch->certificate > 0; /* not of a lost batch */
}

bool epcis_destination(const struct epcis_event *event, char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]) {
    char path[48];
    snprintf(path, sizeof path, "producers/R%" PRIu64, event->producer);
    interop_beside(event->base_url, path, out);
    return event->producer > 0;
}
