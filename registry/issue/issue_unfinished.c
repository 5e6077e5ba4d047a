/* SPDX-License-Identifier: Apache-2.0 */
/* Batches that were interrupted: void, kept, finished, given up. */
#include <unistd.h>

#include "base/interrupt.h"
#include "registry/commands/issue_say.h"
#include "registry/issue/claims.h"
#include "registry/issue/issue_sign.h"

enum { LEFTOVERS_MAX = 64 };

struct leftovers {
    uint64_t batch[LEFTOVERS_MAX];
    size_t n;
    bool kept; /* collect those of which something is stored, else those of which nothing is */
};

static bool visit_leftover(void *context, const struct sello_batch *batch) {
    struct leftovers *l = context;
    if ((batch->signed_blocks > 0) == l->kept) {
        l->batch[l->n++] = batch->number;
    }
    return l->n < LEFTOVERS_MAX;
}

static enum sello_error collect(struct app *app, bool kept, struct leftovers *out) {
    const struct sello_batch_filter reserved = {.state = SELLO_BATCH_RESERVED};
    *out = (struct leftovers){.kept = kept};
    return sello_batch_list(app->session.store, &reserved, visit_leftover, out);
}

/* ---- before the next one is issued ---- */

static enum sello_error note_kept(struct app *app) {
    struct leftovers l;
    enum sello_error error = collect(app, true, &l);
    for (size_t i = 0; i < l.n && error == SELLO_OK; i++) {
        cli_note(_("Batch B%llu is unfinished. Finish it with: sello issue --resume B%llu, or give "
                   "it up with: sello issue --void B%llu"),
                 (unsigned long long)l.batch[i], (unsigned long long)l.batch[i],
                 (unsigned long long)l.batch[i]);
    }
    return error;
}

enum sello_error void_leftovers(struct app *app) {
    struct leftovers l;
    do {
        enum sello_error error = collect(app, false, &l);
        for (size_t i = 0; i < l.n && error == SELLO_OK; i++) {
            error = sello_store_void_batch(app->session.store, l.batch[i]);
            if (error == SELLO_OK) {
                cli_note(_("Batch B%llu was interrupted before it was signed: its serials are void "
                           "and are never used again."),
                         (unsigned long long)l.batch[i]);
            }
        }
        if (error != SELLO_OK) {
            return error;
        }
    } while (l.n == LEFTOVERS_MAX);
    return note_kept(app);
}

/* ---- after a failure ---- */

/* Nothing of it is stored, so nobody misses it; that failing too, the next issue does it. */
static void void_unsigned(struct signing *s) {
    for (size_t i = 0; i < s->n; i++) {
        const struct sello_batch *batch = &s->item[i].batch;
        if (batch->state == SELLO_BATCH_RESERVED && batch->signed_blocks == 0) {
            (void)!sello_store_void_batch(s->app->session.store, batch->number);
        }
    }
}

static void say_kept(const struct signing *s) {
    for (size_t i = 0; i < s->n; i++) {
        const struct sello_batch *batch = &s->item[i].batch;
        if (batch->state == SELLO_BATCH_RESERVED && batch->signed_blocks > 0) {
            unsigned long long number = batch->number;
            cli_error(P_("Batch B%llu is unfinished: %llu of its %llu label is signed. Finish it "
                         "with: sello issue --resume B%llu",
                         "Batch B%llu is unfinished: %llu of its %llu labels are signed, and none "
                         "can be printed before all are. Finish it with: sello issue --resume "
                         "B%llu",
                         batch->count),
                      number, (unsigned long long)batch_labels_stored(batch),
                      (unsigned long long)batch->count, number);
        }
    }
}

/* Is anything of it kept? A single batch that fails with its last commit is not said to be issued,
 * whatever the disk may have kept of it. */
static bool any_kept(const struct signing *s) {
    bool any = false;
    for (size_t i = 0; i < s->n; i++) {
        const struct sello_batch *batch = &s->item[i].batch;
        any =
            any || (batch->signed_blocks > 0 && (batch->state == SELLO_BATCH_RESERVED || s->n > 1));
    }
    return any;
}

int signing_failed(struct signing *s, enum sello_error error) {
    bool any = any_kept(s);
    void_unsigned(s);
    if (error != SELLO_E_INTERRUPTED) {
        app_failed(s->app, error, any ? _("Signing stopped") : _("No label was issued"));
    } else if (!any) {
        cli_error(_("Interrupted: no label was issued."));
    }
    say_kept(s);
    return error == SELLO_E_INTERRUPTED ? CLI_INTERRUPTED : CLI_FAILURE;
}

/* ---- finishing ---- */

static bool is_unfinished(const struct sello_batch *batch) {
    if (batch->state == SELLO_BATCH_RESERVED && batch->signed_blocks > 0) {
        return true;
    }
    cli_error(_("Batch B%llu is not an unfinished one: there is nothing to resume."),
              (unsigned long long)batch->number);
    return false;
}

/* Under the registry's lock, where nobody else is at it: as it is now, which may not be as it was.
 */
static int finish_locked(struct signing *s) {
    struct sello_batch *batch = &s->item[0].batch;
    struct cli_progress progress;
    enum sello_error error = sello_batch_get(s->app->session.store, batch->number, batch);
    if (error != SELLO_OK) {
        return app_failed(s->app, error, _("No label was issued"));
    }
    if (!is_unfinished(batch)) {
        return CLI_FAILURE;
    }
    cli_progress_start(&progress, _("Signing"), batch->count - batch_labels_stored(batch));
    s->progress = &progress;
    base_interrupt_catch();
    error = sign_batches(s);
    base_interrupt_release();
    cli_progress_end(&progress);
    return error == SELLO_OK ? CLI_OK : signing_failed(s, error);
}

static int finish(struct app *app, const struct sello_batch *batch, const struct sello_key *key) {
    struct signing_item item = {*batch, key};
    struct signing s = {.app = app, .item = &item, .n = 1};
    if (!cli_jobs(app->args, &s.n_workers)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_store_lock(app->session.store);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("No label was issued"));
    }
    int result = finish_locked(&s);
    sello_store_unlock(app->session.store);
    if (result == CLI_OK) {
        issue_say_batch(app, &item.batch);
    }
    return result;
}

/* In a registry that is behind its marks nothing is signed: what is unfinished here may be void
 * since. */
static bool is_up_to_date(struct app *app) {
    struct sello_store_gap gap = {0};
    enum sello_error error = sello_store_gap(app->session.store, &gap);
    if (error == SELLO_OK && sello_store_gap_any(&gap)) {
        error = gap.unknown ? SELLO_E_STORE_UNKNOWN : SELLO_E_STORE_BEHIND;
    }
    if (error != SELLO_OK) {
        app_failed(app, error, _("No label was issued"));
    }
    return error == SELLO_OK;
}

/* Whatever would keep the batch from being issued today keeps it from being finished. */
static bool may_finish(struct app *app, const struct sello_batch *batch,
                       struct sello_claims *claims) {
    struct sello_certificate certificate;
    enum sello_error error =
        sello_batch_claims_parse(sello_bytes(batch->claims, batch->claims_len), claims);
    if (error == SELLO_OK) {
        error = sello_certificate_get(app->session.store, batch->certificate, &certificate);
    }
    if (error != SELLO_OK) {
        app_failed(app, error, _("No label was issued"));
        return false;
    }
    if (claims->expires.present && claims->expires.value <= app->session.now) {
        cli_error(_("Batch B%llu cannot be finished: its labels have expired meanwhile. Give it up "
                    "with: sello issue --void B%llu"),
                  (unsigned long long)batch->number, (unsigned long long)batch->number);
        return false;
    }
    return issue_allowed(app, &certificate);
}

static int resume_one(struct app *app, uint64_t number) {
    struct sello_batch batch;
    struct sello_claims claims;
    struct sello_key *key = NULL;
    enum sello_error error = sello_batch_get(app->session.store, number, &batch);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("No label was issued"));
    }
    if (!is_unfinished(&batch) || !is_up_to_date(app) || !may_finish(app, &batch, &claims)) {
        return CLI_FAILURE;
    }
    const struct session_key_use use = {
        SELLO_ROLE_LABEL, app->session.now, claims.scheme, {.present = true, .value = batch.key}};
    if (!app_open_key(app, &use, &key, NULL)) {
        return CLI_FAILURE;
    }
    int result = finish(app, &batch, key);
    sello_key_free(&key);
    return result;
}

int issue_resume(struct app *app) {
    struct leftovers l = {.n = 1};
    if (cli_n_operands(app->args) > 0) {
        bool named = app_id(app->args, 0, SELLO_KIND_BATCH, &l.batch[0]);
        return named ? resume_one(app, l.batch[0]) : CLI_USAGE;
    }
    enum sello_error error = collect(app, true, &l);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("No label was issued"));
    }
    if (l.n == 0) {
        cli_note(_("No batch is unfinished: there is nothing to resume."));
    }
    int result = CLI_OK;
    for (size_t i = 0; i < l.n && result == CLI_OK; i++) {
        result = resume_one(app, l.batch[i]);
    }
    return result;
}

/* ---- giving up ---- */

static bool confirm_void(struct app *app) {
    bool asks = !cli_flag(app->args, "yes") && !app->no_input && isatty(STDIN_FILENO) == 1;
    if (!asks || cli_confirm(_("Its serials are withdrawn and never used. Give it up?"))) {
        return true;
    }
    cli_note(_("Nothing was changed."));
    return false;
}

static void say_void(struct app *app, uint64_t number) {
    char id[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_BATCH, number}, id);
    if (!app->json) {
        cli_print(stdout, _("Batch %s is void: its serials are withdrawn and never used.\n"), id);
        return;
    }
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "batch", id);
    cli_json_string(&j, "state", sello_batch_state_name(SELLO_BATCH_VOID));
    cli_json_close(&j);
}

static int void_locked(struct app *app, uint64_t number) {
    enum sello_error error = sello_store_void_batch(app->session.store, number);
    if (error == SELLO_E_STATE) {
        cli_error(_("Batch B%llu is not an unfinished one. To withdraw its labels: sello withdraw "
                    "B%llu"),
                  (unsigned long long)number, (unsigned long long)number);
        return CLI_FAILURE;
    }
    if (error != SELLO_OK) {
        return app_failed(app, error, _("Nothing was changed"));
    }
    say_void(app, number);
    return CLI_OK;
}

int issue_void(struct app *app) {
    uint64_t number;
    if (!app_id(app->args, 0, SELLO_KIND_BATCH, &number)) {
        return CLI_USAGE;
    }
    if (!confirm_void(app)) {
        return CLI_FAILURE;
    }
    enum sello_error error = sello_store_lock(app->session.store);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("Nothing was changed"));
    }
    int result = void_locked(app, number);
    sello_store_unlock(app->session.store);
    return result;
}
