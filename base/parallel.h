/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_PARALLEL_H
#define SELLO_BASE_PARALLEL_H

/* Many items on all cores, answers in the order of the items.
 *
 *     read, one item at a time  ->  work, several at once  ->  take, one item at a time
 *
 * Items live in a ring of slots: no more are in memory than the ring has, however many there are.
 * Reading goes on while an item is taken, and an item is taken as soon as it and all before it are
 * done: one that waits for its input (a scanner) holds up none that came before. */

#include "wire/bytes.h"

#define BASE_JOBS_MAX 256

struct base_parallel {
    unsigned n_workers; /* threads that work; 0: one for each core this process may use */
    size_t n_slots;     /* items in memory at most; 0: four for each worker */
    size_t item_size;   /* bytes of a slot's item: zero before its first use, then as it was left */
    void *context;

    /* The next item; false at the end. Called by one thread at a time, in order, but not always by
     * the same one; never at the same time as itself. */
    bool (*read)(void *context, void *item);

    /* The item's own part, by several threads at once. What it says comes before its item is taken.
     */
    void (*work)(void *context, void *item);

    /* In order, on the caller's thread. False: nothing more is to be done. */
    bool (*take)(void *context, void *item);

    /* Frees what a slot's item owns; once for each slot, at the end. NULL: it owns nothing. */
    void (*drop)(void *context, void *item);
};

enum base_parallel_end {
    BASE_PARALLEL_DONE,        /* every item that was read was taken */
    BASE_PARALLEL_STOPPED,     /* take said so; items after that one are dropped */
    BASE_PARALLEL_INTERRUPTED, /* base_interrupted(): the same */
    BASE_PARALLEL_FAILED       /* no memory, or no thread could be made: nothing was read */
};

/* A read that waits for its input holds up a stop, and nothing else does. */
SELLO_NODISCARD enum base_parallel_end base_parallel_run(const struct base_parallel *p);

/* What is said while an item is read and worked on waits for the item's turn. This folder says
 * nothing: who speaks for the process tells here, before the first run, how that is done. */
struct base_held {
    char *text; /* owned */
    size_t len;
};

struct base_speaker {
    void (*hold)(struct base_held *to);  /* what this thread says from here on; NULL: is said */
    void (*say)(struct base_held *from); /* and empties it */
};

void base_parallel_speaker(const struct base_speaker *of_process); /* NULL: nobody speaks */

/* How many cores this process may use, at least 1. */
unsigned base_cores(void);

#endif
