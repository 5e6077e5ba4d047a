/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool.h"

/* One verdict as one row of CSV (RFC 4180); docs/FORMAT.md lists the columns. New ones are only
 * ever added at the end. */

static const char header[] = "input,time,verdict,serial,serial_text,product,certifier,data_of,"
                             "seen_first,seen_times,detail\r\n";

void print_csv_header(void) {
    fputs(header, stdout);
}

/* What a spreadsheet would take for a formula. */
static bool is_formula(const char *text) {
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

/* Quotes stand double; what a terminal would obey is shown as an escape, line ends too. */
static void put_field(const char *text) {
    bool quoted = strpbrk(text, "\",;") != NULL;
    fputs(quoted ? "\"" : "", stdout);
    fputs(is_formula(text) ? "'" : "", stdout);
    while (text[0] != '\0') {
        size_t len = strcspn(text, "\"");
        cli_show(stdout, sello_bytes(text, len));
        fputs(text[len] == '"' ? "\"\"" : "", stdout);
        text += len + (text[len] == '"');
    }
    fputs(quoted ? "\"" : "", stdout);
}

static void put_next(const char *text) {
    putchar(',');
    put_field(text);
}

static void put_instant(bool present, uint64_t seconds) {
    char text[CLI_INSTANT_LEN] = "";
    put_next(present && cli_instant_format(seconds, text) ? text : "");
}

static void put_number(uint64_t number) {
    putchar(',');
    if (number != 0) {
        printf("%llu", (unsigned long long)number);
    }
}

/* A line of standard input is named so that no spreadsheet takes it for a formula. */
static void put_input(const char *input) {
    char line[32];
    if (strncmp(input, "-:", 2) == 0) {
        snprintf(line, sizeof line, "line %.24s", input + 2);
        input = line;
    }
    put_field(input);
}

void print_report_csv(const struct source *source, const struct sello_report *report) {
    char detail[512];
    verdict_detail(report, detail, sizeof detail);
    put_input(source->input);
    put_instant(true, source->judged);
    put_next(sello_verdict_name(report->verdict));
    put_number(report->serial);
    put_next(report->serial_text);
    put_next(report->product);
    put_next(report->certifier);
    put_instant(report->has_certifier, report->bundle_date);
    put_instant(report->seen_times > 0, report->seen_first);
    put_number(report->seen_times);
    put_next(detail);
    fputs("\r\n", stdout);
}
