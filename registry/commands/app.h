/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_APP_H
#define SELLO_REGISTRY_COMMANDS_APP_H

/* What the commands of `sello` share: the open registry, its keys, its newest root, and saying what
 * went wrong.
 *
 * Functions that return bool have said on stderr why, and what to do, before they return false; the
 * command then returns CLI_FAILURE. A command looks like this:
 *
 *     int cmd_producer_add(const struct cli_args *args) {
 *         return app_run(args, APP_CHANGE, add);
 *     }
 */

#include "cli/cli.h"
#include "registry/session/session.h"

struct app {
    const struct cli_args *args;
    struct session session;
    bool json, no_input;  /* --json, --no-input */
    bool dry_run;         /* --dry-run: tell what would change, and change nothing */
    struct app_work {     /* the long work that is being done */
        const char *name; /* NULL: none */
        struct cli_progress progress;
        bool caught; /* it looks whether it was interrupted */
    } work;
};

/* -r, --json, --no-input, --passphrase-file, --passphrase-fd, --lang */
extern const struct cli_option app_common_options[];

/* ---- the registry ---- */

enum app_use {
    APP_READ,      /* looks only: nothing is written, and nobody is waited for */
    APP_PREVIEW,   /* looks what a change would come to, and takes it back */
    APP_RECONCILE, /* looks, and tells itself what is missing after a restore */
    APP_CHANGE     /* dates something: asks first when the clock seems wrong */
};

/* Fills in everything but the store, for commands that need no registry or make one. Cannot fail.
 */
void app_start(const struct cli_args *args, struct app *out);

/* app_start, and opens the registry: -r, else $SELLO_REGISTRY, else ./registro. A registry that is
 * behind its marks opens with a warning. Call app_close also when it fails. */
SELLO_NODISCARD bool app_open(const struct cli_args *args, enum app_use use, struct app *out);
void app_close(struct app *app);

/* app_open, work, app_close; the exit status is that of `work`. Whoever changes a practice registry
 * is told that it is one. */
int app_run(const struct cli_args *args, enum app_use use, int (*work)(struct app *app));

/* At the end of a command that made or changed something without app_run, or as APP_READ: where it
 * succeeded, and was no dry run, that stands whatever becomes of its answer. Returns the status. */
int app_done(const struct app *app, int status);

/* The same in a folder that the command names by itself; NULL: in the usual one. */
int app_run_in(const struct cli_args *args, const char *folder, enum app_use use,
               int (*work)(struct app *app));

/* ---- saying what went wrong ---- */

/* The session's problem in words (problem_words.h), on stderr; with --json also as the answer, when
 * the command ends. `what` is a translated clause without a full stop, "The product was not added",
 * for problems that have no sentence of their own. Returns the exit status, CLI_FAILURE. */
int app_problem(struct app *app, const char *what);

/* session_fail, then app_problem: for a failure of the store. */
int app_failed(struct app *app, enum sello_error error, const char *what);

/* The reason alone, translated, as a clause. fault may be NULL. */
void app_reason(enum sello_error error, const struct sello_store_fault *fault, char *buf,
                size_t size);

/* How people call a record's field, translated: "Net content" of "net_content". */
const char *app_field_label(const char *name);

/* Its value as people read it: a yes or a no, and a day, are kept as programs write them. A day's
 * words are put into `day`. */
const char *app_field_text(const char *name, const char *value, char day[SELLO_LEN(CLI_DAY_LEN)]);

/* ---- operands ---- */

/* The operand i as the number of a record of this kind ("P12", "p12"; a scheme also "3"). Says what
 * is expected: "C7 is a certificate; a product is expected here: P1, P2, ..." */
SELLO_NODISCARD bool app_id(const struct cli_args *args, size_t i, enum sello_kind kind,
                            uint64_t *out_number);

/* The same for any text: an option's value. */
SELLO_NODISCARD bool app_id_of(const char *text, enum sello_kind kind, uint64_t *out_number);

/* A text option's value into a record's field of `size` bytes; left as it is when not given. False,
 * having said so, when it is too long. app_field(args, "name", producer.name) */
#define app_field(args, option, field) app_field_of((args), (option), (field), sizeof(field))
SELLO_NODISCARD bool app_field_of(const struct cli_args *args, const char *option, char *out,
                                  size_t size);

/* ---- keys ---- */

/* Are passphrases asked for on the terminal: neither a file, a descriptor nor --no-input? */
bool app_asks_passphrases(const struct app *app);

/* Asks on the terminal for a new passphrase, twice, and offers one. */
SELLO_NODISCARD enum sello_error app_new_passphrase(struct sello_passphrase **out);

/* Warns where others can read a passphrase's file: whoever may read it may open every key. */
void app_warn_shared_file(struct app *app, const char *file);

/* The newest root, taken apart. It lives until app_close, also where a newer one is stored
 * meanwhile. NULL, having said why, where it cannot be had. */
const struct sello_root *app_root(struct app *app);

/* ---- questions ---- */

/* May this change be asked about: on a terminal, without --dry-run, --yes and --no-input? */
bool app_may_ask(const struct app *app);

/* ---- answers ---- */

/* The option of every command that changes something. */
#define APP_DRY_RUN                                                                                \
    { "dry-run", NULL, N_("tell what would change, and change nothing"), false }

/* The option of those whose plan has a sum of what it looked at, which a dry run answers: between
 * the two, somebody else may have changed it. */
#define APP_IF_SEEN                                                                                \
    { "if-seen", N_("SUM"), N_("refuse if what --dry-run told as \"seen\" is so no longer"), false }

/* Before the answer of a dry run, for people: that nothing is changed; and within it, for programs:
 * "dry_run":true, and the sum of what was looked at. Nothing where it is none. */
void app_say_dry_run(const struct app *app);
void app_json_dry_run(const struct app *app, struct cli_json *j);

/* The sum alone, of what else shows what would be, as a preview. */
void app_json_seen(const struct app *app, struct cli_json *j);

/* With --json {"id":"P1"} on stdout; else the sentence, which has one %s for the id and one for the
 * name. */
void app_say_id(struct app *app, struct sello_id id, const char *sentence, const char *name);

#endif
