/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/interrupt.h"
#include "base/parallel.h"
#include "tests/support/child.h"

enum { NEVER = 1 << 30 };

/* A job over the numbers 0, 1, ... that notes what it sees. */
struct job {
    unsigned n_items;
    unsigned stop_at;      /* take says stop at this item */
    unsigned interrupt_at; /* a signal comes while this item is taken */
    unsigned n_slots;
    bool pause; /* work takes longer for some items than for others */
    bool speak;
    atomic_uint n_read, n_taken, n_dropped;
    atomic_uint most;      /* items read and not yet taken, at most */
    atomic_bool reading;   /* two reads at once would see it */
    unsigned out_of_order; /* items that were not the next one, or not worked on */
};

struct item {
    unsigned number, worked;
    bool used; /* before: slots keep what they had */
};

/* Who speaks: lines of items, as cli/ does it with messages. */
static _Thread_local struct base_held *held;
static char said[64]; /* the numbers in the order in which they were said */

static void hold(struct base_held *to) {
    held = to;
}

static void say(struct base_held *from) {
    strncat(said, from->text != NULL ? from->text : "", from->len);
    from->len = 0;
}

static void say_item(unsigned number) {
    char *text = realloc(held->text, held->len + 2);
    assert_non_null(text);
    text[held->len++] = (char)('0' + number);
    text[held->len] = '\0';
    held->text = text;
}

static bool read_number(void *context, void *data) {
    struct job *job = context;
    struct item *item = data;
    assert_false(atomic_exchange(&job->reading, true));
    unsigned number = atomic_load(&job->n_read);
    bool more = number < job->n_items;
    if (more) {
        item->number = number;
        item->worked = 0;
        unsigned ahead = atomic_fetch_add(&job->n_read, 1) + 1 - atomic_load(&job->n_taken);
        unsigned most = atomic_load(&job->most);
        atomic_store(&job->most, ahead > most ? ahead : most);
    }
    atomic_store(&job->reading, false);
    return more;
}

static void work_number(void *context, void *data) {
    struct job *job = context;
    struct item *item = data;
    if (job->pause) {
        nanosleep(&(struct timespec){0, (long)(item->number * 7919 % 5) * 40000}, NULL);
    }
    if (job->speak) {
        say_item(item->number);
    }
    item->worked = item->number + 1;
    item->used = true;
}

static bool take_number(void *context, void *data) {
    struct job *job = context;
    const struct item *item = data;
    unsigned next = atomic_load(&job->n_taken);
    job->out_of_order += item->number != next || item->worked != next + 1 ? 1 : 0;
    if (next == job->interrupt_at) {
        raise(SIGINT);
    }
    atomic_fetch_add(&job->n_taken, 1);
    return next != job->stop_at;
}

static void drop_number(void *context, void *data) {
    struct job *job = context;
    (void)data;
    atomic_fetch_add(&job->n_dropped, 1);
}

static enum base_parallel_end run(struct job *job, unsigned n_workers) {
    const struct base_parallel p = {.n_workers = n_workers,
                                    .n_slots = job->n_slots,
                                    .item_size = sizeof(struct item),
                                    .context = job,
                                    .read = read_number,
                                    .work = work_number,
                                    .take = take_number,
                                    .drop = drop_number};
    return base_parallel_run(&p);
}

/* ---- order and bounds ---- */

static void answers_are_in_order(void **state) {
    (void)state;
    static const struct {
        const char *name;
        unsigned n_items, n_workers, n_slots;
        bool pause;
    } rows[] = {
        {"nothing to do", 0, 3, 0, false},
        {"one item", 1, 3, 0, false},
        {"one worker", 500, 1, 0, false},
        {"one worker, one slot", 500, 1, 1, false},
        {"more workers than items", 3, 16, 0, true},
        {"more workers than slots", 300, 8, 3, true},
        {"one slot for all", 200, 4, 1, true},
        {"uneven items", 2000, 4, 0, true},
        {"small items", 50000, 3, 0, false},
        {"all cores", 1000, 0, 0, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct job job = {.n_items = rows[i].n_items,
                          .n_slots = rows[i].n_slots,
                          .pause = rows[i].pause,
                          .stop_at = NEVER,
                          .interrupt_at = NEVER};
        print_message("%s\n", rows[i].name);
        assert_int_equal(run(&job, rows[i].n_workers), BASE_PARALLEL_DONE);
        assert_int_equal(job.n_taken, job.n_items);
        assert_int_equal(job.out_of_order, 0);
        unsigned cores = rows[i].n_workers > 0 ? rows[i].n_workers : base_cores();
        unsigned n_slots = job.n_slots > 0 ? job.n_slots : 4 * cores;
        assert_in_range(job.most, 0, n_slots);
        assert_int_equal(job.n_dropped, n_slots);
    }
}

/* A slow taker fills the ring, and no more than the ring is read. */
static bool take_slowly(void *context, void *data) {
    nanosleep(&(struct timespec){0, 300000}, NULL);
    return take_number(context, data);
}

static void the_ring_is_all_that_is_read_ahead(void **state) {
    (void)state;
    struct job job = {.n_items = 200, .n_slots = 5, .stop_at = NEVER, .interrupt_at = NEVER};
    const struct base_parallel p = {.n_workers = 3,
                                    .n_slots = job.n_slots,
                                    .item_size = sizeof(struct item),
                                    .context = &job,
                                    .read = read_number,
                                    .work = work_number,
                                    .take = take_slowly};
    assert_int_equal(base_parallel_run(&p), BASE_PARALLEL_DONE);
    assert_int_equal(job.most, 5);
}

/* ---- ends ---- */

static void a_stop_at_any_item(void **state) {
    (void)state;
    for (unsigned at = 0; at < 40; at++) {
        struct job job = {.n_items = 40,
                          .stop_at = at,
                          .interrupt_at = NEVER,
                          .n_slots = 1 + at % 9,
                          .pause = at % 2 == 0};
        assert_int_equal(run(&job, 1 + at % 5), BASE_PARALLEL_STOPPED);
        assert_int_equal(job.n_taken, at + 1);
        assert_int_equal(job.out_of_order, 0);
        assert_int_equal(job.n_dropped, job.n_slots);
    }
}

static void an_interrupt_at_any_item(void **state) {
    (void)state;
    for (unsigned at = 0; at < 20; at++) {
        struct job job = {.n_items = 20, .stop_at = NEVER, .interrupt_at = at, .n_slots = 3};
        bool last = at + 1 == job.n_items;
        base_interrupt_catch();
        assert_int_equal(run(&job, 2), last ? BASE_PARALLEL_DONE : BASE_PARALLEL_INTERRUPTED);
        base_interrupt_release();
        assert_int_equal(job.n_taken, at + 1);
        assert_false(base_interrupted());
    }
}

static int interrupted_twice(void *data) {
    (void)data;
    const struct timespec wait = {BASE_INTERRUPT_GRACE + 1, 0};
    base_interrupt_catch();
    raise(SIGTERM);
    raise(SIGTERM); /* as timeout(1) sends it */
    raise(SIGINT);
    if (!base_interrupted()) {
        return 1;
    }
    nanosleep(&wait, NULL);
    raise(SIGTERM);
    return 2;
}

static void a_late_second_signal_ends_the_program(void **state) {
    (void)state;
    struct child_outcome got;
    child_run(interrupted_twice, NULL, &got);
    assert_int_equal(got.status, -SIGTERM);
}

/* ---- at once ---- */

static void meet(void *context, void *data) {
    (void)data;
    pthread_barrier_wait(context);
}

struct pair {
    pthread_barrier_t barrier;
    unsigned n_read;
};

static bool read_pair(void *context, void *data) {
    struct pair *pair = context;
    (void)data;
    return pair->n_read++ < 6;
}

static bool take_any(void *context, void *data) {
    (void)context, (void)data;
    return true;
}

/* Each item's worker waits for that of its neighbour: alone none would ever be done. */
static void work_goes_on_at_once(void **state) {
    (void)state;
    struct pair pair = {.n_read = 0};
    assert_int_equal(pthread_barrier_init(&pair.barrier, NULL, 2), 0);
    const struct base_parallel p = {.n_workers = 2,
                                    .item_size = 1,
                                    .context = &pair,
                                    .read = read_pair,
                                    .work = meet,
                                    .take = take_any};
    assert_int_equal(base_parallel_run(&p), BASE_PARALLEL_DONE);
    pthread_barrier_destroy(&pair.barrier);
}

/* A scanner's line is answered before the next one is scanned. */
static bool read_after_answer(void *context, void *data) {
    struct job *job = context;
    while (atomic_load(&job->n_taken) < atomic_load(&job->n_read)) {
        nanosleep(&(struct timespec){0, 50000}, NULL);
    }
    return read_number(context, data);
}

static void a_read_that_waits_holds_up_no_answer(void **state) {
    (void)state;
    for (unsigned n_workers = 2; n_workers < 5; n_workers++) {
        struct job job = {.n_items = 20, .stop_at = NEVER, .interrupt_at = NEVER};
        const struct base_parallel p = {.n_workers = n_workers,
                                        .item_size = sizeof(struct item),
                                        .context = &job,
                                        .read = read_after_answer,
                                        .work = work_number,
                                        .take = take_number};
        assert_int_equal(base_parallel_run(&p), BASE_PARALLEL_DONE);
        assert_int_equal(job.n_taken, 20);
    }
}

/* ---- what is said ---- */

static void what_is_said_comes_in_the_order_of_the_items(void **state) {
    (void)state;
    static const struct base_speaker speaker = {hold, say};
    struct job job = {
        .n_items = 9, .speak = true, .pause = true, .stop_at = 6, .interrupt_at = NEVER};
    base_parallel_speaker(&speaker);
    assert_int_equal(run(&job, 4), BASE_PARALLEL_STOPPED);
    assert_string_equal(said, "0123456");
    base_parallel_speaker(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_in_order),
        cmocka_unit_test(the_ring_is_all_that_is_read_ahead),
        cmocka_unit_test(a_stop_at_any_item),
        cmocka_unit_test(an_interrupt_at_any_item),
        cmocka_unit_test(a_late_second_signal_ends_the_program),
        cmocka_unit_test(work_goes_on_at_once),
        cmocka_unit_test(a_read_that_waits_holds_up_no_answer),
        cmocka_unit_test(what_is_said_comes_in_the_order_of_the_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
