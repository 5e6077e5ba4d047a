/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_EXPORT_H
#define SELLO_REGISTRY_EXCHANGE_EXPORT_H

/* Records as a table that spreadsheets open; producers, products and certificates as
 * one that import reads. */

#include "registry/exchange/label_list.h"
#include "registry/session/session.h"

/* Where a table goes, piece by piece. */
struct export_sink {
    void *context;
    bool (*put)(void *context, struct sello_bytes bytes); /* false: it takes no more */
    bool for_programs; /* no spreadsheet takes it: texts stay without the mark that keeps them */
};

enum export_kind {
    EXPORT_NOTHING = 0,
    EXPORT_PRODUCERS,
    EXPORT_PRODUCTS,
    EXPORT_CERTIFICATES,
    EXPORT_BATCHES,
    EXPORT_PRINTS,     /* a row for each of their runs of serials */
    EXPORT_DELIVERIES, /* the same */
    EXPORT_LABEL_RUNS
};

/* Which records; prints and deliveries come whole. */
struct export_wanted {
    struct sello_record_filter records; /* producers, products */
    struct sello_certificate_filter certificates;
    struct label_wanted labels; /* and, of it, batches */
};

/* The header, in the session's language, and a row a record; wanted may be NULL: all of them.
 * SELLO_E_SYSTEM where the sink takes no more. */
SELLO_NODISCARD enum sello_error export_records(struct session *session, enum export_kind kind,
                                                const struct export_wanted *wanted,
                                                const struct export_sink *sink);

#endif
