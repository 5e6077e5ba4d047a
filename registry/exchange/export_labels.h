/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_EXPORT_LABELS_H
#define SELLO_REGISTRY_EXCHANGE_EXPORT_LABELS_H

#include "registry/commands/app.h"

/* `sello export labels [BATCH|SERIALS...] --csv PATH`: a row a label, in order, for print houses;
 * returns the exit status. */
int export_labels(struct app *app, const char *path);

#endif
