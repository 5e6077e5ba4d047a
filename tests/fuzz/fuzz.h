/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_FUZZ_FUZZ_H
#define SELLO_TESTS_FUZZ_FUZZ_H

/* What every fuzz target has: libFuzzer's entry point, and a check that no build leaves out. */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_ASSERT(condition)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
