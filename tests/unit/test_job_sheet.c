/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/sheet/job_sheet.h"
#include "tests/support/program.h"
#include "tests/support/sello_test.h"

static struct sello_job_sheet job_of(const char *stock) {
    return (struct sello_job_sheet){.certifier = sello_bytes_of("Cooperativa Ñuu Savi"),
                                    .batch = sello_bytes_of("B7"),
                                    .file = sello_bytes_of("B7.pdf"),
                                    .stock = sello_stock_find(stock),
                                    .size = {600, 10},
                                    .symbol_side = 65,
                                    .n_labels = 1200,
                                    .n_sheets = 50,
                                    .copies = 1,
                                    .first = sello_bytes_of("000005-5"),
                                    .last = sello_bytes_of("00015M-*"),
                                    .order = SELLO_ORDER_ROW};
}

/* The words of the page, by poppler. */
static void words_of(const struct sello_job_sheet *job, char *out, size_t cap) {
    static uint8_t buf[SELLO_PAGE_ROOM];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    assert_status(sello_job_sheet_write(job, SELLO_PAPER_LETTER, SELLO_PAGE_PDF, &w), SELLO_OK);
    struct sello_bytes words = program_output(sello_written(&w), "pdftotext -raw in -");
    assert_true(words.len < cap);
    memcpy(out, words.ptr, words.len);
    out[words.len] = '\0';
    program_free(words);
    for (char *at = strchr(out, '\n'); at != NULL; at = strchr(at, '\n')) {
        *at = ' '; /* lines end where the column does */
    }
}

static void assert_says(const char *words, const char *wanted) {
    if (strstr(words, wanted) == NULL) {
        print_error("\"%s\" is not in:\n%s\n", wanted, words);
        fail();
    }
}

static void it_says_all_that_a_print_shop_needs(void **state) {
    (void)state;
    static const char *const wanted[] = {
        "Cooperativa Ñuu Savi",
        "B7.pdf",
        "Avery L7159",
        "A4, 210.00 × 297.00",
        "64.00 × 33.86",
        "24 por hoja",
        "1200, en 50 hojas",
        "Copias: 1",
        "000005-5 a 00015M-*",
        "600 puntos",
        "0.423 mm",
        "27.52 mm",
        "100 %",
        "por un solo lado",
        "on one side, in black",
        "por filas",
        "Label stock: Avery L7159",
        "1200, on 50 sheets",
        "Copies: 1",
        "000005-5 to 00015M-*",
        "600 dots",
        "Actual size",
        "along the rows",
    };
    char words[8192];
    struct sello_job_sheet job = job_of("avery-l7159");
    words_of(&job, words, sizeof words);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_says(words, wanted[i]);
    }
    assert_null(strstr(words, "PRUEBA"));
    assert_null(strstr(words, "marcas"));
}

static void it_tells_proofs_cuts_and_other_paper(void **state) {
    (void)state;
    char words[8192];
    struct sello_job_sheet job = job_of("avery-5162");
    job.coloured = job.backs = true;
    words_of(&job, words, sizeof words);
    assert_says(words, "volteando como en un libro, a color");
    assert_says(words, "in colour");
    job.coloured = job.backs = false;
    job.proof = job.crop_marks = true;
    job.order = SELLO_ORDER_STACK;
    job.n_sheets = 1;
    job.file = (struct sello_bytes){0};
    words_of(&job, words, sizeof words);
    assert_says(words, "PRUEBA");
    assert_says(words, "PROOF");
    assert_says(words, "marcas de los márgenes");
    assert_says(words, "carta, 215.90 × 279.40");
    assert_says(words, "Letter, 215.90 × 279.40");
    assert_says(words, "apilar");
    assert_says(words, "en 1 hoja ");
    assert_says(words, "on 1 sheet ");
    assert_null(strstr(words, "Archivo"));
}

static void the_longest_job_fits_a_page(void **state) {
    (void)state;
    static uint8_t buf[SELLO_PAGE_ROOM];
    char name[64], file[60];
    memset(name, 'M', sizeof name);
    memset(file, 'w', sizeof file);
    struct sello_job_sheet job = job_of("avery-5160");
    struct sello_stock stock = *job.stock; /* the user's own, of a longer title than any of ours */
    memset(stock.title, 'w', 40);
    stock.title[40] = '\0';
    job.stock = &stock;
    job.certifier = sello_bytes(name, sizeof name);
    job.file = sello_bytes(file, sizeof file);
    job.n_labels = job.n_sheets = 1000000;
    job.copies = 9999;
    job.order = SELLO_ORDER_STACK;
    job.crop_marks = job.proof = true;
    for (int paper = SELLO_PAPER_LETTER; paper <= SELLO_PAPER_A4; paper++) {
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        assert_status(sello_job_sheet_write(&job, (enum sello_paper)paper, SELLO_PAGE_PDF, &w),
                      SELLO_OK);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_says_all_that_a_print_shop_needs),
        cmocka_unit_test(it_tells_proofs_cuts_and_other_paper),
        cmocka_unit_test(the_longest_job_fits_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
