/* SPDX-License-Identifier: Apache-2.0 */
#include "base/array.h"

#include <stdlib.h>

/* The first allocation is of some hundred bytes: smaller ones would only be repeated. */
enum { FIRST_BYTES = 512, FIRST_LEAST = 4 };

static size_t next_room(size_t room, size_t n, size_t size) {
    size_t first = FIRST_BYTES / size > FIRST_LEAST ? FIRST_BYTES / size : FIRST_LEAST;
    size_t doubled = room <= SIZE_MAX / 2 ? 2 * room : SIZE_MAX;
    size_t wanted = room == 0 ? first : doubled;
    return wanted > n ? wanted : n;
}

/* The pointer is copied as bytes: it is one to any type. */
bool base_grow(void *array, size_t *room, size_t n, size_t size) {
    void *items;
    if (n <= *room) {
        return true;
    }
    size_t more = next_room(*room, n, size);
    if (more > SIZE_MAX / size) {
        return false;
    }
    memcpy(&items, array, sizeof items);
    items = realloc(items, more * size);
    if (items == NULL) {
        return false;
    }
    memcpy(array, &items, sizeof items);
    *room = more;
    return true;
}
