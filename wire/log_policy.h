/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_LOG_POLICY_H
#define SELLO_WIRE_LOG_POLICY_H

/* Whose witness counts (C2SP tlog-policy): logs, witnesses, groups of them, and a quorum. */

#include "wire/note.h"

#define SELLO_LOG_POLICY_MAX ((size_t)64 << 10) /* bytes */
#define SELLO_LOG_POLICY_LOGS 32
#define SELLO_LOG_POLICY_NODES 64 /* witnesses and groups together */

/* A witness, or a group of what was named before it. */
struct sello_log_policy_node {
    struct sello_bytes name;
    bool is_group;
    struct sello_note_key key; /* of a witness */
    unsigned threshold;        /* of a group's members */
    uint64_t members;          /* bits of nodes */
};

struct sello_log_policy {
    struct sello_note_key log[SELLO_LOG_POLICY_LOGS];
    struct sello_log_policy_node node[SELLO_LOG_POLICY_NODES];
    size_t n_logs, n_nodes, n_witnesses;
    uint64_t listed; /* bits of nodes that are a member somewhere */
    bool has_quorum;
    uint64_t quorum; /* the node's bit; 0: none is needed */
};

/* *out_line is the line at fault, from 1; may be NULL. The policy's slices point into the text. */
SELLO_NODISCARD enum sello_error
sello_log_policy_parse(struct sello_bytes text, struct sello_log_policy *out, size_t *out_line);

/* What the witnesses of a policy say of a note. */
struct sello_witnessed {
    size_t n_signed;
    uint64_t latest; /* instant; 0: none signed */
    bool quorum;     /* the policy is met */
};

/* A signature of one of them that is wrong counts as none. */
struct sello_witnessed sello_log_policy_judge(const struct sello_log_policy *policy,
                                              const struct sello_note *note);

#endif
