/* SPDX-License-Identifier: Apache-2.0 */
/* Records as a table that spreadsheets open and `sello import` reads. */
#include <stdlib.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "cli/cli.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/export_others.h"
#include "registry/commands/list_options.h"
#include "registry/commands/serials.h"
#include "registry/issue/label_export.h"
#include "registry/issue/photo_export.h"

/* clang-format off */
const struct cli_option cmd_export_options[] = {
    {"csv", N_("FILE"), N_("where to write it (-: standard output)"), false},
    {"o", N_("FOLDER|FILE"), N_("photos: a folder, or an archive whose name ends in .tar; epcis: a "
                                "file (-: standard output)"), false},
    {"from", N_("DATE"), N_("epcis: what was done on this day or later"), false},
    {"to", N_("DATE"), N_("epcis: what was done on this day or before"), false},
    {"country", N_("CODE"), N_("untp: where the products are made, in two letters: MX"), false},
    CLI_OPTION_JOBS,
    {.name = NULL},
};
/* clang-format on */

/* ---- kinds ---- */

/* In both languages, one and many. */
static const struct kind {
    const char *words[4];
    enum export_kind kind;
} kinds[] = {
    {{"producer", "producers", "productor", "productores"}, EXPORT_PRODUCERS},
    {{"product", "products", "producto", "productos"}, EXPORT_PRODUCTS},
    {{"certificate", "certificates", "certificado", "certificados"}, EXPORT_CERTIFICATES},
    {{"batch", "batches", "tanda", "tandas"}, EXPORT_BATCHES},
    {{"print", "prints", "impresión", "impresiones"}, EXPORT_PRINTS},
    {{"delivery", "deliveries", "entrega", "entregas"}, EXPORT_DELIVERIES},
};

static enum export_kind find_kind(const char *word) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        for (size_t k = 0; k < sizeof kinds[i].words / sizeof *kinds[i].words; k++) {
            if (strcmp(word, kinds[i].words[k]) == 0) {
                return kinds[i].kind;
            }
        }
    }
    return EXPORT_NOTHING;
}

static bool is_label(const char *word) {
    return strcmp(word, "label") == 0 || strcmp(word, "labels") == 0 ||
           strcmp(word, "etiqueta") == 0 || strcmp(word, "etiquetas") == 0;
}

/* ---- labels ---- */

static bool put_to_output(void *context, struct sello_bytes bytes) {
    return base_output_put(context, bytes);
}

/* What the operands from the second on name; without any, every signed label. */
static int take_labels(struct app *app, struct label_blocks *blocks) {
    size_t n = cli_n_operands(app->args);
    enum sello_error error = n <= 1 ? label_blocks_add(blocks, 1, SELLO_INT_MAX, false) : SELLO_OK;
    for (size_t i = 1; i < n && error == SELLO_OK; i++) {
        struct serial_run run;
        int result = serial_run_parse(app, cli_operand(app->args, i), &run);
        if (result != CLI_OK) {
            return result;
        }
        error = label_blocks_add(blocks, run.first, run.last, true);
    }
    if (error == SELLO_E_NOT_FOUND) {
        cli_error(_("There is no label with serial %llu."), (unsigned long long)blocks->missing);
        return CLI_FAILURE;
    }
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, _("The labels could not be read"));
}

/* What could not be written is said by cli_output_end, or at the program's end. */
static int write_labels(struct app *app, struct label_blocks *blocks, const char *path,
                        unsigned n_workers) {
    struct base_output output;
    const struct export_sink sink = {&output, put_to_output, strcmp(path, "-") == 0};
    if (!cli_output_open(&output, path, 0666, false)) {
        return CLI_FAILURE;
    }
    base_interrupt_catch();
    fputs(output.target != NULL ? LIST_BOM : "", output.to);
    enum sello_error error = label_export(&app->session, blocks, n_workers, &sink);
    int result = error == SELLO_OK ? CLI_OK : CLI_FAILURE;
    if (error == SELLO_E_INTERRUPTED) {
        cli_error(_("Interrupted: nothing was exported."));
        result = CLI_INTERRUPTED;
    } else if (error != SELLO_OK && error != SELLO_E_SYSTEM) {
        (void)app_problem(app, _("Nothing was exported"));
    }
    bool kept = cli_output_end(&output, error == SELLO_OK || output.cause != 0);
    base_interrupt_release();
    return result == CLI_OK && !kept ? CLI_FAILURE : result;
}

static int export_labels(struct app *app, const char *path) {
    struct label_blocks blocks = {.store = app->session.store};
    unsigned n_workers = 0;
    if (!cli_jobs(app->args, &n_workers)) {
        return CLI_USAGE;
    }
    if (app_root(app) == NULL) {
        return CLI_FAILURE;
    }
    int result = take_labels(app, &blocks);
    if (result == CLI_OK) {
        result = write_labels(app, &blocks, path, n_workers);
    }
    label_blocks_free(&blocks);
    return result;
}

/* ---- photos ---- */

static bool is_photo(const char *word) {
    return cli_value_is(word, "photos", "fotos") || cli_value_is(word, "photo", "foto");
}

static void say_photos(const struct app *app, const struct photo_exported *done, const char *path) {
    if (app->json && strcmp(path, "-") != 0) {
        struct cli_json j;
        cli_json_open(&j, stdout);
        cli_json_number(&j, "photos", done->n);
        cli_json_number(&j, "bytes", done->n_bytes);
        cli_json_string(&j, "path", path);
        cli_json_close(&j);
        return;
    }
    cli_note(P_("%llu photo, %llu KB. Whoever has it tells with: sello-verify --photos FOLDER",
                "%llu photos, %llu KB. Whoever has them tells with: sello-verify --photos FOLDER",
                done->n),
             (unsigned long long)done->n, (unsigned long long)(done->n_bytes + 999) / 1000);
}

static int export_photos(struct app *app) {
    const char *path = NULL;
    struct photo_exported done;
    if (cli_text(app->args, "csv") != NULL || cli_n_operands(app->args) > 1) {
        cli_error(_("Photos are exported all together: sello export photos -o FOLDER"));
        return CLI_USAGE;
    }
    if (!cli_require(app->args, "o", &path)) {
        return CLI_USAGE;
    }
    base_interrupt_catch();
    enum sello_error error = photo_export(&app->session, path, &done);
    base_interrupt_release();
    if (error == SELLO_E_INTERRUPTED) {
        cli_error(_("Interrupted: not all photos were exported."));
        return CLI_INTERRUPTED;
    }
    if (error != SELLO_OK) {
        return app_problem(app, _("Not all photos were exported"));
    }
    say_photos(app, &done, path);
    return CLI_OK;
}

/* ---- the command ---- */

static int export(struct app *app) {
    const char *word = cli_operand(app->args, 0), *path = NULL;
    enum export_kind kind = find_kind(word);
    if (is_photo(word)) {
        return export_photos(app);
    }
    if (strcmp(word, "epcis") == 0) {
        return export_epcis(app);
    }
    if (strcmp(word, "untp") == 0) {
        return export_untp(app);
    }
    if (cli_text(app->args, "country") != NULL) {
        cli_error(_("--country goes with untp."));
        return CLI_USAGE;
    }
    if (cli_text(app->args, "o") != NULL) {
        cli_error(_("-o goes with photos and epcis. Tables are written with --csv FILE."));
        return CLI_USAGE;
    }
    if (cli_text(app->args, "from") != NULL || cli_text(app->args, "to") != NULL) {
        cli_error(_("--from and --to go with epcis. A list of batches takes them too: "
                    "sello batch list --from DATE --csv FILE"));
        return CLI_USAGE;
    }
    if (kind == EXPORT_NOTHING && !is_label(word)) {
        cli_error(_("'%s' cannot be exported. Write producers, products, certificates, batches, "
                    "prints, deliveries, labels, photos, epcis or untp."),
                  word);
        return CLI_USAGE;
    }
    if (!cli_require(app->args, "csv", &path)) {
        return CLI_USAGE;
    }
    if (kind == EXPORT_NOTHING) {
        return export_labels(app, path);
    }
    if (cli_n_operands(app->args) > 1) {
        cli_error(_("'%s' is too much here. Only labels are exported in part."),
                  cli_operand(app->args, 1));
        return CLI_USAGE;
    }
    return list_write_csv(app, kind, NULL, path);
}

int cmd_export(const struct cli_args *args) {
    return app_run(args, APP_READ, export);
}
