/* SPDX-License-Identifier: Apache-2.0 */
/* What was done with labels in a time: on the screen, as a table, as pages for the assembly. */
#include <inttypes.h>

#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/list_options.h"
#include "registry/commands/page_options.h"
#include "registry/commands/record.h"
#include "registry/print/report_page.h"

#define BAR_WIDEST 28 /* columns, on the screen */

/* clang-format off */
const struct cli_option cmd_report_options[] = {
    LIST_PRODUCER,
    {"year", N_("YEAR"), N_("what was done in this year: 2026"), false},
    {"from", N_("DATE"), N_("what was done on this day or later"), false},
    {"to", N_("DATE"), N_("what was done on this day or before"), false},
    LIST_CSV,
    {"pdf", N_("FILE"), N_("write it as pages to print, with a chart, for the assembly"), false},
    {"paper", N_("letter|a4"), PAGE_PAPER_HELP, false},
    {"words", N_("es|en"), PAGE_WORDS_HELP, false},
    {.name = NULL},
};
/* clang-format on */

/* ---- what is asked for ---- */

static bool take_year(const struct cli_args *args, struct report_request *out) {
    uint64_t year = 0;
    char date[BASE_DATE_LEN];
    if (cli_text(args, "year") == NULL) {
        return true;
    }
    if (cli_text(args, "from") != NULL || cli_text(args, "to") != NULL) {
        cli_error(_("--year is a time already: leave --from and --to out."));
        return false;
    }
    if (!cli_number(args, "year", 1970, 9998, &year)) {
        return false;
    }
    snprintf(date, sizeof date, "%04" PRIu64 "-01-01", year);
    out->from.present = base_date_parse(date, &out->from.value);
    snprintf(date, sizeof date, "%04" PRIu64 "-12-31", year);
    out->to.present = base_date_parse(date, &out->to.value);
    return true;
}

static bool take_report(const struct app *app, struct report_request *out) {
    const struct cli_args *args = app->args;
    const char *producer = cli_text(args, "producer");
    return (producer == NULL || app_id_of(producer, SELLO_KIND_PRODUCER, &out->producer)) &&
           list_days_given(args, &out->from, &out->to) && take_year(args, out);
}

/* Options of the pages would be passed over in silence without them. */
static bool take_page(const struct cli_args *args, struct report_page *out) {
    static const char *const names[] = {"paper", "words"};
    out->path = cli_text(args, "pdf");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (out->path == NULL && cli_text(args, names[i]) != NULL) {
            cli_error(_("--%s is for pages: give --pdf FILE, or leave it out."),
                      cli_option_shown(args, names[i]));
            return false;
        }
    }
    if (!page_paper_take(args, &out->paper) || !page_words_take(args, &out->words)) {
        return false;
    }
    if (out->words == PAGE_WORDS_BOTH) {
        cli_error(_("A report has one language: --words es or --words en."));
        return false;
    }
    return true;
}

/* ---- JSON ---- */

static void json_counts(struct cli_json *j, const struct report_counts *n, bool left) {
    cli_json_number(j, "issued", n->issued);
    cli_json_number(j, "printed", n->printed);
    cli_json_number(j, "delivered", n->delivered);
    cli_json_number(j, "sold", n->sold);
    cli_json_number(j, "withdrawn", n->withdrawn);
    cli_json_number(j, "spoiled", n->spoiled);
    if (left) {
        cli_json_number(j, "left", n->left);
    }
}

static void put_json(const struct report *r) {
    struct cli_json j;
    char month[16];
    cli_json_open(&j, stdout);
    record_json_day(&j, "from", r->request.from);
    record_json_day(&j, "to", (struct sello_number){true, r->to_day});
    cli_json_open_in(&j, "producers", '[');
    for (size_t i = 0; i < r->n_producers; i++) {
        const struct report_producer *p = &r->producer[i];
        cli_json_open_in(&j, NULL, '{');
        record_json_id(&j, "id", (struct sello_id){SELLO_KIND_PRODUCER, p->number});
        record_json_text(&j, "name", p->name);
        record_json_text(&j, "origin", p->origin);
        json_counts(&j, &p->n, true);
        cli_json_close_in(&j, '}');
    }
    cli_json_close_in(&j, ']');
    cli_json_open_in(&j, "months", '[');
    for (size_t i = 0; i < r->n_months; i++) {
        snprintf(month, sizeof month, "%04u-%02u", r->month[i].year % 10000,
                 r->month[i].month % 100);
        cli_json_open_in(&j, NULL, '{');
        cli_json_string(&j, "month", month);
        json_counts(&j, &r->month[i].n, false);
        cli_json_close_in(&j, '}');
    }
    cli_json_close_in(&j, ']');
    cli_json_open_in(&j, "total", '{');
    json_counts(&j, &r->total, true);
    cli_json_close_in(&j, '}');
    cli_json_close(&j);
}

/* ---- the screen ---- */

static void put_row(struct table *table, const char *name, const struct report_counts *n) {
    table_cell(table, name);
    record_cell_number(table, n->issued);
    record_cell_number(table, n->printed);
    record_cell_number(table, n->delivered);
    record_cell_number(table, n->sold);
    record_cell_number(table, n->withdrawn);
    record_cell_number(table, n->spoiled);
    record_cell_number(table, n->left);
}

/* Short, that all of them stand beside a name in 80 columns. */
static const char *const short_titles[][2] = {
    {"Productor", "Producer"}, {"Emit.", "Issued"}, {"Impr.", "Printed"},
    {"Entreg.", "Delivered"},  {"Vend.", "Sold"},   {"Retir.", "Withdrawn"},
    {"Arruin.", "Spoiled"},    {"Quedan", "Left"},
};

static void start_table(struct table *table, const char *const (*names)[2], size_t n) {
    const char *titles[TABLE_COLUMNS_MAX];
    bool english = strcmp(cli_language_name(), "en") == 0;
    for (size_t i = 0; i < n; i++) {
        titles[i] = names[i][english];
    }
    table_start(table, titles, n);
}

static bool put_producers(const struct report *r) {
    struct table table;
    start_table(&table, short_titles, sizeof short_titles / sizeof *short_titles);
    for (size_t i = 0; i < r->n_producers; i++) {
        const struct report_producer *p = &r->producer[i];
        put_row(&table, p->number > 0 ? p->name : _("lost records"), &p->n);
    }
    if (r->n_producers > 0) {
        put_row(&table, _("All of them"), &r->total);
    }
    return table_end(&table, stdout, _("Nothing was done with labels in that time."));
}

/* As many blocks as its part of the greatest; one at least for what is not nothing. */
static void bar_cell(struct table *table, uint64_t n, uint64_t most) {
    char bar[BAR_WIDEST * 3 + 1] = "";
    size_t len = (size_t)((double)n * BAR_WIDEST / (double)most + 0.5);
    len = len == 0 && n > 0 ? 1 : len;
    for (size_t i = 0; i < len; i++) {
        memcpy(bar + 3 * i, "█", 4); /* three bytes and NUL */
    }
    table_cell(table, bar);
}

static bool put_chart(const struct report *r) {
    static const char *const titles[][2] = {{"Mes", "Month"},
                                            {"Emitidas", "Issued"},
                                            {"Entregadas", "Delivered"},
                                            {"Vendidas", "Sold"},
                                            {"Emitidas", "Issued"}};
    struct table table;
    uint64_t most = 1;
    for (size_t i = 0; i < r->n_months; i++) {
        most = r->month[i].n.issued > most ? r->month[i].n.issued : most;
    }
    cli_print(stdout, "\n");
    start_table(&table, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < r->n_months; i++) {
        char month[CLI_DAY_LEN];
        const struct report_counts *n = &r->month[i].n;
        cli_month(r->month[i].year, r->month[i].month, month);
        table_cell(&table, month);
        record_cell_number(&table, n->issued);
        record_cell_number(&table, n->delivered);
        record_cell_number(&table, n->sold);
        bar_cell(&table, n->issued, most);
    }
    return table_end(&table, stdout, "");
}

/* ---- files ---- */

static enum sello_error put_csv(struct app *app, const void *context,
                                const struct export_sink *sink) {
    return report_csv(&app->session, context, sink);
}

static int write_pdf(struct app *app, struct report_page *page) {
    page->root = app_root(app);
    if (page->root == NULL) {
        return CLI_FAILURE;
    }
    if (report_page_write(&app->session, page) != SELLO_OK) {
        return app_problem(app, _("The report was not written"));
    }
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", page->path);
        cli_json_close(&j);
    } else {
        cli_print(stdout, _("The report is in %s, to print.\n"), page->path);
    }
    return CLI_OK;
}

static int tell(struct app *app, const struct report *report, struct report_page *page) {
    const char *csv = cli_text(app->args, "csv");
    int result = csv != NULL ? list_write_table(app, put_csv, report, csv) : CLI_OK;
    if (result == CLI_OK && page->path != NULL) {
        result = write_pdf(app, page);
    }
    if (csv != NULL || page->path != NULL) {
        return result;
    }
    if (app->json) {
        put_json(report);
        return CLI_OK;
    }
    return put_producers(report) && (report->n_producers == 0 || put_chart(report)) ? CLI_OK
                                                                                    : CLI_FAILURE;
}

static int report_on(struct app *app) {
    struct report_request request = {.producer = 0};
    struct report report;
    struct report_page page = {.report = &report};
    if (!take_report(app, &request) || !take_page(app->args, &page)) {
        return CLI_USAGE;
    }
    enum sello_error error = report_make(&app->session, &request, &report);
    int result = error == SELLO_OK ? tell(app, &report, &page)
                                   : app_problem(app, _("The report was not made"));
    report_free(&report);
    return result;
}

int cmd_report(const struct cli_args *args) {
    return app_run(args, APP_READ, report_on);
}
