/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_IMPORT_H
#define SELLO_REGISTRY_DESK_IMPORT_H

/* Taking producers, products or certificates from a table: all or nothing, and shown before. Each
 * row goes through the service that a clerk's own command goes through. */

#include "registry/desk/correct.h"
#include "registry/exchange/importer.h"

struct import_request {
    enum sello_kind kind; /* producer, product or certificate */
    const char *file;     /* its name without the folder: the import keeps it */
    struct import_source source;
    bool update; /* records that are here already become what the table says; an empty cell says
                  * nothing. Without it they stay, and are told of (differs). A certificate goes on
                  * to a state further on without it too; with it a granted one is renewed until
                  * another day. What else a row says of a certificate is told of alone. */
    struct import_watch watch;
};

struct import_outcome {
    struct table_fault fault;
    enum csv_encoding encoding; /* 0: a spreadsheet's file */
    size_t n_added, n_changed, n_present, n_repeated, n_refused, n_composed;
    size_t n_differing; /* of those present: they say something else than the registry */
    struct eaten eaten;
    struct touched touched; /* granted certificates that name a changed record */
    uint64_t number;        /* of the import; 0: it could not begin */
    uint64_t first, last;   /* of the records that it added */
    bool kept;
    uint64_t seen;
};

/* What would become of every row, by the rules of each record's service; nothing is kept. *out is
 * filled also on a failure. SELLO_E_TYPE, rule "table-not-readable": out->fault. SELLO_E_STATE,
 * rule "rows-refused": out->n_refused of them; "changed-meanwhile". */
SELLO_NODISCARD enum sello_error import_plan(struct session *session,
                                             const struct import_request *request,
                                             struct import_outcome *out);

/* The same, and it is kept, unless nothing is new. shown: NULL, or the plan a person said yes to.
 */
SELLO_NODISCARD enum sello_error import_commit(struct session *session,
                                               const struct import_request *request,
                                               const struct import_outcome *shown,
                                               struct import_outcome *out);

#endif
