/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/export_rows.h"

#include <inttypes.h>

#include "base/time.h"
#include "registry/exchange/csv.h"

#define CELL_MAX 1024 /* bytes: a note with every character quoted */

void export_text(struct export_job *job, const char *text) {
    uint8_t buf[CELL_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    csv_put(&w, text);
    if (!job->first) {
        fputc(',', job->to);
    }
    job->first = false;
    fwrite(buf, 1, w.len, job->to);
}

void export_id(struct export_job *job, enum sello_kind kind, uint64_t number) {
    char text[SELLO_ID_LEN];
    sello_id_format((struct sello_id){kind, number}, text);
    export_text(job, text);
}

void export_day(struct export_job *job, struct sello_number day) {
    char text[BASE_DATE_LEN] = "";
    if (day.present) {
        base_date_format(day.value, text);
    }
    export_text(job, text);
}

void export_number(struct export_job *job, uint64_t number) {
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    export_text(job, text);
}

void export_instant(struct export_job *job, uint64_t seconds) {
    char text[BASE_INSTANT_LEN];
    base_instant_format(seconds, text);
    export_text(job, text);
}

void export_yes(struct export_job *job, bool yes) {
    bool english = strcmp(job->app->session.language, "en") == 0;
    export_text(job, !yes ? "no" : english ? "yes" : "sí");
}

void export_end_row(struct export_job *job) {
    fputs("\r\n", job->to);
    job->first = true;
}

/* Headings that import knows, in the language of the messages. */
void export_header(struct export_job *job, const char *const (*headings)[2], size_t n) {
    bool english = strcmp(job->app->session.language, "en") == 0;
    for (size_t i = 0; i < n; i++) {
        export_text(job, headings[i][english ? 1 : 0]);
    }
    export_end_row(job);
}
