/* SPDX-License-Identifier: Apache-2.0 */

/* A design that is taken keeps its limits and has one symbol; one that is refused names a line that
 * is there, and so does one that does not fit a label. */

#include "labels/art/design.h"
#include "tests/fuzz/fuzz.h"

static const struct sello_stock wide = {.width = 101.6, .height = 50.8, .shape = 1};
static const struct sello_stock disc = {.width = 40, .height = 40, .shape = SELLO_STOCK_ROUND};

static size_t n_lines(const uint8_t *data, size_t size) {
    size_t n = 1;
    for (size_t i = 0; i < size; i++) {
        n += data[i] == '\n';
    }
    return n;
}

static void check_box(const struct design_box *box, size_t lines) {
    FUZZ_ASSERT(box->line >= 2 && box->line <= lines);
    FUZZ_ASSERT(box->x.value >= 0 && box->x.value <= (box->x.percent ? 100 : 1000));
    FUZZ_ASSERT(box->width.value > 0 && box->width.value <= (box->width.percent ? 100 : 1000));
    FUZZ_ASSERT(box->field < ART_TEXTS && box->field != ART_MARK && box->field != ART_FACTS);
    FUZZ_ASSERT(box->thing != DESIGN_TEXT || (box->size >= 4.5 && box->size <= 144));
    FUZZ_ASSERT(box->thing != DESIGN_TEXT || box->field != ART_NOTHING || box->words[0] != '\0');
    FUZZ_ASSERT(memchr(box->words, '\0', sizeof box->words) != NULL);
}

static void check_stock(const struct sello_design *design, const struct sello_stock *stock,
                        size_t lines) {
    size_t line = 0;
    enum sello_error error = sello_design_check(design, stock, &line);
    FUZZ_ASSERT(error == SELLO_OK ? line == 0 : line >= 2 && line <= lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sello_design *design = NULL;
    size_t line = 0, symbols = 0, lines = n_lines(data, size);
    if (sello_design_parse(sello_bytes(data, size), &design, &line) != SELLO_OK) {
        FUZZ_ASSERT(design == NULL && line >= 1 && line <= lines + 1);
        return 0;
    }
    FUZZ_ASSERT(design->n_boxes >= 1 && design->n_boxes <= DESIGN_BOXES_MAX);
    for (size_t i = 0; i < design->n_boxes; i++) {
        check_box(&design->box[i], lines);
        symbols += design->box[i].thing == DESIGN_SYMBOL;
    }
    FUZZ_ASSERT(symbols == 1);
    check_stock(design, &wide, lines);
    check_stock(design, &disc, lines);
    sello_design_free(&design);
    return 0;
}
