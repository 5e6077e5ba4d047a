/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_PACKING_H
#define SELLO_REGISTRY_CONSOLE_PACKING_H

/* A folder that is packed by a thread of its own: it may be a gigabyte, and others ask meanwhile.
 */

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>

#include "registry/console/console.h"

struct packing {
    console_pack *pack;
    char folder[PATH_MAX], name[NAME_MAX + 1],
        path[PATH_MAX]; /* what, under which name, to where */
    uint64_t most;      /* bytes */
    pthread_t thread;
    int end; /* eventfd: readable when it has ended; -1: none runs */
    atomic_bool stop;
    enum sello_error error; /* of what has ended */
};

/* It stays where it is in memory until its end. False: errno tells why. */
SELLO_NODISCARD bool packing_start(struct packing *p);

/* True once, when it has ended: `error` tells how. */
bool packing_look(struct packing *p);

void packing_stop(struct packing *p); /* soon */
void packing_free(struct packing *p); /* waits for its end; takes NULL */

#endif
