/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/sql/lock.h"

#include <errno.h>
#include <sys/file.h>
#include <time.h>

#define TRIES 200 /* of 50 ms */
#define PAUSE_NS 50000000L

enum sello_error sello_lock_wait(int fd) {
    const struct timespec pause = {0, PAUSE_NS};
    for (int i = 0; i < TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
            return SELLO_OK;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return SELLO_E_SYSTEM;
        }
        nanosleep(&pause, NULL);
    }
    return SELLO_E_STORE_BUSY;
}
