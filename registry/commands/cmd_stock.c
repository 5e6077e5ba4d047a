/* SPDX-License-Identifier: Apache-2.0 */
/* Label stock: what there is, and what fits on it. */
#include "labels/stock/fit.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/commands/stock_words.h"
#include "registry/print/stock_catalog.h"

#define MM_LEN 24 /* "66.68", and more than any length here */

/* clang-format off */
const struct cli_option cmd_stock_list_options[] = {
    {"all", NULL, N_("gLabels' too, where it is installed: hundreds"), false},
    {.name = NULL},
};
/* clang-format on */

/* At these modules people print: the finest that scans, GS1's least at retail, and what 600 dpi and
 * 203 dpi aim for. */
static const double modules_mm[] = {0.339, 0.396, 0.423, 0.500};
#define N_MODULES (sizeof modules_mm / sizeof *modules_mm)
#define USUAL_MODULE 0.423

/* ---- in words ---- */

/* "25.4" */
static const char *mm(double length, char out[SELLO_LEN(MM_LEN)]) {
    int len = snprintf(out, MM_LEN, "%.2f", length);
    while (len > 1 && out[len - 1] == '0') {
        out[--len] = '\0';
    }
    if (len > 1 && out[len - 1] == '.') {
        out[len - 1] = '\0';
    }
    return out;
}

static const char *paper_name(const struct sello_stock *s) {
    return s->roll                    ? "roll"
           : sello_stock_is_letter(s) ? "letter"
           : sello_stock_is_a4(s)     ? "a4"
                                      : "other";
}

static void paper_words(const struct sello_stock *s, char *out, size_t size) {
    char w[MM_LEN], h[MM_LEN];
    if (s->roll) {
        snprintf(out, size, "%s", _("roll"));
    } else if (sello_stock_is_letter(s)) {
        snprintf(out, size, "%s", _("Letter"));
    } else if (sello_stock_is_a4(s)) {
        snprintf(out, size, "A4");
    } else {
        snprintf(out, size, "%s x %s mm", mm(s->paper_width, w), mm(s->paper_height, h));
    }
}

static void size_words(const struct sello_stock *s, char *out, size_t size) {
    char w[MM_LEN], h[MM_LEN];
    if (s->shape == SELLO_STOCK_ROUND) {
        snprintf(out, size, "\u2300 %s", mm(s->width, w));
    } else {
        snprintf(out, size, "%s x %s", mm(s->width, w), mm(s->height, h));
    }
}

static const char *from_name(enum stock_from from) {
    switch (from) {
    case STOCK_OF_SELLO: return "sello";
    case STOCK_OF_USER: return "user";
    case STOCK_OF_GLABELS: return "glabels";
    }
    return "";
}

/* ---- JSON: the same object in a list and alone ---- */

static void put_names(struct cli_json *j, const struct sello_stock *s) {
    if (sello_stock_alias(s, 0) == NULL) {
        return;
    }
    cli_json_open_in(j, "also", '[');
    for (size_t i = 0; sello_stock_alias(s, i) != NULL; i++) {
        cli_json_string(j, NULL, sello_stock_alias(s, i));
    }
    cli_json_close_in(j, ']');
}

static void put_lengths(struct cli_json *j, const struct sello_stock *s) {
    const struct {
        const char *name;
        double mm;
    } lengths[] = {
        {"paper_width", s->paper_width},
        {"paper_height", s->paper_height},
        {"width", s->width},
        {"height", s->height},
        {"left", s->left},
        {"top", s->top},
        {"pitch_x", s->pitch_x},
        {"pitch_y", s->pitch_y},
        {"corner", s->corner},
    };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        cli_json_decimal(j, lengths[i].name, lengths[i].mm);
    }
}

static void put_symbols(struct cli_json *j, const struct sello_stock *s) {
    cli_json_open_in(j, "symbols", '[');
    for (size_t i = 0; i < N_MODULES; i++) {
        cli_json_open_in(j, NULL, '{');
        cli_json_decimal(j, "module", modules_mm[i]);
        cli_json_number(j, "version", sello_fit_version(s, modules_mm[i]));
        cli_json_close_in(j, '}');
    }
    cli_json_close_in(j, ']');
}

static void print_json(const struct stock_item *item) {
    const struct sello_stock *s = &item->stock;
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "name", s->name);
    put_names(&j, item->from == STOCK_OF_SELLO ? s : &(struct sello_stock){.name = ""});
    cli_json_string(&j, "title", s->title);
    cli_json_string(&j, "from", from_name(item->from));
    cli_json_string(&j, "source", s->source);
    cli_json_string(&j, "paper", paper_name(s));
    cli_json_string(&j, "shape", s->shape == SELLO_STOCK_ROUND ? "round" : "rectangle");
    cli_json_number(&j, "columns", s->columns);
    cli_json_number(&j, "rows", s->rows);
    cli_json_number(&j, "labels", sello_stock_cells(s));
    put_lengths(&j, s);
    cli_json_bool(&j, "asymmetric", s->asymmetric);
    put_symbols(&j, s);
    cli_json_close(&j);
}

/* ---- list ---- */

static void add_row(struct table *table, const struct sello_stock *s) {
    char text[80];
    table_cell(table, s->name);
    paper_words(s, text, sizeof text);
    table_cell(table, text);
    snprintf(text, sizeof text, "%u x %u", s->columns, s->rows);
    table_cell(table, s->roll ? "" : text);
    size_words(s, text, sizeof text);
    table_cell(table, text);
    unsigned version = sello_fit_version(s, USUAL_MODULE);
    snprintf(text, sizeof text, "%u", version);
    table_cell(table, version > 0 ? text : "-");
    table_cell(table, stock_title(s));
}

static int print_table(const struct stock_catalog *list) {
    struct table table;
    const char *const titles[] = {_("Name"),     _("Paper"),    _("Labels"),
                                  _("Size, mm"), _("QR up to"), _("Title")};
    table_start(&table, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < list->n; i++) {
        add_row(&table, &list->item[i].stock);
    }
    if (!table_end(&table, stdout, "")) {
        return CLI_FAILURE;
    }
    cli_note(_("\"QR up to\" is the largest version with modules of 0.423 mm. A usual record needs "
               "12, one issued with --lean 8 or 9."));
    return CLI_OK;
}

int cmd_stock_list(const struct cli_args *args) {
    struct app app;
    struct stock_catalog list;
    app_start(args, &app);
    if (stock_catalog_make(&app.session, cli_flag(args, "all"), &list) != SELLO_OK) {
        stock_catalog_free(&list);
        return app_problem(&app, _("The stock could not be listed"));
    }
    int result = CLI_OK;
    for (size_t i = 0; app.json && i < list.n; i++) {
        print_json(&list.item[i]);
    }
    if (!app.json) {
        result = print_table(&list);
    }
    stock_catalog_free(&list);
    return result;
}

/* ---- show ---- */

static void show_names(const struct stock_item *item) {
    char text[200] = "";
    size_t len = 0;
    record_line(_("Name:"), item->stock.name);
    if (item->from != STOCK_OF_SELLO) {
        return;
    }
    for (size_t i = 0; sello_stock_alias(&item->stock, i) != NULL && len < sizeof text; i++) {
        int n = snprintf(text + len, sizeof text - len, "%s%s", i == 0 ? "" : ", ",
                         sello_stock_alias(&item->stock, i));
        len += n > 0 ? (size_t)n : 0;
    }
    record_line(_("Cut alike:"), text);
}

static void show_sheet(const struct sello_stock *s) {
    char text[120], a[MM_LEN], b[MM_LEN];
    snprintf(text, sizeof text, "%u x %u = %u", s->columns, s->rows, sello_stock_cells(s));
    record_line(_("Labels:"), text);
    snprintf(text, sizeof text, _("%s mm from the left, %s mm from the top"), mm(s->left, a),
             mm(s->top, b));
    record_line(_("First label:"), text);
    snprintf(text, sizeof text, "%s x %s mm", mm(s->pitch_x, a), mm(s->pitch_y, b));
    record_line(_("Pitch:"), text);
    if (s->asymmetric) {
        snprintf(text, sizeof text, _("%s mm on the right, %s mm at the foot"),
                 mm(sello_stock_right(s), a), mm(sello_stock_bottom(s), b));
        record_line(_("Margins differ:"), text);
    }
}

static void show_lengths(const struct sello_stock *s) {
    char text[120], a[MM_LEN], b[MM_LEN];
    paper_words(s, text, sizeof text);
    record_line(_("Paper:"), text);
    size_words(s, text, sizeof text - 4);
    snprintf(text + strlen(text), 4, " mm");
    record_line(_("Size:"), text);
    if (s->roll) {
        double gap = s->paper_height - s->height;
        snprintf(text, sizeof text, "%s mm", mm(gap, a));
        record_line(_("Gap:"), text);
    } else {
        show_sheet(s);
    }
    if (s->corner > 0) {
        snprintf(text, sizeof text, "%s mm", mm(s->corner, b));
        record_line(_("Corner:"), text);
    }
}

static void show_symbols(const struct sello_stock *s) {
    char text[120], label[80];
    for (size_t i = 0; i < N_MODULES; i++) {
        unsigned version = sello_fit_version(s, modules_mm[i]);
        double side = (17 + 4 * version + 2 * SELLO_QUIET_ZONE) * modules_mm[i];
        snprintf(label, sizeof label, _("QR at %.3f mm:"), modules_mm[i]);
        if (version > 0) {
            snprintf(text, sizeof text, _("up to version %u, %.1f mm wide"), version, side);
        } else {
            snprintf(text, sizeof text, "%s", _("none fits"));
        }
        record_line(label, text);
    }
}

int cmd_stock_show(const struct cli_args *args) {
    struct app app;
    struct stock_item item;
    app_start(args, &app);
    if (stock_find(&app.session, cli_operand(args, 0), &item) != SELLO_OK) {
        return app_problem(&app, _("The stock could not be listed"));
    }
    if (app.json) {
        print_json(&item);
        return CLI_OK;
    }
    show_names(&item);
    record_line(_("Title:"), stock_title(&item.stock));
    show_lengths(&item.stock);
    show_symbols(&item.stock);
    record_line(_("Source:"), item.stock.source);
    return CLI_OK;
}
