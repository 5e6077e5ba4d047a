/* SPDX-License-Identifier: Apache-2.0 */
/* A statement of a producer's certified output, for a lender or a fund. */
#include <stdlib.h>

#include "base/file.h"
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/page_options.h"
#include "registry/print/statement_fold.h"
#include "registry/print/statement_page.h"

/* clang-format off */
const struct cli_option cmd_statement_options[] = {
    {"from", N_("DATE"), N_("what was done on this day or later"), false},
    {"until", N_("DATE"), N_("what was done on this day or before"), false},
    {"to", "pdf|json", N_("a page to print with its code, or what it says with its code"), false},
    {"o", N_("FILE"), N_("where to write it"), false},
    {"consent", N_("NOTE"), N_("the producer agrees today: how that was said"), false},
    {"end-consent", NULL, N_("the producer takes it back: no more statements"), false},
    {"paper", N_("letter|a4"), PAGE_PAPER_HELP, false},
    {"words", N_("es|en"), PAGE_WORDS_HELP, false},
    {.name = NULL},
};
/* clang-format on */

struct wanted {
    struct statement_request request;
    struct statement_page page;
    bool json;
};

static bool take(struct app *app, struct wanted *out) {
    const struct cli_args *args = app->args;
    const char *to = NULL, *needed = NULL;
    if (!cli_require(args, "from", &needed) || !cli_require(args, "until", &needed) ||
        !cli_require(args, "to", &to) || !cli_require(args, "o", &out->page.path) ||
        !cli_date(args, "from", &out->request.from) ||
        !cli_date(args, "until", &out->request.until) || !page_paper_take(args, &out->page.paper) ||
        !page_words_take(args, &out->page.words)) {
        return false;
    }
    out->json = strcmp(to, "json") == 0;
    if (!out->json && strcmp(to, "pdf") != 0) {
        cli_error(_("--to takes pdf or json."));
        return false;
    }
    if (out->page.words == PAGE_WORDS_BOTH) {
        cli_error(_("A statement has one language: --words es or --words en."));
        return false;
    }
    out->request.consent = cli_text(args, "consent");
    return true;
}

/* ---- JSON ---- */

static void json_day(struct cli_json *j, const char *name, uint64_t day) {
    char text[BASE_DATE_LEN];
    base_date_format(day, text);
    cli_json_string(j, name, text);
}

static void json_month(struct cli_json *j, const char *name, uint64_t month) {
    char text[24];
    snprintf(text, sizeof text, "%04u-%02u", (unsigned)(month / 12), (unsigned)(month % 12) + 1);
    cli_json_string(j, name, text);
}

static void put_rows(struct cli_json *j, const struct statement *s) {
    struct base_date date = {.year = 1970, .month = 1};
    bool ok = base_date_of(s->request.from, &date);
    uint64_t first = date.year * 12 + date.month - 1, n_months = statement_months(&s->request);
    cli_json_open_in(j, "rows", '[');
    for (size_t i = 0; i < s->n_rows && ok; i++) {
        const struct sello_statement_row *row = &s->row[i];
        uint64_t end =
            row->month + s->fold.months < n_months ? row->month + s->fold.months : n_months;
        cli_json_open_in(j, NULL, '{');
        cli_json_string(j, "product", s->product[row->product]);
        json_month(j, "month", first + row->month);
        if (s->fold.months > 1) {
            json_month(j, "last_month", first + end - 1);
        }
        cli_json_number(j, "issued", row->issued);
        cli_json_number(j, "delivered", row->delivered);
        cli_json_number(j, "sold", row->sold);
        cli_json_number(j, "withdrawn", row->withdrawn);
        cli_json_close_in(j, '}');
    }
    cli_json_close_in(j, ']');
}

static void put_fold(struct cli_json *j, const struct sello_statement_fold *fold) {
    if (sello_statement_is_folded(fold)) {
        cli_json_open_in(j, "added_up", '{');
        cli_json_number(j, "months", fold->months);
        cli_json_number(j, "products", fold->products);
        cli_json_number(j, "certificates", fold->certificates);
        cli_json_close_in(j, '}');
    }
}

static bool write_json(const struct statement *s, const struct statement_signed *code,
                       const char *path) {
    struct base_output output;
    if (!cli_output_open(&output, path, 0644, true)) {
        return false;
    }
    struct cli_json j;
    cli_json_open(&j, output.to);
    cli_json_string(&j, "producer_name", s->producer.name);
    json_day(&j, "from", s->request.from);
    json_day(&j, "until", s->request.until);
    json_day(&j, "consent", s->consent.day);
    put_fold(&j, &s->fold);
    put_rows(&j, s);
    cli_json_string(&j, "text", code->text);
    cli_json_close(&j);
    return cli_output_end(&output, true);
}

/* ---- the command ---- */

static int make(struct app *app, struct wanted *wanted) {
    struct statement *whole = NULL, *statement = NULL;
    struct statement_signed *code = calloc(1, sizeof *code);
    if (code == NULL) {
        return app_failed(app, SELLO_E_MEMORY, _("The statement was not made"));
    }
    wanted->page.root = app_root(app);
    if (wanted->page.root == NULL) {
        free(code);
        return CLI_FAILURE;
    }
    enum sello_error error = statement_make(&app->session, &wanted->request, &whole);
    if (error == SELLO_OK) {
        error = statement_fold(&app->session, whole, wanted->page.words, &statement);
    }
    error = error == SELLO_OK ? statement_sign(&app->session, statement, code) : error;
    wanted->page.statement = statement;
    wanted->page.code = code;
    int result = CLI_OK;
    if (error == SELLO_OK && wanted->json) {
        result = write_json(statement, code, wanted->page.path) ? CLI_OK : CLI_FAILURE;
    } else if (error == SELLO_OK) {
        error = statement_page_write(&app->session, &wanted->page);
    }
    if (error != SELLO_OK) {
        result = app_problem(app, _("The statement was not made"));
    } else if (result == CLI_OK && app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", wanted->page.path);
        cli_json_string(&j, "text", code->text);
        put_fold(&j, &statement->fold);
        cli_json_close(&j);
    } else if (result == CLI_OK) {
        cli_print(stdout, _("The statement is in %s: it tells of labels, not of income.\n"),
                  wanted->page.path);
    }
    if (result == CLI_OK && sello_statement_is_folded(&statement->fold)) {
        cli_note(_("It was too long for a code, and was added up: it says how. For more detail ask "
                   "for a shorter time."));
    }
    statement_free(whole);
    statement_free(statement);
    free(code);
    return result;
}

static int statement(struct app *app) {
    struct wanted wanted = {.json = false};
    uint64_t producer = 0;
    const char *note = cli_text(app->args, "consent");
    bool ends = cli_flag(app->args, "end-consent");
    if (!app_id(app->args, 0, SELLO_KIND_PRODUCER, &producer)) {
        return CLI_USAGE;
    }
    if (ends && note != NULL) {
        cli_error(_("--consent and --end-consent do not go together."));
        return CLI_USAGE;
    }
    if (!ends && !take(app, &wanted)) {
        return CLI_USAGE;
    }
    if ((ends || note != NULL) && statement_consent(&app->session, producer, note) != SELLO_OK) {
        return app_problem(app, _("The statement was not made"));
    }
    if (ends) {
        cli_note(_("The consent is taken back: no statement is made until there is another."));
        return CLI_OK;
    }
    wanted.request.producer = producer;
    return make(app, &wanted);
}

int cmd_statement(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, statement);
}
