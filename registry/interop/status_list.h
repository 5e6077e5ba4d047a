/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_INTEROP_STATUS_LIST_H
#define SELLO_REGISTRY_INTEROP_STATUS_LIST_H

/* A Bitstring Status List (W3C, "Bitstring Status List v1.0"): a bit for each credential, by its
 * number, 1 where it is not to be accepted now. */

#include "wire/wire.h"

/* Bits, section 3.1: so many that asking for the list does not tell which one is meant. */
#define STATUS_LIST_LEAST ((uint64_t)131072)

struct status_list {
    uint8_t *bits; /* the first is the highest of byte 0 */
    size_t len;    /* bytes */
};

/* Sets a bit, growing to it. SELLO_E_MEMORY. Begins as {NULL, 0}; freed by status_list_free. */
SELLO_NODISCARD enum sello_error status_list_set(struct status_list *list, uint64_t index);
void status_list_free(struct status_list *list);

/* As credentials have it: compressed (GZIP), base 64 for addresses, and "u" before it (multibase).
 * SELLO_E_MEMORY. The caller frees *out, a text. */
SELLO_NODISCARD enum sello_error status_list_encode(struct status_list *list, char **out);

#endif
