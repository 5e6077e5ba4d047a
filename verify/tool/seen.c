/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/tool.h"

#include <stdlib.h>

/* Serials come in runs, so they are kept in pages of 2^15 neighbours, found by hashing: a bit each,
 * or a sight each. Of a page of sights the system gives memory only to what is touched. */
enum { PAGE_SERIALS = 1 << 15 };

struct page {
    uint64_t number; /* serial / PAGE_SERIALS */
    size_t trust;
    void *data; /* uint8_t[PAGE_SERIALS / 8] or struct sight[PAGE_SERIALS]; NULL: a free slot */
};

struct seen {
    bool dated;
    struct page *slot;
    size_t n_slots; /* a power of two */
    size_t n_used;
};

static struct page *find(struct page *slot, size_t n_slots, size_t trust, uint64_t number) {
    uint64_t mixed = (number + (uint64_t)trust * 0x9e3779b97f4a7c15u) * 0xbf58476d1ce4e5b9u;
    size_t i = (size_t)(mixed >> 32) & (n_slots - 1);
    while (slot[i].data != NULL && (slot[i].number != number || slot[i].trust != trust)) {
        i = (i + 1) & (n_slots - 1);
    }
    return &slot[i];
}

struct seen *seen_new(bool dated) {
    struct seen *seen = calloc(1, sizeof *seen);
    if (seen != NULL) {
        seen->dated = dated;
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
        free(seen->slot[i].data);
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
        if (seen->slot[i].data != NULL) {
            *find(slot, n_slots, seen->slot[i].trust, seen->slot[i].number) = seen->slot[i];
        }
    }
    free(seen->slot);
    seen->slot = slot;
    seen->n_slots = n_slots;
    return true;
}

/* The page's data, made where there is none yet; NULL when there is no memory. */
static void *page_of(struct seen *seen, size_t trust, uint64_t number) {
    if (2 * seen->n_used >= seen->n_slots && !grow(seen)) {
        return NULL;
    }
    struct page *page = find(seen->slot, seen->n_slots, trust, number);
    if (page->data == NULL) {
        void *data =
            seen->dated ? calloc(PAGE_SERIALS, sizeof(struct sight)) : calloc(1, PAGE_SERIALS / 8);
        if (data == NULL) {
            return NULL;
        }
        *page = (struct page){number, trust, data};
        seen->n_used++;
    }
    return page->data;
}

static uint64_t set_bit(uint8_t *bits, uint64_t at) {
    uint8_t bit = (uint8_t)(1u << at % 8);
    uint64_t before = (bits[at / 8] & bit) != 0 ? 1 : 0;
    bits[at / 8] |= bit;
    return before;
}

/* Merged files come in any order. */
static void add_sight(struct sight *sight, uint64_t instant) {
    sight->first = sight->times == 0 || instant < sight->first ? instant : sight->first;
    sight->last = sight->times == 0 || instant > sight->last ? instant : sight->last;
    sight->times++;
}

bool seen_note(struct seen *seen, size_t trust, uint64_t serial, uint64_t instant,
               struct sight *out_before) {
    void *data = page_of(seen, trust, serial / PAGE_SERIALS);
    uint64_t at = serial % PAGE_SERIALS;
    if (data == NULL) {
        return false;
    }
    *out_before = (struct sight){0};
    if (seen->dated) {
        struct sight *sight = (struct sight *)data + at;
        *out_before = *sight;
        add_sight(sight, instant);
    } else {
        out_before->times = set_bit(data, at);
    }
    return true;
}
