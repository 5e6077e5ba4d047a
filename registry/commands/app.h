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

/* app_open, work, app_close; the exit status is that of `work`. */
int app_run(const struct cli_args *args, enum app_use use, int (*work)(struct app *app));

/* The path of a file of the registry: app_path(app, path, "mark.%s", "png"). False, having said so,
 * when it does not fit. */
#define APP_PATH_MAX SESSION_PATH_MAX
__attribute__((format(printf, 3, 4))) SELLO_NODISCARD bool
app_path(struct app *app, char out[SELLO_LEN(APP_PATH_MAX)], const char *format, ...);

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

/* Asks on the terminal for a new passphrase, twice, and offers one. */
SELLO_NODISCARD enum sello_error app_new_passphrase(struct sello_passphrase **out);

/* The passphrase of the key files: --passphrase-file, --passphrase-fd, else asked on the terminal,
 * twice where a `new` one is chosen. Kept in app until app_close; NULL, having said why, where
 * there is none. Raises the walls of keys/ first. */
const struct sello_passphrase *app_passphrase(struct app *app, bool new);

/* Raises the walls of keys/ once; warns once when memory cannot be locked. */
SELLO_NODISCARD bool app_start_keys(struct app *app);

/* The newest root, taken apart. It lives until app_close, also where a newer one is stored
 * meanwhile. NULL, having said why, where it cannot be had. */
const struct sello_root *app_root(struct app *app);

/* Opens the newest active key of the newest root that may be used so and whose file is in keys/.
 * *out_index (may be NULL) is its place among the delegated keys. The caller frees the key. */
SELLO_NODISCARD bool app_open_key(struct app *app, const struct session_key_use *use,
                                  struct sello_key **out, uint64_t *out_index);

#define APP_MEMBERS_MAX SESSION_MEMBERS_MAX

/* Opens every member key of the newest root whose file is in keys/, at most APP_MEMBERS_MAX. None
 * is no failure: *out_n is 0. Freed by app_free_members. */
SELLO_NODISCARD bool
app_open_members(struct app *app, struct sello_key *out[SELLO_LEN(APP_MEMBERS_MAX)], size_t *out_n);
void app_free_members(struct sello_key *keys[SELLO_LEN(APP_MEMBERS_MAX)], size_t n);

/* Calls visit with each key file in keys/, in order of name, until it returns false. What is no key
 * file is passed over; one that may not be used (owner, mode), and what is named *.key and is none,
 * is named in a warning. */
SELLO_NODISCARD bool app_key_files(struct app *app,
                                   bool (*visit)(void *context, const char *path,
                                                 const struct sello_keyfile_info *info),
                                   void *context);

/* "<registry>/keys/<name>"; name may be "". False, having said so, when it does not fit. */
SELLO_NODISCARD bool app_key_path(struct app *app, const char *name,
                                  char out[SELLO_LEN(APP_PATH_MAX)]);

/* ---- answers ---- */

/* The option of every command that changes something. */
#define APP_DRY_RUN                                                                                \
    { "dry-run", NULL, N_("tell what would change, and change nothing"), false }

/* Before the answer of a dry run, for people: that nothing is changed; and within it, for programs:
 * "dry_run":true. Nothing where it is none. */
void app_say_dry_run(const struct app *app);
void app_json_dry_run(const struct app *app, struct cli_json *j);

/* With --json {"id":"P1"} on stdout; else the sentence, which has one %s for the id and one for the
 * name. */
void app_say_id(struct app *app, struct sello_id id, const char *sentence, const char *name);

#endif
