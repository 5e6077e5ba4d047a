/* SPDX-License-Identifier: Apache-2.0 */
/* What was done: to one record, to one label, or to everything. */
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/history_newest.h"
#include "registry/commands/history_words.h"
#include "registry/commands/record.h"
#include "registry/commands/serials.h"
#include "registry/commands/table.h"
#include "registry/store/history.h"

#define NEWEST_MOST 1000

/* clang-format off */
const struct cli_option cmd_history_options[] = {
    {"newest", N_("N"), N_("the newest N steps, newest first, and what takes each back"), false},
    {.name = NULL},
};
/* clang-format on */

static void add_row(struct table *t, const char *who, const char *what) {
    table_cell(t, who);
    table_cell(t, what);
}

static bool list_row(void *context, const struct sello_history_row *row) {
    struct table *t = context;
    char what[HISTORY_SENTENCE_MAX], who[sizeof row->who + sizeof row->role + 4];
    history_sentence(row, what);
    snprintf(who, sizeof who, "%s", row->who);
    record_cell_instant(t, row->at);
    if (row->role[0] != '\0' && strcmp(row->role, row->who) != 0) {
        snprintf(who, sizeof who, "%s (%s)", row->who, row->role);
    }
    add_row(t, who, what);
    for (size_t i = 0; i < row->n_edits; i++) {
        const struct sello_edit *edit = &row->edit[i];
        char before[CLI_DAY_LEN], after[CLI_DAY_LEN];
        snprintf(what, sizeof what, _("  %s: \"%s\" became \"%s\""), app_field_label(edit->field),
                 app_field_text(edit->field, edit->before, before),
                 app_field_text(edit->field, edit->after, after));
        table_cell(t, "");
        add_row(t, "", what);
    }
    return !t->failed;
}

static bool list_json(void *context, const struct sello_history_row *row) {
    struct cli_json j;
    (void)context;
    cli_json_open(&j, stdout);
    history_json(&j, row);
    cli_json_close(&j);
    return true;
}

/* ---- whose ---- */

static enum sello_error find_batch(struct app *app, uint64_t number, struct sello_history_of *of) {
    struct sello_batch batch;
    enum sello_error error = sello_batch_get(app->session.store, number, &batch);
    if (error == SELLO_OK) {
        of->first = batch.first;
        of->last = batch.first + batch.count - 1;
        of->certificate = batch.certificate;
    }
    return error;
}

static enum sello_error find_label(struct app *app, uint64_t serial, struct sello_history_of *of) {
    struct sello_issued label;
    enum sello_error error = sello_store_label(app->session.store, serial, &label);
    if (error == SELLO_OK) {
        of->first = of->last = serial;
        of->certificate = label.batch.certificate;
    }
    return error;
}

static bool stop_at_first(void *context, const struct sello_history_row *row) {
    *(bool *)context = row->seq > 0;
    return false;
}

/* A producer that became one with another has a history all the same. */
static enum sello_error find_merged(struct app *app, const struct sello_history_of *of) {
    bool found = false;
    enum sello_error error = sello_history_list(app->session.store, of, stop_at_first, &found);
    return error == SELLO_OK && !found ? SELLO_E_NOT_FOUND : error;
}

static enum sello_error find_record(struct app *app, struct sello_history_of *of) {
    struct sello_store *store = app->session.store;
    union {
        struct sello_scheme scheme;
        struct sello_producer producer;
        struct sello_product product;
        struct sello_certificate certificate;
    } row;
    switch (of->id.kind) {
    case SELLO_KIND_SCHEME: return sello_scheme_get(store, of->id.number, &row.scheme);
    case SELLO_KIND_PRODUCT: return sello_product_get(store, of->id.number, &row.product);
    case SELLO_KIND_CERTIFICATE:
        return sello_certificate_get(store, of->id.number, &row.certificate);
    case SELLO_KIND_BATCH: return find_batch(app, of->id.number, of);
    case SELLO_KIND_PRODUCER:
        return sello_producer_get(store, of->id.number, &row.producer) == SELLO_OK
                   ? SELLO_OK
                   : find_merged(app, of);
    case SELLO_KIND_IMPORT: /* one that was taken back has a history all the same */
    case SELLO_KIND_ENDORSEMENT:
    case SELLO_KIND_DELIVERY: /* of one that never was there is none */
    case SELLO_KIND_NONE: break;
    }
    return SELLO_OK;
}

/* One id, or one serial. */
static int take_whose(struct app *app, struct sello_history_of *of) {
    const char *text = cli_operand(app->args, 0);
    enum sello_error error = SELLO_OK;
    if (text == NULL) {
        return CLI_OK;
    }
    if (sello_id_parse(text, &of->id) == SELLO_OK) {
        error = find_record(app, of);
    } else {
        struct serial_run run;
        of->id.kind = SELLO_KIND_NONE;
        int result = serial_run_parse(app, text, &run);
        if (result != CLI_OK) {
            return result;
        }
        if (run.first != run.last) {
            cli_error(_("The history of one label is shown: name one serial."));
            return CLI_USAGE;
        }
        error = find_label(app, run.first, of);
    }
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, text);
}

static int history(struct app *app) {
    const char *const titles[] = {_("When"), _("Who"), _("What")};
    struct sello_history_of of = {.id = {.kind = SELLO_KIND_NONE}};
    struct table t;
    uint64_t most = 0;
    if (!cli_number(app->args, "newest", 1, NEWEST_MOST, &most)) {
        return CLI_USAGE;
    }
    if (most > 0) {
        return history_newest(app, most);
    }
    int result = take_whose(app, &of);
    if (result != CLI_OK) {
        return result;
    }
    table_start(&t, titles, app->json ? 0 : 3);
    enum sello_error error =
        sello_history_list(app->session.store, &of, app->json ? list_json : list_row, &t);
    bool printed = app->json || table_end(&t, stdout, _("Nothing was done with it."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The history cannot be shown"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_history(const struct cli_args *args) {
    return app_run(args, APP_READ, history);
}

/* ---- imports ---- */

static const char *kind_name(enum sello_kind kind) {
    return kind == SELLO_KIND_PRODUCER  ? N_("producers")
           : kind == SELLO_KIND_PRODUCT ? N_("products")
                                        : N_("certificates");
}

static bool import_json(void *context, const struct sello_import *row) {
    struct cli_json j;
    (void)context;
    cli_json_open(&j, stdout);
    record_json_id(&j, "id", (struct sello_id){SELLO_KIND_IMPORT, row->number});
    cli_json_string(&j, "kind", kind_name(row->kind));
    record_json_instant(&j, "at", row->at);
    cli_json_number(&j, "rows", row->rows);
    record_json_text(&j, "file", row->file);
    cli_json_close(&j);
    return true;
}

static bool import_row(void *context, const struct sello_import *row) {
    struct table *t = context;
    char rows[24];
    snprintf(rows, sizeof rows, "%llu", (unsigned long long)row->rows);
    record_cell_id(t, (struct sello_id){SELLO_KIND_IMPORT, row->number});
    table_cell(t, _(kind_name(row->kind)));
    table_cell(t, rows);
    record_cell_instant(t, row->at);
    table_cell(t, row->file);
    return !t->failed;
}

static int list_imports(struct app *app) {
    const char *const titles[] = {_("Id"), _("Kind"), _("Rows"), _("When"), _("File")};
    struct table t;
    table_start(&t, titles, app->json ? 0 : 5);
    enum sello_error error =
        sello_import_list(app->session.store, app->json ? import_json : import_row, &t);
    bool printed = app->json || table_end(&t, stdout, _("There are no imports."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The imports cannot be listed"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_import_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list_imports);
}
