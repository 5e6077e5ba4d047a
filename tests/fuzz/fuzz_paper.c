/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever was typed, the lines of a key on paper are refused at a line that is there, or give a
 * file of the length that a key file may have. */

#include "keys/keys.h"
#include "keys/paper.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint8_t file[SELLO_KEYFILE_MAX];
    struct sello_writer w = sello_writer_init(file, sizeof file);
    size_t line = 0, n_lines = 1;
    for (size_t i = 0; i < size; i++) {
        n_lines += data[i] == '\n';
    }
    if (sello_paper_take(sello_bytes(data, size), &w, &line) == SELLO_OK) {
        FUZZ_ASSERT(!w.failed && w.len <= sizeof file);
    } else {
        FUZZ_ASSERT(line <= n_lines);
    }
    return 0;
}
