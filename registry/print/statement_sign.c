/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/statement_sign.h"

#include "registry/session/session_files.h"
#include "registry/trust/sign.h"

enum sello_error statement_refuse_long(struct session *session, const struct statement *s) {
    return session_refuse(session, &(struct problem){.error = SELLO_E_TOO_LONG,
                                                     .rule = "statement-too-long",
                                                     .field = "from",
                                                     .value = {problem_id(SELLO_KIND_PRODUCER,
                                                                          s->request.producer)}});
}

struct arrays {
    uint8_t products[SELLO_TOKEN_MAX], certificates[SELLO_TOKEN_MAX], rows[SELLO_TOKEN_MAX];
};

static bool put_claims(const struct statement *s, uint64_t now, struct sello_writer *out) {
    struct arrays room;
    struct sello_writer p = sello_writer_init(room.products, sizeof room.products);
    struct sello_writer c = sello_writer_init(room.certificates, sizeof room.certificates);
    struct sello_writer r = sello_writer_init(room.rows, sizeof room.rows);
    sello_put_array(&p, s->n_products);
    for (size_t i = 0; i < s->n_products; i++) {
        sello_put_text(&p, sello_bytes_of(s->product[i]));
    }
    sello_put_array(&c, s->n_certificates);
    for (size_t i = 0; i < s->n_certificates; i++) {
        sello_put_statement_certificate(&c, &s->certificate[i]);
    }
    sello_put_array(&r, s->n_rows);
    for (size_t i = 0; i < s->n_rows; i++) {
        sello_put_statement_row(&r, &s->row[i]);
    }
    const struct sello_statement claims = {.made = now,
                                           .producer = s->request.producer,
                                           .producer_name = sello_bytes_of(s->producer.name),
                                           .from = s->request.from,
                                           .until = s->request.until,
                                           .consent = s->consent.day,
                                           .products = sello_written(&p),
                                           .certificates = sello_written(&c),
                                           .rows = sello_written(&r),
                                           .fold = s->fold};
    sello_put_statement(out, &claims);
    return !p.failed && !c.failed && !r.failed && !out->failed;
}

size_t statement_token_len(const struct statement *statement, uint64_t now) {
    static const uint8_t kid[SELLO_KID_LEN], signature[SELLO_SIG_LEN];
    uint8_t claims[SELLO_TOKEN_MAX], header[SELLO_HEADER_MAX], token[SELLO_TOKEN_MAX];
    struct sello_writer c = sello_writer_init(claims, sizeof claims);
    struct sello_writer h = sello_writer_init(header, sizeof header);
    struct sello_writer w = sello_writer_init(token, sizeof token);
    if (!put_claims(statement, now, &c)) {
        return 0;
    }
    sello_put_header(&h, kid, SELLO_TYPE_STATEMENT);
    sello_put_sign1(&w, sello_written(&h), sello_written(&c), signature);
    return w.failed || h.failed ? 0 : w.len;
}

static enum sello_error sign(struct session *session, struct sello_bytes claims,
                             struct sello_writer *out) {
    const struct session_key_use use = {.role = SELLO_ROLE_STATUS, .at = session->now};
    struct sello_key *key = NULL;
    enum sello_error error = session_open_key(session, &use, &key, NULL);
    if (error == SELLO_OK) {
        error = session_fail(session, sign_typed(key, SELLO_TYPE_STATEMENT, claims, out));
    }
    sello_key_free(&key);
    return error;
}

enum sello_error statement_sign(struct session *session, const struct statement *statement,
                                struct statement_signed *out) {
    uint8_t claims[SELLO_TOKEN_MAX];
    const struct sello_root *root = NULL;
    struct sello_writer c = sello_writer_init(claims, sizeof claims);
    struct sello_writer w = sello_writer_init(out->token, sizeof out->token);
    struct sello_writer text = sello_writer_init(out->text, sizeof out->text - 1);
    struct sello_statement read;
    if (!put_claims(statement, session->now, &c)) {
        return statement_refuse_long(session, statement);
    }
    enum sello_error error = session_root(session, &root);
    error = error == SELLO_OK ? sign(session, sello_written(&c), &w) : error;
    if (error != SELLO_OK) {
        return error == SELLO_E_NO_ROOM ? statement_refuse_long(session, statement) : error;
    }
    sello_put_label_text(&text, root->base_url, sello_written(&w));
    out->token_len = w.len;
    out->text[text.failed ? 0 : text.len] = '\0';
    error = sello_statement_parse(sello_written(&w), &read); /* as readers will */
    if (error != SELLO_OK) {
        return session_fail(session, error);
    }
    error = sello_symbol_make(sello_written(&text), SELLO_SYMBOL_VERSION_MAX, &out->symbol);
    return error == SELLO_E_SYMBOL_TOO_LONG || text.failed
               ? statement_refuse_long(session, statement)
               : session_fail(session, error);
}
