/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_WORLD_H
#define SELLO_TESTS_SUPPORT_WORLD_H

/* A certifier, its bundle and one label, for tests of verdicts: bend a part, then judge. */

#include "tests/support/builder.h"

struct world {
    struct test_root root;
    struct test_bundle bundle;
    struct sello_claims claims;
    uint8_t signer;      /* of the label */
    uint64_t now;        /* day 21: a day after the bundle */
    uint8_t token[2048]; /* the label's, once judged */
    size_t token_len;    /* not 0: judge these bytes instead of the claims */
    uint8_t memory[1 << 20];
};

/* Everything as it should be: `authentic`. */
void world_start(struct world *w);

/* Writes and loads the trust file; stops the test when it is refused. */
const struct sello_trust *world_trust(struct world *w);

/* The label's text, "https://sello.example/r/#" and its digits, into buf. */
struct sello_bytes world_text(struct world *w, uint8_t *buf, size_t cap);

/* Judges a text from guarded memory, out of dirty memory, twice; both answers must be the same. */
void world_judge_text(const struct world *w, const struct sello_trust *trust,
                      struct sello_bytes text, struct sello_report *out);
void world_judge(struct world *w, struct sello_report *out);

/* The label of this protected bucket and payload, in hex, signed by w->signer. "KID" within the
 * protected bucket stands for the signer's kid. */
void world_token(struct world *w, const char *protected_hex, const char *payload_hex);

#endif
