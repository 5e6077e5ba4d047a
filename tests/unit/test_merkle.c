/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "wire/tile.h"

/* RFC 9162 section 2.1, told once more as it is told there: by recursion, and slowly. */

#define LEAVES_MAX 66000

static uint8_t (*leaf)[SELLO_HASH_LEN];
static struct sello_leaves all;

static void make_leaves(void) {
    leaf = malloc((size_t)LEAVES_MAX * SELLO_HASH_LEN);
    assert_non_null(leaf);
    for (uint32_t i = 0; i < LEAVES_MAX; i++) {
        const uint8_t entry[4] = {(uint8_t)(i >> 24), (uint8_t)(i >> 16), (uint8_t)(i >> 8),
                                  (uint8_t)i};
        sello_leaf_hash(sello_bytes(entry, sizeof entry), leaf[i]);
    }
    all = (struct sello_leaves){leaf[0], LEAVES_MAX};
}

static int setup(void **state) {
    (void)state;
    make_leaves();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    free(leaf);
    return 0;
}

static uint64_t largest_power_below(uint64_t n) {
    uint64_t power = 1;
    while (power * 2 < n) {
        power *= 2;
    }
    return power;
}

static void naive_root(uint64_t first, uint64_t end, uint8_t out[SELLO_HASH_LEN]) {
    uint8_t pair[1 + 2 * SELLO_HASH_LEN] = {1};
    struct sello_bytes part = {pair, sizeof pair};
    if (end - first == 1) {
        memcpy(out, leaf[first], SELLO_HASH_LEN);
        return;
    }
    if (end == first) {
        sello_sha256(NULL, 0, out);
        return;
    }
    uint64_t middle = first + largest_power_below(end - first);
    naive_root(first, middle, pair + 1);
    naive_root(middle, end, pair + 1 + SELLO_HASH_LEN);
    sello_sha256(&part, 1, out);
}

struct naive_path {
    uint8_t hash[SELLO_PATH_MAX][SELLO_HASH_LEN];
    size_t n;
};

static void naive_inclusion(uint64_t index, uint64_t first, uint64_t end, struct naive_path *p) {
    if (end - first == 1) {
        return;
    }
    uint64_t middle = first + largest_power_below(end - first);
    if (index < middle) {
        naive_inclusion(index, first, middle, p);
        naive_root(middle, end, p->hash[p->n++]);
    } else {
        naive_inclusion(index, middle, end, p);
        naive_root(first, middle, p->hash[p->n++]);
    }
}

static void naive_consistency(uint64_t old, uint64_t first, uint64_t end, bool whole,
                              struct naive_path *p) {
    if (old == end) {
        if (!whole) {
            naive_root(first, end, p->hash[p->n++]);
        }
        return;
    }
    uint64_t middle = first + largest_power_below(end - first);
    if (old <= middle) {
        naive_consistency(old, first, middle, whole, p);
        naive_root(middle, end, p->hash[p->n++]);
    } else {
        naive_consistency(old, middle, end, false, p);
        naive_root(first, middle, p->hash[p->n++]);
    }
}

/* ---- proofs of one tree ---- */

static void try_inclusion(uint64_t index, uint64_t size, const uint8_t root[SELLO_HASH_LEN]) {
    uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN];
    struct naive_path naive = {.n = 0};
    size_t n = sello_inclusion_make(&all, index, size, path);
    naive_inclusion(index, 0, size, &naive);
    assert_int_equal(n, naive.n);
    assert_memory_equal(path, naive.hash, n * SELLO_HASH_LEN);
    const uint8_t(*p)[SELLO_HASH_LEN] = (const uint8_t(*)[SELLO_HASH_LEN])path;
    assert_true(sello_inclusion_check(index, size, leaf[index], p, n, root));
    assert_false(sello_inclusion_check(index, size, leaf[index + 1], p, n, root));
    assert_false(sello_inclusion_check(index ^ 1, size, leaf[index], p, n, root));
    assert_false(sello_inclusion_check(size, size, leaf[index], p, n, root));
    assert_false(n > 0 && sello_inclusion_check(index, size, leaf[index], p, n - 1, root));
    memset(path[n], 7, SELLO_HASH_LEN);
    assert_false(sello_inclusion_check(index, size, leaf[index], p, n + 1, root));
}

static void try_consistency(uint64_t old, uint64_t size, const uint8_t root[SELLO_HASH_LEN]) {
    uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN], old_root[SELLO_HASH_LEN];
    struct naive_path naive = {.n = 0};
    size_t n = sello_consistency_make(&all, old, size, path);
    naive_root(0, old, old_root);
    if (old > 0) {
        naive_consistency(old, 0, size, true, &naive);
    }
    assert_int_equal(n, naive.n);
    assert_memory_equal(path, naive.hash, n * SELLO_HASH_LEN);
    const uint8_t(*p)[SELLO_HASH_LEN] = (const uint8_t(*)[SELLO_HASH_LEN])path;
    assert_true(sello_consistency_check(old, old_root, size, root, p, n));
    assert_false(n > 0 && sello_consistency_check(old, old_root, size, root, p, n - 1));
    memset(path[n], 7, SELLO_HASH_LEN);
    assert_false(sello_consistency_check(old, old_root, size, root, p, n + 1));
    old_root[0] ^= 1;
    assert_false(sello_consistency_check(old, old_root, size, root, p, n));
}

/* At some places of the tree. */
static void try_size(uint64_t size, size_t n_places) {
    uint8_t root[SELLO_HASH_LEN], made[SELLO_HASH_LEN];
    naive_root(0, size, root);
    sello_leaves_hash(&all, 0, size, made);
    assert_memory_equal(root, made, sizeof root);
    const uint64_t places[] = {size - 1, size / 3, 0, 1, size / 2, size - 2};
    for (size_t i = 0; i < n_places && size > 0; i++) {
        uint64_t at = places[i] < size ? places[i] : 0;
        try_inclusion(at, size, root);
        try_consistency(at, size, root);
    }
    try_consistency(size, size, root);
}

static void test_sizes(void **state) {
    static const uint64_t round[] = {4095, 4096, 65535, 65536, 65537};
    (void)state;
    for (uint64_t size = 0; size <= 2000; size++) {
        bool round_tile = size < 300 || (size + 1) % 256 < 3;
        try_size(size, round_tile ? 6 : 1);
    }
    for (size_t i = 0; i < sizeof round / sizeof *round; i++) {
        try_size(round[i], 2);
    }
}

/* Every place of the small trees. */
static void test_all_of(void **state) {
    static const uint64_t sizes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        uint8_t root[SELLO_HASH_LEN];
        naive_root(0, sizes[i], root);
        for (uint64_t at = 0; at < sizes[i]; at++) {
            try_inclusion(at, sizes[i], root);
            try_consistency(at, sizes[i], root);
        }
    }
}

static void test_growing(void **state) {
    struct sello_tree tree = {.size = 0};
    uint8_t root[SELLO_HASH_LEN], grown[SELLO_HASH_LEN];
    (void)state;
    for (uint64_t n = 0; n < 600; n++) {
        naive_root(0, n, root);
        sello_tree_root(&tree, grown);
        assert_memory_equal(root, grown, sizeof root);
        sello_tree_add(&tree, 0, leaf[n]);
    }
    tree = (struct sello_tree){.size = 0};
    for (uint64_t tile = 0; tile < 257; tile++) {
        naive_root(tile * 256, (tile + 1) * 256, root);
        sello_tree_add(&tree, 8, root);
    }
    naive_root(0, (uint64_t)257 * 256, root);
    sello_tree_root(&tree, grown);
    assert_memory_equal(root, grown, sizeof root);
}

/* ---- flipped bits ---- */

static void test_flipped(void **state) {
    uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN], root[SELLO_HASH_LEN], old_root[SELLO_HASH_LEN];
    const uint8_t(*p)[SELLO_HASH_LEN] = (const uint8_t(*)[SELLO_HASH_LEN])path;
    (void)state;
    naive_root(0, 300, root);
    naive_root(0, 77, old_root);
    size_t n = sello_inclusion_make(&all, 77, 300, path);
    for (size_t bit = 0; bit < n * SELLO_HASH_LEN * 8; bit++) {
        uint8_t *byte = &path[bit / 256][bit / 8 % SELLO_HASH_LEN];
        *byte ^= (uint8_t)(1 << bit % 8);
        assert_false(sello_inclusion_check(77, 300, leaf[77], p, n, root));
        *byte ^= (uint8_t)(1 << bit % 8);
    }
    assert_true(sello_inclusion_check(77, 300, leaf[77], p, n, root));
    n = sello_consistency_make(&all, 77, 300, path);
    for (size_t bit = 0; bit < n * SELLO_HASH_LEN * 8; bit++) {
        uint8_t *byte = &path[bit / 256][bit / 8 % SELLO_HASH_LEN];
        *byte ^= (uint8_t)(1 << bit % 8);
        assert_false(sello_consistency_check(77, old_root, 300, root, p, n));
        *byte ^= (uint8_t)(1 << bit % 8);
    }
    assert_true(sello_consistency_check(77, old_root, 300, root, p, n));
    assert_false(sello_consistency_check(301, old_root, 300, root, p, n));
    assert_false(sello_consistency_check(0, root, 300, root, p, 0));
}

/* ---- tiles ---- */

static void test_tile_names(void **state) {
    static const struct {
        struct sello_tile tile;
        const char *name;
    } rows[] = {
        {{false, 0, 0, 256}, "tile/0/000"},
        {{false, 0, 999, 256}, "tile/0/999"},
        {{false, 1, 1000, 256}, "tile/1/x001/000"},
        {{false, 0, 1234067, 256}, "tile/0/x001/x234/067"},
        {{false, 2, 5, 17}, "tile/2/005.p/17"},
        {{true, 0, 273, 112}, "tile/entries/273.p/112"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char buf[SELLO_TILE_PATH_MAX];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        sello_put_tile_path(&w, &rows[i].tile);
        assert_true(sello_bytes_eq(sello_written(&w), sello_bytes_of(rows[i].name)));
    }
}

/* The example of the specification: 70,000 entries. */
static void test_tile_widths(void **state) {
    (void)state;
    assert_int_equal(sello_tile_count(70000, 0), 274);
    assert_int_equal(sello_tile_width(70000, 0, 272), 256);
    assert_int_equal(sello_tile_width(70000, 0, 273), 112);
    assert_int_equal(sello_tile_width(70000, 0, 274), 0);
    assert_int_equal(sello_tile_count(70000, 1), 2);
    assert_int_equal(sello_tile_width(70000, 1, 1), 17);
    assert_int_equal(sello_tile_width(70000, 2, 0), 1);
    assert_int_equal(sello_tile_count(70000, 3), 0);
    assert_int_equal(sello_tile_width(256, 1, 0), 1);
    assert_int_equal(sello_tile_count(0, 0), 0);
}

/* Each tile of a tree, once; full ones of a level are the hashes of the next. */
static void test_tiles(void **state) {
    static const uint64_t sizes[] = {0, 1, 255, 256, 257, 511, 512, 2000, 65537};
    static uint8_t buf[SELLO_TILE_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct sello_tile_walk walk = {.size = sizes[i]};
        uint64_t hashes[3] = {0}, entries = 0;
        while (sello_tile_next(&walk)) {
            const struct sello_tile *t = &walk.tile;
            struct sello_writer w = sello_writer_init(buf, sizeof buf);
            uint8_t last[SELLO_HASH_LEN];
            if (t->entries) {
                entries += t->width;
                continue;
            }
            assert_true(t->level < 3);
            hashes[t->level] += t->width;
            sello_put_tile(&w, &all, t);
            assert_int_equal(sello_written(&w).len, t->width * SELLO_HASH_LEN);
            uint64_t unit = (uint64_t)1 << 8 * t->level;
            uint64_t at = (t->index * 256 + t->width - 1) * unit;
            naive_root(at, at + unit, last);
            assert_memory_equal(buf + w.len - SELLO_HASH_LEN, last, SELLO_HASH_LEN);
        }
        assert_int_equal(hashes[0], sizes[i]);
        assert_int_equal(entries, sizes[i]);
        assert_int_equal(hashes[1], sizes[i] / 256);
        assert_int_equal(hashes[2], sizes[i] / 65536);
    }
}

static void test_entries(void **state) {
    static uint8_t buf[70000], entry[SELLO_ENTRY_MAX + 1];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    struct sello_bytes rest, out;
    (void)state;
    sello_put_entry(&w, sello_bytes("uno", 3));
    sello_put_entry(&w, sello_bytes(NULL, 0));
    sello_put_entry(&w, sello_bytes(entry, SELLO_ENTRY_MAX));
    rest = sello_written(&w);
    assert_true(sello_take_entry(&rest, &out) && sello_bytes_eq(out, sello_bytes("uno", 3)));
    assert_true(sello_take_entry(&rest, &out) && out.len == 0);
    assert_true(sello_take_entry(&rest, &out) && out.len == SELLO_ENTRY_MAX);
    assert_false(sello_take_entry(&rest, &out));
    for (size_t len = 1; len < 5; len++) {
        struct sello_bytes cut = guarded_copy(sello_bytes(buf, len));
        rest = cut;
        assert_false(sello_take_entry(&rest, &out));
        guarded_free(cut);
    }
    w = sello_writer_init(buf, sizeof buf);
    sello_put_entry(&w, sello_bytes(entry, sizeof entry));
    assert_true(w.failed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),      cmocka_unit_test(test_all_of),
        cmocka_unit_test(test_growing),    cmocka_unit_test(test_flipped),
        cmocka_unit_test(test_tile_names), cmocka_unit_test(test_tile_widths),
        cmocka_unit_test(test_tiles),      cmocka_unit_test(test_entries),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
