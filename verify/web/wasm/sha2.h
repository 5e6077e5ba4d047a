/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_WEB_SHA2_H
#define SELLO_VERIFY_WEB_SHA2_H

/* The page's hashes: sello_sha256 of wire/crypto.h, and what Ed25519 needs. A library's would be
 * three times as long to load, and slow where nothing of it is compiled yet. */

#include "wire/crypto.h"

/* SHA-512 (FIPS 180-4) of the parts, one after the other; n_parts may be 0. */
void web_sha512(const struct sello_bytes *parts, size_t n_parts, uint8_t out_hash[SELLO_LEN(64)]);

#endif
