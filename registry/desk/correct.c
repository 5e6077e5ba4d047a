/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/correct.h"

/* Takes over a text that was given; false: it is too long for its field. */
static bool take_text(char *field, size_t size, const char *text) {
    if (text == NULL) {
        return true;
    }
    bool fits = strlen(text) < size;
    if (fits) {
        snprintf(field, size, "%s", text);
    }
    return fits;
}

static enum sello_error refuse_length(struct session *session, const char *field) {
    return session_refuse(session, &(struct problem){.error = SELLO_E_TOO_LONG, .field = field});
}

#define TAKE(session, record, from, member)                                                        \
    (take_text((record)->member, sizeof(record)->member, (from)->member)                           \
         ? SELLO_OK                                                                                \
         : refuse_length((session), #member))

/* ---- what was granted by then ---- */

struct touching {
    struct touched touched;
    struct sello_store *store;
    enum sello_error error;
};

static bool count_labels(void *context, const struct sello_batch *batch) {
    struct touched *t = context;
    t->n_labels += batch->state == SELLO_BATCH_SIGNED ? batch->count : 0;
    return true;
}

static bool visit_certificate(void *context, const struct sello_certificate *c) {
    struct touching *t = context;
    if (c->state != SELLO_CERTIFICATE_GRANTED && c->state != SELLO_CERTIFICATE_SUSPENDED) {
        return true;
    }
    const struct sello_batch_filter of_it = {.certificate = c->number};
    if (t->touched.n < TOUCHED_MAX) {
        t->touched.number[t->touched.n] = c->number;
    }
    t->touched.n++;
    t->error = sello_batch_list(t->store, &of_it, count_labels, &t->touched);
    return t->error == SELLO_OK;
}

static enum sello_error find_touched(struct session *session, struct sello_id record,
                                     struct touched *out, uint64_t *seen) {
    struct touching t = {.store = session->store};
    const struct sello_certificate_filter naming_it = {
        .product = record.kind == SELLO_KIND_PRODUCT ? record.number : 0,
        .producer = record.kind == SELLO_KIND_PRODUCER ? record.number : 0};
    enum sello_error error =
        sello_certificate_find(session->store, &naming_it, visit_certificate, &t);
    *out = t.touched;
    seen_number(seen, t.touched.n);
    seen_number(seen, t.touched.n_labels);
    return error == SELLO_OK ? t.error : error;
}

void touched_add(struct touched *all, const struct touched *one) {
    for (size_t i = 0; i < one->n && i < TOUCHED_MAX; i++) {
        if (all->n + i < TOUCHED_MAX) {
            all->number[all->n + i] = one->number[i];
        }
    }
    all->n += one->n;
    all->n_labels += one->n_labels;
}

/* ---- producers ---- */

struct producer_job {
    const struct producer_request *request;
    const struct producer_outcome *shown; /* NULL: nothing was */
    struct producer_outcome outcome;
};

static uint64_t see_producer(const struct sello_producer *p) {
    uint64_t seen = SEEN_NOTHING;
    seen_text(&seen, p->name);
    seen_text(&seen, p->origin);
    seen_text(&seen, p->state);
    seen_number(&seen, p->is_public);
    return seen;
}

static enum sello_error take_producer(struct session *session, const struct producer_request *r,
                                      struct sello_producer *p) {
    if (r->is_public.present) {
        p->is_public = r->is_public.value != 0;
    }
    enum sello_error error = TAKE(session, p, r, name);
    error = error == SELLO_OK ? TAKE(session, p, r, origin) : error;
    return error == SELLO_OK ? TAKE(session, p, r, state) : error;
}

/* On labels and on a certificate's page: the name stands on the page also where it is not public.
 */
static bool producer_says_other(const struct sello_producer *a, const struct sello_producer *b) {
    return a->number > 0 && (strcmp(a->name, b->name) != 0 || strcmp(a->origin, b->origin) != 0 ||
                             strcmp(a->state, b->state) != 0 || a->is_public != b->is_public);
}

static enum sello_error change_producer(struct session *session, void *context) {
    struct producer_job *job = context;
    struct producer_outcome *out = &job->outcome;
    *out = (struct producer_outcome){.seen = 0};
    enum sello_error error = SELLO_OK;
    if (job->request->number > 0) {
        error = sello_producer_get(session->store, job->request->number, &out->before);
    }
    out->seen = see_producer(&out->before);
    out->after = out->before;
    if (error == SELLO_OK) {
        error = take_producer(session, job->request, &out->after);
    }
    if (error == SELLO_OK && producer_says_other(&out->before, &out->after)) {
        const struct sello_id id = {SELLO_KIND_PRODUCER, job->request->number};
        error = find_touched(session, id, &out->touched, &out->seen);
    }
    if (error == SELLO_OK) {
        error = desk_check_shown(session, job->shown != NULL ? &job->shown->seen : NULL, out->seen);
    }
    if (error != SELLO_OK) {
        return error;
    }
    return job->request->number > 0
               ? sello_producer_edit(session->store, &out->after)
               : sello_producer_add(session->store, &out->after, &out->after.number);
}

enum sello_error producer_plan(struct session *session, const struct producer_request *request,
                               struct producer_outcome *out) {
    struct producer_job job = {.request = request};
    enum sello_error error = session_preview(session, change_producer, &job);
    if (error == SELLO_OK) {
        *out = job.outcome;
    }
    return error;
}

enum sello_error producer_commit(struct session *session, const struct producer_request *request,
                                 const struct producer_outcome *shown,
                                 struct producer_outcome *out) {
    struct producer_job job = {.request = request, .shown = shown};
    enum sello_error error = session_do(session, change_producer, &job);
    if (error == SELLO_OK) {
        *out = job.outcome;
    }
    return error;
}

/* ---- two that are one ---- */

struct merge_job {
    uint64_t from, into;
    const struct merge_outcome *shown;
    struct merge_outcome outcome;
};

static enum sello_error get_producer(struct session *session, uint64_t number,
                                     struct sello_producer *out) {
    const struct sello_id id = {SELLO_KIND_PRODUCER, number};
    enum sello_error error = sello_producer_get(session->store, number, out);
    return error == SELLO_OK ? SELLO_OK : desk_no_record(session, error, id);
}

static enum sello_error merge(struct session *session, void *context) {
    struct merge_job *job = context;
    struct merge_outcome *out = &job->outcome;
    const struct sello_id id = {SELLO_KIND_PRODUCER, job->from};
    *out = (struct merge_outcome){.seen = 0};
    enum sello_error error = get_producer(session, job->from, &out->from);
    error = error == SELLO_OK ? get_producer(session, job->into, &out->into) : error;
    if (error == SELLO_OK && job->from == job->into) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_EXISTS,
                                                         .rule = "merged-with-itself",
                                                         .subject = id});
    }
    out->seen = see_producer(&out->from);
    seen_number(&out->seen, see_producer(&out->into));
    error = error == SELLO_OK ? find_touched(session, id, &out->touched, &out->seen) : error;
    if (error == SELLO_OK) {
        error = desk_check_shown(session, job->shown != NULL ? &job->shown->seen : NULL, out->seen);
    }
    return error == SELLO_OK ? sello_producer_merge(session->store, job->from, job->into) : error;
}

enum sello_error merge_plan(struct session *session, uint64_t from, uint64_t into,
                            struct merge_outcome *out) {
    struct merge_job job = {.from = from, .into = into};
    enum sello_error error = session_preview(session, merge, &job);
    if (error == SELLO_OK) {
        *out = job.outcome;
    }
    return error;
}

enum sello_error merge_commit(struct session *session, uint64_t from, uint64_t into,
                              const struct merge_outcome *shown, struct merge_outcome *out) {
    struct merge_job job = {.from = from, .into = into, .shown = shown};
    enum sello_error error = session_do(session, merge, &job);
    if (error == SELLO_OK) {
        *out = job.outcome;
    }
    return error;
}

/* ---- products ---- */

struct product_job {
    const struct product_request *request;
    const struct product_outcome *shown; /* NULL: nothing was */
    struct product_outcome outcome;
};

static uint64_t see_product(const struct sello_product *p) {
    uint64_t seen = SEEN_NOTHING;
    seen_text(&seen, p->name);
    seen_text(&seen, p->traits);
    seen_number(&seen, p->gtin.present ? p->gtin.value : 0);
    seen_text(&seen, p->net_content);
    seen_text(&seen, p->language);
    return seen;
}

static enum sello_error take_product(struct session *session, const struct product_request *r,
                                     struct sello_product *p) {
    if (r->gtin != NULL) {
        p->gtin = *r->gtin;
    }
    enum sello_error error = TAKE(session, p, r, name);
    error = error == SELLO_OK ? TAKE(session, p, r, traits) : error;
    error = error == SELLO_OK ? TAKE(session, p, r, net_content) : error;
    return error == SELLO_OK ? TAKE(session, p, r, language) : error;
}

static enum sello_error change_product(struct session *session, void *context) {
    struct product_job *job = context;
    struct product_outcome *out = &job->outcome;
    *out = (struct product_outcome){.seen = 0};
    enum sello_error error = SELLO_OK;
    if (job->request->number > 0) {
        error = sello_product_get(session->store, job->request->number, &out->before);
    }
    out->seen = see_product(&out->before);
    out->after = out->before;
    if (error == SELLO_OK) {
        error = take_product(session, job->request, &out->after);
    }
    if (error == SELLO_OK && out->before.number > 0 &&
        see_product(&out->before) != see_product(&out->after)) {
        const struct sello_id id = {SELLO_KIND_PRODUCT, job->request->number};
        error = find_touched(session, id, &out->touched, &out->seen);
    }
    if (error == SELLO_OK) {
        error = desk_check_shown(session, job->shown != NULL ? &job->shown->seen : NULL, out->seen);
    }
    if (error != SELLO_OK) {
        return error;
    }
    return job->request->number > 0
               ? sello_product_edit(session->store, &out->after)
               : sello_product_add(session->store, &out->after, &out->after.number);
}

enum sello_error product_plan(struct session *session, const struct product_request *request,
                              struct product_outcome *out) {
    struct product_job job = {.request = request};
    enum sello_error error = session_preview(session, change_product, &job);
    if (error == SELLO_OK) {
        *out = job.outcome;
    }
    return error;
}

enum sello_error product_commit(struct session *session, const struct product_request *request,
                                const struct product_outcome *shown, struct product_outcome *out) {
    struct product_job job = {.request = request, .shown = shown};
    enum sello_error error = session_do(session, change_product, &job);
    if (error == SELLO_OK) {
        *out = job.outcome;
    }
    return error;
}
