/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/export.h"

#include <inttypes.h>

#include "base/time.h"
#include "registry/exchange/csv.h"
#include "registry/exchange/state_words.h"

struct table_out {
    struct session *session;
    const struct export_wanted *wanted;
    const struct export_sink *sink;
    bool first;  /* cell of its row */
    bool failed; /* the sink takes no more */
};

/* ---- cells ---- */

#define CELL_MAX 1024 /* bytes: a note with every character quoted */

static void put(struct table_out *out, struct sello_bytes bytes) {
    out->failed = out->failed || !out->sink->put(out->sink->context, bytes);
}

static void put_cell(struct table_out *out, const char *text, enum csv_mark mark) {
    uint8_t buf[CELL_MAX + 1];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    if (!out->first) {
        sello_write(&w, ",", 1);
    }
    csv_put(&w, text, mark);
    out->first = false;
    put(out, sello_written(&w));
}

static void put_text(struct table_out *out, const char *text) {
    put_cell(out, text, out->sink->for_programs ? CSV_MARK_FORMULAS : CSV_MARK_TEXTS);
}

static void put_id(struct table_out *out, enum sello_kind kind, uint64_t number) {
    char text[SELLO_ID_LEN];
    sello_id_format((struct sello_id){kind, number}, text);
    put_text(out, text);
}

static void put_day(struct table_out *out, struct sello_number day) {
    char text[BASE_DATE_LEN] = "";
    if (day.present) {
        base_date_format(day.value, text);
    }
    put_cell(out, text, CSV_MARK_NONE);
}

static void put_number(struct table_out *out, uint64_t number) {
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    put_cell(out, text, CSV_MARK_NONE);
}

static void put_instant(struct table_out *out, uint64_t seconds) {
    char text[BASE_INSTANT_LEN];
    base_instant_format(seconds, text);
    put_cell(out, text, CSV_MARK_NONE);
}

static void put_yes(struct table_out *out, bool yes) {
    put_text(out, state_word_yes(out->session->language, yes));
}

static void end_row(struct table_out *out) {
    put(out, sello_bytes_of("\r\n"));
    out->first = true;
}

/* Headings that import knows, in the session's language. */
static void put_header(struct table_out *out, const char *const (*headings)[2], size_t n) {
    bool english = strcmp(out->session->language, "en") == 0;
    for (size_t i = 0; i < n; i++) {
        put_text(out, headings[i][english ? 1 : 0]);
    }
    end_row(out);
}

/* ---- producers, products, certificates ---- */

static bool producer_row(void *context, const struct sello_producer *p) {
    struct table_out *out = context;
    put_id(out, SELLO_KIND_PRODUCER, p->number);
    put_text(out, p->name);
    put_text(out, p->origin);
    put_text(out, p->state);
    put_yes(out, p->is_public);
    end_row(out);
    return true;
}

static enum sello_error export_producers(struct table_out *out) {
    static const char *const headings[][2] = {{"id", "id"},
                                              {"nombre", "name"},
                                              {"comunidad", "origin"},
                                              {"estado", "state"},
                                              {"público", "public"}};
    put_header(out, headings, sizeof headings / sizeof *headings);
    return sello_producer_find(out->session->store, &out->wanted->records, producer_row, out);
}

static bool product_row(void *context, const struct sello_product *p) {
    struct table_out *out = context;
    char gtin[24] = "";
    if (p->gtin.present) {
        snprintf(gtin, sizeof gtin, "%014" PRIu64, p->gtin.value);
    }
    put_id(out, SELLO_KIND_PRODUCT, p->number);
    put_text(out, p->name);
    put_text(out, p->traits);
    put_text(out, gtin);
    put_text(out, p->net_content);
    put_text(out, p->language);
    end_row(out);
    return true;
}

static enum sello_error export_products(struct table_out *out) {
    static const char *const headings[][2] = {
        {"id", "id"},     {"nombre", "name"},           {"señas", "traits"},
        {"gtin", "gtin"}, {"contenido", "net content"}, {"idioma", "language"}};
    put_header(out, headings, sizeof headings / sizeof *headings);
    return sello_product_find(out->session->store, &out->wanted->records, product_row, out);
}

static bool certificate_row(void *context, const struct sello_certificate *c) {
    struct table_out *out = context;
    put_id(out, SELLO_KIND_CERTIFICATE, c->number);
    put_text(out, state_word_certificate(out->session->language, c->state));
    put_id(out, SELLO_KIND_PRODUCT, c->product);
    put_text(out, c->product_name);
    put_id(out, SELLO_KIND_PRODUCER, c->producer);
    put_text(out, c->producer_name);
    put_id(out, SELLO_KIND_SCHEME, c->scheme);
    put_text(out, c->scheme_name);
    put_day(out, (struct sello_number){true, base_here_day(c->applied)});
    put_day(out, c->from);
    put_day(out, c->until);
    put_text(out, c->note);
    end_row(out);
    return true;
}

static enum sello_error export_certificates(struct table_out *out) {
    static const char *const headings[][2] = {
        {"id", "id"},
        {"situación", "state"},
        {"producto", "product"},
        {"nombre del producto", "product name"},
        {"productor", "producer"},
        {"nombre del productor", "producer name"},
        {"esquema", "scheme"},
        {"nombre del esquema", "scheme name"},
        {"solicitado", "applied for"},
        {"desde", "from"},
        {"hasta", "until"},
        {"nota", "note"},
    };
    put_header(out, headings, sizeof headings / sizeof *headings);
    return sello_certificate_find(out->session->store, &out->wanted->certificates, certificate_row,
                                  out);
}

/* ---- runs of serials ---- */

/* A run of serials: its two ends, printed and as numbers, and how many. */
static void put_serials(struct table_out *out, uint64_t first, uint64_t count) {
    char text[SELLO_SERIAL_LEN];
    put_number(out, first);
    put_number(out, first + count - 1);
    sello_serial_format(first, text);
    put_text(out, text);
    sello_serial_format(first + count - 1, text);
    put_text(out, text);
    put_number(out, count);
}

#define SERIAL_HEADINGS                                                                            \
    {"primera serie", "first serial"}, {"última serie", "last serial"},                            \
        {"primera impresa", "first printed serial"}, {"última impresa", "last printed serial"}, {  \
        "etiquetas", "labels"                                                                      \
    }

/* ---- batches ---- */

static bool batch_row(void *context, const struct sello_batch *batch,
                      const struct sello_label_counts *n) {
    struct table_out *out = context;
    put_id(out, SELLO_KIND_BATCH, batch->number);
    if (batch->certificate > 0) {
        put_id(out, SELLO_KIND_CERTIFICATE, batch->certificate);
    } else {
        put_text(out, ""); /* its records are lost */
    }
    put_text(out, batch->product_name);
    put_text(out, batch->lot);
    put_text(out, state_word_batch(out->session->language, batch->state));
    put_instant(out, batch->issued);
    put_serials(out, batch->first, batch->count);
    put_number(out, n->printed);
    put_number(out, n->delivered);
    put_number(out, n->spoiled);
    put_number(out, n->left);
    end_row(out);
    return true;
}

static enum sello_error export_batches(struct table_out *out) {
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
        {"arruinadas", "spoiled"},
        {"quedan", "left"},
    };
    put_header(out, headings, sizeof headings / sizeof *headings);
    return sello_batch_find_counted(out->session->store, &out->wanted->labels.batches, batch_row,
                                    out);
}

/* ---- prints ---- */

struct prints {
    struct table_out *out;
    const struct sello_print *print;
    enum sello_error error;
};

static bool print_row(void *context, const struct sello_serials *range) {
    struct prints *p = context;
    put_number(p->out, p->print->number);
    put_instant(p->out, p->print->at);
    put_text(p->out, p->print->who);
    put_serials(p->out, range->first, range->count);
    put_text(p->out, p->print->format);
    put_text(p->out, p->print->stock);
    put_text(p->out, p->print->printer);
    put_number(p->out, p->print->copies);
    put_yes(p->out, p->print->proof);
    put_number(p->out, p->print->reprints);
    end_row(p->out);
    return true;
}

static bool visit_print(void *context, const struct sello_print *print) {
    struct prints *p = context;
    p->print = print;
    p->error = sello_print_ranges(p->out->session->store, print->number, print_row, p);
    return p->error == SELLO_OK;
}

static enum sello_error export_prints(struct table_out *out) {
    static const char *const headings[][2] = {
        {"impresión", "print"},   {"fecha", "date"},
        {"quién", "who"},         SERIAL_HEADINGS,
        {"formato", "format"},    {"hoja", "stock"},
        {"impresora", "printer"}, {"copias", "copies"},
        {"prueba", "proof"},      {"reimpresas en total", "reprints in all"},
    };
    struct prints p = {.out = out, .error = SELLO_OK};
    put_header(out, headings, sizeof headings / sizeof *headings);
    enum sello_error error = sello_print_list(out->session->store, visit_print, &p);
    return error == SELLO_OK ? p.error : error;
}

/* ---- deliveries ---- */

struct deliveries {
    struct table_out *out;
    const struct sello_delivery *delivery;
    enum sello_error error;
};

static bool delivery_row(void *context, const struct sello_serials *range) {
    struct deliveries *d = context;
    put_id(d->out, SELLO_KIND_DELIVERY, d->delivery->number);
    put_instant(d->out, d->delivery->at);
    put_text(d->out, d->delivery->who);
    put_id(d->out, SELLO_KIND_PRODUCER, d->delivery->producer);
    put_text(d->out, d->delivery->producer_name);
    put_serials(d->out, range->first, range->count);
    end_row(d->out);
    return true;
}

static bool visit_delivery(void *context, const struct sello_delivery *delivery) {
    struct deliveries *d = context;
    struct sello_store *store = d->out->session->store;
    d->delivery = delivery;
    d->error = sello_delivery_ranges(store, delivery->number, delivery_row, d);
    return d->error == SELLO_OK;
}

static enum sello_error export_deliveries(struct table_out *out) {
    static const char *const headings[][2] = {
        {"entrega", "delivery"},
        {"fecha", "date"},
        {"quién", "who"},
        {"productor", "producer"},
        {"nombre del productor", "producer name"},
        SERIAL_HEADINGS,
    };
    struct deliveries d = {.out = out, .error = SELLO_OK};
    put_header(out, headings, sizeof headings / sizeof *headings);
    enum sello_error error = sello_delivery_list(out->session->store, visit_delivery, &d);
    return error == SELLO_OK ? d.error : error;
}

/* ---- labels, by runs ---- */

static bool label_row(void *context, const struct label_row *row) {
    struct table_out *out = context;
    const char *language = out->session->language;
    put_serials(out, row->first, row->count);
    put_id(out, SELLO_KIND_BATCH, row->batch->number);
    if (row->batch->certificate > 0) {
        put_id(out, SELLO_KIND_CERTIFICATE, row->batch->certificate);
    } else {
        put_text(out, ""); /* its records are lost */
    }
    put_text(out, row->batch->product_name);
    put_text(out, row->batch->producer_name);
    put_text(out, row->batch->lot);
    put_instant(out, row->batch->issued);
    put_text(out, state_word_label(language, row->status));
    put_yes(out, row->printed);
    put_yes(out, row->delivered);
    end_row(out);
    return !out->failed;
}

static enum sello_error export_label_runs(struct table_out *out) {
    static const char *const headings[][2] = {
        SERIAL_HEADINGS,
        {"tanda", "batch"},
        {"certificado", "certificate"},
        {"nombre del producto", "product name"},
        {"nombre del productor", "producer name"},
        {"lote", "lot"},
        {"emitida", "issued"},
        {"situación", "state"},
        {"impresa", "printed"},
        {"entregada", "delivered"},
    };
    put_header(out, headings, sizeof headings / sizeof *headings);
    return label_list(out->session->store, &out->wanted->labels, label_row, out);
}

/* ---- the table ---- */

enum sello_error export_records(struct session *session, enum export_kind kind,
                                const struct export_wanted *wanted,
                                const struct export_sink *sink) {
    static const struct export_wanted all = {.certificates = {0}};
    struct table_out out = {
        .session = session, .wanted = wanted != NULL ? wanted : &all, .sink = sink, .first = true};
    enum sello_error error = SELLO_E_STATE;
    switch (kind) {
    case EXPORT_NOTHING: break;
    case EXPORT_PRODUCERS: error = export_producers(&out); break;
    case EXPORT_PRODUCTS: error = export_products(&out); break;
    case EXPORT_CERTIFICATES: error = export_certificates(&out); break;
    case EXPORT_BATCHES: error = export_batches(&out); break;
    case EXPORT_PRINTS: error = export_prints(&out); break;
    case EXPORT_DELIVERIES: error = export_deliveries(&out); break;
    case EXPORT_LABEL_RUNS: error = export_label_runs(&out); break;
    }
    return session_fail(session, error == SELLO_OK && out.failed ? SELLO_E_SYSTEM : error);
}
