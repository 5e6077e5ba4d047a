/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_PRINT_ANSWER_H
#define SELLO_REGISTRY_COMMANDS_PRINT_ANSWER_H

/* What `sello print` answers. */

#include "registry/commands/app.h"
#include "registry/print/print.h"

/* What labels do not show, or not whole, for want of room, before anything is printed. */
void print_say_lacks(const struct print_job *job);

void print_say_done(struct app *app, const struct print_job *job, const struct print_done *done);

/* A picture was made of them; job: NULL where it is one of designs. */
void print_say_shown(struct app *app, const struct print_job *job, const char *path);

/* These return the exit status. */
int print_say_planned(struct app *app, const struct print_job *job); /* of a dry run */
int print_say_failed(struct app *app, const struct print_job *job, const struct print_done *done);

#endif
