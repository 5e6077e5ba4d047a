/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SESSION_SEEN_H
#define SELLO_REGISTRY_SESSION_SEEN_H

/* A sum of what a plan looked at, for session_see: another sum, and somebody changed it. Not for
 * adversaries. */

#include "wire/bytes.h"

#define SEEN_NOTHING ((uint64_t)14695981039346656037u) /* FNV-1a's start */
void seen_number(uint64_t *seen, uint64_t number);
void seen_text(uint64_t *seen, const char *text);
void seen_bytes(uint64_t *seen, struct sello_bytes bytes);

#endif
