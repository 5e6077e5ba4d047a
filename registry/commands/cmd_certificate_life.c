/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate after it was granted: suspended, resumed, withdrawn; and its labels with it. */
#include <unistd.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/desk/reason.h"
#include "registry/desk/targets.h"

/* clang-format off */
const struct cli_option cmd_certificate_suspend_options[] = {
    {"reason", N_("R"), CAUSE_REASON_HELP, false},
    {"date", N_("DATE"), CAUSE_DATE_HELP, false},
    {"yes", NULL, N_("do not ask"), false},
    {.name = NULL},
};

const struct cli_option cmd_certificate_resume_options[] = {
    {"reason", N_("R"), N_("kept with the certificate"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- the steps that carry to the labels ---- */

static const struct step {
    enum sello_certificate_step step;
    enum sello_certificate_state state; /* it leads to */
    enum sello_label_status status;     /* of the labels */
    enum sello_reason reason;           /* why, on the labels */
    const char *done;                   /* %s: the id; %llu of %llu labels */
    const char *already;                /* %s: the id */
    const char *failed;
} suspending = {SELLO_STEP_SUSPEND,
                SELLO_CERTIFICATE_SUSPENDED,
                SELLO_LABEL_SUSPENDED,
                SELLO_REASON_CERTIFICATE_SUSPENDED,
                N_("Certificate %s is suspended. Labels suspended with it: %llu of %llu.\n"),
                N_("Certificate %s was already suspended; nothing changed.\n"),
                N_("The certificate was not suspended")},
  resuming = {SELLO_STEP_RESUME,
              SELLO_CERTIFICATE_GRANTED,
              SELLO_LABEL_VALID,
              SELLO_REASON_OTHER,
              N_("Certificate %s is granted again. Labels no longer suspended: %llu of %llu.\n"),
              N_("Certificate %s was not suspended; nothing changed.\n"),
              N_("The certificate was not resumed")},
  ending = {SELLO_STEP_WITHDRAW,
            SELLO_CERTIFICATE_WITHDRAWN,
            SELLO_LABEL_WITHDRAWN,
            SELLO_REASON_CERTIFICATE_ENDED,
            N_("Certificate %s is withdrawn. Labels withdrawn with it: %llu of %llu.\n"),
            N_("Certificate %s was already withdrawn; nothing changed.\n"),
            N_("The certificate was not withdrawn")};

struct job {
    struct app *app;
    const struct step *step;
    struct sello_certificate certificate; /* as it was before */
    struct cause cause;
    struct targets targets;    /* its labels */
    struct status_change done; /* to its labels; or what would be done */
    char id[SELLO_ID_LEN];
};

static bool is_already_so(const struct job *job) {
    return job->certificate.state == job->step->state;
}

/* ---- doing it ---- */

static enum sello_error move_certificate(struct job *job) {
    struct sello_certificate_move move = {.certificate = job->certificate.number,
                                          .step = job->step->step,
                                          .reason = job->cause.reason};
    snprintf(move.note, sizeof move.note, "%s", job->cause.typed);
    return sello_certificate_move(job->app->session.store, &move);
}

/* Its labels say that it is the certificate, and why in the clerk's words. */
static enum sello_error change_labels(struct job *job) {
    struct sello_store *store = job->app->session.store;
    struct sello_status_range range = {
        .status = job->step->status, .reason = job->step->reason, .day = job->cause.day};
    snprintf(range.text, sizeof range.text, "%s", job->cause.typed);
    enum sello_error error = targets_of_certificate(store, job->certificate.number,
                                                    SELLO_SOURCE_CERTIFICATE, &job->targets);
    return error == SELLO_OK ? targets_change(store, &job->targets, &range, &job->done) : error;
}

static enum sello_error change_within(struct job *job) {
    enum sello_error error =
        sello_certificate_get(job->app->session.store, job->certificate.number, &job->certificate);
    if (error != SELLO_OK || is_already_so(job)) {
        return error;
    }
    error = move_certificate(job);
    return error == SELLO_OK ? change_labels(job) : error;
}

/* The certificate and its labels in one transaction: no label can be issued between the two. With
 * `keep` false nothing is kept. */
static enum sello_error change(struct job *job, bool keep) {
    targets_free(&job->targets);
    enum sello_error error = sello_store_begin(job->app->session.store);
    if (error != SELLO_OK) {
        return error;
    }
    return record_end(job->app->session.store, change_within(job), !keep);
}

/* ---- asking and telling ---- */

static int ask(struct job *job) {
    enum sello_error error = change(job, false);
    if (error == SELLO_OK && !is_already_so(job)) {
        error = targets_show(job->app, &job->targets);
    }
    if (error != SELLO_OK || is_already_so(job)) {
        return CLI_OK; /* said when it is done */
    }
    cli_note(
        P_("With certificate %s %llu of its %llu label would be withdrawn.",
           "With certificate %s %llu of its %llu labels would be withdrawn.", job->done.n_labels),
        job->id, (unsigned long long)job->done.n_changed, (unsigned long long)job->done.n_labels);
    if (cli_confirm(_("A withdrawn certificate, and its labels, never become valid again. "
                      "Withdraw?"))) {
        return CLI_OK;
    }
    cli_note(_("Nothing was changed."));
    return CLI_FAILURE;
}

static int say_failed(struct job *job, enum sello_error error) {
    if (error == SELLO_E_STATE && job->certificate.state == SELLO_CERTIFICATE_WITHDRAWN) {
        cli_error(_("%s: %s is withdrawn, and a withdrawn certificate never becomes valid again."),
                  _(job->step->failed), job->id);
        return CLI_FAILURE;
    }
    if (error == SELLO_E_STATE) {
        cli_error(_("%s: the state of %s is '%s'."), _(job->step->failed), job->id,
                  record_state_text(job->certificate.state));
        return CLI_FAILURE;
    }
    return app_failed(job->app, error, _(job->step->failed));
}

static void say_json(const struct job *job, bool already) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "id", job->id);
    cli_json_string(&j, "state", sello_certificate_state_name(job->step->state));
    cli_json_bool(&j, "already", already);
    cli_json_number(&j, "labels", job->done.n_labels);
    cli_json_number(&j, "changed", job->done.n_changed);
    cli_json_number(&j, "unchanged", job->done.n_labels - job->done.n_changed);
    cli_json_close(&j);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void say_words(const struct job *job, bool already) {
    if (already) {
        cli_print(stdout, _(job->step->already), job->id);
        return;
    }
    cli_print(stdout, _(job->step->done), job->id, (unsigned long long)job->done.n_changed,
              (unsigned long long)job->done.n_labels);
    if (job->done.n_changed > 0) {
        cli_note(_("Verifiers learn it from new trust data: sello trust export -o trust.sello"));
    }
}
#pragma GCC diagnostic pop

/* ---- the commands ---- */

static bool take_job(struct job *job) {
    if (!app_id(job->app->args, 0, SELLO_KIND_CERTIFICATE, &job->certificate.number) ||
        !cause_take(job->app, &job->cause)) {
        return false;
    }
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, job->certificate.number}, job->id);
    return true;
}

static int run(struct job *job) {
    struct app *app = job->app;
    bool asks = job->step == &ending && !cli_flag(app->args, "yes") && !app->no_input &&
                isatty(STDIN_FILENO);
    int result = asks ? ask(job) : CLI_OK;
    if (result != CLI_OK) {
        return result;
    }
    enum sello_error error = change(job, true);
    if (error != SELLO_OK) {
        return say_failed(job, error);
    }
    bool already = is_already_so(job); /* before this command */
    if (app->json) {
        say_json(job, already);
    } else {
        say_words(job, already);
    }
    return CLI_OK;
}

static int take_step(struct app *app, const struct step *step) {
    const char *reason;
    struct job job = {.app = app, .step = step};
    if (!take_job(&job) || (step != &resuming && !cli_require(app->args, "reason", &reason))) {
        return CLI_USAGE;
    }
    int result = run(&job);
    targets_free(&job.targets);
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

int cmd_certificate_suspend(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, suspend);
}

int cmd_certificate_resume(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, resume);
}

int cmd_certificate_withdraw(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, withdraw);
}
