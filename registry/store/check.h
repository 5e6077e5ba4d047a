/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_CHECK_H
#define SELLO_REGISTRY_STORE_CHECK_H

/* Is everything whole and in agreement? What holds for every function of the store is in store.h.
 */

#include "registry/store/records.h"

struct sello_store;

/* How many queries the database has answered since the opening: what a command costs where it runs
 * on another computer. */
uint64_t sello_store_queries(const struct sello_store *store);

/* One thing that is wrong. */
struct sello_finding {
    const char *code;   /* "serials-gap": stable */
    const char *text;   /* an English sentence, the key of its translations */
    uint64_t number;    /* the serial, batch, event or version it is about; 0: none */
    const char *detail; /* the database's words, or "" */
};

/* Is everything here whole and in agreement? Signatures are the caller's to check. Calls `report`
 * for each finding; SELLO_OK when the checking could be done, whatever it found. */
SELLO_NODISCARD enum sello_error
sello_store_check(struct sello_store *store,
                  void (*report)(void *context, const struct sello_finding *finding),
                  void *context);

/* The same for the database by itself: the marks beside it may be of a newer one. */
SELLO_NODISCARD enum sello_error
sello_store_check_database(struct sello_store *store,
                           void (*report)(void *context, const struct sello_finding *finding),
                           void *context);

/* The same for what the events tell: are they as they were written, and are records and statuses as
 * they have them? Takes as long as going over all events. */
SELLO_NODISCARD enum sello_error
sello_store_replay(struct sello_store *store,
                   void (*report)(void *context, const struct sello_finding *finding),
                   void *context);

#endif
