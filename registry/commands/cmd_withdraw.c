/* SPDX-License-Identifier: Apache-2.0 */
/* Withdrawing, suspending, resuming and retiring labels. */
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/labels_named.h"
#include "registry/commands/reason_words.h"
#include "registry/commands/record.h"
#include "registry/desk/withdraw.h"

/* clang-format off */
#define TARGET_OPTIONS                                                                             \
    {"batch", N_("B"), N_("all labels of a batch: B3"), true},                                     \
    {"certificate", N_("C"), N_("all labels issued under a certificate: C1"), true},               \
    {"reason", N_("R"), REASON_HELP, false},                                                       \
    APP_DRY_RUN

const struct cli_option cmd_withdraw_options[] = {
    TARGET_OPTIONS,
    {"date", N_("DATE"), REASON_DATE_HELP, false},
    {"yes", NULL, N_("do not ask"), false},
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_resume_options[] = {
    TARGET_OPTIONS,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

/* ---- the four verbs ---- */

static const struct verb {
    const char *name;
    enum sello_label_status status;  /* valid: what the source suspended is resumed */
    const char *one, *one_already;   /* one %llu: the serial */
    const char *many, *many_already; /* %llu of %llu labels */
    const char *question;            /* NULL: it can be taken back, and is not asked about */
    const char *failed;
} withdrawing = {"withdraw",
                 SELLO_LABEL_WITHDRAWN,
                 N_("Label %llu is withdrawn.\n"),
                 N_("Label %llu was already withdrawn; nothing changed.\n"),
                 N_("Withdrawn: %llu of %llu labels.\n"),
                 N_("Withdrawn already: %llu of %llu labels.\n"),
                 N_("A withdrawn label never becomes valid again. Withdraw?"),
                 N_("Nothing was withdrawn")},
  suspending = {"suspend",
                SELLO_LABEL_SUSPENDED,
                N_("Label %llu is suspended.\n"),
                N_("Label %llu was already suspended or withdrawn; nothing changed.\n"),
                N_("Suspended: %llu of %llu labels.\n"),
                N_("Suspended or withdrawn already: %llu of %llu labels.\n"),
                NULL,
                N_("Nothing was suspended")},
  resuming = {"resume",
              SELLO_LABEL_VALID,
              N_("Label %llu is no longer suspended.\n"),
              N_("Label %llu was not suspended this way; nothing changed.\n"),
              N_("No longer suspended: %llu of %llu labels.\n"),
              N_("Not suspended this way: %llu of %llu labels.\n"),
              NULL,
              N_("Nothing was resumed")},
  retiring = {"retire",
              SELLO_LABEL_RETIRED,
              N_("Label %llu is retired.\n"),
              N_("Label %llu was already retired or withdrawn; nothing changed.\n"),
              N_("Retired: %llu of %llu labels.\n"),
              N_("Retired or withdrawn already: %llu of %llu labels.\n"),
              N_("A label that is marked as sold stays so, unless its piece comes back. Mark it?"),
              N_("Nothing was retired")},
  returning = {"return",
               SELLO_LABEL_VALID,
               N_("Label %llu is no longer marked as sold.\n"),
               N_("Label %llu was not marked as sold; nothing changed.\n"),
               N_("No longer marked as sold: %llu of %llu labels.\n"),
               N_("Not marked as sold: %llu of %llu labels.\n"),
               N_("Verifiers will answer that they are authentic again. Did these pieces come "
                  "back?"),
               N_("Nothing was changed")};

struct job {
    struct app *app;
    const struct verb *verb;
    struct withdraw_request request;
    struct withdraw_outcome done; /* or what would be done */
};

/* ---- asking ---- */

static bool may_ask(const struct job *job) {
    return job->verb->question != NULL && app_may_ask(job->app);
}

/* Where nothing would change, nothing needs a yes. */
static bool wants_a_yes(const struct withdraw_outcome *plan) {
    return plan->change.n_changed > 0;
}

static enum sello_error preview(struct job *job, const struct withdraw_outcome *plan) {
    char day[CLI_DAY_LEN];
    enum sello_error error = labels_show(job->app, &plan->targets);
    cli_day(plan->day, day);
    cli_note(_("Labels: %llu. To change: %llu. So already: %llu. Date: %s. Reason: %s."),
             (unsigned long long)plan->change.n_labels, (unsigned long long)plan->change.n_changed,
             (unsigned long long)(plan->change.n_labels - plan->change.n_changed), day,
             reason_words(plan->reason.code, plan->reason.text));
    return error;
}

static int ask(struct job *job, const struct withdraw_outcome *plan) {
    enum sello_error error = preview(job, plan);
    if (error != SELLO_OK) {
        return app_failed(job->app, error, _(job->verb->failed));
    }
    if (cli_confirm(_(job->verb->question))) {
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
    labels_json(&j, &job->done.targets);
    cli_json_number(&j, "labels", job->done.change.n_labels);
    cli_json_number(&j, "changed", job->done.change.n_changed);
    cli_json_number(&j, "unchanged", job->done.change.n_labels - job->done.change.n_changed);
    cli_json_open_in(&j, "now", '{');
    cli_json_number(&j, "valid", job->done.change.after.n[SELLO_LABEL_VALID]);
    cli_json_number(&j, "withdrawn", job->done.change.after.n[SELLO_LABEL_WITHDRAWN]);
    cli_json_number(&j, "suspended", job->done.change.after.n[SELLO_LABEL_SUSPENDED]);
    cli_json_number(&j, "retired", job->done.change.after.n[SELLO_LABEL_RETIRED]);
    cli_json_close_in(&j, '}');
    if (job->verb->status != SELLO_LABEL_VALID || job->request.returned) {
        reason_json(&j, &job->done.reason, job->done.day);
    }
    app_json_dry_run(job->app, &j);
    cli_json_close(&j);
}

/* The formats are those of the verbs. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void say_counts(const struct job *job) {
    const struct verb *verb = job->verb;
    unsigned long long n = job->done.change.n_labels, changed = job->done.change.n_changed;
    if (n == 1) {
        cli_print(stdout, changed > 0 ? _(verb->one) : _(verb->one_already),
                  (unsigned long long)job->done.targets.at[0].first);
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

/* Who buys it reads that it was sold. */
static void say_sold(const struct job *job) {
    uint64_t n = job->done.change.after.n[SELLO_LABEL_RETIRED];
    if (job->verb->status == SELLO_LABEL_SUSPENDED && n > 0) {
        cli_note(_("Retired labels show as retired all the same: %llu."), (unsigned long long)n);
    }
}

static void say_words(const struct job *job) {
    app_say_dry_run(job->app);
    if (job->done.change.n_labels == 0) {
        cli_print(stdout, _("No labels were issued under it; nothing changed.\n"));
        return;
    }
    say_counts(job);
    if (job->verb->status == SELLO_LABEL_VALID) {
        say_suspended(&job->done.change.after);
    }
    say_sold(job);
    if (job->done.change.n_changed > 0 && !job->app->dry_run) {
        cli_note(_("Verifiers learn it from new trust data: sello trust export -o trust.sello"));
    }
}

/* ---- the commands ---- */

/* Asked first where it cannot be taken back; a no is no failure of the desk's. */
static int do_it(struct job *job) {
    struct session *session = &job->app->session;
    struct withdraw_outcome plan = {0};
    if (job->app->dry_run || may_ask(job)) {
        if (withdraw_plan(session, &job->request, &plan) != SELLO_OK) {
            return labels_refused(job->app, _(job->verb->failed));
        }
        if (job->app->dry_run) {
            job->done = plan;
            return CLI_OK;
        }
    }
    bool asks = wants_a_yes(&plan);
    int result = asks ? ask(job, &plan) : CLI_OK;
    if (result == CLI_OK &&
        withdraw_commit(session, &job->request, asks ? &plan : NULL, &job->done) != SELLO_OK) {
        result = labels_refused(job->app, _(job->verb->failed));
    }
    withdraw_outcome_free(&plan);
    return result;
}

static int run(struct job *job) {
    int result = do_it(job);
    if (result == CLI_OK && job->app->json) {
        say_json(job);
    } else if (result == CLI_OK) {
        say_words(job);
    }
    withdraw_outcome_free(&job->done);
    return result;
}

static int change_status(struct app *app, const struct verb *verb) {
    struct job job = {.app = app, .verb = verb, .request.status = verb->status};
    struct labels_list named = {0};
    job.request.reason = cli_text(app->args, "reason");
    job.request.returned = verb == &returning;
    job.request.day.present = cli_text(app->args, "date") != NULL;
    if (!cli_date(app->args, "date", &job.request.day.value)) {
        return CLI_USAGE;
    }
    int result = labels_take_one_way(app, &named);
    job.request.named = named.at;
    job.request.n_named = named.n;
    result = result == CLI_OK ? run(&job) : result;
    labels_list_free(&named);
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

static int take_back(struct app *app) {
    const char *reason;
    return cli_require(app->args, "reason", &reason) ? change_status(app, &returning) : CLI_USAGE;
}

int cmd_returned(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, take_back);
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

int cmd_sold(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, retire);
}
