/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_TOUCHED_H
#define SELLO_REGISTRY_COMMANDS_TOUCHED_H

/* Which granted certificates a changed record touches: asked about before, and said after. */

#include "registry/commands/app.h"
#include "registry/desk/correct.h"

/* One field of the record, before and after; two alike are not shown. */
struct touched_field {
    const char *name, *before, *after;
};

/* Says what is touched, and asks. True: go on; nothing is touched, or a person said yes. */
SELLO_NODISCARD bool touched_agreed(const struct app *app, const struct touched *touched,
                                    const struct touched_field *field, size_t n);

/* Before a question of another kind. */
void touched_say_which(const struct touched *touched);

/* Says what is touched, unless that was said with the question (asked), and, where it was changed,
 * what is to be done now. Nothing with --json: there touched_json puts "certificates": ["C1"] and
 * "labels_before", where there are any. */
void touched_say(const struct app *app, const struct touched *touched, bool asked, bool changed);
void touched_json(struct cli_json *j, const struct touched *touched);

/* Says that it was changed, by the record's sentence (its id and name), and what is to be done now
 * about those it touches. */
void touched_done(struct app *app, struct sello_id of, const char *name,
                  const struct touched *touched, const char *sentence);

#endif
