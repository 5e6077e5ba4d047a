/* SPDX-License-Identifier: Apache-2.0 */

/* Preloaded: the N-th time that memory is asked for by the program itself, the C library or SQLite,
 * there is none: $SELLO_MEMORY_AT. From there on, where $SELLO_MEMORY_ON is set. What others ask
 * for is theirs: GLib ends a program then, and the C library's look for a user's name crashes.
 * $SELLO_MEMORY_LOG is told at the end how often it was; and where nothing is refused, the first
 * number of each way by which memory is asked for (the eight functions nearest to it), a line each.
 */

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <pwd.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The C library's own, by its other names. */
void *__libc_malloc(size_t size);             // NOLINT(bugprone-reserved-identifier,cert-*)
void *__libc_calloc(size_t n, size_t size);   // NOLINT(bugprone-reserved-identifier,cert-*)
void *__libc_realloc(void *old, size_t size); // NOLINT(bugprone-reserved-identifier,cert-*)

enum { PLACES = 8, FRAMES = 8, WAYS = 1 << 16 };

static struct {
    struct {
        uintptr_t first, last;
    } place[PLACES];
    size_t n_places;
    atomic_ulong n;
    unsigned long at;
    bool on, ready;
} plan;

/* The ways by which memory was asked for: a hash of each, and the number that had it first. */
static struct {
    pthread_mutex_t lock;
    uint64_t hash[WAYS];
    unsigned long first[WAYS / 2];
    size_t n;
} ways = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Thread_local bool is_theirs;

static void note_way(unsigned long number) {
    void *frame[FRAMES];
    is_theirs = true;
    int n = backtrace(frame, FRAMES);
    is_theirs = false;
    uint64_t hash = 1;
    for (int i = 0; i < n; i++) {
        hash = (hash ^ (uintptr_t)frame[i]) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    pthread_mutex_lock(&ways.lock);
    size_t at = hash % WAYS;
    while (ways.hash[at] != 0 && ways.hash[at] != hash) {
        at = (at + 1) % WAYS;
    }
    if (ways.hash[at] == 0 && ways.n < WAYS / 2) {
        ways.hash[at] = hash;
        ways.first[ways.n++] = number;
    }
    pthread_mutex_unlock(&ways.lock);
}

static int note_place(struct dl_phdr_info *info, size_t size, void *context) {
    bool ours = info->dlpi_name[0] == '\0' || strstr(info->dlpi_name, "/libc.so") != NULL ||
                strstr(info->dlpi_name, "/libsqlite3.so") != NULL;
    (void)size, (void)context;
    for (size_t i = 0; ours && i < info->dlpi_phnum && plan.n_places < PLACES; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type == PT_LOAD && (header->p_flags & PF_X) != 0) {
            uintptr_t first = (uintptr_t)(info->dlpi_addr + header->p_vaddr);
            plan.place[plan.n_places].first = first;
            plan.place[plan.n_places++].last = first + header->p_memsz;
        }
    }
    return 0;
}

__attribute__((constructor)) static void begin(void) {
    const char *at = getenv("SELLO_MEMORY_AT");
    plan.at = at != NULL ? strtoul(at, NULL, 10) : 0;
    plan.on = getenv("SELLO_MEMORY_ON") != NULL;
    dl_iterate_phdr(note_place, NULL);
    void *frame[1];
    (void)backtrace(frame, 1); /* opens a library the first time */
    plan.ready = true;
}

__attribute__((destructor)) static void end(void) {
    char text[32];
    const char *log = getenv("SELLO_MEMORY_LOG");
    int fd = log != NULL ? open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    plan.ready = false;
    int len = snprintf(text, sizeof text, "%lu\n", (unsigned long)plan.n);
    for (size_t i = 0; fd != -1 && len > 0; i++) {
        (void)!write(fd, text, (size_t)len);
        len = i < ways.n ? snprintf(text, sizeof text, "%lu\n", ways.first[i]) : 0;
    }
    if (fd != -1) {
        close(fd);
    }
}

static bool is_refused(const void *caller) {
    if (!plan.ready || is_theirs) {
        return false;
    }
    for (size_t i = 0; i < plan.n_places; i++) {
        if ((uintptr_t)caller >= plan.place[i].first && (uintptr_t)caller < plan.place[i].last) {
            unsigned long n = atomic_fetch_add(&plan.n, 1) + 1;
            if (plan.at == 0) {
                note_way(n);
            }
            return plan.at != 0 && (n == plan.at || (plan.on && n > plan.at));
        }
    }
    return false;
}

static void *none(void) {
    errno = ENOMEM;
    return NULL;
}

struct passwd *getpwuid(uid_t uid) {
    void *look = dlsym(RTLD_NEXT, "getpwuid");
    struct passwd *(*call)(uid_t uid) = NULL;
    memcpy(&call, &look, sizeof call);
    is_theirs = true;
    struct passwd *found = call(uid);
    is_theirs = false;
    return found;
}

void *malloc(size_t size) {
    return is_refused(__builtin_return_address(0)) ? none() : __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    return is_refused(__builtin_return_address(0)) ? none() : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size) {
    return is_refused(__builtin_return_address(0)) ? none() : __libc_realloc(old, size);
}
