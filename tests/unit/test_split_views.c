/* SPDX-License-Identifier: Apache-2.0 */

/* A certifier who shows two histories, a thousand times: is it found as soon as two readers show
 * each other their trust files, and by a witness whom both sides ask? */

#include "tests/support/sello_test.h"

#include "tests/support/builder.h"

enum { RUNS = 1000, ENTRIES_MAX = 64 };

static uint64_t seed = 20261130;

static unsigned draw(unsigned below) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

/* A registry, or a copy of one: its log, and the newest trust file that it gave out. */
struct registry {
    uint8_t leaf[ENTRIES_MAX][SELLO_HASH_LEN];
    uint64_t n, version;
    uint8_t file[8192];
    size_t len;
};

static struct test_root root;
static uint8_t root_bytes[4096];
static size_t root_len;
static char origin[SELLO_NOTE_NAME_MAX];

static void make_root(void) {
    struct sello_writer w = sello_writer_init(root_bytes, sizeof root_bytes);
    test_root_first(&root);
    test_root_add(&root, LOG_KEY, SELLO_ROLE_LOG);
    test_root_signed_by(&root, 5,
                        (const uint8_t[]){MEMBER_A, MEMBER_B, LABEL_KEY, STATUS_KEY, LOG_KEY});
    test_root_write(&root, &w);
    root_len = w.len;
    struct sello_writer o = sello_writer_init(origin, sizeof origin - 1);
    sello_put_log_origin(&o, root.fields.base_url);
}

static void put_checkpoint(const struct registry *r, struct sello_writer *w) {
    struct sello_note_key key = {.name = sello_bytes_of(origin), .type = SELLO_NOTE_ED25519};
    const struct sello_leaves leaves = {r->leaf[0], r->n};
    uint8_t hash[SELLO_HASH_LEN], signature[SELLO_SIG_LEN];
    test_public_key(LOG_KEY, key.key);
    sello_leaves_hash(&leaves, 0, r->n, hash);
    sello_put_checkpoint_text(w, key.name, r->n, hash);
    test_sign(LOG_KEY, sello_written(w), signature);
    sello_write(w, "\n", 1);
    sello_put_note_signature(w, &key, 0, signature);
}

static void add_leaf(struct registry *r, uint64_t kind, uint64_t version, const uint8_t *hash) {
    struct sello_log_entry entry = {.kind = kind, .version = version};
    memcpy(entry.hash, hash, SELLO_HASH_LEN);
    assert_true(r->n < ENTRIES_MAX);
    sello_log_entry_hash(&entry, r->leaf[r->n++]);
}

/* One trust file more; mark: what this copy's say, so that two copies never say the same. */
static void give_out(struct registry *r, unsigned mark) {
    uint8_t note[SELLO_CHECKPOINT_MAX], leaves[ENTRIES_MAX * SELLO_HASH_LEN], hash[SELLO_HASH_LEN];
    struct sello_writer n = sello_writer_init(note, sizeof note), t = sello_writer_init(note, 0);
    struct sello_writer l = sello_writer_init(leaves, sizeof leaves);
    struct sello_writer w = sello_writer_init(r->file, sizeof r->file);
    const struct sello_leaves of = {r->leaf[0], r->n};
    struct test_bundle bundle;
    test_bundle_first(&bundle);
    put_checkpoint(r, &n);
    sello_put_log_edge_hashes(&t, &l, &of);
    bundle.fields.version = ++r->version;
    bundle.fields.generated += r->version * 60;
    bundle.fields.fresh_days = 30 + mark;
    bundle.fields.has_log = true;
    bundle.fields.log =
        (struct sello_log_edge){sello_written(&n), sello_written(&t), sello_written(&l)};
    sello_write(&w, root_bytes, root_len);
    test_bundle_write(&bundle, &root, &w);
    assert_false(w.failed);
    r->len = w.len;
    const struct sello_bytes bytes = {r->file + root_len, w.len - root_len};
    sello_sha256(&bytes, 1, hash);
    add_leaf(r, SELLO_LOG_BUNDLE, r->version, hash);
}

static const struct sello_trust *open_file(const struct registry *r, size_t place) {
    static uint8_t memory[2][1 << 20];
    const struct sello_trust *trust = NULL;
    assert_int_equal(sello_trust_load(r->file, r->len, memory[place], sizeof *memory, &trust), 0);
    return trust;
}

/* ---- who finds it ---- */

static bool is_alarm(enum sello_error error) {
    return error == SELLO_E_LOG_SPLIT || error == SELLO_E_EQUIVOCATION;
}

/* Each of two readers takes the other's file for a newer one, if it may. */
static bool readers_find(const struct registry *a, const struct registry *b) {
    const struct sello_trust *one = open_file(a, 0), *two = open_file(b, 1);
    return is_alarm(sello_trust_succeeds(one, two)) || is_alarm(sello_trust_succeeds(two, one));
}

/* Without the log: two files of one number. */
static bool versions_find(const struct registry *a, const struct registry *b) {
    return a->version == b->version;
}

/* The witness saw `a`; now `b` asks, with the best proof that it has, until it has as many entries:
 * before, it is told that it is older, and gets no signature. */
static bool witness_finds(const struct registry *a, struct registry *b) {
    static uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN];
    uint8_t seen[SELLO_HASH_LEN], now[SELLO_HASH_LEN];
    const struct sello_leaves first = {a->leaf[0], a->n};
    sello_leaves_hash(&first, 0, a->n, seen);
    while (b->n < a->n) {
        give_out(b, 2);
    }
    const struct sello_leaves second = {b->leaf[0], b->n};
    sello_leaves_hash(&second, 0, b->n, now);
    size_t n = sello_consistency_make(&second, a->n, b->n, path);
    return !sello_consistency_check(a->n, seen, b->n, now, (const uint8_t(*)[SELLO_HASH_LEN])path,
                                    n);
}

/* An honest registry that only goes on is never taken for two. */
static void no_alarm(const struct registry *before, const struct registry *after) {
    static uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN];
    uint8_t seen[SELLO_HASH_LEN], now[SELLO_HASH_LEN];
    const struct sello_leaves first = {before->leaf[0], before->n},
                              all = {after->leaf[0], after->n};
    assert_status(sello_trust_succeeds(open_file(before, 0), open_file(after, 1)), SELLO_OK);
    sello_leaves_hash(&first, 0, before->n, seen);
    sello_leaves_hash(&all, 0, after->n, now);
    size_t n = sello_consistency_make(&all, before->n, after->n, path);
    assert_true(sello_consistency_check(before->n, seen, after->n, now,
                                        (const uint8_t(*)[SELLO_HASH_LEN])path, n));
}

static void test_split_views(void **state) {
    static const char *const name[] = {"two bundles of one version",
                                       "two registries of one backup"};
    static struct registry honest, a, b;
    unsigned found[2][4] = {{0}};
    (void)state;
    make_root();
    for (unsigned run = 0; run < RUNS; run++) {
        unsigned kind = run % 2;
        memset(&honest, 0, sizeof honest);
        add_leaf(&honest, SELLO_LOG_ROOT, 1, root.fields.hash);
        for (unsigned i = 1 + draw(12); i > 0; i--) {
            give_out(&honest, 0);
        }
        a = b = honest;
        for (unsigned i = kind == 0 ? 1 : 1 + draw(10); i > 0; i--) {
            give_out(&a, 1);
        }
        for (unsigned i = kind == 0 ? 1 : 1 + draw(10); i > 0; i--) {
            give_out(&b, 2);
        }
        if (run % 5 == 0) { /* each opens files: enough of it */
            no_alarm(&honest, &a);
            no_alarm(&honest, &b);
        }
        found[kind][0]++;
        found[kind][1] += versions_find(&a, &b);
        found[kind][2] += readers_find(&a, &b);
        found[kind][3] += witness_finds(&a, &b);
    }
    for (unsigned kind = 0; kind < 2; kind++) {
        print_message(
            "%-30s runs %3u, by versions alone %3u, by two readers %3u, by a witness %3u\n",
            name[kind], found[kind][0], found[kind][1], found[kind][2], found[kind][3]);
        assert_int_equal(found[kind][2], found[kind][0]);
        assert_int_equal(found[kind][3], found[kind][0]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_split_views)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
