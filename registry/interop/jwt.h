/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_INTEROP_JWT_H
#define SELLO_REGISTRY_INTEROP_JWT_H

/* A verifiable credential under an Ed25519 signature: a compact JWS (RFC 7515, RFC 8037) as
 * "Securing Verifiable Credentials using JOSE and COSE", section 3.1, has it. */

#include <stdio.h>

#include "keys/keys.h"

/* Base 64 for addresses, without padding (RFC 4648, section 5); with NUL. */
#define JWT_BASE64URL_LEN(n) (((n) + 2) / 3 * 4 + 1)
void jwt_base64url(struct sello_bytes bytes, char *out);

/* key: NULL, nobody's: the signature is of zeros. key_url: the key as a URL of the DID document.
 * SELLO_E_MEMORY. The caller frees *out, a text. */
SELLO_NODISCARD enum sello_error jwt_credential(const struct sello_key *key, const char *key_url,
                                                struct sello_bytes credential, char **out);

#endif
