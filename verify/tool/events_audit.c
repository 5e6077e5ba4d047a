/* SPDX-License-Identifier: Apache-2.0 */
/* Published data, put together again from the events before it. */
#include <stdlib.h>
#include <zlib.h>

#include "base/time.h"
#include "verify/tool/events.h"
#include "verify/verdict/trust_log.h"

/* Whatever is worked out of one bundle. */
struct remaking {
    const struct events *events;
    const struct sello_trust *trust;
    struct replay replay;
    size_t dated; /* the events up to the one that dated the bundle */
    uint64_t root_version, highest, n_entries;
    uint8_t root_hash[SELLO_HASH_LEN];
    bool lost;
    uint8_t *rows, *leaf; /* owned */
    size_t rows_len;
    const char *what; /* the part that does not match */
};

static bool is(const struct event *e, const char *kind) {
    return strcmp(e->kind, kind) == 0;
}

/* ---- which events ---- */

/* Entry of the public log? */
static bool entry_of(const struct event *e, struct sello_log_entry *out) {
    bool root = is(e, "root.stored");
    if ((!root && !is(e, "bundle.stored")) || !e->has_hash) {
        return false;
    }
    *out = (struct sello_log_entry){root ? SELLO_LOG_ROOT : SELLO_LOG_BUNDLE, e->number, {0}};
    memcpy(out->hash, e->hash, sizeof out->hash);
    return true;
}

bool events_match_log(const struct events *events, const struct base_log *log,
                      uint64_t *out_index) {
    struct sello_log_entry entry;
    uint64_t n = 0;
    for (size_t i = 0; i < events->n && n < log->n; i++) {
        if (!entry_of(&events->item[i], &entry)) {
            continue;
        }
        const struct sello_log_entry *there = &log->entry[n];
        *out_index = n++;
        if (there->kind != entry.kind || there->version != entry.version ||
            memcmp(there->hash, entry.hash, sizeof entry.hash) != 0) {
            return false;
        }
    }
    *out_index = n;
    return n == log->n;
}

/* The event that stored the bundle, and before it the one that dated it. */
static bool find(struct remaking *m) {
    const struct sello_bundle *b = &m->trust->bundle;
    uint8_t hash[SELLO_HASH_LEN];
    size_t stored = 0;
    sello_sha256(&m->trust->bundle_bytes, 1, hash);
    for (size_t i = 0; i < m->events->n && stored == 0; i++) {
        const struct event *e = &m->events->item[i];
        if (is(e, "bundle.dated") && e->number == b->version) {
            m->dated = i + 1;
        }
        if (is(e, "bundle.stored") && e->number == b->version && e->has_hash &&
            memcmp(e->hash, hash, sizeof hash) == 0) {
            stored = i + 1;
        }
    }
    return stored > 0 && m->dated > 0;
}

/* ---- going over them ---- */

static bool take_entry(struct remaking *m, const struct sello_log_entry *entry) {
    uint8_t *grown = realloc(m->leaf, (size_t)(m->n_entries + 1) * SELLO_HASH_LEN);
    if (grown == NULL) {
        return false;
    }
    m->leaf = grown;
    sello_log_entry_hash(entry, m->leaf + m->n_entries++ * SELLO_HASH_LEN);
    return true;
}

static enum sello_error go_over(struct remaking *m) {
    struct sello_log_entry entry;
    bool ok = replay_begin(&m->replay, m->events);
    for (size_t i = 0; i < m->dated && ok; i++) {
        const struct event *e = &m->events->item[i];
        replay_take(&m->replay, (uint32_t)i + 1);
        if (is(e, "batch.reserved") || is(e, "batch.lost")) {
            uint64_t last = e->first + e->count - 1;
            m->highest = last > m->highest ? last : m->highest;
            m->lost = m->lost || is(e, "batch.lost");
        }
        if (is(e, "root.stored") && e->has_hash) {
            m->root_version = e->number;
            memcpy(m->root_hash, e->hash, sizeof m->root_hash);
        }
        ok = !entry_of(e, &entry) || take_entry(m, &entry);
    }
    return ok && !m->replay.no_memory ? SELLO_OK : SELLO_E_MEMORY;
}

/* ---- rows and lists ---- */

static enum sello_error make_rows(struct remaking *m) {
    struct sello_status_row row = {.first = 0};
    size_t n = 0, cap = 16;
    for (size_t at = 0; replay_next(&m->replay, &at, &row);) {
        n++;
    }
    cap += n * (SELLO_ROW_TEXT_MAX + 64);
    m->rows = malloc(cap);
    if (m->rows == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer w = sello_writer_init(m->rows, cap);
    if (n > 0) {
        sello_put_array(&w, n);
    }
    for (size_t at = 0; replay_next(&m->replay, &at, &row);) {
        sello_put_status_row(&w, &row);
    }
    m->rows_len = w.len;
    return SELLO_OK;
}

static void fill_list(const struct remaking *m, uint64_t k, uint8_t *list) {
    struct sello_status_row row = {.first = 0};
    uint64_t from = k * SELLO_LIST_ENTRIES, to = from + SELLO_LIST_ENTRIES;
    to = to < m->highest + 1 ? to : m->highest + 1;
    memset(list, 0, SELLO_LIST_BYTES);
    for (size_t at = 0; replay_next(&m->replay, &at, &row);) {
        uint64_t first = row.first > from ? row.first : from;
        uint64_t end = row.first + row.count < to ? row.first + row.count : to;
        for (uint64_t serial = first; serial < end; serial++) {
            sello_list_set(list, 2, serial - from, (unsigned)row.status);
        }
    }
}

/* The token's claims as the registry wrote them; where another zlib packed the list, what it
 * unpacks to. */
static enum sello_error check_token(struct remaking *m, uint64_t k, struct sello_bytes token,
                                    const uint8_t *list) {
    const struct sello_bundle *b = &m->trust->bundle;
    size_t size = sello_list_bytes(sello_list_entries(b->highest, k));
    uLongf packed = compressBound((uLong)size);
    uint8_t *zlib = malloc(packed), *claims = malloc(packed + 256), sub_buf[SELLO_SUB_MAX];
    struct sello_writer sub = sello_writer_init(sub_buf, sizeof sub_buf);
    struct sello_writer w = sello_writer_init(claims, packed + 256);
    struct sello_sign1 sign1;
    enum sello_error error = SELLO_E_MEMORY;
    if (zlib != NULL && claims != NULL &&
        compress2(zlib, &packed, list, (uLong)size, Z_BEST_COMPRESSION) == Z_OK) {
        sello_put_status_sub(&sub, b->fingerprint, k);
        sello_put_status_claims(&w, sello_written(&sub), b->generated, b->fresh_days * BASE_DAY,
                                sello_bytes(zlib, packed));
        error = sello_typed_parse(token, SELLO_TYPE_STATUS_LIST, &sign1);
    }
    if (error == SELLO_OK && !sello_bytes_eq(sign1.payload, sello_written(&w)) &&
        memcmp(m->trust->list[k], list, size) != 0) {
        m->what = N_("the status list");
        error = SELLO_E_STATE;
    }
    free(claims);
    free(zlib);
    return error;
}

static enum sello_error check_lists(struct remaking *m) {
    struct sello_reader r = sello_reader_init(m->trust->bundle.tokens);
    uint8_t *list = malloc(SELLO_LIST_BYTES);
    enum sello_error error = list != NULL ? SELLO_OK : SELLO_E_MEMORY;
    size_t n = sello_take_array(&r);
    for (size_t k = 0; k < n && k < m->trust->n_lists && error == SELLO_OK; k++) {
        struct sello_bytes token = sello_take_bytes(&r);
        fill_list(m, k, list);
        error = check_token(m, k, token, list);
    }
    free(list);
    return error;
}

/* ---- batches ---- */

/* Was each run of the bundle reserved, in runs of that key? And where it lists all, is each that
 * was signed in it? What labels say is not in the events: of that there are promises alone. */
static bool batches_match(const struct remaking *m) {
    const struct sello_trust *t = m->trust;
    uint64_t listed = 0, found = 0;
    for (size_t i = 0; i < t->n_batches; i++) {
        listed += t->batch[i].count;
    }
    for (size_t i = 0; i < m->dated; i++) {
        const struct event *e = &m->events->item[i];
        const struct sello_batch_row *row = sello_trust_batch(t, e->first);
        bool in = row != NULL && e->first + e->count <= row->first + row->count;
        if (is(e, "batch.reserved") && in) {
            found += e->key == row->key ? e->count : 0;
        }
        if (is(e, "batch.signed") && t->bundle.complete && !in) {
            return false;
        }
    }
    return found == listed && (!t->bundle.complete || !m->lost);
}

/* ---- all of it ---- */

static enum sello_error mismatch(struct remaking *m, const char *what) {
    m->what = what;
    return SELLO_E_STATE;
}

/* The payload of what was worked out. Of the lists of certificates and endorsements events have
 * hashes alone, and the checkpoint is a signature: these are as they were published. */
static enum sello_error compare(struct remaking *m) {
    const struct sello_bundle *b = &m->trust->bundle;
    const struct event *dated = &m->events->item[m->dated - 1];
    struct sello_bundle made = *b;
    uint64_t n_tiles = sello_log_edge_tiles(m->n_entries);
    size_t leaves_len = (size_t)(m->n_entries - n_tiles * SELLO_TILE_WIDTH) * SELLO_HASH_LEN;
    uint8_t *tiles = malloc((size_t)n_tiles * SELLO_HASH_LEN + 1);
    uint8_t *payload = malloc(b->sign1.payload.len + m->rows_len + leaves_len + 1024);
    enum sello_error error = tiles != NULL && payload != NULL ? SELLO_OK : SELLO_E_MEMORY;
    made.version = dated->number;
    made.generated = dated->date;
    made.highest = m->highest;
    made.root_version = m->root_version;
    memcpy(made.root_hash, m->root_hash, sizeof made.root_hash);
    made.rows = b->status_only ? b->rows : sello_bytes(m->rows, m->rows_len);
    if (error == SELLO_OK) {
        const struct sello_leaves of = {m->leaf, m->n_entries};
        struct sello_writer t = sello_writer_init(tiles, (size_t)n_tiles * SELLO_HASH_LEN + 1);
        struct sello_writer l = sello_writer_count();
        struct sello_writer w =
            sello_writer_init(payload, b->sign1.payload.len + m->rows_len + leaves_len + 1024);
        sello_put_log_edge_hashes(&t, &l, &of);
        made.log.tiles = sello_written(&t);
        made.log.leaves =
            sello_bytes(m->leaf + n_tiles * SELLO_TILE_WIDTH * SELLO_HASH_LEN, leaves_len);
        sello_put_bundle_payload(&w, &made);
        if (w.failed || !sello_bytes_eq(sello_written(&w), b->sign1.payload)) {
            error = mismatch(m, made.highest != b->highest ? N_("the highest serial")
                                : !sello_bytes_eq(made.rows, b->rows) &&
                                        (made.rows.len > 0 || b->n_rows > 0)
                                    ? N_("the reasons of withdrawals")
                                    : N_("its dates, root or log"));
        }
    }
    free(payload);
    free(tiles);
    return error;
}

enum sello_error events_check_bundle(const struct events *events, const struct sello_trust *trust,
                                     const char **what) {
    struct remaking m = {.events = events, .trust = trust, .what = ""};
    enum sello_error error = find(&m) ? SELLO_OK : SELLO_E_NOT_FOUND;
    if (error == SELLO_OK) {
        error = go_over(&m);
    }
    if (error == SELLO_OK) {
        error = make_rows(&m);
    }
    if (error == SELLO_OK) {
        error = check_lists(&m);
    }
    if (error == SELLO_OK && !trust->bundle.status_only && !batches_match(&m)) {
        error = mismatch(&m, N_("the batches"));
    }
    if (error == SELLO_OK) {
        error = compare(&m);
    }
    *what = m.what;
    replay_free(&m.replay);
    free(m.rows);
    free(m.leaf);
    return error;
}
