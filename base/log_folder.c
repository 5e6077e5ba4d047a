/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log_folder.h"

#include <stdlib.h>

#include "base/file.h"

struct sello_leaves base_log_leaves(const struct base_log *log) {
    return (struct sello_leaves){log->leaf, log->n};
}

void base_log_free(struct base_log *log) {
    free(log->bytes);
    free(log->entry);
    free(log->leaf);
    *log = (struct base_log){.n = 0};
}

/* Reads a file of the log, and names it. */
static enum sello_error read_part(const char *folder, const char *name, size_t most, uint8_t **out,
                                  size_t *out_len, char at[SELLO_LEN(PATH_MAX)]) {
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(at, PATH_MAX, "%s", name);
    return len > 0 && len < PATH_MAX ? base_file_read(path, most, out, out_len) : SELLO_E_TOO_LONG;
}

static enum sello_error read_checkpoint(const char *folder, struct base_log *log,
                                        char at[SELLO_LEN(PATH_MAX)]) {
    size_t len = 0, line = 0;
    enum sello_error error =
        read_part(folder, "checkpoint", SELLO_SIGNED_NOTE_MAX, &log->bytes, &len, at);
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_checkpoint_parse(sello_bytes(log->bytes, len), &log->checkpoint, &line);
    if (error != SELLO_OK) {
        snprintf(at, PATH_MAX, "checkpoint, line %zu", line);
    }
    return error == SELLO_OK && log->checkpoint.size > BASE_LOG_ENTRIES_MAX ? SELLO_E_TOO_LONG
                                                                            : error;
}

/* Who takes the entries. */
struct taking {
    size_t most; /* bytes of one */
    base_log_take *take;
    void *context;
};

/* One bundle of entries, behind those that were read. */
static enum sello_error take_entries(struct base_log *log, const struct taking *t,
                                     const struct sello_tile *tile, struct sello_bytes bytes) {
    for (unsigned i = 0; i < tile->width; i++) {
        struct sello_bytes entry;
        if (!sello_take_entry(&bytes, &entry)) {
            return SELLO_E_TRUNCATED;
        }
        enum sello_error error =
            entry.len <= t->most ? t->take(t->context, log->n, entry) : SELLO_E_TOO_LONG;
        if (error != SELLO_OK) {
            return error;
        }
        sello_leaf_hash(entry, log->leaf + log->n++ * SELLO_HASH_LEN);
    }
    return bytes.len == 0 ? SELLO_OK : SELLO_E_TRAILING;
}

/* Is the checkpoint of the entries as they are here? */
static bool entries_match(const struct base_log *log) {
    const struct sello_leaves leaves = base_log_leaves(log);
    uint8_t root[SELLO_HASH_LEN];
    sello_leaves_hash(&leaves, 0, leaves.n, root);
    return memcmp(root, log->checkpoint.root, sizeof root) == 0;
}

/* Where a tile and its entries differ, the checkpoint tells which of the two is wrong. */
static enum sello_error check_tile(const struct base_log *log, const struct sello_tile *tile,
                                   struct sello_bytes bytes, char at[SELLO_LEN(PATH_MAX)]) {
    const struct sello_leaves leaves = base_log_leaves(log);
    uint8_t *made = malloc(SELLO_TILE_MAX);
    struct sello_writer w = sello_writer_init(made, SELLO_TILE_MAX);
    if (made == NULL) {
        return SELLO_E_MEMORY;
    }
    sello_put_tile(&w, &leaves, tile);
    bool same = sello_bytes_eq(sello_written(&w), bytes);
    free(made);
    if (!same && tile->level == 0 && !entries_match(log)) {
        const struct sello_tile entries = {true, 0, tile->index, tile->width};
        struct sello_writer n = sello_writer_init(at, PATH_MAX - 1);
        sello_put_tile_path(&n, &entries);
        at[n.len] = '\0';
    }
    return same ? SELLO_OK : SELLO_E_LOG_TILE;
}

/* Reads each file of entries, or each tile. */
static enum sello_error walk(const char *folder, struct base_log *log, const struct taking *entries,
                             char at[SELLO_LEN(PATH_MAX)]) {
    const size_t most =
        entries != NULL ? SELLO_TILE_WIDTH * (entries->most + 2) : SELLO_TILE_MAX + 1;
    struct sello_tile_walk tiles = {.size = log->checkpoint.size};
    enum sello_error error = SELLO_OK;
    while (error == SELLO_OK && sello_tile_next(&tiles)) {
        char name[SELLO_TILE_PATH_MAX];
        struct sello_writer n = sello_writer_init(name, sizeof name - 1);
        uint8_t *bytes = NULL;
        size_t len = 0;
        if (tiles.tile.entries != (entries != NULL)) {
            continue;
        }
        sello_put_tile_path(&n, &tiles.tile);
        name[n.len] = '\0';
        error = read_part(folder, name, most, &bytes, &len, at);
        if (error == SELLO_OK) {
            error = entries != NULL
                        ? take_entries(log, entries, &tiles.tile, sello_bytes(bytes, len))
                        : check_tile(log, &tiles.tile, sello_bytes(bytes, len), at);
        }
        free(bytes);
    }
    return error;
}

static enum sello_error read_log(const char *folder, const struct taking *t, struct base_log *out,
                                 char at[SELLO_LEN(PATH_MAX)]) {
    out->leaf = calloc((size_t)out->checkpoint.size + 1, SELLO_HASH_LEN);
    if (out->leaf == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_error error = walk(folder, out, t, at);
    if (error == SELLO_OK) {
        error = walk(folder, out, NULL, at);
    }
    if (error != SELLO_OK) {
        return error;
    }
    snprintf(at, PATH_MAX, "checkpoint, line 3");
    return entries_match(out) ? SELLO_OK : SELLO_E_LOG_ROOT;
}

enum sello_error base_log_read_as(const char *folder, size_t most, base_log_take *take,
                                  void *context, struct base_log *out,
                                  char at[SELLO_LEN(PATH_MAX)]) {
    const struct taking t = {most, take, context};
    *out = (struct base_log){.n = 0};
    enum sello_error error = read_checkpoint(folder, out, at);
    return error == SELLO_OK ? read_log(folder, &t, out, at) : error;
}

static enum sello_error take_own(void *context, uint64_t index, struct sello_bytes bytes) {
    struct base_log *log = context;
    return sello_log_entry_parse(bytes, &log->entry[index]);
}

enum sello_error base_log_read(const char *folder, struct base_log *out,
                               char at[SELLO_LEN(PATH_MAX)]) {
    const struct taking t = {SELLO_LOG_ENTRY_MAX, take_own, out};
    *out = (struct base_log){.n = 0};
    enum sello_error error = read_checkpoint(folder, out, at);
    if (error != SELLO_OK) {
        return error;
    }
    out->entry = calloc((size_t)out->checkpoint.size + 1, sizeof *out->entry);
    return out->entry != NULL ? read_log(folder, &t, out, at) : SELLO_E_MEMORY;
}
