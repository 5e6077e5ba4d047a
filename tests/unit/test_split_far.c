/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "verify/verdict/trust_log.h"

/* Two registries that went on from one backup for longer than a trust file tells (test_split_views
 * has signed files, and short ways): found by two files, or by one and a tile of the log beside it,
 * or by a witness who is asked for both. And where there is one history, nobody is accused. */

#define RUNS 1000
#define LEAVES_MAX 1400

static uint64_t seed = 19;

static uint64_t draw(uint64_t below) { /* xorshift64 */
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % below;
}

/* One copy of the registry: its log, and the file that it gave out last. */
struct copy {
    uint8_t leaf[LEAVES_MAX][SELLO_HASH_LEN];
    uint64_t n;
    uint8_t tiles[16 * SELLO_HASH_LEN], leaves[512 * SELLO_HASH_LEN], bytes[8];
    struct sello_root_key key;
    struct sello_trust trust;
};

static struct sello_leaves leaves_of(const struct copy *copy, uint64_t n) {
    return (struct sello_leaves){copy->leaf[0], n};
}

static void grow(struct copy *copy, uint64_t n) {
    for (uint64_t i = 0; i < n; i++) {
        uint64_t entry[2] = {draw(UINT64_MAX), copy->n};
        sello_leaf_hash(sello_bytes((const uint8_t *)entry, sizeof entry), copy->leaf[copy->n++]);
    }
}

/* The file whose bundle is the log's last entry. */
static const struct sello_trust *give_out(struct copy *copy) {
    const struct sello_leaves before = leaves_of(copy, copy->n - 1);
    const struct sello_leaves with = leaves_of(copy, copy->n);
    struct sello_writer t = sello_writer_init(copy->tiles, sizeof copy->tiles);
    struct sello_writer l = sello_writer_init(copy->leaves, sizeof copy->leaves);
    struct sello_trust *trust = &copy->trust;
    *trust = (struct sello_trust){.n_roots = 1};
    copy->key = (struct sello_root_key){
        .role = SELLO_ROLE_LOG, .state = SELLO_KEY_ACTIVE, .stop_signing = SELLO_NEVER};
    trust->root.key = &copy->key;
    trust->root.n_keys = 1;
    memcpy(copy->bytes, copy->leaf[copy->n - 1], sizeof copy->bytes);
    trust->bundle_bytes = sello_bytes(copy->bytes, sizeof copy->bytes);
    trust->bundle.checkpoint.size = before.n;
    sello_put_log_edge_hashes(&t, &l, &before);
    trust->bundle.log.tiles = sello_written(&t);
    trust->bundle.log.leaves = sello_written(&l);
    trust->log.told = true;
    trust->log.size = with.n;
    sello_leaves_hash(&with, 0, with.n, trust->log.root);
    return trust;
}

/* ---- who meets both ---- */

enum { BY_FILES, BY_TILE, NOT_FOUND, N_FOUND };

/* The reader who has `stored`, and is given `next` with the log beside it. */
static int meet(const struct sello_trust *stored, const struct copy *next) {
    uint64_t at = 0;
    if (sello_trust_log_follows(stored, &next->trust) == SELLO_E_LOG_SPLIT) {
        return BY_FILES;
    }
    if (!sello_trust_log_gap(stored, &next->trust, &at)) {
        return NOT_FOUND;
    }
    struct sello_bytes tile = {next->leaf[at * SELLO_TILE_WIDTH], SELLO_TILE_MAX};
    return sello_trust_log_bridge(stored, &next->trust, tile) == SELLO_E_LOG_SPLIT ? BY_TILE
                                                                                   : NOT_FOUND;
}

/* The witness who signed the one checkpoint, and is asked for the other with a proof of it. */
static bool witness_signs(const struct copy *seen, const struct copy *asked) {
    uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN];
    const struct sello_leaves all = leaves_of(asked, asked->n);
    uint8_t root[SELLO_HASH_LEN];
    if (asked->n < seen->n) {
        return false;
    }
    size_t n = sello_consistency_make(&all, seen->n, asked->n, path);
    sello_leaves_hash(&all, 0, asked->n, root);
    return sello_consistency_check(seen->n, seen->trust.log.root, asked->n, root,
                                   (const uint8_t(*)[SELLO_HASH_LEN])path, n);
}

/* ---- the runs ---- */

static struct copy one, two;

/* Both go on from one backup, up to `most` entries each. */
static void split(uint64_t most) {
    one.n = 0;
    grow(&one, draw(400));
    memcpy(two.leaf, one.leaf, sizeof two.leaf);
    two.n = one.n;
    grow(&one, 1 + draw(most));
    grow(&two, 1 + draw(most));
    give_out(&one);
    give_out(&two);
}

static void test_split(void **state) {
    static const struct {
        const char *what;
        uint64_t most;
    } rows[] = {
        {"up to 250 entries apart", 250},
        {"up to 900 entries apart", 900},
    };
    (void)state;
    size_t missed = 0;
    print_message("%-24s %6s %6s %6s %7s %7s\n", "", "runs", "files", "tile", "witness", "missed");
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        size_t found[N_FOUND] = {0}, witnessed = 0;
        const size_t runs = RUNS / (sizeof rows / sizeof *rows);
        for (size_t run = 0; run < runs; run++) {
            split(rows[row].most);
            struct copy *older = one.n <= two.n ? &one : &two;
            struct copy *newer = older == &one ? &two : &one;
            found[meet(&older->trust, newer)]++;
            witnessed += !witness_signs(older, newer);
        }
        print_message("%-24s %6zu %6zu %6zu %7zu %7zu\n", rows[row].what, runs, found[BY_FILES],
                      found[BY_TILE], witnessed, found[NOT_FOUND] + runs - witnessed);
        missed += found[NOT_FOUND] + runs - witnessed;
    }
    assert_int_equal(missed, 0);
}

static void test_one_history(void **state) {
    static struct copy later;
    (void)state;
    for (size_t run = 0; run < RUNS / 4; run++) {
        one.n = 0;
        grow(&one, 1 + draw(400));
        give_out(&one);
        memcpy(later.leaf, one.leaf, sizeof later.leaf);
        later.n = one.n;
        grow(&later, 1 + draw(run % 2 == 0 ? 30 : 900));
        give_out(&later);
        assert_status(sello_trust_log_follows(&one.trust, &later.trust), SELLO_OK);
        assert_int_equal(meet(&one.trust, &later), NOT_FOUND);
        assert_true(witness_signs(&one, &later));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_one_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
