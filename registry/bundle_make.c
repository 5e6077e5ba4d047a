/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/bundle_make.h"

#include <stdlib.h>
#include <zlib.h>

#include "registry/sign.h"
#include "verify/trust.h"

enum { SECONDS_A_DAY = 86400 };

/* ---- bytes that grow ---- */

static enum sello_status grow(struct grown *g, struct sello_bytes more) {
    uint8_t *ptr = realloc(g->ptr, g->len + more.len + 1);
    if (ptr == NULL) {
        return SELLO_E_MEMORY;
    }
    if (more.len > 0) {
        memcpy(ptr + g->len, more.ptr, more.len);
    }
    g->ptr = ptr;
    g->len += more.len;
    return SELLO_OK;
}

/* ---- what goes into a bundle, collected from the store ---- */

struct content {
    struct sello_bundle_date date;
    struct sello_status_range *range; /* what readers see, in order */
    size_t n_ranges;
    struct grown batches; /* rows, encoded */
    size_t n_batches;
    bool complete;  /* no batch's records were lost */
    bool no_memory; /* in a visit */
};

static bool visit_range(void *context, const struct sello_status_range *row) {
    struct content *c = context;
    struct sello_status_range *more = c->range;
    if ((c->n_ranges & (c->n_ranges - 1)) == 0) { /* full at each power of two */
        size_t room = c->n_ranges == 0 ? 1 : 2 * c->n_ranges;
        more = realloc(c->range, room * sizeof *more);
    }
    if (more == NULL) {
        c->no_memory = true;
        return false;
    }
    c->range = more;
    c->range[c->n_ranges++] = *row;
    return true;
}

static bool visit_batch(void *context, const struct sello_batch *batch) {
    struct content *c = context;
    if (batch->state == SELLO_BATCH_LOST) {
        c->complete = false; /* its labels are good, and nothing can be said of them */
    }
    if (batch->state != SELLO_BATCH_SIGNED) {
        return true;
    }
    uint8_t commitment[SELLO_COMMITMENT_LEN], buf[64];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_commitment(sello_bytes(batch->claims, batch->claims_len), commitment);
    struct sello_batch_row row = {batch->first, batch->count, batch->key,
                                  sello_bytes(commitment, sizeof commitment)};
    sello_put_batch_row(&w, &row);
    c->n_batches++;
    c->no_memory = grow(&c->batches, sello_written(&w)) != SELLO_OK;
    return !c->no_memory;
}

/* In one transaction, so that the highest serial, statuses and batches are of one moment. */
static enum sello_status collect(struct sello_store *store, struct content *c) {
    const struct sello_batch_filter all = {0};
    c->complete = true;
    enum sello_status status = sello_store_begin(store);
    if (status != SELLO_OK) {
        return status;
    }
    status = sello_store_next_bundle(store, &c->date);
    if (status == SELLO_OK) {
        status = sello_status_list(store, visit_range, c);
    }
    if (status == SELLO_OK) {
        status = sello_batch_list(store, &all, visit_batch, c);
    }
    if (status == SELLO_OK && c->no_memory) {
        status = SELLO_E_MEMORY;
    }
    if (status != SELLO_OK) {
        sello_store_rollback(store);
        return status;
    }
    return sello_store_commit(store);
}

static void free_content(struct content *c) {
    free(c->range);
    free(c->batches.ptr);
}

/* ---- status lists ---- */

/* Sets the entries of list k that a range covers. */
static void mark_range(uint8_t *list, uint64_t k, const struct sello_status_range *range) {
    uint64_t from = k * SELLO_LIST_ENTRIES, to = from + SELLO_LIST_ENTRIES;
    uint64_t first = range->first > from ? range->first : from;
    uint64_t end = range->first + range->count < to ? range->first + range->count : to;
    for (uint64_t serial = first; serial < end; serial++) {
        sello_list_set(list, 2, serial - from, range->status);
    }
}

static enum sello_status sign_list(const struct bundle_request *request, const struct content *c,
                                   uint64_t k, struct sello_bytes zlib, struct grown *out) {
    size_t room = zlib.len + 256;
    uint8_t sub_buf[SELLO_SUB_MAX];
    uint8_t *buf = malloc(3 * room);
    if (buf == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer sub = sello_writer_init(sub_buf, sizeof sub_buf);
    struct sello_writer claims = sello_writer_init(buf, room);
    struct sello_writer token = sello_writer_init(buf + room, room);
    struct sello_writer item = sello_writer_init(buf + 2 * room, room);
    sello_put_status_sub(&sub, request->root->fingerprint, k);
    sello_put_status_claims(&claims, sello_written(&sub), c->date.generated,
                            request->fresh_days * SECONDS_A_DAY, zlib);
    enum sello_status status =
        sign_typed(request->key, SELLO_TYPE_STATUS_LIST, sello_written(&claims), &token);
    sello_put_bytes(&item, sello_written(&token));
    if (status == SELLO_OK) {
        status = item.failed ? SELLO_E_NO_ROOM : grow(out, sello_written(&item));
    }
    free(buf);
    return status;
}

static enum sello_status put_list(const struct bundle_request *request, const struct content *c,
                                  uint64_t k, uint8_t *list, struct grown *out) {
    size_t size = sello_list_bytes(sello_list_entries(c->date.highest, k));
    memset(list, 0, size);
    for (size_t i = 0; i < c->n_ranges; i++) {
        mark_range(list, k, &c->range[i]);
    }
    uLongf zlib_len = compressBound((uLong)size);
    uint8_t *zlib = malloc(zlib_len);
    if (zlib == NULL || compress2(zlib, &zlib_len, list, (uLong)size, Z_BEST_COMPRESSION) != Z_OK) {
        free(zlib);
        return SELLO_E_MEMORY;
    }
    enum sello_status status = sign_list(request, c, k, sello_bytes(zlib, zlib_len), out);
    free(zlib);
    return status;
}

static enum sello_status put_array_head(struct grown *g, size_t n) {
    uint8_t buf[9];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_put_array(&w, n);
    return grow(g, sello_written(&w));
}

static enum sello_status put_lists(const struct bundle_request *request, const struct content *c,
                                   struct grown *out) {
    uint64_t n_lists = c->date.highest / SELLO_LIST_ENTRIES + 1;
    uint8_t *list = malloc(SELLO_LIST_BYTES);
    enum sello_status status = list != NULL ? put_array_head(out, n_lists) : SELLO_E_MEMORY;
    for (uint64_t k = 0; k < n_lists && status == SELLO_OK; k++) {
        status = put_list(request, c, k, list, out);
    }
    free(list);
    return status;
}

static enum sello_status put_rows(const struct content *c, struct grown *out) {
    enum sello_status status = put_array_head(out, c->n_ranges);
    for (size_t i = 0; i < c->n_ranges && status == SELLO_OK; i++) {
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
        status = grow(out, sello_written(&w));
    }
    return status;
}

/* ---- the bundle ---- */

static enum sello_status sign_bundle(const struct bundle_request *request,
                                     const struct sello_bundle *bundle, struct grown *out) {
    struct sello_writer count = sello_writer_count();
    sello_put_bundle_payload(&count, bundle);
    size_t room = count.len + 4 * SELLO_HEADER_MAX;
    uint8_t *buf = malloc(count.len + room);
    if (buf == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer payload = sello_writer_init(buf, count.len);
    struct sello_writer token = sello_writer_init(buf + count.len, room);
    sello_put_bundle_payload(&payload, bundle);
    enum sello_status status =
        sign_typed(request->key, SELLO_TYPE_BUNDLE, sello_written(&payload), &token);
    if (status == SELLO_OK) {
        status = grow(out, sello_written(&token));
    }
    free(buf);
    return status;
}

static enum sello_status make_bundle(const struct bundle_request *request, const struct content *c,
                                     struct grown *out) {
    struct grown lists = {0}, rows = {0}, batches = {0};
    enum sello_status status = put_lists(request, c, &lists);
    if (status == SELLO_OK && c->n_ranges > 0) {
        status = put_rows(c, &rows);
    }
    if (status == SELLO_OK && c->n_batches > 0) {
        status = put_array_head(&batches, c->n_batches);
    }
    if (status == SELLO_OK && c->n_batches > 0) {
        status = grow(&batches, sello_bytes(c->batches.ptr, c->batches.len));
    }
    if (status == SELLO_OK) {
        struct sello_bundle bundle = {.version = c->date.version,
                                      .root_version = c->date.root_version,
                                      .generated = c->date.generated,
                                      .fresh_days = request->fresh_days,
                                      .age_days = SELLO_AGE_DAYS,
                                      .highest = c->date.highest,
                                      .tokens = sello_bytes(lists.ptr, lists.len),
                                      .rows = sello_bytes(rows.ptr, rows.len),
                                      .batches = sello_bytes(batches.ptr, batches.len),
                                      .complete = c->complete};
        memcpy(bundle.fingerprint, request->root->fingerprint, SELLO_HASH_LEN);
        memcpy(bundle.root_hash, c->date.root_hash, SELLO_HASH_LEN);
        status = sign_bundle(request, &bundle, out);
    }
    free(lists.ptr);
    free(rows.ptr);
    free(batches.ptr);
    return status;
}

/* ---- the trust file ---- */

static enum sello_status put_roots(struct sello_store *store, uint64_t last, struct grown *out) {
    enum sello_status status = SELLO_OK;
    for (uint64_t version = 1; status == SELLO_OK && version <= last; version++) {
        struct grown root = {0};
        status = sello_store_root_bytes(store, version, &root.ptr, &root.len);
        if (status == SELLO_OK) {
            status = grow(out, sello_bytes(root.ptr, root.len));
            free(root.ptr);
        }
    }
    return status;
}

enum sello_status trust_file_judge(struct grown trust_file) {
    enum sello_status status = SELLO_E_NO_ROOM;
    for (size_t room = trust_file.len + ((size_t)4 << 20);
         status == SELLO_E_NO_ROOM && room < (size_t)1 << 30; room *= 2) {
        struct sello_trust *trust;
        void *memory = malloc(room);
        struct sello_arena arena = {memory, room};
        status = memory != NULL
                     ? sello_trust_open(sello_bytes(trust_file.ptr, trust_file.len), &arena, &trust)
                     : SELLO_E_MEMORY;
        free(memory);
    }
    return status;
}

/* The roots up to the bundle's own, and the bundle. */
static enum sello_status make_trust_file(struct sello_store *store, uint64_t root_version,
                                         struct sello_bytes bundle, struct grown *out) {
    struct grown file = {0};
    enum sello_status status = put_roots(store, root_version, &file);
    if (status == SELLO_OK) {
        status = grow(&file, bundle);
    }
    if (status != SELLO_OK) {
        free(file.ptr);
        return status;
    }
    *out = file;
    return SELLO_OK;
}

enum sello_status bundle_make(struct sello_store *store, const struct bundle_request *request,
                              struct grown *out_trust_file) {
    struct content content = {0};
    struct grown bundle = {0}, file = {0};
    enum sello_status status = collect(store, &content);
    if (status == SELLO_OK) {
        status = make_bundle(request, &content, &bundle);
    }
    if (status == SELLO_OK) {
        status = make_trust_file(store, content.date.root_version,
                                 sello_bytes(bundle.ptr, bundle.len), &file);
    }
    if (status == SELLO_OK) {
        status = trust_file_judge(file);
    }
    if (status == SELLO_OK) {
        status = sello_store_put_bundle(store, content.date.version,
                                        sello_bytes(bundle.ptr, bundle.len));
    }
    free_content(&content);
    free(bundle.ptr);
    if (status != SELLO_OK) {
        free(file.ptr);
        return status;
    }
    *out_trust_file = file;
    return SELLO_OK;
}

enum sello_status trust_file_again(struct sello_store *store, struct grown *out_trust_file) {
    struct sello_stored_bundle stored;
    struct grown bundle = {0};
    enum sello_status status = sello_store_newest_bundle(store, &stored, &bundle.ptr, &bundle.len);
    if (status == SELLO_OK) {
        status = make_trust_file(store, stored.root_version, sello_bytes(bundle.ptr, bundle.len),
                                 out_trust_file);
        free(bundle.ptr);
    }
    return status;
}
