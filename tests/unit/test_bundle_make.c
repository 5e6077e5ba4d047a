/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "registry/store/events.h"
#include "registry/trust/bundle_make.h"
#include "registry/trust/sign.h"
#include "tests/support/store_fixture.h"
#include "verify/verdict/trust.h"

/* Bundles of a registry with keys of its own: what is in them, what is left out, how long they
 * are. */

enum { MEMBER, LABEL, STATUS, STOLEN, KEYS };

struct certifier {
    struct fixture *fixture;
    struct sello_key *key[KEYS];
    struct sello_root_key row[SELLO_ROOT_KEYS_MAX];
    struct sello_root root;
    uint8_t payload[1024], bytes[2048];
};

/* ---- the certifier ---- */

static void add_key(struct certifier *c, size_t i, enum sello_role role) {
    struct sello_root_key *row = &c->row[i];
    assert_status(sello_key_new(role, &c->key[i]), SELLO_OK);
    memcpy(row->public_key, sello_key_public(c->key[i]), SELLO_KEY_LEN);
    memcpy(row->kid, sello_key_kid(c->key[i]), SELLO_KID_LEN);
    row->role = role;
    row->stop_signing = SELLO_NEVER;
}

static struct sello_bytes write_root(struct certifier *c) {
    static uint8_t schemes[64];
    struct sello_writer s = sello_writer_init(schemes, sizeof schemes);
    sello_put_map(&s, 1);
    sello_put_uint(&s, 7);
    sello_put_map(&s, 1);
    sello_put_text(&s, sello_bytes_of("es"));
    sello_put_text(&s, sello_bytes_of("Rebozo de Santa María"));
    c->root = (struct sello_root){.version = 1,
                                  .threshold = 1,
                                  .name = sello_bytes_of("Consejo Artesanal de Prueba"),
                                  .base_url = sello_bytes_of("https://sello.example/v/"),
                                  .issued = T0,
                                  .schemes = sello_written(&s),
                                  .n_members = 1,
                                  .n_keys = KEYS,
                                  .key = c->row};
    struct sello_writer payload = sello_writer_init(c->payload, sizeof c->payload);
    struct sello_writer bytes = sello_writer_init(c->bytes, sizeof c->bytes);
    sello_put_root_payload(&payload, &c->root);
    assert_status(sign_root(sello_written(&payload), c->key, KEYS, &bytes), SELLO_OK);
    return sello_written(&bytes);
}

static int make_certifier(void **state) {
    static const enum sello_role roles[KEYS] = {SELLO_ROLE_MEMBER, SELLO_ROLE_LABEL,
                                                SELLO_ROLE_STATUS, SELLO_ROLE_LABEL};
    struct certifier *c = calloc(1, sizeof *c);
    bool locked;
    assert_non_null(c);
    assert_status(sello_keys_start(&locked), SELLO_OK);
    for (size_t i = 0; i < KEYS; i++) {
        add_key(c, i, roles[i]);
    }
    c->row[STOLEN].state = SELLO_KEY_COMPROMISED;
    struct sello_bytes root = write_root(c);
    assert_status(sello_root_parse(root, &c->root), SELLO_OK);
    void *fixture;
    fixture_make_on(&fixture, c->root.hash, root);
    c->fixture = fixture;
    *state = c;
    return 0;
}

static int free_certifier(void **state) {
    struct certifier *c = *state;
    void *fixture = c->fixture;
    for (size_t i = 0; i < KEYS; i++) {
        sello_key_free(&c->key[i]);
    }
    free(c);
    return fixture_remove(&fixture);
}

/* ---- what it does ---- */

static void issue(struct certifier *c, uint64_t count, uint64_t key, const char *lot) {
    struct sello_batch batch = {0};
    const struct sello_claims claims = {.product = sello_bytes_of("Rebozo de seda"),
                                        .lot = sello_bytes_of(lot),
                                        .scheme = {true, 7}};
    const struct sello_reservation request = {
        .certificate = c->fixture->certificate, .count = count, .key = key, .claims = &claims};
    assert_status(sello_store_reserve(c->fixture->store, &request, &batch), SELLO_OK);
    fixture_sign(c->fixture, &batch);
}

static uint64_t set(struct certifier *c, struct sello_status_range range) {
    uint64_t changed = 0;
    assert_status(sello_status_set(c->fixture->store, &range, &changed), SELLO_OK);
    return changed;
}

static struct trust_file make(struct certifier *c, enum bundle_scope scope) {
    struct trust_file file;
    const struct bundle_request request = {.root = &c->root,
                                           .key = c->key[STATUS],
                                           .scope = scope,
                                           .fresh_days = SELLO_FRESH_DAYS,
                                           .age_days = SELLO_AGE_DAYS};
    assert_status(bundle_make(c->fixture->store, &request, &file), SELLO_OK);
    struct sello_event_head head; /* with it the events are signed up to it */
    uint64_t due = 0;
    assert_status(sello_event_of_bundle(c->fixture->store, &due), SELLO_OK);
    assert_status(sello_event_head_get(c->fixture->store, &head), SELLO_OK);
    assert_true(head.seq >= due);
    return file;
}

static struct sello_bundle parse(const struct trust_file *file) {
    struct sello_bundle bundle;
    assert_status(sello_bundle_parse(trust_file_bundle(file), &bundle), SELLO_OK);
    return bundle;
}

/* ---- a label's whole life, as readers see it ---- */

enum { V = SELLO_LABEL_VALID, W, S, R };

/* One row per step, on labels first..last; then what the bundle says of labels 1..12. */
static const struct step {
    const char *what;
    int status;
    uint64_t first, last;
    enum sello_status_source source;
    uint64_t reason;
    const char *seen;
    size_t n_rows;
} steps[] = {
    {"nothing yet", V, 1, 1, SELLO_SOURCE_SERIALS, 0, "VVVVVVVVVVVV", 0},
    {"one withdrawn", W, 2, 2, SELLO_SOURCE_SERIALS, 1, "VWVVVVVVVVVV", 1},
    {"its neighbour, for the same reason", W, 3, 3, SELLO_SOURCE_SERIALS, 1, "VWWVVVVVVVVV", 1},
    {"the next, for another reason", W, 4, 4, SELLO_SOURCE_SERIALS, 2, "VWWWVVVVVVVV", 2},
    {"a batch suspended", S, 1, 8, SELLO_SOURCE_BATCH, 3, "SWWWSSSSVVVV", 4},
    {"by serial beside it, said the same", S, 9, 9, SELLO_SOURCE_SERIALS, 3, "SWWWSSSSSVVV", 4},
    {"and with the certificate", S, 5, 12, SELLO_SOURCE_CERTIFICATE, 7, "SWWWSSSSSSSS", 5},
    {"one of them sold meanwhile", R, 6, 6, SELLO_SOURCE_SERIALS, 9, "SWWWSRSSSSSS", 7},
    {"the batch resumed", V, 1, 8, SELLO_SOURCE_BATCH, 0, "VWWWSRSSSSSS", 7},
    {"the certificate resumed", V, 1, 12, SELLO_SOURCE_CERTIFICATE, 0, "VWWWVRVVSVVV", 4},
    {"the serial resumed", V, 9, 9, SELLO_SOURCE_SERIALS, 0, "VWWWVRVVVVVV", 3},
    {"resuming the withdrawn", V, 2, 4, SELLO_SOURCE_SERIALS, 0, "VWWWVRVVVVVV", 3},
    {"all withdrawn", W, 1, 12, SELLO_SOURCE_CERTIFICATE, 6, "WWWWWWWWWWWW", 4},
};

static char letter(enum sello_label_status status) {
    return "VWSR"[status];
}

static void check_step(const struct step *step, struct trust_file *file) {
    static uint8_t memory[1 << 20];
    struct sello_arena arena = {memory, sizeof memory};
    struct sello_trust *trust;
    assert_status(sello_trust_open(trust_file_bytes(file), &arena, &trust), SELLO_OK);
    for (uint64_t serial = 1; serial <= 12; serial++) {
        char seen = letter(sello_trust_status(trust, serial));
        assert_int_equal(seen, step->seen[serial - 1]);
        assert_int_equal(sello_trust_row(trust, serial) != NULL, seen != 'V');
    }
    assert_int_equal(trust->n_rows, step->n_rows);
}

static void test_life(void **state) {
    struct certifier *c = *state;
    issue(c, 12, 0, "L-1");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        print_message("%s\n", steps[i].what);
        set(c, (struct sello_status_range){.first = steps[i].first,
                                           .count = steps[i].last - steps[i].first + 1,
                                           .status = (enum sello_label_status)steps[i].status,
                                           .reason = steps[i].reason,
                                           .day = 20000,
                                           .source = steps[i].source});
        struct trust_file file = make(c, BUNDLE_WHOLE);
        check_step(&steps[i], &file);
        trust_file_free(&file);
    }
    assert_int_equal(fixture_findings(c->fixture), 0);
}

/* ---- rows are joined where they say the same ---- */

static void test_rows_that_differ(void **state) {
    struct certifier *c = *state;
    const struct sello_status_range one = {.first = 1,
                                           .count = 1,
                                           .status = SELLO_LABEL_WITHDRAWN,
                                           .reason = SELLO_REASON_LOST,
                                           .day = 20000,
                                           .source = SELLO_SOURCE_SERIALS};
    issue(c, 12, 0, "L-1");
    for (uint64_t serial = 1; serial <= 6; serial++) {
        struct sello_status_range range = one;
        range.first = serial;
        range.day += serial == 2;                    /* another date */
        range.reason = serial == 3 ? 0 : one.reason; /* another reason */
        snprintf(range.text, sizeof range.text, "%s", serial == 4 ? "en el río" : "");
        range.status = serial == 5 ? SELLO_LABEL_RETIRED : one.status;
        set(c, range);
    }
    struct trust_file file = make(c, BUNDLE_WHOLE);
    assert_int_equal(parse(&file).n_rows, 6);
    trust_file_free(&file);
}

/* ---- batches ---- */

static void test_batches(void **state) {
    struct certifier *c = *state;
    issue(c, 3, 0, "A");
    issue(c, 4, 0, "A"); /* in the same second: its labels say the same */
    issue(c, 5, 0, "B");
    issue(c, 6, 2, "B"); /* the stolen key, third of the delegated */
    struct trust_file file = make(c, BUNDLE_WHOLE);
    struct sello_bundle bundle = parse(&file);
    struct sello_reader r = sello_reader_init(bundle.batches);
    static const uint64_t wanted[][3] = {{1, 7, 0}, {8, 5, 0}, {13, 6, 2}};
    assert_int_equal(sello_take_array(&r), 3);
    for (size_t i = 0; i < 3; i++) {
        struct sello_batch_row row;
        assert_status(sello_take_batch_row(&r, &row), SELLO_OK);
        assert_int_equal(row.first, wanted[i][0]);
        assert_int_equal(row.count, wanted[i][1]);
        assert_int_equal(row.key, wanted[i][2]);
    }
    assert_true(bundle.complete);
    trust_file_free(&file);
}

/* Reserves a batch and stores its first blocks. */
static struct sello_batch begin(struct certifier *c, uint64_t key, uint64_t n_blocks) {
    static const uint8_t signatures[SELLO_BLOCK * SELLO_SIG_LEN];
    struct sello_batch batch = {0};
    const struct sello_claims claims = {.product = sello_bytes_of("Rebozo de seda"),
                                        .lot = sello_bytes_of("B"),
                                        .scheme = {true, 7}};
    const struct sello_reservation request = {.certificate = c->fixture->certificate,
                                              .count = 3 * SELLO_BLOCK,
                                              .key = key,
                                              .claims = &claims};
    assert_status(sello_store_reserve(c->fixture->store, &request, &batch), SELLO_OK);
    for (uint64_t block = 0; block < n_blocks; block++) {
        assert_status(sello_store_put_signatures(c->fixture->store, batch.number, block,
                                                 sello_bytes(signatures, sizeof signatures)),
                      SELLO_OK);
    }
    return batch;
}

/* Finished later, its labels must not pass for ones that were never issued. */
static void test_unfinished(void **state) {
    static const struct {
        uint64_t key, n_blocks, n_listed;
    } rows[] = {
        {0, 0, 0}, /* will be void */
        {2, 2, 0}, /* a stolen key's cannot be finished, and a thief knows its claims */
        {0, 2, 1}, /* may be finished */
    };
    struct certifier *c = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_batch batch = begin(c, rows[i].key, rows[i].n_blocks);
        struct trust_file file = make(c, BUNDLE_WHOLE);
        struct sello_bundle bundle = parse(&file);
        assert_int_equal(bundle.n_batches, rows[i].n_listed);
        assert_true(bundle.complete);
        trust_file_free(&file);
        assert_status(sello_store_void_batch(c->fixture->store, batch.number), SELLO_OK);
    }
}

static struct sello_batch_row only_batch(struct certifier *c) {
    struct trust_file file = make(c, BUNDLE_WHOLE);
    struct sello_bundle bundle = parse(&file);
    struct sello_batch_row row = {0};
    assert_int_equal(bundle.n_batches, 1);
    struct sello_reader r = sello_reader_init(bundle.batches);
    (void)sello_take_array(&r);
    assert_status(sello_take_batch_row(&r, &row), SELLO_OK);
    trust_file_free(&file);
    return row;
}

/* Verifiers refuse a certifier whose listed run becomes another. This one says what the finished
 * one before it says, and is a run with it. */
static void test_given_up_once_it_was_listed(void **state) {
    struct certifier *c = *state;
    issue(c, 3, 0, "B");
    struct sello_batch batch = begin(c, 0, 2);
    struct sello_batch_row before = only_batch(c);
    assert_int_equal(before.count, 3 + batch.count);
    assert_status(sello_store_void_batch(c->fixture->store, batch.number), SELLO_OK);
    struct sello_batch_row after = only_batch(c);
    assert_int_equal(after.first, before.first);
    assert_int_equal(after.count, before.count);
}

static void test_left_out(void **state) {
    struct certifier *c = *state;
    issue(c, 3, 0, "A");
    issue(c, 6, 2, "B");
    set(c, (struct sello_status_range){.first = 2,
                                       .count = 1,
                                       .status = SELLO_LABEL_WITHDRAWN,
                                       .day = 20000,
                                       .source = SELLO_SOURCE_SERIALS});
    struct trust_file file = make(c, BUNDLE_NO_BATCHES);
    struct sello_bundle bundle = parse(&file);
    assert_int_equal(bundle.n_batches, 1); /* a stolen key's are always listed */
    assert_int_equal(bundle.n_rows, 1);
    assert_false(bundle.complete);
    trust_file_free(&file);
    file = make(c, BUNDLE_STATUS_ONLY);
    bundle = parse(&file);
    assert_int_equal(bundle.n_batches, 0);
    assert_int_equal(bundle.n_rows, 0);
    assert_false(bundle.complete);
    assert_true(bundle.status_only);
    trust_file_free(&file);
}

static void test_again(void **state) {
    struct certifier *c = *state;
    struct trust_file again = {0};
    assert_status(trust_file_again(c->fixture->store, &again), SELLO_E_NOT_FOUND);
    issue(c, 3, 0, "A");
    struct trust_file file = make(c, BUNDLE_WHOLE);
    assert_status(trust_file_again(c->fixture->store, &again), SELLO_OK);
    assert_int_equal(again.bundle_at, file.bundle_at);
    assert_true(sello_bytes_eq(trust_file_bytes(&again), trust_file_bytes(&file)));
    trust_file_free(&again);
    trust_file_free(&file);
}

/* ---- sizes ---- */

/* Withdraws `n` single labels of the first `labels`, always the same ones (Knuth's multiplier). */
static void withdraw_singly(struct certifier *c, uint64_t n, uint64_t labels) {
    uint64_t random = 20261123;
    assert_status(sello_store_begin(c->fixture->store), SELLO_OK);
    while (n > 0) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        n -= set(c, (struct sello_status_range){.first = (random >> 33) % labels + 1,
                                                .count = 1,
                                                .status = SELLO_LABEL_WITHDRAWN,
                                                .reason = SELLO_REASON_LOST,
                                                .day = 20000,
                                                .source = SELLO_SOURCE_SERIALS});
    }
    assert_status(sello_store_commit(c->fixture->store), SELLO_OK);
}

static void issue_many(struct certifier *c, uint64_t n_batches, uint64_t count) {
    char lot[24];
    assert_status(sello_store_begin(c->fixture->store), SELLO_OK);
    for (uint64_t i = 0; i < n_batches; i++) {
        snprintf(lot, sizeof lot, "L-%" PRIu64, i);
        issue(c, count, 0, lot);
    }
    assert_status(sello_store_commit(c->fixture->store), SELLO_OK);
}

/* In bytes. */
struct sizes {
    size_t file, bundle;
};

static struct sizes sizes_of(struct certifier *c, enum bundle_scope scope, const char *what) {
    struct trust_file file = make(c, scope);
    struct sizes sizes = {file.len, file.len - file.bundle_at};
    print_message("%-28s %6zu bytes: roots %zu, bundle %zu\n", what, file.len, file.bundle_at,
                  sizes.bundle);
    trust_file_free(&file);
    return sizes;
}

/* A million labels, one of a thousand withdrawn, each by itself, for a reason with a code. */
static void test_sizes(void **state) {
    struct certifier *c = *state;
    issue_many(c, 300, 3334);
    withdraw_singly(c, 1000, 1000000);
    assert_true(sizes_of(c, BUNDLE_WHOLE, "whole, with 300 batches").file <= 40 * 1024);
    assert_true(sizes_of(c, BUNDLE_NO_BATCHES, "without batches").file <= 40 * 1024);
    assert_true(sizes_of(c, BUNDLE_STATUS_ONLY, "status only").bundle <= 3 * 1024);
}

/* What is to fit a printed notice. */
static void test_notice_size(void **state) {
    struct certifier *c = *state;
    issue_many(c, 10, 1000);
    withdraw_singly(c, 100, 10000);
    assert_true(sizes_of(c, BUNDLE_STATUS_ONLY, "10,000 labels, status only").bundle <= 700);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_life, make_certifier, free_certifier),
        cmocka_unit_test_setup_teardown(test_rows_that_differ, make_certifier, free_certifier),
        cmocka_unit_test_setup_teardown(test_batches, make_certifier, free_certifier),
        cmocka_unit_test_setup_teardown(test_unfinished, make_certifier, free_certifier),
        cmocka_unit_test_setup_teardown(test_given_up_once_it_was_listed, make_certifier,
                                        free_certifier),
        cmocka_unit_test_setup_teardown(test_left_out, make_certifier, free_certifier),
        cmocka_unit_test_setup_teardown(test_again, make_certifier, free_certifier),
        cmocka_unit_test_setup_teardown(test_sizes, make_certifier, free_certifier),
        cmocka_unit_test_setup_teardown(test_notice_size, make_certifier, free_certifier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
