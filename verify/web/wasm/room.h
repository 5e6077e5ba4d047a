/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_WEB_ROOM_H
#define SELLO_VERIFY_WEB_ROOM_H

/* The module's memory: one block that grows at its end and is given back from its end. */

#include "wire/bytes.h"

/* Where the block begins. */
uint8_t *web_room_start(void);

/* Makes the block that ends at `end` longer by at least `more` bytes; returns by how many, or 0
 * when there is no more memory. */
size_t web_room_grow(const uint8_t *end, size_t more);

#endif
