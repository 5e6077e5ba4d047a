/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_LIST_OPTIONS_H
#define SELLO_REGISTRY_COMMANDS_LIST_OPTIONS_H

/* What limits a list, and a list as a table in a file. */

#include "registry/commands/app.h"
#include "registry/exchange/export.h"

/* clang-format off */
#define LIST_PRODUCER {"producer", N_("R"), N_("only of this producer: R1"), false}
#define LIST_PRODUCT {"product", N_("P"), N_("only of this product: P1"), false}
#define LIST_SCHEME {"scheme", N_("S"), N_("only under this scheme: S1"), false}
#define LIST_CERTIFICATE {"certificate", N_("C"), N_("only under this certificate: C1"), false}
#define LIST_LOT {"lot", N_("TEXT"), N_("only of this lot"), false}
#define LIST_CSV {"csv", N_("FILE"), N_("write them as a table (-: standard output)"), false}
/* clang-format on */

/* Takes the options of a list of records of this kind; SELLO_KIND_NONE: of labels. Options that its
 * command doesn't have are not given. Says what is wrong with one. */
SELLO_NODISCARD bool list_wanted_take(const struct app *app, enum sello_kind kind,
                                      struct export_wanted *out);

/* Was any of them given? */
bool list_is_limited(const struct app *app);

/* --from and --to, days that are in order. */
SELLO_NODISCARD bool list_days_given(const struct cli_args *args, struct sello_number *out_from,
                                     struct sello_number *out_to);

/* The same as instants, the days being the clerk's: the first, and the first one after; 0: none. */
SELLO_NODISCARD bool list_days_take(const struct cli_args *args, uint64_t *out_from,
                                    uint64_t *out_until);

#define LIST_BOM "\xef\xbb\xbf" /* a table begins with it: spreadsheets look for it */

/* A list in a file, which must be new and begins with `mark`, or on stdout; the exit status.
 * Gathers all of it before anything is written, so that no half a list is left. */
int list_write_file(struct app *app, const char *mark,
                    enum sello_error (*put)(struct app *app, const void *context,
                                            const struct export_sink *sink),
                    const void *context, const char *path);

/* A table, which spreadsheets take for UTF-8. */
int list_write_table(struct app *app,
                     enum sello_error (*put)(struct app *app, const void *context,
                                             const struct export_sink *sink),
                     const void *context, const char *path);

/* The same of records; wanted: NULL: all. */
int list_write_csv(struct app *app, enum export_kind kind, const struct export_wanted *wanted,
                   const char *path);

#endif
