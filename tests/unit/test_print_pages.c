/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "registry/print/accent.h"
#include "registry/print/certificate_page.h"
#include "registry/print/mark.h"
#include "registry/print/printers.h"
#include "tests/support/print_fixture.h"

/* What printing needs and makes beside labels, between its plan and its commit. */

/* ---- the certifier's mark ---- */

static void test_a_mark_is_planned_then_kept_then_removed(void **state) {
    struct printing *p = *state;
    struct mark_file file, kept;
    struct sello_bytes svg =
        sello_bytes_of("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0"
                       " 9 9\"><path d=\"M0 0h9v9z\"/></svg>");
    write_whole(p->path, svg);
    assert_status(mark_set_plan(&p->session, MARK_LOGO, p->path, &file), SELLO_OK);
    assert_true(file.svg);
    assert_status(mark_read(&p->session, MARK_LOGO, &kept), SELLO_OK);
    assert_null(kept.bytes);
    assert_status(mark_set_commit(&p->session, &file), SELLO_OK);
    mark_file_free(&file);
    assert_status(mark_read(&p->session, MARK_LOGO, &kept), SELLO_OK);
    assert_int_equal(kept.len, svg.len);
    mark_file_free(&kept);
    assert_status(mark_remove(&p->session, MARK_LOGO), SELLO_OK);
    assert_status(mark_read(&p->session, MARK_LOGO, &kept), SELLO_OK);
    assert_null(kept.bytes);
    write_whole(p->path, sello_bytes_of("no picture"));
    assert_int_not_equal(mark_set_plan(&p->session, MARK_LOGO, p->path, &file), SELLO_OK);
    assert_string_equal(p->session.problem.rule, "mark-not-usable");
    mark_file_free(&file);
}

/* ---- its colour ---- */

static void test_a_colour_is_kept_that_can_be_read(void **state) {
    struct printing *p = *state;
    uint32_t rgb = 1, drawn = 1;
    bool there = true;
    assert_status(accent_read(&p->session, &there, &rgb), SELLO_OK);
    assert_true(!there && rgb == 0);
    assert_status(accent_set_plan(&p->session, "#7A1020", &rgb), SELLO_OK);
    assert_int_equal(rgb, 0x7a1020);
    assert_status(accent_set_commit(&p->session, rgb), SELLO_OK);
    assert_status(accent_read(&p->session, &there, &rgb), SELLO_OK);
    assert_true(there && rgb == 0x7a1020);

    static const char *const no_colours[] = {"",    "#",        "#7a102", "#7a10200",
                                             "red", "##7a1020", "7a10 2"};
    for (size_t i = 0; i < sizeof no_colours / sizeof *no_colours; i++) {
        assert_status(accent_set_plan(&p->session, no_colours[i], &rgb), SELLO_E_TEXT);
    }
    assert_status(accent_set_plan(&p->session, "ffcc00", &rgb), SELLO_E_RANGE);
    assert_string_equal(p->session.problem.rule, "accent-too-light");
    assert_string_equal(p->session.problem.value[1].text, "1.5");
    const char *darker = p->session.problem.value[3].text;
    assert_status(accent_set_plan(&p->session, darker, &rgb), SELLO_OK);
    assert_true(sello_contrast(rgb, 0xffffff) < 4.7);

    assert_status(accent_set_commit(&p->session, 0), SELLO_OK); /* black is a colour too */
    assert_status(accent_read(&p->session, &there, &rgb), SELLO_OK);
    assert_true(there && rgb == 0);
    assert_status(accent_to_draw(&p->session, &drawn), SELLO_OK);
    assert_true(drawn != 0 && sello_contrast(drawn, 0) < 1.1);
    assert_false(sello_design_in_colour(sello_design_find("marco"), drawn));
    assert_status(accent_remove(&p->session), SELLO_OK);
    assert_status(accent_remove(&p->session), SELLO_OK);
    assert_status(accent_read(&p->session, &there, &rgb), SELLO_OK);
    assert_true(!there && rgb == 0);
    assert_status(accent_to_draw(&p->session, &drawn), SELLO_OK);
    assert_int_equal(drawn, 0);
}

/* Of every colour in steps: what is kept can be read on white, and white on it; what is refused
 * could not, and the darker one that is named can. */
static void test_every_colour_that_is_kept_has_its_contrast(void **state) {
    struct printing *p = *state;
    size_t n_kept = 0, n_refused = 0;
    for (uint32_t i = 0; i < 16 * 16 * 16; i++) {
        char text[ACCENT_LEN];
        uint32_t rgb = (i >> 8) * 0x110000 + (i >> 4 & 15) * 0x1100 + (i & 15) * 0x11, out;
        accent_format(rgb, text);
        bool kept = accent_set_plan(&p->session, text, &out) == SELLO_OK;
        assert_int_equal(kept, sello_contrast(rgb, 0xffffff) >= 4.5);
        n_kept += kept;
        n_refused += !kept;
        if (!kept) {
            const char *darker = p->session.problem.value[3].text;
            assert_true(accent_parse(darker, &out) && sello_contrast(out, 0xffffff) >= 4.5);
        }
    }
    assert_true(n_kept > 1000 && n_refused > 1000);
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

#define print_test(test)                                                                           \
    cmocka_unit_test_setup_teardown(test, print_fixture_make, print_fixture_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        print_test(test_a_mark_is_planned_then_kept_then_removed),
        print_test(test_a_colour_is_kept_that_can_be_read),
        print_test(test_every_colour_that_is_kept_has_its_contrast),
        print_test(test_a_printer_is_planned_then_noted_then_forgotten),
        print_test(test_a_certificates_page_is_printed),
        print_test(test_a_certificate_that_ended_since_the_plan_is_not_printed),
        print_test(test_a_certificate_that_says_something_else_now_is_not_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
