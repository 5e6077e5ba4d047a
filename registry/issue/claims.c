/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/claims.h"

enum sello_error label_records_get(struct sello_store *store, uint64_t certificate,
                                   struct label_records *out) {
    struct label_records r = {0};
    enum sello_error error = sello_certificate_get(store, certificate, &r.certificate);
    if (error == SELLO_OK) {
        error = sello_product_get(store, r.certificate.product, &r.product);
    }
    if (error == SELLO_OK) {
        error = sello_producer_get(store, r.certificate.producer, &r.producer);
    }
    if (error == SELLO_OK) {
        *out = r;
    }
    return error;
}

static struct sello_bytes text_claim(const char *text) {
    return text[0] != '\0' ? sello_bytes_of(text) : sello_bytes(NULL, 0);
}

void label_claims(const struct label_records *records, struct sello_claims *out) {
    const struct sello_product *product = &records->product;
    const struct sello_producer *producer = &records->producer;
    bool spanish = strcmp(product->language, "es") == 0; /* what absent means */
    *out = (struct sello_claims){
        .product = text_claim(product->name),
        .producer = producer->is_public ? text_claim(producer->name) : sello_bytes(NULL, 0),
        .origin = text_claim(producer->origin),
        .scheme = {true, records->certificate.scheme},
        .certificate = {true, records->certificate.number},
        .traits = text_claim(product->traits),
        .gtin = product->gtin,
        .net_content = text_claim(product->net_content),
        .language = spanish ? sello_bytes(NULL, 0) : text_claim(product->language),
    };
}

static void drop_text(struct sello_bytes *text, bool wanted) {
    *text = wanted ? sello_bytes(NULL, 0) : *text;
}

void label_claims_without(struct sello_claims *claims, unsigned parts) {
    drop_text(&claims->traits, (parts & LABEL_TRAITS) != 0);
    drop_text(&claims->lot, (parts & LABEL_LOT) != 0);
    drop_text(&claims->net_content, (parts & LABEL_GOODS) != 0);
    drop_text(&claims->origin, (parts & LABEL_ORIGIN) != 0);
    drop_text(&claims->producer, (parts & LABEL_PRODUCER) != 0);
    drop_text(&claims->product, (parts & LABEL_PRODUCT) != 0);
    claims->gtin.present = claims->gtin.present && (parts & LABEL_GOODS) == 0;
    drop_text(&claims->language,
              claims->product.len + claims->traits.len + claims->net_content.len == 0);
}

unsigned label_claims_parts(const struct sello_claims *claims) {
    return (claims->traits.len > 0 ? LABEL_TRAITS : 0u) | (claims->lot.len > 0 ? LABEL_LOT : 0u) |
           (claims->net_content.len > 0 || claims->gtin.present ? LABEL_GOODS : 0u) |
           (claims->origin.len > 0 ? LABEL_ORIGIN : 0u) |
           (claims->producer.len > 0 ? LABEL_PRODUCER : 0u) |
           (claims->product.len > 0 ? LABEL_PRODUCT : 0u);
}

size_t label_largest(const struct label_records *records) {
    char full[SELLO_TRAITS_MAX];
    memset(full, 'x', sizeof full);
    struct sello_claims claims;
    label_claims(records, &claims);
    claims.lot = sello_bytes(full, SELLO_LOT_MAX);
    if (claims.traits.len == 0) {
        claims.traits = sello_bytes(full, SELLO_TRAITS_MAX);
    }
    claims.expires.present = true;
    claims.made.present = true;
    return sello_token_len(&claims, true);
}

/* ---- labels of a batch ---- */

void batch_label_next(const struct sello_batch *batch, uint64_t serial, const uint8_t *photo,
                      struct sello_claims *claims) {
    claims->serial = serial;
    if (batch->photo_of_each) {
        claims->photo = sello_bytes(photo, SELLO_PHOTO_LEN);
    }
}

enum sello_error batch_label(const struct sello_batch *batch, uint64_t serial, const uint8_t *photo,
                             struct sello_claims *out) {
    struct sello_bytes claims = {batch->claims, batch->claims_len};
    enum sello_error error = sello_batch_claims_parse(claims, out);
    if (error == SELLO_OK) {
        batch_label_next(batch, serial, photo, out);
    }
    return error;
}

enum sello_error label_text(const struct sello_root *root, const struct sello_issued *label,
                            struct sello_writer *out) {
    struct sello_claims claims;
    uint8_t token[SELLO_TOKEN_MAX];
    struct sello_writer w = sello_writer_init(token, sizeof token);
    enum sello_error error = batch_label(&label->batch, label->serial, label->photo, &claims);
    if (error != SELLO_OK) {
        return error;
    }
    sello_put_label(&w, label->batch.kid, &claims, label->signature);
    sello_put_item_text(out, root->base_url, label->batch.link, &claims, sello_written(&w));
    return w.failed || out->failed ? SELLO_E_NO_ROOM : SELLO_OK;
}
