/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_DELIVER_H
#define SELLO_REGISTRY_DESK_DELIVER_H

/* From what a clerk names to the labels that a producer takes. */

#include "registry/desk/targets.h"

struct deliver_plan {
    uint64_t producer;
    struct targets spoiled; /* to be withdrawn as misprints first */
    struct targets give;    /* without them, and without what was withdrawn of named batches */
    uint64_t left_out;      /* labels of named batches that were withdrawn before */
};

/* Reads the operands, --spoiled and --to. Without operands nothing is given. Returns CLI_OK, or the
 * exit status, having said why; deliver_plan_free in any case. */
SELLO_NODISCARD int deliver_plan_take(struct app *app, struct deliver_plan *out);
void deliver_plan_free(struct deliver_plan *plan);

/* May all of them be delivered? Not when one is withdrawn and named by its serial, is suspended,
 * was delivered before, is of a batch that is not signed or whose certificate is another
 * producer's (unless --any-producer). Returns CLI_OK, or the exit status, having said why. */
SELLO_NODISCARD int deliver_plan_check(struct app *app, struct deliver_plan *plan);

#endif
