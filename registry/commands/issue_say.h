/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_ISSUE_SAY_H
#define SELLO_REGISTRY_COMMANDS_ISSUE_SAY_H

/* What every way of issuing asks and answers alike. */

#include "registry/commands/app.h"
#include "registry/issue/issue_table.h"
#include "registry/print/label_for.h"

/* A batch that was issued, or would be (--dry-run): its line, or its JSON object with what `more`
 * puts into it (NULL: nothing). */
void issue_say_batch(struct app *app, const struct sello_batch *batch);
void issue_say_batch_with(struct app *app, const struct sello_batch *batch,
                          void (*more)(struct cli_json *j, const void *context),
                          const void *context);

/* Why issuing failed, and what of it is unfinished. Returns the exit status. */
int issue_say_failed(struct app *app, enum sello_error error, const struct signing_end *end);

/* An option's text, held to the rule for signed texts; a date. False, having said why. */
SELLO_NODISCARD bool issue_take_text(struct app *app, const char *option, size_t most,
                                     struct sello_bytes *out);
SELLO_NODISCARD bool issue_take_date(const struct cli_args *args, const char *option,
                                     struct sello_number *out);

/* --for STOCK: shortens what the labels say until they fit; says what is left out, and asks before
 * anything is signed. Without the option nothing. Returns CLI_OK, or the exit status. */
SELLO_NODISCARD int issue_for(struct app *app, struct issue_request *request);

/* The same for a table's rows, each by itself, while they are judged: into the request, with what
 * it needs of the stock into *place. False, having said why. */
SELLO_NODISCARD bool issue_for_rows(struct app *app, struct label_place *place,
                                    struct issue_table_request *request);

/* What the rows leave out; in JSON "left_out", where anything is. */
void issue_for_say_rows(const struct app *app, const struct issue_table_request *request,
                        const struct issue_table_outcome *outcome);
void issue_for_json(struct cli_json *j, const struct issue_table_outcome *outcome);

/* `sello issue --csv`. */
int issue_csv(struct app *app);

#endif
