/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_HEADING_H
#define SELLO_REGISTRY_EXCHANGE_HEADING_H

/* Which column of a table is which field, by the words over it: in Spanish or English, accents and
 * case aside, and little words too, so that "Nombre del producto" is its name. What the words do
 * not tell a person may: "Columna=campo". A word within a longer heading tells only where another
 * column of the row is called outright. */

#include "registry/exchange/row.h"
#include "registry/store/store.h"

#define IMPORT_FIELDS_MAX 12
#define IMPORT_MAPS_MAX ROWS_COLUMNS_MAX
#define IMPORT_HEADING_MAX 120   /* bytes of a heading, folded; longer ones are cut */
#define IMPORT_HEADINGS_MAX 1200 /* of all of them, for a message */

/* A field of what a table may hold. */
struct import_field {
    const char *name;      /* as in records.h: "net_content" */
    const char *titles[2]; /* what a column is best headed: in Spanish, in English */
    const char *headings;  /* others, folded, each between bars: "|nombre completo|artesana|" */
    const char *words; /* one of these, in a longer heading that is the only one: "|localidad|" */
    bool required;
    const char *instead; /* a field that serves as well; NULL: none */
};

/* Those of a kind: producers, products, certificates, batches. */
const struct import_field *import_fields(enum sello_kind kind, size_t *out_n);

enum heading_trouble {
    HEADING_FINE = 0,
    HEADING_MISSING,    /* no column is headed as `field` */
    HEADING_TWICE,      /* two are */
    HEADING_MAP_FIELD,  /* `text` is no field */
    HEADING_MAP_COLUMN, /* no column is headed `text` */
    HEADING_MAP_FORM,   /* `text` is not of the form Column=field */
    HEADING_MAP_MANY    /* `text` is one more than a table has columns */
};

#define IMPORT_HEADING_END '\x1f' /* no cell has it: control characters are refused */

struct heading_fault {
    enum heading_trouble trouble;
    const struct import_field *field;
    char text[IMPORT_HEADING_MAX + 1];
    char headings[IMPORT_HEADINGS_MAX]; /* those that the table has, IMPORT_HEADING_END behind each
                                         */
};

/* What a person said of columns. */
struct heading_map {
    size_t n;
    char heading[IMPORT_MAPS_MAX][IMPORT_HEADING_MAX + 1]; /* folded */
    size_t field[IMPORT_MAPS_MAX];                         /* n_fields: it is passed over */
};

SELLO_NODISCARD bool heading_map_add(struct heading_map *map, const struct import_field *field,
                                     size_t n_fields, const char *text, struct heading_fault *out);

/* The columns of a row of headings. */
struct headings {
    size_t column[IMPORT_FIELDS_MAX]; /* where each field stands, from 1; 0: nowhere */
    bool by_word[IMPORT_FIELDS_MAX];  /* by a word within its heading alone */
    size_t n_found;
};

/* False: this row does not name all that is needed, *fault says what. */
SELLO_NODISCARD bool headings_of(const struct import_field *field, size_t n_fields,
                                 const struct heading_map *map, const struct row *row,
                                 struct headings *out, struct heading_fault *fault);

#endif
