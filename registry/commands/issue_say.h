/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_ISSUE_SAY_H
#define SELLO_REGISTRY_COMMANDS_ISSUE_SAY_H

/* What every way of issuing asks and answers alike. */

#include "registry/commands/app.h"

/* May labels be issued under it now? False, having said why not. */
SELLO_NODISCARD bool issue_allowed(struct app *app, const struct sello_certificate *c);

/* A batch that was issued: its line, or its JSON object. */
void issue_say_batch(struct app *app, const struct sello_batch *batch);

/* The small record, for small stock: serial, scheme, certificate and dates. */
void issue_make_lean(struct sello_claims *claims);

#endif
