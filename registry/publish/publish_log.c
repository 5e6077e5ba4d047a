/* SPDX-License-Identifier: Apache-2.0 */
/* The public log beside the trust file: tiles and entries that never change, then the checkpoint,
 * then the proof that the newest trust data is in it. */
#include <errno.h>
#include <stdlib.h>

#include "registry/publish/publish_parts.h"
#include "registry/publish/publish_tree.h"
#include "registry/session/session_files.h"
#include "registry/trust/log_make.h"

#define LOG_FOLDER "log/"
#define CHECKPOINT_NAME LOG_FOLDER "checkpoint"
#define PROOF_NAME "trust.tlog-proof"

/* What is put together. */
struct making {
    struct publishing *p;
    char origin[LOG_ORIGIN_MAX];
    struct sello_store_log log;
    uint8_t *there_bytes; /* the checkpoint that lies there, signed by us; NULL: none does */
    struct sello_checkpoint there;
};

static void making_free(struct making *m) {
    sello_store_log_free(&m->log);
    free(m->there_bytes);
}

/* ---- what lies there ---- */

/* A checkpoint that no log key of ours signed binds nothing, and neither does one whose key the
 * newest root has ended: with another key the log begins anew. */
static enum sello_error read_there(struct making *m) {
    const struct publishing *p = m->p;
    char path[PATH_MAX];
    size_t len = 0;
    if (!tree_path(path, "%s/%s", p->site.path, CHECKPOINT_NAME)) {
        return tree_refuse(p->session, p->site.path, ENAMETOOLONG);
    }
    if (!base_file_exists(path)) {
        return SELLO_OK;
    }
    enum sello_error error =
        session_read_file(p->session, path, SELLO_SIGNED_NOTE_MAX, &m->there_bytes, &len);
    bool ours =
        error == SELLO_OK &&
        sello_checkpoint_parse(sello_bytes(m->there_bytes, len), &m->there, NULL) == SELLO_OK &&
        sello_bytes_eq(m->there.origin, sello_bytes_of(m->origin)) &&
        log_is_signed(p->root, m->origin, &m->there, p->session->now);
    if (!ours) {
        free(m->there_bytes);
        m->there_bytes = NULL;
    }
    return error;
}

/* Is the log that lies there the beginning of ours? */
static bool goes_on(const struct making *m) {
    const struct sello_leaves leaves = sello_store_log_leaves(&m->log);
    uint8_t root[SELLO_HASH_LEN];
    if (m->there_bytes == NULL || m->there.size > leaves.n) {
        return m->there_bytes == NULL;
    }
    sello_leaves_hash(&leaves, 0, m->there.size, root);
    return memcmp(root, m->there.root, sizeof root) == 0;
}

static enum sello_error refuse_there(const struct making *m) {
    struct session *session = m->p->session;
    if (!m->p->site.planned) {
        enum sello_error error =
            sello_store_log_contradicted(session->store, m->there.size, m->there.root);
        if (error != SELLO_OK) {
            return session_fail(session, error);
        }
    }
    return session_refuse(session, &(struct problem){.error = SELLO_E_LOG_SPLIT,
                                                     .rule = "log-of-another-copy",
                                                     .value = {problem_text(m->p->site.path),
                                                               problem_number(m->there.size)}});
}

/* The log as the store has it, and what lies there, of which it goes on. */
static enum sello_error open_log(struct publishing *p, struct making *m) {
    *m = (struct making){.p = p};
    enum sello_error error = log_origin(p->session->store, m->origin);
    if (error == SELLO_OK) {
        error = sello_store_log(p->session->store, &m->log);
    }
    if (error != SELLO_OK) {
        return session_fail(p->session, error);
    }
    error = read_there(m);
    return error != SELLO_OK || goes_on(m) ? error : refuse_there(m);
}

enum sello_error publish_log_check(struct publishing *p) {
    struct making m;
    if (!log_is_kept(p->root, p->session->now)) {
        return SELLO_OK;
    }
    enum sello_error error = open_log(p, &m);
    making_free(&m);
    return error;
}

/* ---- tiles and entries ---- */

static void put_entries(const struct making *m, const struct sello_tile *tile,
                        struct sello_writer *w) {
    for (unsigned i = 0; i < tile->width; i++) {
        uint8_t buf[SELLO_LOG_ENTRY_MAX];
        struct sello_writer entry = sello_writer_init(buf, sizeof buf);
        sello_put_log_entry(&entry, &m->log.entry[tile->index * SELLO_TILE_WIDTH + i]);
        sello_put_entry(w, sello_written(&entry));
    }
}

/* Its name below the site's folder, and its bytes; out: SELLO_TILE_MAX and more of room. */
static struct sello_bytes make_tile(const struct making *m, const struct sello_tile *tile,
                                    char name[SELLO_LEN(SELLO_TILE_PATH_MAX)], uint8_t *room,
                                    size_t cap) {
    const struct sello_leaves leaves = sello_store_log_leaves(&m->log);
    struct sello_writer n = sello_writer_init(name, SELLO_TILE_PATH_MAX - 1);
    struct sello_writer w = sello_writer_init(room, cap);
    sello_write(&n, LOG_FOLDER, strlen(LOG_FOLDER));
    sello_put_tile_path(&n, tile);
    name[n.len] = '\0';
    if (tile->entries) {
        put_entries(m, tile, &w);
    } else {
        sello_put_tile(&w, &leaves, tile);
    }
    return sello_written(&w);
}

typedef enum sello_error tile_work(const struct making *m, const char *name,
                                   struct sello_bytes bytes);

/* Each file of the log of this size. Of an older size only the partial ones that the newest does
 * not have: whoever still has the old checkpoint finds them. */
static enum sello_error each_tile(const struct making *m, uint64_t size, tile_work *work) {
    const size_t cap = (size_t)SELLO_TILE_WIDTH * (SELLO_LOG_ENTRY_MAX + 2);
    struct sello_tile_walk walk = {.size = size};
    uint8_t *room = malloc(cap);
    enum sello_error error = room != NULL ? SELLO_OK : session_fail(m->p->session, SELLO_E_MEMORY);
    while (error == SELLO_OK && sello_tile_next(&walk)) {
        char name[SELLO_TILE_PATH_MAX];
        const struct sello_tile *t = &walk.tile;
        bool again = size < m->log.n && t->width == sello_tile_width(m->log.n, t->level, t->index);
        if (!again) {
            error = work(m, name, make_tile(m, t, name, room, cap));
        }
    }
    free(room);
    return error;
}

static enum sello_error put_tile(const struct making *m, const char *name,
                                 struct sello_bytes bytes) {
    return site_put(&m->p->site, name, bytes);
}

/* What the disk gives back is what is signed. */
static enum sello_error read_again(const struct making *m, const char *name,
                                   struct sello_bytes bytes) {
    struct session *session = m->p->session;
    char path[PATH_MAX];
    uint8_t *read = NULL;
    size_t len = 0;
    if (!tree_path(path, "%s/%s", m->p->site.fresh, name)) {
        return tree_refuse(session, name, ENAMETOOLONG);
    }
    enum sello_error error = session_read_file(session, path, bytes.len + 1, &read, &len);
    if (error == SELLO_OK && !sello_bytes_eq(sello_bytes(read, len), bytes)) {
        error = tree_refuse(session, path, EIO);
    }
    free(read);
    return error;
}

static enum sello_error put_tiles(const struct making *m) {
    char path[PATH_MAX];
    enum sello_error error = each_tile(m, m->log.n, put_tile);
    if (error == SELLO_OK && m->there_bytes != NULL && m->there.size < m->log.n) {
        error = each_tile(m, m->there.size, put_tile);
    }
    if (error != SELLO_OK || m->p->site.planned) {
        return error;
    }
    if (!tree_path(path, "%s/%s", m->p->site.fresh, LOG_FOLDER)) {
        return tree_refuse(m->p->session, m->p->site.fresh, ENAMETOOLONG);
    }
    error = tree_sync(m->p->session, path);
    return error == SELLO_OK ? each_tile(m, m->log.n, read_again) : error;
}

/* ---- the checkpoint ---- */

static enum sello_error open_key(const struct publishing *p, struct sello_key **out) {
    const struct session_key_use use = {.role = SELLO_ROLE_LOG, .at = p->session->now};
    if (!p->site.planned) {
        return session_open_key(p->session, &use, out, NULL);
    }
    enum sello_error error = session_start_keys(p->session);
    return error == SELLO_OK ? session_fail(p->session, sello_key_new(SELLO_ROLE_LOG, out)) : error;
}

/* That which lies there again, with what witnesses added to it, where the log is the same. */
static enum sello_error make_checkpoint(const struct making *m, struct sello_writer *out) {
    const struct sello_leaves leaves = sello_store_log_leaves(&m->log);
    struct sello_key *key = NULL;
    if (m->there_bytes != NULL && m->there.size == leaves.n) {
        sello_write(out, m->there.note.bytes.ptr, m->there.note.bytes.len);
        return SELLO_OK;
    }
    enum sello_error error = open_key(m->p, &key);
    if (error == SELLO_OK) {
        log_put_checkpoint(out, m->origin, &leaves, key);
    }
    sello_key_free(&key);
    return error;
}

/* Where the trust data that is published stands in the log: it may be followed by a root. */
static uint64_t bundle_index(const struct making *m) {
    uint64_t i = m->log.n;
    while (i > 0 && (m->log.entry[i - 1].kind != SELLO_LOG_BUNDLE ||
                     m->log.entry[i - 1].version != m->p->trust.bundle.version)) {
        i--;
    }
    return i;
}

static enum sello_error put_proof(const struct making *m, struct sello_bytes checkpoint) {
    const struct sello_leaves leaves = sello_store_log_leaves(&m->log);
    static uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN];
    uint64_t index = bundle_index(m);
    uint8_t *room = malloc(SELLO_LOG_PROOF_MAX);
    if (index == 0 || room == NULL) { /* of before there were such events: no proof can be had */
        free(room);
        return index == 0 ? SELLO_OK : session_fail(m->p->session, SELLO_E_MEMORY);
    }
    struct sello_writer w = sello_writer_init(room, SELLO_LOG_PROOF_MAX);
    size_t n = sello_inclusion_make(&leaves, index - 1, leaves.n, path);
    sello_put_log_proof(&w, index - 1, (const uint8_t(*)[SELLO_HASH_LEN])path, n, checkpoint);
    enum sello_error error = site_put(&m->p->site, PROOF_NAME, sello_written(&w));
    free(room);
    return error;
}

static enum sello_error put_checkpoint(const struct making *m) {
    uint8_t *room = malloc(SELLO_SIGNED_NOTE_MAX);
    struct sello_writer w = sello_writer_init(room, SELLO_SIGNED_NOTE_MAX);
    enum sello_error error =
        room != NULL ? make_checkpoint(m, &w) : session_fail(m->p->session, SELLO_E_MEMORY);
    if (error == SELLO_OK) {
        error = site_put(&m->p->site, CHECKPOINT_NAME, sello_written(&w));
    }
    if (error == SELLO_OK) {
        error = put_proof(m, sello_written(&w));
    }
    free(room);
    return error;
}

/* The trust data of a plan is signed by nobody and stored nowhere: it is counted all the same. */
static enum sello_error add_planned(struct making *m) {
    struct sello_log_entry entry = {.kind = SELLO_LOG_BUNDLE,
                                    .version = m->p->trust.bundle.version};
    return m->p->site.planned && !m->p->again
               ? session_fail(m->p->session, sello_store_log_add(&m->log, &entry))
               : SELLO_OK;
}

enum sello_error publish_log_put(struct publishing *p) {
    struct making m;
    if (!log_is_kept(p->root, p->session->now)) {
        return SELLO_OK;
    }
    enum sello_error error = open_log(p, &m);
    if (error == SELLO_OK) {
        error = add_planned(&m);
    }
    if (error == SELLO_OK) {
        error = put_tiles(&m);
    }
    if (error == SELLO_OK) {
        error = put_checkpoint(&m);
    }
    p->n_log_entries = m.log.n;
    making_free(&m);
    return error;
}
