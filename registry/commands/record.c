/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/record.h"

#include <inttypes.h>

#include "base/time.h"
#include "registry/exchange/state_words.h"

#define LABEL_COLUMNS 22
#define DAY_COLUMNS 11     /* "23 nov 2026" */
#define INSTANT_COLUMNS 18 /* "23 nov 2026, 14:00" */
#define NUMBER_LEN 24      /* bytes: 20 digits at most */

/* ---- JSON ---- */

void record_json_id(struct cli_json *j, const char *name, struct sello_id id) {
    char text[SELLO_ID_LEN];
    sello_id_format(id, text);
    if (id.number > 0 || id.kind == SELLO_KIND_SCHEME) {
        cli_json_string(j, name, text);
    }
}

void record_json_text(struct cli_json *j, const char *name, const char *text) {
    cli_json_string(j, name, text[0] != '\0' ? text : NULL);
}

void record_json_day(struct cli_json *j, const char *name, struct sello_number day) {
    char text[BASE_DATE_LEN];
    if (day.present && base_date_format(day.value, text)) {
        cli_json_string(j, name, text);
    }
}

void record_json_instant(struct cli_json *j, const char *name, uint64_t seconds) {
    char text[BASE_INSTANT_LEN];
    if (seconds > 0 && base_instant_format(seconds, text)) {
        cli_json_string(j, name, text);
    }
}

void record_json_import(struct cli_json *j, uint64_t import) {
    record_json_id(j, "import", (struct sello_id){SELLO_KIND_IMPORT, import});
}

void record_json_counts(struct cli_json *j, const struct sello_label_counts *counts) {
    cli_json_number(j, "issued", counts->issued);
    cli_json_number(j, "printed", counts->printed);
    cli_json_number(j, "delivered", counts->delivered);
    cli_json_number(j, "spoiled", counts->spoiled);
    cli_json_number(j, "left", counts->left);
}

/* ---- lines ---- */

void record_line(const char *label, const char *text) {
    if (text[0] != '\0') {
        cli_print(stdout, "%-*s%s\n", LABEL_COLUMNS, label, text);
    }
}

void record_line_id(struct sello_id id) {
    char text[SELLO_ID_LEN];
    sello_id_format(id, text);
    record_line(_("Id"), text);
}

void record_line_day(const char *label, struct sello_number day) {
    char text[CLI_DAY_LEN];
    if (day.present && cli_day(day.value, text)) {
        record_line(label, text);
    }
}

void record_line_instant(const char *label, uint64_t seconds) {
    char text[CLI_INSTANT_LEN];
    if (seconds > 0 && cli_instant(seconds, text)) {
        record_line(label, text);
    }
}

void record_line_import(uint64_t import) {
    char text[SELLO_ID_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_IMPORT, import}, text);
    record_line(_("Came with import"), import > 0 ? text : "");
}

void record_line_number(const char *label, uint64_t n) {
    char text[NUMBER_LEN];
    snprintf(text, sizeof text, "%" PRIu64, n);
    record_line(label, text);
}

void record_lines_counts(const struct sello_label_counts *counts) {
    record_line_number(_("Labels"), counts->issued);
    record_line_number(_("  printed"), counts->printed);
    record_line_number(_("  delivered"), counts->delivered);
    record_line_number(_("  spoiled"), counts->spoiled);
    record_line_number(_("  left"), counts->left);
}

/* ---- cells ---- */

void record_cell_id(struct table *t, struct sello_id id) {
    char text[SELLO_ID_LEN];
    sello_id_format(id, text);
    table_cell(t, text);
}

/* Under each other, days of one digit and of two end at the same place. */
static void cell_date(struct table *t, const char *text, int columns) {
    char cell[CLI_INSTANT_LEN];
    snprintf(cell, sizeof cell, "%*s", text[0] != '\0' ? columns : 0, text);
    table_cell(t, cell);
}

void record_cell_day(struct table *t, struct sello_number day) {
    char text[CLI_DAY_LEN] = "";
    if (day.present) {
        cli_day(day.value, text);
    }
    cell_date(t, text, DAY_COLUMNS);
}

void record_cell_instant(struct table *t, uint64_t seconds) {
    char text[CLI_INSTANT_LEN];
    cli_instant(seconds, text);
    cell_date(t, text, INSTANT_COLUMNS);
}

void record_cell_number(struct table *t, uint64_t n) {
    char text[NUMBER_LEN];
    snprintf(text, sizeof text, "%" PRIu64, n);
    table_cell(t, text);
}

void record_serials(uint64_t first, uint64_t last, char out[SELLO_LEN(RECORD_SERIALS_LEN)]) {
    if (first == last) {
        snprintf(out, RECORD_SERIALS_LEN, "%" PRIu64, first);
    } else {
        snprintf(out, RECORD_SERIALS_LEN, "%" PRIu64 "-%" PRIu64, first, last);
    }
}

void record_cell_serials(struct table *t, uint64_t first, uint64_t last) {
    char text[RECORD_SERIALS_LEN];
    record_serials(first, last, text);
    table_cell(t, text);
}

/* ---- words ---- */

const char *record_state_text(enum sello_certificate_state state) {
    return state_word_certificate(cli_language_name(), state);
}

const char *record_step_name(enum sello_certificate_step step) {
    switch (step) {
    case SELLO_STEP_PASS: return "pass";
    case SELLO_STEP_FAIL: return "fail";
    case SELLO_STEP_GRANT: return "grant";
    case SELLO_STEP_SUSPEND: return "suspend";
    case SELLO_STEP_RESUME: return "resume";
    case SELLO_STEP_WITHDRAW: return "withdraw";
    case SELLO_STEP_RENEW: return "renew";
    }
    return "?";
}

const char *record_step_text(enum sello_certificate_step step) {
    switch (step) {
    case SELLO_STEP_PASS: return _("inspection passed");
    case SELLO_STEP_FAIL: return _("inspection failed");
    case SELLO_STEP_GRANT: return record_state_text(SELLO_CERTIFICATE_GRANTED);
    case SELLO_STEP_SUSPEND: return record_state_text(SELLO_CERTIFICATE_SUSPENDED);
    case SELLO_STEP_RESUME: return _("resumed");
    case SELLO_STEP_WITHDRAW: return record_state_text(SELLO_CERTIFICATE_WITHDRAWN);
    case SELLO_STEP_RENEW: return _("renewed");
    }
    return "?";
}
