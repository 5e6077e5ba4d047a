/* SPDX-License-Identifier: Apache-2.0 */
/* Records as a table that spreadsheets open and `sello import` reads. */
#include <inttypes.h>
#include <stdlib.h>

#include "cli/parallel.h"
#include "registry/app.h"
#include "registry/commands.h"
#include "registry/csv.h"
#include "registry/export_labels.h"
#include "registry/importer.h"
#include "registry/record.h"

#define CELL_MAX 1024 /* bytes: a note with every character quoted */

/* clang-format off */
const struct cli_option cmd_export_options[] = {
    {"csv", N_("FILE"), N_("where to write it (-: standard output)"), false},
    CLI_OPTION_JOBS,
    {.name = NULL},
};
/* clang-format on */

struct export_job {
    struct app *app;
    FILE *to;
    bool first; /* cell of its row */
};

/* ---- cells ---- */

static void put(struct export_job *job, const char *text) {
    uint8_t buf[CELL_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    csv_put(&w, text);
    if (!job->first) {
        fputc(',', job->to);
    }
    job->first = false;
    fwrite(buf, 1, w.len, job->to);
}

static void put_id(struct export_job *job, enum sello_kind kind, uint64_t number) {
    char text[SELLO_ID_LEN];
    sello_id_format((struct sello_id){kind, number}, text);
    put(job, text);
}

static void put_day(struct export_job *job, struct sello_number day) {
    char text[CLI_DATE_LEN] = "";
    if (day.present) {
        cli_date_format(day.value, text);
    }
    put(job, text);
}

static void end_row(struct export_job *job) {
    fputs("\r\n", job->to);
    job->first = true;
}

/* Headings that import knows, in the language of the messages. */
static void put_header(struct export_job *job, const char *const (*headings)[2], size_t n) {
    bool english = strcmp(job->app->language, "en") == 0;
    for (size_t i = 0; i < n; i++) {
        put(job, headings[i][english ? 1 : 0]);
    }
    end_row(job);
}

/* ---- kinds ---- */

static bool producer_row(void *context, const struct sello_producer *p) {
    struct export_job *job = context;
    put_id(job, SELLO_KIND_PRODUCER, p->number);
    put(job, p->name);
    put(job, p->origin);
    put(job, p->state);
    bool english = strcmp(job->app->language, "en") == 0;
    put(job, !p->is_public ? "no" : english ? "yes" : "sí");
    end_row(job);
    return true;
}

static enum sello_status export_producers(struct export_job *job) {
    static const char *const headings[][2] = {{"id", "id"},
                                              {"nombre", "name"},
                                              {"comunidad", "origin"},
                                              {"estado", "state"},
                                              {"público", "public"}};
    put_header(job, headings, sizeof headings / sizeof *headings);
    return sello_producer_list(job->app->store, producer_row, job);
}

static bool product_row(void *context, const struct sello_product *p) {
    struct export_job *job = context;
    char gtin[24] = "";
    if (p->gtin.present) {
        snprintf(gtin, sizeof gtin, "%014" PRIu64, p->gtin.value);
    }
    put_id(job, SELLO_KIND_PRODUCT, p->number);
    put(job, p->name);
    put(job, p->traits);
    put(job, gtin);
    put(job, p->net_content);
    put(job, p->language);
    end_row(job);
    return true;
}

static enum sello_status export_products(struct export_job *job) {
    static const char *const headings[][2] = {
        {"id", "id"},     {"nombre", "name"},           {"señas", "traits"},
        {"gtin", "gtin"}, {"contenido", "net content"}, {"idioma", "language"}};
    put_header(job, headings, sizeof headings / sizeof *headings);
    return sello_product_list(job->app->store, product_row, job);
}

static bool certificate_row(void *context, const struct sello_certificate *c) {
    struct export_job *job = context;
    struct record_names names;
    record_names_of(job->app->store, c, &names);
    put_id(job, SELLO_KIND_CERTIFICATE, c->number);
    put(job, sello_certificate_state_name(c->state));
    put_id(job, SELLO_KIND_PRODUCT, c->product);
    put(job, names.product);
    put_id(job, SELLO_KIND_PRODUCER, c->producer);
    put(job, names.producer);
    put_id(job, SELLO_KIND_SCHEME, c->scheme);
    put(job, names.scheme);
    put_day(job, (struct sello_number){true, c->applied / 86400});
    put_day(job, c->from);
    put_day(job, c->until);
    put(job, c->note);
    end_row(job);
    return true;
}

static enum sello_status export_certificates(struct export_job *job) {
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
    put_header(job, headings, sizeof headings / sizeof *headings);
    return sello_certificate_list(job->app->store, certificate_row, job);
}

/* ---- the command ---- */

static bool is_one_of(const char *word, const char *const words[4]) {
    return strcmp(word, words[0]) == 0 || strcmp(word, words[1]) == 0 ||
           strcmp(word, words[2]) == 0 || strcmp(word, words[3]) == 0;
}

static bool is_certificate(const char *word) {
    static const char *const words[] = {"certificate", "certificates", "certificado",
                                        "certificados"};
    return is_one_of(word, words);
}

static bool is_label(const char *word) {
    static const char *const words[] = {"label", "labels", "etiqueta", "etiquetas"};
    return is_one_of(word, words);
}

static enum sello_status export_kind(struct export_job *job, enum sello_kind kind) {
    switch ((int)kind) {
    case SELLO_KIND_PRODUCER: return export_producers(job);
    case SELLO_KIND_PRODUCT: return export_products(job);
    default: return export_certificates(job);
    }
}

/* Gathers all rows before anything is written, so that no half a table is left. */
static int export_to(struct app *app, enum sello_kind kind, const char *path) {
    char *text = NULL;
    size_t len = 0;
    struct export_job job = {.app = app, .to = open_memstream(&text, &len), .first = true};
    enum sello_status status = SELLO_E_MEMORY;
    bool to_stdout = strcmp(path, "-") == 0;
    if (job.to != NULL) {
        fputs(to_stdout ? "" : "\xef\xbb\xbf", job.to); /* spreadsheets look for the BOM */
        status = export_kind(&job, kind);
        status = fclose(job.to) != 0 ? SELLO_E_MEMORY : status;
    }
    bool done = status == SELLO_OK;
    if (done && to_stdout) {
        fwrite(text, 1, len, stdout);
    } else if (done) {
        done = cli_file_create(path, sello_bytes(text, len), 0666);
    }
    free(text);
    if (status != SELLO_OK) {
        return app_failed(app, status, _("Nothing was exported"));
    }
    return done ? CLI_OK : CLI_FAILURE;
}

static int export(struct app *app) {
    const char *word = cli_operand(app->args, 0), *path = NULL;
    enum sello_kind kind = is_certificate(word) ? SELLO_KIND_CERTIFICATE : import_kind(word);
    if (kind == SELLO_KIND_NONE && !is_label(word)) {
        cli_error(_("'%s' cannot be exported. Write producers, products, certificates or labels."),
                  word);
        return CLI_USAGE;
    }
    if (!cli_require(app->args, "csv", &path)) {
        return CLI_USAGE;
    }
    if (kind == SELLO_KIND_NONE) {
        return export_labels(app, path);
    }
    if (cli_n_operands(app->args) > 1) {
        cli_error(_("'%s' is too much here. Only labels are exported in part."),
                  cli_operand(app->args, 1));
        return CLI_USAGE;
    }
    return export_to(app, kind, path);
}

int cmd_export(const struct cli_args *args) {
    return app_run(args, APP_READ, export);
}
