/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_ARRAY_H
#define SELLO_BASE_ARRAY_H

/* Arrays that grow. */

#include "wire/bytes.h"

/* Room for n items, of `size` bytes each, in an array that has *room: `array` is the address of the
 * pointer to it, which may be NULL. It doubles, so that items can be added one by one. False, and
 * all is as it was: there is no memory.
 *
 *     if (!base_grow(&list->item, &list->room, list->n + 1, sizeof *list->item)) ... */
SELLO_NODISCARD bool base_grow(void *array, size_t *room, size_t n, size_t size);

#endif
