/* SPDX-License-Identifier: Apache-2.0 */
/* Printing: symbols as files, named by serial. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "labels/labels.h"
#include "registry/app.h"
#include "registry/commands.h"
#include "registry/issue_make.h"
#include "registry/serials.h"

enum { LABEL_VERSION_MAX = 20, DPI_DEFAULT = 600, DPI_LEAST = 72, DPI_MOST = 4800 };

/* clang-format off */
const struct cli_option cmd_print_options[] = {
    {"to", "png|svg", N_("the kind of files"), false},
    {"o", N_("FOLDER"), N_("where to write them"), false},
    {"dpi", N_("N"), N_("the printer's dots per inch (600)"), false},
    {"module", N_("MM"), N_("the width of a module to aim at, in millimetres (0.423)"), false},
    {"force", NULL, N_("also where the modules are too small to scan well"), false},
    {.name = NULL},
};
/* clang-format on */

/* A print job. */
struct job {
    struct app *app;
    const struct sello_root *root;
    const char *folder;
    bool svg;
    struct sello_print_size size;
    uint64_t n_files;
    struct sello_symbol symbol; /* the newest */
    uint8_t *buf;               /* owned: a file on its way */
    size_t room;
};

/* ---- may these serials be printed? ---- */

static bool check_label(struct job *job, uint64_t serial) {
    struct sello_issued label;
    enum sello_status status = sello_store_label(job->app->store, serial, &label);
    if (status != SELLO_OK || !label.has_signature) {
        cli_error(_("Nothing was printed: there is no label with serial %llu."),
                  (unsigned long long)serial);
        return false;
    }
    return true;
}

static bool check_status(struct job *job, uint64_t serial) {
    struct sello_status_range range;
    enum sello_status status = sello_status_at(job->app->store, serial, &range);
    if (status != SELLO_OK) {
        (void)app_failed(job->app, status, _("Nothing was printed"));
        return false;
    }
    if (range.status == SELLO_LABEL_WITHDRAWN) {
        cli_error(_("Nothing was printed: label %llu is withdrawn."), (unsigned long long)serial);
        return false;
    }
    return true;
}

/* All of a run, before the first file is written. */
static bool check_run(struct job *job, struct serial_run run) {
    for (uint64_t serial = run.first; serial <= run.last; serial++) {
        if (!check_label(job, serial) || !check_status(job, serial)) {
            return false;
        }
    }
    return true;
}

/* ---- one file ---- */

static enum sello_status draw(struct job *job, struct sello_bytes text, struct sello_bytes title,
                              struct sello_writer *out) {
    enum sello_status status = sello_symbol_make(text, LABEL_VERSION_MAX, &job->symbol);
    if (status != SELLO_OK) {
        return status;
    }
    size_t room = sello_symbol_room(&job->symbol, job->size);
    if (room > job->room) {
        uint8_t *more = realloc(job->buf, room);
        if (more == NULL) {
            return SELLO_E_MEMORY;
        }
        job->buf = more;
        job->room = room;
    }
    *out = sello_writer_init(job->buf, job->room);
    return job->svg ? sello_symbol_svg(&job->symbol, job->size, title, out)
                    : sello_symbol_png(&job->symbol, job->size, out);
}

static bool print_label(struct job *job, uint64_t serial) {
    struct sello_issued label;
    char path[APP_PATH_MAX], text[SELLO_LABEL_TEXT_MAX], title[SELLO_SERIAL_LEN];
    struct sello_writer w = sello_writer_init(text, sizeof text), file;
    enum sello_status status = sello_store_label(job->app->store, serial, &label);
    if (status == SELLO_OK) {
        status = label_text(job->root, &label, &w);
    }
    sello_serial_format(serial, title);
    if (status == SELLO_OK) {
        status = draw(job, sello_written(&w), sello_bytes_of(title), &file);
    }
    if (status == SELLO_E_SYMBOL_TOO_LONG) {
        cli_error(
            _("Label %llu needs a symbol that does not scan well. For the next batch, shorten "
              "the product's name or traits, or issue with --lean."),
            (unsigned long long)serial);
        return false;
    }
    if (status != SELLO_OK) {
        (void)app_failed(job->app, status, _("The label cannot be printed"));
        return false;
    }
    int len = snprintf(path, sizeof path, "%s/%06llu.%s", job->folder, (unsigned long long)serial,
                       job->svg ? "svg" : "png");
    if (len < 0 || (size_t)len >= sizeof path) {
        cli_error(_("The folder's name is too long: %s"), job->folder);
        return false;
    }
    bool written = cli_file_replace(path, sello_written(&file), 0644);
    job->n_files += written;
    return written;
}

static bool print_run(struct job *job, struct serial_run run) {
    struct cli_progress progress;
    bool ok = true;
    cli_progress_start(&progress, _("Printing"), run.last - run.first + 1);
    for (uint64_t serial = run.first; serial <= run.last && ok; serial++) {
        ok = print_label(job, serial);
        cli_progress_at(&progress, serial - run.first + 1);
    }
    cli_progress_end(&progress);
    return ok;
}

/* ---- the job ---- */

static bool make_folder(const char *path) {
    struct stat there;
    if (mkdir(path, 0755) == 0) {
        return true;
    }
    if (errno == EEXIST && lstat(path, &there) == 0 && S_ISDIR(there.st_mode)) {
        return true;
    }
    cli_error(_("The folder %s cannot be used: %s. Give another one with -o."), path,
              errno == EEXIST ? _("it is not a folder, or a link to one") : strerror(errno));
    return false;
}

static bool take_format(const struct cli_args *args, struct job *job) {
    const char *to;
    if (!cli_require(args, "to", &to) || !cli_require(args, "o", &job->folder)) {
        return false;
    }
    job->svg = strcmp(to, "svg") == 0;
    if (!job->svg && strcmp(to, "png") != 0) {
        cli_error(_("--to takes png or svg."));
        return false;
    }
    return true;
}

static bool take_size(const struct cli_args *args, struct job *job) {
    uint64_t dpi = DPI_DEFAULT;
    double module_mm = 0;
    bool small = false;
    if (!cli_number(args, "dpi", DPI_LEAST, DPI_MOST, &dpi) ||
        !cli_decimal(args, "module", 0.05, 20, &module_mm)) {
        return false;
    }
    enum sello_status status =
        sello_print_size((unsigned)dpi, module_mm, cli_flag(args, "force"), &job->size, &small);
    if (status != SELLO_OK) {
        cli_error(_("Nothing was printed: modules under 0.33 mm do not scan. Give a larger "
                    "--module, or a finer printer's --dpi; --force prints all the same."));
        return false;
    }
    if (small) {
        cli_warning(
            _("Modules of %.3f mm are under 0.396 mm, the least for shops: some phones will "
              "not read them."),
            sello_module_mm(job->size));
    }
    return true;
}

static void say_printed(const struct app *app, const struct job *job) {
    double module = sello_module_mm(job->size);
    double width = module * (job->symbol.side + 2 * SELLO_QUIET_ZONE);
    if (!app->json) {
        cli_print(
            stdout,
            _("%llu labels were written to %s: symbols of version %u, %.1f mm wide with their "
              "margin. Print them at 100 %%, and keep the white margin.\n"),
            (unsigned long long)job->n_files, job->folder, job->symbol.version, width);
        return;
    }
    struct cli_json j;
    cli_json_open(&j, stdout);
    cli_json_string(&j, "folder", job->folder);
    cli_json_string(&j, "format", job->svg ? "svg" : "png");
    cli_json_number(&j, "files", job->n_files);
    cli_json_number(&j, "symbol_version", job->symbol.version);
    cli_json_number(&j, "dpi", job->size.dpi);
    cli_json_number(&j, "dots_per_module", job->size.dots_per_module);
    cli_json_close(&j);
}

/* Checks every run before the first file is written. */
static int print_all(struct job *job) {
    const struct cli_args *args = job->app->args;
    struct serial_run run;
    for (size_t i = 0; i < cli_n_operands(args); i++) {
        if (!serial_run_parse(job->app, cli_operand(args, i), &run)) {
            return CLI_USAGE;
        }
        if (!check_run(job, run)) {
            return CLI_FAILURE;
        }
    }
    if (!make_folder(job->folder)) {
        return CLI_FAILURE;
    }
    for (size_t i = 0; i < cli_n_operands(args); i++) {
        if (!serial_run_parse(job->app, cli_operand(args, i), &run) || !print_run(job, run)) {
            return CLI_FAILURE;
        }
    }
    say_printed(job->app, job);
    return CLI_OK;
}

static int print(struct app *app) {
    static struct job job;
    job = (struct job){.app = app};
    if (!take_format(app->args, &job) || !take_size(app->args, &job)) {
        return CLI_USAGE;
    }
    job.root = app_root(app);
    int result = job.root != NULL ? print_all(&job) : CLI_FAILURE;
    free(job.buf);
    return result;
}

int cmd_print(const struct cli_args *args) {
    return app_run(args, APP_READ, print);
}
