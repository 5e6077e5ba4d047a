/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_PRINTERS_HERE_H
#define SELLO_REGISTRY_PRINT_PRINTERS_HERE_H

/* The printers of the registry's folder. Each of these says what is wrong before it returns false;
 * no store need be open. */

#include "registry/commands/app.h"
#include "registry/print/printers.h"

/* None where there is no file. */
SELLO_NODISCARD bool printers_read(struct app *app, struct printers *out);
SELLO_NODISCARD bool printers_write(struct app *app, const struct printers *printers);

/* One printer's profile, for printing. */
SELLO_NODISCARD bool printer_here(struct app *app, const char *name, struct sello_profile *out);

#endif
