/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_CERTIFIER_FIXTURE_H
#define SELLO_TESTS_SUPPORT_CERTIFIER_FIXTURE_H

/* A certifier with keys of its own, and two clerks at its registry: one asks the services, the
 * other changes something meanwhile. */

#include "registry/session/session.h"
#include "registry/trust/bundle_make.h"
#include "tests/support/store_fixture.h"

enum { CERTIFIER_MEMBER, CERTIFIER_LABEL, CERTIFIER_STATUS, CERTIFIER_KEYS };

struct certifier {
    struct fixture *fixture;
    struct session session;    /* of the one; its passphrase is at hand */
    struct sello_store *other; /* of the other */
    struct sello_key *key[CERTIFIER_KEYS];
    struct sello_root_key row[SELLO_ROOT_KEYS_MAX];
    struct sello_root root; /* the newest; written anew by certifier_other_root */
    uint8_t payload[1024], bytes[2048], earlier[8192];
    size_t len, n_earlier; /* of the newest root, and of those before it */
    /* called before the passphrase is given, which is between a plan and what it was made for */
    void (*meanwhile)(struct certifier *c);
    void (*at_notice)(struct certifier *c); /* called at the first notice */
    size_t n_notices;
    const char *notice; /* the last one's rule */
};

/* cmocka's setup and teardown: *state is the certifier. */
int certifier_make(void **state);
int certifier_remove(void **state);

/* Labels under the certificate, signed by the label key, by the session. */
void certifier_issue(struct certifier *c, uint64_t count);

/* What the other clerk does: withdraws, stores a new root under another name, makes a trust file
 * and returns its version. */
void certifier_other_withdraws(struct certifier *c, uint64_t first, uint64_t last);
void certifier_other_root(struct certifier *c, const char *name);
uint64_t certifier_other_exports(struct certifier *c);

/* How many events there are: what is planned or refused leaves none. */
uint64_t certifier_events(struct certifier *c);

/* The session's problem is this one; rule or field "": none. */
void certifier_refused(const struct certifier *c, const char *rule, const char *field);

#endif
