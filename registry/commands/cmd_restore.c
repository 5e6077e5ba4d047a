/* SPDX-License-Identifier: Apache-2.0 */
/* Bringing a backup back, and going on after what was issued since. */
#include <stdlib.h>

#include "base/file.h"
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/backup.h"
#include "registry/trust/restore.h"
#include "registry/trust/restore_trust.h"
#include "wire/serial.h"

#define LAST_SERIAL_MAX (SELLO_INT_MAX / 2)

/* clang-format off */
const struct cli_option cmd_restore_options[] = {
    {"reconcile", NULL, N_("go on from a registry that is already behind"), false},
    {"trust", N_("FILE"), N_("the newest trust file: it has what the backup lacks"), false},
    {"without-trust", NULL, N_("go on where no copy of it is left"), false},
    {"last-serial", N_("N"), N_("the highest serial known to be printed"), false},
    {"nothing-since", NULL, N_("nothing was issued, withdrawn or exported after it: be sure"), false},
    {"gap", N_("N"), N_("pass over so many serials, where nobody knows how far they went"), false},
    APP_DRY_RUN,
    {"yes", NULL, N_("do not ask"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- what is said ---- */

static void gap_json(const struct app *app, const struct restore_outcome *done) {
    const struct sello_store_gap *gap = &done->passed;
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "serials", gap->serials);
    cli_json_number(&j, "bundle_versions", gap->bundle_versions);
    cli_json_number(&j, "root_versions", gap->root_versions);
    cli_json_number(&j, "seconds", gap->seconds);
    cli_json_bool(&j, "reconciled", sello_store_gap_any(&done->gap));
    if (done->gap.unknown) {
        cli_json_bool(&j, "was_unknown", true);
    }
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

static void say_gap(const struct sello_store_gap *gap) {
    cli_note(_("Since this backup was made:"));
    cli_note(_("  labels issued, whose records are not here: %llu"),
             (unsigned long long)gap->serials);
    cli_note(_("  trust files exported: %llu"), (unsigned long long)gap->bundle_versions);
    cli_note(_("  roots made: %llu"), (unsigned long long)gap->root_versions);
}

/* What going by less than the newest trust file leaves open. */
static void say_passed(const struct restore_outcome *done) {
    if (done->told.gap > 0) {
        cli_note(_("Labels may have been issued that nobody knows of here: %llu serials are passed "
                   "over. Those labels stay valid."),
                 (unsigned long long)done->told.gap);
    }
    if (done->told.told == SELLO_TOLD_SERIAL || done->told.told == SELLO_TOLD_GAP) {
        cli_note(
            _("The numbers of trust files go on %llu higher. Withdraw again what was withdrawn "
              "after the backup, then write a new trust file."),
            (unsigned long long)done->passed.bundle_versions);
    }
}

static void say_gone_on(const struct app *app, const struct restore_request *request,
                        const struct restore_outcome *done) {
    bool behind = sello_store_gap_any(&done->gap);
    if (app->json) {
        gap_json(app, done);
        return;
    }
    app_say_dry_run(app);
    cli_print(stdout, behind ? _("The registry goes on after what was issued last.\n")
                             : _("Nothing is missing: the registry is where it was last.\n"));
    if (done->gap.unknown) {
        say_passed(done);
    } else if (!behind && request->trust == NULL) {
        cli_note(_("This computer knows of nothing newer. If labels were issued elsewhere since, "
                   "say so before you issue: sello restore --reconcile --trust FILE "
                   "--last-serial N"));
    }
}

static void say_how_to_tell(void) {
    cli_note(_("Say it with: sello restore --reconcile, and one of these:"));
    cli_note(_("  --trust FILE --last-serial N: the newest trust file (any copy will do, also a "
               "buyer's), and the highest serial that was printed"));
    cli_note(_("  --trust FILE alone: then %d serials are passed over, to be safe"), RESTORE_GAP);
    cli_note(_("  --last-serial N, or --gap %d: where no trust file is left, and no key, scheme or "
               "member has changed since"),
             RESTORE_GAP);
    cli_note(_("  --nothing-since: only if you are sure that nothing was issued, withdrawn or "
               "exported since"));
}

static bool is_rule(const struct app *app, const char *rule) {
    const char *is = app->session.problem.rule;
    return is != NULL && strcmp(is, rule) == 0;
}

static int say_refused(struct app *app, const struct restore_outcome *plan) {
    bool usage = is_rule(app, "last-serial-alone") || is_rule(app, "nothing-since-alone");
    bool unknown = is_rule(app, "after-backup-unknown");
    if (is_rule(app, "roots-missing") || is_rule(app, "trust-file-needed")) {
        say_gap(&plan->gap);
    }
    (void)app_problem(app, _("The registry could not be brought up to its marks"));
    if (unknown) {
        say_how_to_tell();
    }
    return usage ? CLI_USAGE : CLI_FAILURE;
}

/* ---- asking ---- */

static bool is_sure(const struct restore_outcome *plan) {
    char date[CLI_INSTANT_LEN], question[300];
    cli_instant(plan->gap.backup_end, date);
    snprintf(question, sizeof question,
             _("The last entry of this backup is of %s. Are you sure that nothing was issued, "
               "withdrawn or exported after it, on any computer?"),
             date);
    return cli_confirm(question);
}

static bool agreed(struct app *app, const struct restore_outcome *plan) {
    if (plan->gap.unknown || !sello_store_gap_any(&plan->gap)) {
        return true;
    }
    say_gap(&plan->gap);
    if (cli_flag(app->args, "yes") ||
        cli_confirm(_("Those labels stay valid; only their records are gone. Go on from here?"))) {
        return true;
    }
    cli_error(_("Nothing was changed: this registry issues nothing until you go on with: sello "
                "restore --reconcile --yes"));
    return false;
}

/* As it is printed or as a number; never a part of what was typed: too low a number would give
 * serials out twice. */
static bool take_last_serial(const char *text, uint64_t *out) {
    enum sello_error error = sello_serial_parse(sello_bytes_of(text), out);
    if (error == SELLO_OK && *out > LAST_SERIAL_MAX) {
        error = SELLO_E_RANGE;
    }
    if (error != SELLO_OK) {
        *out = 0;
        cli_error(_("'%s' is no serial: %s. Write it like 2400 or 00000C-C."), text,
                  _(sello_error_text(error)));
    }
    return error == SELLO_OK;
}

/* Asks until it is one; 0 where nobody knows. False where nobody answers. */
static bool ask_last_serial(uint64_t *out) {
    char text[64];
    do {
        *out = 0;
        if (!cli_ask(_("The highest serial number on any label that was printed; Enter where "
                       "nobody knows:"),
                     text, sizeof text)) {
            return false;
        }
    } while (text[0] != '\0' && !take_last_serial(text, out));
    return true;
}

/* What somebody at the terminal can tell who is not sure: a copy of the trust file, the highest
 * serial on any label; or else so many are passed over that no number comes twice. False where
 * nobody is there, or says no. */
static bool ask_how_far(struct app *app, struct restore_request *request, struct trust_copy *copy) {
    static char path[SESSION_PATH_MAX];
    char question[200];
    if (!cli_may_ask()) {
        return false;
    }
    if (!cli_ask(_("The newest trust file, any copy of it: its name, or Enter where there is none "
                   "at hand:"),
                 path, sizeof path)) {
        return false;
    }
    if (path[0] != '\0') {
        request->trust_path = path;
        if (trust_copy_open(&app->session, path, copy) != SELLO_OK) {
            (void)app_problem(app, _("The registry could not be brought up to its marks"));
            return false;
        }
        request->trust = copy->trust;
    }
    if (!ask_last_serial(&request->last_serial)) {
        return false;
    }
    if (request->last_serial > 0) {
        return true;
    }
    request->gap = RESTORE_GAP;
    snprintf(question, sizeof question,
             _("Then %d serial numbers are passed over, so that none comes twice. Go on so?"),
             RESTORE_GAP);
    return cli_confirm(question);
}

/* ---- going on ---- */

static int tell_plan(struct app *app, const struct restore_request *request) {
    struct restore_outcome plan;
    if (restore_plan(&app->session, request, &plan) != SELLO_OK) {
        return say_refused(app, &plan);
    }
    say_gone_on(app, request, &plan);
    return CLI_OK;
}

/* Where nothing tells what came after the backup, whoever is there is asked. */
static enum sello_error plan_asking(struct app *app, struct restore_request *request,
                                    struct trust_copy *copy, struct restore_outcome *plan) {
    struct session *session = &app->session;
    const struct restore_request as_given = *request;
    enum sello_error error = restore_take_trust(session, request);
    if (error == SELLO_OK) {
        error = restore_plan(session, request, plan);
    }
    if (error == SELLO_OK || !is_rule(app, "after-backup-unknown")) {
        return error;
    }
    if (is_sure(plan)) {
        request->nothing_since = true;
    } else if (!ask_how_far(app, request, copy)) {
        *request = as_given;
        return restore_plan(session, request, plan);
    } else if (restore_take_trust(session, request) != SELLO_OK) {
        return session->problem.error;
    }
    return restore_plan(session, request, plan);
}

static int go_on(struct app *app, struct restore_request *request, struct trust_copy *copy) {
    struct session *session = &app->session;
    struct restore_outcome plan = {.told = {.gap = 0}}, done;
    if (plan_asking(app, request, copy, &plan) != SELLO_OK) {
        return say_refused(app, &plan);
    }
    if (!agreed(app, &plan)) {
        return CLI_FAILURE;
    }
    if (restore_commit(session, request, &plan, &done) != SELLO_OK) {
        return say_refused(app, &done);
    }
    say_gone_on(app, request, &done);
    return CLI_OK;
}

static bool take_request(const struct cli_args *args, struct restore_request *out) {
    const char *last_serial = cli_text(args, "last-serial");
    out->trust_path = cli_text(args, "trust");
    out->without_trust = cli_flag(args, "without-trust");
    out->nothing_since = cli_flag(args, "nothing-since");
    return (last_serial == NULL || take_last_serial(last_serial, &out->last_serial)) &&
           cli_number(args, "gap", 1, LAST_SERIAL_MAX, &out->gap);
}

static int reconcile_with(struct app *app, struct restore_request *request) {
    struct trust_copy copy = {.file = NULL};
    if (request->trust_path != NULL &&
        trust_copy_open(&app->session, request->trust_path, &copy) != SELLO_OK) {
        return app_problem(app, _("The registry could not be brought up to its marks"));
    }
    request->trust = copy.trust;
    int result = app->dry_run ? tell_plan(app, request) : go_on(app, request, &copy);
    trust_copy_close(&copy);
    return result;
}

/* Goes on from where the marks outside the database, and a copy of the trust file, stand. */
static int reconcile(struct app *app) {
    struct restore_request request = {.trust = NULL};
    if (!app->dry_run && backup_files_restore(&app->session) != SELLO_OK) {
        return app_problem(app, _("What printing needs was not restored"));
    }
    return take_request(app->args, &request) ? reconcile_with(app, &request) : CLI_USAGE;
}

/* ---- restore ---- */

/* The folder that is named behind the backup, or the usual one. */
static void start_in(const struct cli_args *args, struct app *app) {
    const char *folder = cli_operand(args, 1);
    app_start(args, app);
    if (folder != NULL) {
        app->session.folder = folder;
    }
}

/* `sello` looks for a registry in ./registro. */
static bool is_usual(const struct app *app, const char *folder) {
    struct app usual;
    app_start(app->args, &usual);
    return strcmp(folder, usual.session.folder) == 0;
}

static void say_restored(const struct app *app, const struct backup_unpacked *from) {
    const char *folder = app->session.folder;
    cli_note(_("The backup was restored into %s."), folder);
    if (from->n_keys > 0) {
        cli_note(P_("%llu key file came with it; its passphrase is what it was.",
                    "%llu key files came with it; their passphrases are what they were.",
                    from->n_keys),
                 (unsigned long long)from->n_keys);
    } else {
        cli_note(_("No key files are in this backup: copy them into %s/keys."), folder);
    }
    if (!is_usual(app, folder)) {
        cli_note(_("To work with it, name it each time: sello -r %s status"), folder);
    }
}

static int say_not_restored(struct app *app, enum sello_error error) {
    if (error == SELLO_E_INTERRUPTED) {
        cli_error(_("Interrupted: nothing was restored."));
        return CLI_INTERRUPTED;
    }
    return app_problem(app, _("Nothing was restored"));
}

static int restore_file(struct app *app, const char *path, struct backup_unpacked *unpacked) {
    struct session *session = &app->session;
    enum sello_error error = backup_unpack(session, path, session->folder, unpacked);
    error = error == SELLO_OK ? backup_bring_back(session, path, unpacked) : error;
    backup_unpacked_free(session, unpacked);
    if (error != SELLO_OK) {
        return say_not_restored(app, error);
    }
    say_restored(app, unpacked);
    return CLI_OK;
}

/* All of it on a copy that is taken away again. */
static int try_file(struct app *app, const char *path, struct backup_unpacked *unpacked) {
    struct session *session = &app->session;
    char beside[SESSION_PATH_MAX];
    struct restore_trial trial = {.meant = session->folder};
    int result = CLI_OK;
    snprintf(beside, sizeof beside, "%s/sello-restore", base_temporary_folder());
    enum sello_error error = backup_unpack(session, path, beside, unpacked);
    if (error == SELLO_OK) {
        error = restore_trial_make(session, unpacked->database, path, &trial);
    }
    if (error == SELLO_OK) {
        error = session_open(session);
    }
    if (error == SELLO_OK) {
        sello_store_confirm_clock(session->store);
        result = reconcile(app);
    } else {
        result = say_not_restored(app, error);
    }
    app_close(app);
    restore_trial_remove(session, &trial);
    backup_unpacked_free(session, unpacked);
    return result;
}

/* Before anything is unpacked: what is to follow needs it. */
static bool can_read_trust(struct app *app) {
    struct trust_copy copy = {.file = NULL};
    const char *path = cli_text(app->args, "trust");
    if (path == NULL) {
        return true;
    }
    bool ok = trust_copy_open(&app->session, path, &copy) == SELLO_OK;
    trust_copy_close(&copy);
    return ok;
}

static int from_backup(const struct cli_args *args, const char *path,
                       int (*work)(struct app *app, const char *path,
                                   struct backup_unpacked *unpacked)) {
    struct app app;
    struct backup_unpacked *unpacked = malloc(sizeof *unpacked);
    start_in(args, &app);
    if (unpacked == NULL) {
        return app_failed(&app, SELLO_E_MEMORY, _("Nothing was restored"));
    }
    int result = can_read_trust(&app) ? work(&app, path, unpacked)
                                      : app_problem(&app, _("Nothing was restored"));
    free(unpacked);
    return result;
}

int cmd_restore(const struct cli_args *args) {
    const char *path = cli_operand(args, 0), *folder = cli_operand(args, 1);
    if ((path != NULL) == cli_flag(args, "reconcile")) {
        cli_error(_("Give the backup to restore, or --reconcile for a registry that was restored "
                    "already."));
        return CLI_USAGE;
    }
    if (folder != NULL && (cli_text(args, "r") != NULL || cli_text(args, "registry") != NULL)) {
        cli_error(_("The folder is named twice: give it behind the backup, or with -r."));
        return CLI_USAGE;
    }
    struct restore_request request = {.trust = NULL};
    if (!take_request(args, &request)) {
        return CLI_USAGE;
    }
    if (path != NULL && cli_flag(args, "dry-run")) {
        return from_backup(args, path, try_file);
    }
    int result = path != NULL ? from_backup(args, path, restore_file) : CLI_OK;
    return result == CLI_OK ? app_run_in(args, folder, APP_RECONCILE, reconcile) : result;
}
