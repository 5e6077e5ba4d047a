/* SPDX-License-Identifier: Apache-2.0 */

/* The user's stock file: whatever it says, what is given away can be printed and has a name of the
 * form that commands take; a mistake has its line within the file. */

#include "labels/stock/stock_read.h"
#include "tests/fuzz/fuzz.h"

static bool check(void *context, const struct sello_stock *stock) {
    size_t *n = context;
    FUZZ_ASSERT(sello_stock_check(stock) == SELLO_STOCK_GOOD);
    FUZZ_ASSERT(stock->name[0] != '\0' && stock->title[0] != '\0');
    FUZZ_ASSERT(stock->shape == SELLO_STOCK_RECTANGLE || stock->shape == SELLO_STOCK_ROUND);
    FUZZ_ASSERT(!stock->roll || sello_stock_cells(stock) == 1);
    FUZZ_ASSERT(strspn(stock->name, "abcdefghijklmnopqrstuvwxyz0123456789-.") ==
                strlen(stock->name));
    return ++*n < 100;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sello_stock_fault fault = {.wrong = SELLO_STOCK_WRONG_NOTHING};
    size_t n = 0, lines = 1;
    for (size_t i = 0; i < size; i++) {
        lines += data[i] == '\n';
    }
    enum sello_error error =
        sello_stock_parse(sello_bytes(data, size), "stock.txt", check, &n, &fault);
    FUZZ_ASSERT((error == SELLO_OK) == (fault.wrong == SELLO_STOCK_WRONG_NOTHING));
    FUZZ_ASSERT(error == SELLO_OK || (fault.line >= 1 && fault.line <= lines));
    return 0;
}
