/* SPDX-License-Identifier: Apache-2.0 */
/* What a printer is off by: a page to print and measure, then what was measured. */
#include <math.h>
#include <stdlib.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/page_options.h"
#include "registry/commands/table.h"
#include "registry/print/printers.h"

/* clang-format off */
const struct cli_option cmd_stock_calibrate_options[] = {
    {"to", "pdf", N_("write the page to print and measure"), false},
    {"o", N_("FILE"), N_("where to write it"), false},
    {"paper", N_("letter|a4"), N_("its paper (letter)"), false},
    {"printer", N_("NAME"), N_("what the printer is called here"), false},
    {"left", N_("MM"), N_("measured: from the paper's left edge to A; 20 is meant"), false},
    {"top", N_("MM"), N_("from the upper edge to A; 20 is meant"), false},
    {"across", N_("MM"), N_("from A to B; 170 is meant"), false},
    {"down", N_("MM"), N_("from A to C; 230 is meant"), false},
    {"forget", NULL, N_("forget this printer"), false},
    APP_DRY_RUN,
    {.name = NULL},
};
/* clang-format on */

#define MEASURED_MOST 1000.0

/* ---- the page ---- */

static bool take_page(const struct cli_args *args, const char **out_path, enum sello_paper *out) {
    if (strcmp(cli_text(args, "to"), "pdf") != 0) {
        cli_error(_("--to takes pdf here."));
        return false;
    }
    if (!page_paper_take(args, out)) {
        return false;
    }
    return cli_require(args, "o", out_path);
}

static int say_page(struct app *app, const char *path, size_t len) {
    if (app->json) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_string(&j, "file", path);
        cli_json_number(&j, "bytes", len);
        app_json_dry_run(app, &j);
        cli_json_close(&j);
    } else if (app->dry_run) {
        app_say_dry_run(app);
        cli_print(stdout, _("The page would be written to %s.\n"), path);
    } else {
        cli_print(
            stdout,
            _("%s: print it at 100 %% on plain paper, measure what it says, and note it with: "
              "sello stock calibrate --printer NAME --left MM --top MM --across MM --down "
              "MM\n"),
            path);
    }
    return CLI_OK;
}

static int write_page(struct app *app) {
    const char *path;
    enum sello_paper paper;
    uint8_t *pdf;
    size_t len;
    if (!take_page(app->args, &path, &paper)) {
        return CLI_USAGE;
    }
    enum sello_error error = sello_calibration_page(paper, &pdf, &len);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The page was not written"));
    }
    bool written = app->dry_run || cli_file_replace(path, sello_bytes(pdf, len), 0644);
    free(pdf);
    return written ? say_page(app, path, len) : CLI_FAILURE;
}

/* ---- what was measured ---- */

static bool take_measured(const struct cli_args *args, struct sello_calibration *out) {
    const struct {
        const char *name;
        double *mm;
    } options[] = {
        {"left", &out->left}, {"top", &out->top}, {"across", &out->across}, {"down", &out->down}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *given;
        if (!cli_require(args, options[i].name, &given) ||
            !cli_decimal(args, options[i].name, 0, MEASURED_MOST, options[i].mm)) {
            return false;
        }
    }
    return true;
}

static void say_json(const struct app *app, const struct printer *printer) {
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "printer", printer->name);
    cli_json_decimal(&j, "offset_x", printer->profile.offset_x);
    cli_json_decimal(&j, "offset_y", printer->profile.offset_y);
    cli_json_decimal(&j, "scale_x_percent", 100 * printer->profile.scale_x);
    cli_json_decimal(&j, "scale_y_percent", 100 * printer->profile.scale_y);
    app_json_dry_run(app, &j);
    cli_json_close(&j);
}

static void say_noted(struct app *app, const struct printer *printer) {
    const struct sello_profile *p = &printer->profile;
    if (app->json) {
        say_json(app, printer);
        return;
    }
    app_say_dry_run(app);
    cli_print(stdout,
              _("%s: all is moved %.1f mm %s and %.1f mm %s, and sized %.2f %% across and %.2f %% "
                "down. Print with: --printer \"%s\"\n"),
              printer->name, fabs(p->offset_x),
              p->offset_x < 0 ? _("to the left") : _("to the right"), fabs(p->offset_y),
              p->offset_y < 0 ? _("up") : _("down"), 100 * p->scale_x, 100 * p->scale_y,
              printer->name);
}

static int change(struct app *app, const struct printer_change *change) {
    struct printer printer;
    enum sello_error error = app->dry_run ? printers_plan(&app->session, change, &printer)
                                          : printers_commit(&app->session, change, &printer);
    if (error != SELLO_OK) {
        return app_problem(app, _("Nothing was noted"));
    }
    if (!change->forget) {
        say_noted(app, &printer);
    } else if (app->dry_run && app->json) {
        say_json(app, &printer);
    } else if (app->dry_run) {
        app_say_dry_run(app);
        cli_print(stdout, _("%s would be forgotten.\n"), printer.name);
    }
    return CLI_OK;
}

/* ---- what is known ---- */

static void add_row(struct table *table, const struct printer *printer) {
    const struct sello_profile *p = &printer->profile;
    const double numbers[] = {p->offset_x, p->offset_y, 100 * p->scale_x, 100 * p->scale_y};
    table_cell(table, printer->name);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[24];
        snprintf(text, sizeof text, i < 2 ? "%.1f" : "%.2f", numbers[i]);
        table_cell(table, text);
    }
}

static int list(struct app *app) {
    struct printers printers;
    struct table table;
    const char *const titles[] = {_("Printer"), _("Right, mm"), _("Down, mm"), _("Across, %"),
                                  _("Down, %")};
    if (printers_read(&app->session, &printers) != SELLO_OK) {
        return app_problem(app, "");
    }
    for (size_t i = 0; app->json && i < printers.n; i++) {
        say_json(app, &printers.printer[i]);
    }
    if (app->json) {
        return CLI_OK;
    }
    table_start(&table, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < printers.n; i++) {
        add_row(&table, &printers.printer[i]);
    }
    return table_end(&table, stdout,
                     _("No printer was calibrated yet. Begin with: sello stock calibrate --to pdf "
                       "-o FILE"))
               ? CLI_OK
               : CLI_FAILURE;
}

/* ---- which of them is meant ---- */

static bool is_measured(const struct cli_args *args) {
    static const char *const options[] = {"left", "top", "across", "down"};
    bool any = false;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        any = any || cli_text(args, options[i]) != NULL;
    }
    return any;
}

static int with_printer(struct app *app, const char *name) {
    struct printer_change wanted = {.name = name, .forget = cli_flag(app->args, "forget")};
    if (!printers_name_ok(name)) {
        cli_error(_("--printer takes a name of at most %d bytes, without control characters and "
                    "without spaces at its ends."),
                  PRINTER_NAME_MAX);
        return CLI_USAGE;
    }
    if (wanted.forget && is_measured(app->args)) {
        cli_error(_("--forget forgets what was measured: leave out the measures, or --forget."));
        return CLI_USAGE;
    }
    if (!wanted.forget && !take_measured(app->args, &wanted.measured)) {
        return CLI_USAGE;
    }
    return change(app, &wanted);
}

int cmd_stock_calibrate(const struct cli_args *args) {
    struct app app;
    const char *printer = cli_text(args, "printer");
    app_start(args, &app);
    if (cli_text(args, "to") != NULL) {
        if (printer != NULL || is_measured(args)) {
            cli_error(_("--to writes the page; --printer notes what was measured on it. Give one "
                        "of the two."));
            return CLI_USAGE;
        }
        return write_page(&app);
    }
    if (printer != NULL) {
        return app_done(&app, with_printer(&app, printer));
    }
    if (is_measured(args) || cli_flag(args, "forget")) {
        cli_error(_("Which printer? Name it with --printer."));
        return CLI_USAGE;
    }
    return list(&app);
}
