/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the bytes, a key file's open part is read within bounds, asks for bounded work, and
 * names a key by its own identifier. */

#include "keys/keys.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sello_keyfile_info info;
    uint8_t kid[SELLO_KID_LEN];
    if (sello_keyfile_peek(sello_bytes(data, size), &info) == SELLO_OK) {
        FUZZ_ASSERT(size <= SELLO_KEYFILE_MAX);
        FUZZ_ASSERT(info.memory <= (uint64_t)1 << 30 && info.ops <= 10);
        sello_kid(info.public_key, kid);
        FUZZ_ASSERT(memcmp(kid, info.kid, sizeof kid) == 0);
    }
    return 0;
}
