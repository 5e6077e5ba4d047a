/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_DESK_FIXTURE_H
#define SELLO_TESTS_SUPPORT_DESK_FIXTURE_H

/* Two clerks at one registry: one asks the desk's services, the other changes records meanwhile. */

#include "registry/session/session.h"
#include "tests/support/store_fixture.h"

#define DESK_LABELS 40 /* 1..40, of the batch B1 */

struct desk {
    struct fixture *fixture;
    struct session session;    /* of the one */
    struct sello_store *other; /* of the other */
};

/* cmocka's setup and teardown: *state is the desk, its labels issued. */
int desk_make(void **state);
int desk_remove(void **state);

/* What the other clerk does. */
void desk_other_sets(struct desk *desk, enum sello_label_status status, uint64_t first,
                     uint64_t last);
void desk_other_moves(struct desk *desk, enum sello_certificate_step step);

/* How many events there are: what is refused leaves none. */
uint64_t desk_events(struct desk *desk);

/* The session's problem is this one. */
void assert_rule(const struct desk *desk, const char *rule, const char *field);

/* The status of a label. */
enum sello_label_status desk_status(struct desk *desk, uint64_t serial);

#endif
