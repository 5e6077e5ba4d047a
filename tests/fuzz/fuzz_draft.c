/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the bytes, a root's draft is refused, or opens to one that is written the same, and
 * whose signatures are of its members. Signatures are fake: see tests/support/fake_ed25519.c. */

#include "registry/trust/draft.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct draft *draft = NULL, *again = NULL;
    size_t entry = 0;
    if (draft_open(sello_bytes(data, size), &draft, &entry) != SELLO_OK) {
        FUZZ_ASSERT(draft == NULL);
        return 0;
    }
    FUZZ_ASSERT(draft_n_now(draft) <= draft->root.n_members);
    FUZZ_ASSERT(draft_n_before(draft) <= draft->before.n_members);
    FUZZ_ASSERT(draft_open(draft_file(draft), &again, &entry) == SELLO_OK);
    FUZZ_ASSERT(sello_bytes_eq(draft_file(again), draft_file(draft)));
    FUZZ_ASSERT(draft_merge(draft, again) == SELLO_OK); /* a copy of itself says nothing new */
    FUZZ_ASSERT(sello_bytes_eq(draft_file(again), draft_file(draft)));
    free(again);
    free(draft);
    return 0;
}
