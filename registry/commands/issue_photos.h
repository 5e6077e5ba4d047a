/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_ISSUE_PHOTOS_H
#define SELLO_REGISTRY_COMMANDS_ISSUE_PHOTOS_H

/* `sello issue --photo` and `--photos`. */

#include "registry/commands/app.h"
#include "registry/issue/issue.h"
#include "registry/issue/photos.h"

bool issue_photos_wanted(const struct app *app);

/* Reads the pictures that the options name, and puts them into the request; the photos outlive it.
 * CLI_USAGE, CLI_FAILURE. */
int issue_take_photos(struct app *app, struct issue_request *request, struct photos *out);

/* Which label has which picture. */
void issue_show_photos(FILE *to, const struct sello_batch *batch, const struct photos *photos);

/* The batch (issue_say_batch), and its photos where it has any. */
void issue_say_with_photos(struct app *app, const struct sello_batch *batch,
                           const struct photos *photos);

#endif
