/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_INTEROP_DID_H
#define SELLO_REGISTRY_INTEROP_DID_H

/* The certifier as did:web (W3C CCG, did:web method): an identifier out of the base URL, and the
 * document beside the buyer's page that tells its credential keys. */

#include <stdio.h>

#include "wire/wire.h"

#define DID_LEN (3 * SELLO_BASE_URL_MAX + 16)     /* with NUL */
#define DID_KEY_LEN (DID_LEN + 2 * SELLO_KID_LEN) /* "did:web:sello.example:v#0123456789abcdef" */

/* "did:web:sello.example:v" of "https://sello.example/v/". */
void did_of(struct sello_bytes base_url, char out[SELLO_LEN(DID_LEN)]);

/* The key as a URL of that document. */
void did_key(const char *did, const uint8_t kid[SELLO_LEN(SELLO_KID_LEN)],
             char out[SELLO_LEN(DID_KEY_LEN)]);

/* Where the document lies under the folder of the page: "did.json", and for an address without a
 * path ".well-known/did.json". */
const char *did_path(struct sello_bytes base_url);

/* The root's credential keys, retired ones too: what they signed stays good. A compromised one is
 * left out, and all that it signed fails. */
void did_document(const struct sello_root *root, FILE *to);

#endif
