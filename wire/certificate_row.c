/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/certificate_row.h"

#include "wire/label.h"
#include "wire/text.h"
#include "wire/trust_map.h"

enum { MORE_VISITS = 1, MORE_CONTACT = 2, MORE_PLACE = 3, MORE_REGION = 4, MORE_LAST = 63 };

const char *sello_listed_state_name(uint64_t state) {
    return state == SELLO_LISTED_GRANTED     ? "granted"
           : state == SELLO_LISTED_SUSPENDED ? "suspended"
           : state == SELLO_LISTED_ENDED     ? "ended"
                                             : NULL;
}

static uint64_t take_up_to(struct sello_reader *r, uint64_t most) {
    uint64_t value = sello_take_uint(r);
    if (value > most) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    return value;
}

static struct sello_bytes take_text(struct sello_reader *r, size_t least, size_t most) {
    struct sello_bytes text = sello_take_text(r);
    if (r->error == SELLO_OK) {
        sello_reader_fail(r, sello_text_check(text, least, most, NULL));
    }
    return text;
}

static int64_t take_degrees(struct sello_reader *r, int64_t most) {
    int64_t value = sello_take_int(r);
    if (value > most || value < -most) {
        sello_reader_fail(r, SELLO_E_RANGE);
    }
    return value;
}

/* What the certifier gives besides. A key that is not known here is passed over. */
static void take_more(struct sello_reader *r, struct sello_certificate_row *row) {
    size_t n_pairs = sello_take_map(r);
    for (size_t i = 0; i < n_pairs && r->error == SELLO_OK; i++) {
        uint64_t key = sello_take_key(r);
        switch (key) {
        case MORE_VISITS: row->visits = take_text(r, 1, SELLO_LISTED_VISITS_MAX); break;
        case MORE_CONTACT: row->contact = take_text(r, 1, SELLO_LISTED_TEXT_MAX); break;
        case MORE_PLACE:
            if (sello_take_array(r) != 2) {
                sello_reader_fail(r, SELLO_E_TYPE);
            }
            row->latitude = take_degrees(r, SELLO_LATITUDE_MAX);
            row->longitude = take_degrees(r, SELLO_LONGITUDE_MAX);
            row->has_place = true;
            break;
        case MORE_REGION: row->region = take_text(r, 1, SELLO_LISTED_TEXT_MAX); break;
        default:
            if (key == 0 || key > MORE_LAST) {
                sello_reader_fail(r, SELLO_E_NEWER);
            }
            sello_take_item(r);
        }
    }
}

enum sello_error sello_take_certificate_row(struct sello_reader *r,
                                            struct sello_certificate_row *out) {
    if (sello_take_array(r) != 8) {
        sello_reader_fail(r, SELLO_E_TYPE);
        return r->error;
    }
    struct sello_certificate_row row = {0};
    row.number = sello_take_uint(r);
    row.state = take_up_to(r, SELLO_LISTED_ENDED);
    row.scheme = take_up_to(r, SELLO_SCHEME_MAX);
    row.product = take_text(r, 1, SELLO_LISTED_TEXT_MAX);
    row.producer = take_text(r, 0, SELLO_LISTED_TEXT_MAX);
    row.origin = take_text(r, 1, SELLO_LISTED_TEXT_MAX);
    row.until = take_up_to(r, SELLO_DAY_MAX);
    take_more(r, &row);
    if (r->error == SELLO_OK) {
        *out = row;
    }
    return r->error;
}

/* ---- writing ---- */

static void put_text_of(struct sello_writer *w, uint64_t key, struct sello_bytes text) {
    if (text.len > 0) {
        sello_put_uint(w, key);
        sello_put_text(w, text);
    }
}

void sello_put_certificate_row(struct sello_writer *w, const struct sello_certificate_row *row) {
    sello_put_array(w, 8);
    sello_put_uint(w, row->number);
    sello_put_uint(w, row->state);
    sello_put_uint(w, row->scheme);
    sello_put_text(w, row->product);
    sello_put_text(w, row->producer);
    sello_put_text(w, row->origin);
    sello_put_uint(w, row->until);
    sello_put_map(w, (size_t)(row->visits.len > 0) + (row->contact.len > 0) + row->has_place +
                         (row->region.len > 0));
    put_text_of(w, MORE_VISITS, row->visits);
    put_text_of(w, MORE_CONTACT, row->contact);
    if (row->has_place) {
        sello_put_uint(w, MORE_PLACE);
        sello_put_array(w, 2);
        sello_put_int(w, row->latitude);
        sello_put_int(w, row->longitude);
    }
    put_text_of(w, MORE_REGION, row->region);
}
