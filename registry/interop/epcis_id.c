/* SPDX-License-Identifier: Apache-2.0 */
/* The hash id of an event, CBV 2.0, section 8.9: SHA-256 over the names and values of what it says,
 * in an order that the vocabulary fixes, lists sorted by their bytes. */
#include <stdlib.h>

#include "base/hex.h"
#include "registry/interop/epcis.h"
#include "wire/crypto.h"

/* Room for what an event says beside its labels. */
#define AROUND_MAX (3 * INTEROP_ADDRESS_LEN + 512)

typedef char label_address[INTEROP_ADDRESS_LEN];

static int by_bytes(const void *a, const void *b) {
    return strcmp(a, b);
}

static void put(struct sello_writer *w, const char *name, const char *value) {
    sello_write(w, name, strlen(name));
    sello_write(w, value, strlen(value));
}

/* What stands before the labels, and after them. */
static void put_before(struct sello_writer *w, const struct epcis_event *event) {
    char at[EPCIS_INSTANT_LEN], address[INTEROP_ADDRESS_LEN];
    epcis_instant(event->at, at);
    put(w, "eventType=", "ObjectEvent");
    put(w, "eventTime=", at);
    put(w, "eventTimeZoneOffset=", EPCIS_OFFSET);
    if (epcis_certificate(event, address)) {
        put(w, "certificationInfo=", address);
    }
    put(w, "epcList", "");
}

static void put_after(struct sello_writer *w, const struct epcis_event *event) {
    char address[INTEROP_ADDRESS_LEN];
    put(w, "action=", event->step->action);
    put(w, "bizStep=https://ref.gs1.org/cbv/BizStep-", event->step->business_step);
    put(w, "disposition=https://ref.gs1.org/cbv/Disp-", event->step->disposition);
    if (epcis_destination(event, address)) {
        put(w, "destinationListtype=", "https://ref.gs1.org/cbv/SDT-possessing_party");
        put(w, "destination=", address);
    }
}

enum sello_error epcis_event_id(const struct epcis_event *event,
                                char out[SELLO_LEN(EPCIS_ID_LEN)]) {
    size_t room = AROUND_MAX + EPCIS_LABELS * (INTEROP_ADDRESS_LEN + 4);
    label_address *labels = calloc(EPCIS_LABELS, sizeof *labels);
    uint8_t *text = malloc(room), hash[SELLO_HASH_LEN];
    if (labels == NULL || text == NULL) {
        free(labels);
        free(text);
        return SELLO_E_MEMORY;
    }
    struct sello_writer w = sello_writer_init(text, room);
    put_before(&w, event);
    for (uint64_t i = 0; i < event->count; i++) {
        interop_label(event->base_url, event->gtin, event->first + i, labels[i]);
    }
    qsort(labels, event->count, sizeof *labels, by_bytes);
    for (uint64_t i = 0; i < event->count; i++) {
        put(&w, "epc=", labels[i]);
    }
    put_after(&w, event);
    const struct sello_bytes whole = sello_written(&w);
    sello_sha256(&whole, 1, hash);
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    base_hex(hash, sizeof hash, hex);
    snprintf(out, EPCIS_ID_LEN, "ni:///sha-256;%s?ver=CBV2.0", hex);
    free(labels);
    free(text);
    return SELLO_OK;
}
