/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "registry/interop/epcis.h"
#include "registry/interop/newest.h"

struct document {
    struct base_json json;
    uint64_t n_events;
    enum sello_error error;
};

static void put_labels(struct base_json *j, const struct epcis_event *event) {
    char address[INTEROP_ADDRESS_LEN];
    base_json_open_in(j, "epcList", '[');
    for (uint64_t i = 0; i < event->count; i++) {
        interop_label(event->base_url, event->gtin, event->first + i, address);
        base_json_string(j, NULL, address);
    }
    base_json_close_in(j, ']');
}

static void put_destination(struct base_json *j, const char *address) {
    base_json_open_in(j, "destinationList", '[');
    base_json_open_in(j, NULL, '{');
    base_json_string(j, "type", "possessing_party");
    base_json_string(j, "destination", address);
    base_json_close_in(j, '}');
    base_json_close_in(j, ']');
}

static bool put_event(void *context, const struct epcis_event *event) {
    struct document *d = context;
    struct base_json *j = &d->json;
    char id[EPCIS_ID_LEN], at[EPCIS_INSTANT_LEN], address[INTEROP_ADDRESS_LEN];
    d->error = epcis_event_id(event, id);
    if (d->error != SELLO_OK) {
        return false;
    }
    epcis_instant(event->at, at);
    fputc('\n', j->to);
    base_json_open_in(j, NULL, '{');
    base_json_string(j, "type", "ObjectEvent");
    base_json_string(j, "eventID", id);
    base_json_string(j, "eventTime", at);
    base_json_string(j, "eventTimeZoneOffset", EPCIS_OFFSET);
    if (epcis_certificate(event, address)) {
        base_json_string(j, "certificationInfo", address);
    }
    put_labels(j, event);
    base_json_string(j, "action", event->step->action);
    base_json_string(j, "bizStep", event->step->business_step);
    base_json_string(j, "disposition", event->step->disposition);
    if (epcis_destination(event, address)) {
        put_destination(j, address);
    }
    base_json_close_in(j, '}');
    d->n_events++;
    return ferror(j->to) == 0;
}

enum sello_error epcis_json(struct session *session, const struct epcis_wanted *wanted, FILE *to,
                            uint64_t *out_events) {
    struct document d = {.error = SELLO_OK};
    struct base_json *j = &d.json;
    char at[EPCIS_INSTANT_LEN];
    uint64_t newest = 0;
    enum sello_error error = interop_newest(session, &newest);
    if (error != SELLO_OK) {
        return error;
    }
    epcis_instant(newest, at);
    base_json_open(j, to);
    base_json_open_in(j, "@context", '[');
    base_json_string(j, NULL, "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld");
    base_json_close_in(j, ']');
    base_json_string(j, "type", "EPCISDocument");
    base_json_string(j, "schemaVersion", "2.0");
    base_json_string(j, "creationDate", at);
    base_json_open_in(j, "epcisBody", '{');
    base_json_open_in(j, "eventList", '[');
    error = epcis_events(session, wanted, put_event, &d);
    base_json_close_in(j, ']');
    base_json_close_in(j, '}');
    base_json_close(j);
    if (d.error != SELLO_OK) {
        error = session_fail(session, d.error);
    }
    *out_events = d.n_events;
    return error;
}
