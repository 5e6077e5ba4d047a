/* SPDX-License-Identifier: Apache-2.0 */
/* Records as a table that spreadsheets open and `sello import` reads. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/time.h"
#include "cli/cli.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/exchange/export_labels.h"
#include "registry/exchange/export_rows.h"

/* clang-format off */
const struct cli_option cmd_export_options[] = {
    {"csv", N_("FILE"), N_("where to write it (-: standard output)"), false},
    CLI_OPTION_JOBS,
    {.name = NULL},
};
/* clang-format on */

/* ---- kinds ---- */

static bool producer_row(void *context, const struct sello_producer *p) {
    struct export_job *job = context;
    export_id(job, SELLO_KIND_PRODUCER, p->number);
    export_text(job, p->name);
    export_text(job, p->origin);
    export_text(job, p->state);
    export_yes(job, p->is_public);
    export_end_row(job);
    return true;
}

static enum sello_error export_producers(struct export_job *job) {
    static const char *const headings[][2] = {{"id", "id"},
                                              {"nombre", "name"},
                                              {"comunidad", "origin"},
                                              {"estado", "state"},
                                              {"público", "public"}};
    export_header(job, headings, sizeof headings / sizeof *headings);
    return sello_producer_list(job->app->session.store, producer_row, job);
}

static bool product_row(void *context, const struct sello_product *p) {
    struct export_job *job = context;
    char gtin[24] = "";
    if (p->gtin.present) {
        snprintf(gtin, sizeof gtin, "%014" PRIu64, p->gtin.value);
    }
    export_id(job, SELLO_KIND_PRODUCT, p->number);
    export_text(job, p->name);
    export_text(job, p->traits);
    export_text(job, gtin);
    export_text(job, p->net_content);
    export_text(job, p->language);
    export_end_row(job);
    return true;
}

static enum sello_error export_products(struct export_job *job) {
    static const char *const headings[][2] = {
        {"id", "id"},     {"nombre", "name"},           {"señas", "traits"},
        {"gtin", "gtin"}, {"contenido", "net content"}, {"idioma", "language"}};
    export_header(job, headings, sizeof headings / sizeof *headings);
    return sello_product_list(job->app->session.store, product_row, job);
}

static bool certificate_row(void *context, const struct sello_certificate *c) {
    struct export_job *job = context;
    export_id(job, SELLO_KIND_CERTIFICATE, c->number);
    export_text(job, sello_certificate_state_name(c->state));
    export_id(job, SELLO_KIND_PRODUCT, c->product);
    export_text(job, c->product_name);
    export_id(job, SELLO_KIND_PRODUCER, c->producer);
    export_text(job, c->producer_name);
    export_id(job, SELLO_KIND_SCHEME, c->scheme);
    export_text(job, c->scheme_name);
    export_day(job, (struct sello_number){true, base_day_of(c->applied)});
    export_day(job, c->from);
    export_day(job, c->until);
    export_text(job, c->note);
    export_end_row(job);
    return true;
}

static enum sello_error export_certificates(struct export_job *job) {
    static const char *const headings[][2] = {
        {"id", "id"},
        {"situación", "state"},
        {"producto", "product"},
        {"nombre del producto", "product name"},
        {"productor", "producer"},
        {"nombre del productor", "producer name"},
        {"esquema", "scheme"},
        {"nombre del esquema", "scheme name"},
        {"solicitado", "applied for"},
        {"desde", "from"},
        {"hasta", "until"},
        {"nota", "note"},
    };
    export_header(job, headings, sizeof headings / sizeof *headings);
    return sello_certificate_list(job->app->session.store, certificate_row, job);
}

/* ---- the command ---- */

typedef enum sello_error exporter(struct export_job *job);

/* In both languages, one and many. */
static const struct kind {
    const char *words[4];
    exporter *run;
} kinds[] = {
    {{"producer", "producers", "productor", "productores"}, export_producers},
    {{"product", "products", "producto", "productos"}, export_products},
    {{"certificate", "certificates", "certificado", "certificados"}, export_certificates},
    {{"batch", "batches", "tanda", "tandas"}, export_batches},
    {{"print", "prints", "impresión", "impresiones"}, export_prints},
    {{"delivery", "deliveries", "entrega", "entregas"}, export_deliveries},
};

static exporter *find_exporter(const char *word) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        for (size_t k = 0; k < sizeof kinds[i].words / sizeof *kinds[i].words; k++) {
            if (strcmp(word, kinds[i].words[k]) == 0) {
                return kinds[i].run;
            }
        }
    }
    return NULL;
}

static bool is_label(const char *word) {
    return strcmp(word, "label") == 0 || strcmp(word, "labels") == 0 ||
           strcmp(word, "etiqueta") == 0 || strcmp(word, "etiquetas") == 0;
}

/* Gathers all rows before anything is written, so that no half a table is left. */
static int export_to(struct app *app, exporter *run, const char *path) {
    char *text = NULL;
    size_t len = 0;
    struct export_job job = {.app = app, .to = open_memstream(&text, &len), .first = true};
    enum sello_error error = SELLO_E_MEMORY;
    bool to_stdout = strcmp(path, "-") == 0;
    if (job.to != NULL) {
        fputs(to_stdout ? "" : "\xef\xbb\xbf", job.to); /* spreadsheets look for the BOM */
        error = run(&job);
        error = fclose(job.to) != 0 ? SELLO_E_MEMORY : error;
    }
    bool done = error == SELLO_OK;
    if (done && to_stdout) {
        fwrite(text, 1, len, stdout);
    } else if (done) {
        done = cli_file_create(path, sello_bytes(text, len), 0666);
    }
    free(text);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("Nothing was exported"));
    }
    return done ? CLI_OK : CLI_FAILURE;
}

static int export(struct app *app) {
    const char *word = cli_operand(app->args, 0), *path = NULL;
    exporter *run = find_exporter(word);
    if (run == NULL && !is_label(word)) {
        cli_error(_("'%s' cannot be exported. Write producers, products, certificates, batches, "
                    "prints, deliveries or labels."),
                  word);
        return CLI_USAGE;
    }
    if (!cli_require(app->args, "csv", &path)) {
        return CLI_USAGE;
    }
    if (run == NULL) {
        return export_labels(app, path);
    }
    if (cli_n_operands(app->args) > 1) {
        cli_error(_("'%s' is too much here. Only labels are exported in part."),
                  cli_operand(app->args, 1));
        return CLI_USAGE;
    }
    return export_to(app, run, path);
}

int cmd_export(const struct cli_args *args) {
    return app_run(args, APP_READ, export);
}
