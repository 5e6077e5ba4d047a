/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate after it was granted: suspended, resumed, withdrawn; and its labels with it. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/labels_named.h"
#include "registry/commands/reason_words.h"
#include "registry/commands/record.h"
#include "registry/desk/certify.h"

/* clang-format off */
const struct cli_option cmd_certificate_suspend_options[] = {
    {"reason", N_("R"), REASON_HELP, false},
    {"date", N_("DATE"), REASON_DATE_HELP, false},
    {"yes", NULL, N_("do not ask"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_certificate_cancel_options[] = {
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};

const struct cli_option cmd_certificate_resume_options[] = {
    {"reason", N_("R"), N_("kept with the certificate"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

/* ---- the steps that carry to the labels ---- */

static const struct step {
    enum sello_certificate_step step;
    enum sello_certificate_state state; /* it leads to */
    const char *done;                   /* %s: the id; %llu of %llu labels */
    const char *already;                /* %s: the id */
    const char *failed;
} suspending = {SELLO_STEP_SUSPEND, SELLO_CERTIFICATE_SUSPENDED,
                N_("Certificate %s is suspended. Labels suspended with it: %llu of %llu.\n"),
                N_("Certificate %s was already suspended; nothing changed.\n"),
                N_("The certificate was not suspended")},
  resuming = {SELLO_STEP_RESUME, SELLO_CERTIFICATE_GRANTED,
              N_("Certificate %s is granted again. Labels no longer suspended: %llu of %llu.\n"),
              N_("Certificate %s was not suspended; nothing changed.\n"),
              N_("The certificate was not resumed")},
  ending = {SELLO_STEP_WITHDRAW, SELLO_CERTIFICATE_WITHDRAWN,
            N_("Certificate %s is withdrawn. Labels withdrawn with it: %llu of %llu.\n"),
            N_("Certificate %s was already withdrawn; nothing changed.\n"),
            N_("The certificate was not withdrawn")},
  cancelling = {SELLO_STEP_WITHDRAW, SELLO_CERTIFICATE_WITHDRAWN,
                N_("The application %s is cancelled.\n"),
                N_("Certificate %s was already withdrawn; nothing changed.\n"),
                N_("The application was not cancelled")};

struct job {
    struct app *app;
    const struct step *step;
    struct certify_request request;
    struct certify_outcome done; /* or what would be done */
    char id[SELLO_ID_LEN];
};

/* ---- asking and telling ---- */

static int ask(struct job *job, const struct certify_outcome *plan) {
    enum sello_error error = labels_show(job->app, &plan->targets);
    if (error != SELLO_OK) {
        return app_failed(job->app, error, _(job->step->failed));
    }
    cli_note(P_("With certificate %s %llu of its %llu label would be withdrawn.",
                "With certificate %s %llu of its %llu labels would be withdrawn.",
                plan->labels.n_labels),
             job->id, (unsigned long long)plan->labels.n_changed,
             (unsigned long long)plan->labels.n_labels);
    if (cli_confirm(_("A withdrawn certificate, and its labels, never become valid again. "
                      "Withdraw?"))) {
        return CLI_OK;
    }
    cli_note(_("Nothing was changed."));
    return CLI_FAILURE;
}

static void say_json(const struct job *job) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "id", job->id);
    cli_json_string(&j, "state", sello_certificate_state_name(job->step->state));
    cli_json_bool(&j, "already", job->done.already);
    cli_json_number(&j, "labels", job->done.labels.n_labels);
    cli_json_number(&j, "changed", job->done.labels.n_changed);
    cli_json_number(&j, "unchanged", job->done.labels.n_labels - job->done.labels.n_changed);
    app_json_dry_run(job->app, &j);
    cli_json_close(&j);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void say_words(const struct job *job) {
    app_say_dry_run(job->app);
    if (job->done.already) {
        cli_print(stdout, _(job->step->already), job->id);
        return;
    }
    cli_print(stdout, _(job->step->done), job->id, (unsigned long long)job->done.labels.n_changed,
              (unsigned long long)job->done.labels.n_labels);
    if (job->done.labels.n_changed > 0 && !job->app->dry_run) {
        cli_note(_("Verifiers learn it from new trust data: sello trust export -o trust.sello"));
    }
}
#pragma GCC diagnostic pop

/* ---- the commands ---- */

/* Asked first where it cannot be taken back. */
static int do_it(struct job *job) {
    struct app *app = job->app;
    struct certify_outcome plan = {0};
    bool asks = job->step == &ending && app_may_ask(app);
    if ((asks || app->dry_run) && certify_plan(&app->session, &job->request, &plan) != SELLO_OK) {
        return labels_refused(app, _(job->step->failed));
    }
    if (app->dry_run) {
        job->done = plan;
        return CLI_OK;
    }
    asks = asks && !plan.already;
    int result = asks ? ask(job, &plan) : CLI_OK;
    if (result == CLI_OK &&
        certify_commit(&app->session, &job->request, asks ? &plan : NULL, &job->done) != SELLO_OK) {
        result = labels_refused(app, _(job->step->failed));
    }
    certify_outcome_free(&plan);
    return result;
}

static int take_step(struct app *app, const struct step *step) {
    const char *reason;
    struct job job = {.app = app, .step = step, .request.step = step->step};
    job.request.reason = cli_text(app->args, "reason");
    job.request.application = step == &cancelling;
    job.request.day.present = cli_text(app->args, "date") != NULL;
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &job.request.certificate) ||
        !cli_date(app->args, "date", &job.request.day.value) ||
        (step != &resuming && step != &cancelling && !cli_require(app->args, "reason", &reason))) {
        return CLI_USAGE;
    }
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, job.request.certificate}, job.id);
    int result = do_it(&job);
    if (result == CLI_OK && app->json) {
        say_json(&job);
    } else if (result == CLI_OK) {
        say_words(&job);
    }
    certify_outcome_free(&job.done);
    return result;
}

static int suspend(struct app *app) {
    return take_step(app, &suspending);
}

static int resume(struct app *app) {
    return take_step(app, &resuming);
}

static int withdraw(struct app *app) {
    return take_step(app, &ending);
}

static int cancel(struct app *app) {
    return take_step(app, &cancelling);
}

int cmd_certificate_cancel(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, cancel);
}

int cmd_certificate_suspend(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, suspend);
}

int cmd_certificate_resume(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, resume);
}

int cmd_certificate_withdraw(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, withdraw);
}
