/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_IMPORT_H
#define SELLO_REGISTRY_DESK_IMPORT_H

/* Taking producers or products from a table: all or nothing, and shown before. */

#include "registry/exchange/importer.h"
#include "registry/session/session.h"

struct import_request {
    enum sello_kind kind;    /* producer or product */
    const char *file;        /* its name without the folder: the import keeps it */
    struct sello_bytes text; /* the table */
    struct import_watch watch;
};

struct import_outcome {
    struct table_fault fault;
    enum csv_encoding encoding;
    size_t n_added, n_present, n_repeated, n_refused, n_composed;
    struct eaten eaten;
    uint64_t number;      /* of the import; 0: it could not begin */
    uint64_t first, last; /* of the records that it added */
    bool kept;
};

/* What would become of every row, by the store's own rules; nothing is kept. *out is filled also on
 * a failure. SELLO_E_TYPE, rule "table-not-readable": out->fault. SELLO_E_STATE, rule
 * "rows-refused": out->n_refused of them. */
SELLO_NODISCARD enum sello_error import_plan(struct session *session,
                                             const struct import_request *request,
                                             struct import_outcome *out);

/* The same, and it is kept, unless nothing is new. */
SELLO_NODISCARD enum sello_error import_commit(struct session *session,
                                               const struct import_request *request,
                                               struct import_outcome *out);

#endif
