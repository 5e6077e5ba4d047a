/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/list_options.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/time.h"

#define DAYS_MOST 36500 /* a hundred years */

/* ---- what limits a list ---- */

static bool take_id(const struct cli_args *args, const char *option, enum sello_kind kind,
                    struct sello_number *out) {
    const char *text = cli_text(args, option);
    *out = (struct sello_number){.present = text != NULL};
    return text == NULL || app_id_of(text, kind, &out->value);
}

bool list_days_given(const struct cli_args *args, struct sello_number *out_from,
                     struct sello_number *out_to) {
    out_from->present = cli_text(args, "from") != NULL;
    out_to->present = cli_text(args, "to") != NULL;
    if (!cli_date(args, "from", &out_from->value) || !cli_date(args, "to", &out_to->value)) {
        return false;
    }
    if (out_from->present && out_to->present && out_to->value < out_from->value) {
        cli_error(_("The last day, %s, lies before the first one, %s."), cli_text(args, "to"),
                  cli_text(args, "from"));
        return false;
    }
    return true;
}

bool list_days_take(const struct cli_args *args, uint64_t *out_from, uint64_t *out_until) {
    struct sello_number from = {0}, to = {0};
    if (!list_days_given(args, &from, &to)) {
        return false;
    }
    *out_from = from.present ? base_here_start(from.value) : 0;
    *out_until = to.present ? base_here_end(to.value) : 0;
    return true;
}

static bool take_certificate_state(const char *word, enum sello_certificate_state *out) {
    *out = (enum sello_certificate_state)state_of_certificate(word);
    if (*out == 0) {
        cli_error(_("--state takes applied, inspected, failed, granted, suspended or withdrawn, "
                    "not '%s'."),
                  word);
    }
    return *out != 0;
}

static bool take_batch_state(const char *word, enum sello_batch_state *out) {
    *out = (enum sello_batch_state)state_of_batch(word);
    if (*out == 0) {
        cli_error(_("--state takes reserved, signed, void or lost, not '%s'."), word);
    }
    return *out != 0;
}

static bool take_label_state(const char *word, enum state_of_labels *out) {
    *out = state_of_labels(word);
    if (*out == LABELS_ANY) {
        cli_error(_("--state takes valid, withdrawn, suspended, sold, spoiled, printed, unprinted, "
                    "delivered, undelivered or left, not '%s'."),
                  word);
    }
    return *out != LABELS_ANY;
}

static bool take_state(const struct cli_args *args, enum sello_kind kind,
                       struct export_wanted *out) {
    const char *word = cli_text(args, "state");
    if (word == NULL) {
        return true;
    }
    if (kind == SELLO_KIND_PRODUCER) {
        out->records.state = word; /* of the federation */
        return true;
    }
    return kind == SELLO_KIND_CERTIFICATE ? take_certificate_state(word, &out->certificates.state)
           : kind == SELLO_KIND_BATCH     ? take_batch_state(word, &out->labels.batches.state)
                                          : take_label_state(word, &out->labels.state);
}

/* As `status` counts them: those whose last day is today or one of so many after it. */
static bool take_ending(const struct app *app, struct sello_certificate_filter *out) {
    uint64_t days = 0, today = base_here_day(app->session.now);
    if (cli_text(app->args, "ends-within") == NULL) {
        return true;
    }
    if (!cli_number(app->args, "ends-within", 0, DAYS_MOST, &days)) {
        return false;
    }
    out->ends_from = (struct sello_number){true, today};
    out->ends_by = (struct sello_number){true, today + days};
    out->state = out->state == 0 ? SELLO_CERTIFICATE_GRANTED : out->state;
    return true;
}

bool list_wanted_take(const struct app *app, enum sello_kind kind, struct export_wanted *out) {
    const struct cli_args *args = app->args;
    struct sello_number producer, product, scheme, certificate;
    uint64_t from = 0, until = 0;
    *out = (struct export_wanted){.certificates = {0}};
    if (!take_id(args, "producer", SELLO_KIND_PRODUCER, &producer) ||
        !take_id(args, "product", SELLO_KIND_PRODUCT, &product) ||
        !take_id(args, "scheme", SELLO_KIND_SCHEME, &scheme) ||
        !take_id(args, "certificate", SELLO_KIND_CERTIFICATE, &certificate) ||
        !list_days_take(args, &from, &until) || !take_state(args, kind, out) ||
        !take_ending(app, &out->certificates)) {
        return false;
    }
    out->records.producer = out->certificates.producer = producer.value;
    out->records.product = out->certificates.product = product.value;
    out->records.scheme = out->certificates.scheme = scheme;
    out->certificates.applied_from = from;
    out->certificates.applied_until = until;
    struct sello_batch_filter *batches = &out->labels.batches;
    batches->certificate = certificate.value;
    batches->producer = producer.value;
    batches->product = product.value;
    batches->scheme = scheme;
    batches->lot = cli_text(args, "lot");
    batches->issued_from = from;
    batches->issued_until = until;
    return true;
}

bool list_is_limited(const struct app *app) {
    static const char *const options[] = {"producer", "product", "scheme", "certificate", "state",
                                          "lot",      "from",    "to",     "ends-within"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (cli_text(app->args, options[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* ---- a table in a file ---- */

static bool put_to_memory(void *context, struct sello_bytes bytes) {
    return fwrite(bytes.ptr, 1, bytes.len, context) == bytes.len;
}

int list_write_file(struct app *app, const char *mark,
                    enum sello_error (*put)(struct app *app, const void *context,
                                            const struct export_sink *sink),
                    const void *context, const char *path) {
    struct base_text table;
    bool to_stdout = strcmp(path, "-") == 0;
    enum sello_error error = SELLO_E_MEMORY;
    if (base_text_open(&table)) {
        const struct export_sink sink = {table.to, put_to_memory, to_stdout};
        fputs(to_stdout ? "" : mark, table.to);
        error = put(app, context, &sink);
        error = !base_text_end(&table) || error == SELLO_E_SYSTEM ? SELLO_E_MEMORY : error;
    }
    bool done = error == SELLO_OK;
    if (done && to_stdout) {
        fwrite(table.bytes, 1, table.len, stdout);
    } else if (done) {
        done = cli_file_create(path, sello_bytes(table.bytes, table.len), 0666);
    }
    free(table.bytes);
    if (error != SELLO_OK) {
        return app_failed(app, error, _("Nothing was exported"));
    }
    return done ? CLI_OK : CLI_FAILURE;
}

int list_write_table(struct app *app,
                     enum sello_error (*put)(struct app *app, const void *context,
                                             const struct export_sink *sink),
                     const void *context, const char *path) {
    return list_write_file(app, LIST_BOM, put, context, path);
}

struct records {
    enum export_kind kind;
    const struct export_wanted *wanted;
};

static enum sello_error put_records(struct app *app, const void *context,
                                    const struct export_sink *sink) {
    const struct records *r = context;
    return export_records(&app->session, r->kind, r->wanted, sink);
}

int list_write_csv(struct app *app, enum export_kind kind, const struct export_wanted *wanted,
                   const char *path) {
    const struct records records = {kind, wanted};
    return list_write_table(app, put_records, &records, path);
}
