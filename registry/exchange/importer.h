/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_IMPORTER_H
#define SELLO_REGISTRY_EXCHANGE_IMPORTER_H

/* From the rows of a table to producers, products or batches: which column is what, which rows are
 * new, which are here already, which cannot be taken and why. */

#include "registry/exchange/csv.h"
#include "registry/exchange/eaten.h"
#include "registry/session/problem.h"

#define IMPORT_FIELDS_MAX 6

/* A column that a table may have. */
struct import_field {
    const char *name;       /* of the record's field, as in records.h: "net_content" */
    const char *headers[6]; /* what it may be headed, folded; NULL ends */
    bool required;
};

/* Why a table cannot be read: its text or, where `field` is set, its first line. */
struct table_fault {
    struct csv_fault csv;
    const struct import_field *field; /* no column is headed so; twice: two are */
    bool twice;
};

struct importer {
    struct sello_store *store;
    enum sello_kind kind;
    struct csv csv;
    struct table_fault fault;
    const struct import_field *field;
    size_t n_fields;
    size_t column[IMPORT_FIELDS_MAX]; /* where each field stands, from 1; 0: nowhere */
    size_t n_columns;                 /* of the header */
    void *seen;                       /* a tree: rows and records by what tells them apart */
    size_t n_added, n_present, n_repeated, n_refused;
    size_t n_composed;  /* texts whose accents were apart */
    struct eaten eaten; /* what looks as if a spreadsheet had changed it */
};

enum import_action {
    IMPORT_ADDED = 1,    /* new; in the store until the import is given up */
    IMPORT_PRESENT = 2,  /* the registry has it: record `number` */
    IMPORT_REPEATED = 3, /* the same as an earlier line: `first_line` */
    IMPORT_REFUSED = 4
};

/* What became of a row. */
struct import_result {
    enum import_action action;
    size_t line;
    uint64_t number;
    size_t first_line;
    char name[SELLO_NAME_MAX + 1], second[SELLO_TRAITS_MAX + 1]; /* origin or traits */
    size_t column;          /* refused: where, from 1; 0: the line as a whole */
    const char *field;      /* refused: which; NULL: none */
    struct problem problem; /* refused: why */
};

/* Who wants to know what is read while it is read. NULL members: nobody. */
struct import_watch {
    void *context;
    /* A column whose heading means nothing here. */
    void (*passed_over)(void *context, size_t column, struct sello_bytes heading);
    void (*row)(void *context, const struct import_result *row);
};

/* Kinds by the words people use: "productores", "product"; SELLO_KIND_NONE for any other. */
enum sello_kind import_kind(const char *word);

/* Learns what the registry has; of batches nothing. Freed by importer_end, also when it failed. */
SELLO_NODISCARD enum sello_error importer_start(struct importer *im, struct sello_store *store,
                                                enum sello_kind kind);
void importer_end(struct importer *im);

/* Begins with the table's first row, its header; may be called again, for the same table. False
 * where it cannot be read: im->fault. watch may be NULL. */
SELLO_NODISCARD bool importer_open(struct importer *im, struct sello_bytes file,
                                   const struct import_watch *watch);

/* The next row. False at the end, and where the table cannot be read on (importer_readable). */
SELLO_NODISCARD bool importer_next(struct importer *im, struct csv_row *out);
bool importer_readable(const struct importer *im);

/* Adds the row's record, within the store's import, and counts. A failure of the store's own (not
 * of the row) is returned; *out is filled when SELLO_OK. */
SELLO_NODISCARD enum sello_error importer_row(struct importer *im, const struct csv_row *row,
                                              struct import_result *out);

/* ---- batches to be issued ---- */

/* A row that was found good. Empty and absent: not given. */
struct import_batch {
    size_t line;
    uint64_t certificate, count;
    char lot[SELLO_LOT_MAX + 1], traits[SELLO_TRAITS_MAX + 1];
    struct sello_number made, expires; /* days */
};

/* Takes a row's fields, each by itself; *out_result is IMPORT_REFUSED with its problem, or
 * IMPORT_ADDED, which the caller may still refuse. Counts nothing. */
void importer_batch(struct importer *im, const struct csv_row *row, struct import_batch *out,
                    struct import_result *out_result);

/* Refuses such a row after all: field as in the table ("certificate"; NULL: the row as a whole). */
void importer_refuse(const struct importer *im, const char *field, const char *rule,
                     struct problem_value value, struct import_result *result);
void importer_refuse_error(const struct importer *im, enum sello_error error,
                           const struct sello_store_fault *fault, struct import_result *out);

#endif
