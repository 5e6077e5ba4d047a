/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/stock/fit.h"
#include "registry/print/print.h"

/* How large the symbols are, and what would help where that is too small. */

#define STOCK_NAMES_MAX ((SELLO_STOCK_NAME_MAX + 2) * SELLO_FIT_STOCK_MAX + 1)

static double module_wanted(struct app *app) {
    double module_mm = 0;
    return cli_decimal(app->args, "module", 0.05, 20, &module_mm) ? module_mm : 0;
}

/* ---- pictures of symbols alone: as large as one likes ---- */

static bool size_alone(const struct print_job *job, struct app *app, struct sello_print_size *out) {
    bool small = false;
    enum sello_error error =
        sello_print_size(job->size.dpi, module_wanted(app), job->forced, out, &small);
    if (error != SELLO_OK) {
        cli_error(_("Nothing was printed: modules under 0.33 mm do not scan. Give a larger "
                    "--module, or a finer printer's --dpi; --force prints all the same."));
        return false;
    }
    if (small) {
        cli_warning(
            _("Modules of %.3f mm are under 0.396 mm, the least for shops: some phones will "
              "not read them."),
            sello_module_mm(*out));
    }
    return true;
}

/* ---- labels of a stock ---- */

/* "avery-5162, avery-5163" */
static void join_stocks(const struct sello_fit_help *help, char out[SELLO_LEN(STOCK_NAMES_MAX)]) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < help->n_stock && len < STOCK_NAMES_MAX; i++) {
        int n = snprintf(out + len, STOCK_NAMES_MAX - len, "%s%s", i == 0 ? "" : ", ",
                         help->stock[i]->name);
        len += n > 0 ? (size_t)n : 0;
    }
}

/* What would help: each a line of its own. */
static void say_help(const struct print_job *job, unsigned dpi) {
    struct sello_fit_help help;
    char names[STOCK_NAMES_MAX];
    sello_fit_help(&job->stock, dpi, job->symbol_page, &help);
    join_stocks(&help, names);
    if (names[0] != '\0') {
        cli_note(_("Larger labels that take it: %s."), names);
    }
    if (help.dpi != 0) {
        cli_note(_("A printer of %u dots per inch could print it on this label: --dpi %u."),
                 help.dpi, help.dpi);
    }
    if (help.version != 0 && help.version < job->version) {
        cli_note(_("This label takes symbols up to version %u, and this one is of version %u: for "
                   "the next batch, shorten the product's name or traits, or issue with --lean."),
                 help.version, job->version);
    }
}

static void refuse(const struct print_job *job, unsigned dpi, bool any) {
    struct sello_fit_help help;
    sello_fit_help(&job->stock, dpi, job->symbol_page, &help);
    cli_error(_("Nothing was printed: on %s the modules would be %.3f mm wide, and under 0.33 mm "
                "they do not scan."),
              job->stock.name, help.module_mm);
    say_help(job, dpi);
    if (any) {
        cli_note(_("--force prints it all the same."));
    }
}

static enum sello_error fit_of(const struct print_job *job, double module_mm, bool forced,
                               struct sello_fit *out) {
    return sello_fit(&job->stock, job->size.dpi, module_mm, forced, job->symbol_page, out);
}

/* The most that fits, or an error that is said. */
static bool largest(const struct print_job *job, double module_mm, struct sello_fit *out) {
    struct sello_fit forced;
    enum sello_error error = fit_of(job, module_mm, job->forced, out);
    if (error == SELLO_E_RANGE) {
        cli_error(_("Nothing was printed: modules of %.3f mm are too many dots of this printer. "
                    "Give a smaller --module."),
                  module_mm);
        return false;
    }
    if (error != SELLO_OK) {
        bool any = fit_of(job, module_mm, true, &forced) == SELLO_OK;
        refuse(job, job->size.dpi, any && !job->forced);
        return false;
    }
    return true;
}

/* A module is one size in all the job: the one that keeps the words of every batch. */
static bool make_room(struct app *app, const struct print_job *job, struct sello_fit *fit) {
    struct sello_print_size most = fit->size;
    for (size_t i = 0; i < job->n_groups; i++) {
        struct sello_art_setup setup = print_art_setup(job, job->group[i]);
        setup.size = fit->size;
        enum sello_error error = sello_art_size(&setup, &fit->size);
        if (error != SELLO_OK) {
            (void)app_failed(app, error, _("The labels cannot be printed"));
            return false;
        }
    }
    if (fit->size.dots_per_module < most.dots_per_module) {
        cli_note(_("Modules of %.3f mm instead of %.3f mm leave room for the words of the label. "
                   "--module prints the size that you give."),
                 sello_module_mm(fit->size), sello_module_mm(most));
    }
    return true;
}

static bool size_on_stock(const struct print_job *job, struct app *app,
                          struct sello_print_size *out) {
    struct sello_fit fit;
    double module_mm = module_wanted(app);
    if (!largest(job, module_mm, &fit) || (module_mm == 0 && !make_room(app, job, &fit))) {
        return false;
    }
    if (sello_module_mm(fit.size) < SELLO_MODULE_RETAIL_MM) {
        cli_warning(_("Modules of %.3f mm are under 0.396 mm, the least for shops: some phones "
                      "will not read them."),
                    sello_module_mm(fit.size));
        say_help(job, job->size.dpi);
    }
    *out = fit.size;
    return true;
}

bool print_fit(const struct print_job *job, struct app *app, struct sello_print_size *out) {
    return job->whole ? size_on_stock(job, app, out) : size_alone(job, app, out);
}
