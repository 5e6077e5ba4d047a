/* SPDX-License-Identifier: Apache-2.0 */
/* Labels as a list of runs: neighbours with which the same was done. */
#include <stdlib.h>

#include "base/text.h"
#include "registry/commands/commands.h"
#include "registry/commands/list_options.h"
#include "registry/commands/record.h"

/* clang-format off */
const struct cli_option cmd_label_list_options[] = {
    LIST_PRODUCER,
    LIST_PRODUCT,
    LIST_SCHEME,
    LIST_CERTIFICATE,
    {"state", N_("STATE"), N_("only valid, withdrawn, suspended, sold, spoiled, printed, unprinted, delivered, undelivered, left"), false},
    LIST_LOT,
    {"from", N_("DATE"), N_("only those issued on this day or later"), false},
    {"to", N_("DATE"), N_("only those issued on this day or before"), false},
    LIST_CSV,
    {.name = NULL},
};
/* clang-format on */

/* ---- JSON ---- */

static bool json_row(void *context, const struct label_row *row) {
    FILE *to = context;
    struct cli_json j;
    cli_json_open(&j, to);
    cli_json_number(&j, "first_serial", row->first);
    cli_json_number(&j, "last_serial", row->first + row->count - 1);
    cli_json_number(&j, "labels", row->count);
    record_json_id(&j, "batch", (struct sello_id){SELLO_KIND_BATCH, row->batch->number});
    record_json_id(&j, "certificate",
                   (struct sello_id){SELLO_KIND_CERTIFICATE, row->batch->certificate});
    record_json_text(&j, "product_name", row->batch->product_name);
    record_json_text(&j, "producer_name", row->batch->producer_name);
    record_json_text(&j, "lot", row->batch->lot);
    record_json_instant(&j, "issued_at", row->batch->issued);
    cli_json_string(&j, "status", sello_label_status_name(row->status));
    if (row->status != SELLO_LABEL_VALID) {
        cli_json_string(&j, "reason", sello_reason_name(row->reason));
    }
    cli_json_bool(&j, "printed", row->printed);
    cli_json_bool(&j, "delivered", row->delivered);
    cli_json_close(&j);
    return ferror(to) == 0;
}

/* Gathered before any of it is written: the reader of a pipe may take its time, and while labels
 * are looked at nobody can change them. */
static int list_json(struct app *app, const struct label_wanted *wanted) {
    struct base_text lines;
    enum sello_error error = base_text_open(&lines)
                                 ? label_list(app->session.store, wanted, json_row, lines.to)
                                 : SELLO_E_MEMORY;
    error = !base_text_end(&lines) && error == SELLO_OK ? SELLO_E_MEMORY : error;
    if (error == SELLO_OK) {
        fwrite(lines.bytes, 1, lines.len, stdout);
    }
    free(lines.bytes);
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, _("The labels cannot be listed"));
}

/* ---- for people ---- */

struct listing {
    struct table table;
    uint64_t n_labels;
};

static bool table_row(void *context, const struct label_row *row) {
    struct listing *l = context;
    struct table *table = &l->table;
    const char *language = cli_language_name();
    record_cell_serials(table, row->first, row->first + row->count - 1);
    record_cell_number(table, row->count);
    record_cell_id(table, (struct sello_id){SELLO_KIND_BATCH, row->batch->number});
    table_cell(table, row->batch->product_name);
    table_cell(table, row->batch->lot);
    table_cell(table, state_word_label(language, row->status));
    table_cell(table, state_word_yes(language, row->printed));
    table_cell(table, state_word_yes(language, row->delivered));
    l->n_labels += row->count;
    return !table->failed;
}

static int list_table(struct app *app, const struct label_wanted *wanted) {
    const char *const titles[] = {_("Serials"), _("Labels"), _("Batch"),   _("Product"),
                                  _("Lot"),     _("State"),  _("Printed"), _("Delivered")};
    struct listing l = {.n_labels = 0};
    table_start(&l.table, titles, sizeof titles / sizeof *titles);
    enum sello_error error = label_list(app->session.store, wanted, table_row, &l);
    bool printed =
        table_end(&l.table, stdout,
                  list_is_limited(app) ? _("No label is so.") : _("No labels were issued yet."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The labels cannot be listed"));
    }
    if (l.n_labels > 0) {
        cli_note(P_("%llu label.", "%llu labels.", l.n_labels), (unsigned long long)l.n_labels);
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

/* ---- list ---- */

static int list(struct app *app) {
    struct export_wanted wanted;
    const char *csv = cli_text(app->args, "csv");
    if (!list_wanted_take(app, SELLO_KIND_NONE, &wanted)) {
        return CLI_USAGE;
    }
    if (csv != NULL) {
        return list_write_csv(app, EXPORT_LABEL_RUNS, &wanted, csv);
    }
    return app->json ? list_json(app, &wanted.labels) : list_table(app, &wanted.labels);
}

int cmd_label_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}
