/* SPDX-License-Identifier: Apache-2.0 */
/* Finding records by words or by id, and labels by their serial. */
#include <inttypes.h>
#include <stdlib.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/commands/table.h"

#define MOST_HITS 50 /* of each kind */

struct search {
    struct app *app;
    struct table table;
    size_t n;
    enum sello_error error; /* of looking at a batch */
};

static const char *kind_name(enum sello_kind kind) {
    switch (kind) {
    case SELLO_KIND_SCHEME: return "scheme";
    case SELLO_KIND_PRODUCER: return "producer";
    case SELLO_KIND_PRODUCT: return "product";
    case SELLO_KIND_CERTIFICATE: return "certificate";
    case SELLO_KIND_BATCH: return "batch";
    case SELLO_KIND_IMPORT: return "import";
    case SELLO_KIND_DELIVERY: return "delivery";
    case SELLO_KIND_ENDORSEMENT: return "endorsement";
    case SELLO_KIND_NONE: break;
    }
    return "label";
}

static const char *kind_text(enum sello_kind kind) {
    switch (kind) {
    case SELLO_KIND_SCHEME: return _("scheme");
    case SELLO_KIND_PRODUCER: return _("producer");
    case SELLO_KIND_PRODUCT: return _("product");
    case SELLO_KIND_CERTIFICATE: return _("certificate");
    case SELLO_KIND_BATCH: return _("batch");
    case SELLO_KIND_IMPORT: return _("import");
    case SELLO_KIND_DELIVERY: return _("delivery");
    case SELLO_KIND_ENDORSEMENT: return _("endorsement");
    case SELLO_KIND_NONE: break;
    }
    return _("label");
}

/* ---- records ---- */

/* A batch is found for its labels: which, and of whom. */
static void batch_json(struct cli_json *j, const struct sello_batch *batch) {
    cli_json_number(j, "first_serial", batch->first);
    cli_json_number(j, "last_serial", batch->first + batch->count - 1);
    record_json_text(j, "product_name", batch->product_name);
    record_json_text(j, "producer_name", batch->producer_name);
}

static void batch_cell(struct table *table, const struct sello_batch *batch) {
    const char *const parts[] = {batch->lot, batch->product_name, batch->producer_name};
    char text[RECORD_SERIALS_LEN + 12 + SELLO_LOT_MAX + 2 * SELLO_NAME_MAX];
    record_serials(batch->first, batch->first + batch->count - 1, text);
    size_t len = strlen(text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i][0] != '\0') {
            len += (size_t)snprintf(text + len, sizeof text - len, " · %s", parts[i]);
        }
    }
    table_cell(table, text);
}

static void hit_json(const struct sello_hit *hit, const struct sello_batch *batch) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    record_json_id(&j, "id", hit->id);
    cli_json_string(&j, "kind", kind_name(hit->id.kind));
    record_json_text(&j, "text", hit->text);
    if (batch != NULL) {
        batch_json(&j, batch);
    }
    cli_json_close(&j);
}

static bool on_hit(void *context, const struct sello_hit *hit) {
    struct search *s = context;
    struct sello_batch row;
    const struct sello_batch *batch = NULL;
    if (hit->id.kind == SELLO_KIND_BATCH) {
        s->error = sello_batch_get(s->app->session.store, hit->id.number, &row);
        batch = &row;
    }
    s->n++;
    if (s->error != SELLO_OK) {
        return false;
    }
    if (s->app->json) {
        hit_json(hit, batch);
        return true;
    }
    record_cell_id(&s->table, hit->id);
    table_cell(&s->table, kind_text(hit->id.kind));
    if (batch != NULL) {
        batch_cell(&s->table, batch);
    } else {
        table_cell(&s->table, hit->text);
    }
    return !s->table.failed;
}

/* ---- a record named by its id ---- */

static enum sello_error certificate_text(struct sello_store *store, uint64_t number, char *out,
                                         size_t size) {
    struct sello_certificate certificate;
    enum sello_error error = sello_certificate_get(store, number, &certificate);
    if (error == SELLO_OK) {
        snprintf(out, size, "%s · %s", certificate.product_name, certificate.producer_name);
    }
    return error;
}

static enum sello_error delivery_text(struct sello_store *store, uint64_t number, char *out,
                                      size_t size) {
    struct sello_delivery delivery;
    enum sello_error error = sello_delivery_get(store, number, &delivery);
    if (error == SELLO_OK) {
        snprintf(out, size, "%llu · %s", (unsigned long long)delivery.labels,
                 delivery.producer_name);
    }
    return error;
}

static enum sello_error record_text(struct sello_store *store, struct sello_id id, char *out,
                                    size_t size) {
    struct sello_scheme scheme = {.name = ""};
    struct sello_producer producer = {.name = ""};
    struct sello_product product = {.name = ""};
    struct sello_batch batch = {.lot = ""};
    struct sello_endorsement endorsement = {.name = ""};
    enum sello_error error = SELLO_E_NOT_FOUND;
    const char *text = NULL;
    switch (id.kind) {
    case SELLO_KIND_SCHEME:
        error = sello_scheme_get(store, id.number, &scheme);
        text = scheme.name;
        break;
    case SELLO_KIND_PRODUCER:
        error = sello_producer_get(store, id.number, &producer);
        text = producer.name;
        break;
    case SELLO_KIND_PRODUCT:
        error = sello_product_get(store, id.number, &product);
        text = product.name;
        break;
    case SELLO_KIND_BATCH:
        error = sello_batch_get(store, id.number, &batch);
        text = batch.lot;
        break;
    case SELLO_KIND_ENDORSEMENT:
        error = sello_endorsement_get(store, id.number, &endorsement);
        text = endorsement.name;
        break;
    case SELLO_KIND_CERTIFICATE: return certificate_text(store, id.number, out, size);
    case SELLO_KIND_DELIVERY: return delivery_text(store, id.number, out, size);
    case SELLO_KIND_IMPORT:
    case SELLO_KIND_NONE: break;
    }
    if (error == SELLO_OK) {
        snprintf(out, size, "%s", text);
    }
    return error;
}

/* The record, where the words are one id: "C4". */
static enum sello_error find_record(struct search *s, const char *words) {
    struct sello_hit hit = {.text = ""};
    if (sello_id_parse(words, &hit.id) != SELLO_OK) {
        return SELLO_OK;
    }
    enum sello_error error = record_text(s->app->session.store, hit.id, hit.text, sizeof hit.text);
    if (error == SELLO_OK) {
        on_hit(s, &hit);
    }
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
}

/* ---- a label ---- */

static void label_json(const struct sello_issued *label, const char *printed) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "serial", label->serial);
    cli_json_string(&j, "kind", kind_name(SELLO_KIND_NONE));
    cli_json_string(&j, "serial_text", printed);
    record_json_id(&j, "batch", (struct sello_id){SELLO_KIND_BATCH, label->batch.number});
    record_json_id(&j, "certificate",
                   (struct sello_id){SELLO_KIND_CERTIFICATE, label->batch.certificate});
    record_json_text(&j, "lot", label->batch.lot);
    cli_json_close(&j);
}

static void label_row(struct search *s, const struct sello_issued *label, const char *printed) {
    char serial[24], batch[SELLO_ID_LEN], certificate[SELLO_ID_LEN], text[200];
    snprintf(serial, sizeof serial, "%" PRIu64, label->serial);
    sello_id_format((struct sello_id){SELLO_KIND_BATCH, label->batch.number}, batch);
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, label->batch.certificate},
                    certificate);
    if (label->batch.certificate > 0) {
        snprintf(text, sizeof text, _("%s, of batch %s, under certificate %s"), printed, batch,
                 certificate);
    } else {
        snprintf(text, sizeof text, _("%s, of batch %s, whose records are lost"), printed, batch);
    }
    table_cell(&s->table, serial);
    table_cell(&s->table, kind_text(SELLO_KIND_NONE));
    table_cell(&s->table, text);
}

/* The label, where the words are one serial. */
static enum sello_error find_label(struct search *s, const char *words) {
    struct sello_issued label;
    uint64_t serial = 0;
    if (sello_serial_parse(sello_bytes_of(words), &serial) != SELLO_OK) {
        return SELLO_OK;
    }
    enum sello_error error = sello_store_label(s->app->session.store, serial, &label);
    if (error != SELLO_OK) {
        return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
    }
    char printed[SELLO_SERIAL_LEN];
    sello_serial_format(serial, printed);
    s->n++;
    if (s->app->json) {
        label_json(&label, printed);
    } else {
        label_row(s, &label, printed);
    }
    return SELLO_OK;
}

/* ---- the command ---- */

/* The operands with a space between them; the caller frees. */
static char *join_words(const struct cli_args *args) {
    size_t len = 1;
    for (size_t i = 0; i < cli_n_operands(args); i++) {
        len += strlen(cli_operand(args, i)) + 1;
    }
    char *words = calloc(1, len);
    for (size_t i = 0, at = 0; words != NULL && i < cli_n_operands(args); i++) {
        at +=
            (size_t)snprintf(words + at, len - at, "%s%s", i > 0 ? " " : "", cli_operand(args, i));
    }
    return words;
}

static int search_words(struct app *app, const char *words) {
    const char *const titles[] = {_("Id"), _("What"), _("Text")};
    struct search s = {.app = app};
    table_start(&s.table, titles, app->json ? 0 : 3);
    enum sello_error error = find_record(&s, words);
    if (error == SELLO_OK) {
        error = find_label(&s, words);
    }
    if (error == SELLO_OK) {
        error = sello_store_search(app->session.store, words, MOST_HITS, on_hit, &s);
    }
    error = error == SELLO_OK ? s.error : error;
    bool printed = app->json || table_end(&s.table, stdout, _("Nothing was found."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The registry could not be searched"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

static int search(struct app *app) {
    char *words = join_words(app->args);
    int status = words != NULL
                     ? search_words(app, words)
                     : app_failed(app, SELLO_E_MEMORY, _("The registry could not be searched"));
    free(words);
    return status;
}

int cmd_search(const struct cli_args *args) {
    return app_run(args, APP_READ, search);
}
