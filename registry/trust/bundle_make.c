/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/bundle_make.h"

#include <stdlib.h>

#include "registry/trust/bundle_parts.h"
#include "registry/trust/event_head.h"
#include "registry/trust/sign.h"
#include "registry/trust/trust_open.h"

/* ---- rows ---- */

static enum sello_error put_rows(const struct bundle_content *c, struct grown *out) {
    enum sello_error error = c->n_ranges > 0 ? grow_array_head(out, c->n_ranges) : SELLO_OK;
    for (size_t i = 0; i < c->n_ranges && error == SELLO_OK; i++) {
        const struct sello_status_range *range = &c->range[i];
        uint8_t buf[64 + SELLO_ROW_TEXT_MAX];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        struct sello_status_row row = {.first = range->first,
                                       .count = range->count,
                                       .status = range->status,
                                       .reason = range->reason,
                                       .day = range->day,
                                       .text = sello_bytes_of(range->text)};
        sello_put_status_row(&w, &row);
        error = grow(out, sello_written(&w));
    }
    return error;
}

static enum sello_error put_batch(const struct sello_batch_row *row, struct grown *out) {
    size_t room = row->commitment.len + 64;
    uint8_t *buf = malloc(room);
    if (buf == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer w = sello_writer_init(buf, room);
    sello_put_batch_row(&w, row);
    enum sello_error error = grow(out, sello_written(&w));
    free(buf);
    return error;
}

static enum sello_error put_batches(const struct bundle_content *c, struct grown *out) {
    enum sello_error error = c->n_batches > 0 ? grow_array_head(out, c->n_batches) : SELLO_OK;
    for (size_t i = 0; i < c->n_batches && error == SELLO_OK; i++) {
        const struct batch_run *run = &c->batch[i];
        size_t n = run->of_each != NULL ? (size_t)run->count : 1;
        const uint8_t *commitment = run->of_each != NULL ? run->of_each : run->commitment;
        const struct sello_batch_row row = {run->first, run->count, run->key,
                                            sello_bytes(commitment, n * SELLO_COMMITMENT_LEN)};
        error = put_batch(&row, out);
    }
    return error;
}

/* ---- the bundle ---- */

static enum sello_error sign_bundle(const struct bundle_request *request,
                                    const struct sello_bundle *bundle, struct grown *out) {
    struct sello_writer count = sello_writer_count();
    sello_put_bundle_payload(&count, bundle);
    size_t room = count.len + (size_t)4 * SELLO_HEADER_MAX;
    uint8_t *buf = malloc(count.len + room);
    if (buf == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer payload = sello_writer_init(buf, count.len);
    struct sello_writer token = sello_writer_init(buf + count.len, room);
    sello_put_bundle_payload(&payload, bundle);
    enum sello_error error =
        sign_typed(request->key, SELLO_TYPE_BUNDLE, sello_written(&payload), &token);
    if (error == SELLO_OK) {
        error = grow(out, sello_written(&token));
    }
    free(buf);
    return error;
}

static struct sello_bundle fields_of(const struct bundle_request *request,
                                     const struct bundle_content *c) {
    struct sello_bundle bundle = {.version = c->date.version,
                                  .root_version = c->date.root_version,
                                  .generated = c->date.generated,
                                  .fresh_days = request->fresh_days,
                                  .age_days = request->age_days,
                                  .highest = c->date.highest,
                                  .complete = c->complete,
                                  .status_only = request->scope == BUNDLE_STATUS_ONLY};
    memcpy(bundle.fingerprint, request->root->fingerprint, SELLO_HASH_LEN);
    memcpy(bundle.root_hash, c->date.root_hash, SELLO_HASH_LEN);
    return bundle;
}

enum sello_error bundle_write(struct sello_store *store, const struct bundle_request *request,
                              const struct bundle_content *c, struct grown *out) {
    struct sello_bundle bundle = fields_of(request, c);
    struct grown lists = {0}, rows = {0}, batches = {0}, log = {0};
    enum sello_error error = bundle_put_lists(request, c, &lists);
    if (error == SELLO_OK && !bundle.status_only) {
        error = put_rows(c, &rows);
    }
    if (error == SELLO_OK && !bundle.status_only) {
        error = put_batches(c, &batches);
    }
    if (error == SELLO_OK && c->log.n > 0) {
        bundle.has_log = true;
        error = bundle_put_log(store, request->log_key, &c->log, &log, &bundle.log);
    }
    if (error == SELLO_OK) {
        bundle.tokens = grown_bytes(&lists);
        bundle.rows = grown_bytes(&rows);
        bundle.batches = grown_bytes(&batches);
        bundle.certificates = grown_bytes(&c->certificates);
        bundle.endorsements = grown_bytes(&c->endorsements);
        error = sign_bundle(request, &bundle, out);
    }
    free(lists.ptr);
    free(rows.ptr);
    free(batches.ptr);
    free(log.ptr);
    return error;
}

/* ---- the trust file ---- */

void trust_file_free(struct trust_file *file) {
    free(file->ptr);
    *file = (struct trust_file){0};
}

struct sello_bytes trust_file_bytes(const struct trust_file *file) {
    return sello_bytes(file->ptr, file->len);
}

struct sello_bytes trust_file_bundle(const struct trust_file *file) {
    return sello_bytes(file->ptr + file->bundle_at, file->len - file->bundle_at);
}

static enum sello_error put_roots(struct sello_store *store, uint64_t last, struct grown *out) {
    enum sello_error error = SELLO_OK;
    for (uint64_t version = 1; error == SELLO_OK && version <= last; version++) {
        struct grown root = {0};
        error = sello_store_root_bytes(store, version, &root.ptr, &root.len);
        if (error == SELLO_OK) {
            error = grow(out, grown_bytes(&root));
            free(root.ptr);
        }
    }
    return error;
}

enum sello_error trust_file_judge(const struct trust_file *file) {
    struct sello_trust *trust = NULL;
    void *memory = NULL;
    enum sello_error error = trust_open(trust_file_bytes(file), &trust, &memory);
    free(memory);
    return error;
}

/* The roots up to the bundle's own, and the bundle. */
static enum sello_error make_trust_file(struct sello_store *store, uint64_t root_version,
                                        struct sello_bytes bundle, struct trust_file *out) {
    struct grown file = {0};
    enum sello_error error = put_roots(store, root_version, &file);
    size_t bundle_at = file.len;
    if (error == SELLO_OK) {
        error = grow(&file, bundle);
    }
    if (error != SELLO_OK) {
        free(file.ptr);
        return error;
    }
    *out = (struct trust_file){file.ptr, file.len, bundle_at};
    return SELLO_OK;
}

static enum sello_error make_judged(struct sello_store *store, uint64_t root_version,
                                    struct sello_bytes bundle, struct trust_file *out) {
    struct trust_file file;
    enum sello_error error = make_trust_file(store, root_version, bundle, &file);
    if (error != SELLO_OK) {
        return error;
    }
    error = trust_file_judge(&file);
    if (error != SELLO_OK) {
        trust_file_free(&file);
        return error;
    }
    *out = file;
    return SELLO_OK;
}

/* A bundle, and the signature of the events up to it: never one without the other. */
struct keeping {
    const struct sello_key *key;
    const struct sello_bundle_date *date;
    struct sello_bytes bundle;
    const struct sello_store_log *log; /* that the bundle tells of */
};

/* A root that was stored since the bundle was collected would stand in its place in the log. */
static enum sello_error check_log(struct sello_store *store, const struct sello_store_log *told) {
    struct sello_store_log now;
    enum sello_error error = told->n > 0 ? sello_store_log(store, &now) : SELLO_OK;
    if (error == SELLO_OK && told->n > 0) {
        error = now.n == told->n ? SELLO_OK : SELLO_E_BUNDLE_ROOT;
        sello_store_log_free(&now);
    }
    return error;
}

static enum sello_error keep(struct sello_store *store, void *context) {
    const struct keeping *k = context;
    enum sello_error error = check_log(store, k->log);
    if (error == SELLO_OK) {
        error = sello_store_put_bundle(store, k->date->version, k->bundle);
    }
    return error == SELLO_OK ? event_head_sign(store, k->key, k->date->generated) : error;
}

enum sello_error bundle_make(struct sello_store *store, const struct bundle_request *request,
                             struct trust_file *out) {
    struct bundle_content content;
    struct trust_file file = {0};
    struct grown bundle = {0};
    enum sello_error error = bundle_collect(store, request, false, &content);
    if (error == SELLO_OK) {
        error = bundle_write(store, request, &content, &bundle);
    }
    if (error == SELLO_OK) {
        error = make_judged(store, content.date.root_version, grown_bytes(&bundle), &file);
    }
    if (error == SELLO_OK) {
        struct keeping keeping = {request->key, &content.date, grown_bytes(&bundle), &content.log};
        error = sello_store_do(store, keep, &keeping);
    }
    bundle_content_free(&content);
    free(bundle.ptr);
    if (error != SELLO_OK) {
        trust_file_free(&file);
        return error;
    }
    *out = file;
    return SELLO_OK;
}

enum sello_error bundle_preview(struct sello_store *store, const struct bundle_request *request,
                                struct trust_file *out) {
    struct bundle_content content;
    struct grown bundle = {0};
    enum sello_error error = bundle_collect(store, request, true, &content);
    if (error == SELLO_OK) {
        error = bundle_write(store, request, &content, &bundle);
    }
    if (error == SELLO_OK) {
        error = make_trust_file(store, content.date.root_version, grown_bytes(&bundle), out);
    }
    bundle_content_free(&content);
    free(bundle.ptr);
    return error;
}

enum sello_error trust_file_again(struct sello_store *store, struct trust_file *out) {
    struct sello_stored_bundle stored;
    struct grown bundle = {0};
    enum sello_error error = sello_store_newest_bundle(store, &stored, &bundle.ptr, &bundle.len);
    if (error == SELLO_OK) {
        error = make_trust_file(store, stored.root_version, grown_bytes(&bundle), out);
        free(bundle.ptr);
    }
    return error;
}
