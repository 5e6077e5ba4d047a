/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/deliver.h"

#include "base/time.h"
#include "registry/commands/record.h"
#include "registry/desk/reason.h"

void deliver_plan_free(struct deliver_plan *plan) {
    targets_free(&plan->give);
    targets_free(&plan->spoiled);
}

static int failed(struct app *app, enum sello_error error) {
    return app_failed(app, error, _("Nothing was delivered"));
}

/* ---- what is named ---- */

static int take_producer(struct app *app, struct deliver_plan *plan) {
    struct sello_producer producer;
    const char *to = NULL;
    if (!cli_require(app->args, "to", &to) ||
        !app_id_of(to, SELLO_KIND_PRODUCER, &plan->producer)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_producer_get(app->session.store, plan->producer, &producer);
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, to);
}

int deliver_plan_take(struct app *app, struct deliver_plan *out) {
    *out = (struct deliver_plan){0};
    int result = targets_take_listed(app, NULL, &out->give);
    result = result == CLI_OK ? targets_take_listed(app, "spoiled", &out->spoiled) : result;
    if (result == CLI_OK && out->give.n > 0) {
        result = take_producer(app, out);
    }
    if (result == CLI_OK && targets_without(&out->give, &out->spoiled) != SELLO_OK) {
        result = failed(app, SELLO_E_MEMORY);
    }
    return result;
}

/* ---- withdrawn and suspended ---- */

struct looking {
    struct deliver_plan *plan;
    size_t at;            /* the first target that may still have rows */
    struct targets ended; /* of named batches, withdrawn */
    struct target refused;
    struct sello_status_range why; /* of `refused`; status valid: none is refused */
    enum sello_error error;
};

static void look_at(struct looking *l, const struct sello_status_range *row, struct target part) {
    if (row->status == SELLO_LABEL_RETIRED) {
        return;
    }
    if (row->status == SELLO_LABEL_WITHDRAWN && part.source == SELLO_SOURCE_BATCH) {
        l->error = targets_add(&l->ended, part);
    } else if (l->why.status == SELLO_LABEL_VALID) {
        l->refused = part;
        l->why = *row;
    }
}

/* Both come in order of serials. */
static bool visit_status(void *context, const struct sello_status_range *row) {
    struct looking *l = context;
    const struct targets *give = &l->plan->give;
    uint64_t row_last = row->first + row->count - 1;
    while (l->at < give->n && give->at[l->at].last < row->first) {
        l->at++;
    }
    for (size_t i = l->at; i < give->n && give->at[i].first <= row_last; i++) {
        struct target part = give->at[i];
        part.first = part.first > row->first ? part.first : row->first;
        part.last = part.last < row_last ? part.last : row_last;
        look_at(l, row, part);
    }
    return l->error == SELLO_OK && l->at < give->n;
}

static int say_refused(const struct looking *l) {
    unsigned long long serial = l->refused.first;
    if (l->why.status == SELLO_LABEL_SUSPENDED) {
        cli_error(_("Nothing was delivered: label %llu is suspended (%s). Resume it first, or "
                    "leave it out."),
                  serial, cause_words(l->why.reason, l->why.text));
    } else {
        cli_error(_("Nothing was delivered: label %llu is withdrawn (%s). Leave it out."), serial,
                  cause_words(l->why.reason, l->why.text));
    }
    return CLI_FAILURE;
}

static int check_statuses(struct app *app, struct deliver_plan *plan) {
    struct looking l = {.plan = plan, .error = SELLO_OK};
    enum sello_error error = sello_status_list(app->session.store, visit_status, &l);
    error = error == SELLO_OK ? l.error : error;
    plan->left_out = targets_labels(&l.ended);
    if (error == SELLO_OK && l.why.status == SELLO_LABEL_VALID) {
        error = targets_without(&plan->give, &l.ended);
    }
    targets_free(&l.ended);
    if (error != SELLO_OK) {
        return failed(app, error);
    }
    return l.why.status == SELLO_LABEL_VALID ? CLI_OK : say_refused(&l);
}

/* ---- delivered before ---- */

static int say_delivered(const struct target *t, uint64_t serial,
                         const struct sello_delivery *before) {
    char day[BASE_DATE_LEN];
    base_date_format(cause_today(before->at), day);
    if (t->source == SELLO_SOURCE_BATCH) {
        cli_error(_("Nothing was delivered: of this batch, label %llu was delivered to R%llu on %s "
                    "(delivery D%llu). Name the serials that are left."),
                  (unsigned long long)serial, (unsigned long long)before->producer, day,
                  (unsigned long long)before->number);
    } else {
        cli_error(_("Nothing was delivered: label %llu was delivered to R%llu on %s (delivery "
                    "D%llu)."),
                  (unsigned long long)serial, (unsigned long long)before->producer, day,
                  (unsigned long long)before->number);
    }
    return CLI_FAILURE;
}

static int check_deliveries(struct app *app, const struct targets *give) {
    for (size_t i = 0; i < give->n; i++) {
        const struct target *t = &give->at[i];
        struct sello_delivery before;
        uint64_t serial = 0;
        enum sello_error error = sello_delivery_of(app->session.store, t->first,
                                                   t->last - t->first + 1, &serial, &before);
        if (error == SELLO_OK) {
            return say_delivered(t, serial, &before);
        }
        if (error != SELLO_E_NOT_FOUND) {
            return failed(app, error);
        }
    }
    return CLI_OK;
}

/* ---- whose they are ---- */

struct batches {
    struct app *app;
    uint64_t producer;
    bool any_producer;
    int result;
};

static int say_batch(const struct sello_batch *batch) {
    cli_error(batch->state == SELLO_BATCH_LOST
                  ? _("Nothing was delivered: the records of batch B%llu are lost, so that nobody "
                      "can tell whose its labels are.")
                  : _("Nothing was delivered: batch B%llu was never signed, and has no labels."),
              (unsigned long long)batch->number);
    return CLI_FAILURE;
}

static int check_producer(const struct batches *b, const struct sello_batch *batch) {
    struct sello_certificate c;
    enum sello_error error = sello_certificate_get(b->app->session.store, batch->certificate, &c);
    if (error != SELLO_OK) {
        return failed(b->app, error);
    }
    if (c.producer != b->producer && !b->any_producer) {
        cli_error(_("Nothing was delivered: the labels of batch B%llu are of certificate C%llu, "
                    "which is R%llu's. Write --to R%llu, or --any-producer when R%llu takes them "
                    "all the same."),
                  (unsigned long long)batch->number, (unsigned long long)c.number,
                  (unsigned long long)c.producer, (unsigned long long)c.producer,
                  (unsigned long long)b->producer);
        return CLI_FAILURE;
    }
    return CLI_OK;
}

static bool visit_batch(void *context, const struct sello_batch *batch) {
    struct batches *b = context;
    b->result = batch->state == SELLO_BATCH_SIGNED ? check_producer(b, batch) : say_batch(batch);
    return b->result == CLI_OK;
}

static int check_batches(struct app *app, const struct deliver_plan *plan) {
    struct batches b = {app, plan->producer, cli_flag(app->args, "any-producer"), CLI_OK};
    for (size_t i = 0; i < plan->give.n && b.result == CLI_OK; i++) {
        const struct sello_batch_filter within = {.first_serial = plan->give.at[i].first,
                                                  .last_serial = plan->give.at[i].last};
        enum sello_error error = sello_batch_list(app->session.store, &within, visit_batch, &b);
        if (error != SELLO_OK) {
            return failed(app, error);
        }
    }
    return b.result;
}

/* ---- all of it ---- */

int deliver_plan_check(struct app *app, struct deliver_plan *plan) {
    int result = check_batches(app, plan);
    result = result == CLI_OK ? check_statuses(app, plan) : result;
    return result == CLI_OK ? check_deliveries(app, &plan->give) : result;
}
