/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_LABELS_NAMED_H
#define SELLO_REGISTRY_COMMANDS_LABELS_NAMED_H

/* Labels as a clerk names them in a command, and as they are shown before they change. */

#include "registry/commands/app.h"
#include "registry/desk/targets.h"

struct labels_list {
    struct labels_named *at; /* owned */
    size_t n, room;
};
void labels_list_free(struct labels_list *list);

/* What one option names, or the operands (NULL): serials and batches. Returns CLI_OK, or the exit
 * status, having said why; the same below. */
SELLO_NODISCARD int labels_take(struct app *app, const char *option, struct labels_list *out);

/* What the clerk names in one of three ways: serials and batches as operands, --batch, or
 * --certificate, which stands for its batches. */
SELLO_NODISCARD int labels_take_one_way(struct app *app, struct labels_list *out);

/* Lists them on stderr for the clerk to look at: serials, batch, certificate, product. */
SELLO_NODISCARD enum sello_error labels_show(struct app *app, const struct targets *t);

/* "serials": [{"first":1,"last":24}] */
void labels_json(struct cli_json *j, const struct targets *t);

/* Why the desk refused; a reason or a date that cannot be, or an operand that names no batch, is
 * wrong usage. Returns the exit status. */
int labels_refused(struct app *app, const char *what);

#endif
