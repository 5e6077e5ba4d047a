/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "verify/tool/events.h"

#define EVENT_BYTES_MAX 1024

/* Keys of an event's body (docs/FORMAT.md, section 20). */
enum body_key {
    BODY_NUMBER = 1,
    BODY_FIRST = 6,
    BODY_COUNT = 7,
    BODY_DATE = 8,
    BODY_KEY = 9,
    BODY_STATUS = 10,
    BODY_SOURCE = 11,
    BODY_REASON = 12,
    BODY_DAY = 14,
    BODY_HASH = 16,
    BODY_TEXT = 24
};

static void take_text(struct sello_reader *r, char *out, size_t size) {
    struct sello_bytes text = sello_take_text(r);
    if (text.len >= size) {
        sello_reader_fail(r, SELLO_E_TOO_LONG);
    } else if (text.len > 0) {
        memcpy(out, text.ptr, text.len);
        out[text.len] = '\0';
    }
}

static void take_fact(struct sello_reader *r, uint64_t key, struct event *e) {
    struct sello_bytes hash;
    switch (key) {
    case BODY_NUMBER: e->number = sello_take_uint(r); break;
    case BODY_FIRST: e->first = sello_take_uint(r); break;
    case BODY_COUNT: e->count = sello_take_uint(r); break;
    case BODY_DATE: e->date = sello_take_uint(r); break;
    case BODY_KEY: e->key = sello_take_uint(r); break;
    case BODY_STATUS: e->status = sello_take_uint(r); break;
    case BODY_SOURCE: e->source = sello_take_uint(r); break;
    case BODY_REASON: e->reason = sello_take_uint(r); break;
    case BODY_DAY:
        e->day = sello_take_uint(r);
        e->has_day = true;
        break;
    case BODY_HASH:
        hash = sello_take_bytes(r);
        e->has_hash = hash.len == SELLO_HASH_LEN;
        if (e->has_hash) {
            memcpy(e->hash, hash.ptr, sizeof e->hash);
        }
        break;
    case BODY_TEXT: take_text(r, e->text, sizeof e->text); break;
    default: sello_take_item(r);
    }
}

/* [seq, instant, who, kind, body], and the role of a server's account where there is one. */
static enum sello_error parse(struct sello_bytes bytes, uint64_t *out_seq, struct event *out) {
    struct sello_reader r = sello_reader_init(bytes);
    size_t n_parts = sello_take_array(&r);
    if (n_parts != 5 && n_parts != 6) {
        sello_reader_fail(&r, SELLO_E_TYPE);
    }
    *out_seq = sello_take_uint(&r);
    (void)sello_take_uint(&r);
    (void)sello_take_text(&r);
    take_text(&r, out->kind, sizeof out->kind);
    struct sello_bytes body = sello_take_bytes(&r);
    if (n_parts == 6) {
        (void)sello_take_text(&r);
    }
    enum sello_error error = sello_reader_end(&r);
    if (error != SELLO_OK) {
        return error;
    }
    r = sello_reader_init(body);
    for (size_t n = sello_take_map(&r); n > 0 && r.error == SELLO_OK; n--) {
        uint64_t key = sello_take_uint(&r);
        take_fact(&r, key, out);
    }
    return sello_reader_end(&r);
}

static enum sello_error take(void *context, uint64_t index, struct sello_bytes bytes) {
    struct events *events = context;
    struct event event = {.number = 0};
    uint64_t seq = 0;
    enum sello_error error = sello_cbor_check(bytes, SELLO_DEPTH_TRUST, NULL);
    if (error == SELLO_OK) {
        error = parse(bytes, &seq, &event);
    }
    if (error != SELLO_OK || seq != index + 1) {
        return error != SELLO_OK ? error : SELLO_E_RANGE;
    }
    if (!base_grow(&events->item, &events->room, events->n + 1, sizeof event)) {
        return SELLO_E_MEMORY;
    }
    events->item[events->n++] = event;
    return SELLO_OK;
}

enum sello_error events_read(const char *folder, struct events *out, char at[SELLO_LEN(PATH_MAX)]) {
    *out = (struct events){.n = 0};
    return base_log_read_as(folder, EVENT_BYTES_MAX, take, out, &out->log, at);
}

void events_free(struct events *events) {
    base_log_free(&events->log);
    free(events->item);
    *events = (struct events){.n = 0};
}
