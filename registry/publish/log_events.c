/* SPDX-License-Identifier: Apache-2.0 */
/* The chained events of the registry as a log, that an auditor works the published data out of. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/array.h"
#include "registry/publish/log_desk.h"
#include "registry/publish/publish_tree.h"
#include "registry/session/session_files.h"
#include "registry/store/events.h"
#include "wire/tile.h"

/* What is put together: each event's bytes one after the other, where each begins, its leaf. */
struct exporting {
    struct session *session;
    const char *folder;
    uint8_t *bytes, *leaf;
    size_t *at;
    size_t len, n, room, leaf_room, at_room;
    bool no_memory;
};

static bool visit(void *context, const struct sello_event *event) {
    struct exporting *x = context;
    if (!base_grow(&x->bytes, &x->room, x->len + SELLO_EVENT_BYTES_MAX, 1) ||
        !base_grow(&x->at, &x->at_room, x->n + 2, sizeof *x->at) ||
        !base_grow(&x->leaf, &x->leaf_room, (x->n + 1) * SELLO_HASH_LEN, 1)) {
        x->no_memory = true;
        return false;
    }
    struct sello_writer w = sello_writer_init(x->bytes + x->len, SELLO_EVENT_BYTES_MAX);
    sello_put_event(&w, event);
    sello_leaf_hash(sello_written(&w), x->leaf + x->n * SELLO_HASH_LEN);
    x->at[x->n++] = x->len;
    x->len += w.len;
    x->at[x->n] = x->len;
    return true;
}

static struct sello_leaves leaves_of(const struct exporting *x) {
    return (struct sello_leaves){x->leaf, x->n};
}

/* ---- files ---- */

static enum sello_error put_file(const struct exporting *x, const char *name,
                                 struct sello_bytes bytes) {
    char path[PATH_MAX];
    if (!tree_path(path, "%s/%s", x->folder, name)) {
        return tree_refuse(x->session, x->folder, ENAMETOOLONG);
    }
    enum sello_error error = tree_make_folders(x->session, path, strlen(x->folder) + 1);
    return error == SELLO_OK ? session_replace_file(x->session, path, bytes, 0644) : error;
}

static enum sello_error put_tile(const struct exporting *x, const struct sello_tile *tile,
                                 uint8_t *room, size_t cap) {
    const struct sello_leaves leaves = leaves_of(x);
    char name[SELLO_TILE_PATH_MAX];
    struct sello_writer n = sello_writer_init((uint8_t *)name, sizeof name - 1);
    struct sello_writer w = sello_writer_init(room, cap);
    sello_put_tile_path(&n, tile);
    name[n.len] = '\0';
    for (unsigned i = 0; tile->entries && i < tile->width; i++) {
        size_t k = (size_t)tile->index * SELLO_TILE_WIDTH + i;
        sello_put_entry(&w, sello_bytes(x->bytes + x->at[k], x->at[k + 1] - x->at[k]));
    }
    if (!tile->entries) {
        sello_put_tile(&w, &leaves, tile);
    }
    return put_file(x, name, sello_written(&w));
}

static enum sello_error put_tiles(const struct exporting *x) {
    const size_t cap = (size_t)SELLO_TILE_WIDTH * (SELLO_EVENT_BYTES_MAX + 2);
    struct sello_tile_walk walk = {.size = x->n};
    uint8_t *room = malloc(cap);
    enum sello_error error = room != NULL ? SELLO_OK : session_fail(x->session, SELLO_E_MEMORY);
    while (error == SELLO_OK && sello_tile_next(&walk)) {
        error = put_tile(x, &walk.tile, room, cap);
    }
    free(room);
    return error;
}

/* Last: what it says lies there by then. */
static enum sello_error put_checkpoint(const struct exporting *x, const struct sello_key *key) {
    const struct sello_leaves leaves = leaves_of(x);
    char origin[LOG_ORIGIN_MAX];
    uint8_t buf[SELLO_CHECKPOINT_MAX];
    struct sello_writer w = sello_writer_init(buf, sizeof buf);
    enum sello_error error = session_fail(x->session, log_events_origin(x->session->store, origin));
    if (error == SELLO_OK) {
        log_put_checkpoint(&w, origin, &leaves, key);
        error = put_file(x, "checkpoint", sello_written(&w));
    }
    return error;
}

static enum sello_error write_all(const struct exporting *x) {
    const struct session_key_use use = {.role = SELLO_ROLE_LOG, .at = x->session->now};
    struct sello_key *key = NULL;
    enum sello_error error = session_open_key(x->session, &use, &key, NULL);
    if (error == SELLO_OK && mkdir(x->folder, 0755) != 0) {
        error = tree_refuse(x->session, x->folder, errno);
    }
    if (error == SELLO_OK) {
        error = put_tiles(x);
    }
    if (error == SELLO_OK) {
        error = put_checkpoint(x, key);
    }
    sello_key_free(&key);
    return error;
}

enum sello_error log_export_events(struct session *session, const char *folder, uint64_t *out_n) {
    struct exporting x = {.session = session, .folder = folder};
    enum sello_error error = session_fail(session, sello_event_list(session->store, 1, visit, &x));
    if (error == SELLO_OK && x.no_memory) {
        error = session_fail(session, SELLO_E_MEMORY);
    }
    if (error == SELLO_OK) {
        error = write_all(&x);
    }
    *out_n = x.n;
    free(x.bytes);
    free(x.leaf);
    free(x.at);
    return error;
}
