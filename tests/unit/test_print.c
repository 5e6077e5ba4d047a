/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "registry/print/print.h"
#include "tests/support/print_fixture.h"

/* Printing, where another program withdraws or suspends a label meanwhile. */

/* ---- printing ---- */

static enum sello_error plan(struct printing *p, const struct sello_serials *range,
                             enum print_format format, struct print_job *out) {
    const struct print_request request = {.format = format,
                                          .path = p->path,
                                          .range = range,
                                          .n_ranges = 1,
                                          .dpi = 600,
                                          .copies = 1,
                                          .n_workers = 1,
                                          .no_readback = true};
    return print_plan(&p->session, &request, out);
}

static size_t n_files(const char *path) {
    DIR *folder = opendir(path);
    size_t n = 0;
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        n += entry->d_name[0] != '.' ? 1 : 0;
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return n;
}

static bool count_print(void *context, const struct sello_print *row) {
    uint64_t *labels = context;
    *labels += row->labels;
    return true;
}

static uint64_t n_logged(struct printing *p) {
    uint64_t labels = 0;
    assert_status(sello_print_list(p->other, count_print, &labels), SELLO_OK);
    return labels;
}

static void assert_rule(const struct printing *p, const char *rule, uint64_t serial) {
    assert_non_null(p->session.problem.rule);
    assert_string_equal(p->session.problem.rule, rule);
    assert_int_equal(p->session.problem.value[0].number, serial);
}

/* Another program withdraws label 3 as soon as so many are done. */
struct withdrawing {
    struct printing *p;
    uint64_t at; /* 0: it has */
};

static void withdraw_on_the_way(void *context, const char *work, uint64_t done, uint64_t total) {
    struct withdrawing *w = context;
    (void)work;
    if (w->at > 0 && done >= w->at && done < total) {
        w->at = 0;
        other_sets_status(w->p, SELLO_LABEL_WITHDRAWN, 3);
    }
}

static void test_what_nobody_touches_is_printed_and_logged(void **state) {
    struct printing *p = *state;
    const struct sello_serials range = {1, 20};
    struct print_job job;
    struct print_done done;
    assert_status(plan(p, &range, PRINT_SVG, &job), SELLO_OK);
    assert_int_equal(job.n_labels, 20);
    assert_status(print_commit(&p->session, &job, &done), SELLO_OK);
    assert_int_equal(done.n_labels, 20);
    assert_int_equal(n_files(p->path), 20);
    assert_int_equal(n_logged(p), 20);
    print_job_free(&job);
}

static void test_a_plan_refuses_what_is_withdrawn_or_suspended(void **state) {
    struct printing *p = *state;
    const struct sello_serials range = {1, 20};
    struct print_job job;
    other_sets_status(p, SELLO_LABEL_SUSPENDED, 7);
    assert_status(plan(p, &range, PRINT_SVG, &job), SELLO_E_STATE);
    assert_rule(p, "suspended-not-printed", 7);
    print_job_free(&job);
    other_sets_status(p, SELLO_LABEL_WITHDRAWN, 5);
    assert_status(plan(p, &range, PRINT_SVG, &job), SELLO_E_STATE);
    assert_rule(p, "withdrawn-not-printed", 5);
    print_job_free(&job);
}

static void test_a_label_withdrawn_since_the_plan_is_not_printed(void **state) {
    struct printing *p = *state;
    const struct sello_serials range = {1, 20};
    struct print_job job;
    struct print_done done;
    assert_status(plan(p, &range, PRINT_SVG, &job), SELLO_OK);
    other_sets_status(p, SELLO_LABEL_WITHDRAWN, 3);
    assert_status(print_commit(&p->session, &job, &done), SELLO_E_STATE);
    assert_rule(p, "withdrawn-not-printed", 3);
    assert_int_equal(n_files(p->path), 0);
    assert_int_equal(n_logged(p), 0);
    print_job_free(&job);
}

static void test_a_label_withdrawn_while_others_are_drawn_leaves_no_file(void **state) {
    struct printing *p = *state;
    const struct sello_serials range = {1, 100};
    struct print_job job;
    struct print_done done;
    struct withdrawing withdrawing = {p, 16};
    p->session.hooks.context = &withdrawing;
    p->session.hooks.progress = withdraw_on_the_way;
    assert_status(plan(p, &range, PRINT_SVG, &job), SELLO_OK);
    assert_status(print_commit(&p->session, &job, &done), SELLO_E_STATE);
    assert_rule(p, "withdrawn-not-printed", 3);
    assert_int_equal(n_files(p->path), 0);
    assert_int_equal(n_logged(p), 0);
    print_job_free(&job);
}

static void test_what_was_let_go_before_is_logged(void **state) {
    struct printing *p = *state;
    const struct sello_serials range = {1, PRINT_MANY};
    struct print_job job;
    struct print_done done;
    struct withdrawing withdrawing = {p, BASE_FILES_PENDING};
    p->session.hooks.context = &withdrawing;
    p->session.hooks.progress = withdraw_on_the_way;
    assert_status(plan(p, &range, PRINT_SVG, &job), SELLO_OK);
    assert_status(print_commit(&p->session, &job, &done), SELLO_E_STATE);
    assert_rule(p, "withdrawn-while-printing", 3);
    assert_int_equal(done.n_labels, BASE_FILES_PENDING);
    assert_int_equal(n_files(p->path), BASE_FILES_PENDING);
    assert_int_equal(n_logged(p), BASE_FILES_PENDING);
    print_job_free(&job);
}

static bool stop(void *context) {
    (void)context;
    return true;
}

static void test_a_stopped_job_logs_what_is_in_place(void **state) {
    struct printing *p = *state;
    const struct sello_serials range = {1, 100};
    struct print_job job;
    struct print_done done;
    p->session.hooks.stopped = stop;
    assert_status(plan(p, &range, PRINT_SVG, &job), SELLO_OK);
    assert_status(print_commit(&p->session, &job, &done), SELLO_E_INTERRUPTED);
    assert_true(done.interrupted);
    assert_int_equal(done.n_labels, 16);
    assert_int_equal(n_files(p->path), 16);
    assert_int_equal(n_logged(p), 16);
    print_job_free(&job);
}

/* ---- sheets ---- */

static enum sello_error plan_sheet(struct printing *p, uint64_t serial, const char *stock,
                                   const char *start, struct print_job *out) {
    const struct sello_serials range = {serial, 1};
    const struct print_request request = {.format = PRINT_PDF,
                                          .path = p->path,
                                          .range = &range,
                                          .n_ranges = 1,
                                          .whole = true,
                                          .stock = stock,
                                          .start = start,
                                          .order = SELLO_ORDER_ROW,
                                          .dpi = 600,
                                          .copies = 1,
                                          .n_workers = 1,
                                          .no_readback = true};
    return print_plan(&p->session, &request, out);
}

static void print_a_sheet(struct printing *p) {
    struct print_job job;
    struct print_done done;
    assert_status(plan_sheet(p, 2, "avery-5162", NULL, &job), SELLO_OK);
    assert_int_equal(job.n_offered, 0);
    assert_status(print_commit(&p->session, &job, &done), SELLO_OK);
    assert_int_equal(done.n_reprints, 0);
    assert_int_equal(unlink(p->path), 0);
    print_job_free(&job);
}

static void other_prints_on_it(struct printing *p) {
    struct sello_used_sheet sheet[SELLO_USED_SHEETS_MAX];
    size_t n = 0;
    assert_status(sello_used_sheets(p->other, "avery-5162", sheet, &n), SELLO_OK);
    assert_int_equal(n, 1);
    struct sello_used_sheet next = {.job = {1}, .began_on = sheet[0].number, .start = 1, .next = 5};
    snprintf(next.stock, sizeof next.stock, "avery-5162");
    assert_status(sello_used_sheet_put(p->other, &next), SELLO_OK);
}

static void assert_sheet_refused(struct printing *p, const struct print_job *job) {
    struct print_done done;
    assert_status(print_commit(&p->session, job, &done), SELLO_E_STATE);
    assert_string_equal(p->session.problem.rule, "sheet-used-meanwhile");
    assert_int_equal(access(p->path, F_OK), -1);
    assert_int_equal(n_logged(p), 1);
}

static void test_a_part_used_sheet_that_another_printed_on_is_not_gone_on_with(void **state) {
    struct printing *p = *state;
    struct print_job job;
    print_a_sheet(p);
    assert_status(plan_sheet(p, 3, NULL, "next", &job), SELLO_OK);
    assert_int_equal(job.start, 1);
    other_prints_on_it(p);
    assert_sheet_refused(p, &job);
    print_job_free(&job);
}

static void test_the_same_where_a_person_was_asked_meanwhile(void **state) {
    struct printing *p = *state;
    struct print_job job;
    print_a_sheet(p);
    assert_status(plan_sheet(p, 3, NULL, NULL, &job), SELLO_OK);
    assert_int_equal(job.n_offered, 1);
    assert_int_equal(job.part_used[0].cell, 1);
    assert_int_equal(job.start, 0);
    print_take_part_used(&job);
    other_prints_on_it(p);
    assert_sheet_refused(p, &job);
    print_job_free(&job);
}

static void test_a_fresh_sheet_is_nobody_elses(void **state) {
    struct printing *p = *state;
    struct print_job job;
    struct print_done done;
    print_a_sheet(p);
    assert_status(plan_sheet(p, 2, NULL, NULL, &job), SELLO_OK);
    other_prints_on_it(p);
    assert_status(print_commit(&p->session, &job, &done), SELLO_OK);
    assert_int_equal(done.n_reprints, 1);
    print_job_free(&job);
}

static void test_a_sheet_with_a_label_withdrawn_since_the_plan_is_not_let_go(void **state) {
    struct printing *p = *state;
    struct print_job job;
    struct print_done done;
    assert_status(plan_sheet(p, 3, "avery-5162", NULL, &job), SELLO_OK);
    other_sets_status(p, SELLO_LABEL_WITHDRAWN, 3);
    assert_status(print_commit(&p->session, &job, &done), SELLO_E_STATE);
    assert_rule(p, "withdrawn-not-printed", 3);
    assert_int_equal(access(p->path, F_OK), -1);
    assert_int_equal(n_logged(p), 0);
    print_job_free(&job);
}

/* ---- what it asks of the store ---- */

/* One label in each form: `stock` NULL is the one used last. */
static void test_one_label_takes_few_queries(void **state) {
    struct printing *p = *state;
    static const struct {
        enum print_format format;
        bool whole;
        const char *stock, *start;
    } rows[] = {
        {PRINT_SVG, false, NULL, NULL},         {PRINT_PNG, false, NULL, NULL},
        {PRINT_PDF, true, "avery-5162", NULL},  {PRINT_PDF, true, NULL, NULL},
        {PRINT_PDF, true, NULL, "next"},        {PRINT_PNG, true, NULL, NULL},
        {PRINT_ZPL, true, "roll-100x50", NULL}, {PRINT_ZPL, true, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[300];
        const struct sello_serials range = {3, 1};
        snprintf(path, sizeof path, "%s%zu", p->path, i);
        const struct print_request request = {.format = rows[i].format,
                                              .path = path,
                                              .range = &range,
                                              .n_ranges = 1,
                                              .whole = rows[i].whole,
                                              .stock = rows[i].stock,
                                              .start = rows[i].start,
                                              .order = SELLO_ORDER_ROW,
                                              .dpi = rows[i].format == PRINT_ZPL ? 203 : 600,
                                              .copies = 1,
                                              .n_workers = 1,
                                              .no_readback = true};
        struct print_job job;
        struct print_done done;
        uint64_t before = sello_store_queries(p->session.store);
        assert_status(print_plan(&p->session, &request, &job), SELLO_OK);
        assert_status(print_commit(&p->session, &job, &done), SELLO_OK);
        assert_int_equal(done.n_labels, 1);
        print_job_free(&job);
        uint64_t asked = sello_store_queries(p->session.store) - before;
        print_message("%zu: one label as %s: %llu queries\n", i, print_format_name(rows[i].format),
                      (unsigned long long)asked);
        assert_in_range(asked, 1, 25);
    }
}

#define print_test(test)                                                                           \
    cmocka_unit_test_setup_teardown(test, print_fixture_make, print_fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        print_test(test_what_nobody_touches_is_printed_and_logged),
        print_test(test_a_plan_refuses_what_is_withdrawn_or_suspended),
        print_test(test_a_label_withdrawn_since_the_plan_is_not_printed),
        print_test(test_a_label_withdrawn_while_others_are_drawn_leaves_no_file),
        print_test(test_what_was_let_go_before_is_logged),
        print_test(test_a_stopped_job_logs_what_is_in_place),
        print_test(test_a_part_used_sheet_that_another_printed_on_is_not_gone_on_with),
        print_test(test_the_same_where_a_person_was_asked_meanwhile),
        print_test(test_a_fresh_sheet_is_nobody_elses),
        print_test(test_a_sheet_with_a_label_withdrawn_since_the_plan_is_not_let_go),
        print_test(test_one_label_takes_few_queries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
