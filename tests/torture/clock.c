/* SPDX-License-Identifier: Apache-2.0 */

/* Preloaded: another time of day. $SELLO_CLOCK is "=SECONDS", where the clock stands, or
 * "SECONDS@N": from the N-th time on that somebody asks, it is so many seconds off.
 * $SELLO_CLOCK_LOG is told at the end how often it was asked for. */

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static struct {
    bool stands;
    long long seconds;
    unsigned long at;
    atomic_ulong n;
} plan;

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("SELLO_CLOCK");
    char *end = NULL;
    if (text != NULL && text[0] == '=') {
        plan.stands = true;
        plan.seconds = strtoll(text + 1, NULL, 10);
    } else if (text != NULL) {
        plan.seconds = strtoll(text, &end, 10);
        plan.at = *end == '@' ? strtoul(end + 1, NULL, 10) : 0;
    }
}

__attribute__((destructor)) static void end(void) {
    char text[32];
    const char *log = getenv("SELLO_CLOCK_LOG");
    int fd = log != NULL ? open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    int len = snprintf(text, sizeof text, "%lu\n", (unsigned long)plan.n);
    if (fd != -1) {
        (void)!write(fd, text, (size_t)len);
        close(fd);
    }
}

static struct timespec told(void) {
    struct timespec now = {0};
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
    unsigned long n = atomic_fetch_add(&plan.n, 1) + 1;
    if (plan.stands) {
        now.tv_sec = (time_t)plan.seconds;
    } else if (plan.at != 0 && n >= plan.at) {
        now.tv_sec += (time_t)plan.seconds;
    }
    return now;
}

time_t time(time_t *out) {
    time_t now = told().tv_sec;
    if (out != NULL) {
        *out = now;
    }
    return now;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone) {
    struct timespec now = told();
    (void)zone;
    *out = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

int clock_gettime(clockid_t clock, struct timespec *out) {
    if (clock == CLOCK_REALTIME) {
        *out = told();
        return 0;
    }
    return (int)syscall(SYS_clock_gettime, clock, out);
}
