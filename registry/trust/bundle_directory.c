/* SPDX-License-Identifier: Apache-2.0 */
/* The certifier's list: what a bundle tells everybody of the certificates. */
#include <stdlib.h>

#include "registry/trust/bundle_parts.h"

struct listing {
    struct grown rows;
    size_t n;
    enum sello_error error;
};

static uint64_t state_of(const struct sello_listed *listed) {
    switch (listed->state) {
    case SELLO_CERTIFICATE_GRANTED: return SELLO_LISTED_GRANTED;
    case SELLO_CERTIFICATE_SUSPENDED: return SELLO_LISTED_SUSPENDED;
    case SELLO_CERTIFICATE_APPLIED:
    case SELLO_CERTIFICATE_INSPECTED:
    case SELLO_CERTIFICATE_FAILED:
    case SELLO_CERTIFICATE_WITHDRAWN: break;
    }
    return SELLO_LISTED_ENDED;
}

static bool put_row(void *context, const struct sello_listed *listed) {
    struct listing *l = context;
    uint8_t buf[64 + 4 * (SELLO_LISTED_TEXT_MAX + 2)];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    const struct sello_certificate_row row = {
        .number = listed->number,
        .state = state_of(listed),
        .scheme = listed->scheme,
        .product = sello_bytes_of(listed->product),
        .producer = sello_bytes_of(listed->producer),
        .origin = sello_bytes_of(listed->origin),
        .until =
            listed->until.present && listed->until.value <= SELLO_DAY_MAX ? listed->until.value : 0,
        .region = sello_bytes_of(listed->region)};
    sello_put_certificate_row(&w, &row);
    l->error = w.failed ? SELLO_E_NO_ROOM : grow(&l->rows, sello_written(&w));
    l->n++;
    return l->error == SELLO_OK;
}

enum sello_error bundle_put_certificates(struct sello_store *store, struct grown *out) {
    struct listing l = {.n = 0};
    enum sello_error error = sello_listed_list(store, put_row, &l);
    error = error == SELLO_OK ? l.error : error;
    if (error == SELLO_OK && l.n > 0) {
        error = grow_array_head(out, l.n);
    }
    if (error == SELLO_OK && l.n > 0) {
        error = grow(out, grown_bytes(&l.rows));
    }
    free(l.rows.ptr);
    return error;
}

enum sello_error bundle_lists_current(struct sello_store *store, bool no_directory,
                                      const struct sello_bundle *bundle, bool *out) {
    struct grown certificates = {0}, endorsements = {0};
    enum sello_error error =
        no_directory ? SELLO_OK : bundle_put_certificates(store, &certificates);
    if (error == SELLO_OK) {
        error = bundle_put_endorsements(store, &endorsements);
    }
    *out = error == SELLO_OK && sello_bytes_eq(grown_bytes(&certificates), bundle->certificates) &&
           sello_bytes_eq(grown_bytes(&endorsements), bundle->endorsements);
    free(certificates.ptr);
    free(endorsements.ptr);
    return error;
}
