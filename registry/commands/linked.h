/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_LINKED_H
#define SELLO_REGISTRY_COMMANDS_LINKED_H

/* What hangs on a producer or a product: its certificates, batches and labels. */

#include "registry/commands/app.h"

/* Below the record's lines: the first of them, and where the others are listed. */
SELLO_NODISCARD enum sello_error linked_lines(struct app *app, struct sello_id id);

/* Within its object: "certificates" and "batches", arrays of ids, and "labels", counts; each is
 * left out where there is none. */
SELLO_NODISCARD enum sello_error linked_json(struct app *app, struct cli_json *j,
                                             struct sello_id id);

#endif
