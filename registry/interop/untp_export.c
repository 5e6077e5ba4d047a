/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/files.h"
#include "base/text.h"
#include "base/time.h"
#include "registry/interop/jwt.h"
#include "registry/interop/newest.h"
#include "registry/interop/status_list.h"
#include "registry/interop/untp_parts.h"
#include "registry/session/session_files.h"
#include "registry/store/certificates.h"

struct work {
    struct session *session;
    struct untp_certifier by;
    const struct untp_request *request;
    struct untp_exported *told;
    struct sello_key *key;
    char key_url[DID_KEY_LEN];
    struct base_files files;
    struct status_list suspended, revoked, products; /* which do not hold */
    struct untp_certificate *of_product;             /* owned */
    size_t n, room;
    enum sello_error error;
};

/* ---- files ---- */

static enum sello_error place(struct work *w, const char *name, struct sello_bytes file) {
    size_t placed;
    if (w->request->folder == NULL) {
        return w->request->place(w->request->context, name, file);
    }
    enum sello_error error = base_files_write(&w->files, name, file);
    if (error == SELLO_OK) {
        error = base_files_add(&w->files, name, &placed);
    }
    return error == SELLO_OK ? SELLO_OK
                             : session_refuse_write(w->session, w->files.path, file.len, errno);
}

/* A text that grows, then signed, or as it is, into a file. */
static enum sello_error text_open(struct work *w, struct base_text *out) {
    return base_text_open(out) ? SELLO_OK : session_fail(w->session, SELLO_E_MEMORY);
}

static enum sello_error text_place(struct work *w, struct base_text *text, const char *name,
                                   bool with_signature) {
    char *jwt = NULL;
    enum sello_error error = base_text_end(text) ? SELLO_OK : SELLO_E_MEMORY;
    struct sello_bytes bytes = sello_bytes(text->bytes, text->len);
    if (error == SELLO_OK && with_signature) {
        error = jwt_credential(w->key, w->key_url, bytes, &jwt);
        bytes = error == SELLO_OK ? sello_bytes_of(jwt) : bytes;
    }
    error = error == SELLO_OK ? place(w, name, bytes) : session_fail(w->session, error);
    free(jwt);
    free(text->bytes);
    return error;
}

/* ---- one certificate, one product ---- */

static enum sello_error put_certificate(struct work *w, const struct untp_certificate *c) {
    char name[BASE_FILES_NAME];
    struct base_text text;
    enum sello_error error = text_open(w, &text);
    if (error == SELLO_OK) {
        snprintf(name, sizeof name, "credentials/C%" PRIu64 ".jwt", c->certificate.number);
        untp_put_certificate(text.to, &w->by, c);
        error = text_place(w, &text, name, true);
    }
    bool stopped = c->certificate.state != SELLO_CERTIFICATE_GRANTED;
    if (error == SELLO_OK && stopped) {
        error = session_fail(w->session, status_list_set(&w->suspended, c->certificate.number));
    }
    if (error == SELLO_OK && c->certificate.state == SELLO_CERTIFICATE_WITHDRAWN) {
        error = session_fail(w->session, status_list_set(&w->revoked, c->certificate.number));
    }
    w->told->certificates++;
    w->told->stopped += stopped ? 1 : 0;
    return error;
}

static enum sello_error put_product(struct work *w, uint64_t product) {
    char name[BASE_FILES_NAME];
    struct base_text text;
    bool holds = false;
    for (size_t i = 0; i < w->n; i++) {
        holds = holds || w->of_product[i].holds;
    }
    enum sello_error error = text_open(w, &text);
    if (error == SELLO_OK) {
        snprintf(name, sizeof name, "products/P%" PRIu64 ".jwt", product);
        untp_put_passport(text.to, &w->by, w->of_product, w->n);
        error = text_place(w, &text, name, true);
    }
    error = error == SELLO_OK ? text_open(w, &text) : error;
    if (error == SELLO_OK) {
        snprintf(name, sizeof name, "products/P%" PRIu64 ".linkset.json", product);
        untp_put_linkset(text.to, &w->by, w->of_product, w->n);
        error = text_place(w, &text, name, false);
    }
    if (error == SELLO_OK && !holds) {
        error = session_fail(w->session, status_list_set(&w->products, product));
    }
    w->told->products++;
    return error;
}

/* ---- all of them ---- */

/* When it was granted first; one that never was is nobody's business. */
static bool take_grant(void *context, const struct sello_certificate_move *move) {
    struct sello_number *day = context;
    if (move->step == SELLO_STEP_GRANT) {
        *day = move->from.present ? move->from : (struct sello_number){true, base_day_of(move->at)};
    }
    return !day->present;
}

static bool holds_today(const struct sello_certificate *c, uint64_t from, uint64_t now) {
    return c->state == SELLO_CERTIFICATE_GRANTED && base_day_start(from) <= now &&
           (!c->until.present || now <= sello_expiry_of_day(c->until.value));
}

static bool take_certificate(void *context, const struct sello_certificate *row) {
    struct work *w = context;
    struct sello_store *store = w->session->store;
    struct sello_number from = {.present = false};
    w->error =
        session_fail(w->session, sello_certificate_history(store, row->number, take_grant, &from));
    if (w->error != SELLO_OK || !from.present) {
        return w->error == SELLO_OK;
    }
    if (!base_grow(&w->of_product, &w->room, w->n + 1, sizeof *w->of_product)) {
        w->error = session_fail(w->session, SELLO_E_MEMORY);
        return false;
    }
    struct untp_certificate *c = &w->of_product[w->n];
    *c = (struct untp_certificate){.certificate = *row,
                                   .from = from.value,
                                   .holds = holds_today(row, from.value, w->session->now)};
    w->error = sello_product_get(store, row->product, &c->product);
    w->error =
        w->error == SELLO_OK ? sello_producer_get(store, row->producer, &c->producer) : w->error;
    w->error = w->error == SELLO_OK ? sello_scheme_get(store, row->scheme, &c->scheme) : w->error;
    w->error = w->error == SELLO_OK ? put_certificate(w, c) : session_fail(w->session, w->error);
    w->n++;
    return w->error == SELLO_OK;
}

static bool take_product(void *context, const struct sello_product *row) {
    struct work *w = context;
    const struct sello_certificate_filter of_it = {.product = row->number};
    w->n = 0;
    w->error =
        session_stopped(w->session) ? session_fail(w->session, SELLO_E_INTERRUPTED) : SELLO_OK;
    if (w->error == SELLO_OK) {
        enum sello_error error =
            sello_certificate_find(w->session->store, &of_it, take_certificate, w);
        w->error = w->error == SELLO_OK ? session_fail(w->session, error) : w->error;
    }
    if (w->error == SELLO_OK && w->n > 0) {
        w->error = put_product(w, row->number);
    }
    return w->error == SELLO_OK;
}

/* ---- status, and the keys ---- */

static enum sello_error put_status(struct work *w, const struct untp_list *list,
                                   struct status_list *bits, uint64_t at) {
    char *encoded = NULL;
    struct base_text text;
    enum sello_error error = session_fail(w->session, status_list_encode(bits, &encoded));
    error = error == SELLO_OK ? text_open(w, &text) : error;
    if (error == SELLO_OK) {
        untp_put_status(text.to, &w->by, list, at, encoded);
        error = text_place(w, &text, list->path, true);
    }
    free(encoded);
    return error;
}

/* Dated by the newest event: the same registry gives the same bytes. */
static enum sello_error put_lists(struct work *w) {
    uint64_t at = 0;
    enum sello_error error = interop_newest(w->session, &at);
    error = error == SELLO_OK ? put_status(w, &untp_list_suspended, &w->suspended, at) : error;
    error = error == SELLO_OK ? put_status(w, &untp_list_revoked, &w->revoked, at) : error;
    return error == SELLO_OK ? put_status(w, &untp_list_products, &w->products, at) : error;
}

static enum sello_error put_keys(struct work *w) {
    struct base_text text;
    enum sello_error error = text_open(w, &text);
    if (error == SELLO_OK) {
        did_document(w->by.root, text.to);
        error = text_place(w, &text, did_path(w->by.root->base_url), false);
    }
    return error;
}

/* ---- the export ---- */

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule,
                               const char *value) {
    return session_refuse(
        session, &(struct problem){.error = error, .rule = rule, .value = {problem_text(value)}});
}

static bool is_country(const char *text) {
    return text != NULL && strlen(text) == 2 && text[0] >= 'A' && text[0] <= 'Z' &&
           text[1] >= 'A' && text[1] <= 'Z';
}

/* Which key, and its file, which a plan leaves closed. */
static enum sello_error choose_key(struct work *w) {
    const struct session_key_use use = {.role = SELLO_ROLE_CREDENTIAL, .at = w->session->now};
    uint64_t index = 0;
    enum sello_error error = w->request->planned
                                 ? session_find_key(w->session, &use, &index)
                                 : session_open_key(w->session, &use, &w->key, &index);
    if (error == SELLO_OK) {
        const struct sello_root *root = w->by.root;
        did_key(w->by.did, root->key[root->n_members + index].kid, w->key_url);
    }
    return error;
}

static enum sello_error open_folder(struct work *w, const char *folder) {
    static const char *const inner[] = {"credentials", "products", ".well-known", NULL};
    if ((mkdir(folder, 0755) != 0 && errno != EEXIST) ||
        base_files_open(&w->files, folder) != SELLO_OK) {
        return session_refuse_write(w->session, folder, 0, errno);
    }
    base_files_sweep(&w->files, inner);
    return SELLO_OK;
}

static enum sello_error begin(struct work *w, const struct untp_request *request) {
    enum sello_error error = session_root(w->session, &w->by.root);
    if (error != SELLO_OK) {
        return error;
    }
    if (!is_country(request->country)) {
        return refuse(w->session, SELLO_E_TYPE, "country-expected", request->country);
    }
    if (w->by.root->practice) {
        return refuse(w->session, SELLO_E_STATE, "practice-not-exported", "");
    }
    w->by.country = request->country;
    did_of(w->by.root->base_url, w->by.did);
    error = choose_key(w);
    return error == SELLO_OK && request->folder != NULL ? open_folder(w, request->folder) : error;
}

enum sello_error untp_export(struct session *session, const struct untp_request *request,
                             struct untp_exported *out) {
    struct work w = {.session = session, .request = request, .told = out, .files = {.folder = -1}};
    size_t placed;
    *out = (struct untp_exported){.certificates = 0};
    enum sello_error error = begin(&w, request);
    if (error == SELLO_OK) {
        error = sello_product_list(session->store, take_product, &w);
        error = w.error == SELLO_OK ? session_fail(session, error) : w.error;
    }
    error = error == SELLO_OK ? put_lists(&w) : error;
    error = error == SELLO_OK ? put_keys(&w) : error;
    if (error == SELLO_OK && request->folder != NULL &&
        base_files_settle(&w.files, &placed) != SELLO_OK) {
        error = session_refuse_write(session, request->folder, 0, errno);
    }
    base_files_close(&w.files);
    status_list_free(&w.suspended);
    status_list_free(&w.revoked);
    status_list_free(&w.products);
    sello_key_free(&w.key);
    free(w.of_product);
    return error;
}
