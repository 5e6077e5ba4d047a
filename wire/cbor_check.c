/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/cbor.h"
#include "wire/cbor_head.h"
#include "wire/text.h"

/* An array or map that is open: how much of it is still to come, and, in a map, its last key. */
struct level {
    uint64_t items_left; /* of a map: keys and values */
    bool is_map;
    bool at_key; /* the item in work, or the next one, is a key */
    struct sello_bytes last_key;
    const uint8_t *key_start;
};

struct check {
    struct sello_bytes rest;
    struct level level[SELLO_DEPTH_TRUST];
    unsigned open;  /* levels in use */
    unsigned depth; /* levels allowed */
    bool first;     /* nothing was read yet */
    bool tagged;
    bool tag_open; /* a tag was read, and its content is due */
};

/* A key has ended at c->rest: it must be greater than the one before it. */
static enum sello_error close_key(struct check *c, struct level *top) {
    struct sello_bytes key = {top->key_start, (size_t)(c->rest.ptr - top->key_start)};
    if (top->last_key.ptr != NULL && sello_bytes_cmp(top->last_key, key) >= 0) {
        return SELLO_E_CBOR_ORDER;
    }
    top->last_key = key;
    return SELLO_OK;
}

/* An item has ended: count it, and close every level that it completes. */
static enum sello_error close_item(struct check *c) {
    while (c->open > 0) {
        struct level *top = &c->level[c->open - 1];
        enum sello_error error = top->at_key ? close_key(c, top) : SELLO_OK;
        if (error != SELLO_OK) {
            return error;
        }
        top->at_key = top->is_map && !top->at_key;
        top->items_left--;
        if (top->items_left > 0) {
            return SELLO_OK;
        }
        c->open--;
    }
    return SELLO_OK;
}

static enum sello_error open_level(struct check *c, struct sello_head head) {
    bool is_map = head.major == SELLO_CBOR_MAP;
    uint64_t items = is_map ? 2 * head.value : head.value;
    if (c->open == c->depth) {
        return SELLO_E_CBOR_DEPTH;
    }
    if (items > c->rest.len) {
        return SELLO_E_TRUNCATED; /* every item takes a byte at least */
    }
    if (items == 0) {
        return close_item(c);
    }
    c->level[c->open++] = (struct level){items, is_map, is_map, {NULL, 0}, NULL};
    return SELLO_OK;
}

static enum sello_error skip_string(struct check *c, struct sello_head head) {
    if (head.value > c->rest.len) {
        return SELLO_E_TRUNCATED;
    }
    struct sello_bytes content = {c->rest.ptr, (size_t)head.value};
    for (size_t at = 0; head.major == SELLO_CBOR_TEXT && at < content.len;) {
        uint32_t code_point;
        size_t n = sello_utf8_next(sello_bytes(content.ptr + at, content.len - at), &code_point);
        if (n == 0) {
            return SELLO_E_UTF8;
        }
        at += n;
    }
    c->rest = sello_bytes(c->rest.ptr + content.len, c->rest.len - content.len);
    return close_item(c);
}

/* One head, and what it brings with it. */
static enum sello_error step(struct check *c) {
    struct sello_head head;
    enum sello_error error = sello_head_parse(c->rest, &head);
    if (error != SELLO_OK) {
        return error;
    }
    struct level *top = c->open > 0 ? &c->level[c->open - 1] : NULL;
    if (top != NULL && top->at_key && !c->tag_open) {
        top->key_start = c->rest.ptr;
    }
    c->rest = sello_bytes(c->rest.ptr + head.len, c->rest.len - head.len);
    c->tagged = c->tagged || (head.major == SELLO_CBOR_TAG && !c->first);
    c->tag_open = head.major == SELLO_CBOR_TAG;
    c->first = false;
    switch (head.major) {
    case SELLO_CBOR_BYTES:
    case SELLO_CBOR_TEXT: return skip_string(c, head);
    case SELLO_CBOR_ARRAY:
    case SELLO_CBOR_MAP: return open_level(c, head);
    case SELLO_CBOR_TAG: return SELLO_OK; /* its content is the next head */
    case SELLO_CBOR_UINT:
    case SELLO_CBOR_NINT:
    case SELLO_CBOR_SIMPLE: break;
    }
    return close_item(c);
}

enum sello_error sello_cbor_first(struct sello_bytes sequence, unsigned depth,
                                  struct sello_bytes *out_item, bool *out_tagged) {
    struct check c = {.rest = sequence, .depth = depth, .first = true};
    if (depth > SELLO_DEPTH_TRUST) {
        return SELLO_E_CBOR_DEPTH;
    }
    do {
        enum sello_error error = step(&c);
        if (error != SELLO_OK) {
            return error;
        }
    } while (c.open > 0 || c.tag_open);
    *out_item = sello_bytes(sequence.ptr, (size_t)(c.rest.ptr - sequence.ptr));
    if (out_tagged != NULL) {
        *out_tagged = c.tagged;
    }
    return SELLO_OK;
}

enum sello_error sello_cbor_check(struct sello_bytes item, unsigned depth, bool *out_tagged) {
    struct sello_bytes first;
    enum sello_error error = sello_cbor_first(item, depth, &first, out_tagged);
    if (error != SELLO_OK) {
        return error;
    }
    return first.len == item.len ? SELLO_OK : SELLO_E_TRAILING;
}
