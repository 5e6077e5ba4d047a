/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_IMPORTER_H
#define SELLO_REGISTRY_EXCHANGE_IMPORTER_H

/* From the rows of a table to producers, products, certificates or batches: which column is what,
 * which rows are new, which are here already, which cannot be taken and why. */

#include "registry/exchange/eaten.h"
#include "registry/exchange/heading.h"
#include "registry/exchange/rows.h"
#include "registry/session/problem.h"

#define IMPORT_TITLE_ROWS_MAX 12 /* the headings are in one of so many rows */
#define IMPORT_TEXT_MAX SELLO_NOTE_MAX

/* A table in a file, and how to read it. */
struct import_source {
    struct sello_bytes file;
    const char *sheet;      /* of a spreadsheet's file; NULL: the first */
    const char *const *map; /* n_map texts "Column=field" */
    size_t n_map;
};

/* Why a table cannot be read: its file or its headings. */
struct table_fault {
    struct rows_fault rows;
    bool is_spreadsheet;
    char sheet[SHEET_NAME_MAX + 1]; /* the one that was read, or "" */
    char sheets[SHEET_NAMES_MAX];   /* and all that there are */
    struct heading_fault heading;
};

struct importer {
    enum sello_kind kind;
    struct rows rows;
    struct table_fault fault;
    const struct import_field *field;
    size_t n_fields;
    struct heading_map map;
    struct headings at;
    size_t n_columns;                /* of the header */
    char *heading[ROWS_COLUMNS_MAX]; /* owned */
    size_t n_composed;               /* texts whose accents were apart */
    struct eaten eaten;              /* what looks as if a spreadsheet had changed it */
};

enum import_action {
    IMPORT_ADDED = 1,    /* new; in the store until the import is given up */
    IMPORT_PRESENT = 2,  /* the registry has it: record `number` */
    IMPORT_REPEATED = 3, /* the same as an earlier line: `first_line` */
    IMPORT_REFUSED = 4,
    IMPORT_CHANGED = 5 /* record `number` becomes what the row says */
};

/* What became of a row. */
struct import_result {
    enum import_action action;
    size_t line;
    uint64_t number;
    size_t first_line;
    char name[SELLO_NAME_MAX + 64];
    char text[IMPORT_FIELDS_MAX][IMPORT_TEXT_MAX + 1]; /* what each of the importer's fields says */
    /* What it says otherwise than the record, and what that has: of a changed one what becomes
     * different, of one that is here already what stays. */
    bool differs[IMPORT_FIELDS_MAX];
    char before[IMPORT_FIELDS_MAX][IMPORT_TEXT_MAX + 1];
    size_t column;          /* refused: where, from 1; 0: the line as a whole */
    const char *field;      /* refused: which; NULL: none */
    const char *heading;    /* refused: of that column; NULL: none. Lives as long as the table */
    struct problem problem; /* refused: why */
};

bool import_differs_anywhere(const struct import_result *row);

/* Who wants to know what is read while it is read. NULL members: nobody. */
struct import_watch {
    void *context;
    /* The table is open, and its columns are known. */
    void (*opened)(void *context, const struct importer *im);
    /* A column whose heading means nothing here. */
    void (*passed_over)(void *context, size_t column, struct sello_bytes heading);
    void (*row)(void *context, const struct import_result *row);
};

/* Kinds by the words people use: "productores", "product"; SELLO_KIND_NONE for any other. */
enum sello_kind import_kind(const char *word);

/* Freed by importer_end. */
void importer_start(struct importer *im, enum sello_kind kind);
void importer_end(struct importer *im);

/* Begins with the table's headings; may be called again, for the same table. False where it cannot
 * be read: im->fault. watch may be NULL. */
SELLO_NODISCARD bool importer_open(struct importer *im, const struct import_source *source,
                                   const struct import_watch *watch);

/* The next row. False at the end, and where the table cannot be read on (importer_readable). */
SELLO_NODISCARD bool importer_next(struct importer *im, struct row *out);
bool importer_readable(const struct importer *im);

/* Of an open table's file; another sheet of it than the first is another table. */
void importer_hash(const struct importer *im, const struct import_source *source,
                   uint8_t out[SELLO_LEN(SELLO_HASH_LEN)]);

/* ---- a row's fields: false when the row was refused ---- */

/* No more cells than there are headings. */
SELLO_NODISCARD bool importer_fits(const struct importer *im, const struct row *row,
                                   struct import_result *result);

bool importer_has(const struct importer *im, const char *name); /* a column for it */

/* A cell with something in it. */
bool importer_says(const struct importer *im, const struct row *row, const char *name);

SELLO_NODISCARD bool importer_text(struct importer *im, const struct row *row, const char *name,
                                   char *out, size_t size, struct import_result *result);
#define IMPORTER_TEXT(im, row, name, field, result)                                                \
    importer_text((im), (row), (name), (field), sizeof(field), (result))

SELLO_NODISCARD bool importer_yes(struct importer *im, const struct row *row, const char *name,
                                  bool *out, struct import_result *result);
SELLO_NODISCARD bool importer_gtin(struct importer *im, const struct row *row,
                                   struct sello_number *out, struct import_result *result);
SELLO_NODISCARD bool importer_day(struct importer *im, const struct row *row, const char *name,
                                  struct sello_number *out, struct import_result *result);

/* What is shown of a field, where that is not what stands in the file. */
void importer_show(const struct importer *im, const char *name, const char *text,
                   struct import_result *result);

/* ---- refusing a row; field as in the table ("certificate"; NULL: the row as a whole) ---- */

void importer_refuse(const struct importer *im, const char *field, const char *rule,
                     struct problem_value value, struct import_result *result);
void importer_refuse_error(const struct importer *im, enum sello_error error,
                           const struct sello_store_fault *fault, struct import_result *out);
void importer_refuse_problem(const struct importer *im, const struct problem *problem,
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
 * IMPORT_ADDED, which the caller may still refuse. */
void importer_batch(struct importer *im, const struct row *row, struct import_batch *out,
                    struct import_result *out_result);

#endif
