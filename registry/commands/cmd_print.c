/* SPDX-License-Identifier: Apache-2.0 */
/* Printing: everything is checked, then written, then noted in the log. */
#include <stdlib.h>

#include "cli/cli.h"
#include "registry/commands/commands.h"
#include "registry/print/print.h"

/* clang-format off */
const struct cli_option cmd_print_options[] = {
    {"to", "png|svg|pdf|zpl", N_("pictures, sheets, or a label printer's commands"), false},
    {"o", N_("PATH"), N_("a folder for png and svg, a file for pdf and zpl (-: standard output)"), false},
    {"stock", N_("STOCK"), N_("the label stock: see sello stock list (else the one used last)"), false},
    {"design", N_("plain|framed|tag|FILE"), N_("how the label looks (plain)"), false},
    {"words", "es|en|both", N_("the language of the label's own words"), false},
    {"start", N_("ROW:COLUMN|N|next"), N_("the first free cell of a part-used sheet, or how many are used"), false},
    {"order", "row|column|cut-and-stack", N_("how serials run over the sheets (row)"), false},
    {"copies", N_("N"), N_("how many of each label (1)"), false},
    {"outlines", NULL, N_("draw the labels' edges"), false},
    {"crop-marks", NULL, N_("draw marks to cut along"), false},
    {"bleed", N_("MM"), N_("how far the ground reaches beyond each label's edge (0)"), false},
    {"no-header", NULL, N_("no line with batch and serials outside the labels"), false},
    {"proof", NULL, N_("only the first page, overprinted PRUEBA; it does not count as printed"), false},
    {"printer", N_("NAME"), N_("a printer measured with sello stock calibrate"), false},
    {"dpi", N_("N"), N_("the printer's dots per inch (600; 203 for zpl)"), false},
    {"module", N_("MM"), N_("the width of a module to aim at, in millimetres (0.423)"), false},
    {"mark", N_("FILE"), N_("the certifier's mark, instead of the one kept with sello mark set"), false},
    {"no-mark", NULL, N_("no mark"), false},
    {"job-sheet", N_("FILE"), N_("write a page for the print shop too (PDF)"), false},
    {"no-readback", NULL, N_("do not read each label back before the files are let go"), false},
    {"pages-per-file", N_("N"), N_("sheets in files of so many pages: labels-001.pdf, ..."), false},
    {"resume", NULL, N_("leave what is there already and right, after an interruption"), false},
    CLI_OPTION_JOBS,
    {"force", NULL, N_("also where the modules are too small to scan well"), false},
    {.name = NULL},
};
/* clang-format on */

void print_job_free(struct print_job *job) {
    for (size_t i = 0; i < job->n_groups; i++) {
        free(job->group[i]);
    }
    free(job->group);
    free(job->run);
    sello_mark_free(&job->mark);
    sello_design_free(&job->own_design);
    *job = (struct print_job){0};
}

/* A file of sheets is in memory until it is whole: 20,000 labels take 190 MB. */
static bool files_are_small(const struct print_job *job) {
    enum { CELLS_MAX = 20000, SHEETS = 100, ROLL = 1000 };
    unsigned cells_a_page = sello_stock_cells(&job->stock);
    uint64_t cells = print_n_cells(job);
    uint64_t in_file = job->file_pages * cells_a_page;
    in_file = job->file_pages > 0 && in_file < cells ? in_file : cells;
    if (job->format != PRINT_PDF || job->proof || in_file <= CELLS_MAX) {
        return true;
    }
    cli_error(_("A file would hold %llu labels; more than %d take too much memory. Choose files of "
                "fewer pages, like: --pages-per-file %d"),
              (unsigned long long)in_file, CELLS_MAX, cells_a_page > 1 ? SHEETS : ROLL);
    return false;
}

/* Everything that can be wrong is said here. */
static int prepare(struct app *app, struct print_job *job) {
    bool usage = true;
    if (!print_take(app, job) || !print_select(app, job, &usage)) {
        return usage ? CLI_USAGE : CLI_FAILURE;
    }
    if (!print_stock(app, job) || !print_fit(job, app, &job->size) ||
        !print_start(app, job, &job->start) || !files_are_small(job)) {
        return CLI_FAILURE;
    }
    return CLI_OK;
}

/* What is in place is logged also where a later file failed: it may be printed. */
static int write_and_log(struct app *app, const struct print_job *job) {
    struct print_done done = {0};
    bool written = print_write(app, job, &done);
    bool logged = print_log(app, job, &done);
    if (!written || !logged) {
        return logged && done.interrupted ? CLI_INTERRUPTED : CLI_FAILURE;
    }
    if (job->job_sheet != NULL && !print_job_sheet(app, job, &done)) {
        return CLI_FAILURE;
    }
    print_say(app, job, &done);
    return CLI_OK;
}

static int print(struct app *app) {
    struct print_job job = {0};
    int result = prepare(app, &job);
    if (result == CLI_OK) {
        result = write_and_log(app, &job);
    }
    print_job_free(&job);
    return result;
}

int cmd_print(const struct cli_args *args) {
    return app_run(args, APP_CHANGE, print);
}
