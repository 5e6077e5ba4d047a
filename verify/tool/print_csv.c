/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "verify/tool/tool.h"

/* One verdict as one row of CSV (RFC 4180); docs/FORMAT.md lists the columns. New ones are only
 * ever added at the end. */

static const char header[] = "input,time,verdict,serial,serial_text,product,certifier,data_of,"
                             "seen_first,seen_times,detail\r\n";

void print_csv_header(FILE *to) {
    fputs(header, to);
}

/* What a spreadsheet would take for a formula. */
static bool is_formula(const char *text) {
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

/* Quotes stand double; what a terminal would obey is shown as an escape, line ends too. */
static void put_field(FILE *to, const char *text) {
    bool quoted = strpbrk(text, "\",;") != NULL;
    fputs(quoted ? "\"" : "", to);
    fputs(is_formula(text) ? "'" : "", to);
    while (text[0] != '\0') {
        size_t len = strcspn(text, "\"");
        cli_show(to, sello_bytes(text, len));
        fputs(text[len] == '"' ? "\"\"" : "", to);
        text += len + (text[len] == '"');
    }
    fputs(quoted ? "\"" : "", to);
}

static void put_next(FILE *to, const char *text) {
    fputc(',', to);
    put_field(to, text);
}

static void put_instant(FILE *to, bool present, uint64_t seconds) {
    char text[BASE_INSTANT_LEN] = "";
    put_next(to, present && base_instant_format(seconds, text) ? text : "");
}

static void put_number(FILE *to, uint64_t number) {
    fputc(',', to);
    if (number != 0) {
        fprintf(to, "%llu", (unsigned long long)number);
    }
}

/* A line of standard input is named so that no spreadsheet takes it for a formula. */
static void put_input(FILE *to, const char *input) {
    char line[32];
    if (strncmp(input, "-:", 2) == 0) {
        snprintf(line, sizeof line, "line %.24s", input + 2);
        input = line;
    }
    put_field(to, input);
}

void print_report_csv(const struct source *source, const struct sello_report *report) {
    FILE *to = source->to;
    char detail[512];
    verdict_detail(report, false, detail, sizeof detail);
    put_input(to, source->input);
    put_instant(to, true, source->judged);
    put_next(to, verdict_word(report->verdict));
    put_number(to, report->serial);
    put_next(to, report->serial_text);
    put_next(to, report->product);
    put_next(to, report->certifier);
    put_instant(to, report->has_certifier, report->bundle_date);
    put_instant(to, report->seen_times > 0, report->seen_first);
    put_number(to, report->seen_times);
    put_next(to, detail);
    fputs("\r\n", to);
}
