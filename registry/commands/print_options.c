/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/print.h"

/* The command line of `sello print`: what can be told from it alone. */

enum { DPI_DEFAULT = 600, DPI_THERMAL = 203, DPI_LEAST = 72, COPIES_MOST = 999 };

#define BLEED_MOST_MM 10.0

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

const char *print_format_name(enum print_format format) {
    return formats[format - PRINT_PNG].word;
}

static bool take_format(const struct cli_args *args, struct print_job *job) {
    const char *to;
    int format = 0;
    if (!cli_require(args, "to", &to) || !cli_require(args, "o", &job->path)) {
        return false;
    }
    if (!choose(to, formats, sizeof formats / sizeof *formats, &format)) {
        cli_error(_("--to takes png, svg, pdf or zpl."));
        return false;
    }
    job->format = (enum print_format)format;
    return true;
}

static bool take_order(const struct cli_args *args, struct print_job *job) {
    static const struct choice orders[] = {{"row", SELLO_ORDER_ROW},
                                           {"column", SELLO_ORDER_COLUMN},
                                           {"cut-and-stack", SELLO_ORDER_STACK}};
    const char *word = cli_text(args, "order");
    int order = SELLO_ORDER_ROW;
    if (word != NULL && !choose(word, orders, sizeof orders / sizeof *orders, &order)) {
        cli_error(_("--order takes row, column or cut-and-stack."));
        return false;
    }
    job->order = (enum sello_order)order;
    return true;
}

static bool check_words(const struct cli_args *args) {
    const char *words = cli_text(args, "words");
    if (words == NULL || strcmp(words, "es") == 0 || strcmp(words, "en") == 0 ||
        strcmp(words, "both") == 0) {
        return true;
    }
    cli_error(_("--words takes es, en or both."));
    return false;
}

/* ---- numbers ---- */

static bool take_numbers(const struct cli_args *args, struct print_job *job) {
    uint64_t dpi = job->format == PRINT_ZPL ? DPI_THERMAL : DPI_DEFAULT;
    double module_mm = 0;
    job->copies = 1;
    if (!cli_number(args, "dpi", DPI_LEAST, SELLO_DPI_MAX, &dpi) ||
        !cli_number(args, "copies", 1, COPIES_MOST, &job->copies) ||
        !cli_decimal(args, "module", 0.05, 20, &module_mm) ||
        !cli_decimal(args, "bleed", 0, BLEED_MOST_MM, &job->sheet.bleed)) {
        return false;
    }
    if (job->format == PRINT_ZPL && dpi != 203 && dpi != 300 && dpi != 600) {
        cli_error(_("Label printers have 203, 300 or 600 dots per inch: give one of them with "
                    "--dpi."));
        return false;
    }
    if (!cli_number(args, "pages-per-file", 1, 100000, &job->file_pages) ||
        !cli_jobs(args, &job->n_workers)) {
        return false;
    }
    job->size.dpi = (unsigned)dpi;
    job->sheet.dpi = (unsigned)dpi;
    return true;
}

/* ---- what goes together ---- */

/* An option that would be passed over in silence is a misunderstanding. */
static bool only_for_sheets(const struct cli_args *args) {
    static const char *const names[] = {"start", "order",     "outlines", "crop-marks",
                                        "bleed", "no-header", "printer",  "pages-per-file"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (cli_flag(args, names[i])) {
            cli_error(_("--%s is for sheets: give --to pdf, or leave it out."), names[i]);
            return false;
        }
    }
    return true;
}

static bool only_for_whole_labels(const struct cli_args *args) {
    static const char *const names[] = {"words", "mark", "no-mark", "proof"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (cli_flag(args, names[i])) {
            cli_error(_("--%s is for whole labels: give --stock STOCK or --design plain too."),
                      names[i]);
            return false;
        }
    }
    return true;
}

static bool check_picture(const struct cli_args *args, const struct print_job *job) {
    if (job->copies > 1) {
        cli_error(_("--copies is for pdf and zpl: a picture is printed as often as you like."));
        return false;
    }
    return job->whole || only_for_whole_labels(args);
}

static bool check_together(const struct cli_args *args, const struct print_job *job) {
    bool picture = job->format == PRINT_PNG || job->format == PRINT_SVG;
    if (cli_flag(args, "no-mark") && cli_text(args, "mark") != NULL) {
        cli_error(_("--mark and --no-mark contradict each other. Choose one of the two."));
        return false;
    }
    if (job->resume && (job->stream || job->format == PRINT_ZPL)) {
        cli_error(
            _("--resume looks at what files there are: it is for folders and files of sheets."));
        return false;
    }
    if (job->order == SELLO_ORDER_STACK && cli_text(args, "start") != NULL) {
        cli_error(_("Cut-and-stack takes whole sheets: leave --start out."));
        return false;
    }
    return (job->format == PRINT_PDF || only_for_sheets(args)) &&
           (!picture || check_picture(args, job));
}

static void take_flags(const struct cli_args *args, struct print_job *job) {
    bool picture = job->format == PRINT_PNG || job->format == PRINT_SVG;
    job->whole = !picture || cli_text(args, "stock") != NULL || cli_text(args, "design") != NULL;
    job->job_sheet = cli_text(args, "job-sheet");
    job->stream = strcmp(job->path, "-") == 0;
    job->resume = cli_flag(args, "resume");
    job->proof = cli_flag(args, "proof");
    job->forced = cli_flag(args, "force");
    job->readback = !cli_flag(args, "no-readback");
    job->header = !cli_flag(args, "no-header");
    job->sheet.outlines = cli_flag(args, "outlines");
    job->sheet.crop_marks = cli_flag(args, "crop-marks");
}

bool print_take(struct app *app, struct print_job *out) {
    const struct cli_args *args = app->args;
    if (!take_format(args, out) || !take_order(args, out) || !take_numbers(args, out) ||
        !check_words(args)) {
        return false;
    }
    take_flags(args, out);
    return check_together(args, out);
}
