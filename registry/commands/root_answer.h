/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_ROOT_ANSWER_H
#define SELLO_REGISTRY_COMMANDS_ROOT_ANSWER_H

/* What is told of a new root by all commands that make one, and of key files. */

#include "registry/commands/app.h"
#include "registry/commands/root_words.h"
#include "registry/trust/key_make.h"
#include "registry/trust/root_change.h"

/* The refusal of a new root in words. Returns CLI_FAILURE. */
int root_not_made(struct app *app);

/* What became of it, for people; with --json on stderr. Of a dry run what would. */
void root_tell(struct app *app, const struct root_outcome *outcome);

/* The same, and with --json the answer: {"root":3,"hash":...}, with "draft" the file of one. */
void root_answer(struct app *app, const struct root_outcome *outcome);
void root_json_outcome(struct cli_json *j, const struct root_outcome *outcome);

/* A key file that came in: {"kid":...,"role":...,"file":...}. */
void root_json_key(struct app *app, const struct key_told *key);

/* After a new root, older trust files tell nothing of it. */
void root_tell_stored(struct app *app, const struct sello_root *root);

/* More members, or more of them who sign: the new poster, and the keys that must be destroyed. */
void root_tell_grown(struct app *app, const struct draft *draft);

/* Each member has to sign: one lost key, and the root can never change again. */
void root_warn_all_must_sign(void);

#endif
