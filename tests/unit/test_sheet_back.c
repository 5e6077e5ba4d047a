/* SPDX-License-Identifier: Apache-2.0 */
/* The second side of tags, measured in the PDF: each lies behind its own label. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "labels/stock/stock.h"
#include "tests/support/program.h"
#include "tests/support/sello_test.h"
#include "tests/support/sheet_sample.h"

#define MM (25.4 / 72)

/* Back to back: every cell's second side says its number. */
static struct sello_bytes make_backs(const struct sello_stock *stock, const char *design,
                                     const struct sheet_sample *sample) {
    const struct sheet_job job = {.sample = sample, .n = 1, .dots_per_module = 8, .design = design};
    const struct sello_sheet_setup setup = {.stock = stock, .profile = {0, 0, 1, 1}, .dpi = 600};
    struct sello_art *art = sheet_sample_art(&job, setup.dpi);
    struct sello_sheet *sheet = NULL;
    uint8_t *pdf;
    size_t len;
    assert_status(sello_sheet_new(&setup, &sheet), SELLO_OK);
    assert_status(sello_sheet_page(sheet, sello_bytes(NULL, 0)), SELLO_OK);
    const struct sello_back none = {.text = sello_bytes_of("x")};
    assert_status(sello_sheet_put_back(sheet, 0, art, &none), SELLO_E_RANGE); /* not on a front */
    assert_status(sello_sheet_back_page(sheet), SELLO_OK);
    for (unsigned cell = 0; cell < sello_stock_cells(stock); cell++) {
        char text[16];
        snprintf(text, sizeof text, "cell%u", cell);
        const struct sello_back back = {.lead = sello_bytes_of("Escanea"),
                                        .text = sello_bytes_of(text),
                                        .foot = sello_bytes_of("sin firma")};
        assert_status(sello_sheet_put_back(sheet, cell, art, &back), SELLO_OK);
    }
    assert_status(sello_sheet_finish(&sheet, &pdf, &len), SELLO_OK);
    sello_art_free(&art);
    return sello_bytes(pdf, len);
}

/* Where a word's middle is on the last page, in millimetres. */
static bool find_word(const char *boxes, const char *word, double *out_x, double *out_y) {
    char end[32];
    double left, top, right, bottom;
    snprintf(end, sizeof end, ">%s</word>", word);
    const char *at = strstr(boxes, end);
    while (at != NULL && at > boxes && *at != '<') {
        at--;
    }
    if (at == NULL || sscanf(at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"", &left,
                             &top, &right, &bottom) != 4) {
        return false;
    }
    *out_x = (left + right) / 2 * MM;
    *out_y = (top + bottom) / 2 * MM;
    return true;
}

/* Turned over like a page of a book, left is right: so the place on the back, mirrored, must be
 * within the label of the same number, and across it in its middle. */
static void each_lies_behind_its_label(void **state) {
    (void)state;
    static const struct {
        const char *sample, *design;
        bool turned; /* hung by a hole at its left edge, its words read upwards */
    } rows[] = {
        {"avery-5371", "simple", false},
        {"avery-5371", "etiqueta", true},
        {"avery-l7159", "simple", false},
        {"avery-5160", "simple", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sheet_sample *sample = sheet_sample_find(rows[i].sample);
        struct sello_stock stock = *sello_stock_find(rows[i].sample);
        stock.left -= 0.5; /* where left and right differ, a shift for a mirror is found out */
        struct sello_bytes pdf = make_backs(&stock, rows[i].design, sample);
        struct sello_bytes boxes = program_output(pdf, "pdftotext -bbox -f 2 in - && printf '\\0'");
        for (unsigned cell = 0; cell < sello_stock_cells(&stock); cell++) {
            char word[16];
            double x = 0, y = 0;
            snprintf(word, sizeof word, "cell%u", cell);
            assert_true(find_word((const char *)boxes.ptr, word, &x, &y));
            double left = stock.left + cell % stock.columns * stock.pitch_x;
            double top = stock.top + cell / stock.columns * stock.pitch_y;
            double on_front = stock.paper_width - x;
            if (rows[i].turned) {
                assert_true(on_front > left + 6 && on_front < left + stock.width); /* the hole */
                assert_true(fabs(y - (top + stock.height / 2)) < 0.5);
            } else {
                assert_true(fabs(on_front - (left + stock.width / 2)) < 0.5);
                assert_true(y > top && y < top + stock.height);
            }
        }
        program_free(boxes);
        struct sello_bytes flat = program_output(pdf, "qpdf --qdf --object-streams=disable in -");
        assert_non_null(memmem(flat.ptr, flat.len, "/DuplexFlipLongEdge", 19));
        program_free(flat);
        free((void *)(uintptr_t)pdf.ptr);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_lies_behind_its_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
