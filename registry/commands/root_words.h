/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_ROOT_WORDS_H
#define SELLO_REGISTRY_COMMANDS_ROOT_WORDS_H

/* Roots and drafts as people see them: what is in a root, what changes between two, who signed. */

#include "cli/cli.h"
#include "registry/trust/draft.h"

#define ROOT_KEY_WORDS 200 /* bytes */

/* "member Ana López (0a1b2c3d4e5f6071)", "label key 0a1b2c3d4e5f6071". */
void root_key_words(const struct sello_root_key *key, char out[SELLO_LEN(ROOT_KEY_WORDS)]);

const char *root_role_word(uint64_t role);   /* "label key", translated */
const char *root_state_word(uint64_t state); /* "retired", translated */

/* The dates of a delegated key: ", from 2026-01-01T00:00:00Z, until ..."; "" without any. */
void root_key_dates(const struct sello_root_key *key, char out[SELLO_LEN(ROOT_KEY_WORDS)]);

/* What people compare: the fingerprint, and the root's number and hash beside it. */
void root_put_identity(FILE *to, const struct sello_root *root);
void root_put_identity_json(struct cli_json *j, const struct sello_root *root);

/* "practice":true where it is the root of a practice registry; else nothing. */
void root_put_practice_json(struct cli_json *j, const struct sello_root *root);

/* Everything a root says. */
void root_put(FILE *to, const struct sello_root *root);
void root_put_json(struct cli_json *j, const struct sello_root *root);

/* A line for each change from one root to the next, after a title. */
void root_put_changes(FILE *to, const struct sello_root *before, const struct sello_root *root);

/* Who signed a draft, and what it lacks. */
void root_put_signers(FILE *to, const struct draft *draft);
void root_put_signers_json(struct cli_json *j, const struct draft *draft);

/* A draft: whose it is, its changes, its hash, its signers. */
void root_put_draft(FILE *to, const struct draft *draft);

#endif
