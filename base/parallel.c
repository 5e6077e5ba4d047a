/* SPDX-License-Identifier: Apache-2.0 */
#include "base/parallel.h"

#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

#include "base/interrupt.h"

/* Item i, counted from 0, lives in slot i % n_slots. It is free until it is read, and again once it
 * is taken:
 *
 *     taken <= items in the ring < read <= taken + n_slots          */
struct slot {
    bool done;
    struct base_held held; /* what its worker said */
    void *item;
};

struct ring {
    const struct base_parallel *p;
    size_t n_slots;
    struct slot *slot;
    uint8_t *items;

    pthread_mutex_t reading; /* held over p->read, so that items are read in order */
    pthread_mutex_t state;   /* for what follows; taken after `reading` where both are */
    pthread_cond_t room;     /* a slot has become free, or `stop` */
    pthread_cond_t progress; /* the next item to take is done, or all are read */
    uint64_t n_read, n_taken;
    bool ended; /* read has said so */
    bool stop;
};

/* ---- what is said meanwhile ---- */

static const struct base_speaker *speaker; /* of the process, as its messages are */

void base_parallel_speaker(const struct base_speaker *of_process) {
    speaker = of_process;
}

static void hold(struct base_held *to) {
    if (speaker != NULL) {
        speaker->hold(to);
    }
}

static void say_held(struct base_held *from) {
    if (speaker != NULL) {
        speaker->say(from);
    }
}

/* ---- workers ---- */

/* The slot of the next item once it is free, or NULL: there is nothing more to read. */
static struct slot *wait_for_room(struct ring *ring) {
    pthread_mutex_lock(&ring->state);
    while (!ring->stop && ring->n_read - ring->n_taken == ring->n_slots) {
        pthread_cond_wait(&ring->room, &ring->state);
    }
    bool more = !ring->stop && !ring->ended;
    struct slot *slot = more ? &ring->slot[ring->n_read % ring->n_slots] : NULL;
    pthread_mutex_unlock(&ring->state);
    return slot;
}

static void note_read(struct ring *ring, bool more) {
    pthread_mutex_lock(&ring->state);
    ring->n_read += more ? 1 : 0;
    ring->ended = !more;
    if (!more) {
        pthread_cond_signal(&ring->progress);
    }
    pthread_mutex_unlock(&ring->state);
}

static struct slot *read_next(struct ring *ring) {
    pthread_mutex_lock(&ring->reading);
    struct slot *slot = wait_for_room(ring);
    if (slot != NULL) {
        hold(&slot->held);
        bool more = ring->p->read(ring->p->context, slot->item);
        hold(NULL);
        note_read(ring, more);
        slot = more ? slot : NULL;
    }
    pthread_mutex_unlock(&ring->reading);
    return slot;
}

static void note_done(struct ring *ring, struct slot *slot) {
    pthread_mutex_lock(&ring->state);
    slot->done = true;
    if (slot == &ring->slot[ring->n_taken % ring->n_slots]) {
        pthread_cond_signal(&ring->progress);
    }
    pthread_mutex_unlock(&ring->state);
}

static void *run_worker(void *context) {
    struct ring *ring = context;
    struct slot *slot;
    while ((slot = read_next(ring)) != NULL) {
        hold(&slot->held);
        ring->p->work(ring->p->context, slot->item);
        hold(NULL);
        note_done(ring, slot);
    }
    return NULL;
}

/* ---- the caller's thread ---- */

/* The next item's slot once it is done, or NULL: all are taken. */
static struct slot *wait_for_next(struct ring *ring) {
    pthread_mutex_lock(&ring->state);
    struct slot *slot = &ring->slot[ring->n_taken % ring->n_slots];
    while (!slot->done && !(ring->ended && ring->n_taken == ring->n_read)) {
        pthread_cond_wait(&ring->progress, &ring->state);
    }
    bool done = slot->done;
    pthread_mutex_unlock(&ring->state);
    return done ? slot : NULL;
}

static void free_slot(struct ring *ring, struct slot *slot) {
    pthread_mutex_lock(&ring->state);
    slot->done = false;
    ring->n_taken++;
    pthread_cond_signal(&ring->room);
    pthread_mutex_unlock(&ring->state);
}

static enum base_parallel_end take_all(struct ring *ring) {
    struct slot *slot;
    while ((slot = wait_for_next(ring)) != NULL) {
        if (base_interrupted()) {
            return BASE_PARALLEL_INTERRUPTED;
        }
        say_held(&slot->held);
        if (!ring->p->take(ring->p->context, slot->item)) {
            return BASE_PARALLEL_STOPPED;
        }
        free_slot(ring, slot);
    }
    say_held(&ring->slot[ring->n_taken % ring->n_slots].held); /* of the last read */
    return BASE_PARALLEL_DONE;
}

static void stop_workers(struct ring *ring) {
    pthread_mutex_lock(&ring->state);
    ring->stop = true;
    pthread_cond_broadcast(&ring->room);
    pthread_mutex_unlock(&ring->state);
}

/* ---- threads ---- */

/* Signals are for the caller's thread. A system that makes fewer threads than were asked for gets
 * the work done by those. */
static unsigned start_workers(struct ring *ring, unsigned n, pthread_t *out_threads) {
    unsigned started = 0;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (started < n && pthread_create(&out_threads[started], NULL, run_worker, ring) == 0) {
        started++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static enum base_parallel_end run_ring(struct ring *ring, unsigned n_workers) {
    pthread_t threads[BASE_JOBS_MAX];
    unsigned started = start_workers(ring, n_workers, threads);
    enum base_parallel_end end = started > 0 ? take_all(ring) : BASE_PARALLEL_FAILED;
    stop_workers(ring);
    for (unsigned i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    return end;
}

/* ---- slots ---- */

static void free_slots(struct ring *ring) {
    for (size_t i = 0; ring->slot != NULL && ring->items != NULL && i < ring->n_slots; i++) {
        if (ring->p->drop != NULL) {
            ring->p->drop(ring->p->context, ring->slot[i].item);
        }
        free(ring->slot[i].held.text);
    }
    free(ring->slot);
    free(ring->items);
}

/* Items begin on lines of the cache of their own, so that workers do not disturb each other. */
static bool make_slots(struct ring *ring) {
    size_t stride = (ring->p->item_size + 63) / 64 * 64;
    ring->slot = calloc(ring->n_slots, sizeof *ring->slot);
    ring->items = calloc(ring->n_slots, stride);
    for (size_t i = 0; ring->slot != NULL && ring->items != NULL && i < ring->n_slots; i++) {
        ring->slot[i].item = ring->items + i * stride;
    }
    return ring->slot != NULL && ring->items != NULL;
}

/* Libraries take some hundred KiB for each item and give them back. glibc would hand them on to the
 * system each time, which stops all threads for it: of a picture printed, a third of the time. */
static void keep_memory(void) {
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

enum base_parallel_end base_parallel_run(const struct base_parallel *p) {
    unsigned n_workers = p->n_workers > 0 ? p->n_workers : base_cores();
    n_workers = n_workers < BASE_JOBS_MAX ? n_workers : BASE_JOBS_MAX;
    struct ring ring = {.p = p,
                        .n_slots = p->n_slots > 0 ? p->n_slots : 4 * (size_t)n_workers,
                        .reading = PTHREAD_MUTEX_INITIALIZER,
                        .state = PTHREAD_MUTEX_INITIALIZER,
                        .room = PTHREAD_COND_INITIALIZER,
                        .progress = PTHREAD_COND_INITIALIZER};
    enum base_parallel_end end = BASE_PARALLEL_FAILED;
    keep_memory();
    if (make_slots(&ring)) {
        end = run_ring(&ring, n_workers);
    }
    free_slots(&ring);
    return end;
}

/* ---- how many ---- */

unsigned base_cores(void) {
    cpu_set_t set;
    CPU_ZERO(&set);
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n > 0 ? (unsigned)n : 1;
}
