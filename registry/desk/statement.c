/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/statement.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/time.h"
#include "registry/store/certificates.h"
#include "registry/store/ledger.h"
#include "registry/store/store.h"

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule,
                               const char *field, uint64_t producer) {
    return session_refuse(session,
                          &(struct problem){.error = error,
                                            .rule = rule,
                                            .field = field,
                                            .subject = {SELLO_KIND_PRODUCER, producer},
                                            .value = {problem_id(SELLO_KIND_PRODUCER, producer)}});
}

enum sello_error statement_consent(struct session *session, uint64_t producer, const char *note) {
    struct sello_consent consent = {.given = note != NULL, .day = base_here_day(session->now)};
    if (note != NULL && strlen(note) >= sizeof consent.note) {
        return refuse(session, SELLO_E_TOO_LONG, "consent-note-long", "consent", producer);
    }
    snprintf(consent.note, sizeof consent.note, "%s", note != NULL ? note : "");
    return session_fail(session, sello_consent_set(session->store, producer, &consent));
}

void statement_free(struct statement *s) {
    if (s != NULL) {
        free(s->product);
        free(s->certificate);
        free(s->row);
        free(s);
    }
}

/* ---- gathering ---- */

struct gathering {
    struct statement *s;
    struct sello_store *store;
    enum sello_error error;
};

/* A product's place by its name, added where it is new: two of one name are one to whoever reads.
 */
static bool place_of(struct gathering *g, const char *name, uint64_t *out) {
    struct statement *s = g->s;
    for (*out = 0; *out < s->n_products; ++*out) {
        if (strcmp(s->product[*out], name) == 0) {
            return true;
        }
    }
    if (!base_grow(&s->product, &s->products_room, s->n_products + 1, sizeof *s->product)) {
        g->error = SELLO_E_MEMORY;
        return false;
    }
    snprintf(s->product[s->n_products++], sizeof *s->product, "%s", name);
    return true;
}

/* The days on which a certificate was good: from the one that was set or on which it was granted
 * first, to the one that was set or on which it was withdrawn. */
struct life {
    struct sello_number granted, withdrawn;
};

static bool visit_move(void *context, const struct sello_certificate_move *move) {
    struct life *life = context;
    struct sello_number day = {true, base_here_day(move->at)};
    if (move->step == SELLO_STEP_GRANT && !life->granted.present) {
        life->granted = day;
    } else if (move->step == SELLO_STEP_WITHDRAW) {
        life->withdrawn = day;
    }
    return true;
}

/* Was it good on a day of the time? Then *row has the days that are told of it. */
static bool was_good(const struct gathering *g, const struct sello_certificate *c,
                     const struct life *life, struct sello_statement_certificate *row) {
    const struct statement_request *request = &g->s->request;
    uint64_t from = c->from.present ? c->from.value : life->granted.value;
    uint64_t until = c->until.present ? c->until.value : UINT64_MAX;
    if (life->withdrawn.present && life->withdrawn.value < until) {
        until = life->withdrawn.value;
    }
    *row = (struct sello_statement_certificate){.number = c->number,
                                                .from = c->from.present ? c->from.value : 0,
                                                .until = until == UINT64_MAX ? 0 : until};
    return life->granted.present && from <= request->until && until >= request->from &&
           (!c->from.present || from <= until);
}

static bool visit_certificate(void *context, const struct sello_certificate *c) {
    struct gathering *g = context;
    struct statement *s = g->s;
    struct life life = {.granted = {.present = false}};
    struct sello_statement_certificate row;
    g->error = sello_certificate_history(g->store, c->number, visit_move, &life);
    if (g->error != SELLO_OK || !was_good(g, c, &life, &row)) {
        return g->error == SELLO_OK;
    }
    if (!base_grow(&s->certificate, &s->certificates_room, s->n_certificates + 1,
                   sizeof *s->certificate)) {
        g->error = SELLO_E_MEMORY;
    }
    if (g->error == SELLO_OK && place_of(g, c->product_name, &row.product)) {
        s->certificate[s->n_certificates++] = row;
    }
    return g->error == SELLO_OK;
}

static unsigned months_of(uint64_t day) {
    struct base_date date = {.year = 0, .month = 1};
    return base_date_of(day, &date) ? date.year * 12 + date.month - 1 : 0;
}

uint64_t statement_months(const struct statement_request *request) {
    return months_of(request->until) - months_of(request->from) + 1;
}

struct sello_statement_row *statement_row(struct statement *s, uint64_t product, uint64_t month) {
    size_t i = s->n_rows;
    while (i > 0 && (s->row[i - 1].product > product ||
                     (s->row[i - 1].product == product && s->row[i - 1].month > month))) {
        i--;
    }
    if (i > 0 && s->row[i - 1].product == product && s->row[i - 1].month == month) {
        return &s->row[i - 1];
    }
    if (!base_grow(&s->row, &s->rows_room, s->n_rows + 1, sizeof *s->row)) {
        return NULL;
    }
    memmove(&s->row[i + 1], &s->row[i], (s->n_rows - i) * sizeof *s->row);
    s->row[i] = (struct sello_statement_row){.product = product, .month = month};
    s->n_rows++;
    return &s->row[i];
}

/* Each counts in the month in which it was done. */
static bool visit_run(void *context, const struct sello_ledger_run *run) {
    struct gathering *g = context;
    const struct sello_number done[] = {
        {true, base_here_day(run->batch->issued)},
        {run->delivered.present, base_here_day(run->delivered.value)},
        run->sold,
        run->withdrawn,
    };
    uint64_t product = 0;
    if (!place_of(g, run->batch->product_name, &product)) {
        return false;
    }
    for (size_t i = 0; i < sizeof done / sizeof *done; i++) {
        const struct statement_request *time = &g->s->request;
        uint64_t day = done[i].value;
        if (!done[i].present || day < time->from || day > time->until) {
            continue;
        }
        struct sello_statement_row *row =
            statement_row(g->s, product, months_of(day) - months_of(time->from));
        if (row == NULL) {
            g->error = SELLO_E_MEMORY;
        } else {
            uint64_t *const fields[] = {&row->issued, &row->delivered, &row->sold, &row->withdrawn};
            *fields[i] += run->count;
        }
    }
    return g->error == SELLO_OK;
}

static enum sello_error look(struct sello_store *store, void *context) {
    struct gathering *g = context;
    struct statement *s = g->s;
    g->store = store;
    const struct sello_certificate_filter certificates = {.producer = s->request.producer};
    const struct sello_batch_filter batches = {.producer = s->request.producer};
    enum sello_error error = sello_producer_get(store, s->request.producer, &s->producer);
    error = error == SELLO_OK ? sello_consent_get(store, s->request.producer, &s->consent) : error;
    if (error == SELLO_OK && s->consent.given) {
        error = sello_certificate_find(store, &certificates, visit_certificate, g);
    }
    if (error == SELLO_OK && g->error == SELLO_OK && s->consent.given) {
        error = sello_ledger_list(store, &batches, visit_run, g);
    }
    return error == SELLO_OK ? g->error : error;
}

enum sello_error statement_make(struct session *session, const struct statement_request *request,
                                struct statement **out) {
    struct statement *s = calloc(1, sizeof *s);
    struct gathering g = {.s = s};
    if (s == NULL) {
        return session_fail(session, SELLO_E_MEMORY);
    }
    s->request = *request;
    s->fold.months = 1;
    enum sello_error error = SELLO_OK;
    if (request->until < request->from || statement_months(request) > SELLO_STATEMENT_MONTHS_MAX) {
        error = refuse(session, SELLO_E_RANGE, "statement-days", "until", request->producer);
    } else {
        error = session_fail(session, sello_store_look(session->store, look, &g));
    }
    if (error == SELLO_OK && !s->consent.given) {
        error = refuse(session, SELLO_E_STATE, "no-consent", "consent", request->producer);
    }
    if (error != SELLO_OK) {
        statement_free(s);
        return error;
    }
    *out = s;
    return SELLO_OK;
}
