/* SPDX-License-Identifier: Apache-2.0 */
/* `sello producer merge`: two records of one producer become one. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/touched.h"
#include "registry/desk/correct.h"

/* clang-format off */
const struct cli_option cmd_producer_merge_options[] = {
    {"yes", NULL, N_("do not ask"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

static void say_record(const char *what, const struct sello_producer *p) {
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_PRODUCER, p->number}, id);
    cli_note("%s: %s, %s, %s%s%s", what, id, p->name, p->origin, p->state[0] != '\0' ? ", " : "",
             p->state);
}

/* Both are shown side by side: a record that goes does not come back. */
static bool agreed(const struct merge_outcome *plan) {
    say_record(_("Goes"), &plan->from);
    say_record(_("Stays"), &plan->into);
    if (plan->touched.n > 0) {
        cli_note(P_("%llu granted certificate moves to the one that stays.",
                    "%llu granted certificates move to the one that stays.", plan->touched.n),
                 (unsigned long long)plan->touched.n);
    }
    bool yes = cli_confirm(_("This cannot be taken back. Are both the same producer?"));
    if (!yes) {
        cli_note(_("Nothing was changed."));
    }
    return yes;
}

static int merge(struct app *app) {
    uint64_t from = 0, into = 0;
    struct merge_outcome plan, outcome;
    if (!app_id(app->args, 0, SELLO_KIND_PRODUCER, &from) ||
        !app_id(app->args, 1, SELLO_KIND_PRODUCER, &into)) {
        return CLI_USAGE;
    }
    const char *failed = _("The producers stay two");
    bool asks = app_may_ask(app);
    if ((asks || app->dry_run) && merge_plan(&app->session, from, into, &plan) != SELLO_OK) {
        return app_problem(app, failed);
    }
    if (asks && !agreed(&plan)) {
        return CLI_FAILURE;
    }
    if (app->dry_run) {
        outcome = plan;
    } else if (merge_commit(&app->session, from, into, asks ? &plan : NULL, &outcome) != SELLO_OK) {
        return app_problem(app, failed);
    }
    touched_done(app, (struct sello_id){SELLO_KIND_PRODUCER, into}, outcome.into.name,
                 &outcome.touched, _("Both are now producer %s: %s."));
    return CLI_OK;
}

int cmd_producer_merge(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, merge);
}
