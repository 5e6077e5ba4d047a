/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_HISTORY_NEWEST_H
#define SELLO_REGISTRY_COMMANDS_HISTORY_NEWEST_H

/* `sello history --newest`: the newest steps, and what takes each back. */

#include "registry/commands/app.h"

int history_newest(struct app *app, uint64_t most);

#endif
