/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/history_words.h"

#include <stdio.h>
#include <string.h>

#include "registry/commands/record.h"
#include "registry/exchange/state_words.h"

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
    {"user.added", SELLO_KIND_NONE, N_("A user of the server was given a role.")},
    {"user.removed", SELLO_KIND_NONE, N_("A user of the server was taken away.")},
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

void history_sentence(const struct sello_history_row *row,
                      char out[SELLO_LEN(HISTORY_SENTENCE_MAX)]) {
    if (strcmp(row->kind, "certificate.moved") == 0) {
        put_certificate(&row->facts, out, HISTORY_SENTENCE_MAX);
    } else if (strcmp(row->kind, "labels.status") == 0 || strcmp(row->kind, "labels.taken") == 0) {
        put_status(&row->facts, out, HISTORY_SENTENCE_MAX);
    } else if (!put_known(row, out, HISTORY_SENTENCE_MAX)) {
        snprintf(out, HISTORY_SENTENCE_MAX, "%s", row->kind); /* of a newer version */
    }
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

void history_json(struct cli_json *j, const struct sello_history_row *row) {
    cli_json_number(j, "event", row->seq);
    record_json_instant(j, "at", row->at);
    cli_json_string(j, "who", row->who);
    record_json_text(j, "role", row->role);
    cli_json_string(j, "what", row->kind);
    put_facts(j, &row->facts);
    if (row->n_edits > 0) {
        cli_json_open_in(j, "changes", '[');
        for (size_t i = 0; i < row->n_edits; i++) {
            cli_json_open_in(j, NULL, '{');
            cli_json_string(j, "field", row->edit[i].field);
            cli_json_string(j, "before", row->edit[i].before);
            cli_json_string(j, "after", row->edit[i].after);
            cli_json_close_in(j, '}');
        }
        cli_json_close_in(j, ']');
    }
}
