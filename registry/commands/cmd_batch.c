/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at batches: what became of their labels. */
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/link_words.h"
#include "registry/commands/list_options.h"
#include "registry/commands/record.h"

/* clang-format off */
const struct cli_option cmd_batch_list_options[] = {
    LIST_PRODUCER,
    LIST_PRODUCT,
    LIST_SCHEME,
    LIST_CERTIFICATE,
    {"state", N_("STATE"), N_("only reserved, signed, void, lost"), false},
    LIST_LOT,
    {"from", N_("DATE"), N_("only those issued on this day or later"), false},
    {"to", N_("DATE"), N_("only those issued on this day or before"), false},
    LIST_CSV,
    {.name = NULL},
};
/* clang-format on */

static struct sello_id id_of(const struct sello_batch *batch) {
    return (struct sello_id){SELLO_KIND_BATCH, batch->number};
}

/* ---- JSON ---- */

static void put_json(const struct sello_batch *batch, const struct sello_label_counts *counts) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    record_json_id(&j, "id", id_of(batch));
    record_json_id(&j, "certificate",
                   (struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate});
    record_json_text(&j, "product_name", batch->product_name);
    record_json_text(&j, "producer_name", batch->producer_name);
    record_json_text(&j, "lot", batch->lot);
    cli_json_string(&j, "address", link_word(batch->link));
    cli_json_string(&j, "state", sello_batch_state_name(batch->state));
    cli_json_number(&j, "first_serial", batch->first);
    cli_json_number(&j, "last_serial", batch->first + batch->count - 1);
    record_json_instant(&j, "issued_at", batch->issued);
    record_json_counts(&j, counts);
    cli_json_close(&j);
}

/* ---- for people ---- */

static void put_lines(const struct sello_batch *batch, const struct sello_label_counts *n) {
    char certificate[SELLO_ID_LEN] = "", serials[RECORD_SERIALS_LEN];
    record_serials(batch->first, batch->first + batch->count - 1, serials);
    if (batch->certificate > 0) {
        sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate}, certificate);
    }
    record_line_id(id_of(batch));
    record_line(_("Certificate"), certificate);
    record_line(_("Product"), batch->product_name);
    record_line(_("Producer"), batch->producer_name);
    record_line(_("Lot"), batch->lot);
    record_line(_("State"), state_word_batch(cli_language_name(), batch->state));
    record_line(_("Serials"), serials);
    record_line_instant(_("Issued"), batch->issued);
    record_lines_counts(n);
}

static int show(struct app *app) {
    uint64_t number;
    struct sello_batch batch;
    struct sello_label_counts counts;
    if (!app_id(app->args, 0, SELLO_KIND_BATCH, &number)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_batch_get(app->session.store, number, &batch);
    if (error == SELLO_OK) {
        error = sello_batch_counts(app->session.store, &batch, &counts);
    }
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The batch cannot be shown"));
    }
    if (app->json) {
        put_json(&batch, &counts);
    } else {
        put_lines(&batch, &counts);
    }
    return CLI_OK;
}

int cmd_batch_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}

/* ---- list ---- */

static bool list_json(void *context, const struct sello_batch *batch,
                      const struct sello_label_counts *counts) {
    (void)context;
    put_json(batch, counts);
    return true;
}

static bool list_row(void *context, const struct sello_batch *batch,
                     const struct sello_label_counts *n) {
    struct table *table = context;
    record_cell_id(table, id_of(batch));
    record_cell_serials(table, batch->first, batch->first + batch->count - 1);
    table_cell(table, batch->product_name);
    table_cell(table, batch->lot);
    record_cell_number(table, n->printed);
    record_cell_number(table, n->delivered);
    record_cell_number(table, n->spoiled);
    record_cell_number(table, n->left);
    return !table->failed;
}

static int list(struct app *app) {
    const char *const titles[] = {_("Id"),      _("Serials"),   _("Product"), _("Lot"),
                                  _("Printed"), _("Delivered"), _("Spoiled"), _("Left")};
    struct table table;
    struct export_wanted wanted;
    const char *csv = cli_text(app->args, "csv");
    if (!list_wanted_take(app, SELLO_KIND_BATCH, &wanted)) {
        return CLI_USAGE;
    }
    if (csv != NULL) {
        return list_write_csv(app, EXPORT_BATCHES, &wanted, csv);
    }
    table_start(&table, titles, app->json ? 0 : sizeof titles / sizeof *titles);
    enum sello_error error = sello_batch_find_counted(app->session.store, &wanted.labels.batches,
                                                      app->json ? list_json : list_row, &table);
    bool printed = app->json || table_end(&table, stdout,
                                          list_is_limited(app) ? _("No batch is so.")
                                                               : _("No labels were issued yet."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The batches cannot be listed"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_batch_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}
