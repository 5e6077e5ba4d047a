/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of producers and products. */
#include <inttypes.h>

#include "registry/desk/import_row.h"

/* ---- what the registry has ---- */

struct learning {
    struct import *import;
    enum sello_error error;
};

static bool learn(struct learning *l, const char *key, uint64_t number) {
    const struct seen_record *before;
    if (l->error == SELLO_OK) {
        l->error = duplicates_note(&l->import->seen, key, number, 0, &before);
    }
    return l->error == SELLO_OK;
}

static bool learn_producer(void *context, const struct sello_producer *row) {
    struct learning *l = context;
    char key[DUPLICATES_KEY_MAX];
    l->error = duplicates_producer_key(row, key);
    return learn(l, key, row->number);
}

static bool learn_product(void *context, const struct sello_product *row) {
    struct learning *l = context;
    char key[DUPLICATES_KEY_MAX];
    l->error = duplicates_product_key(row, key);
    return learn(l, key, row->number);
}

enum sello_error import_learn_records(struct import *import) {
    struct learning l = {import, SELLO_OK};
    struct sello_store *store = import->session->store;
    enum sello_error error = import->request->kind == SELLO_KIND_PRODUCER
                                 ? sello_producer_list(store, learn_producer, &l)
                                 : sello_product_list(store, learn_product, &l);
    return error != SELLO_OK ? error : l.error;
}

/* ---- which record a row is of ---- */

/* By the id it gives, where records are to be changed; else by what tells records apart. A row that
 * repeats another one is settled, by its action; of a new one *out_number is 0. */
static enum sello_error find_record(struct import *import, uint64_t id, const char *key,
                                    struct import_result *out, uint64_t *out_number) {
    const struct seen_record *before = NULL;
    *out_number = id;
    if (id == 0) {
        enum sello_error error = duplicates_note(&import->seen, key, 0, out->line, &before);
        if (error != SELLO_OK || before == NULL) {
            return error;
        }
        *out_number = before->number;
    }
    if (*out_number == 0) {
        import_repeats(before, out);
        return SELLO_OK;
    }
    return import_note_once(import, *out_number, out);
}

/* An empty cell says nothing of a record that is there. */
static const char *said(const char *text) {
    return text[0] != '\0' ? text : NULL;
}

/* ---- producers ---- */

struct producer_row {
    uint64_t id;
    struct sello_producer p;
    bool says_public; /* its cell has something in it */
};

static bool read_producer(struct import *import, const struct row *row, struct producer_row *r,
                          struct import_result *out) {
    struct importer *im = &import->importer;
    *r = (struct producer_row){.id = 0};
    if (import->request->update &&
        !import_id(import, row, "id", SELLO_KIND_PRODUCER, &r->id, out)) {
        return false;
    }
    bool good = IMPORTER_TEXT(im, row, "name", r->p.name, out) &&
                IMPORTER_TEXT(im, row, "origin", r->p.origin, out) &&
                IMPORTER_TEXT(im, row, "state", r->p.state, out) &&
                importer_yes(im, row, "public", &r->p.is_public, out);
    r->says_public = good && importer_says(im, row, "public");
    snprintf(out->name, sizeof out->name, "%s", r->p.name);
    return good;
}

static enum sello_error change_producer(struct import *import, const struct producer_row *r,
                                        uint64_t number, struct import_result *out) {
    struct session *session = import->session;
    struct producer_outcome plan, done;
    const struct producer_request request = {
        .number = number,
        .name = r->id > 0 ? said(r->p.name) : NULL, /* else by them it was found */
        .origin = r->id > 0 ? said(r->p.origin) : NULL,
        .state = said(r->p.state),
        .is_public = {r->says_public, r->p.is_public}};
    enum sello_error error = producer_plan(session, &request, &plan);
    if (error == SELLO_E_NOT_FOUND) {
        importer_refuse(&import->importer, "id", "no-such-record",
                        problem_id(SELLO_KIND_PRODUCER, number), out);
        return SELLO_OK;
    }
    if (error != SELLO_OK) {
        return import_refused(import, error, out);
    }
    out->action = IMPORT_PRESENT;
    out->number = number;
    import_differs(import, "name", plan.before.name, plan.after.name, out);
    import_differs(import, "origin", plan.before.origin, plan.after.origin, out);
    import_differs(import, "state", plan.before.state, plan.after.state, out);
    import_differs(import, "public", plan.before.is_public ? "yes" : "no",
                   plan.after.is_public ? "yes" : "no", out);
    if (!import->request->update || !import_differs_anywhere(out)) {
        return SELLO_OK;
    }
    error = producer_commit(session, &request, NULL, &done);
    if (error == SELLO_OK) {
        out->action = IMPORT_CHANGED;
        touched_add(&import->out->touched, &done.touched);
    }
    return import_refused(import, error, out);
}

static enum sello_error add_producer(struct import *import, const struct producer_row *r,
                                     struct import_result *out) {
    struct producer_outcome done;
    const struct producer_request request = {.name = r->p.name,
                                             .origin = r->p.origin,
                                             .state = r->p.state,
                                             .is_public = {true, r->p.is_public}};
    enum sello_error error = producer_commit(import->session, &request, NULL, &done);
    if (error == SELLO_OK) {
        out->action = IMPORT_ADDED;
        out->number = done.after.number;
    }
    return import_refused(import, error, out);
}

enum sello_error import_producer_row(struct import *import, const struct row *row,
                                     struct import_result *out) {
    struct producer_row r;
    char key[DUPLICATES_KEY_MAX];
    uint64_t number = 0;
    if (!read_producer(import, row, &r, out)) {
        return SELLO_OK;
    }
    enum sello_error error = duplicates_producer_key(&r.p, key);
    error = error == SELLO_OK ? find_record(import, r.id, key, out, &number) : error;
    if (error != SELLO_OK || out->action == IMPORT_REPEATED) {
        return error;
    }
    if (number > 0) {
        return change_producer(import, &r, number, out);
    }
    error = add_producer(import, &r, out);
    if (out->action == IMPORT_REFUSED) { /* so that a later one like it is judged by itself */
        duplicates_forget(&import->seen, key);
    }
    return error;
}

/* ---- products ---- */

static bool read_product(struct import *import, const struct row *row, uint64_t *out_id,
                         struct sello_product *p, struct import_result *out) {
    struct importer *im = &import->importer;
    *out_id = 0;
    *p = (struct sello_product){.number = 0};
    if (import->request->update && !import_id(import, row, "id", SELLO_KIND_PRODUCT, out_id, out)) {
        return false;
    }
    bool good = IMPORTER_TEXT(im, row, "name", p->name, out) &&
                IMPORTER_TEXT(im, row, "traits", p->traits, out) &&
                importer_gtin(im, row, &p->gtin, out) &&
                IMPORTER_TEXT(im, row, "net_content", p->net_content, out) &&
                IMPORTER_TEXT(im, row, "language", p->language, out);
    snprintf(out->name, sizeof out->name, "%s", p->name);
    return good;
}

static void put_gtin(const struct sello_number *gtin, char out[SELLO_LEN(24)]) {
    snprintf(out, 24, "%s", "");
    if (gtin->present) {
        snprintf(out, 24, "%" PRIu64, gtin->value);
    }
}

static enum sello_error change_product(struct import *import, uint64_t id,
                                       const struct sello_product *p, uint64_t number,
                                       struct import_result *out) {
    struct session *session = import->session;
    struct product_outcome plan, done;
    char before[24], after[24];
    const struct product_request request = {.number = number,
                                            .name = id > 0 ? said(p->name) : NULL,
                                            .traits = id > 0 ? said(p->traits) : NULL,
                                            .net_content = id > 0 ? said(p->net_content) : NULL,
                                            .language = said(p->language),
                                            .gtin = p->gtin.present ? &p->gtin : NULL};
    enum sello_error error = product_plan(session, &request, &plan);
    if (error == SELLO_E_NOT_FOUND) {
        importer_refuse(&import->importer, "id", "no-such-record",
                        problem_id(SELLO_KIND_PRODUCT, number), out);
        return SELLO_OK;
    }
    if (error != SELLO_OK) {
        return import_refused(import, error, out);
    }
    out->action = IMPORT_PRESENT;
    out->number = number;
    put_gtin(&plan.before.gtin, before);
    put_gtin(&plan.after.gtin, after);
    import_differs(import, "name", plan.before.name, plan.after.name, out);
    import_differs(import, "traits", plan.before.traits, plan.after.traits, out);
    import_differs(import, "gtin", before, after, out);
    import_differs(import, "net_content", plan.before.net_content, plan.after.net_content, out);
    import_differs(import, "language", plan.before.language, plan.after.language, out);
    if (!import->request->update || !import_differs_anywhere(out)) {
        return SELLO_OK;
    }
    error = product_commit(session, &request, NULL, &done);
    if (error == SELLO_OK) {
        out->action = IMPORT_CHANGED;
        touched_add(&import->out->touched, &done.touched);
    }
    return import_refused(import, error, out);
}

static enum sello_error add_product(struct import *import, const struct sello_product *p,
                                    struct import_result *out) {
    struct product_outcome done;
    const struct product_request request = {.name = p->name,
                                            .traits = p->traits,
                                            .net_content = p->net_content,
                                            .language = p->language,
                                            .gtin = &p->gtin};
    enum sello_error error = product_commit(import->session, &request, NULL, &done);
    if (error == SELLO_OK) {
        out->action = IMPORT_ADDED;
        out->number = done.after.number;
    }
    return import_refused(import, error, out);
}

enum sello_error import_product_row(struct import *import, const struct row *row,
                                    struct import_result *out) {
    struct sello_product p;
    char key[DUPLICATES_KEY_MAX];
    uint64_t id = 0, number = 0;
    if (!read_product(import, row, &id, &p, out)) {
        return SELLO_OK;
    }
    enum sello_error error = duplicates_product_key(&p, key);
    error = error == SELLO_OK ? find_record(import, id, key, out, &number) : error;
    if (error != SELLO_OK || out->action == IMPORT_REPEATED) {
        return error;
    }
    if (number > 0) {
        return change_product(import, id, &p, number, out);
    }
    error = add_product(import, &p, out);
    if (out->action == IMPORT_REFUSED) {
        duplicates_forget(&import->seen, key);
    }
    return error;
}
