/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_SHEET_XML_H
#define SELLO_REGISTRY_EXCHANGE_SHEET_XML_H

/* The XML texts of a spreadsheet's file, by expat: elements by their names without the prefix. */

#include "registry/exchange/package.h"

/* Whoever listens returns ROWS_GOOD to go on. NULL members: nothing is done. */
struct sheet_xml {
    void *context;
    enum rows_problem (*start)(void *context, const char *name, const char **attributes);
    enum rows_problem (*end)(void *context, const char *name);
    void (*text)(void *context, struct sello_bytes piece);
};

/* Reads an entry of the package. */
SELLO_NODISCARD enum rows_problem sheet_xml_read(struct package *package, const char *entry,
                                                 const struct sheet_xml *listener);

/* An attribute by its name as it stands ("office:value"), or NULL. */
const char *sheet_attribute(const char **attributes, const char *name);

/* A whole number; `otherwise` where it is none, or beyond most. */
size_t sheet_number(const char *text, size_t most, size_t otherwise);

/* A cell's text as it is gathered; what is beyond the limit is left out, and found out by its
 * length. */
struct sheet_text {
    size_t len;
    char text[ROWS_FIELD_MAX + 1];
};
void sheet_text_add(struct sheet_text *t, struct sello_bytes piece);

#endif
