/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_ISSUE_SAY_H
#define SELLO_REGISTRY_COMMANDS_ISSUE_SAY_H

/* What every way of issuing answers alike. */

#include "registry/commands/app.h"
#include "registry/issue/issue_table.h"

/* A batch that was issued, or would be (--dry-run): its line, or its JSON object. */
void issue_say_batch(struct app *app, const struct sello_batch *batch);

/* Why issuing failed, and what of it is unfinished. Returns the exit status. */
int issue_say_failed(struct app *app, enum sello_error error, const struct signing_end *end);

/* `sello issue --csv`. */
int issue_csv(struct app *app);

#endif
