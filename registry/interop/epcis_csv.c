/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "registry/exchange/csv.h"
#include "registry/interop/epcis.h"

#define ROW_MAX (8 * SELLO_NAME_MAX + 4 * INTEROP_ADDRESS_LEN + 512) /* bytes: texts all quoted */

struct rows {
    const struct export_sink *sink;
    bool english;
    enum sello_error error;
};

static void put_cell(struct sello_writer *w, const char *text, enum csv_mark mark) {
    sello_write(w, ",", w->len > 0 ? 1 : 0);
    csv_put(w, text, mark);
}

static void put_number(struct sello_writer *w, uint64_t number) {
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    put_cell(w, text, CSV_MARK_NONE);
}

static void put_id(struct sello_writer *w, enum sello_kind kind, uint64_t number) {
    char text[SELLO_ID_LEN] = "";
    if (number > 0) {
        sello_id_format((struct sello_id){kind, number}, text);
    }
    put_cell(w, text, CSV_MARK_NONE);
}

static bool put_row(void *context, const struct epcis_event *event) {
    struct rows *rows = context;
    const struct epcis_step *step = event->step;
    enum csv_mark mark = rows->sink->for_programs ? CSV_MARK_FORMULAS : CSV_MARK_TEXTS;
    uint8_t buf[ROW_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    char id[EPCIS_ID_LEN], at[EPCIS_INSTANT_LEN], address[INTEROP_ADDRESS_LEN];
    rows->error = epcis_event_id(event, id);
    if (rows->error != SELLO_OK) {
        return false;
    }
    epcis_instant(event->at, at);
    put_cell(&w, at, CSV_MARK_NONE);
    put_cell(&w, rows->english ? step->word : step->word_es, CSV_MARK_NONE);
    put_cell(&w, step->action, CSV_MARK_NONE);
    put_cell(&w, step->business_step, CSV_MARK_NONE);
    put_cell(&w, step->disposition, CSV_MARK_NONE);
    put_cell(&w, event->batch->product_name, mark);
    put_id(&w, SELLO_KIND_CERTIFICATE, event->batch->certificate);
    put_id(&w, SELLO_KIND_BATCH, event->batch->number);
    put_cell(&w, event->batch->lot, mark);
    put_number(&w, event->count);
    interop_label(event->base_url, event->gtin, event->first, address);
    put_cell(&w, address, CSV_MARK_NONE);
    interop_label(event->base_url, event->gtin, event->first + event->count - 1, address);
    put_cell(&w, address, CSV_MARK_NONE);
    put_cell(&w, epcis_destination(event, address) ? address : "", CSV_MARK_NONE);
    put_cell(&w, id, CSV_MARK_NONE);
    sello_write(&w, "\r\n", 2);
    if (w.failed || !rows->sink->put(rows->sink->context, sello_written(&w))) {
        rows->error = SELLO_E_SYSTEM;
    }
    return rows->error == SELLO_OK;
}

enum sello_error epcis_csv(struct session *session, const struct epcis_wanted *wanted,
                           const struct export_sink *sink) {
    struct rows rows = {
        .sink = sink, .english = strcmp(session->language, "en") == 0, .error = SELLO_OK};
    struct sello_bytes header = sello_bytes_of(
        rows.english ? "date,what,action,business step,disposition,product name,certificate,"
                       "batch,lot,labels,first label,last label,to,event\r\n"
                     : "fecha,qué,acción,paso,disposición,nombre del producto,certificado,"
                       "tanda,lote,etiquetas,primera etiqueta,última etiqueta,para,evento\r\n");
    if (!sink->put(sink->context, header)) {
        return SELLO_E_SYSTEM;
    }
    enum sello_error error = epcis_events(session, wanted, put_row, &rows);
    return rows.error != SELLO_OK ? session_fail(session, rows.error) : error;
}
