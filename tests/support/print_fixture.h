/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_PRINT_FIXTURE_H
#define SELLO_TESTS_SUPPORT_PRINT_FIXTURE_H

/* A registry whose root can be read and whose labels are issued, printed from by one program while
 * another has it open. */

#include "keys/keys.h"
#include "registry/session/session.h"
#include "tests/support/store_fixture.h"

enum { PRINT_MEMBER, PRINT_LABEL, PRINT_KEYS };
enum { PRINT_MANY = 700 }; /* labels: more than are put in place at once */

struct printing {
    struct fixture *fixture;
    struct sello_key *key[PRINT_KEYS];
    struct session session;
    struct sello_store *other; /* as another program has it open */
    struct sello_batch batch;
    char path[256]; /* what is printed to: not there yet */
};

/* cmocka's setup and teardown: *state is the printing. */
int print_fixture_make(void **state);
int print_fixture_remove(void **state);

/* What the other program does to a label. */
void other_sets_status(struct printing *p, enum sello_label_status status, uint64_t serial);

#endif
