/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "registry/commands/serials.h"
#include "registry/print/print.h"

/* From operands to runs of labels, each of one batch, and whether all of them may be printed. */

struct selection {
    struct app *app;
    struct print_job *job;
    struct serial_run wanted;    /* the operand at hand */
    uint64_t next;               /* its first serial that was in no batch yet */
    bool failed;                 /* having said why */
    size_t group_room, run_room; /* of the job's lists */
};

static bool no_memory(struct selection *s) {
    (void)app_failed(s->app, SELLO_E_MEMORY, _("Nothing was printed"));
    s->failed = true;
    return false;
}

/* ---- batches ---- */

static const struct print_group *find_group(const struct print_job *job, uint64_t number) {
    for (size_t i = job->n_groups; i > 0; i--) {
        if (job->group[i - 1]->batch.number == number) {
            return job->group[i - 1];
        }
    }
    return NULL;
}

static const struct print_group *add_group(struct selection *s, const struct sello_batch *batch) {
    struct print_job *job = s->job;
    struct print_group *group = calloc(1, sizeof *group);
    if (group == NULL ||
        !base_grow(&job->group, &s->group_room, job->n_groups + 1, sizeof *job->group)) {
        free(group);
        (void)no_memory(s);
        return NULL;
    }
    group->batch = *batch;
    job->group[job->n_groups++] = group;
    s->failed = !print_words(job, cli_text(s->app->args, "words"), group);
    return s->failed ? NULL : group;
}

static bool add_run(struct selection *s, const struct sello_batch *batch, struct serial_run run) {
    struct print_job *job = s->job;
    const struct print_group *group = find_group(job, batch->number);
    group = group != NULL ? group : add_group(s, batch);
    if (group == NULL) {
        return false;
    }
    if (!base_grow(&job->run, &s->run_room, job->n_runs + 1, sizeof *job->run)) {
        return no_memory(s);
    }
    uint64_t count = run.last - run.first + 1;
    job->run[job->n_runs++] = (struct print_run){group, run.first, count, job->n_labels};
    job->n_labels += count;
    return true;
}

/* ---- may they be printed? ---- */

static bool refuse_missing(struct selection *s, uint64_t serial) {
    cli_error(_("Nothing was printed: there is no label with serial %llu."),
              (unsigned long long)serial);
    s->failed = true;
    return false;
}

static bool check_state(struct selection *s, const struct sello_batch *batch, uint64_t serial) {
    const char *why = NULL;
    switch (batch->state) {
    case SELLO_BATCH_SIGNED: return true;
    case SELLO_BATCH_RESERVED: why = _("its batch is not signed yet"); break;
    case SELLO_BATCH_VOID: why = _("it is void: it was reserved and never used"); break;
    case SELLO_BATCH_LOST:
        why = _("it was issued after the backup that was restored, and its record is gone");
        break;
    }
    cli_error(_("Nothing was printed: label %llu cannot be printed, %s."),
              (unsigned long long)serial, why);
    s->failed = true;
    return false;
}

/* The part of a batch that an operand wants; batches come in order of serial. */
static bool visit_batch(void *context, const struct sello_batch *batch) {
    struct selection *s = context;
    struct serial_run part = {batch->first, batch->first + batch->count - 1};
    part.first = part.first > s->wanted.first ? part.first : s->wanted.first;
    part.last = part.last < s->wanted.last ? part.last : s->wanted.last;
    if (part.first != s->next) {
        return refuse_missing(s, s->next);
    }
    s->next = part.last + 1;
    return check_state(s, batch, part.first) && add_run(s, batch, part);
}

static bool take_operand(struct selection *s) {
    const struct sello_batch_filter filter = {.first_serial = s->wanted.first,
                                              .last_serial = s->wanted.last};
    s->next = s->wanted.first;
    enum sello_error error = sello_batch_list(s->app->session.store, &filter, visit_batch, s);
    if (error != SELLO_OK) {
        (void)app_failed(s->app, error, _("Nothing was printed"));
        return false;
    }
    return !s->failed && (s->next == s->wanted.last + 1 || refuse_missing(s, s->next));
}

/* ---- statuses: a few ranges, however many labels ---- */

/* Is a label of the job in this range of serials? */
static bool find_label(const struct print_job *job, const struct sello_status_range *range,
                       uint64_t *out_serial) {
    for (size_t i = 0; i < job->n_runs; i++) {
        const struct print_run *run = &job->run[i];
        if (run->first < range->first + range->count && range->first < run->first + run->count) {
            *out_serial = run->first > range->first ? run->first : range->first;
            return true;
        }
    }
    return false;
}

static bool visit_status(void *context, const struct sello_status_range *range) {
    struct selection *s = context;
    uint64_t serial;
    if (range->status == SELLO_LABEL_VALID || !find_label(s->job, range, &serial)) {
        return true;
    }
    unsigned long long number = serial;
    if (range->status == SELLO_LABEL_RETIRED) {
        cli_warning(_("Label %llu is marked as sold or retired, and verifiers say so."), number);
        return true;
    }
    if (range->status == SELLO_LABEL_WITHDRAWN) {
        cli_error(_("Nothing was printed: label %llu is withdrawn."), number);
    } else {
        cli_error(_("Nothing was printed: label %llu is suspended. Print it once that has ended: "
                    "sello resume"),
                  number);
    }
    s->failed = true;
    return false;
}

static bool check_statuses(struct selection *s) {
    enum sello_error error = sello_status_list(s->app->session.store, visit_status, s);
    if (error != SELLO_OK) {
        (void)app_failed(s->app, error, _("Nothing was printed"));
    }
    return error == SELLO_OK && !s->failed;
}

/* ---- twice ---- */

static int by_first(const void *a, const void *b) {
    const struct print_run *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/* One serial on two labels is what serials are there to prevent. */
static bool check_once(struct selection *s) {
    const struct print_job *job = s->job;
    struct print_run *sorted = calloc(job->n_runs, sizeof *sorted);
    if (sorted == NULL) {
        return no_memory(s);
    }
    memcpy(sorted, job->run, job->n_runs * sizeof *sorted);
    qsort(sorted, job->n_runs, sizeof *sorted, by_first);
    for (size_t i = 1; i < job->n_runs && !s->failed; i++) {
        if (sorted[i].first < sorted[i - 1].first + sorted[i - 1].count) {
            cli_error(_("Nothing was printed: label %llu is named twice."),
                      (unsigned long long)sorted[i].first);
            s->failed = true;
        }
    }
    free(sorted);
    return !s->failed;
}

/* ---- the widest symbol ---- */

/* A token grows with its serial: the last label of a run has the widest. */
static bool measure(struct selection *s) {
    struct print_job *job = s->job;
    for (size_t i = 0; i < job->n_runs; i++) {
        struct sello_claims claims = job->run[i].group->claims;
        claims.serial = job->run[i].first + job->run[i].count - 1;
        unsigned version =
            sello_symbol_version_for(job->root->base_url.len, sello_token_len(&claims, false));
        if (version == 0 || version > PRINT_VERSION_MAX) {
            cli_error(_("Label %llu needs a symbol that does not scan well. For the next batch, "
                        "shorten the product's name or traits, or issue with --lean."),
                      (unsigned long long)claims.serial);
            return false;
        }
        job->version = version > job->version ? version : job->version;
    }
    job->symbol_page = 17 + 4 * job->version + 2 * SELLO_QUIET_ZONE; /* ISO/IEC 18004 5.3.2 */
    return true;
}

/* ---- reprints ---- */

static bool count_reprints(struct selection *s) {
    struct print_job *job = s->job;
    for (size_t i = 0; i < job->n_runs && !job->proof; i++) {
        uint64_t printed = 0;
        enum sello_error error =
            sello_prints_of(s->app->session.store, job->run[i].first, job->run[i].count, &printed);
        if (error != SELLO_OK) {
            (void)app_failed(s->app, error, _("Nothing was printed"));
            return false;
        }
        job->reprints += printed;
    }
    return true;
}

bool print_select(struct app *app, struct print_job *job, bool *out_usage) {
    struct selection s = {.app = app, .job = job};
    job->root = app_root(app);
    *out_usage = false;
    if (job->root == NULL) {
        return false;
    }
    enum sello_error error = sello_store_known(app->session.store);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("Nothing was printed"));
        return false;
    }
    for (size_t i = 0; i < cli_n_operands(app->args); i++) {
        if (!serial_run_parse(app, cli_operand(app->args, i), &s.wanted)) {
            *out_usage = true;
            return false;
        }
        if (!take_operand(&s)) {
            return false;
        }
    }
    return check_once(&s) && check_statuses(&s) && measure(&s) && count_reprints(&s);
}
