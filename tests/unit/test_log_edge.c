/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include "wire/log_edge.h"
#include "wire/tile.h"

#define LEAVES_MAX 2100

static uint8_t leaf[LEAVES_MAX][SELLO_HASH_LEN];

static int setup(void **state) {
    (void)state;
    for (uint64_t i = 0; i < LEAVES_MAX; i++) {
        struct sello_log_entry entry = {.kind = SELLO_LOG_BUNDLE, .version = i};
        memset(entry.hash, (int)(i % 251), sizeof entry.hash);
        sello_log_entry_hash(&entry, leaf[i]);
    }
    return 0;
}

/* ---- entries ---- */

static void test_entry(void **state) {
    struct sello_log_entry entry = {.kind = SELLO_LOG_BUNDLE, .version = 300}, back;
    uint8_t buf[SELLO_LOG_ENTRY_MAX], known[SELLO_LOG_ENTRY_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    (void)state;
    memset(entry.hash, 0xab, sizeof entry.hash);
    sello_put_log_entry(&w, &entry);
    struct sello_bytes bytes = sello_written(&w);
    struct sello_bytes wanted = from_hex("a3 00 02 01 19012c 02 5820"
                                         "abababababababababababababababab"
                                         "abababababababababababababababab",
                                         known, sizeof known);
    assert_true(sello_bytes_eq(bytes, wanted));
    assert_status(sello_log_entry_parse(bytes, &back), SELLO_OK);
    assert_true(back.kind == entry.kind && back.version == entry.version);
    assert_memory_equal(back.hash, entry.hash, SELLO_HASH_LEN);
    for (size_t len = 0; len < bytes.len; len++) {
        struct sello_bytes cut = guarded_copy(sello_bytes(buf, len));
        assert_true(sello_log_entry_parse(cut, &back) != SELLO_OK);
        guarded_free(cut);
    }
    assert_status(sello_log_entry_parse(sello_bytes("\xa1\x00\x02", 3), &back), SELLO_E_MISSING);
    assert_status(sello_log_entry_parse(sello_bytes("\x80", 1), &back), SELLO_E_TYPE);
}

/* ---- the edge ---- */

struct edge_room {
    uint8_t tiles[64 * SELLO_HASH_LEN], leaves[512 * SELLO_HASH_LEN];
    struct sello_log_edge edge;
};

static void make_edge(struct edge_room *room, uint64_t size) {
    const struct sello_leaves of = {leaf[0], size};
    struct sello_writer t = sello_writer_init(room->tiles, sizeof room->tiles);
    struct sello_writer l = sello_writer_init(room->leaves, sizeof room->leaves);
    sello_put_log_edge_hashes(&t, &l, &of);
    assert_false(t.failed || l.failed);
    room->edge =
        (struct sello_log_edge){sello_bytes_of("note"), sello_written(&t), sello_written(&l)};
}

/* Of each size, the root; of each older size that the edge goes back to, that one's. */
static void test_edge(void **state) {
    static struct edge_room room;
    const struct sello_leaves all = {leaf[0], LEAVES_MAX};
    (void)state;
    for (uint64_t size = 0; size <= 2000; size += size < 10 || (size + 2) % 256 < 4 ? 1 : 7) {
        uint8_t root[SELLO_HASH_LEN], told[SELLO_HASH_LEN];
        make_edge(&room, size);
        assert_true(sello_log_edge_is_of(&room.edge, size));
        assert_false(sello_log_edge_is_of(&room.edge, size + 1));
        for (uint64_t old = 0; old <= size; old += 1 + size / 40) {
            bool can = sello_log_edge_root(&room.edge, old, told);
            assert_true(can || (old + 256 < size && old % 256 != 0));
            sello_leaves_hash(&all, 0, old, root);
            assert_true(!can || memcmp(root, told, sizeof root) == 0);
        }
        assert_true(sello_log_edge_root(&room.edge, size, told));
        sello_log_edge_root_with(&room.edge, size, leaf[size], told);
        sello_leaves_hash(&all, 0, size + 1, root);
        assert_memory_equal(root, told, sizeof root);
    }
}

/* Every older size is told by the edge, or by it and one tile; and by no other tile. */
static void test_edge_by_tile(void **state) {
    static struct edge_room room;
    const struct sello_leaves all = {leaf[0], LEAVES_MAX};
    uint8_t root[SELLO_HASH_LEN], told[SELLO_HASH_LEN];
    (void)state;
    make_edge(&room, 1500);
    for (uint64_t old = 0; old <= 1500; old += old % 256 < 2 ? 1 : 13) {
        struct sello_bytes tile = {leaf[old / 256 * 256], SELLO_TILE_MAX};
        bool can = sello_log_edge_root_by_tile(&room.edge, old, tile, told);
        assert_true(can == (old < 1024));
        sello_leaves_hash(&all, 0, old, root);
        assert_true(!can || memcmp(root, told, sizeof root) == 0);
        assert_true(can || sello_log_edge_root(&room.edge, old, told));
    }
    static uint8_t bent[SELLO_TILE_MAX];
    for (size_t bit = 0; bit < 8 * sizeof bent; bit += 1021) {
        memcpy(bent, leaf[256], sizeof bent);
        bent[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(
            sello_log_edge_root_by_tile(&room.edge, 300, sello_bytes(bent, sizeof bent), told));
    }
    struct sello_bytes other = {leaf[0], SELLO_TILE_MAX}, cut = {leaf[256], SELLO_TILE_MAX - 32};
    assert_false(sello_log_edge_root_by_tile(&room.edge, 300, other, told));
    assert_false(sello_log_edge_root_by_tile(&room.edge, 300, cut, told));
}

static void test_edge_bytes(void **state) {
    static struct edge_room room;
    static uint8_t buf[32768];
    (void)state;
    make_edge(&room, 700);
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_put_log_edge(&w, &room.edge);
    struct sello_log_edge back;
    struct sello_reader r = sello_reader_init(sello_written(&w));
    sello_take_log_edge(&r, &back);
    assert_status(sello_reader_end(&r), SELLO_OK);
    assert_true(sello_bytes_eq(back.tiles, room.edge.tiles));
    assert_true(sello_bytes_eq(back.leaves, room.edge.leaves));
    print_message("the edge of 700 entries: %zu bytes\n", w.len);
    for (size_t len = 0; len < w.len; len += 1 + len / 64) {
        struct sello_bytes cut = guarded_copy(sello_bytes(buf, len));
        r = sello_reader_init(cut);
        sello_take_log_edge(&r, &back);
        assert_true(r.error != SELLO_OK);
        guarded_free(cut);
    }
}

static void test_edge_refused(void **state) {
    static const struct {
        const char *hex;
        enum sello_error error;
    } rows[] = {
        {"82 4161 40", SELLO_E_TYPE},       {"83 40 40 40", SELLO_E_RANGE},
        {"83 4161 4161 40", SELLO_E_RANGE}, {"83 4161 40 4161", SELLO_E_RANGE},
        {"83 6161 40 40", SELLO_E_TYPE},    {"83 4161 60 40", SELLO_E_TYPE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t buf[64];
        struct sello_log_edge edge;
        struct sello_reader r = sello_reader_init(from_hex(rows[i].hex, buf, sizeof buf));
        sello_take_log_edge(&r, &edge);
        assert_status(r.error, rows[i].error);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entry),        cmocka_unit_test(test_edge),
        cmocka_unit_test(test_edge_by_tile), cmocka_unit_test(test_edge_bytes),
        cmocka_unit_test(test_edge_refused),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
