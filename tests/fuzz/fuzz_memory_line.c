/* SPDX-License-Identifier: Apache-2.0 */

/* Any line of a file of serials seen is passed over, or read as one that is written again. */

#include "tests/fuzz/fuzz.h"
#include "verify/tool/memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char mark[MEMORY_MARK_LEN] = "0123456789abcdef";
    struct memory_line line, again;
    char text[MEMORY_LINE_MAX];
    if (!memory_line_parse(sello_bytes(data, size), &line)) {
        return 0;
    }
    FUZZ_ASSERT(size < MEMORY_LINE_MAX && line.serial >= 1 && line.serial <= SELLO_INT_MAX);
    size_t len = memory_line_put(text, &line, mark, 1);
    FUZZ_ASSERT(len > 0 && len < MEMORY_LINE_MAX && text[len - 1] == '\n');
    FUZZ_ASSERT(memory_line_parse(sello_bytes((const uint8_t *)text, len - 1), &again));
    FUZZ_ASSERT(again.instant == line.instant && again.serial == line.serial);
    FUZZ_ASSERT(memcmp(again.fingerprint, line.fingerprint, SELLO_HASH_LEN) == 0);
    return 0;
}
