/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/store_fixture.h"

#include "registry/store/store_internal.h"
#include "tests/support/shared_server.h"

#include <ftw.h>
#include <inttypes.h>
#include <unistd.h>

static void grant(struct fixture *f) {
    const struct sello_scheme scheme = {.code = 7, .name = "Rebozo de Santa María"};
    const struct sello_producer producer = {.name = "Taller Peña", .origin = "Santa María del Río"};
    const struct sello_product product = {.name = "Rebozo de seda"};
    assert_status(sello_scheme_add(f->store, &scheme), SELLO_OK);
    assert_status(sello_producer_add(f->store, &producer, &f->producer), SELLO_OK);
    assert_status(sello_product_add(f->store, &product, &f->product), SELLO_OK);
    const struct sello_certificate request = {
        .product = f->product, .producer = f->producer, .scheme = 7};
    assert_status(sello_certificate_apply(f->store, &request, &f->certificate), SELLO_OK);
    struct sello_certificate_move move = {.certificate = f->certificate, .step = SELLO_STEP_PASS};
    assert_status(sello_certificate_move(f->store, &move), SELLO_OK);
    move.step = SELLO_STEP_GRANT;
    assert_status(sello_certificate_move(f->store, &move), SELLO_OK);
}

int fixture_make_on(void **state, const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)],
                    struct sello_bytes root) {
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    make_test_folder(f->home);
    setenv("XDG_STATE_HOME", f->home, 1);
    snprintf(f->folder, sizeof f->folder, "%s/registro", f->home);
    shared_server_prepare(f->folder);
    assert_status(sello_store_create(f->folder, "tester", T0, &f->store), SELLO_OK);
    sello_store_confirm_clock(f->store); /* tests go through years */
    assert_status(sello_store_put_root(f->store, 1, hash, root), SELLO_OK);
    grant(f);
    *state = f;
    return 0;
}

int fixture_make(void **state) {
    uint8_t hash[SELLO_HASH_LEN];
    struct sello_bytes root = sello_bytes_of("a root, as far as the store is concerned");
    sello_sha256(&root, 1, hash);
    return fixture_make_on(state, hash, root);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *at) {
    (void)info, (void)type, (void)at;
    return remove(path);
}

int fixture_remove(void **state) {
    struct fixture *f = *state;
    sello_store_close(&f->store);
    shared_server_clear();
    nftw(f->home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(f);
    return 0;
}

void fixture_reopen(struct fixture *f) {
    sello_store_close(&f->store);
    assert_status(sello_store_open(f->folder, "tester", T0, &f->store), SELLO_OK);
    sello_store_confirm_clock(f->store);
}

void fixture_lose_database(struct fixture *f) {
    sello_store_close(&f->store);
    if (shared_server_there()) {
        shared_server_empty();
    } else {
        assert_int_equal(unlink(fixture_path(f, "registry.db")), 0);
    }
}

const char *fixture_path(const struct fixture *f, const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    return path;
}

enum sello_error fixture_reserve(struct fixture *f, uint64_t count, struct sello_batch *out) {
    const struct sello_claims claims = {.product = sello_bytes_of("Rebozo de seda"),
                                        .lot = sello_bytes_of("L-1"),
                                        .scheme = {true, 7}};
    const struct sello_reservation request = {
        .certificate = f->certificate, .count = count, .kid = {1, 2, 3}, .claims = &claims};
    return sello_store_reserve(f->store, &request, out);
}

enum sello_error fixture_reserve_three(struct sello_store *store, void *context) {
    struct sello_batch batch;
    (void)store;
    return fixture_reserve(context, 3, &batch);
}

uint64_t fixture_last_serial(struct fixture *f) {
    uint64_t serial = 0;
    assert_status(sello_store_counter(f->store, "serial", &serial), SELLO_OK);
    return serial;
}

void fixture_sign(struct fixture *f, const struct sello_batch *batch) {
    static uint8_t signatures[SELLO_BLOCK * SELLO_SIG_LEN];
    size_t n = 0;
    for (uint64_t block = 0; (n = sello_block_labels(batch, block)) > 0; block++) {
        memset(signatures, 0, sizeof signatures);
        for (size_t i = 0; i < n; i++) {
            uint64_t serial = batch->first + block * SELLO_BLOCK + i;
            memcpy(signatures + i * SELLO_SIG_LEN, &serial, sizeof serial);
        }
        struct sello_bytes bytes = sello_bytes(signatures, n * SELLO_SIG_LEN);
        enum sello_error error = SELLO_OK;
        do {
            error = sello_store_put_signatures(f->store, batch->number, block, bytes);
        } while (error ==
                 SELLO_E_STORE_CONTENDED); /* by another office: as `issue --resume` does */
        assert_status(error, SELLO_OK);
    }
    enum sello_error error = SELLO_OK;
    do {
        error = sello_store_finish_batch(f->store, batch->number);
    } while (error == SELLO_E_STORE_CONTENDED);
    assert_status(error, SELLO_OK);
}

struct sello_batch fixture_issue(struct fixture *f, uint64_t count) {
    struct sello_batch batch = {0};
    assert_status(fixture_reserve(f, count, &batch), SELLO_OK);
    fixture_sign(f, &batch);
    return batch;
}

static bool last_event(void *context, const struct sello_event *row) {
    *(struct sello_event *)context = *row;
    return true;
}

struct sello_event fixture_newest_event(struct fixture *f) {
    struct sello_event event = {0};
    assert_status(sello_event_list(f->store, 1, last_event, &event), SELLO_OK);
    return event;
}

struct sello_used_sheet fixture_used_sheet(const char *stock, uint8_t job, uint64_t start,
                                           uint64_t next) {
    struct sello_used_sheet sheet = {.job = {job}, .start = start, .next = next};
    snprintf(sheet.stock, sizeof sheet.stock, "%s", stock);
    return sheet;
}

static void count_finding(void *context, const struct sello_finding *finding) {
    size_t *n = context;
    print_message("found %s: %s (%" PRIu64 ") %s\n", finding->code, finding->text, finding->number,
                  finding->detail);
    ++*n;
}

size_t fixture_findings(struct fixture *f) {
    size_t n = 0;
    assert_status(sello_store_check(f->store, count_finding, &n), SELLO_OK);
    return n;
}

uint8_t *read_whole(const char *path, size_t *out_len) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    long len = ftell(file);
    rewind(file);
    uint8_t *bytes = malloc((size_t)len + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)len, file), (size_t)len);
    fclose(file);
    *out_len = (size_t)len;
    return bytes;
}

void write_whole(const char *path, struct sello_bytes bytes) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}
