/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_STORE_FIXTURE_H
#define SELLO_TESTS_SUPPORT_STORE_FIXTURE_H

/* A registry in a folder of its own, with a root, and a granted certificate to issue under. */

#include "registry/store/store.h"
#include "tests/support/sello_test.h"

#define T0 ((uint64_t)1790000000) /* an instant to start from */

struct fixture {
    char home[TEST_FOLDER_MAX]; /* removed at the end; $XDG_STATE_HOME while the test runs */
    char folder[96];            /* the registry's */
    struct sello_store *store;
    uint64_t product, producer, certificate;
};

/* cmocka's setup and teardown: *state is the fixture. */
int fixture_make(void **state);
int fixture_remove(void **state);

/* The same with a first root of the caller's. */
int fixture_make_on(void **state, const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)],
                    struct sello_bytes root);

/* Closes and opens the store again, at T0. */
void fixture_reopen(struct fixture *f);

/* Closes the store; its database is gone, and its folder still there. */
void fixture_lose_database(struct fixture *f);

/* A path within the registry's folder, or (with "../") beside it; lives until the next call. */
const char *fixture_path(const struct fixture *f, const char *name);

/* Reserves `count` labels under the certificate. */
enum sello_error fixture_reserve(struct fixture *f, uint64_t count, struct sello_batch *out);

/* Three of them, as what sello_store_do runs; `context` is the fixture. */
enum sello_error fixture_reserve_three(struct sello_store *store, void *context);

/* The last serial that was reserved. */
uint64_t fixture_last_serial(struct fixture *f);

/* Reserves, stores signatures (each the serial, then zeros) and finishes. */
struct sello_batch fixture_issue(struct fixture *f, uint64_t count);

/* Signs a reserved batch the same way. */
void fixture_sign(struct fixture *f, const struct sello_batch *batch);

/* What was put down last. */
struct sello_event fixture_newest_event(struct fixture *f);

/* A sheet of this stock on which a job began at the cell `start` and left off before `next`. */
struct sello_used_sheet fixture_used_sheet(const char *stock, uint8_t job, uint64_t start,
                                           uint64_t next);

/* The number of findings of sello_store_check; each is printed. */
size_t fixture_findings(struct fixture *f);

/* Whole files. The caller frees what is read. */
uint8_t *read_whole(const char *path, size_t *out_len);
void write_whole(const char *path, struct sello_bytes bytes);

#endif
