/* SPDX-License-Identifier: Apache-2.0 */
/* Handing labels to a producer: a receipt to sign, and labels that were spoiled. */
#include <stdlib.h>

#include "registry/commands/commands.h"
#include "registry/commands/labels_named.h"
#include "registry/commands/page_options.h"
#include "registry/commands/record.h"
#include "registry/desk/deliver.h"
#include "registry/print/receipt.h"

/* clang-format off */
const struct cli_option cmd_deliver_options[] = {
    {"to", N_("R"), N_("the producer who takes them: R1"), false},
    {"spoiled", N_("SERIALS"), N_("labels that were ruined: withdrawn as misprints, never delivered"), true},
    {"any-producer", NULL, N_("also labels of another producer's certificate"), false},
    {"again", N_("D"), N_("write the receipt of a delivery again: D3"), false},
    {"o", N_("FILE"), N_("where to write the receipt, a PDF"), false},
    {"paper", N_("letter|a4"), PAGE_PAPER_HELP, false},
    {"words", N_("es|en|both"), PAGE_WORDS_HELP, false},
    {"yes", NULL, N_("do not ask"), false},
    APP_DRY_RUN,
    APP_IF_SEEN,
    {.name = NULL},
};
/* clang-format on */

struct job {
    struct app *app;
    struct labels_list given, spoiled; /* as they are named */
    struct deliver_request request;
    struct deliver_outcome done; /* or what would be done */
    struct receipt receipt;
    const char *path; /* NULL: no receipt */
    uint8_t *page;    /* owned: SELLO_PAGE_ROOM bytes */
    size_t page_len;
};

/* ---- the receipt ---- */

static enum sello_error draw_receipt(struct job *job) {
    if (job->page == NULL) {
        job->page = malloc(SELLO_PAGE_ROOM);
    }
    if (job->page == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer w = sello_writer_init(job->page, SELLO_PAGE_ROOM);
    enum sello_error error = receipt_write(job->app->session.store, &job->receipt, &w);
    job->page_len = w.len;
    return error;
}

/* Before anything is committed: what cannot be signed for is not handed over. */
static enum sello_error draw_before_commit(struct session *session, uint64_t delivery,
                                           void *context) {
    struct job *job = context;
    job->receipt.delivery = delivery;
    enum sello_error error = draw_receipt(job);
    if (error == SELLO_E_PAGE_FULL) {
        return session_refuse(session, &(struct problem){.error = error, .rule = "receipt-full"});
    }
    if (error == SELLO_E_PAGE_FONT) {
        return session_refuse(session, &(struct problem){.error = error, .rule = "receipt-font"});
    }
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

/* ---- asking, where labels are voided ---- */

static bool may_ask(const struct job *job) {
    return job->spoiled.n > 0 && app_may_ask(job->app);
}

static int ask(struct job *job, const struct deliver_outcome *plan) {
    enum sello_error error = labels_show(job->app, &plan->spoiled);
    if (error != SELLO_OK) {
        return app_failed(job->app, error, _("Nothing was changed"));
    }
    cli_note(_("Spoiled labels to withdraw: %llu. So already: %llu."),
             (unsigned long long)plan->voided.n_changed,
             (unsigned long long)(plan->voided.n_labels - plan->voided.n_changed));
    if (cli_confirm(_("A withdrawn label never becomes valid again. Withdraw?"))) {
        return CLI_OK;
    }
    cli_note(_("Nothing was changed."));
    return CLI_FAILURE;
}

/* ---- telling ---- */

static void tell_batch(const struct deliver_batch *batch) {
    const struct sello_label_counts *n = &batch->counts;
    cli_print(stdout,
              _("B%llu: %llu issued, %llu printed, %llu delivered, %llu spoiled, %llu left.\n"),
              (unsigned long long)batch->number, (unsigned long long)n->issued,
              (unsigned long long)n->printed, (unsigned long long)n->delivered,
              (unsigned long long)n->spoiled, (unsigned long long)n->left);
}

static void json_batch(struct cli_json *j, const struct deliver_batch *batch) {
    cli_json_open_in(j, NULL, '{');
    record_json_id(j, "batch", (struct sello_id){SELLO_KIND_BATCH, batch->number});
    record_json_counts(j, &batch->counts);
    cli_json_close_in(j, '}');
}

static void json_delivery(struct cli_json *j, const struct job *job) {
    const struct deliver_outcome *done = &job->done;
    record_json_id(j, "delivery", (struct sello_id){SELLO_KIND_DELIVERY, done->delivery});
    record_json_id(j, "producer", (struct sello_id){SELLO_KIND_PRODUCER, job->request.producer});
    cli_json_number(j, "labels", targets_labels(&done->given));
    labels_json(j, &done->given);
    cli_json_open_in(j, "batches", '[');
    for (size_t i = 0; i < done->n_batches; i++) {
        json_batch(j, &done->batch[i]);
    }
    cli_json_close_in(j, ']');
    cli_json_string(j, "file", job->path);
}

static void say_json(const struct job *job) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    if (job->done.delivery > 0) {
        json_delivery(&j, job);
    }
    cli_json_number(&j, "spoiled", job->done.voided.n_changed);
    app_json_dry_run(job->app, &j);
    cli_json_close(&j);
}

static void say_spoiled(const struct job *job) {
    uint64_t n = job->done.voided.n_changed, already = job->done.voided.n_labels - n;
    if (job->done.spoiled.n == 0) {
        return;
    }
    cli_print(stdout, _("Labels spoiled and withdrawn: %llu.\n"), (unsigned long long)n);
    if (already > 0) {
        cli_print(stdout, _("Labels that were withdrawn already: %llu.\n"),
                  (unsigned long long)already);
    }
    if (n > 0 && !job->app->dry_run) {
        cli_note(_("Verifiers learn it from new trust data: sello trust export -o trust.sello"));
    }
}

static void say_words(const struct job *job) {
    const struct deliver_outcome *done = &job->done;
    app_say_dry_run(job->app);
    say_spoiled(job);
    if (done->delivery == 0) {
        return;
    }
    cli_print(stdout, _("Delivery D%llu to R%llu. Labels: %llu.\n"),
              (unsigned long long)done->delivery, (unsigned long long)job->request.producer,
              (unsigned long long)targets_labels(&done->given));
    if (done->left_out > 0) {
        cli_note(_("Labels left out, because they were withdrawn before: %llu."),
                 (unsigned long long)done->left_out);
    }
    for (size_t i = 0; i < done->n_batches; i++) {
        tell_batch(&done->batch[i]);
    }
    if (job->path != NULL && !job->app->dry_run) {
        cli_print(stdout, _("The receipt to sign is in %s.\n"), job->path);
    }
}

/* ---- the command ---- */

static int refused(struct job *job) {
    return labels_refused(job->app, _("Nothing was delivered"));
}

static int commit(struct job *job, const struct deliver_outcome *shown) {
    if (deliver_commit(&job->app->session, &job->request, shown, &job->done) != SELLO_OK) {
        return refused(job);
    }
    int result = job->done.delivery > 0 ? write_receipt(job) : CLI_OK;
    job->path = result == CLI_OK ? job->path : NULL; /* is not there, and not told to be */
    return result;
}

static int plan_and_commit(struct job *job) {
    struct deliver_outcome plan = {0};
    if (deliver_plan(&job->app->session, &job->request, &plan) != SELLO_OK) {
        return refused(job);
    }
    if (job->app->dry_run) {
        job->done = plan;
        return CLI_OK;
    }
    bool asks = plan.voided.n_changed > 0;
    int result = asks ? ask(job, &plan) : CLI_OK;
    result = result == CLI_OK ? commit(job, asks ? &plan : NULL) : result;
    deliver_outcome_free(&plan);
    return result;
}

static int deliver(struct job *job) {
    job->request.given = job->given.at;
    job->request.n_given = job->given.n;
    job->request.spoiled = job->spoiled.at;
    job->request.n_spoiled = job->spoiled.n;
    job->request.any_producer = cli_flag(job->app->args, "any-producer");
    job->request.receipt = job->path != NULL ? draw_before_commit : NULL;
    job->request.context = job;
    int result = may_ask(job) || job->app->dry_run ? plan_and_commit(job) : commit(job, NULL);
    bool done = job->done.delivery > 0 || job->done.spoiled.n > 0;
    if (done && job->app->json) {
        say_json(job);
    } else if (done) {
        say_words(job);
    }
    return result;
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

static int take_producer(struct job *job) {
    const char *to = NULL;
    return cli_require(job->app->args, "to", &to) &&
                   app_id_of(to, SELLO_KIND_PRODUCER, &job->request.producer)
               ? CLI_OK
               : CLI_USAGE;
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
    if (job->path != NULL && receipt_open(&job->app->session, &job->receipt) != SELLO_OK) {
        return app_problem(job->app, _("The receipt was not written"));
    }
    if (id != NULL) {
        return again(job, id);
    }
    if (cli_n_operands(args) == 0 && cli_text(args, "spoiled") == NULL) {
        cli_error(_("Which labels? Give serials like 12, 12-40 or 00000C-C, or a batch like B3."));
        return CLI_USAGE;
    }
    int result = labels_take(job->app, NULL, &job->given);
    result = result == CLI_OK ? labels_take(job->app, "spoiled", &job->spoiled) : result;
    if (result == CLI_OK && job->given.n > 0) {
        result = take_producer(job);
    }
    return result == CLI_OK ? deliver(job) : result;
}

static int run(struct app *app) {
    struct job job = {.app = app};
    int result = take(&job);
    labels_list_free(&job.given);
    labels_list_free(&job.spoiled);
    deliver_outcome_free(&job.done);
    receipt_free(&job.receipt);
    free(job.page);
    return result;
}

int cmd_deliver(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, run);
}
