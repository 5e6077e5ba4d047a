/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_CSV_TEXT_H
#define SELLO_REGISTRY_EXCHANGE_CSV_TEXT_H

/* Inside csv.c: from a file's bytes to UTF-8. */

#include "registry/exchange/csv.h"

/* Fills in text, len and encoding. */
SELLO_NODISCARD bool csv_decode(struct sello_bytes file, struct csv *out);

#endif
