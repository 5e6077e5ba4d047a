/* SPDX-License-Identifier: Apache-2.0 */
/* What was done: to one record, to one label, or to everything. */
#include "base/time.h"
#include "registry/commands/app.h"
#include "registry/commands/commands.h"
#include "registry/commands/record.h"
#include "registry/commands/serials.h"
#include "registry/commands/table.h"
#include "registry/exchange/state_words.h"
#include "registry/store/history.h"

#define SENTENCE_MAX 1200

/* ---- in words ---- */

/* %1$s is the record's id or number; %2$s and %3$s are its first and last serial, %4$s how many,
 * %5$s the producer, %6$s the stock. */
static const struct {
    const char *kind;
    enum sello_kind record; /* of %1$s; SELLO_KIND_NONE: a bare number */
    const char *text;
} sentences[] = {
    {"registry.created", SELLO_KIND_NONE, N_("The registry was made.")},
    {"registry.link", SELLO_KIND_NONE, N_("The address of new labels was set.")},
    {"registry.reconciled", SELLO_KIND_NONE, N_("The registry went on after an old backup.")},
    {"registry.restored", SELLO_KIND_NONE,
     N_("A backup was brought back, and nobody had said yet what came after it.")},
    {"restored.nothing-since", SELLO_KIND_NONE,
     N_("It was said that nothing was done after the backup.")},
    {"restored.last-serial", SELLO_KIND_NONE,
     N_("It was said that label %2$s was the last one issued after the backup.")},
    {"restored.trust-file", SELLO_KIND_NONE,
     N_("A trust file told what was issued after the backup.")},
    {"restored.gap", SELLO_KIND_NONE,
     N_("Nobody could tell what was issued after the backup: serials were left out.")},
    {"events.taken", SELLO_KIND_NONE, N_("From here on each event holds the one before it.")},
    {"scheme.taken", SELLO_KIND_SCHEME, N_("Scheme %1$s was put under watch as it was.")},
    {"producer.taken", SELLO_KIND_PRODUCER, N_("Producer %1$s was put under watch as it was.")},
    {"product.taken", SELLO_KIND_PRODUCT, N_("Product %1$s was put under watch as it was.")},
    {"certificate.taken", SELLO_KIND_CERTIFICATE,
     N_("Certificate %1$s was put under watch as it was.")},
    {"batch.taken", SELLO_KIND_BATCH, N_("Batch %1$s was put under watch as it was.")},
    {"scheme.added", SELLO_KIND_SCHEME, N_("Scheme %1$s was added.")},
    {"scheme.edited", SELLO_KIND_SCHEME, N_("Scheme %1$s was changed.")},
    {"producer.added", SELLO_KIND_PRODUCER, N_("Producer %1$s was added.")},
    {"producer.edited", SELLO_KIND_PRODUCER, N_("Producer %1$s was changed.")},
    {"producer.consented", SELLO_KIND_PRODUCER,
     N_("Producer %1$s agreed to statements of their output.")},
    {"producer.consent-ended", SELLO_KIND_PRODUCER,
     N_("Producer %1$s took back what they agreed to.")},
    {"producer.merged", SELLO_KIND_PRODUCER, N_("Producer %1$s became one with %5$s.")},
    {"certificate.edited", SELLO_KIND_CERTIFICATE, N_("Certificate %1$s was changed.")},
    {"product.added", SELLO_KIND_PRODUCT, N_("Product %1$s was added.")},
    {"product.edited", SELLO_KIND_PRODUCT, N_("Product %1$s was changed.")},
    {"certificate.applied", SELLO_KIND_CERTIFICATE, N_("Certificate %1$s was applied for.")},
    {"batch.reserved", SELLO_KIND_BATCH, N_("Batch %1$s took labels %2$s to %3$s.")},
    {"batch.signed", SELLO_KIND_BATCH, N_("Batch %1$s was signed: labels %2$s to %3$s.")},
    {"batch.void", SELLO_KIND_BATCH, N_("Batch %1$s was given up: labels %2$s to %3$s are void.")},
    {"batch.lost", SELLO_KIND_BATCH,
     N_("The records of labels %2$s to %3$s were lost (batch %1$s).")},
    {"labels.printed", SELLO_KIND_NONE, N_("Print %1$s: labels printed, %4$s.")},
    {"labels.proofed", SELLO_KIND_NONE, N_("Print %1$s: a proof of labels, %4$s.")},
    {"endorsement.added", SELLO_KIND_ENDORSEMENT,
     N_("Endorsement %1$s of another certifier was given.")},
    {"endorsement.ended", SELLO_KIND_ENDORSEMENT,
     N_("Endorsement %1$s of another certifier was ended.")},
    {"labels.delivered", SELLO_KIND_DELIVERY, N_("Delivery %1$s to producer %5$s: labels, %4$s.")},
    {"stock.position", SELLO_KIND_NONE, N_("A part-used sheet of %6$s was remembered.")},
    {"stock.forgotten", SELLO_KIND_NONE, N_("A part-used sheet of %6$s was forgotten.")},
    {"root.stored", SELLO_KIND_NONE, N_("Root %1$s was kept.")},
    {"log.contradicted", SELLO_KIND_NONE,
     N_("A public log was found that does not go on in this registry.")},
    {"bundle.dated", SELLO_KIND_NONE, N_("Trust data %1$s were begun.")},
    {"bundle.stored", SELLO_KIND_NONE, N_("Trust data %1$s were signed and kept.")},
    {"import.made", SELLO_KIND_IMPORT, N_("Import %1$s was made: %4$s records.")},
    {"import.undone", SELLO_KIND_IMPORT, N_("Import %1$s was taken back: %4$s records.")},
};

/* The same of a single label. */
static const struct {
    const char *kind, *text;
} sentences_of_one[] = {
    {"batch.reserved", N_("Batch %1$s took label %2$s.")},
    {"batch.signed", N_("Batch %1$s was signed: label %2$s.")},
    {"batch.void", N_("Batch %1$s was given up: label %2$s is void.")},
    {"batch.lost", N_("The record of label %2$s was lost (batch %1$s).")},
};

static const char *text_of_one(const char *kind) {
    for (size_t i = 0; i < sizeof sentences_of_one / sizeof *sentences_of_one; i++) {
        if (strcmp(sentences_of_one[i].kind, kind) == 0) {
            return sentences_of_one[i].text;
        }
    }
    return NULL;
}

static void put_number(struct sello_number number, char *out, size_t size) {
    out[0] = '\0';
    if (number.present) {
        snprintf(out, size, "%llu", (unsigned long long)number.value);
    }
}

static void put_id(enum sello_kind kind, struct sello_number number, char *out, size_t size) {
    char text[SELLO_ID_LEN];
    if (kind == SELLO_KIND_NONE || !number.present) {
        put_number(number, out, size);
        return;
    }
    sello_id_format((struct sello_id){kind, number.value}, text);
    snprintf(out, size, "%s", text);
}

static bool put_known(const struct sello_history_row *row, char *out, size_t size) {
    const struct sello_event_facts *f = &row->facts;
    struct sello_number last = {f->first.present && f->count.present && f->count.value > 0,
                                f->first.value + f->count.value - 1};
    char id[32], from[24], to[24], count[24], producer[32];
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        if (strcmp(sentences[i].kind, row->kind) == 0) {
            put_id(sentences[i].record, f->number, id, sizeof id);
            put_number(f->first, from, sizeof from);
            put_number(last, to, sizeof to);
            put_number(f->count, count, sizeof count);
            put_id(SELLO_KIND_PRODUCER, f->producer, producer, sizeof producer);
            const char *const value[] = {id, from, to, count, producer, f->stock};
            const char *one = f->count.value == 1 ? text_of_one(row->kind) : NULL;
            cli_fill(out, size, _(one != NULL ? one : sentences[i].text), value,
                     sizeof value / sizeof *value);
            return true;
        }
    }
    return false;
}

/* Steps that need none are kept with "other". */
static bool has_reason(const struct sello_event_facts *f) {
    bool back = f->reason.value == SELLO_REASON_RETURNED;
    bool ends = f->step.value == SELLO_STEP_SUSPEND || f->step.value == SELLO_STEP_WITHDRAW;
    return f->reason.present &&
           (f->step.present ? ends : back || f->status.value != SELLO_LABEL_VALID);
}

static void put_certificate(const struct sello_event_facts *f, char *out, size_t size) {
    char id[32], until[CLI_DAY_LEN] = "";
    put_id(SELLO_KIND_CERTIFICATE, f->number, id, sizeof id);
    const char *step = record_step_text((enum sello_certificate_step)f->step.value);
    bool dated = f->until.present && cli_day(f->until.value, until);
    if (dated) {
        snprintf(out, size, _("Certificate %s: %s, until %s."), id, step, until);
    } else if (has_reason(f)) {
        snprintf(out, size, _("Certificate %s: %s (%s)."), id, step,
                 cli_reason_words(f->reason.value));
    } else {
        snprintf(out, size, _("Certificate %s: %s."), id, step);
    }
}

static const char *status_text(const struct sello_event_facts *f) {
    switch (f->status.value) {
    case SELLO_LABEL_VALID:
        return f->reason.value == SELLO_REASON_RETURNED ? _("taken back") : _("resumed");
    case SELLO_LABEL_WITHDRAWN:
    case SELLO_LABEL_SUSPENDED:
        return state_word_label(cli_language_name(), (enum sello_label_status)f->status.value);
    case SELLO_LABEL_RETIRED: return _("retired");
    default: return "?";
    }
}

static void put_status(const struct sello_event_facts *f, char *out, size_t size) {
    unsigned long long first = f->first.value, last = first + f->count.value - 1;
    bool reason = has_reason(f);
    const char *why = reason ? cli_reason_words(f->reason.value) : "";
    if (first == last && reason) {
        snprintf(out, size, _("Label %llu: %s (%s)."), first, status_text(f), why);
    } else if (first == last) {
        snprintf(out, size, _("Label %llu: %s."), first, status_text(f));
    } else if (reason) {
        snprintf(out, size, _("Labels %llu to %llu: %s (%s)."), first, last, status_text(f), why);
    } else {
        snprintf(out, size, _("Labels %llu to %llu: %s."), first, last, status_text(f));
    }
}

static void put_sentence(const struct sello_history_row *row, char out[SELLO_LEN(SENTENCE_MAX)]) {
    if (strcmp(row->kind, "certificate.moved") == 0) {
        put_certificate(&row->facts, out, SENTENCE_MAX);
    } else if (strcmp(row->kind, "labels.status") == 0 || strcmp(row->kind, "labels.taken") == 0) {
        put_status(&row->facts, out, SENTENCE_MAX);
    } else if (!put_known(row, out, SENTENCE_MAX)) {
        snprintf(out, SENTENCE_MAX, "%s", row->kind); /* of a newer version */
    }
}

static void add_row(struct table *t, const char *who, const char *what) {
    table_cell(t, who);
    table_cell(t, what);
}

static bool list_row(void *context, const struct sello_history_row *row) {
    struct table *t = context;
    char what[SENTENCE_MAX], who[sizeof row->who + sizeof row->role + 4];
    put_sentence(row, what);
    snprintf(who, sizeof who, "%s", row->who);
    record_cell_instant(t, row->at);
    if (row->role[0] != '\0' && strcmp(row->role, row->who) != 0) {
        snprintf(who, sizeof who, "%s (%s)", row->who, row->role);
    }
    add_row(t, who, what);
    for (size_t i = 0; i < row->n_edits; i++) {
        const struct sello_edit *edit = &row->edit[i];
        char before[CLI_DAY_LEN], after[CLI_DAY_LEN];
        snprintf(what, sizeof what, _("  %s: \"%s\" became \"%s\""), app_field_label(edit->field),
                 app_field_text(edit->field, edit->before, before),
                 app_field_text(edit->field, edit->after, after));
        table_cell(t, "");
        add_row(t, "", what);
    }
    return !t->failed;
}

/* ---- for programs ---- */

static void put_fact(struct cli_json *j, const char *name, struct sello_number number) {
    if (number.present) {
        cli_json_number(j, name, number.value);
    }
}

static void put_record(struct cli_json *j, const char *name, enum sello_kind kind,
                       struct sello_number number) {
    if (number.present) {
        record_json_id(j, name, (struct sello_id){kind, number.value});
    }
}

static void put_facts(struct cli_json *j, const struct sello_event_facts *f) {
    put_fact(j, "number", f->number);
    put_record(j, "product", SELLO_KIND_PRODUCT, f->product);
    put_record(j, "producer", SELLO_KIND_PRODUCER, f->producer);
    put_record(j, "scheme", SELLO_KIND_SCHEME, f->scheme);
    put_record(j, "certificate", SELLO_KIND_CERTIFICATE, f->certificate);
    put_record(j, "import", SELLO_KIND_IMPORT, f->import);
    put_fact(j, "first_serial", f->first);
    put_fact(j, "count", f->count);
    if (f->status.present) {
        cli_json_string(j, "status",
                        sello_label_status_name((enum sello_label_status)f->status.value));
    }
    if (has_reason(f)) {
        cli_json_string(j, "reason", sello_reason_name(f->reason.value));
    }
    if (f->step.present) {
        cli_json_string(j, "step", record_step_name((enum sello_certificate_step)f->step.value));
    }
    record_json_day(j, "from", f->from);
    record_json_day(j, "until", f->until);
    put_fact(j, "copies", f->copies);
    put_fact(j, "reprints", f->reprints);
    record_json_text(j, "stock", f->stock);
}

static bool list_json(void *context, const struct sello_history_row *row) {
    struct cli_json j;
    (void)context;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "event", row->seq);
    record_json_instant(&j, "at", row->at);
    cli_json_string(&j, "who", row->who);
    record_json_text(&j, "role", row->role);
    cli_json_string(&j, "what", row->kind);
    put_facts(&j, &row->facts);
    if (row->n_edits > 0) {
        cli_json_open_in(&j, "changes", '[');
        for (size_t i = 0; i < row->n_edits; i++) {
            cli_json_open_in(&j, NULL, '{');
            cli_json_string(&j, "field", row->edit[i].field);
            cli_json_string(&j, "before", row->edit[i].before);
            cli_json_string(&j, "after", row->edit[i].after);
            cli_json_close_in(&j, '}');
        }
        cli_json_close_in(&j, ']');
    }
    cli_json_close(&j);
    return true;
}

/* ---- whose ---- */

static enum sello_error find_batch(struct app *app, uint64_t number, struct sello_history_of *of) {
    struct sello_batch batch;
    enum sello_error error = sello_batch_get(app->session.store, number, &batch);
    if (error == SELLO_OK) {
        of->first = batch.first;
        of->last = batch.first + batch.count - 1;
        of->certificate = batch.certificate;
    }
    return error;
}

static enum sello_error find_label(struct app *app, uint64_t serial, struct sello_history_of *of) {
    struct sello_issued label;
    enum sello_error error = sello_store_label(app->session.store, serial, &label);
    if (error == SELLO_OK) {
        of->first = of->last = serial;
        of->certificate = label.batch.certificate;
    }
    return error;
}

static bool stop_at_first(void *context, const struct sello_history_row *row) {
    *(bool *)context = row->seq > 0;
    return false;
}

/* A producer that became one with another has a history all the same. */
static enum sello_error find_merged(struct app *app, const struct sello_history_of *of) {
    bool found = false;
    enum sello_error error = sello_history_list(app->session.store, of, stop_at_first, &found);
    return error == SELLO_OK && !found ? SELLO_E_NOT_FOUND : error;
}

static enum sello_error find_record(struct app *app, struct sello_history_of *of) {
    struct sello_store *store = app->session.store;
    union {
        struct sello_scheme scheme;
        struct sello_producer producer;
        struct sello_product product;
        struct sello_certificate certificate;
    } row;
    switch (of->id.kind) {
    case SELLO_KIND_SCHEME: return sello_scheme_get(store, of->id.number, &row.scheme);
    case SELLO_KIND_PRODUCT: return sello_product_get(store, of->id.number, &row.product);
    case SELLO_KIND_CERTIFICATE:
        return sello_certificate_get(store, of->id.number, &row.certificate);
    case SELLO_KIND_BATCH: return find_batch(app, of->id.number, of);
    case SELLO_KIND_PRODUCER:
        return sello_producer_get(store, of->id.number, &row.producer) == SELLO_OK
                   ? SELLO_OK
                   : find_merged(app, of);
    case SELLO_KIND_IMPORT: /* one that was taken back has a history all the same */
    case SELLO_KIND_ENDORSEMENT:
    case SELLO_KIND_DELIVERY: /* of one that never was there is none */
    case SELLO_KIND_NONE: break;
    }
    return SELLO_OK;
}

/* One id, or one serial. */
static int take_whose(struct app *app, struct sello_history_of *of) {
    const char *text = cli_operand(app->args, 0);
    enum sello_error error = SELLO_OK;
    if (text == NULL) {
        return CLI_OK;
    }
    if (sello_id_parse(text, &of->id) == SELLO_OK) {
        error = find_record(app, of);
    } else {
        struct serial_run run;
        of->id.kind = SELLO_KIND_NONE;
        if (!serial_run_parse(app, text, &run)) {
            return CLI_USAGE;
        }
        if (run.first != run.last) {
            cli_error(_("The history of one label is shown: name one serial."));
            return CLI_USAGE;
        }
        error = find_label(app, run.first, of);
    }
    return error == SELLO_OK ? CLI_OK : app_failed(app, error, text);
}

static int history(struct app *app) {
    const char *const titles[] = {_("When"), _("Who"), _("What")};
    struct sello_history_of of = {.id = {.kind = SELLO_KIND_NONE}};
    struct table t;
    int result = take_whose(app, &of);
    if (result != CLI_OK) {
        return result;
    }
    table_start(&t, titles, app->json ? 0 : 3);
    enum sello_error error =
        sello_history_list(app->session.store, &of, app->json ? list_json : list_row, &t);
    bool printed = app->json || table_end(&t, stdout, _("Nothing was done with it."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The history cannot be shown"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_history(const struct cli_args *args) {
    return app_run(args, APP_READ, history);
}

/* ---- imports ---- */

static const char *kind_name(enum sello_kind kind) {
    return kind == SELLO_KIND_PRODUCER  ? N_("producers")
           : kind == SELLO_KIND_PRODUCT ? N_("products")
                                        : N_("certificates");
}

static bool import_json(void *context, const struct sello_import *row) {
    struct cli_json j;
    (void)context;
    cli_json_open(&j, stdout);
    record_json_id(&j, "id", (struct sello_id){SELLO_KIND_IMPORT, row->number});
    cli_json_string(&j, "kind", kind_name(row->kind));
    record_json_instant(&j, "at", row->at);
    cli_json_number(&j, "rows", row->rows);
    record_json_text(&j, "file", row->file);
    cli_json_close(&j);
    return true;
}

static bool import_row(void *context, const struct sello_import *row) {
    struct table *t = context;
    char rows[24];
    snprintf(rows, sizeof rows, "%llu", (unsigned long long)row->rows);
    record_cell_id(t, (struct sello_id){SELLO_KIND_IMPORT, row->number});
    table_cell(t, _(kind_name(row->kind)));
    table_cell(t, rows);
    record_cell_instant(t, row->at);
    table_cell(t, row->file);
    return !t->failed;
}

static int list_imports(struct app *app) {
    const char *const titles[] = {_("Id"), _("Kind"), _("Rows"), _("When"), _("File")};
    struct table t;
    table_start(&t, titles, app->json ? 0 : 5);
    enum sello_error error =
        sello_import_list(app->session.store, app->json ? import_json : import_row, &t);
    bool printed = app->json || table_end(&t, stdout, _("There are no imports."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The imports cannot be listed"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}

int cmd_import_list(const struct cli_args *args) {
    return app_run(args, APP_READ, list_imports);
}
