/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_EXPORT_H
#define SELLO_REGISTRY_EXCHANGE_EXPORT_H

/* Records as a table that spreadsheets open; producers and products as one that import reads. */

#include "registry/session/session.h"

/* Where a table goes, piece by piece. */
struct export_sink {
    void *context;
    bool (*put)(void *context, struct sello_bytes bytes); /* false: it takes no more */
};

enum export_kind {
    EXPORT_NOTHING = 0,
    EXPORT_PRODUCERS,
    EXPORT_PRODUCTS,
    EXPORT_CERTIFICATES,
    EXPORT_BATCHES,
    EXPORT_PRINTS,    /* a row for each of their runs of serials */
    EXPORT_DELIVERIES /* the same */
};

/* The header, in the session's language, and a row a record. SELLO_E_SYSTEM where the sink takes no
 * more. */
SELLO_NODISCARD enum sello_error export_records(struct session *session, enum export_kind kind,
                                                const struct export_sink *sink);

#endif
