/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/endorsement_row.h"

#include "wire/label.h"
#include "wire/text.h"

enum sello_error sello_take_endorsement_row(struct sello_reader *r,
                                            struct sello_endorsement_row *out) {
    if (sello_take_array(r) != 5) {
        sello_reader_fail(r, SELLO_E_TYPE);
        return r->error;
    }
    struct sello_endorsement_row row = {.since = 0};
    sello_take_fixed(r, row.fingerprint, SELLO_HASH_LEN);
    row.name = sello_take_text(r);
    row.base_url = sello_take_text(r);
    row.since = sello_take_uint(r);
    row.state = sello_take_uint(r);
    if (r->error == SELLO_OK) {
        sello_reader_fail(r, sello_text_check(row.name, 1, SELLO_NAME_MAX, NULL));
    }
    if (r->error == SELLO_OK && !sello_base_url_ok(row.base_url)) {
        sello_reader_fail(r, SELLO_E_TEXT);
    }
    if (row.since > SELLO_DAY_MAX || row.state > SELLO_ENDORSEMENT_ENDED) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    if (r->error == SELLO_OK) {
        *out = row;
    }
    return r->error;
}

void sello_put_endorsement_row(struct sello_writer *w, const struct sello_endorsement_row *row) {
    sello_put_array(w, 5);
    sello_put_bytes(w, sello_bytes(row->fingerprint, SELLO_HASH_LEN));
    sello_put_text(w, row->name);
    sello_put_text(w, row->base_url);
    sello_put_uint(w, row->since);
    sello_put_uint(w, row->state);
}
