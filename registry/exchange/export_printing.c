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

struct batches {
    struct export_job *job;
    enum sello_error error;
};

static void put_product(struct export_job *job, uint64_t certificate) {
    struct sello_certificate c;
    struct record_names names = {.product = ""};
    if (certificate == 0) { /* its records are lost */
        export_text(job, "");
        export_text(job, "");
        return;
    }
    if (sello_certificate_get(job->app->session.store, certificate, &c) == SELLO_OK) {
        record_names_of(job->app->session.store, &c, &names);
    }
    export_id(job, SELLO_KIND_CERTIFICATE, certificate);
    export_text(job, names.product);
}

static bool batch_row(void *context, const struct sello_batch *batch) {
    struct batches *b = context;
    struct sello_label_counts n;
    b->error = sello_batch_counts(b->job->app->session.store, batch, &n);
    if (b->error != SELLO_OK) {
        return false;
    }
    export_id(b->job, SELLO_KIND_BATCH, batch->number);
    put_product(b->job, batch->certificate);
    export_text(b->job, batch->lot);
    export_text(b->job, sello_batch_state_name(batch->state));
    export_instant(b->job, batch->issued);
    put_serials(b->job, batch->first, batch->count);
    export_number(b->job, n.printed);
    export_number(b->job, n.delivered);
    export_number(b->job, n.spoiled);
    export_number(b->job, n.left);
    export_end_row(b->job);
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
    const struct sello_batch_filter all = {0};
    struct batches b = {job, SELLO_OK};
    export_header(job, headings, sizeof headings / sizeof *headings);
    enum sello_error error = sello_batch_list(job->app->session.store, &all, batch_row, &b);
    return error == SELLO_OK ? b.error : error;
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
    struct sello_producer producer;
    enum sello_error error;
};

static bool delivery_row(void *context, const struct sello_serials *range) {
    struct deliveries *d = context;
    export_id(d->job, SELLO_KIND_DELIVERY, d->delivery->number);
    export_instant(d->job, d->delivery->at);
    export_text(d->job, d->delivery->who);
    export_id(d->job, SELLO_KIND_PRODUCER, d->producer.number);
    export_text(d->job, d->producer.name);
    put_serials(d->job, range->first, range->count);
    export_end_row(d->job);
    return true;
}

static bool visit_delivery(void *context, const struct sello_delivery *delivery) {
    struct deliveries *d = context;
    struct sello_store *store = d->job->app->session.store;
    d->delivery = delivery;
    d->error = sello_producer_get(store, delivery->producer, &d->producer);
    if (d->error == SELLO_OK) {
        d->error = sello_delivery_ranges(store, delivery->number, delivery_row, d);
    }
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
