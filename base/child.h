/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_CHILD_H
#define SELLO_BASE_CHILD_H

/* A program that works for this one in a process of its own: it may die, or never end, and no harm
 * is done. It begins afresh, with none of our memory and an empty environment, and has one
 * descriptor, BASE_CHILD_SOCKET, to read what it is to do from and write its answers to. It ends
 * with the thread that started it. */

#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "wire/bytes.h"

#define BASE_CHILD_SOCKET 0

struct base_child {
    pid_t pid; /* 0: there is none */
    int socket;
    clockid_t work;                  /* its processor time, all threads together */
    uint64_t work_end, patience_end; /* nanoseconds of `work`, and of the clock on the wall */
};

/* Starts the program at this path, told from our own folder (base/part.h). False when it cannot be
 * started. */
SELLO_NODISCARD bool base_child_start(struct base_child *child, const char *relative);

/* From now on it may use this much processor time, and wait for more at most half a minute and
 * thirty times as long. */
void base_child_allow(struct base_child *child, unsigned seconds);

enum base_child_state {
    BASE_CHILD_WELL,
    BASE_CHILD_LATE, /* it has used up what it was allowed */
    BASE_CHILD_GONE, /* it has ended, or closed its side */
};

/* Both wait until all is written, or read. Once one has failed it is of no more use. */
SELLO_NODISCARD enum base_child_state base_child_write(const struct base_child *child,
                                                       const void *bytes, size_t len);
SELLO_NODISCARD enum base_child_state base_child_read(const struct base_child *child, void *bytes,
                                                      size_t len);

/* Ends it, whatever it is doing; nothing where there is none. */
void base_child_end(struct base_child *child);

/* ---- in the program itself ---- */

/* First of all: it is to end with the thread that started it, and not by the keys that end that. */
void base_child_begin(void);

/* The same for its own side; false when nobody is there any more. */
SELLO_NODISCARD bool base_child_take(void *bytes, size_t len);
SELLO_NODISCARD bool base_child_give(const void *bytes, size_t len);

#endif
