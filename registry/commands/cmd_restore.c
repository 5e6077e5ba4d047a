/* SPDX-License-Identifier: Apache-2.0 */
/* Bringing a backup back, and going on after what was issued since. */
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/print/backup_files.h"
#include "registry/store/backup.h"
#include "registry/trust/restore_roots.h"
#include "registry/trust/restore_trust.h"

/* clang-format off */
const struct cli_option cmd_restore_options[] = {
    {"reconcile", NULL, N_("go on from a registry that is already behind"), false},
    {"trust", N_("FILE"), N_("the newest trust file: it has what the backup lacks"), false},
    {"without-trust", NULL, N_("go on where no copy of it is left"), false},
    {"last-serial", N_("N"), N_("the highest serial known to be printed"), false},
    {"nothing-since", NULL, N_("nothing was issued, withdrawn or exported after it: be sure"), false},
    {"gap", N_("N"), N_("pass over so many serials, where nobody knows how far they went"), false},
    {"yes", NULL, N_("do not ask"), false},
    {.name = NULL},
};
/* clang-format on */

/* Serials passed over above a trust file that is all that is known: labels may have been issued
 * after it. A number is cheap, and a label that is there twice is not. */
#define GAP_ABOVE_TRUST 100000

/* One reconciling. */
struct restoring {
    struct app *app;
    const struct sello_trust *trust;      /* NULL: no file was given */
    struct sello_store_gap gap;           /* before it */
    uint64_t last_serial, serials_passed; /* options; 0: not given */
    struct sello_afterwards told;         /* of no use where the marks tell; told 0: nothing */
};

/* ---- what is said ---- */

static void gap_json(const struct sello_store_gap *gap, bool reconciled, bool unknown) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "serials", gap->serials);
    cli_json_number(&j, "bundle_versions", gap->bundle_versions);
    cli_json_number(&j, "root_versions", gap->root_versions);
    cli_json_number(&j, "seconds", gap->seconds);
    cli_json_bool(&j, "reconciled", reconciled);
    if (unknown) {
        cli_json_bool(&j, "was_unknown", true);
    }
    cli_json_close(&j);
}

static void say_gap(const struct sello_store_gap *gap) {
    cli_note(_("Since this backup was made:"));
    cli_note(_("  labels issued, whose records are not here: %llu"),
             (unsigned long long)gap->serials);
    cli_note(_("  trust files exported: %llu"), (unsigned long long)gap->bundle_versions);
    cli_note(_("  roots made: %llu"), (unsigned long long)gap->root_versions);
}

static int say_missing_roots(void) {
    cli_error(
        _("Roots made since are missing here, and cannot be made again. Any copy of the trust "
          "file has them: sello restore --reconcile --trust FILE"));
    return CLI_FAILURE;
}

/* What going by less than the newest trust file leaves open. */
static void say_passed(const struct restoring *r, const struct sello_store_gap *passed) {
    if (r->told.gap > 0) {
        cli_note(_("Labels may have been issued that nobody knows of here: %llu serials are passed "
                   "over. Those labels stay valid."),
                 (unsigned long long)r->told.gap);
    }
    if (r->told.told == SELLO_TOLD_SERIAL || r->told.told == SELLO_TOLD_GAP) {
        cli_note(
            _("The numbers of trust files go on %llu higher. Withdraw again what was withdrawn "
              "after the backup, then write a new trust file."),
            (unsigned long long)passed->bundle_versions);
    }
}

static int say_gone_on(const struct restoring *r, const struct sello_store_gap *passed) {
    bool unknown = r->gap.unknown, behind = sello_store_gap_any(&r->gap);
    if (r->app->json) {
        gap_json(passed, behind, unknown);
        return CLI_OK;
    }
    cli_print(stdout, behind ? _("The registry goes on after what was issued last.\n")
                             : _("Nothing is missing: the registry is where it was last.\n"));
    if (unknown) {
        say_passed(r, passed);
    } else if (!behind && r->trust == NULL) {
        cli_note(_("This computer knows of nothing newer. If labels were issued elsewhere since, "
                   "say so before you issue: sello restore --reconcile --trust FILE "
                   "--last-serial N"));
    }
    return CLI_OK;
}

/* ---- the marks tell what is missing ---- */

static bool agreed(struct app *app) {
    if (cli_flag(app->args, "yes") ||
        cli_confirm(_("Those labels stay valid; only their records are gone. Go on from here?"))) {
        return true;
    }
    cli_error(_("Nothing was changed: this registry issues nothing until you go on with: sello "
                "restore --reconcile --yes"));
    return false;
}

/* Withdrawals published since the backup are in no other place than the newest trust file. */
static bool has_newest(const struct restoring *r) {
    struct sello_store_summary here;
    if (r->gap.bundle_versions == 0 || cli_flag(r->app->args, "without-trust")) {
        return true;
    }
    enum sello_error error = sello_store_summary(r->app->session.store, &here);
    uint64_t newest = here.bundle_version + r->gap.bundle_versions;
    if (error == SELLO_OK && r->trust != NULL && r->trust->bundle.version >= newest) {
        return true;
    }
    cli_error(_("Nothing was changed: trust file number %llu was exported since, and what it says "
                "of withdrawals is not here. Give it with --trust FILE: any copy will do, also a "
                "buyer's. If none is left, go on with --without-trust, and withdraw again what was "
                "withdrawn since."),
              (unsigned long long)newest);
    return false;
}

static bool may_go_on(const struct restoring *r) {
    if (!sello_store_gap_any(&r->gap)) {
        return true;
    }
    say_gap(&r->gap);
    if (r->gap.root_versions > 0) {
        return say_missing_roots() == CLI_OK;
    }
    return has_newest(r) && agreed(r->app);
}

/* ---- no marks tell it: somebody has to ---- */

static bool nothing_since(const struct restoring *r) {
    char date[BASE_INSTANT_LEN], question[300];
    if (cli_flag(r->app->args, "nothing-since")) {
        return true;
    }
    base_instant_format(r->gap.backup_end, date);
    snprintf(question, sizeof question,
             _("The last entry of this backup is of %s. Are you sure that nothing was issued, "
               "withdrawn or exported after it, on any computer?"),
             date);
    return cli_confirm(question);
}

static bool say_unknown(const struct restoring *r) {
    char date[BASE_INSTANT_LEN];
    base_instant_format(r->gap.backup_end, date);
    cli_fault("after-backup-unknown", NULL);
    cli_error(
        _("It is not known what was issued after this backup, whose last entry is of %s: this "
          "computer has no record of it. Until somebody says so, nothing is issued, "
          "withdrawn, printed or exported."),
        date);
    cli_note(_("Say it with: sello restore --reconcile, and one of these:"));
    cli_note(_("  --trust FILE --last-serial N: the newest trust file (any copy will do, also a "
               "buyer's), and the highest serial that was printed"));
    cli_note(_("  --trust FILE alone: then %d serials are passed over, to be safe"),
             GAP_ABOVE_TRUST);
    cli_note(_("  --last-serial N, or --gap %d: where no trust file is left, and no key, scheme or "
               "member has changed since"),
             GAP_ABOVE_TRUST);
    cli_note(_("  --nothing-since: only if you are sure that nothing was issued, withdrawn or "
               "exported since"));
    return false;
}

/* A file that is older than the backup tells nothing of what came after it. */
static bool is_newer(const struct restoring *r, const char *path) {
    struct sello_store_summary here;
    enum sello_error error = sello_store_summary(r->app->session.store, &here);
    if (error != SELLO_OK) {
        (void)app_failed(r->app, error, _("What is missing cannot be told"));
        return false;
    }
    if (r->trust->bundle.version < here.bundle_version) {
        cli_error(_("%s is older than this backup, and tells nothing of what came after it. Give "
                    "the newest trust file."),
                  path);
        return false;
    }
    return true;
}

static bool take_told(struct restoring *r) {
    const char *path = cli_text(r->app->args, "trust");
    bool only_trust = r->last_serial == 0 && !cli_flag(r->app->args, "nothing-since");
    r->told.gap = r->serials_passed;
    if (r->trust != NULL) {
        r->told = restore_told(r->trust, r->last_serial);
        r->told.gap = r->serials_passed > 0 ? r->serials_passed : only_trust ? GAP_ABOVE_TRUST : 0;
        return is_newer(r, path);
    }
    if (r->last_serial > 0) {
        r->told.told = SELLO_TOLD_SERIAL;
        r->told.serial = r->last_serial;
    } else if (r->serials_passed > 0) {
        r->told.told = SELLO_TOLD_GAP;
    } else if (nothing_since(r)) {
        r->told.told = SELLO_TOLD_NOTHING;
    } else {
        return say_unknown(r);
    }
    return true;
}

/* ---- going on ---- */

/* The counters, then the statuses: both or neither. */
static enum sello_error go_on(struct restoring *r, struct sello_store_gap *out_passed) {
    struct sello_store *store = r->app->session.store;
    enum sello_error error = sello_store_begin(store);
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_store_reconcile(store, r->told.told != 0 ? &r->told : NULL, out_passed);
    if (error == SELLO_OK && r->trust != NULL) {
        error = restore_statuses(r->app, r->trust);
    }
    return record_end(store, error, false);
}

static int reconcile_from(struct restoring *r) {
    struct sello_store_gap passed = {0};
    if (!(r->gap.unknown ? take_told(r) : may_go_on(r))) {
        return CLI_FAILURE;
    }
    enum sello_error error = go_on(r, &passed);
    if (error != SELLO_OK) {
        return app_failed(r->app, error, _("The registry could not be brought up to its marks"));
    }
    return say_gone_on(r, &passed);
}

/* What a trust file tells counts from here on, also where nobody goes on. While all is unknown it
 * does not: marks would say that it is known. */
static enum sello_error look(struct restoring *r) {
    enum sello_error error = sello_store_gap(r->app->session.store, &r->gap);
    if (error == SELLO_OK && !r->gap.unknown && r->trust != NULL) {
        const struct sello_afterwards told = restore_told(r->trust, r->last_serial);
        error = restore_highwater(r->app, r->trust, &told);
        if (error == SELLO_OK) {
            error = sello_store_gap(r->app->session.store, &r->gap);
        }
    }
    return error;
}

static bool take_numbers(struct restoring *r) {
    const struct cli_args *args = r->app->args;
    const uint64_t most = SELLO_INT_MAX / 2;
    if (!cli_number(args, "last-serial", 1, most, &r->last_serial) ||
        !cli_number(args, "gap", 1, most, &r->serials_passed)) {
        return false;
    }
    if (cli_flag(args, "nothing-since") && (r->last_serial > 0 || r->serials_passed > 0)) {
        cli_error(_("--nothing-since says that there is nothing to pass over: leave out "
                    "--last-serial and --gap."));
        return false;
    }
    return true;
}

/* Where the marks tell how far this computer went, only a trust file tells of another one. */
static bool may_take_serial(const struct restoring *r) {
    bool may = r->last_serial == 0 || r->trust != NULL || r->gap.unknown;
    if (!may) {
        cli_error(_("--last-serial goes with --trust: give the newest trust file too."));
    }
    return may;
}

static int reconcile_with(struct restoring *r) {
    enum sello_error error = look(r);
    if (error != SELLO_OK) {
        return app_failed(r->app, error, _("What is missing cannot be told"));
    }
    return may_take_serial(r) ? reconcile_from(r) : CLI_USAGE;
}

/* Goes on from where the marks outside the database, and a copy of the trust file, stand. */
static int reconcile(struct app *app) {
    const char *path = cli_text(app->args, "trust");
    struct restoring r = {.app = app};
    struct trust_copy copy = {0};
    if (backup_files_restore(&app->session) != SELLO_OK) {
        return app_problem(app, _("What printing needs was not restored"));
    }
    if (!take_numbers(&r)) {
        return CLI_USAGE;
    }
    if (path != NULL && !trust_copy_open(path, &copy)) {
        trust_copy_close(&copy);
        return CLI_FAILURE;
    }
    if (path != NULL && restore_roots(&app->session, path) != SELLO_OK) {
        trust_copy_close(&copy);
        return app_problem(app, _("The missing roots were not taken from the trust file"));
    }
    r.trust = copy.trust;
    int result = reconcile_with(&r);
    trust_copy_close(&copy);
    return result;
}

/* ---- restore ---- */

static bool say_not_restored(struct app *app, enum sello_error error, const char *path) {
    switch ((int)error) {
    case SELLO_E_EXISTS:
        cli_error(_("There is a registry in %s already, and none is written over. Name a new "
                    "folder with -r, or move that registry's registry.db away first."),
                  app->session.folder);
        break;
    case SELLO_E_NOT_FOUND: cli_error(_("There is no file %s."), path); break;
    case SELLO_E_STORE_NOT:
    case SELLO_E_STORE_FILE: cli_error(_("%s is not a backup of a registry."), path); break;
    case SELLO_E_STORE_NEWER:
        cli_error(_("%s was made by a newer version of sello. Update this one."), path);
        break;
    case SELLO_E_STORE_DAMAGED: cli_error(_("%s is damaged. Use an older backup."), path); break;
    default: app_failed(app, error, _("Nothing was restored")); break;
    }
    return false;
}

static bool restore_file(const struct cli_args *args, const char *path) {
    struct app app;
    app_start(args, &app);
    enum sello_error error =
        sello_store_restore(path, app.session.folder, app.session.who, app.session.now);
    if (error != SELLO_OK) {
        return say_not_restored(&app, error, path);
    }
    cli_note(_("The backup was restored into %s."), app.session.folder);
    return true;
}

int cmd_restore(const struct cli_args *args) {
    const char *path = cli_operand(args, 0);
    if ((path != NULL) == cli_flag(args, "reconcile")) {
        cli_error(_("Give the backup to restore, or --reconcile for a registry that was restored "
                    "already."));
        return CLI_USAGE;
    }
    if (path != NULL && !restore_file(args, path)) {
        return CLI_FAILURE;
    }
    return app_run(args, APP_RECONCILE, reconcile);
}
