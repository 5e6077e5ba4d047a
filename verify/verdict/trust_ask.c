/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/trust.h"

#include "wire/item_link.h"

/* What an accepted trust file answers. */

enum sello_label_status sello_trust_status(const struct sello_trust *trust, uint64_t serial) {
    const uint8_t *list = trust->list[serial / SELLO_LIST_ENTRIES];
    return (enum sello_label_status)sello_list_get(list, 2, serial % SELLO_LIST_ENTRIES);
}

const struct sello_status_row *sello_trust_row(const struct sello_trust *trust, uint64_t serial) {
    size_t low = 0, high = trust->n_rows; /* the answer is below high, if anywhere */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sello_status_row *row = &trust->row[middle];
        if (serial < row->first) {
            high = middle;
        } else if (serial - row->first >= row->count) {
            low = middle + 1;
        } else {
            return row;
        }
    }
    return NULL;
}

const struct sello_batch_row *sello_trust_batch(const struct sello_trust *trust, uint64_t serial) {
    size_t low = 0, high = trust->n_batches;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sello_batch_row *batch = &trust->batch[middle];
        if (serial < batch->first) {
            high = middle;
        } else if (serial - batch->first >= batch->count) {
            low = middle + 1;
        } else {
            return batch;
        }
    }
    return NULL;
}

void sello_trust_certificate_at(const struct sello_trust *trust, size_t n,
                                struct sello_certificate_row *out) {
    size_t at = trust->certificate_at[n];
    struct sello_reader r =
        sello_reader_init(sello_bytes(trust->certificates.ptr + at, trust->certificates.len - at));
    *out = (struct sello_certificate_row){0};
    (void)!sello_take_certificate_row(&r, out); /* of a parsed bundle: it cannot fail */
}

bool sello_trust_certificate(const struct sello_trust *trust, uint64_t number,
                             struct sello_certificate_row *out) {
    size_t low = 0, high = trust->n_certificates;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        sello_trust_certificate_at(trust, middle, out);
        if (number < out->number) {
            high = middle;
        } else if (number > out->number) {
            low = middle + 1;
        } else {
            return true;
        }
    }
    return false;
}

struct sello_endorsements sello_trust_endorsements(const struct sello_trust *trust) {
    struct sello_endorsements e = {sello_reader_init(trust->endorsements), 0};
    if (trust->endorsements.len > 0 && !trust->root.practice) {
        e.left = sello_take_array(&e.reader);
    }
    return e;
}

bool sello_next_endorsement(struct sello_endorsements *e, struct sello_endorsement_row *out) {
    while (e->left > 0 && sello_take_endorsement_row(&e->reader, out) == SELLO_OK) {
        e->left--;
        if (out->state == SELLO_ENDORSED) {
            return true;
        }
    }
    return false;
}

bool sello_trust_endorses(const struct sello_trust *trust,
                          const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)],
                          struct sello_endorsement_row *out) {
    struct sello_endorsements e = sello_trust_endorsements(trust);
    while (sello_next_endorsement(&e, out)) {
        if (memcmp(out->fingerprint, fingerprint, SELLO_HASH_LEN) == 0) {
            return true;
        }
    }
    return false;
}

enum { SERIALS_A_BYTE = 4 };
_Static_assert(SELLO_LIST_ENTRIES % SERIALS_A_BYTE == 0, "no byte is of two lists");

/* Rows of a million serials are usual, of a batch that was sold: they are compared by the byte. */
bool sello_trust_row_agrees(const struct sello_trust *trust, const struct sello_status_row *row) {
    if (row->first + row->count - 1 > trust->bundle.highest) {
        return false;
    }
    const uint8_t whole = (uint8_t)(row->status * 0x55u);
    for (uint64_t serial = row->first, left = row->count, n; left > 0; serial += n, left -= n) {
        n = serial % SERIALS_A_BYTE == 0 && left >= SERIALS_A_BYTE ? SERIALS_A_BYTE : 1;
        const uint8_t *list = trust->list[serial / SELLO_LIST_ENTRIES];
        bool agrees = n == SERIALS_A_BYTE
                          ? list[serial % SELLO_LIST_ENTRIES / SERIALS_A_BYTE] == whole
                          : sello_trust_status(trust, serial) == row->status;
        if (!agrees) {
            return false;
        }
    }
    return true;
}

static uint8_t small_letter(uint8_t c) {
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static bool starts_with(struct sello_bytes text, const char *start) {
    for (size_t i = 0; start[i] != '\0'; i++) {
        if (i >= text.len || small_letter(text.ptr[i]) != (uint8_t)start[i]) {
            return false;
        }
    }
    return true;
}

static bool is_plain(uint8_t c) {
    uint8_t small = small_letter(c);
    return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') || c == '.';
}

/* Y and Z lie the other way round on German keyboards. */
static uint8_t key_of(uint8_t c) {
    uint8_t small = small_letter(c);
    return small == 'z' ? 'y' : small;
}

/* Is it the base URL as a USB scanner types it on a keyboard of another layout, "httpsN--host-v-"
 * with a tilde? Letters, digits and dots are what they were, and every other character became one.
 */
static bool mistyped(struct sello_bytes base, struct sello_bytes link) {
    size_t at = 0;
    if (starts_with(link, "http://") || starts_with(link, "https://")) {
        return false;
    }
    for (size_t i = 0; i < base.len; i++, at++) {
        if (at >= link.len || is_plain(base.ptr[i]) != is_plain(link.ptr[at]) ||
            (is_plain(base.ptr[i]) && key_of(link.ptr[at]) != key_of(base.ptr[i]))) {
            return false;
        }
        while (at + 1 < link.len && (link.ptr[at + 1] & 0xc0) == 0x80) { /* UTF-8 goes on */
            at++;
        }
    }
    return at == link.len;
}

/* The same address? A link's scheme and host may be in capitals (RFC 3986, section 6.2.2.1); a base
 * URL's are small. */
static bool same_address(struct sello_bytes base, struct sello_bytes link) {
    static const char scheme[] = "https://";
    bool in_host = true;
    if (base.len != link.len) {
        return false;
    }
    for (size_t i = 0; i < base.len; i++) {
        uint8_t c = link.ptr[i];
        in_host = in_host && (i < sizeof scheme - 1 || base.ptr[i] != '/');
        if ((in_host && c >= 'A' && c <= 'Z' ? c | 0x20 : c) != base.ptr[i]) {
            return false;
        }
    }
    return true;
}

/* The address with `name` behind it; or, where the link goes on, what it begins with. */
static bool leads_to(struct sello_bytes address, struct sello_bytes name, bool goes_on,
                     struct sello_bytes link) {
    uint8_t buf[SELLO_ITEM_LINK_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    sello_write(&w, address.ptr, address.len);
    sello_write(&w, name.ptr, name.len);
    struct sello_bytes whole = sello_written(&w);
    link.len = goes_on && link.len > whole.len ? whole.len : link.len;
    return same_address(whole, link) || mistyped(whole, link);
}

bool sello_trust_has_address(const struct sello_trust *trust, struct sello_bytes name, bool goes_on,
                             struct sello_bytes link) {
    for (size_t i = trust->n_addresses; i > 0; i--) {
        if (leads_to(trust->address[i - 1], name, goes_on, link)) {
            return true;
        }
    }
    struct sello_reader r = sello_reader_init(trust->root.addresses);
    for (size_t n = trust->root.addresses.len > 0 ? sello_take_array(&r) : 0; n > 0; n--) {
        if (leads_to(sello_take_text(&r), name, goes_on, link)) {
            return true;
        }
    }
    return false;
}
