/* SPDX-License-Identifier: Apache-2.0 */
/* Issuing labels under a certificate, and what becomes of batches that were interrupted. */
#include "cli/cli.h"
#include "registry/commands/commands.h"
#include "registry/commands/issue_photos.h"
#include "registry/commands/issue_say.h"
#include "registry/print/print.h"

#define PREVIEW_DPI 600

/* clang-format off */
const struct cli_option cmd_issue_options[] = {
    {"count", N_("N"), N_("how many labels"), false},
    {"lot", N_("LOT"), N_("the lot they are for"), false},
    {"traits", N_("TEXT"), N_("what to compare on the piece, instead of the product's traits"), false},
    {"made", N_("DATE"), N_("the date it was made"), false},
    {"expires", N_("DATE"), N_("the last date it is good"), false},
    {"photo", N_("FILE"), N_("a picture of this piece; with --count, the same for all labels"), false},
    {"photos", N_("FOLDER"), N_("a label for each picture in a folder, in the order of their names"), false},
    {"for", N_("STOCK"), N_("leave out as little as these labels need: says first what"), false},
    {"preview", N_("FILE"), N_("with --for: only a picture (PNG) of the first sheet, as it will be"), false},
    {"design", N_("DESIGN"), N_("with --preview: as in sello print"), false},
    {"lean", NULL, N_("leave out the optional texts, for small stock"), false},
    {"csv", N_("FILE"), N_("issue what a table lists, a batch a row (-: standard input)"), false},
    {"sheet", N_("NAME"), N_("with --csv, of a spreadsheet's file: the sheet (else the first)"), false},
    {"map", N_("COLUMN=FIELD"), N_("with --csv: what a column holds that its heading does not tell"), true},
    {"commit", NULL, N_("with --csv: do it; without this, what would happen is shown"), false},
    {"resume", NULL, N_("finish batches that were interrupted: B3, or all"), false},
    {"void", NULL, N_("give up a batch that was interrupted: none of its serials is used"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {"yes", NULL, N_("do not ask"), false},
    CLI_OPTION_JOBS,
    {.name = NULL},
};
/* clang-format on */

/* ---- what is asked ---- */

/* What --for leaves out goes by the stock; --lean leaves out all. */
static bool leaves_out_once(const struct app *app) {
    if (cli_flag(app->args, "lean") && cli_text(app->args, "for") != NULL) {
        cli_error(
            _("--lean leaves out all the optional texts, --for no more than needed. Choose one of "
              "the two."));
        return false;
    }
    return true;
}

static bool take_options(struct app *app, struct issue_request *out) {
    if (cli_flag(app->args, "lean") && cli_text(app->args, "traits") != NULL) {
        cli_error(_("--lean leaves out the optional texts, --traits gives one. Choose one of the "
                    "two."));
        return false;
    }
    out->without = cli_flag(app->args, "lean") ? LABEL_LEAN : 0;
    return issue_take_date(app->args, "made", &out->made) &&
           issue_take_date(app->args, "expires", &out->expires) &&
           issue_take_text(app, "lot", SELLO_LOT_MAX, &out->lot) &&
           issue_take_text(app, "traits", SELLO_TRAITS_MAX, &out->traits) &&
           cli_jobs(app->args, &out->n_workers);
}

/* A photo shows one piece, and so many photos as many: they say how many labels there are. */
static bool take_count(struct app *app, uint64_t *out) {
    const char *needed;
    bool counted = cli_text(app->args, "count") != NULL;
    if (counted && cli_text(app->args, "photos") != NULL) {
        cli_error(_("--photos issues a label for each picture: leave out --count."));
        return false;
    }
    if (!counted && issue_photos_wanted(app)) {
        *out = 1;
        return true;
    }
    return cli_require(app->args, "count", &needed) &&
           cli_number(app->args, "count", 1, SELLO_BATCH_MAX, out);
}

/* A picture is of sheets; a design is of a picture. */
static bool looks_at_sheets(const struct app *app) {
    static const char *const needs[][2] = {{"preview", "for"}, {"design", "preview"}};
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
        if (cli_text(app->args, needs[i][0]) != NULL && cli_text(app->args, needs[i][1]) == NULL) {
            cli_error(_("--%s needs --%s. See: sello issue --help"),
                      cli_option_shown(app->args, needs[i][0]),
                      cli_option_shown(app->args, needs[i][1]));
            return false;
        }
    }
    return true;
}

static bool take_request(struct app *app, struct issue_request *out) {
    return looks_at_sheets(app) &&
           app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &out->certificate) &&
           take_count(app, &out->count) && take_options(app, out);
}

/* ---- issuing ---- */

static int try_one(struct app *app, const struct issue_request *request,
                   const struct photos *photos) {
    struct issue_plan plan;
    if (issue_plan(&app->session, request, &plan) != SELLO_OK) {
        return app_problem(app, _("No label was issued"));
    }
    issue_say_with_photos(app, &plan.batch, photos);
    return CLI_OK;
}

/* Which label gets which picture is looked over before it is signed. */
static int confirm_photos(struct app *app, const struct issue_request *request,
                          const struct photos *photos) {
    struct issue_plan plan;
    if (photos->n == 0 || !app_may_ask(app)) {
        return CLI_OK;
    }
    if (issue_plan(&app->session, request, &plan) != SELLO_OK) {
        return app_problem(app, _("No label was issued"));
    }
    issue_show_photos(stderr, &plan.batch, photos);
    if (cli_confirm(_("What is signed stays signed. Is each picture that of its piece?"))) {
        return CLI_OK;
    }
    cli_note(_("Nothing was changed."));
    return CLI_FAILURE;
}

static int issue_and_say(struct app *app, const struct issue_request *request,
                         const struct photos *photos) {
    struct issue_result result;
    int confirmed = confirm_photos(app, request, photos);
    if (confirmed != CLI_OK) {
        return confirmed;
    }
    enum sello_error error = issue_commit(&app->session, request, &result);
    if (error != SELLO_OK) {
        return issue_say_failed(app, error, &result.end);
    }
    issue_say_with_photos(app, &result.batch, photos);
    if (!app->json) {
        cli_note(_("Print them with: sello print B%llu --to pdf -o labels.pdf"),
                 (unsigned long long)result.batch.number);
    }
    return CLI_OK;
}

/* How they would look; nothing is issued. */
static int preview(struct app *app, const struct issue_request *request, const char *path) {
    const struct print_request look = {.format = PRINT_PDF,
                                       .path = path,
                                       .whole = true,
                                       .stock = cli_text(app->args, "for"),
                                       .design = cli_text(app->args, "design"),
                                       .order = SELLO_ORDER_ROW,
                                       .dpi = PREVIEW_DPI,
                                       .copies = 1,
                                       .force = true};
    if (print_preview_unissued(&app->session, request, &look, path) != SELLO_OK) {
        return app_problem(app, _("The labels cannot be shown"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "picture", path);
        cli_json_number(&j, "labels", request->count);
        cli_json_close(&j);
    } else {
        cli_print(stdout, _("%s: the labels as they would be. Nothing was issued.\n"), path);
    }
    return CLI_OK;
}

static int issue_one(struct app *app) {
    struct issue_request request = {.count = 0};
    struct photos photos = {.item = NULL};
    if (!take_request(app, &request)) {
        return CLI_USAGE;
    }
    int result = issue_take_photos(app, &request, &photos);
    if (result == CLI_OK) {
        result = issue_for(app, &request);
    }
    const char *picture = cli_text(app->args, "preview");
    if (result == CLI_OK && picture != NULL) {
        result = preview(app, &request, picture);
    } else if (result == CLI_OK) {
        result =
            app->dry_run ? try_one(app, &request, &photos) : issue_and_say(app, &request, &photos);
    }
    photos_free(&photos);
    return result;
}

/* ---- finishing ---- */

static int resume_one(struct app *app, uint64_t number) {
    struct issue_result result = {.end = {.early = false}};
    unsigned n_workers = 0;
    if (!cli_jobs(app->args, &n_workers)) {
        return CLI_USAGE;
    }
    enum sello_error error = app->dry_run
                                 ? issue_resume_plan(&app->session, number, &result.batch)
                                 : issue_resume_commit(&app->session, number, n_workers, &result);
    if (error != SELLO_OK) {
        return issue_say_failed(app, error, &result.end);
    }
    issue_say_batch(app, &result.batch);
    return CLI_OK;
}

static int issue_resume(struct app *app) {
    uint64_t batch[SIGNING_BATCHES_MAX];
    size_t n = 1;
    if (cli_n_operands(app->args) > 0) {
        bool named = app_id(app->args, 0, SELLO_KIND_BATCH, &batch[0]);
        return named ? resume_one(app, batch[0]) : CLI_USAGE;
    }
    if (issue_unfinished(&app->session, batch, &n) != SELLO_OK) {
        return app_problem(app, _("No label was issued"));
    }
    if (n == 0) {
        cli_note(_("No batch is unfinished: there is nothing to resume."));
    }
    int result = CLI_OK;
    for (size_t i = 0; i < n && result == CLI_OK; i++) {
        result = resume_one(app, batch[i]);
    }
    return result;
}

/* ---- giving up ---- */

static bool confirm_void(struct app *app) {
    if (!app_may_ask(app) ||
        cli_confirm(_("Its serials are withdrawn and never used. Give it up?"))) {
        return true;
    }
    cli_note(_("Nothing was changed."));
    return false;
}

static void say_void(struct app *app, uint64_t number) {
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_BATCH, number}, id);
    app_say_dry_run(app);
    if (!app->json) {
        cli_print(stdout, _("Batch %s is void: its serials are withdrawn and never used.\n"), id);
        return;
    }
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "batch", id);
    cli_json_string(&j, "state", sello_batch_state_name(SELLO_BATCH_VOID));
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

static int issue_void(struct app *app) {
    uint64_t number;
    if (!app_id(app->args, 0, SELLO_KIND_BATCH, &number)) {
        return CLI_USAGE;
    }
    if (!confirm_void(app)) {
        return CLI_FAILURE;
    }
    enum sello_error error = app->dry_run ? issue_void_plan(&app->session, number)
                                          : issue_void_commit(&app->session, number);
    if (error != SELLO_OK) {
        return app_problem(app, _("Nothing was changed"));
    }
    say_void(app, number);
    return CLI_OK;
}

/* ---- the four ways ---- */

/* The other options that each way has no use for would be passed over in silence. */
static bool goes_alone(const struct cli_args *args, const char *way, const char *const *allowed) {
    for (const struct cli_option *o = cmd_issue_options; o->name != NULL; o++) {
        bool known = strcmp(o->name, way) == 0 || strcmp(o->name, "jobs") == 0;
        for (const char *const *a = allowed; !known && *a != NULL; a++) {
            known = strcmp(o->name, *a) == 0;
        }
        bool given = o->value != NULL ? cli_text(args, o->name) != NULL : cli_flag(args, o->name);
        if (given && !known) {
            cli_error(_("--%s does not go with --%s. See: sello issue --help"),
                      cli_option_shown(args, o->name), cli_option_shown(args, way));
            return false;
        }
    }
    return true;
}

static bool has_operands(const struct cli_args *args, size_t least, size_t most) {
    size_t n = cli_n_operands(args);
    if (n < least) {
        cli_error(_("Something is missing. See: sello issue --help"));
    } else if (n > most) {
        cli_error(_("'%s' is too much here. See: sello issue --help"), cli_operand(args, most));
    }
    return n >= least && n <= most;
}

static int issue(struct app *app) {
    static const struct {
        const char *option, *allowed[7];
        size_t least, most; /* operands */
        int (*run)(struct app *app);
    } ways[] = {
        {"csv", {"commit", "lean", "for", "dry-run", "sheet", "map", NULL}, 0, 0, issue_csv},
        {"resume", {"dry-run", NULL}, 0, 1, issue_resume},
        {"void", {"yes", "dry-run", NULL}, 1, 1, issue_void},
    };
    const struct cli_args *args = app->args;
    if (!leaves_out_once(app)) {
        return CLI_USAGE;
    }
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const char *option = ways[i].option;
        if (cli_flag(args, option)) {
            bool right = goes_alone(args, option, ways[i].allowed) &&
                         has_operands(args, ways[i].least, ways[i].most);
            return right ? ways[i].run(app) : CLI_USAGE;
        }
    }
    return has_operands(args, 1, 1) ? issue_one(app) : CLI_USAGE;
}

int cmd_issue(const struct cli_args *args) {
    bool trial = cli_flag(args, "dry-run") || cli_text(args, "preview") != NULL;
    bool shown_only = cli_text(args, "csv") != NULL && (trial || !cli_flag(args, "commit"));
    return app_run(args, shown_only ? APP_READ : trial ? APP_PREVIEW : APP_CHANGE, issue);
}
