/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_VALUE_H
#define SELLO_REGISTRY_SQL_VALUE_H

#include "wire/bytes.h"

/* One value of a query, there or back, whatever the engine. */
struct sello_value {
    enum {
        SELLO_VALUE_NULL,
        SELLO_VALUE_INTEGER,
        SELLO_VALUE_TEXT,
        SELLO_VALUE_BLOB,
        SELLO_VALUE_OTHER /* of no type that we use */
    } kind;
    int64_t integer;
    struct sello_bytes bytes; /* of a text or blob */
};

#endif
