/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <time.h>

#include "base/parallel.h"
#include "cli/internal.h"
#include "tests/support/child.h"

/* Messages of many items that are worked on at once. */

struct count {
    unsigned n;
};

static bool read_number(void *context, void *item) {
    struct count *count = context;
    *(unsigned *)item = count->n++;
    return count->n <= 9;
}

static void complain(void *context, void *item) {
    unsigned number = *(const unsigned *)item;
    (void)context;
    nanosleep(&(struct timespec){0, (long)(number * 7919 % 5) * 40000}, NULL);
    cli_error("item %u", number);
}

static bool take_up_to_6(void *context, void *item) {
    (void)context;
    return *(const unsigned *)item != 6;
}

static int complain_of_many(void *data) {
    (void)data;
    struct count count = {0};
    const struct base_parallel p = {.n_workers = 4,
                                    .item_size = sizeof(unsigned),
                                    .context = &count,
                                    .read = read_number,
                                    .work = complain,
                                    .take = take_up_to_6};
    cli_messages_start("sello");
    return (int)base_parallel_run(&p);
}

static void messages_come_in_the_order_of_their_items(void **state) {
    (void)state;
    struct child_outcome got;
    child_run(complain_of_many, NULL, &got);
    assert_int_equal(got.status, BASE_PARALLEL_STOPPED);
    assert_string_equal(got.err, "sello: item 0\nsello: item 1\nsello: item 2\nsello: item 3\n"
                                 "sello: item 4\nsello: item 5\nsello: item 6\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_in_the_order_of_their_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
