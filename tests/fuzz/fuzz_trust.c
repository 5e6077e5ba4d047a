/* SPDX-License-Identifier: Apache-2.0 */

/* Any trust file is refused or accepted whole, within the memory given. Signatures are fake: see
 * tests/support/fake_ed25519.c. */

#include "tests/fuzz/fuzz.h"
#include "verify/verdict/trust.h"

static uint8_t memory[2][2 << 20];

static void check_rows(const struct sello_trust *t) {
    uint64_t last = 0;
    for (size_t i = 0; i < t->n_rows; i++) {
        const struct sello_status_row *row = &t->row[i];
        FUZZ_ASSERT(row->count >= 1 && row->first > last);
        last = row->first + row->count - 1;
        FUZZ_ASSERT(last <= t->bundle.highest);
        FUZZ_ASSERT(sello_trust_row(t, row->first) == row && sello_trust_row(t, last) == row);
        FUZZ_ASSERT(sello_trust_status(t, last) == row->status);
    }
}

static void check_batches(const struct sello_trust *t) {
    uint64_t last = 0;
    for (size_t i = 0; i < t->n_batches; i++) {
        const struct sello_batch_row *batch = &t->batch[i];
        FUZZ_ASSERT(batch->count >= 1 && batch->first > last);
        last = batch->first + batch->count - 1;
        FUZZ_ASSERT(last <= t->bundle.highest);
        FUZZ_ASSERT(batch->key < t->root.n_keys - t->root.n_members);
        FUZZ_ASSERT(sello_trust_batch(t, last) == batch);
    }
}

static void check_root(const struct sello_root *root) {
    FUZZ_ASSERT(root->threshold >= 1 && root->threshold <= root->n_members);
    FUZZ_ASSERT(root->n_members <= root->n_keys && root->n_keys <= SELLO_ROOT_KEYS_MAX);
    FUZZ_ASSERT(sello_text_check(root->name, 1, SELLO_NAME_MAX, NULL) == SELLO_OK);
    FUZZ_ASSERT(sello_text_check(root->base_url, 1, SELLO_BASE_URL_MAX, NULL) == SELLO_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct sello_trust *first = NULL, *second = NULL;
    int status = sello_trust_load(data, size, memory[0], sizeof memory[0], &first);
    int again = sello_trust_load(data, size, memory[1], sizeof memory[1], &second);
    FUZZ_ASSERT(status == again && (status == 0) == (first != NULL));
    FUZZ_ASSERT(status == 0 || sello_cause_text(status) != sello_cause_text(-1));
    if (status != 0) {
        return 0;
    }
    check_root(&first->root);
    check_rows(first);
    check_batches(first);
    for (uint64_t serial = 0; serial <= first->bundle.highest; serial += 1 + serial / 8) {
        FUZZ_ASSERT(sello_trust_status(first, serial) <= SELLO_LABEL_RETIRED);
    }
    FUZZ_ASSERT(sello_trust_succeeds(first, second) == SELLO_OK); /* what is stored may stay */
    return 0;
}
