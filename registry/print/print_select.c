/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "base/time.h"
#include "registry/print/print_work.h"
#include "registry/session/seen.h"

/* From ranges of serials to runs of labels, each of one batch; what they say, and whether all of
 * them may be printed. */

struct selection {
    struct session *session;
    struct print_job *job;
    enum print_words words;
    struct sello_serials wanted; /* the range at hand */
    uint64_t next;               /* its first serial that was in no batch yet */
    enum sello_error error;      /* why no more is visited */
};

/* ---- the words of a label: what is signed, never the records' newer texts; the scheme, the
 * certifier and its address as the root has them ---- */

/* "en", "en-GB": the batch's texts are in English. */
static bool is_english(struct sello_bytes tag) {
    return tag.len >= 2 && (tag.ptr[0] | 0x20) == 'e' && (tag.ptr[1] | 0x20) == 'n' &&
           (tag.len == 2 || tag.ptr[2] == '-');
}

static enum sello_label_language language_of(enum print_words words,
                                             const struct sello_claims *claims) {
    switch (words) {
    case PRINT_WORDS_ES: return SELLO_LABEL_ES;
    case PRINT_WORDS_EN: return SELLO_LABEL_EN;
    case PRINT_WORDS_BOTH: return SELLO_LABEL_BOTH;
    case PRINT_WORDS_OF_BATCH: break;
    }
    return is_english(claims->language) ? SELLO_LABEL_EN : SELLO_LABEL_ES;
}

/* The address as people compare it. */
static struct sello_bytes web_of(struct sello_bytes url) {
    static const char scheme[] = "https://";
    const size_t n = sizeof scheme - 1;
    if (url.len > n && memcmp(url.ptr, scheme, n) == 0) {
        url = sello_bytes(url.ptr + n, url.len - n);
    }
    while (url.len > 0 && url.ptr[url.len - 1] == '/') {
        url.len--;
    }
    return url;
}

static struct sello_bytes scheme_of(const struct sello_root *root, const struct print_group *g) {
    const char *language = g->language == SELLO_LABEL_EN ? "en" : "es";
    return g->claims.scheme.present
               ? sello_root_scheme_name(root, g->claims.scheme.value, sello_bytes_of(language))
               : sello_bytes(NULL, 0);
}

static void put_certificate_and_day(struct print_group *g) {
    if (g->claims.certificate.present) {
        sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, g->claims.certificate.value},
                        g->certificate);
    }
    if (g->claims.made.present) {
        base_date_format(g->claims.made.value, g->made);
    }
}

/* The batch's key, which the newest root still has: none is ever dropped. */
static const uint8_t *key_of(const struct sello_root *root, const struct sello_batch *batch) {
    if (batch->key >= root->n_keys - root->n_members) {
        return NULL;
    }
    return root->key[root->n_members + batch->key].public_key;
}

static enum sello_error fill_group(struct selection *s, struct print_group *group) {
    const struct print_job *job = s->job;
    const struct sello_batch *batch = &group->batch;
    enum sello_error error =
        sello_batch_claims_parse(sello_bytes(batch->claims, batch->claims_len), &group->claims);
    group->public_key = key_of(job->root, batch);
    if (error != SELLO_OK || group->public_key == NULL) {
        return session_refuse(
            s->session, &(struct problem){.error = SELLO_E_STORE_DAMAGED,
                                          .rule = "batch-record-damaged",
                                          .subject = {SELLO_KIND_BATCH, batch->number},
                                          .value = {problem_id(SELLO_KIND_BATCH, batch->number)}});
    }
    group->language = language_of(s->words, &group->claims);
    put_certificate_and_day(group);
    group->words = (struct sello_label_words){
        .product = group->claims.product,
        .producer = group->claims.producer,
        .origin = group->claims.origin,
        .traits = group->claims.traits,
        .scheme = scheme_of(job->root, group),
        .lot = group->claims.lot,
        .made = sello_bytes_of(group->made),
        .net_content = group->claims.net_content,
        .certificate = sello_bytes_of(group->certificate),
        .certifier = job->root->name,
        .web = web_of(job->root->base_url),
    };
    return SELLO_OK;
}

/* ---- batches ---- */

static const struct print_group *find_group(const struct print_job *job, uint64_t number) {
    for (size_t i = job->n_groups; i > 0; i--) {
        if (job->group[i - 1]->batch.number == number) {
            return job->group[i - 1];
        }
    }
    return NULL;
}

static enum sello_error add_group(struct selection *s, const struct sello_batch *batch,
                                  const struct print_group **out) {
    struct print_job *job = s->job;
    struct print_group *group = calloc(1, sizeof *group);
    if (group == NULL ||
        !base_grow(&job->group, &job->groups_room, job->n_groups + 1, sizeof *job->group)) {
        free(group);
        return session_fail(s->session, SELLO_E_MEMORY);
    }
    group->batch = *batch;
    job->group[job->n_groups++] = group;
    *out = group;
    return fill_group(s, group);
}

static enum sello_error add_run(struct selection *s, const struct sello_batch *batch,
                                struct sello_serials part) {
    struct print_job *job = s->job;
    const struct print_group *group = find_group(job, batch->number);
    enum sello_error error = group == NULL ? add_group(s, batch, &group) : SELLO_OK;
    if (error != SELLO_OK) {
        return error;
    }
    if (!base_grow(&job->run, &job->runs_room, job->n_runs + 1, sizeof *job->run)) {
        return session_fail(s->session, SELLO_E_MEMORY);
    }
    job->run[job->n_runs++] = (struct print_run){group, part.first, part.count, job->n_labels};
    job->n_labels += part.count;
    return SELLO_OK;
}

/* ---- may they be printed? ---- */

static enum sello_error refuse_label(struct selection *s, enum sello_error error, const char *rule,
                                     uint64_t serial) {
    return session_refuse(s->session, &(struct problem){.error = error,
                                                        .rule = rule,
                                                        .field = "serial",
                                                        .value = {problem_number(serial)}});
}

static enum sello_error check_state(struct selection *s, const struct sello_batch *batch,
                                    uint64_t serial) {
    switch (batch->state) {
    case SELLO_BATCH_SIGNED: break;
    case SELLO_BATCH_RESERVED:
        return refuse_label(s, SELLO_E_STATE, "unsigned-not-printed", serial);
    case SELLO_BATCH_VOID: return refuse_label(s, SELLO_E_STATE, "void-not-printed", serial);
    case SELLO_BATCH_LOST: return refuse_label(s, SELLO_E_STATE, "lost-not-printed", serial);
    }
    return SELLO_OK;
}

/* The part of a batch that a range wants; batches come in order of serial. */
static bool visit_batch(void *context, const struct sello_batch *batch) {
    struct selection *s = context;
    uint64_t first = batch->first, end = batch->first + batch->count;
    uint64_t wanted_end = s->wanted.first + s->wanted.count;
    first = first > s->wanted.first ? first : s->wanted.first;
    end = end < wanted_end ? end : wanted_end;
    if (first != s->next) {
        s->error = refuse_label(s, SELLO_E_NOT_FOUND, "label-not-there", s->next);
        return false;
    }
    s->next = end;
    s->error = check_state(s, batch, first);
    if (s->error == SELLO_OK) {
        s->error = add_run(s, batch, (struct sello_serials){first, end - first});
    }
    return s->error == SELLO_OK;
}

static enum sello_error take_range(struct selection *s, const struct sello_serials *range) {
    const struct sello_batch_filter filter = {.first_serial = range->first,
                                              .last_serial = range->first + range->count - 1};
    s->wanted = *range;
    s->next = range->first;
    enum sello_error error = sello_batch_list(s->session->store, &filter, visit_batch, s);
    if (error != SELLO_OK) {
        return session_fail(s->session, error);
    }
    if (s->error == SELLO_OK && s->next != range->first + range->count) {
        s->error = refuse_label(s, SELLO_E_NOT_FOUND, "label-not-there", s->next);
    }
    return s->error;
}

/* ---- statuses: a few ranges, however many labels ---- */

struct checking {
    struct session *session;
    const struct print_job *job;
    const struct print_done *done; /* NULL: nothing was begun */
    bool planning;                 /* a label that was sold is told of, once */
    bool to_look_at;               /* so is the first that may not be printed */
    bool told;                     /* of that one */
    enum sello_error error;
};

static bool visit_status(void *context, const struct sello_status_range *range) {
    struct checking *c = context;
    bool some = c->done != NULL && c->done->n_labels > 0;
    struct problem problem = {
        .error = SELLO_E_STATE, .field = "serial", .value = {problem_number(range->first)}};
    switch (range->status) {
    case SELLO_LABEL_VALID: return true;
    case SELLO_LABEL_RETIRED:
        problem.rule = "retired-printed";
        if (c->planning) {
            session_notice(c->session, &problem);
        }
        return true;
    case SELLO_LABEL_WITHDRAWN:
        problem.rule = c->to_look_at ? "withdrawn-shown"
                       : some        ? "withdrawn-while-printing"
                                     : "withdrawn-not-printed";
        break;
    case SELLO_LABEL_SUSPENDED:
        problem.rule = c->to_look_at ? "suspended-shown"
                       : some        ? "suspended-while-printing"
                                     : "suspended-not-printed";
        break;
    }
    if (c->to_look_at) {
        if (!c->told) {
            session_notice(c->session, &problem);
        }
        c->told = true;
        return true;
    }
    if (some) {
        problem.value[1] = problem_number(c->done->n_labels);
        problem.value[2] = problem_number(c->job->n_labels);
    }
    c->error = session_refuse(c->session, &problem);
    return false;
}

static enum sello_error check_statuses(struct checking *c) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < c->job->n_runs && error == SELLO_OK && c->error == SELLO_OK; i++) {
        const struct print_run *run = &c->job->run[i];
        error = sello_status_between(c->session->store, run->first, run->first + run->count - 1,
                                     visit_status, c);
    }
    return error == SELLO_OK ? c->error : session_fail(c->session, error);
}

enum sello_error print_check_again(struct session *session, const struct print_job *job,
                                   const struct print_done *done) {
    struct checking checking = {.session = session, .job = job, .done = done};
    enum sello_error error = check_statuses(&checking);
    if (error != SELLO_OK || (done != NULL && done->n_labels > 0)) {
        return error;
    }
    error = session->if_seen.present ? print_see(session, job) : SELLO_OK;
    return error == SELLO_OK && job->takes_part_used ? print_check_start(session, job) : error;
}

/* ---- twice ---- */

static int by_first(const void *a, const void *b) {
    const struct print_run *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/* One serial on two labels is what serials are there to prevent. */
static enum sello_error check_once(struct selection *s) {
    const struct print_job *job = s->job;
    enum sello_error error = SELLO_OK;
    struct print_run *sorted = calloc(job->n_runs > 0 ? job->n_runs : 1, sizeof *sorted);
    if (sorted == NULL) {
        return session_fail(s->session, SELLO_E_MEMORY);
    }
    memcpy(sorted, job->run, job->n_runs * sizeof *sorted);
    qsort(sorted, job->n_runs, sizeof *sorted, by_first);
    for (size_t i = 1; i < job->n_runs && error == SELLO_OK; i++) {
        if (sorted[i].first < sorted[i - 1].first + sorted[i - 1].count) {
            error = refuse_label(s, SELLO_E_EXISTS, "label-named-twice", sorted[i].first);
        }
    }
    free(sorted);
    return error;
}

/* ---- the widest symbol ---- */

/* A token grows with its serial: the last label of a run has the widest. */
static enum sello_error measure(struct selection *s) {
    struct print_job *job = s->job;
    for (size_t i = 0; i < job->n_runs; i++) {
        struct sello_claims claims = job->run[i].group->claims;
        claims.serial = job->run[i].first + job->run[i].count - 1;
        size_t link_len =
            sello_item_link_len(job->root->base_url.len, job->run[i].group->batch.link, &claims);
        unsigned version = sello_symbol_version_for(link_len, sello_token_len(&claims, false));
        if (version == 0 || version > PRINT_VERSION_MAX) {
            return refuse_label(s, SELLO_E_SYMBOL_TOO_LONG, "symbol-too-dense", claims.serial);
        }
        job->version = version > job->version ? version : job->version;
    }
    job->symbol_page = 17 + 4 * job->version + 2 * SELLO_QUIET_ZONE; /* ISO/IEC 18004 5.3.2 */
    return SELLO_OK;
}

/* ---- reprints ---- */

enum sello_error print_n_reprints(struct session *session, const struct print_job *job,
                                  uint64_t *out) {
    *out = 0;
    for (size_t i = 0; i < job->n_runs && !job->proof; i++) {
        uint64_t printed = 0;
        enum sello_error error =
            sello_prints_of(session->store, job->run[i].first, job->run[i].count, &printed);
        if (error != SELLO_OK) {
            return session_fail(session, error);
        }
        *out += printed;
    }
    return SELLO_OK;
}

/* ---- what was seen ---- */

enum sello_error print_see(struct session *session, const struct print_job *job) {
    uint64_t seen = SEEN_NOTHING, reprints = 0;
    enum sello_error error = print_n_reprints(session, job, &reprints);
    for (size_t i = 0; i < job->n_runs; i++) {
        seen_number(&seen, job->run[i].first);
        seen_number(&seen, job->run[i].count);
    }
    seen_text(&seen, job->whole ? job->stock.name : "");
    seen_number(&seen, job->start);
    seen_number(&seen, reprints);
    return error == SELLO_OK ? session_see(session, seen) : error;
}

/* ---- leaving out what is withdrawn ---- */

/* The rest of one run, in pieces. */
struct skipping {
    const struct print_run *from;
    struct print_run *run; /* owned by whoever takes it */
    size_t n, room;
    uint64_t next, n_labels, n_skipped;
    bool failed;
};

/* Up to `end`, which is not of it. */
static void keep_up_to(struct skipping *k, uint64_t end) {
    if (end <= k->next || k->failed) {
        return;
    }
    k->failed = !base_grow(&k->run, &k->room, k->n + 1, sizeof *k->run);
    if (!k->failed) {
        k->run[k->n++] = (struct print_run){k->from->group, k->next, end - k->next, k->n_labels};
        k->n_labels += end - k->next;
    }
}

static bool skip_range(void *context, const struct sello_status_range *range) {
    struct skipping *k = context;
    uint64_t end = k->from->first + k->from->count, past = range->first + range->count;
    if (range->status == SELLO_LABEL_WITHDRAWN) {
        uint64_t first = range->first > k->next ? range->first : k->next;
        past = past < end ? past : end;
        keep_up_to(k, first);
        k->n_skipped += past > first ? past - first : 0;
        k->next = past > k->next ? past : k->next;
    }
    return !k->failed;
}

static enum sello_error skip_withdrawn(struct selection *s) {
    struct print_job *job = s->job;
    struct skipping k = {.n = 0};
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < job->n_runs && error == SELLO_OK && !k.failed; i++) {
        k.from = &job->run[i];
        k.next = k.from->first;
        error = sello_status_between(s->session->store, k.from->first,
                                     k.from->first + k.from->count - 1, skip_range, &k);
        keep_up_to(&k, k.from->first + k.from->count);
    }
    error = error == SELLO_OK && k.failed ? SELLO_E_MEMORY : error;
    if (error != SELLO_OK) {
        free(k.run);
        return session_fail(s->session, error);
    }
    free(job->run);
    job->run = k.run;
    job->n_runs = k.n;
    job->runs_room = k.room;
    job->n_labels = k.n_labels;
    job->n_skipped = k.n_skipped;
    return k.n > 0 ? SELLO_OK
                   : session_refuse(s->session, &(struct problem){.error = SELLO_E_STATE,
                                                                  .rule = "withdrawn-all",
                                                                  .field = "serial"});
}

enum sello_error print_select(struct session *session, const struct print_request *request,
                              struct print_job *job) {
    struct selection s = {.session = session, .job = job, .words = request->words};
    struct checking checking = {
        .session = session, .job = job, .planning = true, .to_look_at = request->to_look_at};
    enum sello_error error = sello_store_known(session->store);
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    for (size_t i = 0; i < request->n_ranges && error == SELLO_OK; i++) {
        error = take_range(&s, &request->range[i]);
    }
    error = error == SELLO_OK ? check_once(&s) : error;
    error = error == SELLO_OK && request->skip_withdrawn ? skip_withdrawn(&s) : error;
    if (error == SELLO_OK && job->n_skipped > 0) {
        session_notice(session, &(struct problem){.error = SELLO_OK,
                                                  .rule = "withdrawn-skipped",
                                                  .value = {problem_number(job->n_skipped)}});
    }
    error = error == SELLO_OK ? check_statuses(&checking) : error;
    return error == SELLO_OK ? measure(&s) : error;
}
