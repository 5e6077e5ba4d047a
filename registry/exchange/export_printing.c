/* SPDX-License-Identifier: Apache-2.0 */
/* Batches, prints and deliveries as tables. */
#include "registry/commands/record.h"
#include "registry/exchange/export_rows.h"

/* A run of serials: its two ends, printed and as numbers, and how many. */
static void put_serials(struct export_job *job, uint64_t first, uint64_t count) {
    char text[SELLO_SERIAL_LEN];
    export_number(job, first);
    export_number(job, first + count - 1);
    sello_serial_format(first, text);
    export_text(job, text);
    sello_serial_format(first + count - 1, text);
    export_text(job, text);
    export_number(job, count);
}

#define SERIAL_HEADINGS                                                                            \
    {"primera serie", "first serial"}, {"última serie", "last serial"},                            \
        {"primera impresa", "first printed serial"}, {"última impresa", "last printed serial"}, {  \
        "etiquetas", "labels"                                                                      \
    }

/* ---- batches ---- */

static bool batch_row(void *context, const struct sello_batch *batch,
                      const struct sello_label_counts *n) {
    struct export_job *job = context;
    export_id(job, SELLO_KIND_BATCH, batch->number);
    if (batch->certificate > 0) {
        export_id(job, SELLO_KIND_CERTIFICATE, batch->certificate);
    } else {
        export_text(job, ""); /* its records are lost */
    }
    export_text(job, batch->product_name);
    export_text(job, batch->lot);
    export_text(job, sello_batch_state_name(batch->state));
    export_instant(job, batch->issued);
    put_serials(job, batch->first, batch->count);
    export_number(job, n->printed);
    export_number(job, n->delivered);
    export_number(job, n->spoiled);
    export_number(job, n->left);
    export_end_row(job);
    return true;
}

enum sello_error export_batches(struct export_job *job) {
    static const char *const headings[][2] = {
        {"id", "id"},
        {"certificado", "certificate"},
        {"nombre del producto", "product name"},
        {"lote", "lot"},
        {"situación", "state"},
        {"emitida", "issued"},
        SERIAL_HEADINGS,
        {"impresas", "printed"},
        {"entregadas", "delivered"},
        {"inutilizadas", "spoiled"},
        {"quedan", "left"},
    };
    export_header(job, headings, sizeof headings / sizeof *headings);
    return sello_batch_list_counted(job->app->session.store, batch_row, job);
}

/* ---- prints ---- */

struct prints {
    struct export_job *job;
    const struct sello_print *print;
    enum sello_error error;
};

static bool print_row(void *context, const struct sello_serials *range) {
    struct prints *p = context;
    export_number(p->job, p->print->number);
    export_instant(p->job, p->print->at);
    export_text(p->job, p->print->who);
    put_serials(p->job, range->first, range->count);
    export_text(p->job, p->print->format);
    export_text(p->job, p->print->stock);
    export_text(p->job, p->print->printer);
    export_number(p->job, p->print->copies);
    export_yes(p->job, p->print->proof);
    export_number(p->job, p->print->reprints);
    export_end_row(p->job);
    return true;
}

static bool visit_print(void *context, const struct sello_print *print) {
    struct prints *p = context;
    p->print = print;
    p->error = sello_print_ranges(p->job->app->session.store, print->number, print_row, p);
    return p->error == SELLO_OK;
}

enum sello_error export_prints(struct export_job *job) {
    static const char *const headings[][2] = {
        {"impresión", "print"},   {"fecha", "date"},
        {"quién", "who"},         SERIAL_HEADINGS,
        {"formato", "format"},    {"hoja", "stock"},
        {"impresora", "printer"}, {"copias", "copies"},
        {"prueba", "proof"},      {"reimpresas en total", "reprints in all"},
    };
    struct prints p = {.job = job, .error = SELLO_OK};
    export_header(job, headings, sizeof headings / sizeof *headings);
    enum sello_error error = sello_print_list(job->app->session.store, visit_print, &p);
    return error == SELLO_OK ? p.error : error;
}

/* ---- deliveries ---- */

struct deliveries {
    struct export_job *job;
    const struct sello_delivery *delivery;
    enum sello_error error;
};

static bool delivery_row(void *context, const struct sello_serials *range) {
    struct deliveries *d = context;
    export_id(d->job, SELLO_KIND_DELIVERY, d->delivery->number);
    export_instant(d->job, d->delivery->at);
    export_text(d->job, d->delivery->who);
    export_id(d->job, SELLO_KIND_PRODUCER, d->delivery->producer);
    export_text(d->job, d->delivery->producer_name);
    put_serials(d->job, range->first, range->count);
    export_end_row(d->job);
    return true;
}

static bool visit_delivery(void *context, const struct sello_delivery *delivery) {
    struct deliveries *d = context;
    struct sello_store *store = d->job->app->session.store;
    d->delivery = delivery;
    d->error = sello_delivery_ranges(store, delivery->number, delivery_row, d);
    return d->error == SELLO_OK;
}

enum sello_error export_deliveries(struct export_job *job) {
    static const char *const headings[][2] = {
        {"entrega", "delivery"},
        {"fecha", "date"},
        {"quién", "who"},
        {"productor", "producer"},
        {"nombre del productor", "producer name"},
        SERIAL_HEADINGS,
    };
    struct deliveries d = {.job = job, .error = SELLO_OK};
    export_header(job, headings, sizeof headings / sizeof *headings);
    enum sello_error error = sello_delivery_list(job->app->session.store, visit_delivery, &d);
    return error == SELLO_OK ? d.error : error;
}
