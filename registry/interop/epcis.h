/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_INTEROP_EPCIS_H
#define SELLO_REGISTRY_INTEROP_EPCIS_H

/* What was done with labels, as GS1's EPCIS 2.0 events, which platforms of traceability take. The
 * events come out of the registry's own history; the words of their steps are the Core Business
 * Vocabulary's (CBV 2.0). Suspensions are no events: the vocabulary has no step for a pause that
 * ends, and what holds now stands in the trust file. */

#include "registry/exchange/export.h"
#include "registry/interop/address.h"

#define EPCIS_LABELS 1000 /* in one event: a larger batch is several */

/* A step as the vocabulary has it, and for people. */
struct epcis_step {
    const char *action, *business_step, *disposition;
    const char *word, *word_es;
};

/* One ObjectEvent, about labels of one batch. */
struct epcis_event {
    uint64_t at; /* instant */
    const struct epcis_step *step;
    const struct sello_batch *batch;
    struct sello_bytes base_url;
    struct sello_number gtin; /* of the labels, as they were signed */
    uint64_t first, count;    /* serials */
    uint64_t producer;        /* whom they were handed to, where that is public; else 0 */
};

/* Instants: the first, and the first one after; 0: no limit. */
struct epcis_wanted {
    uint64_t from, until;
};

/* In the order in which it was done, until visit returns false. SELLO_E_INTERRUPTED. */
SELLO_NODISCARD enum sello_error
epcis_events(struct session *session, const struct epcis_wanted *wanted,
             bool (*visit)(void *context, const struct epcis_event *event), void *context);

#define EPCIS_ID_LEN 96      /* with NUL */
#define EPCIS_INSTANT_LEN 25 /* "2026-11-23T20:00:00.000Z" and NUL */

/* Events are dated in UTC: the registry keeps instants, and their ids must not hang on the time
 * zone of the computer that exports. */
#define EPCIS_OFFSET "+00:00"
void epcis_instant(uint64_t seconds, char out[SELLO_LEN(EPCIS_INSTANT_LEN)]);

/* The event's certificate as a credential's address, and the producer's. False: it has none. */
bool epcis_certificate(const struct epcis_event *event, char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]);
bool epcis_destination(const struct epcis_event *event, char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]);

/* Its hash id (CBV 2.0, section 8.9): the same event has the same id, whoever computes it.
 * SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error epcis_event_id(const struct epcis_event *event,
                                                char out[SELLO_LEN(EPCIS_ID_LEN)]);

/* A document of JSON-LD, one event a line, written as it is found; its date is that of the newest
 * event of the registry, so that the same registry gives the same bytes. *out_events counts them.
 * The caller looks at the stream's own failures. */
SELLO_NODISCARD enum sello_error epcis_json(struct session *session,
                                            const struct epcis_wanted *wanted, FILE *to,
                                            uint64_t *out_events);

/* The same events for people, a row each. */
SELLO_NODISCARD enum sello_error epcis_csv(struct session *session,
                                           const struct epcis_wanted *wanted,
                                           const struct export_sink *sink);

#endif
