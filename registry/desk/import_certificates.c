/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of certificates. A row says which product, producer and scheme, and how far their
 * certificate has come: it is applied for, inspected and granted as far as that. */
#include <inttypes.h>

#include "base/time.h"
#include "registry/desk/certify.h"
#include "registry/desk/import_row.h"
#include "registry/exchange/state_words.h"

/* ---- what the registry has ---- */

#define MANY UINT64_MAX /* more than one is called so */

struct learning {
    struct import *import;
    enum sello_error error;
};

/* Notes a record under its kind and name; a name that two have is nobody's. */
static bool learn_name(struct learning *l, enum sello_kind kind, const char *name,
                       uint64_t number) {
    char key[DUPLICATES_KEY_MAX] = {(char)kind};
    const struct seen_record *before;
    l->error = sello_name_fold(sello_bytes_of(name), key + 1, sizeof key - 1);
    if (l->error == SELLO_OK) {
        l->error = duplicates_note(&l->import->names, key, number + 1, 0, &before);
    }
    if (l->error == SELLO_OK && before != NULL) {
        duplicates_forget(&l->import->names, key);
        l->error = duplicates_note(&l->import->names, key, MANY, 0, &before);
    }
    return l->error == SELLO_OK;
}

static bool learn_product(void *context, const struct sello_product *p) {
    return learn_name(context, SELLO_KIND_PRODUCT, p->name, p->number);
}

static bool learn_producer(void *context, const struct sello_producer *p) {
    return learn_name(context, SELLO_KIND_PRODUCER, p->name, p->number);
}

static bool learn_scheme(void *context, const struct sello_scheme *s) {
    struct learning *l = context;
    /* Where there is one alone it need not be named: it stands under the empty name too. */
    return learn_name(l, SELLO_KIND_SCHEME, s->name, s->code) &&
           learn_name(l, SELLO_KIND_SCHEME, "", s->code);
}

static void put_key(char out[SELLO_LEN(96)], uint64_t product, uint64_t producer, uint64_t scheme) {
    snprintf(out, 96, "%" PRIu64 " %" PRIu64 " %" PRIu64, product, producer, scheme);
}

/* Notes whose key this is from now on. */
static enum sello_error note_anew(struct import *import, char *key, uint64_t number, size_t line) {
    const struct seen_record *before;
    duplicates_forget(&import->seen, key);
    return duplicates_note(&import->seen, key, number, line, &before);
}

static bool learn_certificate(void *context, const struct sello_certificate *c) {
    struct learning *l = context;
    char key[96];
    put_key(key, c->product, c->producer, c->scheme);
    l->error = note_anew(l->import, key, c->number, 0);
    return l->error == SELLO_OK;
}

static bool learn_living(void *context, const struct sello_certificate *c) {
    bool over = c->state == SELLO_CERTIFICATE_FAILED || c->state == SELLO_CERTIFICATE_WITHDRAWN;
    return over || learn_certificate(context, c);
}

enum sello_error import_learn_certificates(struct import *import) {
    struct sello_store *store = import->session->store;
    struct learning l = {import, SELLO_OK};
    enum sello_error error = sello_product_list(store, learn_product, &l);
    error = error == SELLO_OK && l.error == SELLO_OK
                ? sello_producer_list(store, learn_producer, &l)
                : error;
    error = error == SELLO_OK && l.error == SELLO_OK ? sello_scheme_list(store, learn_scheme, &l)
                                                     : error;
    /* Of those for the same, the last one that lives, or else the last one. */
    error = error == SELLO_OK && l.error == SELLO_OK
                ? sello_certificate_list(store, learn_certificate, &l)
                : error;
    error = error == SELLO_OK && l.error == SELLO_OK
                ? sello_certificate_list(store, learn_living, &l)
                : error;
    return error != SELLO_OK ? error : l.error;
}

/* ---- reading a row ---- */

struct certificate_row {
    uint64_t id, product, producer, scheme;
    enum sello_certificate_state state; /* that it should have; 0: nothing is said */
    struct sello_number from, until;
    char note[SELLO_NOTE_MAX + 1];
};

static bool refuse(struct import *import, const char *field, const char *rule,
                   struct problem_value value, struct import_result *out) {
    importer_refuse(&import->importer, field, rule, value, out);
    return false;
}

/* The only record that is called so. */
static bool find_named(struct import *import, const char *field, enum sello_kind kind,
                       const char *name, uint64_t *out, struct import_result *result) {
    char key[DUPLICATES_KEY_MAX] = {(char)kind};
    const struct seen_record *before = NULL;
    *out = 0;
    if (name[0] == '\0' && kind != SELLO_KIND_SCHEME) {
        return refuse(import, field, "cell-empty", problem_text(""), result);
    }
    if (sello_name_fold(sello_bytes_of(name), key + 1, sizeof key - 1) == SELLO_OK) {
        before = duplicates_find(&import->names, key);
    }
    if (before == NULL) {
        return refuse(import, field, "no-record-called", problem_text(""), result);
    }
    if (before->number == MANY) {
        return refuse(import, field, "several-called", problem_id(kind, 1), result);
    }
    *out = before->number - 1;
    return true;
}

static enum sello_error check_there(struct import *import, enum sello_kind kind, uint64_t number) {
    struct sello_store *store = import->session->store;
    struct sello_product product;
    struct sello_producer producer;
    struct sello_scheme scheme;
    return kind == SELLO_KIND_PRODUCT    ? sello_product_get(store, number, &product)
           : kind == SELLO_KIND_PRODUCER ? sello_producer_get(store, number, &producer)
                                         : sello_scheme_get(store, number, &scheme);
}

/* A record by its id or its name, in one column or in two that have to agree. */
static bool take_record(struct import *import, const struct row *row, const char *field,
                        const char *name_field, enum sello_kind kind, uint64_t *out,
                        struct import_result *result) {
    struct importer *im = &import->importer;
    char text[SELLO_NAME_MAX + 1], name[SELLO_NAME_MAX + 1];
    uint64_t named = 0;
    if (!IMPORTER_TEXT(im, row, field, text, result) ||
        !IMPORTER_TEXT(im, row, name_field, name, result)) {
        return false;
    }
    bool is_id = sello_id_parse_kind(text, kind, false, out) == SELLO_OK;
    if (is_id && check_there(import, kind, *out) != SELLO_OK) {
        return refuse(import, field, "no-such-record", problem_id(kind, *out), result);
    }
    bool in_first = text[0] != '\0' || (name[0] == '\0' && importer_has(im, field));
    const char *by_name = in_first ? field : name_field;
    if (!is_id && !find_named(import, by_name, kind, text[0] != '\0' ? text : name, out, result)) {
        return false;
    }
    if (text[0] == '\0' || name[0] == '\0') {
        return true;
    }
    /* Several may be called so: then the id alone tells which. */
    struct import_result aside = {.line = 0};
    bool other = find_named(import, name_field, kind, name, &named, &aside) && named != *out;
    bool unknown =
        strcmp(aside.problem.rule != NULL ? aside.problem.rule : "", "no-record-called") == 0;
    return !(other || unknown) ||
           refuse(import, name_field, "other-record-called", problem_id(kind, *out), result);
}

static bool take_state(struct import *import, const struct row *row,
                       enum sello_certificate_state *out, struct import_result *result) {
    char text[64];
    *out = (enum sello_certificate_state)0;
    if (!IMPORTER_TEXT(&import->importer, row, "state", text, result)) {
        return false;
    }
    *out = (enum sello_certificate_state)state_of_certificate(text);
    return text[0] == '\0' || *out != 0 ||
           refuse(import, "state", "certificate-state-expected", problem_text(""), result);
}

static bool read_row(struct import *import, const struct row *row, struct certificate_row *r,
                     struct import_result *out) {
    struct importer *im = &import->importer;
    *r = (struct certificate_row){.id = 0};
    bool good =
        import_id(import, row, "id", SELLO_KIND_CERTIFICATE, &r->id, out) &&
        take_record(import, row, "product", "product_name", SELLO_KIND_PRODUCT, &r->product, out) &&
        take_record(import, row, "producer", "producer_name", SELLO_KIND_PRODUCER, &r->producer,
                    out) &&
        take_record(import, row, "scheme", "scheme_name", SELLO_KIND_SCHEME, &r->scheme, out) &&
        take_state(import, row, &r->state, out) && importer_day(im, row, "from", &r->from, out) &&
        importer_day(im, row, "until", &r->until, out) &&
        IMPORTER_TEXT(im, row, "note", r->note, out);
    return good;
}

/* ---- steps ---- */

/* One step of an existing certificate; false: *error, or the row was refused. */
static bool step(struct import *import, const struct certificate_row *r, uint64_t number,
                 enum sello_certificate_step step, enum sello_error *error,
                 struct import_result *out) {
    struct certify_outcome done = {.seen = 0};
    struct certify_request request = {.certificate = number, .step = step};
    request.note = r->note[0] != '\0' ? r->note : NULL;
    if (step == SELLO_STEP_GRANT) {
        request.from = r->from;
        request.until = r->until;
    } else if (step == SELLO_STEP_RENEW) {
        request.until = r->until;
    }
    *error = certify_commit(import->session, &request, NULL, &done);
    bool taken = *error == SELLO_OK;
    if (taken) {
        certify_outcome_free(&done);
    } else {
        *error = import_refused(import, *error, out);
    }
    return taken;
}

/* From where it is to where the row wants it. */
static enum sello_error go_on(struct import *import, const struct certificate_row *r,
                              uint64_t number, enum sello_certificate_state now,
                              struct import_result *out) {
    enum sello_error error = SELLO_OK;
    bool inspected = now == SELLO_CERTIFICATE_INSPECTED;
    if (r->state == SELLO_CERTIFICATE_FAILED) {
        (void)step(import, r, number, SELLO_STEP_FAIL, &error, out);
    } else if (inspected || step(import, r, number, SELLO_STEP_PASS, &error, out)) {
        if (r->state == SELLO_CERTIFICATE_GRANTED) {
            (void)step(import, r, number, SELLO_STEP_GRANT, &error, out);
        }
    }
    return error;
}

static bool is_behind(enum sello_certificate_state now, enum sello_certificate_state wanted) {
    bool waits = now == SELLO_CERTIFICATE_APPLIED || now == SELLO_CERTIFICATE_FAILED;
    return (waits && (wanted == SELLO_CERTIFICATE_INSPECTED ||
                      wanted == SELLO_CERTIFICATE_GRANTED || wanted == SELLO_CERTIFICATE_FAILED)) ||
           (now == SELLO_CERTIFICATE_INSPECTED && wanted == SELLO_CERTIFICATE_GRANTED);
}

static void put_day(struct sello_number day, char out[SELLO_LEN(BASE_DATE_LEN)]) {
    out[0] = '\0';
    if (day.present) {
        base_date_format(day.value, out);
    }
}

static void day_differs(struct import *import, const char *field, struct sello_number is,
                        struct sello_number wanted, struct import_result *out) {
    char before[BASE_DATE_LEN], after[BASE_DATE_LEN];
    put_day(is, before);
    put_day(wanted, after);
    import_differs(import, field, before, after, out);
}

/* Is it what was written of the certificate at any of its steps? */
struct note_search {
    const char *note;
    bool found;
};

static bool compare_note(void *context, const struct sello_certificate_move *move) {
    struct note_search *search = context;
    search->found = search->found || strcmp(move->note, search->note) == 0;
    return true;
}

/* What the row says otherwise than a certificate that stays as it is. */
static enum sello_error note_differences(struct import *import, const struct certificate_row *r,
                                         const struct sello_certificate *c,
                                         struct import_result *out) {
    struct note_search search = {r->note, r->note[0] == '\0' || strcmp(r->note, c->note) == 0};
    if (r->state != 0) {
        import_differs(import, "state", sello_certificate_state_name(c->state),
                       sello_certificate_state_name(r->state), out);
    }
    if (r->from.present) {
        day_differs(import, "from", c->from, r->from, out);
    }
    if (r->until.present) {
        day_differs(import, "until", c->until, r->until, out);
    }
    enum sello_error error =
        search.found
            ? SELLO_OK
            : sello_certificate_history(import->session->store, c->number, compare_note, &search);
    if (!search.found) {
        import_differs(import, "note", c->note, r->note, out);
    }
    return error;
}

static bool is_same_day(struct sello_number a, struct sello_number b) {
    return a.present == b.present && (!a.present || a.value == b.value);
}

/* May it be renewed as the row says? One with another first day is of another grant. */
static bool is_renewal(const struct certificate_row *r, const struct sello_certificate *c) {
    return c->state == SELLO_CERTIFICATE_GRANTED && r->state == c->state && r->until.present &&
           !is_same_day(r->until, c->until) && (!r->from.present || is_same_day(r->from, c->from));
}

static enum sello_error renew(struct import *import, const struct certificate_row *r,
                              const struct sello_certificate *c, struct import_result *out) {
    enum sello_error error = SELLO_OK;
    day_differs(import, "until", c->until, r->until, out);
    if (step(import, r, c->number, SELLO_STEP_RENEW, &error, out)) {
        out->action = IMPORT_CHANGED;
    }
    return error;
}

/* A certificate that is here. */
static enum sello_error take_present(struct import *import, const struct certificate_row *r,
                                     const struct sello_certificate *c, struct import_result *out) {
    out->action = IMPORT_PRESENT;
    out->number = c->number;
    if (is_behind(c->state, r->state) && r->state != c->state) {
        import_differs(import, "state", sello_certificate_state_name(c->state),
                       sello_certificate_state_name(r->state), out);
        enum sello_error error = go_on(import, r, c->number, c->state, out);
        out->action = out->action == IMPORT_REFUSED ? IMPORT_REFUSED : IMPORT_CHANGED;
        return error;
    }
    return import->request->update && is_renewal(r, c) ? renew(import, r, c, out)
                                                       : note_differences(import, r, c, out);
}

static enum sello_error apply(struct import *import, const struct certificate_row *r,
                              struct import_result *out) {
    struct certify_applied done;
    struct sello_certificate request = {
        .product = r->product, .producer = r->producer, .scheme = r->scheme};
    snprintf(request.note, sizeof request.note, "%s", r->note);
    enum sello_error error = certify_apply_commit(import->session, &request, NULL, &done);
    if (error != SELLO_OK) {
        return import_refused(import, error, out);
    }
    out->action = IMPORT_ADDED;
    out->number = done.certificate;
    struct certificate_row further = *r;
    further.note[0] = '\0'; /* it stands with the application */
    bool more = r->state != SELLO_CERTIFICATE_APPLIED && r->state != 0;
    return more ? go_on(import, &further, done.certificate, SELLO_CERTIFICATE_APPLIED, out)
                : SELLO_OK;
}

/* What a table cannot bring about. now: the certificate's state; 0: there is none. */
static bool check_wish(struct import *import, const struct certificate_row *r,
                       enum sello_certificate_state now, struct import_result *out) {
    bool dated = r->from.present || r->until.present;
    bool ended = r->state == SELLO_CERTIFICATE_SUSPENDED || r->state == SELLO_CERTIFICATE_WITHDRAWN;
    if (dated && !ended && r->state != SELLO_CERTIFICATE_GRANTED) {
        return refuse(import, r->until.present ? "until" : "from", "dates-need-state",
                      problem_text(""), out);
    }
    return !ended || r->state == now ||
           refuse(import, "state", "state-not-by-table", problem_text(""), out);
}

static bool is_for_same(const struct sello_certificate *c, const struct certificate_row *r) {
    return c->product == r->product && c->producer == r->producer && c->scheme == r->scheme;
}

/* By its id, where that is for the same as the row; else the one for the same, unless that is
 * withdrawn and the row wants another one. 0: none. */
static enum sello_error find(struct import *import, const struct certificate_row *r,
                             struct import_result *out, struct sello_certificate *c) {
    char key[96];
    struct sello_store *store = import->session->store;
    const struct seen_record *before = NULL;
    *c = (struct sello_certificate){.number = 0};
    enum sello_error error = r->id > 0 ? sello_certificate_get(store, r->id, c) : SELLO_E_NOT_FOUND;
    if (error == SELLO_OK && is_for_same(c, r)) {
        return import_note_once(import, c->number, out);
    }
    if (error != SELLO_OK && error != SELLO_E_NOT_FOUND) {
        return error;
    }
    *c = (struct sello_certificate){.number = 0};
    put_key(key, r->product, r->producer, r->scheme);
    error = duplicates_note(&import->seen, key, 0, out->line, &before);
    if (error != SELLO_OK || before == NULL) {
        return error;
    }
    if (before->number == 0) {
        import_repeats(before, out);
        return SELLO_OK;
    }
    error = sello_certificate_get(store, before->number, c);
    if (error != SELLO_OK) {
        return error;
    }
    if (c->state == SELLO_CERTIFICATE_WITHDRAWN && r->state != c->state) {
        c->number = 0; /* it is applied for again */
        c->state = (enum sello_certificate_state)0;
        return note_anew(import, key, 0, out->line);
    }
    return import_note_once(import, c->number, out);
}

static void describe(struct import *import, const struct certificate_row *r,
                     struct import_result *out) {
    struct sello_product product;
    struct sello_producer producer;
    struct sello_store *store = import->session->store;
    char text[SELLO_NAME_MAX + SELLO_ID_LEN + 2], id[SELLO_ID_LEN];
    if (sello_product_get(store, r->product, &product) == SELLO_OK) {
        sello_id_format((struct sello_id){SELLO_KIND_PRODUCT, r->product}, id);
        snprintf(text, sizeof text, "%s %s", id, product.name);
        importer_show(&import->importer, "product", text, out);
        snprintf(out->name, sizeof out->name, "%s", product.name);
    }
    if (sello_producer_get(store, r->producer, &producer) == SELLO_OK) {
        sello_id_format((struct sello_id){SELLO_KIND_PRODUCER, r->producer}, id);
        snprintf(text, sizeof text, "%s %s", id, producer.name);
        importer_show(&import->importer, "producer", text, out);
    }
    sello_id_format((struct sello_id){SELLO_KIND_SCHEME, r->scheme}, id);
    importer_show(&import->importer, "scheme", id, out);
    importer_show(
        &import->importer, "state",
        sello_certificate_state_name(r->state != 0 ? r->state : SELLO_CERTIFICATE_APPLIED), out);
}

enum sello_error import_certificate_row(struct import *import, const struct row *row,
                                        struct import_result *out) {
    struct certificate_row r;
    struct sello_certificate c;
    if (!read_row(import, row, &r, out)) {
        return SELLO_OK;
    }
    describe(import, &r, out);
    enum sello_error error = find(import, &r, out, &c);
    if (error != SELLO_OK || out->action == IMPORT_REPEATED) {
        return error;
    }
    if (!check_wish(import, &r, c.state, out)) {
        return SELLO_OK;
    }
    return c.number == 0 ? apply(import, &r, out) : take_present(import, &r, &c, out);
}
