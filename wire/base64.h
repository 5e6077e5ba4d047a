/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_BASE64_H
#define SELLO_WIRE_BASE64_H

/* Base 64 (RFC 4648 section 4) with its padding. Every value has one encoding: the bits that the
 * padding leaves over are 0. */

#include "wire/bytes.h"

/* Characters for this many bytes. */
size_t sello_base64_len(size_t n_bytes);

void sello_base64_put(struct sello_writer *w, struct sello_bytes bytes);

/* Decodes all of the text behind what w has; false where it is not proper, or does not fit. */
SELLO_NODISCARD bool sello_base64_get(struct sello_bytes text, struct sello_writer *w);

#endif
