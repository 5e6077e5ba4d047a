/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_IMPORT_ROW_H
#define SELLO_REGISTRY_DESK_IMPORT_ROW_H

/* Inside of import: what becomes of one row, by the kind of its records. */

#include "registry/desk/import.h"
#include "registry/exchange/duplicates.h"

struct import {
    struct session *session;
    const struct import_request *request;
    const struct import_outcome *shown; /* NULL: nothing was */
    struct importer importer;
    void *seen;  /* a tree: records and rows by what tells them apart */
    void *names; /* of certificates: products, producers and schemes by their names */
    struct import_outcome *out;
};

/* Learns what the registry has. */
SELLO_NODISCARD enum sello_error import_learn_records(struct import *import);
SELLO_NODISCARD enum sello_error import_learn_certificates(struct import *import);

/* A failure is the store's own; what is wrong with the row stands in *out. */
typedef enum sello_error import_row_taker(struct import *import, const struct row *row,
                                          struct import_result *out);
import_row_taker import_producer_row;
import_row_taker import_product_row;
import_row_taker import_certificate_row;

/* Why a service refused: the row's fault, and SELLO_OK; or the service's error, where it is not. */
SELLO_NODISCARD enum sello_error import_refused(struct import *import, enum sello_error error,
                                                struct import_result *out);

/* The row repeats an earlier one. */
void import_repeats(const struct seen_record *earlier, struct import_result *out);

/* Notes that the row is of a record that is here; an earlier one may have been, which it repeats.
 */
SELLO_NODISCARD enum sello_error import_note_once(struct import *import, uint64_t number,
                                                  struct import_result *out);

/* Notes that a field of the record says something else than the row. */
void import_differs(const struct import *import, const char *field, const char *before,
                    const char *after, struct import_result *out);

/* A cell that names a record: P1. Empty: 0. A number alone is none: it is a list's own, far more
 * often than it is the registry's. */
SELLO_NODISCARD bool import_id(struct import *import, const struct row *row, const char *field,
                               enum sello_kind kind, uint64_t *out, struct import_result *result);

#endif
