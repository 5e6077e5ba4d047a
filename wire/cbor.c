/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/cbor.h"

#include "wire/cbor_head.h"

static void put_head(struct sello_writer *w, enum sello_cbor_major major, uint64_t value) {
    uint8_t head[9];
    size_t len = sello_head_len(value);
    size_t follow = len - 1;
    /* 1, 2, 4, 8 following bytes are announced by 24, 25, 26, 27. */
    uint8_t info = (uint8_t)(follow == 0   ? value
                             : follow == 1 ? 24
                             : follow == 2 ? 25
                             : follow == 4 ? 26
                                           : 27);
    head[0] = (uint8_t)((unsigned)major << 5 | info);
    for (size_t i = 0; i < follow; i++) {
        head[len - 1 - i] = (uint8_t)(value >> (8 * i));
    }
    sello_write(w, head, len);
}

/* ---- reading ---- */

/* The next head, or a failure where it is not of the wanted type. */
static bool take_head(struct sello_reader *r, enum sello_cbor_major wanted, uint64_t *out_value) {
    struct sello_head head = {SELLO_CBOR_SIMPLE, 0, 0};
    if (r->error == SELLO_OK) {
        sello_reader_fail(r, sello_head_parse(r->rest, &head));
    }
    if (r->error == SELLO_OK && head.major != wanted) {
        sello_reader_fail(r, SELLO_E_TYPE);
    }
    if (r->error != SELLO_OK) {
        return false;
    }
    r->rest = sello_bytes(r->rest.ptr + head.len, r->rest.len - head.len);
    *out_value = head.value;
    return true;
}

static struct sello_bytes take_string(struct sello_reader *r, enum sello_cbor_major wanted) {
    uint64_t len = 0;
    if (!take_head(r, wanted, &len)) {
        return sello_bytes(NULL, 0);
    }
    if (len > r->rest.len) {
        sello_reader_fail(r, SELLO_E_TRUNCATED);
        return sello_bytes(NULL, 0);
    }
    struct sello_bytes content = {r->rest.ptr, (size_t)len};
    r->rest = sello_bytes(r->rest.ptr + len, r->rest.len - (size_t)len);
    return content;
}

enum sello_cbor_major sello_peek(const struct sello_reader *r) {
    struct sello_head head;
    if (r->error != SELLO_OK || sello_head_parse(r->rest, &head) != SELLO_OK) {
        return SELLO_CBOR_SIMPLE;
    }
    return head.major;
}

uint64_t sello_take_uint(struct sello_reader *r) {
    uint64_t value = 0;
    return take_head(r, SELLO_CBOR_UINT, &value) ? value : 0;
}

int64_t sello_take_int(struct sello_reader *r) {
    uint64_t value = 0;
    if (sello_peek(r) == SELLO_CBOR_NINT) {
        return take_head(r, SELLO_CBOR_NINT, &value) ? -1 - (int64_t)value : 0;
    }
    return (int64_t)sello_take_uint(r);
}

bool sello_take_bool(struct sello_reader *r) {
    uint64_t value = SELLO_CBOR_FALSE;
    return take_head(r, SELLO_CBOR_SIMPLE, &value) && value == SELLO_CBOR_TRUE;
}

struct sello_bytes sello_take_bytes(struct sello_reader *r) {
    return take_string(r, SELLO_CBOR_BYTES);
}

struct sello_bytes sello_take_text(struct sello_reader *r) {
    return take_string(r, SELLO_CBOR_TEXT);
}

/* Every item takes a byte at least, so a count above what is left is a lie; saying so here keeps
 * callers' loops short. */
static size_t take_count(struct sello_reader *r, enum sello_cbor_major wanted, size_t least_each) {
    uint64_t n = 0;
    if (!take_head(r, wanted, &n)) {
        return 0;
    }
    if (n > r->rest.len / least_each) {
        sello_reader_fail(r, SELLO_E_TRUNCATED);
        return 0;
    }
    return (size_t)n;
}

size_t sello_take_array(struct sello_reader *r) {
    return take_count(r, SELLO_CBOR_ARRAY, 1);
}

size_t sello_take_map(struct sello_reader *r) {
    return take_count(r, SELLO_CBOR_MAP, 2);
}

uint64_t sello_take_tag(struct sello_reader *r) {
    uint64_t tag = 0;
    return take_head(r, SELLO_CBOR_TAG, &tag) ? tag : 0;
}

struct sello_bytes sello_take_item(struct sello_reader *r) {
    struct sello_bytes item = {NULL, 0};
    if (r->error == SELLO_OK) {
        sello_reader_fail(r, sello_cbor_first(r->rest, SELLO_DEPTH_TRUST, &item, NULL));
    }
    if (r->error != SELLO_OK) {
        return sello_bytes(NULL, 0);
    }
    r->rest = sello_bytes(r->rest.ptr + item.len, r->rest.len - item.len);
    return item;
}

void sello_take_fixed(struct sello_reader *r, uint8_t *out, size_t len) {
    struct sello_bytes content = sello_take_bytes(r);
    if (r->error == SELLO_OK && content.len != len) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    if (r->error == SELLO_OK) {
        memcpy(out, content.ptr, len);
    }
}

enum sello_error sello_reader_end(const struct sello_reader *r) {
    if (r->error != SELLO_OK) {
        return r->error;
    }
    return r->rest.len == 0 ? SELLO_OK : SELLO_E_TRAILING;
}

/* ---- writing ---- */

void sello_put_uint(struct sello_writer *w, uint64_t value) {
    put_head(w, SELLO_CBOR_UINT, value);
}

void sello_put_int(struct sello_writer *w, int64_t value) {
    if (value >= 0) {
        put_head(w, SELLO_CBOR_UINT, (uint64_t)value);
    } else {
        put_head(w, SELLO_CBOR_NINT, (uint64_t)(-(value + 1)));
    }
}

void sello_put_bool(struct sello_writer *w, bool value) {
    put_head(w, SELLO_CBOR_SIMPLE, value ? SELLO_CBOR_TRUE : SELLO_CBOR_FALSE);
}

void sello_put_bytes_head(struct sello_writer *w, size_t len) {
    put_head(w, SELLO_CBOR_BYTES, len);
}

void sello_put_bytes(struct sello_writer *w, struct sello_bytes value) {
    sello_put_bytes_head(w, value.len);
    sello_write(w, value.ptr, value.len);
}

void sello_put_text(struct sello_writer *w, struct sello_bytes value) {
    put_head(w, SELLO_CBOR_TEXT, value.len);
    sello_write(w, value.ptr, value.len);
}

void sello_put_array(struct sello_writer *w, size_t n_items) {
    put_head(w, SELLO_CBOR_ARRAY, n_items);
}

void sello_put_map(struct sello_writer *w, size_t n_pairs) {
    put_head(w, SELLO_CBOR_MAP, n_pairs);
}

void sello_put_tag(struct sello_writer *w, uint64_t tag) {
    put_head(w, SELLO_CBOR_TAG, tag);
}
