/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/statement.h"

#include "wire/claim_keys.h"
#include "wire/text.h"
#include "wire/trust_map.h"

/* Of the label's own map: its serial is the producer's number here, and 64 tells readers of labels
 * that it is for newer ones. */
enum { STATEMENT_PRODUCER = 0, STATEMENT_NAME = 2, STATEMENT_BODY = 64, STATEMENT_FOLD = 66 };

enum { BODY_PARTS = 6, CERTIFICATE_PARTS = 4, ROW_PARTS = 6, FOLD_PARTS = 3 };

static uint64_t take_most(struct sello_reader *r, uint64_t most) {
    uint64_t value = sello_take_uint(r);
    if (value > most) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    return value;
}

static void take_parts(struct sello_reader *r, size_t n) {
    if (sello_take_array(r) != n) {
        sello_reader_fail(r, SELLO_E_TYPE);
    }
}

static void take_product(struct sello_reader *r, struct sello_bytes *out) {
    *out = sello_take_text(r);
    if (r->error == SELLO_OK) {
        sello_reader_fail(r, sello_text_check(*out, 1, SELLO_NAME_MAX, NULL));
    }
}

static void take_certificate(struct sello_reader *r, size_t n_products,
                             struct sello_statement_certificate *out) {
    take_parts(r, CERTIFICATE_PARTS);
    out->product = take_most(r, n_products > 0 ? n_products - 1 : 0);
    out->number = take_most(r, SELLO_INT_MAX);
    out->from = take_most(r, SELLO_DAY_MAX);
    out->until = take_most(r, SELLO_DAY_MAX);
}

static void take_row(struct sello_reader *r, size_t n_products, struct sello_statement_row *out) {
    take_parts(r, ROW_PARTS);
    out->product = take_most(r, n_products > 0 ? n_products - 1 : 0);
    out->month = take_most(r, SELLO_STATEMENT_MONTHS_MAX - 1);
    out->issued = take_most(r, SELLO_INT_MAX);
    out->delivered = take_most(r, SELLO_INT_MAX);
    out->sold = take_most(r, SELLO_INT_MAX);
    out->withdrawn = take_most(r, SELLO_INT_MAX);
}

/* ---- reading ---- */

static void take_products(struct sello_reader *r, struct sello_statement *out) {
    const uint8_t *start = r->rest.ptr;
    out->n_products = sello_take_array(r);
    if (out->n_products > SELLO_STATEMENT_PRODUCTS_MAX) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    for (size_t i = 0; i < out->n_products && r->error == SELLO_OK; i++) {
        struct sello_bytes name;
        take_product(r, &name);
    }
    out->products = sello_bytes(start, (size_t)(r->rest.ptr - start));
}

/* By number. */
static void take_certificates(struct sello_reader *r, struct sello_statement *out) {
    const uint8_t *start = r->rest.ptr;
    uint64_t last = 0;
    out->n_certificates = sello_take_array(r);
    for (size_t i = 0; i < out->n_certificates && r->error == SELLO_OK; i++) {
        struct sello_statement_certificate c = {.number = 0};
        take_certificate(r, out->n_products, &c);
        if (c.number <= last || (c.until > 0 && c.until < c.from) || out->n_products == 0) {
            sello_reader_fail(r, SELLO_E_RANGE);
        }
        last = c.number;
    }
    out->certificates = sello_bytes(start, (size_t)(r->rest.ptr - start));
}

bool sello_statement_is_folded(const struct sello_statement_fold *fold) {
    return fold->months > 1 || fold->products > 0 || fold->certificates > 0;
}

/* Where nothing was added up, it is not there. */
static void take_fold(struct sello_reader *r, struct sello_statement_fold *out) {
    take_parts(r, FOLD_PARTS);
    out->months = take_most(r, SELLO_STATEMENT_MONTHS_MAX);
    out->products = take_most(r, SELLO_INT_MAX);
    out->certificates = take_most(r, SELLO_INT_MAX);
    if (out->months == 0 || out->products == 1 || !sello_statement_is_folded(out)) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
}

/* By product and then by month. */
static void take_rows(struct sello_reader *r, struct sello_statement *out) {
    const uint8_t *start = r->rest.ptr;
    uint64_t next = 0;
    out->n_rows = sello_take_array(r);
    for (size_t i = 0; i < out->n_rows && r->error == SELLO_OK; i++) {
        struct sello_statement_row row = {.month = 0};
        take_row(r, out->n_products, &row);
        uint64_t place = row.product * SELLO_STATEMENT_MONTHS_MAX + row.month;
        if (place < next || out->n_products == 0 || row.month % out->fold.months != 0) {
            sello_reader_fail(r, SELLO_E_RANGE);
        }
        next = place + 1;
    }
    out->rows = sello_bytes(start, (size_t)(r->rest.ptr - start));
}

static enum sello_error parse_body(struct sello_bytes body, struct sello_statement *out) {
    enum sello_error error = sello_content_check(body);
    struct sello_reader r = sello_reader_init(body);
    if (error != SELLO_OK) {
        return error;
    }
    take_parts(&r, BODY_PARTS);
    out->from = take_most(&r, SELLO_DAY_MAX);
    out->until = take_most(&r, SELLO_DAY_MAX);
    out->consent = take_most(&r, SELLO_DAY_MAX);
    take_products(&r, out);
    if (out->n_products == 0 && out->fold.products > 0) {
        sello_reader_fail(&r, SELLO_E_RANGE);
    }
    take_certificates(&r, out);
    take_rows(&r, out);
    return r.error != SELLO_OK ? r.error : out->until < out->from ? SELLO_E_RANGE : SELLO_OK;
}

/* A key that is not the next: missing from the map of three that all readers know; of one with more
 * keys, for newer readers. */
static void take_next_key(struct sello_reader *r, uint64_t key, size_t n_keys) {
    if (sello_take_key(r) != key) {
        sello_reader_fail(r, n_keys == 3 ? SELLO_E_MISSING : SELLO_E_NEWER);
    }
}

static enum sello_error parse_map(struct sello_reader *r, struct sello_statement *out) {
    struct sello_bytes body = {NULL, 0};
    size_t n_keys = sello_take_map(r);
    if (n_keys != 3 && n_keys != 4) {
        sello_reader_fail(r, SELLO_E_NEWER);
    }
    take_next_key(r, STATEMENT_PRODUCER, n_keys);
    out->producer = take_most(r, SELLO_INT_MAX);
    take_next_key(r, STATEMENT_NAME, n_keys);
    take_product(r, &out->producer_name);
    take_next_key(r, STATEMENT_BODY, n_keys);
    body = sello_take_bytes(r);
    out->fold.months = 1;
    if (n_keys == 4) {
        take_next_key(r, STATEMENT_FOLD, n_keys);
        take_fold(r, &out->fold);
    }
    if (r->error == SELLO_OK && out->producer == 0) {
        return SELLO_E_RANGE;
    }
    return r->error == SELLO_OK ? parse_body(body, out) : r->error;
}

enum sello_error sello_statement_parse(struct sello_bytes token, struct sello_statement *out) {
    struct sello_statement s = {.made = 0};
    enum sello_error error = sello_sign1_parse(token, SELLO_DEPTH_LABEL, &s.sign1);
    if (error != SELLO_OK) {
        return error;
    }
    if (!sello_bytes_eq(s.sign1.header.type, sello_bytes_of(SELLO_TYPE_STATEMENT))) {
        return SELLO_E_NOT_LABEL;
    }
    error = sello_typed_parse(token, SELLO_TYPE_STATEMENT, &s.sign1);
    error = error == SELLO_OK ? sello_content_check(s.sign1.payload) : error;
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_reader r = sello_reader_init(s.sign1.payload);
    if (sello_take_map(&r) != 2) {
        sello_reader_fail(&r, SELLO_E_NEWER);
    }
    if (sello_take_key(&r) != CLAIM_ISSUED) {
        sello_reader_fail(&r, SELLO_E_MISSING);
    }
    s.made = sello_take_instant(&r);
    if (sello_take_int(&r) != CLAIM_LABEL) {
        sello_reader_fail(&r, SELLO_E_MISSING);
    }
    error = r.error == SELLO_OK ? parse_map(&r, &s) : r.error;
    if (error == SELLO_OK) {
        *out = s;
    }
    return error;
}

struct sello_statement_list sello_statement_list(struct sello_bytes array) {
    struct sello_statement_list list = {.rest = sello_reader_init(array)};
    list.left = sello_take_array(&list.rest);
    return list;
}

static bool has_next(struct sello_statement_list *list) {
    bool more = list->left > 0 && list->rest.error == SELLO_OK;
    list->left -= more;
    return more;
}

bool sello_statement_product(struct sello_statement_list *list, struct sello_bytes *out) {
    if (!has_next(list)) {
        return false;
    }
    take_product(&list->rest, out);
    return list->rest.error == SELLO_OK;
}

bool sello_statement_certificate(struct sello_statement_list *list,
                                 struct sello_statement_certificate *out) {
    if (!has_next(list)) {
        return false;
    }
    take_certificate(&list->rest, SELLO_STATEMENT_PRODUCTS_MAX, out);
    return list->rest.error == SELLO_OK;
}

bool sello_statement_row(struct sello_statement_list *list, struct sello_statement_row *out) {
    if (!has_next(list)) {
        return false;
    }
    take_row(&list->rest, SELLO_STATEMENT_PRODUCTS_MAX, out);
    return list->rest.error == SELLO_OK;
}

/* ---- writing ---- */

static void put_body(struct sello_writer *w, const struct sello_statement *s) {
    sello_put_array(w, BODY_PARTS);
    sello_put_uint(w, s->from);
    sello_put_uint(w, s->until);
    sello_put_uint(w, s->consent);
    sello_write(w, s->products.ptr, s->products.len);
    sello_write(w, s->certificates.ptr, s->certificates.len);
    sello_write(w, s->rows.ptr, s->rows.len);
}

void sello_put_statement_fold(struct sello_writer *w, const struct sello_statement_fold *fold) {
    sello_put_array(w, FOLD_PARTS);
    sello_put_uint(w, fold->months);
    sello_put_uint(w, fold->products);
    sello_put_uint(w, fold->certificates);
}

void sello_put_statement(struct sello_writer *w, const struct sello_statement *s) {
    uint8_t buf[SELLO_TOKEN_MAX];
    struct sello_writer body = sello_writer_init(buf, sizeof buf);
    put_body(&body, s);
    w->failed = w->failed || body.failed;
    sello_put_map(w, 2);
    sello_put_uint(w, CLAIM_ISSUED);
    sello_put_uint(w, s->made);
    sello_put_int(w, CLAIM_LABEL);
    sello_put_map(w, sello_statement_is_folded(&s->fold) ? 4 : 3);
    sello_put_uint(w, STATEMENT_PRODUCER);
    sello_put_uint(w, s->producer);
    sello_put_uint(w, STATEMENT_NAME);
    sello_put_text(w, s->producer_name);
    sello_put_uint(w, STATEMENT_BODY);
    sello_put_bytes(w, sello_written(&body));
    if (sello_statement_is_folded(&s->fold)) {
        sello_put_uint(w, STATEMENT_FOLD);
        sello_put_statement_fold(w, &s->fold);
    }
}

void sello_put_statement_certificate(struct sello_writer *w,
                                     const struct sello_statement_certificate *c) {
    sello_put_array(w, CERTIFICATE_PARTS);
    sello_put_uint(w, c->product);
    sello_put_uint(w, c->number);
    sello_put_uint(w, c->from);
    sello_put_uint(w, c->until);
}

void sello_put_statement_row(struct sello_writer *w, const struct sello_statement_row *row) {
    sello_put_array(w, ROW_PARTS);
    sello_put_uint(w, row->product);
    sello_put_uint(w, row->month);
    sello_put_uint(w, row->issued);
    sello_put_uint(w, row->delivered);
    sello_put_uint(w, row->sold);
    sello_put_uint(w, row->withdrawn);
}
