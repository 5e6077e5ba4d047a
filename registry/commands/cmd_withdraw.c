/* SPDX-License-Identifier: Apache-2.0 */
/* Withdrawing, suspending, resuming and retiring labels. */
#include <unistd.h>

#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/desk/reason.h"
#include "registry/desk/targets.h"

/* clang-format off */
#define TARGET_OPTIONS                                                                             \
    {"batch", N_("B"), N_("all labels of a batch: B3"), true},                                     \
    {"certificate", N_("C"), N_("all labels issued under a certificate: C1"), true},               \
    {"reason", N_("R"), CAUSE_REASON_HELP, false}

const struct cli_option cmd_withdraw_options[] = {
    TARGET_OPTIONS,
    {"date", N_("DATE"), CAUSE_DATE_HELP, false},
    {"yes", NULL, N_("do not ask"), false},
    {.name = NULL},
};

const struct cli_option cmd_resume_options[] = {
    TARGET_OPTIONS,
    {.name = NULL},
};
/* clang-format on */

/* ---- the four verbs ---- */

static const struct verb {
    const char *name;
    enum sello_label_status status;  /* valid: what the source suspended is resumed */
    enum sello_reason usual;         /* where no reason is given */
    const char *one, *one_already;   /* one %llu: the serial */
    const char *many, *many_already; /* %llu of %llu labels */
    const char *question;            /* NULL: it can be taken back, and is not asked about */
    const char *failed;
} withdrawing = {"withdraw",
                 SELLO_LABEL_WITHDRAWN,
                 SELLO_REASON_OTHER,
                 N_("Label %llu is withdrawn.\n"),
                 N_("Label %llu was already withdrawn; nothing changed.\n"),
                 N_("Withdrawn: %llu of %llu labels.\n"),
                 N_("Withdrawn already: %llu of %llu labels.\n"),
                 N_("A withdrawn label never becomes valid again. Withdraw?"),
                 N_("Nothing was withdrawn")},
  suspending = {"suspend",
                SELLO_LABEL_SUSPENDED,
                SELLO_REASON_OTHER,
                N_("Label %llu is suspended.\n"),
                N_("Label %llu was already suspended or withdrawn; nothing changed.\n"),
                N_("Suspended: %llu of %llu labels.\n"),
                N_("Suspended or withdrawn already: %llu of %llu labels.\n"),
                NULL,
                N_("Nothing was suspended")},
  resuming = {"resume",
              SELLO_LABEL_VALID,
              SELLO_REASON_OTHER,
              N_("Label %llu is no longer suspended.\n"),
              N_("Label %llu was not suspended this way; nothing changed.\n"),
              N_("No longer suspended: %llu of %llu labels.\n"),
              N_("Not suspended this way: %llu of %llu labels.\n"),
              NULL,
              N_("Nothing was resumed")},
  retiring = {"retire",
              SELLO_LABEL_RETIRED,
              SELLO_REASON_SOLD,
              N_("Label %llu is retired.\n"),
              N_("Label %llu was already retired or withdrawn; nothing changed.\n"),
              N_("Retired: %llu of %llu labels.\n"),
              N_("Retired or withdrawn already: %llu of %llu labels.\n"),
              N_("A retired label stays retired. Retire?"),
              N_("Nothing was retired")};

struct job {
    struct app *app;
    const struct verb *verb;
    struct cause cause;
    struct targets targets;
    struct status_change done; /* or what would be done */
};

/* ---- doing it ---- */

/* All of it or nothing. With `keep` false nothing is kept: it tells what would change. */
static enum sello_error change(struct job *job, bool keep) {
    struct sello_store *store = job->app->session.store;
    struct sello_status_range range = {
        .status = job->verb->status, .reason = job->cause.reason, .day = job->cause.day};
    snprintf(range.text, sizeof range.text, "%s", job->cause.text);
    enum sello_error error = sello_store_begin(store);
    if (error != SELLO_OK) {
        return error;
    }
    return record_end(store, targets_change(store, &job->targets, &range, &job->done), !keep);
}

/* ---- resuming what was withdrawn ---- */

static int may_resume(struct job *job) {
    const struct target *t = NULL;
    enum sello_error error = targets_find_withdrawn(job->app->session.store, &job->targets, &t);
    if (error != SELLO_OK) {
        return app_failed(job->app, error, _(job->verb->failed));
    }
    if (t == NULL) {
        return CLI_OK;
    }
    if (t->first == t->last) {
        cli_error(_("Nothing was resumed: label %llu is withdrawn, and a withdrawn label never "
                    "becomes valid again."),
                  (unsigned long long)t->first);
    } else {
        cli_error(_("Nothing was resumed: labels %llu to %llu are withdrawn, and a withdrawn "
                    "label never becomes valid again."),
                  (unsigned long long)t->first, (unsigned long long)t->last);
    }
    return CLI_FAILURE;
}

/* ---- asking ---- */

/* One label too many is easily retired; a single one is sold many times a day. */
static bool wants_a_yes(const struct job *job) {
    return job->verb->question != NULL &&
           (job->verb->status == SELLO_LABEL_WITHDRAWN || targets_labels(&job->targets) > 1) &&
           !cli_flag(job->app->args, "yes") && !job->app->no_input && isatty(STDIN_FILENO);
}

static enum sello_error preview(struct job *job) {
    char day[BASE_DATE_LEN];
    enum sello_error error = change(job, false);
    if (error != SELLO_OK || job->done.n_changed == 0) {
        return error;
    }
    error = targets_show(job->app, &job->targets);
    base_date_format(job->cause.day, day);
    cli_note(_("Labels: %llu. To change: %llu. So already: %llu. Date: %s. Reason: %s."),
             (unsigned long long)job->done.n_labels, (unsigned long long)job->done.n_changed,
             (unsigned long long)(job->done.n_labels - job->done.n_changed), day,
             cause_words(job->cause.reason, job->cause.text));
    return error;
}

/* Nothing that would change needs no yes. */
static int ask(struct job *job) {
    enum sello_error error = preview(job);
    if (error != SELLO_OK) {
        return app_failed(job->app, error, _(job->verb->failed));
    }
    if (job->done.n_changed == 0 || cli_confirm(_(job->verb->question))) {
        return CLI_OK;
    }
    cli_note(_("Nothing was changed."));
    return CLI_FAILURE;
}

/* ---- telling ---- */

static void say_json(const struct job *job) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "verb", job->verb->name);
    targets_json(&j, &job->targets);
    cli_json_number(&j, "labels", job->done.n_labels);
    cli_json_number(&j, "changed", job->done.n_changed);
    cli_json_number(&j, "unchanged", job->done.n_labels - job->done.n_changed);
    cli_json_open_in(&j, "now", '{');
    cli_json_number(&j, "valid", job->done.after.n[SELLO_LABEL_VALID]);
    cli_json_number(&j, "withdrawn", job->done.after.n[SELLO_LABEL_WITHDRAWN]);
    cli_json_number(&j, "suspended", job->done.after.n[SELLO_LABEL_SUSPENDED]);
    cli_json_number(&j, "retired", job->done.after.n[SELLO_LABEL_RETIRED]);
    cli_json_close_in(&j, '}');
    if (job->verb->status != SELLO_LABEL_VALID) {
        cause_json(&j, &job->cause);
    }
    cli_json_close(&j);
}

/* The formats are those of the verbs. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void say_counts(const struct job *job) {
    const struct verb *verb = job->verb;
    unsigned long long n = job->done.n_labels, changed = job->done.n_changed;
    if (n == 1) {
        cli_print(stdout, changed > 0 ? _(verb->one) : _(verb->one_already),
                  (unsigned long long)job->targets.at[0].first);
        return;
    }
    if (changed > 0) {
        cli_print(stdout, _(verb->many), changed, n);
    }
    if (changed < n) {
        cli_print(stdout, _(verb->many_already), n - changed, n);
    }
}
#pragma GCC diagnostic pop

/* What stays suspended, and how it ends. */
static void say_suspended(const struct status_counts *counts) {
    const uint64_t *by = counts->suspended_by;
    if (by[SELLO_SOURCE_SERIALS] > 0) {
        cli_note(_("Still suspended by serial: %llu. Name the serials to resume them: sello resume "
                   "12-40"),
                 (unsigned long long)by[SELLO_SOURCE_SERIALS]);
    }
    if (by[SELLO_SOURCE_BATCH] > 0) {
        cli_note(_("Still suspended by batch: %llu. Name the batch to resume them: sello resume "
                   "B3"),
                 (unsigned long long)by[SELLO_SOURCE_BATCH]);
    }
    if (by[SELLO_SOURCE_CERTIFICATE] > 0) {
        cli_note(_("Still suspended with their certificate: %llu. Resume it: sello certificate "
                   "resume C1"),
                 (unsigned long long)by[SELLO_SOURCE_CERTIFICATE]);
    }
}

static void say_words(const struct job *job) {
    if (job->done.n_labels == 0) {
        cli_print(stdout, _("No labels were issued under it; nothing changed.\n"));
        return;
    }
    say_counts(job);
    if (job->verb->status == SELLO_LABEL_VALID) {
        say_suspended(&job->done.after);
    }
    if (job->done.n_changed > 0) {
        cli_note(_("Verifiers learn it from new trust data: sello trust export -o trust.sello"));
    }
}

/* ---- the commands ---- */

static int run(struct job *job) {
    int result = job->verb->status == SELLO_LABEL_VALID ? may_resume(job) : CLI_OK;
    if (result == CLI_OK && wants_a_yes(job)) {
        result = ask(job);
    }
    if (result != CLI_OK) {
        return result;
    }
    enum sello_error error = change(job, true);
    if (error != SELLO_OK) {
        return app_failed(job->app, error, _(job->verb->failed));
    }
    if (job->app->json) {
        say_json(job);
    } else {
        say_words(job);
    }
    return CLI_OK;
}

static int change_status(struct app *app, const struct verb *verb) {
    struct job job = {.app = app, .verb = verb};
    if (!cause_take(app, &job.cause)) {
        return CLI_USAGE;
    }
    if (job.cause.typed[0] == '\0') {
        job.cause.reason = verb->usual;
    }
    int result = targets_take(app, &job.targets);
    result = result == CLI_OK ? run(&job) : result;
    targets_free(&job.targets);
    return result;
}

static int withdraw(struct app *app) {
    return change_status(app, &withdrawing);
}

static int suspend(struct app *app) {
    return change_status(app, &suspending);
}

static int resume(struct app *app) {
    return change_status(app, &resuming);
}

static int retire(struct app *app) {
    return change_status(app, &retiring);
}

int cmd_withdraw(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, withdraw);
}

int cmd_suspend(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, suspend);
}

int cmd_resume(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, resume);
}

int cmd_retire(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, retire);
}
