/* SPDX-License-Identifier: Apache-2.0 */
/* `sello print`: its options, its question. */
#include <stdlib.h>

#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/print_answer.h"
#include "registry/commands/serials.h"
#include "registry/print/print.h"

/* clang-format off */
const struct cli_option cmd_print_options[] = {
    {"to", "png|svg|pdf|zpl", N_("pictures, sheets, or a label printer's commands"), false},
    {"o", N_("PATH"), N_("a folder for png and svg, a file for pdf and zpl (-: standard output); without it, --printer prints"), false},
    {"stock", N_("STOCK"), N_("the label stock: see sello stock list (else the one used last)"), false},
    {"design", N_("NAME|FILE"), N_("how the label looks: simple, marco, etiqueta, sello, tierra (simple)"), false},
    {"words", N_("es|en|both"), N_("the language of the label's own words"), false},
    {"start", N_("ROW:COLUMN|N|next"), N_("the first free cell of a part-used sheet, or how many are used"), false},
    {"order", "row|column|cut-and-stack", N_("how serials run over the sheets (row)"), false},
    {"copies", N_("N"), N_("how many of each label (1)"), false},
    {"outlines", NULL, N_("draw the labels' edges"), false},
    {"crop-marks", NULL, N_("draw marks to cut along"), false},
    {"bleed", N_("MM"), N_("how far the ground reaches beyond each label's edge (0)"), false},
    {"no-header", NULL, N_("no line with batch and serials outside the labels"), false},
    {"proof", NULL, N_("only the first page, overprinted PRUEBA; it does not count as printed"), false},
    {"printer", N_("NAME"), N_("a printer of the system's, to print at once; with -o, one measured with sello stock calibrate"), false},
    {"dpi", N_("N"), N_("the printer's dots per inch (600; 203 for zpl)"), false},
    {"media", "gap|mark|continuous", N_("zpl: what parts the labels of the roll (as the printer is set)"), false},
    {"darkness", N_("N"), N_("zpl: how dark it burns, 0 to 30 (as the printer is set)"), false},
    {"speed", N_("N"), N_("zpl: inches a second, 1 to 14 (as the printer is set)"), false},
    {"module", N_("MM"), N_("the width of a module to aim at, in millimetres (0.423)"), false},
    {"mark", N_("FILE"), N_("the certifier's mark, instead of the one kept with sello mark set"), false},
    {"no-mark", NULL, N_("no mark"), false},
    {"back", N_("FILE"), N_("words for the second side of tags: a text of up to 300 characters, unsigned"), false},
    {"preview", N_("FILE"), N_("only a picture (PNG) of the first sheet, as it will be: nothing is printed"), false},
    {"designs", N_("FILE"), N_("only a picture (PNG) of the first label in every design"), false},
    {"job-sheet", N_("FILE"), N_("write a page for the print shop too (PDF)"), false},
    {"no-readback", NULL, N_("do not read each label back before the files are let go"), false},
    {"pages-per-file", N_("N"), N_("sheets in files of so many pages: labels-001.pdf, ..."), false},
    {"skip-withdrawn", NULL, N_("print the others, where some are withdrawn"), false},
    {"resume", NULL, N_("leave what is there already and right, after an interruption"), false},
    CLI_OPTION_JOBS,
    APP_DRY_RUN,
    APP_IF_SEEN,
    {"yes", NULL, N_("do not ask, where words are left out or cut"), false},
    {"force", NULL, N_("also where the modules are too small to scan well"), false},
    {.name = NULL},
};
/* clang-format on */

/* ---- the command line: what can be told from it alone ---- */

enum { DPI_DEFAULT = 600, DPI_THERMAL = 203, DPI_LEAST = 72, COPIES_MOST = 999 };

#define BLEED_MOST_MM 10.0
#define SHEET_LEN 200 /* words about a part-used sheet, in any language */

/* ---- words with a few values ---- */

struct choice {
    const char *word;
    int value;
};

static bool choose(const char *word, const struct choice *choices, size_t n, int *out) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(word, choices[i].word) == 0) {
            *out = choices[i].value;
            return true;
        }
    }
    return false;
}

static const struct choice formats[] = {
    {"png", PRINT_PNG}, {"svg", PRINT_SVG}, {"pdf", PRINT_PDF}, {"zpl", PRINT_ZPL}};

/* Straight to a printer go pages, or a label printer's own commands. */
static bool take_format_of_printer(const char *to, struct print_request *request) {
    int format = PRINT_PDF;
    bool known = to == NULL || choose(to, formats, sizeof formats / sizeof *formats, &format);
    if (!known || format == PRINT_PNG || format == PRINT_SVG) {
        cli_error(_("To a printer go pdf or zpl: give one of them with --to, or -o FOLDER for "
                    "pictures."));
        return false;
    }
    request->format = (enum print_format)format;
    return true;
}

/* What is only looked at is what goes onto paper. */
static bool take_format_of_picture(const struct cli_args *args, const char *option,
                                   struct print_request *request) {
    const char *to = cli_text(args, "to");
    int format = PRINT_PDF;
    bool known = to == NULL || choose(to, formats, sizeof formats / sizeof *formats, &format);
    if (!known || format == PRINT_PNG || format == PRINT_SVG) {
        cli_error(_("--%s shows sheets and rolls: give --to pdf or zpl, or leave it out."),
                  cli_option_shown(args, option));
        return false;
    }
    static const char *const names[] = {"o",      "job-sheet", "pages-per-file",
                                        "resume", "proof",     "no-readback"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (cli_flag(args, names[i])) {
            cli_error(_("--%s only shows the labels, and makes none: leave --%s out."),
                      cli_option_shown(args, option), cli_option_shown(args, names[i]));
            return false;
        }
    }
    request->format = (enum print_format)format;
    request->path = cli_text(args, option);
    request->to_look_at = true;
    return true;
}

static bool take_format(const struct cli_args *args, struct print_request *request) {
    const char *to = cli_text(args, "to");
    int format = PRINT_PDF;
    if (cli_text(args, "preview") != NULL || cli_text(args, "designs") != NULL) {
        return take_format_of_picture(
            args, cli_text(args, "preview") != NULL ? "preview" : "designs", request);
    }
    request->path = cli_text(args, "o");
    if (request->path == NULL && cli_text(args, "printer") != NULL) {
        return take_format_of_printer(to, request);
    }
    if (!cli_require(args, "to", &to) || !cli_require(args, "o", &request->path)) {
        return false;
    }
    if (!choose(to, formats, sizeof formats / sizeof *formats, &format)) {
        cli_error(_("--to takes png, svg, pdf or zpl."));
        return false;
    }
    request->format = (enum print_format)format;
    return true;
}

static bool take_order(const struct cli_args *args, struct print_request *request) {
    static const struct choice orders[] = {{"row", SELLO_ORDER_ROW},
                                           {"fila", SELLO_ORDER_ROW},
                                           {"column", SELLO_ORDER_COLUMN},
                                           {"columna", SELLO_ORDER_COLUMN},
                                           {"cut-and-stack", SELLO_ORDER_STACK},
                                           {"cortar-y-apilar", SELLO_ORDER_STACK}};
    const char *word = cli_text(args, "order");
    int order = SELLO_ORDER_ROW;
    if (word != NULL && !choose(word, orders, sizeof orders / sizeof *orders, &order)) {
        cli_error(_("--order takes row, column or cut-and-stack."));
        return false;
    }
    request->order = (enum sello_order)order;
    return true;
}

static bool take_words(const struct cli_args *args, struct print_request *request) {
    static const struct choice languages[] = {{"es", PRINT_WORDS_ES},
                                              {"en", PRINT_WORDS_EN},
                                              {"both", PRINT_WORDS_BOTH},
                                              {"ambos", PRINT_WORDS_BOTH}};
    const char *word = cli_text(args, "words");
    int words = PRINT_WORDS_OF_BATCH;
    if (word != NULL && !choose(word, languages, sizeof languages / sizeof *languages, &words)) {
        cli_error(_("--words takes es, en or both."));
        return false;
    }
    request->words = (enum print_words)words;
    return true;
}

/* ---- numbers ---- */

static bool take_numbers(const struct cli_args *args, struct print_request *request) {
    uint64_t dpi = request->format == PRINT_ZPL ? DPI_THERMAL : DPI_DEFAULT;
    request->copies = 1;
    if (!cli_number(args, "dpi", DPI_LEAST, SELLO_DPI_MAX, &dpi) ||
        !cli_number(args, "copies", 1, COPIES_MOST, &request->copies) ||
        !cli_decimal(args, "module", 0.05, 20, &request->module_mm) ||
        !cli_decimal(args, "bleed", 0, BLEED_MOST_MM, &request->bleed_mm)) {
        return false;
    }
    if (request->format == PRINT_ZPL && dpi != 203 && dpi != 300 && dpi != 600) {
        cli_error(_("Label printers have 203, 300 or 600 dots per inch: give one of them with "
                    "--dpi."));
        return false;
    }
    if (!cli_number(args, "pages-per-file", 1, 100000, &request->file_pages) ||
        !cli_jobs(args, &request->n_workers)) {
        return false;
    }
    request->dpi = (unsigned)dpi;
    return true;
}

/* ---- a label printer's settings ---- */

static bool take_settings(const struct cli_args *args, struct print_request *request) {
    static const struct choice media[] = {{"gap", SELLO_MEDIA_GAP},
                                          {"hueco", SELLO_MEDIA_GAP},
                                          {"mark", SELLO_MEDIA_MARK},
                                          {"marca", SELLO_MEDIA_MARK},
                                          {"continuous", SELLO_MEDIA_CONTINUOUS},
                                          {"continuo", SELLO_MEDIA_CONTINUOUS}};
    static const char *const names[] = {"media", "darkness", "speed"};
    const char *word = cli_text(args, "media");
    uint64_t darkness = 0, speed = 0;
    int chosen = SELLO_MEDIA_AS_IS;
    for (size_t i = 0; i < 3 && request->format != PRINT_ZPL; i++) {
        if (cli_flag(args, names[i])) {
            cli_error(_("--%s is for label printers: give --to zpl, or leave it out."),
                      cli_option_shown(args, names[i]));
            return false;
        }
    }
    if (word != NULL && !choose(word, media, sizeof media / sizeof *media, &chosen)) {
        cli_error(_("--media takes gap, mark or continuous."));
        return false;
    }
    if (!cli_number(args, "darkness", 0, SELLO_DARKNESS_MAX, &darkness) ||
        !cli_number(args, "speed", 1, SELLO_SPEED_MAX, &speed)) {
        return false;
    }
    request->settings = (struct sello_thermal_settings){.media = (enum sello_media)chosen,
                                                        .speed = (unsigned)speed,
                                                        .has_darkness = cli_flag(args, "darkness"),
                                                        .darkness = (unsigned)darkness};
    return true;
}

/* ---- what goes together ---- */

static bool say_only_for_sheets(const struct cli_args *args, const char *name) {
    cli_error(_("--%s is for sheets: give --to pdf, or leave it out."),
              cli_option_shown(args, name));
    return false;
}

/* An option that would be passed over in silence is a misunderstanding. */
static bool only_for_sheets(const struct cli_args *args) {
    static const char *const names[] = {"start", "order",     "outlines",       "crop-marks",
                                        "bleed", "no-header", "pages-per-file", "back"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (cli_flag(args, names[i])) {
            return say_only_for_sheets(args, names[i]);
        }
    }
    return true;
}

static bool only_for_whole_labels(const struct cli_args *args) {
    static const char *const names[] = {"words", "mark", "no-mark", "proof"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (cli_flag(args, names[i])) {
            cli_error(_("--%s is for whole labels: give --stock STOCK or --design simple too."),
                      cli_option_shown(args, names[i]));
            return false;
        }
    }
    return true;
}

/* Is it all in one piece, and none that was there before? */
static bool check_queue(const struct cli_args *args) {
    static const char *const names[] = {"resume", "pages-per-file"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (cli_flag(args, names[i])) {
            cli_error(_("--%s is for files: give -o FILE, or leave it out."),
                      cli_option_shown(args, names[i]));
            return false;
        }
    }
    return true;
}

static bool check_picture(const struct cli_args *args, const struct print_request *request) {
    if (request->copies > 1) {
        cli_error(_("--copies is for pdf and zpl: a picture is printed as often as you like."));
        return false;
    }
    return request->whole || only_for_whole_labels(args);
}

static bool check_designs(const struct cli_args *args) {
    const char *other = cli_text(args, "preview") != NULL  ? "preview"
                        : cli_text(args, "design") != NULL ? "design"
                                                           : NULL;
    if (cli_text(args, "designs") != NULL && other != NULL) {
        cli_error(_("--designs shows one label in every design: leave --%s out."),
                  cli_option_shown(args, other));
        return false;
    }
    return true;
}

static bool check_together(const struct cli_args *args, const struct print_request *request) {
    bool picture = request->format == PRINT_PNG || request->format == PRINT_SVG;
    if (cli_flag(args, "no-mark") && cli_text(args, "mark") != NULL) {
        cli_error(_("--mark and --no-mark contradict each other. Choose one of the two."));
        return false;
    }
    if (request->path == NULL && !check_queue(args)) {
        return false;
    }
    if (request->resume && (strcmp(request->path, "-") == 0 || request->format == PRINT_ZPL)) {
        cli_error(
            _("--resume looks at what files there are: it is for folders and files of sheets."));
        return false;
    }
    if (request->order == SELLO_ORDER_STACK && cli_text(args, "start") != NULL) {
        cli_error(_("Cut-and-stack takes whole sheets: leave --start out."));
        return false;
    }
    if (request->format != PRINT_PDF && request->path != NULL && cli_flag(args, "printer")) {
        return say_only_for_sheets(args, "printer");
    }
    return check_designs(args) && (request->format == PRINT_PDF || only_for_sheets(args)) &&
           (!picture || check_picture(args, request));
}

static void take_flags(const struct cli_args *args, struct print_request *request) {
    bool picture = request->format == PRINT_PNG || request->format == PRINT_SVG;
    request->stock = cli_text(args, "stock");
    request->design = cli_text(args, "design");
    request->mark = cli_text(args, "mark");
    request->printer = cli_text(args, "printer");
    const char *start = cli_text(args, "start");
    request->start = cli_value_is(start, "next", "siguiente") ? "next" : start;
    request->job_sheet = cli_text(args, "job-sheet");
    request->back = cli_text(args, "back");
    request->whole = !picture || request->stock != NULL || request->design != NULL;
    request->no_mark = cli_flag(args, "no-mark");
    request->resume = cli_flag(args, "resume");
    request->proof = cli_flag(args, "proof");
    request->force = cli_flag(args, "force");
    request->no_readback = cli_flag(args, "no-readback");
    request->skip_withdrawn = cli_flag(args, "skip-withdrawn");
    request->no_header = cli_flag(args, "no-header");
    request->outlines = cli_flag(args, "outlines");
    request->crop_marks = cli_flag(args, "crop-marks");
}

static bool take_options(const struct cli_args *args, struct print_request *out) {
    if (!take_format(args, out) || !take_order(args, out) || !take_numbers(args, out) ||
        !take_settings(args, out) || !take_words(args, out)) {
        return false;
    }
    take_flags(args, out);
    return check_together(args, out);
}

/* ---- doing it ---- */

/* "after label 00000A-A, from row and column 3:2 on" */
static void put_sheet(const struct print_job *job, const struct print_part_used *sheet,
                      char out[SELLO_LEN(SHEET_LEN)]) {
    char place[PRINT_CELL_LEN], serial[SELLO_SERIAL_LEN];
    print_cell_text(job, sheet->cell, place);
    if (sheet->last_serial == 0) {
        snprintf(out, SHEET_LEN, _("from row and column %s on"), place);
        return;
    }
    sello_serial_format(sheet->last_serial, serial);
    snprintf(out, SHEET_LEN, _("from row and column %s on, after label %s"), place, serial);
}

/* A part-used sheet is offered; nobody answering, a fresh one is taken. */
static void offer_start(struct print_job *job) {
    char place[SHEET_LEN], question[SHEET_LEN + 200];
    if (job->n_offered == 0 || job->takes_part_used) {
        return;
    }
    put_sheet(job, &job->part_used[0], place);
    snprintf(question, sizeof question,
             job->part_used[0].again
                 ? _("These labels were printed to this file before, on a sheet of %s %s. Begin "
                     "there again?")
                 : _("A sheet of %s is free %s. Begin there?"),
             job->stock.name, place);
    if (cli_confirm(question)) {
        print_take_part_used(job);
        return;
    }
    cli_note(_("A fresh sheet is begun. One of %s is free %s: --start next begins there. If it is "
               "gone: sello stock forget %s"),
             job->stock.name, place, job->stock.name);
}

/* Those that are not begun on now are still there. */
static void note_other_sheets(const struct print_job *job) {
    for (size_t i = 0; i < job->n_offered; i++) {
        const struct print_part_used *sheet = &job->part_used[i];
        char place[SHEET_LEN];
        if (i > 0 && !sheet->again && sheet->number != job->part_used[0].number) {
            put_sheet(job, sheet, place);
            cli_note(_("Another sheet of %s is free %s: --start begins there too."),
                     job->stock.name, place);
        }
    }
}

/* What the labels do not show is said before they are; who is there to answer is asked. */
static bool agreed_to_lacks(const struct app *app, const struct print_job *job) {
    print_say_lacks(job);
    if (job->n_lacks == 0 || !app_may_ask(app) || cli_confirm(_("Print them so?"))) {
        return true;
    }
    cli_note(_("Nothing was printed."));
    return false;
}

static int commit(struct app *app, const struct print_job *job) {
    struct print_done done;
    if (print_commit(&app->session, job, &done) != SELLO_OK) {
        return print_say_failed(app, job, &done);
    }
    print_say_done(app, job, &done);
    return CLI_OK;
}

static int preview(struct app *app, const struct print_job *job, const char *path) {
    print_say_lacks(job);
    if (print_preview(&app->session, job, path) != SELLO_OK) {
        return app_problem(app, _("The labels cannot be shown"));
    }
    print_say_shown(app, job, path);
    return CLI_OK;
}

static int show_designs(struct app *app, const struct print_request *request, const char *path) {
    if (print_designs(&app->session, request, path) != SELLO_OK) {
        return app_problem(app, _("The labels cannot be shown"));
    }
    print_say_shown(app, NULL, path);
    return CLI_OK;
}

static int plan_and_commit(struct app *app, const struct print_request *request) {
    struct print_job job;
    const char *to_show = cli_text(app->args, "preview");
    if (cli_text(app->args, "designs") != NULL && !app->dry_run) {
        return show_designs(app, request, cli_text(app->args, "designs"));
    }
    int result = CLI_FAILURE;
    if (print_plan(&app->session, request, &job) != SELLO_OK) {
        (void)app_problem(app, _("Nothing was printed"));
        for (size_t i = 0; i < job.n_advice; i++) {
            session_notice(&app->session, &job.advice[i]);
        }
    } else if (app->dry_run) {
        print_say_lacks(&job);
        result = print_say_planned(app, &job);
    } else if (to_show != NULL) {
        result = preview(app, &job, to_show);
    } else if (agreed_to_lacks(app, &job)) {
        offer_start(&job);
        note_other_sheets(&job);
        result = commit(app, &job);
    }
    print_job_free(&job);
    return result;
}

/* The operands in their order. */
static int take_labels(struct app *app, struct sello_serials *out, size_t n) {
    int result = CLI_OK;
    for (size_t i = 0; i < n && result == CLI_OK; i++) {
        struct serial_run run = {0, 0};
        result = serial_run_parse(app, cli_operand(app->args, i), &run);
        out[i] = (struct sello_serials){run.first, run.last - run.first + 1};
    }
    return result;
}

static int print(struct app *app) {
    struct print_request request = {.format = PRINT_PNG};
    size_t n = cli_n_operands(app->args);
    if (!take_options(app->args, &request)) {
        return CLI_USAGE;
    }
    struct sello_serials *ranges = calloc(n > 0 ? n : 1, sizeof *ranges);
    if (ranges == NULL) {
        return app_failed(app, SELLO_E_MEMORY, _("Nothing was printed"));
    }
    request.range = ranges;
    request.n_ranges = n;
    int result = take_labels(app, ranges, n);
    result = result == CLI_OK ? plan_and_commit(app, &request) : result;
    free(ranges);
    return result;
}

int cmd_print(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, print);
}
