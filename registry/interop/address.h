/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_INTEROP_ADDRESS_H
#define SELLO_REGISTRY_INTEROP_ADDRESS_H

/* What other systems call our labels and records: addresses, which need not answer anything. */

#include "wire/wire.h"

#define INTEROP_ADDRESS_LEN (SELLO_BASE_URL_MAX + 64) /* with NUL */

/* A label. Of a product that has a GTIN, its canonical GS1 Digital Link URI (GS1 Digital Link: URI
 * Syntax, section 4.11), which platforms know it by; else the address that labels may name
 * themselves by, with the serial in decimal: "https://sello.example/v/?s=7". */
void interop_label(struct sello_bytes base_url, struct sello_number gtin, uint64_t serial,
                   char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]);

/* What lies beside the buyer's page: "https://sello.example/v/credentials/C1.jwt" of
 * "credentials/C1.jwt". */
void interop_beside(struct sello_bytes base_url, const char *path,
                    char out[SELLO_LEN(INTEROP_ADDRESS_LEN)]);

#endif
