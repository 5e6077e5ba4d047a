/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/labels_named.h"

#include <stdlib.h>

#include "base/array.h"
#include "registry/commands/record.h"
#include "registry/commands/serials.h"

void labels_list_free(struct labels_list *list) {
    free(list->at);
    *list = (struct labels_list){0};
}

/* ---- what was named ---- */

/* The operand or the option's value at i; NULL at the end. */
static const char *listed_at(const struct cli_args *args, const char *option, size_t i) {
    return option == NULL ? cli_operand(args, i) : cli_text_at(args, option, i);
}

static int add(struct app *app, struct labels_list *list, struct labels_named one) {
    if (!base_grow(&list->at, &list->room, list->n + 1, sizeof *list->at)) {
        return app_failed(app, SELLO_E_MEMORY, _("Nothing was changed"));
    }
    list->at[list->n++] = one;
    return CLI_OK;
}

static int take_record(struct app *app, const char *text, enum sello_kind kind,
                       struct labels_list *list) {
    struct labels_named one = {.kind = kind};
    return app_id_of(text, kind, &one.number) ? add(app, list, one) : CLI_USAGE;
}

static int take_serials(struct app *app, const char *text, struct labels_list *list) {
    struct serial_run run;
    int result = serial_run_parse(app, text, &run);
    return result == CLI_OK
               ? add(app, list, (struct labels_named){.first = run.first, .last = run.last})
               : result;
}

int labels_take(struct app *app, const char *option, struct labels_list *out) {
    const char *text;
    int result = CLI_OK;
    for (size_t i = 0; (text = listed_at(app->args, option, i)) != NULL && result == CLI_OK; i++) {
        bool batch = text[0] == 'B' || text[0] == 'b';
        result =
            batch ? take_record(app, text, SELLO_KIND_BATCH, out) : take_serials(app, text, out);
    }
    return result;
}

static int take_option(struct app *app, const char *option, enum sello_kind kind,
                       struct labels_list *out) {
    const char *text;
    int result = CLI_OK;
    for (size_t i = 0; (text = cli_text_at(app->args, option, i)) != NULL && result == CLI_OK;
         i++) {
        result = take_record(app, text, kind, out);
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

int labels_take_one_way(struct app *app, struct labels_list *out) {
    if (!named_one_way(app->args)) {
        return CLI_USAGE;
    }
    int result = labels_take(app, NULL, out);
    result = result == CLI_OK ? take_option(app, "batch", SELLO_KIND_BATCH, out) : result;
    return result == CLI_OK ? take_option(app, "certificate", SELLO_KIND_CERTIFICATE, out) : result;
}

/* An operand that is no batch here; what an option names may be missing like any record. */
static bool is_wrong_operand(const struct app *app) {
    const struct problem *p = &app->session.problem;
    return p->error == SELLO_E_NOT_FOUND && p->subject.kind == SELLO_KIND_BATCH &&
           cli_text(app->args, "batch") == NULL;
}

int labels_refused(struct app *app, const char *what) {
    const char *field = app->session.problem.field;
    bool wrong = field != NULL && (strcmp(field, "reason") == 0 || strcmp(field, "date") == 0);
    bool usage = wrong || is_wrong_operand(app);
    (void)app_problem(app, wrong ? _("Nothing was changed") : what);
    return usage ? CLI_USAGE : CLI_FAILURE;
}

/* ---- showing ---- */

#define ROWS_MAX 20

struct showing {
    const struct target *target;
    struct table table;
    size_t n_rows; /* also those that are not shown */
};

/* The part of a batch that a target covers. */
static bool show_batch(void *context, const struct sello_batch *batch) {
    struct showing *s = context;
    uint64_t last = batch->first + batch->count - 1;
    if (s->n_rows++ >= ROWS_MAX) {
        return true;
    }
    record_cell_serials(&s->table,
                        batch->first > s->target->first ? batch->first : s->target->first,
                        last < s->target->last ? last : s->target->last);
    record_cell_id(&s->table, (struct sello_id){SELLO_KIND_BATCH, batch->number});
    if (batch->certificate > 0) {
        record_cell_id(&s->table, (struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate});
    } else {
        table_cell(&s->table, "");
    }
    table_cell(&s->table,
               batch->certificate > 0 ? batch->product_name : _("(its records are lost)"));
    return !s->table.failed;
}

enum sello_error labels_show(struct app *app, const struct targets *t) {
    const char *const titles[] = {_("Serials"), _("Batch"), _("Certificate"), _("Product")};
    struct showing s = {.n_rows = 0};
    enum sello_error error = SELLO_OK;
    table_start(&s.table, titles, 4);
    for (size_t i = 0; i < t->n && error == SELLO_OK; i++) {
        const struct sello_batch_filter within = {.first_serial = t->at[i].first,
                                                  .last_serial = t->at[i].last};
        s.target = &t->at[i];
        error = sello_batch_list(app->session.store, &within, show_batch, &s);
    }
    if (error != SELLO_OK) {
        table_free(&s.table);
        return error;
    }
    if (!table_end(&s.table, stderr, "")) {
        return SELLO_E_MEMORY;
    }
    if (s.n_rows > ROWS_MAX) {
        cli_note(P_("... and %zu batch more.", "... and %zu batches more.", s.n_rows - ROWS_MAX),
                 s.n_rows - ROWS_MAX);
    }
    return SELLO_OK;
}

void labels_json(struct cli_json *j, const struct targets *t) {
    cli_json_open_in(j, "serials", '[');
    for (size_t i = 0; i < t->n; i++) {
        cli_json_open_in(j, NULL, '{');
        cli_json_number(j, "first", t->at[i].first);
        cli_json_number(j, "last", t->at[i].last);
        cli_json_close_in(j, '}');
    }
    cli_json_close_in(j, ']');
}
