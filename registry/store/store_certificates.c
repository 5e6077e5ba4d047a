/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "registry/store/store_pages.h"

/* Certificates: that a producer's product keeps to a scheme, and the steps of their life. */

const char *sello_certificate_state_name(enum sello_certificate_state state) {
    switch (state) {
    case SELLO_CERTIFICATE_APPLIED: return "applied";
    case SELLO_CERTIFICATE_INSPECTED: return "inspected";
    case SELLO_CERTIFICATE_FAILED: return "failed";
    case SELLO_CERTIFICATE_GRANTED: return "granted";
    case SELLO_CERTIFICATE_SUSPENDED: return "suspended";
    case SELLO_CERTIFICATE_WITHDRAWN: return "withdrawn";
    }
    return "?";
}

bool sello_certificate_current(const struct sello_certificate *certificate, uint64_t day) {
    return certificate->state == SELLO_CERTIFICATE_GRANTED &&
           (!certificate->from.present || certificate->from.value <= day) &&
           (!certificate->until.present || day <= certificate->until.value);
}

/* ---- reading ---- */

/* With the names of what it is about: whoever lists certificates shows them. */
#define CERTIFICATE_COLUMNS                                                                        \
    "c.number, c.product, c.producer, c.scheme, c.note, c.state, c.applied_at, c.from_day,"        \
    " c.until_day, c.import, coalesce(p.name, ''), coalesce(r.name, ''), coalesce(s.name, '')"     \
    " FROM certificate c LEFT JOIN product p ON p.number = c.product"                              \
    " LEFT JOIN producer r ON r.number = c.producer LEFT JOIN scheme s ON s.code = c.scheme"

static struct sello_certificate read_certificate(struct sello_query *q) {
    struct sello_certificate c = {.number = sello_col_uint(q)};
    c.product = sello_col_uint(q);
    c.producer = sello_col_uint(q);
    c.scheme = sello_col_uint(q);
    sello_col_text(q, c.note, sizeof c.note);
    c.state = (enum sello_certificate_state)sello_col_uint(q); /* 1..6, says the table */
    c.applied = sello_col_uint(q);
    c.from = sello_col_number(q);
    c.until = sello_col_number(q);
    c.import = sello_col_number(q).value;
    sello_col_text(q, c.product_name, sizeof c.product_name);
    sello_col_text(q, c.producer_name, sizeof c.producer_name);
    sello_col_text(q, c.scheme_name, sizeof c.scheme_name);
    return c;
}

enum sello_error sello_certificate_get(struct sello_store *store, uint64_t number,
                                       struct sello_certificate *out) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(store->db, "SELECT " CERTIFICATE_COLUMNS " WHERE c.number = ?");
    sello_bind_uint(&q, number);
    enum sello_error error = sello_one(&q);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_certificate certificate = read_certificate(&q);
    if (q.error == SELLO_OK) {
        *out = certificate;
    }
    return q.error;
}

static uint64_t read_certificate_row(struct sello_query *q, void *row) {
    struct sello_certificate *certificate = row;
    *certificate = read_certificate(q);
    return certificate->number;
}

enum sello_error
sello_certificate_find(struct sello_store *store, const struct sello_certificate_filter *filter,
                       bool (*visit)(void *context, const struct sello_certificate *row),
                       void *context) {
    const struct sello_number limits[] = {
        {filter->producer > 0, filter->producer},
        {filter->product > 0, filter->product},
        filter->scheme,
        {filter->state > 0, filter->state},
        {filter->applied_from > 0, filter->applied_from},
        {filter->applied_until > 0, filter->applied_until},
        filter->ends_from,
        filter->ends_by,
    };
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_certificate));
    while (sello_page_turn(&page)) {
        struct sello_query q = sello_query(
            store->db, "SELECT " CERTIFICATE_COLUMNS
                       " WHERE (? = 0 OR c.producer = ?) AND (? = 0 OR c.product = ?)"
                       " AND (? = 0 OR c.scheme = ?) AND (? = 0 OR c.state = ?)"
                       " AND (? = 0 OR c.applied_at >= ?) AND (? = 0 OR c.applied_at < ?)"
                       " AND (? = 0 OR c.until_day >= ?) AND (? = 0 OR c.until_day <= ?)"
                       " AND c.number >= ? ORDER BY c.number LIMIT ?");
        for (size_t i = 0; i < COUNT_OF(limits); i++) {
            sello_bind_uint(&q, limits[i].present);
            sello_bind_uint(&q, limits[i].value);
        }
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_certificate_row);
        const struct sello_certificate *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}

enum sello_error sello_certificate_list(struct sello_store *store,
                                        bool (*visit)(void *context,
                                                      const struct sello_certificate *row),
                                        void *context) {
    const struct sello_certificate_filter all = {0};
    return sello_certificate_find(store, &all, visit, context);
}

/* ---- applying ---- */

/* Named one by one, so that the message can say which is missing. */
static enum sello_error check_request(struct sello_store *store,
                                      const struct sello_certificate *request) {
    struct sello_product product;
    struct sello_producer producer;
    struct sello_scheme scheme;
    enum sello_error error = sello_product_get(store, request->product, &product);
    if (error != SELLO_OK) {
        return sello_store_refuse(store, "product", error);
    }
    error = sello_producer_get(store, request->producer, &producer);
    if (error != SELLO_OK) {
        return sello_store_refuse(store, "producer", error);
    }
    error = sello_scheme_get(store, request->scheme, &scheme);
    return error == SELLO_OK ? SELLO_OK : sello_store_refuse(store, "scheme", error);
}

static void insert_request(struct sello_change *c, const struct sello_certificate *request,
                           uint64_t number) {
    char search[SELLO_FOLDED_LEN];
    const char *const texts[] = {request->note};
    sello_change_fail(c, sello_store_fold(texts, COUNT_OF(texts), search));
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db, "INSERT INTO certificate (number, product, producer, scheme, note, state,"
                      " applied_at, import, search) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?)");
    sello_bind_uint(&q, number);
    sello_bind_uint(&q, request->product);
    sello_bind_uint(&q, request->producer);
    sello_bind_uint(&q, request->scheme);
    sello_bind_text(&q, request->note);
    sello_bind_uint(&q, c->store->now);
    sello_bind_number(&q, sello_store_import(c->store));
    sello_bind_text(&q, search);
    sello_change_run(c, &q);
}

/* Of an import, where one is being made. */
static void count_row(struct sello_store *store, uint64_t certificate) {
    store->import_rows += store->import_certificate != certificate;
    store->import_certificate = certificate;
}

enum sello_error sello_certificate_apply(struct sello_store *store,
                                         const struct sello_certificate *request,
                                         uint64_t *out_number) {
    const struct sello_text_rule rule = {"note", request->note, SELLO_NOTE_MAX, false};
    enum sello_error error = sello_store_check_texts(store, &rule, 1);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, check_request(store, request));
    uint64_t number = sello_change_next(&c, "certificate");
    insert_request(&c, request, number);
    sello_change_event(&c, "certificate.applied", sello_part(SELLO_EVENT_NUMBER, number),
                       sello_part(SELLO_EVENT_PRODUCT, request->product),
                       sello_part(SELLO_EVENT_PRODUCER, request->producer),
                       sello_part(SELLO_EVENT_SCHEME, request->scheme),
                       sello_part_number(SELLO_EVENT_IMPORT, sello_store_import(store)),
                       sello_part_record(&c, SELLO_KIND_CERTIFICATE, number));
    error = sello_change_end(&c);
    if (error == SELLO_OK) {
        count_row(store, number);
        *out_number = number;
    }
    return error;
}

/* ---- steps ---- */

#define BIT(state) (1u << SELLO_CERTIFICATE_##state)
#define UNDECIDED (BIT(APPLIED) | BIT(INSPECTED) | BIT(FAILED))
#define HELD (BIT(GRANTED) | BIT(SUSPENDED))
#define STAYS ((enum sello_certificate_state)0)

/* One row per way a step may go; a step from any other state is refused. */
static const struct transition {
    enum sello_certificate_step step;
    unsigned from; /* states, as bits */
    enum sello_certificate_state to;
} transitions[] = {
    {SELLO_STEP_PASS, UNDECIDED, SELLO_CERTIFICATE_INSPECTED},
    {SELLO_STEP_PASS, HELD, STAYS},
    {SELLO_STEP_FAIL, UNDECIDED, SELLO_CERTIFICATE_FAILED},
    {SELLO_STEP_FAIL, HELD, STAYS},
    {SELLO_STEP_GRANT, BIT(INSPECTED), SELLO_CERTIFICATE_GRANTED},
    {SELLO_STEP_SUSPEND, BIT(GRANTED), SELLO_CERTIFICATE_SUSPENDED},
    {SELLO_STEP_RESUME, BIT(SUSPENDED), SELLO_CERTIFICATE_GRANTED},
    {SELLO_STEP_WITHDRAW, UNDECIDED | HELD, SELLO_CERTIFICATE_WITHDRAWN},
    {SELLO_STEP_RENEW, BIT(GRANTED), STAYS},
};

/* Takes the step on a certificate in memory. */
static enum sello_error take_step(const struct sello_certificate_move *move,
                                  struct sello_certificate *certificate) {
    const struct transition *t = NULL;
    for (size_t i = 0; i < COUNT_OF(transitions) && t == NULL; i++) {
        bool fits = transitions[i].step == move->step &&
                    (transitions[i].from & 1u << certificate->state) != 0;
        t = fits ? &transitions[i] : NULL;
    }
    if (t == NULL) {
        return SELLO_E_STATE;
    }
    certificate->state = t->to == STAYS ? certificate->state : t->to;
    if (move->step == SELLO_STEP_GRANT) {
        certificate->from = move->from;
        certificate->until = move->until;
    } else if (move->step == SELLO_STEP_RENEW) {
        certificate->until = move->until;
    }
    bool ends_first = certificate->from.present && certificate->until.present &&
                      certificate->until.value < certificate->from.value;
    return ends_first ? SELLO_E_RANGE : SELLO_OK;
}

static void update_certificate(struct sello_change *c,
                               const struct sello_certificate *certificate) {
    SELLO_AUTO(query)
    struct sello_query q =
        sello_query(c->store->db, "UPDATE certificate SET state = ?, from_day = ?, until_day = ?"
                                  " WHERE number = ?");
    sello_bind_uint(&q, certificate->state);
    sello_bind_number(&q, certificate->from);
    sello_bind_number(&q, certificate->until);
    sello_bind_uint(&q, certificate->number);
    sello_change_run_one(c, &q);
}

static void insert_move(struct sello_change *c, const struct sello_certificate_move *move) {
    SELLO_AUTO(query)
    struct sello_query q = sello_query(
        c->store->db,
        "INSERT INTO certificate_move (certificate, place, made_at, step, from_day, until_day,"
        " reason, note) VALUES (?, (SELECT count(*) + 1 FROM certificate_move"
        " WHERE certificate = ?), ?, ?, ?, ?, ?, ?)");
    sello_bind_uint(&q, move->certificate);
    sello_bind_uint(&q, move->certificate);
    sello_bind_uint(&q, c->store->now);
    sello_bind_uint(&q, move->step);
    sello_bind_number(&q, move->from);
    sello_bind_number(&q, move->until);
    sello_bind_uint(&q, move->reason);
    sello_bind_text(&q, move->note);
    sello_change_run(c, &q);
}

static void put_day(struct sello_number day, char out[SELLO_LEN(BASE_DATE_LEN)]) {
    if (day.present) {
        base_date_format(day.value, out);
    }
}

/* What a renewal replaces is kept beside its event, as with any edit. */
enum sello_error sello_certificate_move(struct sello_store *store,
                                        const struct sello_certificate_move *move) {
    const struct sello_text_rule rule = {"note", move->note, SELLO_NOTE_MAX, false};
    struct sello_certificate certificate = {0};
    enum sello_error error = sello_store_check_texts(store, &rule, 1);
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_change c = sello_change_begin(store);
    sello_change_fail(&c, sello_certificate_get(store, move->certificate, &certificate));
    char before[BASE_DATE_LEN] = "", after[BASE_DATE_LEN] = "";
    put_day(certificate.until, before);
    if (c.error == SELLO_OK) {
        sello_change_fail(&c, take_step(move, &certificate));
    }
    put_day(certificate.until, after);
    const struct sello_edited edits[] = {{"until", before, after}};
    const size_t n_edits = move->step == SELLO_STEP_RENEW ? COUNT_OF(edits) : 0;
    insert_move(&c, move); /* first: here a server refuses a step that is not the role's */
    update_certificate(&c, &certificate);
    sello_change_event(&c, "certificate.moved", sello_part(SELLO_EVENT_NUMBER, move->certificate),
                       sello_part(SELLO_EVENT_REASON, move->reason),
                       sello_part(SELLO_EVENT_STEP, move->step),
                       sello_part_number(SELLO_EVENT_FROM, move->from),
                       sello_part_number(SELLO_EVENT_UNTIL, move->until),
                       sello_part_record(&c, SELLO_KIND_CERTIFICATE, move->certificate),
                       n_edits > 0 ? sello_part_edits(&c, edits, n_edits)
                                   : sello_part_hash(SELLO_EVENT_EDITS, NULL));
    sello_change_edits(&c, edits, n_edits);
    error = sello_change_end(&c);
    if (error == SELLO_OK) {
        count_row(store, move->certificate);
    }
    return error;
}

static uint64_t read_move(struct sello_query *q, void *row) {
    struct sello_certificate_move *move = row;
    *move = (struct sello_certificate_move){.certificate = sello_col_uint(q)};
    move->step = (enum sello_certificate_step)sello_col_uint(q);
    move->from = sello_col_number(q);
    move->until = sello_col_number(q);
    move->reason = sello_col_uint(q);
    sello_col_text(q, move->note, sizeof move->note);
    move->at = sello_col_uint(q);
    return sello_col_uint(q);
}

enum sello_error sello_certificate_history(struct sello_store *store, uint64_t number,
                                           bool (*visit)(void *context,
                                                         const struct sello_certificate_move *row),
                                           void *context) {
    SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_certificate_move));
    while (sello_page_turn(&page)) {
        struct sello_query q = sello_query(
            store->db, "SELECT certificate, step, from_day, until_day, reason, note, made_at, place"
                       " FROM certificate_move WHERE certificate = ? AND place >= ?"
                       " ORDER BY place LIMIT ?");
        sello_bind_uint(&q, number);
        sello_bind_uint(&q, page.next);
        sello_page_read(&page, &q, read_move);
        const struct sello_certificate_move *row = NULL;
        while ((row = sello_page_row(&page)) != NULL) {
            if (!visit(context, row)) {
                sello_page_stop(&page);
            }
        }
    }
    return page.error;
}
