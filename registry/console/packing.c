/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/packing.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

static bool is_stopped(void *context) {
    return atomic_load(&((struct packing *)context)->stop);
}

static void *work(void *context) {
    struct packing *p = context;
    p->error = p->pack(p->folder, p->name, p->most, p->path, is_stopped, p);
    (void)eventfd_write(p->end, 1);
    return NULL;
}

bool packing_start(struct packing *p) {
    p->end = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int error = p->end < 0 ? errno : pthread_create(&p->thread, NULL, work, p);
    if (error != 0 && p->end >= 0) {
        close(p->end);
        p->end = -1;
    }
    errno = error;
    return error == 0;
}

bool packing_look(struct packing *p) {
    eventfd_t n;
    if (p->end < 0 || eventfd_read(p->end, &n) != 0) {
        return false;
    }
    (void)pthread_join(p->thread, NULL);
    close(p->end);
    p->end = -1;
    return true;
}

void packing_stop(struct packing *p) {
    atomic_store(&p->stop, true);
}

void packing_free(struct packing *p) {
    if (p != NULL && p->end >= 0) {
        packing_stop(p);
        (void)pthread_join(p->thread, NULL);
        close(p->end);
    }
    free(p);
}
