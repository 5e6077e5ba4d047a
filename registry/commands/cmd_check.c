/* SPDX-License-Identifier: Apache-2.0 */
/* Is the registry whole? */
#include "cli/cli.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/trust/check.h"

/* clang-format off */
const struct cli_option cmd_check_options[] = {
    {"all", NULL, N_("check every label's signature, and records against their events"), false},
    CLI_OPTION_JOBS,
    {.name = NULL},
};
/* clang-format on */

/* ---- findings ---- */

/* What the store finds it says itself. */
static const char *finding_text(const struct check_finding *f) {
    static const struct {
        const char *code, *text;
    } rows[] = {
        {"root", N_("A verifier would refuse this root.")},
        {"root-hash", N_("A root is stored under another one's hash.")},
        {"root-none", N_("There is no root: the init was interrupted.")},
        {"trust", N_("A verifier would refuse the newest trust file.")},
        {"events-signed",
         N_("The events are not those that were signed with a trust file or a backup.")},
        {"events-unsigned",
         N_("The events are not signed as far as the newest trust file. Export a new one.")},
        {"batch-key", N_("A batch names a key that the newest root does not.")},
        {"signature", N_("The signature of this label does not match.")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows && f->text == NULL; i++) {
        if (strcmp(rows[i].code, f->code) == 0) {
            return rows[i].text;
        }
    }
    return f->text != NULL ? f->text : "";
}

/* Why, in the error's words or the database's; "": the text says it all. */
static const char *finding_detail(const struct check_finding *f) {
    return f->error != SELLO_OK ? _(sello_error_text(f->error)) : f->detail;
}

static void finding_json(const struct check_finding *f) {
    struct cli_json j;
    const char *detail = finding_detail(f);
    cli_json_open(&j, stdout);
    cli_json_string(&j, "code", f->code);
    if (f->number > 0) {
        cli_json_number(&j, "number", f->number);
    }
    cli_json_string(&j, "text", finding_text(f));
    cli_json_string(&j, "detail", detail[0] != '\0' ? detail : NULL);
    cli_json_close(&j);
}

static void finding_line(const struct check_finding *f) {
    unsigned long long number = f->number;
    const char *text = _(finding_text(f)), *detail = finding_detail(f);
    if (f->number > 0 && detail[0] != '\0') {
        cli_print(stdout, "%s: %s (%llu: %s)\n", f->code, text, number, detail);
    } else if (f->number > 0) {
        cli_print(stdout, "%s: %s (%llu)\n", f->code, text, number);
    } else if (detail[0] != '\0') {
        cli_print(stdout, "%s: %s (%s)\n", f->code, text, detail);
    } else {
        cli_print(stdout, "%s: %s\n", f->code, text);
    }
}

static void tell_finding(void *context, const struct check_finding *finding) {
    const struct app *app = context;
    if (app->json) {
        finding_json(finding);
    } else {
        finding_line(finding);
    }
}

/* ---- the whole ---- */

static void say_json(const struct check_outcome *found) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_bool(&j, "whole", found->n_findings == 0);
    cli_json_number(&j, "findings", found->n_findings);
    cli_json_number(&j, "labels", found->n_labels);
    cli_json_number(&j, "signatures_checked", found->n_checked);
    cli_json_close(&j);
}

static void say_words(const struct check_outcome *found) {
    if (found->n_findings > 0) {
        cli_error(_("Found: %zu. Keep a copy of the folder as it is before you mend anything; a "
                    "backup is brought back with: sello restore BACKUP -r NEW"),
                  found->n_findings);
    } else if (found->n_checked == found->n_labels) {
        cli_print(stdout,
                  P_("The registry is whole. The signature of its %zu label matches.\n",
                     "The registry is whole. All %zu signatures of labels match.\n",
                     found->n_checked),
                  found->n_checked);
    } else {
        cli_print(stdout,
                  _("The registry is whole. %zu of %zu signatures of labels were checked, and "
                    "match. To check every one: sello check --all\n"),
                  found->n_checked, found->n_labels);
    }
}

static int check(struct app *app) {
    struct check_request request = {.all = cli_flag(app->args, "all")};
    struct check_outcome found;
    if (!cli_jobs(app->args, &request.n_workers)) {
        return CLI_USAGE;
    }
    if (check_registry(&app->session, &request, tell_finding, app, &found) != SELLO_OK) {
        return app_problem(app, _("The check could not be finished"));
    }
    if (app->json) {
        say_json(&found);
    } else {
        say_words(&found);
    }
    return found.n_findings == 0 ? CLI_OK : CLI_FAILURE;
}

int cmd_check(const struct cli_args *args) {
    return app_run(args, APP_READ, check);
}
