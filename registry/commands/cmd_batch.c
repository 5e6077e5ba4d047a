/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at batches: what became of their labels. */
#include <inttypes.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"

struct listing {
    struct app *app;
    struct table table;
    enum sello_error error;
};

static struct sello_id id_of(const struct sello_batch *batch) {
    return (struct sello_id){SELLO_KIND_BATCH, batch->number};
}

static const char *state_text(enum sello_batch_state state) {
    switch (state) {
    case SELLO_BATCH_RESERVED: return _("reserved");
    case SELLO_BATCH_SIGNED: return _("signed");
    case SELLO_BATCH_VOID: return _("void");
    case SELLO_BATCH_LOST: return _("lost");
    }
    return "?";
}

/* "" where its records are lost. */
static void product_of(struct sello_store *store, const struct sello_batch *batch,
                       struct record_names *names) {
    struct sello_certificate c;
    *names = (struct record_names){.product = ""};
    if (batch->certificate > 0 &&
        sello_certificate_get(store, batch->certificate, &c) == SELLO_OK) {
        record_names_of(store, &c, names);
    }
}

/* ---- JSON ---- */

static enum sello_error put_json(struct app *app, const struct sello_batch *batch) {
    struct sello_label_counts counts;
    struct record_names names;
    struct cli_json j;
    enum sello_error error = sello_batch_counts(app->session.store, batch, &counts);
    if (error != SELLO_OK) {
        return error;
    }
    product_of(app->session.store, batch, &names);
    cli_json_open(&j, stdout);
    record_json_id(&j, "id", id_of(batch));
    record_json_id(&j, "certificate",
                   (struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate});
    record_json_text(&j, "product_name", names.product);
    record_json_text(&j, "producer_name", names.producer);
    record_json_text(&j, "lot", batch->lot);
    cli_json_string(&j, "state", sello_batch_state_name(batch->state));
    cli_json_number(&j, "first_serial", batch->first);
    cli_json_number(&j, "last_serial", batch->first + batch->count - 1);
    record_json_instant(&j, "issued_at", batch->issued);
    record_json_counts(&j, &counts);
    cli_json_close(&j);
    return SELLO_OK;
}

/* ---- for people ---- */

static void put_count(const char *label, uint64_t n) {
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, n);
    record_line(label, text);
}

static void put_serials(const struct sello_batch *batch) {
    char text[64];
    snprintf(text, sizeof text, "%" PRIu64 "-%" PRIu64, batch->first,
             batch->first + batch->count - 1);
    record_line(_("Serials"), text);
}

static enum sello_error put_lines(struct app *app, const struct sello_batch *batch) {
    struct sello_label_counts n;
    struct record_names names;
    char certificate[SELLO_ID_LEN] = "";
    enum sello_error error = sello_batch_counts(app->session.store, batch, &n);
    if (error != SELLO_OK) {
        return error;
    }
    product_of(app->session.store, batch, &names);
    if (batch->certificate > 0) {
        sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, batch->certificate}, certificate);
    }
    record_line_id(id_of(batch));
    record_line(_("Certificate"), certificate);
    record_line(_("Product"), names.product);
    record_line(_("Producer"), names.producer);
    record_line(_("Lot"), batch->lot);
    record_line(_("State"), state_text(batch->state));
    put_serials(batch);
    record_line_instant(_("Issued"), batch->issued);
    put_count(_("Labels"), n.issued);
    put_count(_("  printed"), n.printed);
    put_count(_("  delivered"), n.delivered);
    put_count(_("  spoiled"), n.spoiled);
    put_count(_("  left"), n.left);
    return SELLO_OK;
}

static int show(struct app *app) {
    uint64_t number;
    struct sello_batch batch;
    if (!app_id(app->args, 0, SELLO_KIND_BATCH, &number)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_batch_get(app->session.store, number, &batch);
    if (error == SELLO_OK) {
        error = app->json ? put_json(app, &batch) : put_lines(app, &batch);
    }
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, _("The batch cannot be shown"));
}

int cmd_batch_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}

/* ---- list ---- */

static bool list_json(void *context, const struct sello_batch *batch) {
    struct listing *l = context;
    l->error = put_json(l->app, batch);
    return l->error == SELLO_OK;
}

static void number_cell(struct table *table, uint64_t n) {
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, n);
    table_cell(table, text);
}

static bool list_row(void *context, const struct sello_batch *batch) {
    struct listing *l = context;
    struct sello_label_counts n;
    struct record_names names;
    char serials[64];
    l->error = sello_batch_counts(l->app->session.store, batch, &n);
    product_of(l->app->session.store, batch, &names);
    snprintf(serials, sizeof serials, "%" PRIu64 "-%" PRIu64, batch->first,
             batch->first + batch->count - 1);
    record_cell_id(&l->table, id_of(batch));
    table_cell(&l->table, serials);
    table_cell(&l->table, names.product);
    table_cell(&l->table, batch->lot);
    number_cell(&l->table, n.printed);
    number_cell(&l->table, n.delivered);
    number_cell(&l->table, n.spoiled);
    number_cell(&l->table, n.left);
    return l->error == SELLO_OK && !l->table.failed;
}

static int list(struct app *app) {
    const char *const titles[] = {_("Id"),      _("Serials"),   _("Product"), _("Lot"),
                                  _("Printed"), _("Delivered"), _("Spoiled"), _("Left")};
    const struct sello_batch_filter all = {0};
    struct listing l = {.app = app, .error = SELLO_OK};
    table_start(&l.table, titles, app->json ? 0 : sizeof titles / sizeof *titles);
    enum sello_error error =
        sello_batch_list(app->session.store, &all, app->json ? list_json : list_row, &l);
    error = error == SELLO_OK ? l.error : error;
    bool printed = app->json || table_end(&l.table, stdout, _("No labels were issued yet."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The batches cannot be listed"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_batch_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}
