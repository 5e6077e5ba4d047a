/* SPDX-License-Identifier: Apache-2.0 */
/* What labels say loudest, and what they leave out first. */
#include "labels/art/art_parts.h"
#include "tests/support/labels_fixture.h"
#include "tests/support/sello_test.h"

static const char *const designs[] = {"simple", "marco", "etiqueta", "sello", "tierra"};
enum { N_DESIGNS = 5 };

static const char *where = ""; /* for messages */

static void expect(bool holds, const char *what) {
    if (!holds) {
        print_error("%s: %s\n", where, what);
        fail();
    }
}

static struct sello_art *art_of(const struct label_job *job) {
    struct sello_art *art = NULL;
    assert_status(sello_art_new(&job->setup, &art), SELLO_OK);
    return art;
}

/* What leaves a label does so in one order: whatever is left out, all that is quieter is too. */
static void words_leave_in_one_order(void **state) {
    (void)state;
    size_t left_out = 0;
    for (size_t i = 0; i < sello_stock_count(); i++) {
        struct label_job job;
        bool full = false;
        where = sello_stock_at(i)->name;
        if (!label_job_make(sello_stock_at(i), designs[i % N_DESIGNS], label_words_at(i % 5).words,
                            &job)) {
            continue;
        }
        struct sello_art *art = art_of(&job);
        for (int field = ART_TRAITS; field < ART_FLOWING; field++) {
            bool there = art_box_of(art, (enum art_field)field) != NULL;
            expect(!full || !there, "a quieter text stands where a louder one was left out");
            full = full || (art->text[field] != NULL && !there);
        }
        left_out += full;
        sello_art_free(&art);
    }
    assert_in_range(left_out, 5, sello_stock_count());
}

/* The second voice: at least two thirds of the first. */
static void a_producer_is_as_proud_as_the_product(void **state) {
    (void)state;
    size_t n = 0;
    for (size_t i = 0; i < sello_stock_count(); i++) {
        struct label_job job;
        where = sello_stock_at(i)->name;
        if (!label_job_make(sello_stock_at(i), designs[i % N_DESIGNS], label_words_at(i % 5).words,
                            &job)) {
            continue;
        }
        struct sello_art *art = art_of(&job);
        const struct art_box *product = art_box_of(art, ART_PRODUCT);
        const struct art_box *producer = art_box_of(art, ART_PRODUCER);
        if (producer != NULL) {
            expect(producer->size >= product->size * 2 / 3 - 0.01, "the producer is too small");
            n++;
        }
        sello_art_free(&art);
    }
    assert_in_range(n, 20, sello_stock_count());
}

/* ---- how large the symbol is ---- */

/* The most dots that fit, less those that words are worth. */
static void a_symbol_gives_up_dots_for_words(void **state) {
    (void)state;
    static const struct {
        const char *what, *stock;
        unsigned dpi, digits, fits, dots;
        size_t words;
    } rows[] = {
        {"all words are there", "avery-l7160", 600, 561, 10, 10, 0},
        {"what never leaves, under 0.396 mm", "rayfilm-2307", 600, 561, 10, 9, 0},
        {"but not under 0.375 mm", "rayfilm-2307", 300, 561, 5, 5, 0},
        {"all six, under 0.396 mm", "onlinelabels-ol6300", 600, 561, 10, 9, 0},
        {"one of the four that never leave, under it", "rayfilm-2307", 600, 480, 10, 9, 0},
        {"the same, by finer dots, and what to do", "rayfilm-2307", 1200, 480, 20, 18, 0},
        {"the same, with more digits", "rayfilm-2307", 1200, 561, 20, 18, 0},
        {"none on a round label, whose certifier gets narrower letters", "avery-3112", 600, 260, 10,
         10, 0},
        {"on a round label where those are too wide still", "avery-3112", 600, 260, 10, 9, 5},
        {"nothing to give", "avery-6570", 300, 561, 4, 4, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct label_job job;
        struct sello_fit fit;
        struct sello_print_size size;
        where = rows[i].what;
        expect(label_job_sized(sello_stock_find(rows[i].stock), "plain",
                               label_words_at(rows[i].words).words, rows[i].digits, &job),
               "no symbol");
        assert_status(
            sello_fit(job.setup.stock, rows[i].dpi, 0, false, job.setup.symbol_page, &fit),
            SELLO_OK);
        assert_int_equal(fit.size.dots_per_module, rows[i].fits);
        job.setup.size = fit.size;
        assert_status(sello_art_size(&job.setup, &size), SELLO_OK);
        assert_int_equal(size.dpi, rows[i].dpi);
        if (size.dots_per_module != rows[i].dots) {
            fail_msg("%s: %u dots, not %u", where, size.dots_per_module, rows[i].dots);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_leave_in_one_order),
        cmocka_unit_test(a_producer_is_as_proud_as_the_product),
        cmocka_unit_test(a_symbol_gives_up_dots_for_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
