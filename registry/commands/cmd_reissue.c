/* SPDX-License-Identifier: Apache-2.0 */
/* Labels that are wrong, spoiled or lost: withdrawn and issued anew in one step. */
#include "registry/commands/commands.h"
#include "registry/commands/issue_say.h"
#include "registry/commands/labels_named.h"
#include "registry/commands/reason_words.h"
#include "registry/desk/reissue.h"

/* clang-format off */
const struct cli_option cmd_reissue_options[] = {
    {"reason", N_("R"), REASON_HELP, false},
    {"lot", N_("LOT"), N_("another lot than the old labels have"), false},
    {"traits", N_("TEXT"), N_("other traits than the old labels have"), false},
    {"made", N_("DATE"), N_("another date it was made"), false},
    {"expires", N_("DATE"), N_("another last date it is good"), false},
    APP_DRY_RUN,
    {"yes", NULL, N_("do not ask"), false},
    CLI_OPTION_JOBS,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

static bool take_request(struct app *app, struct reissue_request *out) {
    return cli_require(app->args, "reason", &out->reason) &&
           issue_take_text(app, "lot", SELLO_LOT_MAX, &out->lot) &&
           issue_take_text(app, "traits", SELLO_TRAITS_MAX, &out->traits) &&
           issue_take_date(app->args, "made", &out->made) &&
           issue_take_date(app->args, "expires", &out->expires) &&
           cli_jobs(app->args, &out->n_workers);
}

/* ---- telling ---- */

static void put_replaced(struct cli_json *j, const void *context) {
    const struct reissue_outcome *done = context;
    cli_json_open_in(j, "replaces", '{');
    labels_json(j, &done->targets);
    cli_json_number(j, "withdrawn", done->change.n_changed);
    reason_json(j, &done->reason, done->day);
    cli_json_close_in(j, '}');
}

static void say(struct app *app, const struct reissue_outcome *done) {
    unsigned long long n = done->change.n_changed;
    issue_say_batch_with(app, &done->made, put_replaced, done);
    if (app->json || app->dry_run) {
        return;
    }
    cli_note(
        P_("%llu label of batch B%llu is withdrawn, and this one takes its place. Destroy it if "
           "you have it.",
           "%llu labels of batch B%llu are withdrawn, and these take their place. Destroy "
           "those that you have.",
           n),
        n, (unsigned long long)done->old.number);
    cli_note(_("Print them with: sello print B%llu --to pdf -o labels.pdf"),
             (unsigned long long)done->made.number);
    cli_note(_("Verifiers learn it from new trust data: sello trust export -o trust.sello"));
}

/* ---- the command ---- */

static int ask(struct app *app, const struct reissue_outcome *plan) {
    enum sello_error error = labels_show(app, &plan->targets);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("No label was issued"));
    }
    cli_note(P_("%llu label would be withdrawn (%s), and as many issued anew.",
                "%llu labels would be withdrawn (%s), and as many issued anew.",
                plan->change.n_changed),
             (unsigned long long)plan->change.n_changed,
             reason_words(plan->reason.code, plan->reason.text));
    if (cli_confirm(_("A withdrawn label never becomes valid again. Withdraw?"))) {
        return CLI_OK;
    }
    cli_note(_("Nothing was changed."));
    return CLI_FAILURE;
}

static int do_it(struct app *app, const struct reissue_request *request) {
    struct reissue_outcome plan = {0}, done = {0};
    bool asks = app_may_ask(app);
    if ((asks || app->dry_run) && reissue_plan(&app->session, request, &plan) != SELLO_OK) {
        return labels_refused(app, _("No label was issued"));
    }
    int result = asks ? ask(app, &plan) : CLI_OK;
    if (result == CLI_OK && app->dry_run) {
        say(app, &plan);
    } else if (result == CLI_OK) {
        enum sello_error error = reissue_commit(&app->session, request, asks ? &plan : NULL, &done);
        if (error == SELLO_OK) {
            say(app, &done);
        } else {
            result = done.end.early ? issue_say_failed(app, error, &done.end)
                                    : labels_refused(app, _("No label was issued"));
        }
    }
    reissue_outcome_free(&plan);
    reissue_outcome_free(&done);
    return result;
}

static int reissue(struct app *app) {
    struct reissue_request request = {.reason = NULL};
    struct labels_list named = {0};
    if (!take_request(app, &request)) {
        return CLI_USAGE;
    }
    int result = labels_take(app, NULL, &named);
    request.named = named.at;
    request.n_named = named.n;
    result = result == CLI_OK ? do_it(app, &request) : result;
    labels_list_free(&named);
    return result;
}

int cmd_reissue(const struct cli_args *args) {
    return app_run(args, cli_flag(args, "dry-run") ? APP_PREVIEW : APP_CHANGE, reissue);
}
