/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/print/mark.h"
#include "registry/print/print.h"
#include "registry/print/printers_here.h"
#include "registry/print/stock_catalog.h"

/* On what is printed, and how it looks: stock, printer, design, mark. */

#define DESIGN_FILE_MAX ((size_t)64 << 10)

/* ---- stock ---- */

struct last_stock {
    enum print_format format;
    char name[SELLO_STOCK_MAX + 1];
};

/* Sheets and rolls are in different printers: each kind remembers its own. */
static bool visit_print(void *context, const struct sello_print *print) {
    struct last_stock *last = context;
    bool thermal = strcmp(print->format, print_format_name(PRINT_ZPL)) == 0;
    if (print->stock[0] != '\0' && thermal == (last->format == PRINT_ZPL)) {
        snprintf(last->name, sizeof last->name, "%s", print->stock);
    }
    return true;
}

static bool last_used(struct app *app, const struct print_job *job, struct last_stock *out) {
    *out = (struct last_stock){.format = job->format};
    enum sello_error error = sello_print_list(app->session.store, visit_print, out);
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("Nothing was printed"));
        return false;
    }
    if (out->name[0] == '\0') {
        cli_error(_("On which labels? Name them with --stock, for example %s; sello stock list "
                    "shows all there are."),
                  job->format == PRINT_ZPL ? "--stock roll-100x50" : "--stock avery-5162");
    }
    return out->name[0] != '\0';
}

static bool take_stock(struct app *app, struct print_job *job) {
    const char *name = cli_text(app->args, "stock");
    struct last_stock last;
    if (name == NULL && !last_used(app, job, &last)) {
        return false;
    }
    struct stock_item item;
    if (!stock_here(app, name != NULL ? name : last.name, &item)) {
        return false;
    }
    job->stock = item.stock;
    if (name == NULL) {
        cli_note(_("Stock: %s, the one used last. Choose another one with --stock."),
                 job->stock.name);
    }
    if (job->format == PRINT_ZPL && !job->stock.roll) {
        cli_note(_("%s is a sheet: label printers take rolls, so only the size of its label is "
                   "used."),
                 job->stock.name);
    }
    return true;
}

/* ---- design ---- */

static bool read_design(const char *path, struct print_job *job) {
    uint8_t *bytes;
    size_t len, line = 0;
    if (!cli_file_read(path, DESIGN_FILE_MAX, &bytes, &len)) {
        return false;
    }
    enum sello_error error = sello_design_parse(sello_bytes(bytes, len), &job->own_design, &line);
    free(bytes);
    if (error != SELLO_OK) {
        cli_error(_("The design %s cannot be used, line %zu: %s."), path, line,
                  _(sello_error_text(error)));
        return false;
    }
    job->design = job->own_design;
    return true;
}

static bool take_design(const struct cli_args *args, struct print_job *job) {
    const char *name = cli_text(args, "design");
    job->design = sello_design_find(name != NULL ? name : "plain");
    return job->design != NULL || read_design(name, job);
}

/* ---- mark ---- */

static bool take_mark(struct app *app, struct print_job *job) {
    const char *path = cli_text(app->args, "mark");
    if (cli_flag(app->args, "no-mark")) {
        return true;
    }
    return path != NULL ? mark_file_open(path, &job->mark) : mark_here_open(app, &job->mark);
}

/* ---- printer ---- */

static bool take_printer(struct app *app, struct print_job *job) {
    const char *name = cli_text(app->args, "printer");
    job->sheet.profile = (struct sello_profile){.scale_x = 1, .scale_y = 1};
    if (name == NULL) {
        return true;
    }
    snprintf(job->printer, sizeof job->printer, "%s", name);
    return printer_here(app, name, &job->sheet.profile);
}

bool print_stock(struct app *app, struct print_job *job) {
    return !job->whole || (take_stock(app, job) && take_design(app->args, job) &&
                           take_mark(app, job) && take_printer(app, job));
}
