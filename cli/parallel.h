/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_CLI_PARALLEL_H
#define SELLO_CLI_PARALLEL_H

/* Many items on all cores, answers in the order of the items.
 *
 *     read, one item at a time  ->  work, several at once  ->  take, one item at a time
 *
 * Items live in a ring of slots: no more are in memory than the ring has, however many there are.
 * Reading goes on while an item is taken, and an item is taken as soon as it and all before it are
 * done: one that waits for its input (a scanner) holds up none that came before. */

#include "cli/cli.h"

#define CLI_JOBS_MAX 256

struct cli_parallel {
    unsigned n_workers; /* threads that work; 0: one for each core this process may use */
    size_t n_slots;     /* items in memory at most; 0: four for each worker */
    size_t item_size;   /* bytes of a slot's item: zero before its first use, then as it was left */
    void *context;

    /* The next item; false at the end. Called by one thread at a time, in order, but not always by
     * the same one; never at the same time as itself. */
    bool (*read)(void *context, void *item);

    /* The item's own part, by several threads at once. Messages it says are shown before its item
     * is taken. */
    void (*work)(void *context, void *item);

    /* In order, on the caller's thread. False: nothing more is to be done. */
    bool (*take)(void *context, void *item);

    /* Frees what a slot's item owns; once for each slot, at the end. NULL: it owns nothing. */
    void (*drop)(void *context, void *item);
};

enum cli_parallel_end {
    CLI_PARALLEL_DONE,        /* every item that was read was taken */
    CLI_PARALLEL_STOPPED,     /* take said so; items after that one are dropped */
    CLI_PARALLEL_INTERRUPTED, /* cli_interrupted(): the same */
    CLI_PARALLEL_FAILED       /* no memory, or no thread could be made: nothing was read */
};

/* A read that waits for its input holds up a stop, and nothing else does. */
SELLO_NODISCARD enum cli_parallel_end cli_parallel_run(const struct cli_parallel *p);

/* How many cores this process may use, at least 1. */
unsigned cli_cores(void);

/* The option --jobs of a command that works on many items: 0 where it was not given. */
#define CLI_OPTION_JOBS                                                                            \
    { "jobs", N_("N"), N_("how many cores to work on (all)"), false }
SELLO_NODISCARD bool cli_jobs(const struct cli_args *args, unsigned *out_workers);

#endif
