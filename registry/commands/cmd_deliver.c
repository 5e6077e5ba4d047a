/* SPDX-License-Identifier: Apache-2.0 */
/* Handing labels to a producer: a receipt to sign, and labels that were spoiled. */
#include <stdlib.h>
#include <unistd.h>

#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/desk/deliver.h"
#include "registry/desk/reason.h"
#include "registry/print/receipt.h"

/* clang-format off */
const struct cli_option cmd_deliver_options[] = {
    {"to", N_("R"), N_("the producer who takes them: R1"), false},
    {"spoiled", N_("SERIALS"), N_("labels that were ruined: withdrawn as misprints, never delivered"), true},
    {"any-producer", NULL, N_("also labels of another producer's certificate"), false},
    {"again", N_("D"), N_("write the receipt of a delivery again: D3"), false},
    {"o", N_("FILE"), N_("where to write the receipt, a PDF"), false},
    {"paper", "letter|a4", PAGE_PAPER_HELP, false},
    {"words", "es|en|both", PAGE_WORDS_HELP, false},
    {"yes", NULL, N_("do not ask"), false},
    {.name = NULL},
};
/* clang-format on */

struct job {
    struct app *app;
    struct deliver_plan plan;
    struct receipt receipt; /* delivery 0: nothing is delivered */
    const char *path;       /* NULL: no receipt */
    uint8_t *page;          /* owned: SELLO_PAGE_ROOM bytes */
    size_t page_len;
    struct status_change voided;
};

/* ---- the receipt ---- */

static int say_page(struct app *app, enum sello_error error) {
    switch ((int)error) {
    case SELLO_E_PAGE_FULL:
        cli_error(_("Nothing was delivered: the list of labels does not fit on one page. Deliver "
                    "them in parts."));
        break;
    case SELLO_E_PAGE_FONT:
        cli_error(_("Nothing was delivered: the DejaVu fonts for the receipt are missing. On "
                    "Debian install the package fonts-dejavu-core."));
        break;
    default: (void)app_failed(app, error, _("Nothing was delivered"));
    }
    return CLI_FAILURE;
}

/* Draws it before anything is committed: what cannot be signed for is not handed over. */
static enum sello_error draw_receipt(struct job *job) {
    if (job->path == NULL) {
        return SELLO_OK;
    }
    job->page = malloc(SELLO_PAGE_ROOM);
    if (job->page == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer w = sello_writer_init(job->page, SELLO_PAGE_ROOM);
    enum sello_error error = receipt_write(job->app->session.store, &job->receipt, &w);
    job->page_len = w.len;
    return error;
}

static int write_receipt(const struct job *job) {
    if (job->path == NULL ||
        cli_file_replace(job->path, sello_bytes(job->page, job->page_len), 0644)) {
        return CLI_OK;
    }
    cli_note(_("The delivery itself is recorded. Write its receipt elsewhere with: sello deliver "
               "--again D%llu -o FILE"),
             (unsigned long long)job->receipt.delivery);
    return CLI_FAILURE;
}

/* ---- doing it: all of it or nothing ---- */

static enum sello_error void_spoiled(struct job *job) {
    struct sello_status_range range = {.status = SELLO_LABEL_WITHDRAWN,
                                       .reason = SELLO_REASON_MISPRINT,
                                       .day = cause_today(job->app->session.now)};
    return targets_change(job->app->session.store, &job->plan.spoiled, &range, &job->voided);
}

static enum sello_error add_delivery(struct job *job) {
    const struct targets *give = &job->plan.give;
    struct sello_serials *ranges = calloc(give->n, sizeof *ranges);
    if (ranges == NULL) {
        return SELLO_E_MEMORY;
    }
    size_t n = 0;
    for (size_t i = 0; i < give->n; i++) { /* runs that touch become one */
        const struct target *t = &give->at[i];
        if (n > 0 && ranges[n - 1].first + ranges[n - 1].count == t->first) {
            ranges[n - 1].count += t->last - t->first + 1;
        } else {
            ranges[n++] = (struct sello_serials){t->first, t->last - t->first + 1};
        }
    }
    enum sello_error error = sello_delivery_add(job->app->session.store, job->plan.producer, ranges,
                                                n, &job->receipt.delivery);
    free(ranges);
    return error;
}

static enum sello_error change(struct job *job, bool keep) {
    enum sello_error error = sello_store_begin(job->app->session.store);
    if (error != SELLO_OK) {
        return error;
    }
    error = void_spoiled(job);
    if (error == SELLO_OK && keep && job->plan.give.n > 0) {
        error = add_delivery(job);
        error = error == SELLO_OK ? draw_receipt(job) : error;
    }
    return record_end(job->app->session.store, error, !keep);
}

/* ---- asking, where labels are voided ---- */

static bool wants_a_yes(const struct job *job) {
    return job->plan.spoiled.n > 0 && !cli_flag(job->app->args, "yes") && !job->app->no_input &&
           isatty(STDIN_FILENO);
}

static int ask(struct job *job) {
    enum sello_error error = change(job, false);
    if (error == SELLO_OK && job->voided.n_changed > 0) {
        error = targets_show(job->app, &job->plan.spoiled);
    }
    if (error != SELLO_OK) {
        return app_failed(job->app, error, _("Nothing was changed"));
    }
    if (job->voided.n_changed == 0) {
        return CLI_OK;
    }
    cli_note(_("Spoiled labels to withdraw: %llu. So already: %llu."),
             (unsigned long long)job->voided.n_changed,
             (unsigned long long)(job->voided.n_labels - job->voided.n_changed));
    if (cli_confirm(_("A withdrawn label never becomes valid again. Withdraw?"))) {
        return CLI_OK;
    }
    cli_note(_("Nothing was changed."));
    return CLI_FAILURE;
}

/* ---- telling ---- */

struct telling {
    struct job *job;
    struct cli_json *json; /* NULL: for people */
    enum sello_error error;
};

static bool tell_batch(void *context, const struct sello_batch *batch) {
    struct telling *t = context;
    struct sello_label_counts n;
    t->error = sello_batch_counts(t->job->app->session.store, batch, &n);
    if (t->error != SELLO_OK) {
        return false;
    }
    if (t->json == NULL) {
        cli_print(stdout,
                  _("B%llu: %llu issued, %llu printed, %llu delivered, %llu spoiled, %llu left.\n"),
                  (unsigned long long)batch->number, (unsigned long long)n.issued,
                  (unsigned long long)n.printed, (unsigned long long)n.delivered,
                  (unsigned long long)n.spoiled, (unsigned long long)n.left);
        return true;
    }
    cli_json_open_in(t->json, NULL, '{');
    record_json_id(t->json, "batch", (struct sello_id){SELLO_KIND_BATCH, batch->number});
    record_json_counts(t->json, &n);
    cli_json_close_in(t->json, '}');
    return true;
}

static enum sello_error tell_batches(struct job *job, struct cli_json *j) {
    struct telling telling = {job, j, SELLO_OK};
    enum sello_error error =
        receipt_batches(job->app->session.store, job->receipt.delivery, tell_batch, &telling);
    return error == SELLO_OK ? telling.error : error;
}

static enum sello_error say_json(struct job *job) {
    struct cli_json j;
    enum sello_error error = SELLO_OK;
    cli_json_open(&j, stdout);
    if (job->receipt.delivery > 0) {
        record_json_id(&j, "delivery",
                       (struct sello_id){SELLO_KIND_DELIVERY, job->receipt.delivery});
        record_json_id(&j, "producer", (struct sello_id){SELLO_KIND_PRODUCER, job->plan.producer});
        cli_json_number(&j, "labels", targets_labels(&job->plan.give));
        targets_json(&j, &job->plan.give);
        cli_json_open_in(&j, "batches", '[');
        error = tell_batches(job, &j);
        cli_json_close_in(&j, ']');
        cli_json_string(&j, "file", job->path);
    }
    cli_json_number(&j, "spoiled", job->voided.n_changed);
    cli_json_close(&j);
    return error;
}

static void say_spoiled(const struct job *job) {
    uint64_t n = job->voided.n_changed, already = job->voided.n_labels - n;
    if (job->plan.spoiled.n == 0) {
        return;
    }
    cli_print(stdout, _("Labels spoiled and withdrawn: %llu.\n"), (unsigned long long)n);
    if (already > 0) {
        cli_print(stdout, _("Labels that were withdrawn already: %llu.\n"),
                  (unsigned long long)already);
    }
    if (n > 0) {
        cli_note(_("Verifiers learn it from new trust data: sello trust export -o trust.sello"));
    }
}

static enum sello_error say_words(struct job *job) {
    say_spoiled(job);
    if (job->receipt.delivery == 0) {
        return SELLO_OK;
    }
    cli_print(stdout, _("Delivery D%llu to R%llu. Labels: %llu.\n"),
              (unsigned long long)job->receipt.delivery, (unsigned long long)job->plan.producer,
              (unsigned long long)targets_labels(&job->plan.give));
    if (job->plan.left_out > 0) {
        cli_note(_("Labels left out, because they were withdrawn before: %llu."),
                 (unsigned long long)job->plan.left_out);
    }
    enum sello_error error = tell_batches(job, NULL);
    if (job->path != NULL) {
        cli_print(stdout, _("The receipt to sign is in %s.\n"), job->path);
    }
    return error;
}

/* ---- the command ---- */

static int deliver(struct job *job) {
    int result = job->plan.give.n > 0 ? deliver_plan_check(job->app, &job->plan) : CLI_OK;
    if (result == CLI_OK && job->plan.give.n == 0 && job->plan.spoiled.n == 0) {
        cli_error(_("Nothing was delivered: all of these labels are withdrawn."));
        return CLI_FAILURE;
    }
    if (result == CLI_OK && wants_a_yes(job)) {
        result = ask(job);
    }
    if (result != CLI_OK) {
        return result;
    }
    enum sello_error error = change(job, true);
    if (error != SELLO_OK) {
        return say_page(job->app, error);
    }
    result = write_receipt(job);
    job->path = result == CLI_OK ? job->path : NULL; /* is not there, and not told to be */
    error = job->app->json ? say_json(job) : say_words(job);
    return error == SELLO_OK ? result
                             : app_failed(job->app, error, _("The counts cannot be shown"));
}

static int again(struct job *job, const char *id) {
    if (!app_id_of(id, SELLO_KIND_DELIVERY, &job->receipt.delivery)) {
        return CLI_USAGE;
    }
    if (cli_n_operands(job->app->args) > 0 || cli_text(job->app->args, "spoiled") != NULL ||
        cli_text(job->app->args, "to") != NULL || job->path == NULL) {
        cli_error(_("--again writes a receipt as it was: give -o FILE, and no labels."));
        return CLI_USAGE;
    }
    enum sello_error error = draw_receipt(job);
    if (error != SELLO_OK) {
        return app_failed(job->app, error, _("The receipt was not written"));
    }
    return cli_file_replace(job->path, sello_bytes(job->page, job->page_len), 0644) ? CLI_OK
                                                                                    : CLI_FAILURE;
}

static int take(struct job *job) {
    const struct cli_args *args = job->app->args;
    const char *id = cli_text(args, "again");
    job->path = cli_text(args, "o");
    if (!page_words_take(args, &job->receipt.words) ||
        !page_paper_take(args, &job->receipt.paper)) {
        return CLI_USAGE;
    }
    job->receipt.root = app_root(job->app);
    if (job->receipt.root == NULL) {
        return CLI_FAILURE;
    }
    if (id != NULL) {
        return again(job, id);
    }
    if (cli_n_operands(args) == 0 && cli_text(args, "spoiled") == NULL) {
        cli_error(_("Which labels? Give serials like 12, 12-40 or 00000C-C, or a batch like B3."));
        return CLI_USAGE;
    }
    int result = deliver_plan_take(job->app, &job->plan);
    return result == CLI_OK ? deliver(job) : result;
}

static int run(struct app *app) {
    struct job job = {.app = app};
    int result = take(&job);
    deliver_plan_free(&job.plan);
    free(job.page);
    return result;
}

int cmd_deliver(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, run);
}
