/* SPDX-License-Identifier: Apache-2.0 */

/* gLabels' templates: whatever the XML says, what is given away can be printed. */

#include "labels/stock/stock_read.h"
#include "tests/fuzz/fuzz.h"

enum { LARGEST = 1 << 16 };

static bool check(void *context, const struct sello_stock *stock) {
    size_t *n = context;
    FUZZ_ASSERT(sello_stock_check(stock) == SELLO_STOCK_GOOD);
    FUZZ_ASSERT(stock->name[0] != '\0' && stock->name[0] != '-');
    FUZZ_ASSERT(strspn(stock->name, "abcdefghijklmnopqrstuvwxyz0123456789-.") ==
                strlen(stock->name));
    FUZZ_ASSERT(strlen(stock->title) <= SELLO_STOCK_TITLE_MAX);
    return ++*n < 100;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t n = 0, passed_over = 0;
    if (size <= LARGEST) {
        enum sello_error error =
            sello_stock_glabels(sello_bytes(data, size), check, &n, &passed_over);
        FUZZ_ASSERT(error == SELLO_OK || passed_over == 0);
    }
    return 0;
}
