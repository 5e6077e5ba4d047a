/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_IMPORTER_INTERNAL_H
#define SELLO_REGISTRY_EXCHANGE_IMPORTER_INTERNAL_H

/* Inside importer*.c: taking the fields of a row. */

#include "registry/exchange/importer.h"

/* The row is refused because of that field ("": the row as a whole). The reason is the caller's. */
void importer_refuse(const struct importer *im, const char *field, struct import_result *out);
void importer_refuse_status(const struct importer *im, enum sello_error error,
                            const struct sello_store_fault *fault, struct import_result *out);

/* A field as it stands in the file; empty where there is none. */
struct sello_bytes importer_raw(const struct importer *im, const struct csv_row *row,
                                const char *name);

/* A text field in NFC. False when the row was refused. */
SELLO_NODISCARD bool importer_text(struct importer *im, const struct csv_row *row, const char *name,
                                   char *out, size_t size, struct import_result *result);
#define IMPORTER_TEXT(im, row, name, field, result)                                                \
    importer_text((im), (row), (name), (field), sizeof(field), (result))

/* Has the row no more cells than the header? */
SELLO_NODISCARD bool importer_fits_header(struct importer *im, const struct csv_row *row,
                                          struct import_result *result);

#endif
