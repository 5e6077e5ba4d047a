/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_CLOCK_H
#define SELLO_REGISTRY_CONSOLE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Milliseconds since this computer started; those it slept are counted, so that what is to be
 * forgotten is. */
static inline uint64_t console_now_ms(void) {
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_BOOTTIME, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

#endif
