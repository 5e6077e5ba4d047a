/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "registry/desk/report.h"
#include "registry/exchange/csv.h"

#define ROW_MAX (8 * SELLO_NAME_MAX + 512) /* bytes: two names with every character quoted */

static void put_number(struct sello_writer *w, uint64_t n) {
    char text[24];
    int len = snprintf(text, sizeof text, ",%" PRIu64, n);
    sello_write(w, text, (size_t)len);
}

static bool put_row(const struct export_sink *sink, const char *id, const char *name,
                    const char *origin, const struct report_counts *n) {
    uint8_t buf[ROW_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    const char *const texts[] = {id, name, origin};
    const uint64_t numbers[] = {n->issued,    n->printed, n->delivered, n->sold,
                                n->withdrawn, n->spoiled, n->left};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        sello_write(&w, ",", i > 0 ? 1 : 0);
        csv_put(&w, texts[i], sink->for_programs ? CSV_MARK_FORMULAS : CSV_MARK_TEXTS);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        put_number(&w, numbers[i]);
    }
    sello_write(&w, "\r\n", 2);
    return !w.failed && sink->put(sink->context, sello_written(&w));
}

enum sello_error report_csv(struct session *session, const struct report *report,
                            const struct export_sink *sink) {
    bool english = strcmp(session->language, "en") == 0;
    bool put = sink->put(
        sink->context,
        sello_bytes_of(english ? "producer,name,origin,issued,printed,delivered,sold,withdrawn,"
                                 "spoiled,left\r\n"
                               : "productor,nombre,comunidad,emitidas,impresas,entregadas,vendidas,"
                                 "retiradas,arruinadas,quedan\r\n"));
    for (size_t i = 0; i < report->n_producers && put; i++) {
        const struct report_producer *p = &report->producer[i];
        char id[SELLO_ID_LEN] = "";
        if (p->number > 0) {
            sello_id_format((struct sello_id){SELLO_KIND_PRODUCER, p->number}, id);
        }
        put = put_row(sink, id,
                      p->number > 0 ? p->name
                      : english     ? "lost records"
                                    : "sin registro",
                      p->origin, &p->n);
    }
    put = put && put_row(sink, "", english ? "all" : "total", "", &report->total);
    return put ? SELLO_OK : SELLO_E_SYSTEM;
}
