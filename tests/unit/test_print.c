/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "registry/print/certificate_page.h"
#include "registry/print/mark.h"
#include "registry/print/print.h"
#include "registry/print/printers.h"
#include "registry/trust/sign.h"
#include "tests/support/store_fixture.h"

/* Printing, where another program withdraws or suspends a label meanwhile. */

enum { MEMBER, LABEL, KEYS };
enum { MANY = 700 }; /* more than are put in place at once */

struct printing {
    struct fixture *fixture;
    struct sello_key *key[KEYS];
    struct session session;
    struct sello_store *other; /* as another program has it open */
    struct sello_batch batch;
    char path[256];       /* what is printed to */
    uint64_t withdraw_at; /* as soon as so many labels are done; 0: never */
};

/* ---- the registry ---- */

static struct sello_bytes write_root(struct printing *p, struct sello_root_key *row, uint8_t *buf,
                                     size_t size) {
    static const enum sello_role roles[KEYS] = {SELLO_ROLE_MEMBER, SELLO_ROLE_LABEL};
    static uint8_t text[1024];
    for (size_t i = 0; i < KEYS; i++) {
        assert_status(sello_key_new(roles[i], &p->key[i]), SELLO_OK);
        memcpy(row[i].public_key, sello_key_public(p->key[i]), SELLO_KEY_LEN);
        memcpy(row[i].kid, sello_key_kid(p->key[i]), SELLO_KID_LEN);
        row[i].role = roles[i];
        row[i].stop_signing = SELLO_NEVER;
    }
    const struct sello_root root = {.version = 1,
                                    .threshold = 1,
                                    .name = sello_bytes_of("Consejo Artesanal de Prueba"),
                                    .base_url = sello_bytes_of("https://sello.example/v/"),
                                    .issued = T0,
                                    .n_members = 1,
                                    .n_keys = KEYS,
                                    .key = row};
    struct sello_writer payload = sello_writer_init(text, sizeof text);
    struct sello_writer bytes = sello_writer_init(buf, size);
    sello_put_root_payload(&payload, &root);
    assert_status(sign_root(sello_written(&payload), p->key, KEYS, &bytes), SELLO_OK);
    return sello_written(&bytes);
}

static int setup(void **state) {
    struct sello_root_key row[SELLO_ROOT_KEYS_MAX] = {0}, read_row[SELLO_ROOT_KEYS_MAX];
    struct sello_root root = {.key = read_row};
    uint8_t buf[2048];
    bool locked;
    struct printing *p = calloc(1, sizeof *p);
    assert_non_null(p);
    assert_status(sello_keys_start(&locked), SELLO_OK);
    struct sello_bytes bytes = write_root(p, row, buf, sizeof buf);
    assert_status(sello_root_parse(bytes, &root), SELLO_OK);
    void *fixture;
    fixture_make_on(&fixture, root.hash, bytes);
    p->fixture = fixture;
    p->batch = fixture_issue(p->fixture, MANY);
    snprintf(p->path, sizeof p->path, "%s", fixture_path(p->fixture, "../out"));
    assert_status(sello_store_open(p->fixture->folder, "other", T0, &p->other), SELLO_OK);
    session_start(&p->session, p->fixture->folder, T0, "en", NULL);
    p->session.store = p->fixture->store;
    *state = p;
    return 0;
}

static int teardown(void **state) {
    struct printing *p = *state;
    void *fixture = p->fixture;
    sello_store_close(&p->other);
    p->session.store = NULL;
    session_close(&p->session);
    for (size_t i = 0; i < KEYS; i++) {
        sello_key_free(&p->key[i]);
    }
    free(p);
    return fixture_remove(&fixture);
}

static void set_status(struct printing *p, enum sello_label_status status, uint64_t serial) {
    const struct sello_status_range range = {.first = serial,
                                             .count = 1,
                                             .status = status,
                                             .reason = SELLO_REASON_STOLEN,
                                             .day = T0 / 86400,
                                             .source = SELLO_SOURCE_SERIALS};
    assert_status(sello_status_set(p->other, &range, NULL), SELLO_OK);
}

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

static void withdraw_on_the_way(void *context, const char *work, uint64_t done, uint64_t total) {
    struct printing *p = context;
    (void)work;
    if (p->withdraw_at > 0 && done >= p->withdraw_at && done < total) {
        p->withdraw_at = 0;
        set_status(p, SELLO_LABEL_WITHDRAWN, 3);
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
    set_status(p, SELLO_LABEL_SUSPENDED, 7);
    assert_status(plan(p, &range, PRINT_SVG, &job), SELLO_E_STATE);
    assert_rule(p, "suspended-not-printed", 7);
    print_job_free(&job);
    set_status(p, SELLO_LABEL_WITHDRAWN, 5);
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
    set_status(p, SELLO_LABEL_WITHDRAWN, 3);
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
    p->session.hooks.context = p;
    p->session.hooks.progress = withdraw_on_the_way;
    p->withdraw_at = 16;
    assert_status(plan(p, &range, PRINT_SVG, &job), SELLO_OK);
    assert_status(print_commit(&p->session, &job, &done), SELLO_E_STATE);
    assert_rule(p, "withdrawn-not-printed", 3);
    assert_int_equal(n_files(p->path), 0);
    assert_int_equal(n_logged(p), 0);
    print_job_free(&job);
}

static void test_what_was_let_go_before_is_logged(void **state) {
    struct printing *p = *state;
    const struct sello_serials range = {1, MANY};
    struct print_job job;
    struct print_done done;
    p->session.hooks.context = p;
    p->session.hooks.progress = withdraw_on_the_way;
    p->withdraw_at = BASE_FILES_PENDING;
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

static enum sello_error plan_sheet(struct printing *p, const char *stock, const char *start,
                                   struct print_job *out) {
    static const struct sello_serials range = {3, 1};
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
    assert_status(plan_sheet(p, "avery-5162", NULL, &job), SELLO_OK);
    assert_int_equal(job.free_cell, 0);
    assert_status(print_commit(&p->session, &job, &done), SELLO_OK);
    assert_int_equal(done.n_reprints, 0);
    assert_int_equal(unlink(p->path), 0);
    print_job_free(&job);
}

static void other_prints_on_it(struct printing *p) {
    assert_status(sello_stock_position_put(p->other, "avery-5162", 5), SELLO_OK);
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
    assert_status(plan_sheet(p, NULL, "next", &job), SELLO_OK);
    assert_int_equal(job.start, 1);
    other_prints_on_it(p);
    assert_sheet_refused(p, &job);
    print_job_free(&job);
}

static void test_the_same_where_a_person_was_asked_meanwhile(void **state) {
    struct printing *p = *state;
    struct print_job job;
    print_a_sheet(p);
    assert_status(plan_sheet(p, NULL, NULL, &job), SELLO_OK);
    assert_int_equal(job.free_cell, 1);
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
    assert_status(plan_sheet(p, NULL, NULL, &job), SELLO_OK);
    other_prints_on_it(p);
    assert_status(print_commit(&p->session, &job, &done), SELLO_OK);
    assert_int_equal(done.n_reprints, 1);
    print_job_free(&job);
}

static void test_a_sheet_with_a_label_withdrawn_since_the_plan_is_not_let_go(void **state) {
    struct printing *p = *state;
    struct print_job job;
    struct print_done done;
    assert_status(plan_sheet(p, "avery-5162", NULL, &job), SELLO_OK);
    set_status(p, SELLO_LABEL_WITHDRAWN, 3);
    assert_status(print_commit(&p->session, &job, &done), SELLO_E_STATE);
    assert_rule(p, "withdrawn-not-printed", 3);
    assert_int_equal(access(p->path, F_OK), -1);
    assert_int_equal(n_logged(p), 0);
    print_job_free(&job);
}

/* ---- the certifier's mark ---- */

static void test_a_mark_is_planned_then_kept_then_removed(void **state) {
    struct printing *p = *state;
    struct mark_file file, kept;
    struct sello_bytes svg =
        sello_bytes_of("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0"
                       " 9 9\"><path d=\"M0 0h9v9z\"/></svg>");
    write_whole(p->path, svg);
    assert_status(mark_set_plan(&p->session, p->path, &file), SELLO_OK);
    assert_true(file.svg);
    assert_status(mark_read(&p->session, &kept), SELLO_OK);
    assert_null(kept.bytes);
    assert_status(mark_set_commit(&p->session, &file), SELLO_OK);
    mark_file_free(&file);
    assert_status(mark_read(&p->session, &kept), SELLO_OK);
    assert_int_equal(kept.len, svg.len);
    mark_file_free(&kept);
    assert_status(mark_remove(&p->session), SELLO_OK);
    assert_status(mark_read(&p->session, &kept), SELLO_OK);
    assert_null(kept.bytes);
    write_whole(p->path, sello_bytes_of("no picture"));
    assert_int_not_equal(mark_set_plan(&p->session, p->path, &file), SELLO_OK);
    assert_string_equal(p->session.problem.rule, "mark-not-usable");
    mark_file_free(&file);
}

/* ---- what printers are off by ---- */

static void test_a_printer_is_planned_then_noted_then_forgotten(void **state) {
    struct printing *p = *state;
    const struct printer_change note = {
        .name = "HP", .measured = {.left = 21, .top = 20, .across = 170, .down = 230}};
    const struct printer_change forget = {.name = "HP", .forget = true};
    struct printers all;
    struct printer printer;
    assert_status(printers_plan(&p->session, &note, &printer), SELLO_OK);
    assert_true(printer.profile.offset_x != 0);
    assert_status(printers_read(&p->session, &all), SELLO_OK);
    assert_int_equal(all.n, 0);
    assert_status(printers_plan(&p->session, &forget, &printer), SELLO_E_NOT_FOUND);
    assert_string_equal(p->session.problem.rule, "printer-unknown");
    assert_status(printers_commit(&p->session, &note, &printer), SELLO_OK);
    assert_status(printers_plan(&p->session, &forget, &printer), SELLO_OK);
    assert_status(printers_read(&p->session, &all), SELLO_OK);
    assert_int_equal(all.n, 1);
    assert_status(printers_commit(&p->session, &forget, &printer), SELLO_OK);
    assert_status(printers_read(&p->session, &all), SELLO_OK);
    assert_int_equal(all.n, 0);
}

/* ---- a certificate's page ---- */

static enum sello_error plan_page(struct printing *p, struct certificate_page *out) {
    const struct certificate_page_request request = {.certificate = p->fixture->certificate,
                                                     .words = PAGE_WORDS_BOTH,
                                                     .paper = SELLO_PAPER_LETTER,
                                                     .path = p->path};
    return certificate_page_plan(&p->session, &request, out);
}

static void other_moves(struct printing *p, enum sello_certificate_step step) {
    const struct sello_certificate_move move = {
        .certificate = p->fixture->certificate,
        .step = step,
        .until = {step == SELLO_STEP_RENEW, T0 / 86400 + 400},
        .reason = step == SELLO_STEP_WITHDRAW ? SELLO_REASON_CERTIFICATE_ENDED : 0,
    };
    assert_status(sello_certificate_move(p->other, &move), SELLO_OK);
}

static void assert_page_refused(struct printing *p, struct certificate_page *page,
                                const char *rule) {
    assert_status(certificate_page_commit(&p->session, page), SELLO_E_STATE);
    assert_string_equal(p->session.problem.rule, rule);
    assert_int_equal(access(p->path, F_OK), -1);
    certificate_page_free(page);
}

static void test_a_certificates_page_is_printed(void **state) {
    struct printing *p = *state;
    struct certificate_page page;
    assert_status(plan_page(p, &page), SELLO_OK);
    assert_int_equal(access(p->path, F_OK), -1);
    assert_status(certificate_page_commit(&p->session, &page), SELLO_OK);
    assert_int_equal(access(p->path, F_OK), 0);
    certificate_page_free(&page);
}

static void test_a_certificate_that_ended_since_the_plan_is_not_printed(void **state) {
    struct printing *p = *state;
    struct certificate_page page;
    assert_status(plan_page(p, &page), SELLO_OK);
    other_moves(p, SELLO_STEP_SUSPEND);
    assert_page_refused(p, &page, "suspended-certificate-not-printed");
    other_moves(p, SELLO_STEP_RESUME);
    assert_status(plan_page(p, &page), SELLO_OK);
    other_moves(p, SELLO_STEP_WITHDRAW);
    assert_page_refused(p, &page, "withdrawn-certificate-not-printed");
}

static void test_a_certificate_that_says_something_else_now_is_not_printed(void **state) {
    struct printing *p = *state;
    struct certificate_page page;
    struct sello_product product;
    assert_status(plan_page(p, &page), SELLO_OK);
    other_moves(p, SELLO_STEP_RENEW);
    assert_page_refused(p, &page, "changed-meanwhile");
    assert_status(plan_page(p, &page), SELLO_OK);
    assert_status(sello_product_get(p->other, p->fixture->product, &product), SELLO_OK);
    snprintf(product.name, sizeof product.name, "Otro nombre");
    assert_status(sello_product_edit(p->other, &product), SELLO_OK);
    assert_page_refused(p, &page, "changed-meanwhile");
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
        assert_in_range(asked, 1, 20);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_nobody_touches_is_printed_and_logged, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_a_plan_refuses_what_is_withdrawn_or_suspended, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_a_label_withdrawn_since_the_plan_is_not_printed, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            test_a_label_withdrawn_while_others_are_drawn_leaves_no_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_was_let_go_before_is_logged, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_stopped_job_logs_what_is_in_place, setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_a_part_used_sheet_that_another_printed_on_is_not_gone_on_with, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_same_where_a_person_was_asked_meanwhile, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_a_fresh_sheet_is_nobody_elses, setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_a_sheet_with_a_label_withdrawn_since_the_plan_is_not_let_go, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_mark_is_planned_then_kept_then_removed, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_a_printer_is_planned_then_noted_then_forgotten, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_a_certificates_page_is_printed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_certificate_that_ended_since_the_plan_is_not_printed,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_a_certificate_that_says_something_else_now_is_not_printed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_one_label_takes_few_queries, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
