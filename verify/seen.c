/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool.h"

#include <stdlib.h>

/* Serials come in runs, so bits are kept in pages of 2^15 neighbours, found by hashing. */
enum { PAGE_BITS = 1 << 15, PAGE_BYTES = PAGE_BITS / 8 };

struct page {
    uint64_t number; /* serial / PAGE_BITS */
    size_t trust;
    uint8_t *bits; /* NULL: this slot is free */
};

struct seen {
    struct page *slot;
    size_t n_slots; /* a power of two */
    size_t n_used;
};

static struct page *find(struct page *slot, size_t n_slots, size_t trust, uint64_t number) {
    uint64_t mixed = (number + (uint64_t)trust * 0x9e3779b97f4a7c15u) * 0xbf58476d1ce4e5b9u;
    size_t i = (size_t)(mixed >> 32) & (n_slots - 1);
    while (slot[i].bits != NULL && (slot[i].number != number || slot[i].trust != trust)) {
        i = (i + 1) & (n_slots - 1);
    }
    return &slot[i];
}

struct seen *seen_new(void) {
    struct seen *seen = calloc(1, sizeof *seen);
    if (seen != NULL) {
        seen->n_slots = 64;
        seen->slot = calloc(seen->n_slots, sizeof *seen->slot);
    }
    if (seen != NULL && seen->slot == NULL) {
        free(seen);
        return NULL;
    }
    return seen;
}

void seen_free(struct seen *seen) {
    for (size_t i = 0; seen != NULL && i < seen->n_slots; i++) {
        free(seen->slot[i].bits);
    }
    if (seen != NULL) {
        free(seen->slot);
    }
    free(seen);
}

/* Twice the slots; false when there is no memory, and nothing has changed. */
static bool grow(struct seen *seen) {
    size_t n_slots = 2 * seen->n_slots;
    struct page *slot = calloc(n_slots, sizeof *slot);
    if (slot == NULL) {
        return false;
    }
    for (size_t i = 0; i < seen->n_slots; i++) {
        if (seen->slot[i].bits != NULL) {
            *find(slot, n_slots, seen->slot[i].trust, seen->slot[i].number) = seen->slot[i];
        }
    }
    free(seen->slot);
    seen->slot = slot;
    seen->n_slots = n_slots;
    return true;
}

bool seen_before(struct seen *seen, size_t trust, uint64_t serial) {
    if (2 * seen->n_used >= seen->n_slots && !grow(seen)) {
        return false;
    }
    struct page *page = find(seen->slot, seen->n_slots, trust, serial / PAGE_BITS);
    if (page->bits == NULL) {
        uint8_t *bits = calloc(1, PAGE_BYTES);
        if (bits == NULL) {
            return false;
        }
        *page = (struct page){serial / PAGE_BITS, trust, bits};
        seen->n_used++;
    }
    uint8_t *byte = &page->bits[serial % PAGE_BITS / 8];
    uint8_t bit = (uint8_t)(1u << serial % 8);
    bool before = (*byte & bit) != 0;
    *byte |= bit;
    return before;
}
