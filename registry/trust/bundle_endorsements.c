/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a bundle vouches for. */
#include <stdlib.h>

#include "base/array.h"
#include "registry/trust/bundle_parts.h"

struct rows {
    struct sello_endorsement *row;
    size_t n, room;
    bool no_memory;
};

static bool collect(void *context, const struct sello_endorsement *row) {
    struct rows *rows = context;
    if (!base_grow(&rows->row, &rows->room, rows->n + 1, sizeof *rows->row)) {
        rows->no_memory = true;
        return false;
    }
    rows->row[rows->n++] = *row;
    return true;
}

static int by_fingerprint(const void *a, const void *b) {
    return memcmp(((const struct sello_endorsement *)a)->fingerprint,
                  ((const struct sello_endorsement *)b)->fingerprint, SELLO_HASH_LEN);
}

static enum sello_error put_row(const struct sello_endorsement *e, struct grown *out) {
    uint8_t buf[64 + SELLO_HASH_LEN + SELLO_NAME_MAX + SELLO_BASE_URL_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    struct sello_endorsement_row row = {.name = sello_bytes_of(e->name),
                                        .base_url = sello_bytes_of(e->url),
                                        .since = e->since,
                                        .state =
                                            e->ended ? SELLO_ENDORSEMENT_ENDED : SELLO_ENDORSED};
    memcpy(row.fingerprint, e->fingerprint, SELLO_HASH_LEN);
    sello_put_endorsement_row(&w, &row);
    return grow(out, sello_written(&w));
}

enum sello_error bundle_put_endorsements(struct sello_store *store, struct grown *out) {
    struct rows rows = {.n = 0};
    enum sello_error error = sello_endorsement_list(store, collect, &rows);
    error = error == SELLO_OK && rows.no_memory ? SELLO_E_MEMORY : error;
    if (error == SELLO_OK && rows.n > 0) {
        qsort(rows.row, rows.n, sizeof *rows.row, by_fingerprint);
        error = grow_array_head(out, rows.n);
    }
    for (size_t i = 0; i < rows.n && error == SELLO_OK; i++) {
        error = put_row(&rows.row[i], out);
    }
    free(rows.row);
    return error;
}
