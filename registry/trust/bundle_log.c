/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/trust/bundle_parts.h"
#include "registry/trust/log_make.h"

/* What a bundle tells of the public log: how it was before this bundle. */

enum sello_error bundle_put_log(struct sello_store *store, const struct sello_key *log_key,
                                const struct sello_store_log *log, struct grown *room,
                                struct sello_log_edge *out) {
    char origin[LOG_ORIGIN_MAX];
    const struct sello_leaves leaves = sello_store_log_leaves(log);
    uint64_t n_tiles = sello_log_edge_tiles(leaves.n);
    size_t tiles_len = (size_t)n_tiles * SELLO_HASH_LEN;
    size_t leaves_len = (size_t)(leaves.n - n_tiles * SELLO_TILE_WIDTH) * SELLO_HASH_LEN;
    enum sello_error error = log_origin(store, origin);
    if (error != SELLO_OK) {
        return error;
    }
    room->ptr = malloc(SELLO_CHECKPOINT_MAX + tiles_len + leaves_len);
    if (room->ptr == NULL) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer note = sello_writer_init(room->ptr, SELLO_CHECKPOINT_MAX);
    struct sello_writer tiles = sello_writer_init(room->ptr + SELLO_CHECKPOINT_MAX, tiles_len);
    struct sello_writer rest =
        sello_writer_init(room->ptr + SELLO_CHECKPOINT_MAX + tiles_len, leaves_len);
    log_put_checkpoint(&note, origin, &leaves, log_key);
    sello_put_log_edge_hashes(&tiles, &rest, &leaves);
    *out =
        (struct sello_log_edge){sello_written(&note), sello_written(&tiles), sello_written(&rest)};
    return note.failed || tiles.failed || rest.failed ? SELLO_E_TOO_LONG : SELLO_OK;
}
