/* SPDX-License-Identifier: Apache-2.0 */

/* Any proof or request is refused, with the line named, or taken; what is taken gives the same
 * bytes again, but for data that is passed over. Entries and entry bundles likewise. */

#include "tests/fuzz/fuzz.h"
#include "wire/log_edge.h"
#include "wire/log_proof.h"
#include "wire/tile.h"

static uint8_t room[2 * SELLO_LOG_PROOF_MAX];
static uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN];

static void check_same(const struct sello_log_proof *p, struct sello_bytes whole, bool request) {
    struct sello_writer w = sello_writer_init(room, sizeof room);
    struct sello_bytes checkpoint = p->checkpoint.note.bytes;
    const uint8_t(*hashes)[SELLO_HASH_LEN] = (const uint8_t(*)[SELLO_HASH_LEN])path;
    (request ? sello_put_log_request : sello_put_log_proof)(&w, p->number, hashes, p->n_path,
                                                            checkpoint);
    bool extra = !request && whole.len > 23 && whole.ptr[23] == 'e';
    FUZZ_ASSERT(extra || sello_bytes_eq(sello_written(&w), whole));
    bool proven = sello_inclusion_check(p->number, p->checkpoint.size, p->checkpoint.root, hashes,
                                        p->n_path, p->checkpoint.root);
    FUZZ_ASSERT(!proven || p->number < p->checkpoint.size);
    bool same = sello_consistency_check(p->number, p->checkpoint.root, p->checkpoint.size,
                                        p->checkpoint.root, hashes, p->n_path);
    FUZZ_ASSERT(!same || p->number == 0 || p->number == p->checkpoint.size);
}

static void check_entries(struct sello_bytes rest) {
    struct sello_bytes bytes;
    while (sello_take_entry(&rest, &bytes)) {
        struct sello_log_entry entry;
        if (sello_log_entry_parse(bytes, &entry) == SELLO_OK && bytes.len <= SELLO_LOG_ENTRY_MAX) {
            struct sello_writer w = sello_writer_init(room, sizeof room);
            sello_put_log_entry(&w, &entry);
            FUZZ_ASSERT(w.len <= bytes.len); /* keys of a newer version are passed over */
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sello_bytes whole = {data, size};
    struct sello_log_proof p = {.path = path};
    size_t line = 0;
    enum sello_error error = sello_log_proof_parse(whole, &p, &line);
    FUZZ_ASSERT((error == SELLO_OK) == (line == 0));
    if (error == SELLO_OK) {
        check_same(&p, whole, false);
    }
    line = 0;
    error = sello_log_request_parse(whole, &p, &line);
    FUZZ_ASSERT((error == SELLO_OK) == (line == 0));
    if (error == SELLO_OK) {
        check_same(&p, whole, true);
    }
    check_entries(whole);
    return 0;
}
