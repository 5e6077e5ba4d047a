/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_EXPORT_OTHERS_H
#define SELLO_REGISTRY_COMMANDS_EXPORT_OTHERS_H

/* `sello export`, for other systems; the exit status. */

#include "registry/commands/app.h"

int export_epcis(struct app *app);
int export_untp(struct app *app);

#endif
