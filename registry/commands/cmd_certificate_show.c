/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at certificates. */
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/list_options.h"
#include "registry/commands/record.h"
#include "registry/commands/table.h"
#include "registry/exchange/calendar.h"

/* clang-format off */
const struct cli_option cmd_certificate_list_options[] = {
    LIST_PRODUCER,
    LIST_PRODUCT,
    LIST_SCHEME,
    {"state", N_("STATE"), N_("only applied, inspected, failed, granted, suspended, withdrawn"), false},
    {"from", N_("DATE"), N_("only those applied for on this day or later"), false},
    {"to", N_("DATE"), N_("only those applied for on this day or before"), false},
    {"ends-within", N_("DAYS"), N_("only those granted whose last day is near"), false},
    LIST_CSV,
    {"ics", N_("FILE"), N_("write when they end, for a calendar, with an alarm 30 days before"), false},
    {.name = NULL},
};
/* clang-format on */

static struct sello_id id_of(uint64_t number) {
    return (struct sello_id){SELLO_KIND_CERTIFICATE, number};
}

/* ---- JSON ---- */

static void json_scheme(struct cli_json *j, uint64_t code, const char *name) {
    cli_json_open_in(j, "scheme", '{');
    cli_json_number(j, "code", code);
    record_json_text(j, "name", name);
    cli_json_close_in(j, '}');
}

static void json_fields(struct cli_json *j, const struct sello_certificate *c) {
    record_json_id(j, "id", id_of(c->number));
    record_json_id(j, "product", (struct sello_id){SELLO_KIND_PRODUCT, c->product});
    record_json_text(j, "product_name", c->product_name);
    record_json_id(j, "producer", (struct sello_id){SELLO_KIND_PRODUCER, c->producer});
    record_json_text(j, "producer_name", c->producer_name);
    json_scheme(j, c->scheme, c->scheme_name);
    cli_json_string(j, "state", sello_certificate_state_name(c->state));
    record_json_instant(j, "applied", c->applied);
    record_json_day(j, "from", c->from);
    record_json_day(j, "until", c->until);
    record_json_text(j, "note", c->note);
    record_json_import(j, c->import);
}

static bool json_step(void *context, const struct sello_certificate_move *row) {
    struct cli_json *j = context;
    bool has_reason = row->step == SELLO_STEP_SUSPEND || row->step == SELLO_STEP_WITHDRAW;
    cli_json_open_in(j, NULL, '{');
    record_json_instant(j, "at", row->at);
    cli_json_string(j, "step", record_step_name(row->step));
    record_json_day(j, "from", row->from);
    record_json_day(j, "until", row->until);
    cli_json_string(j, "reason", has_reason ? sello_reason_name(row->reason) : NULL);
    record_json_text(j, "note", row->note);
    cli_json_close_in(j, '}');
    return true;
}

static enum sello_error show_json(struct app *app, const struct sello_certificate *c) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    json_fields(&j, c);
    cli_json_open_in(&j, "history", '[');
    enum sello_error error =
        sello_certificate_history(app->session.store, c->number, json_step, &j);
    cli_json_close_in(&j, ']');
    cli_json_close(&j);
    return error;
}

/* ---- for people ---- */

static void put_named(const char *label, struct sello_id id, const char *name) {
    char text[SELLO_ID_LEN], line[SELLO_ID_LEN + SELLO_NAME_MAX + 2];
    sello_id_format(id, text);
    snprintf(line, sizeof line, "%s %s", text, name);
    record_line(label, line);
}

/* ", until 2027-01-31 (before: 2026-12-31)"; *until is that of the step before. */
static void put_until(const struct sello_certificate_move *row, const struct sello_number *until,
                      char *buf, size_t size) {
    char now[CLI_DAY_LEN], before[CLI_DAY_LEN];
    buf[0] = '\0';
    if (!row->until.present || !cli_day(row->until.value, now)) {
        return;
    }
    if (until->present && cli_day(until->value, before)) {
        snprintf(buf, size, _(", until %s (before: %s)"), now, before);
    } else {
        snprintf(buf, size, _(", until %s"), now);
    }
}

static bool put_step(void *context, const struct sello_certificate_move *row) {
    struct sello_number *until = context;
    char at[CLI_INSTANT_LEN], line[400], term[80];
    cli_instant(row->at, at);
    put_until(row, until, term, sizeof term);
    snprintf(line, sizeof line, "%s%s%s%s", record_step_text(row->step), term,
             row->note[0] != '\0' ? ": " : "", row->note);
    record_line(at, line);
    if (row->step == SELLO_STEP_GRANT || row->step == SELLO_STEP_RENEW) {
        *until = row->until;
    }
    return true;
}

static enum sello_error show_lines(struct app *app, const struct sello_certificate *c) {
    record_line_id(id_of(c->number));
    put_named(_("Product"), (struct sello_id){SELLO_KIND_PRODUCT, c->product}, c->product_name);
    put_named(_("Producer"), (struct sello_id){SELLO_KIND_PRODUCER, c->producer}, c->producer_name);
    put_named(_("Scheme"), (struct sello_id){SELLO_KIND_SCHEME, c->scheme}, c->scheme_name);
    record_line(_("State"), record_state_text(c->state));
    record_line_day(_("From"), c->from);
    record_line_day(_("Until"), c->until);
    record_line(_("Note"), c->note);
    record_line_import(c->import);
    record_line_instant(_("Applied for"), c->applied);
    struct sello_number until = {.present = false};
    return sello_certificate_history(app->session.store, c->number, put_step, &until);
}

static int show(struct app *app) {
    struct sello_certificate c = {0};
    if (!app_id(app->args, 0, SELLO_KIND_CERTIFICATE, &c.number)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_certificate_get(app->session.store, c.number, &c);
    if (error == SELLO_OK) {
        error = app->json ? show_json(app, &c) : show_lines(app, &c);
    }
    return error == SELLO_OK ? CLI_OK
                             : app_failed(app, error, _("The certificate cannot be shown"));
}

int cmd_certificate_show(const struct cli_args *args) {
    return app_run(args, APP_READ, show);
}

/* ---- list ---- */

/* What tells this certifier's entries in a calendar from others': the host of its address, which
 * its labels lead to for good. */
static void calendar_name(const struct sello_root *root, char out[SELLO_LEN(128)]) {
    char url[SELLO_URL_MAX + 1];
    snprintf(url, sizeof url, "%.*s", (int)root->base_url.len, (const char *)root->base_url.ptr);
    const char *host = strstr(url, "://");
    host = host != NULL ? host + 3 : url;
    snprintf(out, 128, "%.*s", (int)strcspn(host, "/:"), host);
}

struct ends {
    const char *certifier;
    const struct sello_certificate_filter *filter;
    uint64_t *n;
};

static enum sello_error put_calendar(struct app *app, const void *context,
                                     const struct export_sink *sink) {
    const struct ends *ends = context;
    return calendar_write(&app->session, ends->certifier, ends->filter, sink, ends->n);
}

static int write_calendar(struct app *app, const struct sello_certificate_filter *filter,
                          const char *path) {
    char name[128];
    uint64_t n = 0;
    const struct sello_root *root = app_root(app);
    if (root == NULL) {
        return CLI_FAILURE;
    }
    calendar_name(root, name);
    const struct ends ends = {name, filter, &n};
    int result = list_write_file(app, "", put_calendar, &ends, path);
    if (result == CLI_OK && strcmp(path, "-") != 0) {
        cli_note(P_("%llu certificate, to open with a calendar.",
                    "%llu certificates, to open with a calendar.", n),
                 (unsigned long long)n);
    }
    return result;
}

static bool list_json(void *context, const struct sello_certificate *row) {
    struct cli_json j;
    (void)context;
    cli_json_open(&j, stdout);
    json_fields(&j, row);
    cli_json_close(&j);
    return true;
}

static bool list_row(void *context, const struct sello_certificate *row) {
    struct table *table = context;
    record_cell_id(table, id_of(row->number));
    table_cell(table, row->product_name);
    table_cell(table, row->producer_name);
    table_cell(table, row->scheme_name);
    table_cell(table, record_state_text(row->state));
    record_cell_day(table, row->until);
    return !table->failed;
}

static int list(struct app *app) {
    const char *const titles[] = {_("Id"),     _("Product"), _("Producer"),
                                  _("Scheme"), _("State"),   _("Until")};
    struct table table;
    struct export_wanted wanted;
    const char *csv = cli_text(app->args, "csv"), *ics = cli_text(app->args, "ics");
    if (!list_wanted_take(app, SELLO_KIND_CERTIFICATE, &wanted)) {
        return CLI_USAGE;
    }
    if (csv != NULL && ics != NULL) {
        cli_error(_("--csv writes a table and --ics a calendar. Choose one of the two."));
        return CLI_USAGE;
    }
    if (csv != NULL) {
        return list_write_csv(app, EXPORT_CERTIFICATES, &wanted, csv);
    }
    if (ics != NULL) {
        return write_calendar(app, &wanted.certificates, ics);
    }
    table_start(&table, titles, app->json ? 0 : 6);
    enum sello_error error = sello_certificate_find(app->session.store, &wanted.certificates,
                                                    app->json ? list_json : list_row, &table);
    bool printed =
        app->json || table_end(&table, stdout,
                               list_is_limited(app) ? _("No certificate is so.")
                                                    : _("There are no certificates yet."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The certificates cannot be listed"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_certificate_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list);
}
