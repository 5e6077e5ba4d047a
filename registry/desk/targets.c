/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/targets.h"

#include <stdlib.h>

#include "base/array.h"
#include "registry/commands/record.h"
#include "registry/commands/serials.h"

void targets_free(struct targets *t) {
    free(t->at);
    *t = (struct targets){0};
}

enum sello_error targets_add(struct targets *t, struct target one) {
    if (!base_grow(&t->at, &t->room, t->n + 1, sizeof *t->at)) {
        return SELLO_E_MEMORY;
    }
    t->at[t->n++] = one;
    return SELLO_OK;
}

/* ---- order ---- */

/* By their first serial; of two that begin together the longer, then the batch, comes first. */
static int in_order(const void *a, const void *b) {
    const struct target *x = a, *y = b;
    if (x->first != y->first) {
        return x->first < y->first ? -1 : 1;
    }
    if (x->last != y->last) {
        return x->last > y->last ? -1 : 1;
    }
    return (int)y->source - (int)x->source;
}

/* Sorts, and cuts from each run what the ones before it have. */
static void make_disjoint(struct targets *t) {
    uint64_t done = 0; /* the last serial so far */
    size_t n = 0;
    if (t->n > 0) {
        qsort(t->at, t->n, sizeof *t->at, in_order);
    }
    for (size_t i = 0; i < t->n; i++) {
        struct target one = t->at[i];
        one.first = one.first > done ? one.first : done + 1;
        if (one.first <= one.last) {
            done = one.last;
            t->at[n++] = one;
        }
    }
    t->n = n;
}

/* ---- what was named ---- */

/* The operand or the option's value at i; NULL at the end. */
static const char *listed_at(const struct cli_args *args, const char *option, size_t i) {
    return option == NULL ? cli_operand(args, i) : cli_text_at(args, option, i);
}

static int take_words(struct app *app, const char *option, struct targets *t) {
    const char *text;
    for (size_t i = 0; (text = listed_at(app->args, option, i)) != NULL; i++) {
        bool batch = text[0] == 'B' || text[0] == 'b';
        struct serial_run run;
        if (!serial_run_parse(app, text, &run)) {
            return CLI_USAGE;
        }
        enum sello_error error =
            targets_add(t, (struct target){run.first, run.last,
                                           batch ? SELLO_SOURCE_BATCH : SELLO_SOURCE_SERIALS});
        if (error != SELLO_OK) {
            return app_failed(app, error, _("Nothing was changed"));
        }
    }
    return CLI_OK;
}

static int take_batch(struct app *app, const char *text, struct targets *t) {
    struct sello_batch batch;
    uint64_t number;
    if (!app_id_of(text, SELLO_KIND_BATCH, &number)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_batch_get(app->session.store, number, &batch);
    if (error == SELLO_OK) {
        error = targets_add(
            t, (struct target){batch.first, batch.first + batch.count - 1, SELLO_SOURCE_BATCH});
    }
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, text);
}

static int take_certificate(struct app *app, const char *text, struct targets *t) {
    struct sello_certificate certificate;
    uint64_t number;
    if (!app_id_of(text, SELLO_KIND_CERTIFICATE, &number)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_certificate_get(app->session.store, number, &certificate);
    if (error == SELLO_OK) {
        error = targets_of_certificate(app->session.store, number, SELLO_SOURCE_BATCH, t);
    }
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, text);
}

static int take_named(struct app *app, const char *option,
                      int (*take)(struct app *app, const char *text, struct targets *t),
                      struct targets *t) {
    const char *text;
    int result = CLI_OK;
    for (size_t i = 0; (text = cli_text_at(app->args, option, i)) != NULL && result == CLI_OK;
         i++) {
        result = take(app, text, t);
    }
    return result;
}

/* Of `sello withdraw B2 --certificate C1` nobody could say which labels it means. */
static bool named_one_way(const struct cli_args *args) {
    int ways = (cli_n_operands(args) > 0) + (cli_text(args, "batch") != NULL) +
               (cli_text(args, "certificate") != NULL);
    if (ways == 0) {
        cli_error(_("Which labels? Give serials like 12, 12-40 or 00000C-C, a batch like B3, or "
                    "--certificate C1."));
    } else if (ways > 1) {
        cli_error(_("Name the labels in one way: as serials and batches, with --batch, or with "
                    "--certificate."));
    }
    return ways == 1;
}

/* Before anything is changed, in one sentence. */
static int check_highest(struct app *app, const struct targets *t) {
    uint64_t highest = 0;
    enum sello_error error = sello_store_highest(app->session.store, &highest);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("Nothing was changed"));
    }
    uint64_t last = t->n > 0 ? t->at[t->n - 1].last : 0, first = t->n > 0 ? t->at[0].first : 1;
    if (first == 0 || last > highest) {
        cli_error(_("Nothing was changed: there is no label %llu. Labels are numbered from 1, and "
                    "the last one issued is %llu."),
                  (unsigned long long)(first == 0 ? 0 : last), (unsigned long long)highest);
        return CLI_FAILURE;
    }
    return CLI_OK;
}

int targets_take(struct app *app, struct targets *out) {
    struct targets t = {0};
    if (!named_one_way(app->args)) {
        return CLI_USAGE;
    }
    int result = take_words(app, NULL, &t);
    result = result == CLI_OK ? take_named(app, "batch", take_batch, &t) : result;
    result = result == CLI_OK ? take_named(app, "certificate", take_certificate, &t) : result;
    make_disjoint(&t);
    result = result == CLI_OK ? check_highest(app, &t) : result;
    if (result != CLI_OK) {
        targets_free(&t);
        return result;
    }
    *out = t;
    return CLI_OK;
}

int targets_take_listed(struct app *app, const char *option, struct targets *out) {
    struct targets t = {0};
    int result = take_words(app, option, &t);
    make_disjoint(&t);
    result = result == CLI_OK && t.n > 0 ? check_highest(app, &t) : result;
    if (result != CLI_OK) {
        targets_free(&t);
        return result;
    }
    *out = t;
    return CLI_OK;
}

/* ---- taking away ---- */

/* What is left of one run, in `left`; *from is the first of `less` that can reach it. */
static enum sello_error cut(struct target one, const struct targets *less, size_t *from,
                            struct targets *left) {
    enum sello_error error = SELLO_OK;
    while (*from < less->n && less->at[*from].last < one.first) {
        ++*from;
    }
    for (size_t i = *from; i < less->n && less->at[i].first <= one.last; i++) {
        if (less->at[i].first > one.first && error == SELLO_OK) {
            error =
                targets_add(left, (struct target){one.first, less->at[i].first - 1, one.source});
        }
        one.first = less->at[i].last + 1;
        if (one.first > one.last) {
            return error;
        }
    }
    return error == SELLO_OK ? targets_add(left, one) : error;
}

enum sello_error targets_without(struct targets *t, const struct targets *less) {
    struct targets left = {0};
    size_t from = 0;
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < t->n && error == SELLO_OK; i++) {
        error = cut(t->at[i], less, &from, &left);
    }
    if (error != SELLO_OK) {
        targets_free(&left);
        return error;
    }
    targets_free(t);
    *t = left;
    return SELLO_OK;
}

/* ---- a certificate's ---- */

struct gathering {
    struct targets *targets;
    enum sello_status_source source;
    enum sello_error error;
};

/* Void serials are withdrawn for good, and no labels. */
static bool visit_batch(void *context, const struct sello_batch *batch) {
    struct gathering *g = context;
    if (batch->state != SELLO_BATCH_VOID) {
        g->error = targets_add(
            g->targets, (struct target){batch->first, batch->first + batch->count - 1, g->source});
    }
    return g->error == SELLO_OK;
}

enum sello_error targets_of_certificate(struct sello_store *store, uint64_t certificate,
                                        enum sello_status_source source, struct targets *out) {
    const struct sello_batch_filter of_it = {.certificate = certificate};
    struct gathering g = {out, source, SELLO_OK};
    enum sello_error error = sello_batch_list(store, &of_it, visit_batch, &g);
    return error == SELLO_OK ? g.error : error;
}
