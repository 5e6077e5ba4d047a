/* SPDX-License-Identifier: Apache-2.0 */
/* Bringing a backup back, and going on after what was issued since. */
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/print/backup_files.h"
#include "registry/trust/restore.h"
#include "registry/trust/restore_trust.h"

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
    char date[BASE_HERE_LEN], question[300];
    base_here_format(plan->gap.backup_end, date);
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

/* ---- going on ---- */

static int tell_plan(struct app *app, const struct restore_request *request) {
    struct restore_outcome plan;
    if (restore_plan(&app->session, request, &plan) != SELLO_OK) {
        return say_refused(app, &plan);
    }
    say_gone_on(app, request, &plan);
    return CLI_OK;
}

static int go_on(struct app *app, struct restore_request *request) {
    struct session *session = &app->session;
    struct restore_outcome plan = {.told = {.gap = 0}}, done;
    enum sello_error error = restore_take_trust(session, request);
    if (error == SELLO_OK) {
        error = restore_plan(session, request, &plan);
    }
    if (error != SELLO_OK && is_rule(app, "after-backup-unknown") && is_sure(&plan)) {
        request->nothing_since = true;
        error = restore_plan(session, request, &plan);
    }
    if (error != SELLO_OK) {
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
    const uint64_t most = SELLO_INT_MAX / 2;
    out->trust_path = cli_text(args, "trust");
    out->without_trust = cli_flag(args, "without-trust");
    out->nothing_since = cli_flag(args, "nothing-since");
    return cli_number(args, "last-serial", 1, most, &out->last_serial) &&
           cli_number(args, "gap", 1, most, &out->gap);
}

static int reconcile_with(struct app *app, struct restore_request *request) {
    struct trust_copy copy = {.file = NULL};
    if (request->trust_path != NULL &&
        trust_copy_open(&app->session, request->trust_path, &copy) != SELLO_OK) {
        return app_problem(app, _("The registry could not be brought up to its marks"));
    }
    request->trust = copy.trust;
    int result = app->dry_run ? tell_plan(app, request) : go_on(app, request);
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

static bool restore_file(const struct cli_args *args, const char *path) {
    struct app app;
    app_start(args, &app);
    if (restore_backup(&app.session, path) != SELLO_OK) {
        (void)app_problem(&app, _("Nothing was restored"));
        return false;
    }
    cli_note(_("The backup was restored into %s."), app.session.folder);
    return true;
}

/* All of it on a copy that is taken away again. */
static int try_file(const struct cli_args *args, const char *path) {
    struct app app;
    struct restore_trial trial;
    int result = CLI_FAILURE;
    app_start(args, &app);
    enum sello_error error = restore_trial_make(&app.session, path, &trial);
    if (error == SELLO_OK) {
        error = session_open(&app.session);
    }
    if (error == SELLO_OK) {
        sello_store_confirm_clock(app.session.store);
        result = reconcile(&app);
    } else {
        (void)app_problem(&app, _("Nothing was restored"));
    }
    app_close(&app);
    restore_trial_remove(&app.session, &trial);
    return result;
}

int cmd_restore(const struct cli_args *args) {
    const char *path = cli_operand(args, 0);
    if ((path != NULL) == cli_flag(args, "reconcile")) {
        cli_error(_("Give the backup to restore, or --reconcile for a registry that was restored "
                    "already."));
        return CLI_USAGE;
    }
    if (path != NULL && cli_flag(args, "dry-run")) {
        return try_file(args, path);
    }
    if (path != NULL && !restore_file(args, path)) {
        return CLI_FAILURE;
    }
    return app_run(args, APP_RECONCILE, reconcile);
}
