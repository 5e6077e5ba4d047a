/* SPDX-License-Identifier: Apache-2.0 */
/* Is the registry whole? The store's own checks, the chain of roots, the newest trust file read by
 * the verifier's code, and labels' signatures. */
#include <stdlib.h>

#include "cli/cli.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/trust/bundle_make.h"
#include "registry/trust/check.h"

/* clang-format off */
const struct cli_option cmd_check_options[] = {
    {"all", NULL, N_("check every label's signature, not a sample"), false},
    CLI_OPTION_JOBS,
    {.name = NULL},
};
/* clang-format on */

/* ---- findings ---- */

static void finding_json(const struct sello_finding *f) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "code", f->code);
    if (f->number > 0) {
        cli_json_number(&j, "number", f->number);
    }
    cli_json_string(&j, "text", f->text);
    cli_json_string(&j, "detail", f->detail[0] != '\0' ? f->detail : NULL);
    cli_json_close(&j);
}

static void finding_line(const struct sello_finding *f) {
    unsigned long long number = f->number;
    const char *text = _(f->text);
    if (f->number > 0 && f->detail[0] != '\0') {
        cli_print(stdout, "%s: %s (%llu: %s)\n", f->code, text, number, f->detail);
    } else if (f->number > 0) {
        cli_print(stdout, "%s: %s (%llu)\n", f->code, text, number);
    } else if (f->detail[0] != '\0') {
        cli_print(stdout, "%s: %s (%s)\n", f->code, text, f->detail);
    } else {
        cli_print(stdout, "%s: %s\n", f->code, text);
    }
}

void check_report(void *context, const struct sello_finding *finding) {
    struct check_job *job = context;
    job->n_findings++;
    if (job->app->json) {
        finding_json(finding);
    } else {
        finding_line(finding);
    }
}

void check_find(struct check_job *job, const char *code, const char *text, uint64_t number,
                enum sello_error error) {
    const char *detail = error != SELLO_OK ? _(sello_error_text(error)) : "";
    check_report(job, &(struct sello_finding){code, text, number, detail});
}

/* ---- trust ---- */

/* What stands in the trust file is read again as a verifier would read it. */
static enum sello_error check_bundle(struct check_job *job) {
    struct trust_file file = {0};
    enum sello_error error = trust_file_again(job->app->session.store, &file);
    if (error == SELLO_E_NOT_FOUND) {
        return SELLO_OK; /* none was exported yet */
    }
    if (error == SELLO_OK) {
        error = trust_file_judge(&file);
        trust_file_free(&file);
    }
    if (error == SELLO_E_BUNDLE_ROOT) {
        return SELLO_OK; /* the root has changed since: that is due, not wrong */
    }
    if (error == SELLO_E_MEMORY || error == SELLO_E_STORE_BUSY) {
        return error;
    }
    if (error != SELLO_OK) {
        check_find(job, "trust", N_("A verifier would refuse the newest trust file."), 0, error);
    }
    return SELLO_OK;
}

/* ---- the whole ---- */

static void say_whole(const struct check_job *job) {
    if (job->app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_bool(&j, "whole", job->n_findings == 0);
        cli_json_number(&j, "findings", job->n_findings);
        cli_json_number(&j, "labels", job->n_labels);
        cli_json_number(&j, "signatures_checked", job->n_checked);
        cli_json_close(&j);
    } else if (job->n_findings == 0 && job->n_checked == job->n_labels) {
        cli_print(stdout,
                  P_("The registry is whole. The signature of its %zu label matches.\n",
                     "The registry is whole. All %zu signatures of labels match.\n",
                     job->n_checked),
                  job->n_checked);
    } else if (job->n_findings == 0) {
        cli_print(stdout,
                  _("The registry is whole. %zu of %zu signatures of labels were checked, and "
                    "match. To check every one: sello check --all\n"),
                  job->n_checked, job->n_labels);
    } else {
        cli_error(_("Found: %zu. Keep a copy of the folder as it is before you mend anything; a "
                    "backup is brought back with: sello restore BACKUP -r NEW"),
                  job->n_findings);
    }
}

/* All that is checked is of one moment: nothing is issued meanwhile. */
static int check_locked(struct app *app) {
    struct check_job job = {.app = app, .all = cli_flag(app->args, "all")};
    enum sello_error (*const steps[])(struct check_job *) = {check_roots, check_bundle,
                                                             check_signatures};
    enum sello_error error = sello_store_check(app->session.store, check_report, &job);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && error == SELLO_OK; i++) {
        error = steps[i](&job);
    }
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The check could not be finished"));
    }
    say_whole(&job);
    return job.n_findings == 0 ? CLI_OK : CLI_FAILURE;
}

static int check(struct app *app) {
    unsigned n_workers;
    if (!cli_jobs(app->args, &n_workers)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_store_lock(app->session.store);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The check could not be finished"));
    }
    int result = check_locked(app);
    sello_store_unlock(app->session.store);
    return result;
}

int cmd_check(const struct cli_args *args) {
    return app_run(args, APP_READ, check);
}
