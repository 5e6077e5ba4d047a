/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verdict/trust.h"

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

bool sello_trust_has_address(const struct sello_trust *trust, struct sello_bytes url) {
    for (size_t i = trust->n_addresses; i > 0; i--) {
        if (same_address(trust->address[i - 1], url)) {
            return true;
        }
    }
    struct sello_reader r = sello_reader_init(trust->root.addresses);
    for (size_t n = trust->root.addresses.len > 0 ? sello_take_array(&r) : 0; n > 0; n--) {
        if (same_address(sello_take_text(&r), url)) {
            return true;
        }
    }
    return false;
}
