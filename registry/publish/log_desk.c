/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/publish/log_desk.h"

#include <errno.h>
#include <stdlib.h>

#include "base/hex.h"
#include "registry/publish/publish_site.h"
#include "registry/publish/publish_tree.h"
#include "registry/session/session_files.h"

#define PROOF_NAME "trust.tlog-proof"

/* ---- ours ---- */

static const struct sello_root_key *newest_key(const struct sello_root *root, uint64_t at) {
    const struct sello_root_key *found = NULL;
    for (size_t i = root->n_members; i < root->n_keys; i++) {
        const struct sello_root_key *key = &root->key[i];
        found = sello_root_key_logs(key, at) ? key : found;
    }
    return found;
}

static void put_vkey(const char *origin, const uint8_t *key, enum sello_note_type type,
                     char out[SELLO_LEN(SELLO_VKEY_MAX + 1)]) {
    const struct sello_note_key note_key = log_note_key(origin, key, type);
    struct sello_writer w = sello_writer_init(out, SELLO_VKEY_MAX);
    sello_put_vkey(&w, &note_key);
    out[w.len] = '\0';
}

enum sello_error log_tell(struct session *session, struct log_told *out) {
    struct sello_store_log log = {.n = 0};
    const struct sello_root *root = NULL;
    *out = (struct log_told){.has_key = false};
    enum sello_error error = session_root(session, &root);
    if (error == SELLO_OK) {
        error = session_fail(session, log_origin(session->store, out->origin));
    }
    if (error == SELLO_OK) {
        error = session_fail(session, sello_store_log(session->store, &log));
    }
    if (error != SELLO_OK) {
        return error;
    }
    const struct sello_leaves leaves = sello_store_log_leaves(&log);
    const struct sello_root_key *key = newest_key(root, session->now);
    out->n_entries = log.n;
    sello_leaves_hash(&leaves, 0, leaves.n, out->root);
    sello_store_log_free(&log);
    out->has_key = key != NULL;
    if (key != NULL) {
        put_vkey(out->origin, key->public_key, SELLO_NOTE_ED25519, out->vkey);
        put_vkey(out->origin, key->public_key, SELLO_NOTE_COSIGNATURE, out->witness);
    }
    return SELLO_OK;
}

/* ---- a published one ---- */

static enum sello_error refuse_part(struct session *session, enum sello_error error,
                                    const char *folder, const char *at) {
    const char *why = error == SELLO_E_SYSTEM ? strerror(errno) : "";
    return session_refuse(
        session,
        &(struct problem){.error = error,
                          .rule = why[0] != '\0' ? "log-part-not-readable" : "log-part",
                          .value = {problem_text(folder), problem_text(at),
                                    why[0] != '\0' ? problem_text(why) : problem_error(error)}});
}

/* "<folder>/log" where that is there, else the folder itself. */
static enum sello_error find_folder(struct session *session, const char *folder,
                                    char out[SELLO_LEN(PATH_MAX)]) {
    if (!tree_path(out, "%s/log", folder)) {
        return tree_refuse(session, folder, ENAMETOOLONG);
    }
    if (!base_file_exists(out)) {
        snprintf(out, PATH_MAX, "%s", folder);
    }
    return SELLO_OK;
}

/* Is it signed by a log key of ours, and does ours go on from it? */
static enum sello_error check_ours(struct session *session, const char *folder,
                                   const struct base_log *there) {
    struct sello_store_log log = {.n = 0};
    const struct sello_root *root = NULL;
    char origin[LOG_ORIGIN_MAX];
    enum sello_error error = session_root(session, &root);
    if (error == SELLO_OK) {
        error = session_fail(session, log_origin(session->store, origin));
    }
    if (error == SELLO_OK) {
        error = session_fail(session, sello_store_log(session->store, &log));
    }
    if (error != SELLO_OK) {
        return error;
    }
    const char *rule = NULL;
    uint64_t n = there->n;
    if (!sello_bytes_eq(there->checkpoint.origin, sello_bytes_of(origin)) ||
        !log_is_signed(root, origin, &there->checkpoint, SELLO_NEVER)) {
        rule = "log-not-signed";
    } else if (n > log.n || memcmp(log.leaf, there->leaf, (size_t)n * SELLO_HASH_LEN) != 0) {
        rule = "log-of-another-copy";
    }
    sello_store_log_free(&log);
    return rule == NULL ? SELLO_OK
                        : session_refuse(session, &(struct problem){.error = SELLO_E_LOG_SPLIT,
                                                                    .rule = rule,
                                                                    .value = {problem_text(folder),
                                                                              problem_number(n)}});
}

enum sello_error log_verify(struct session *session, const char *folder, struct base_log *out) {
    char path[PATH_MAX], at[PATH_MAX] = "";
    *out = (struct base_log){.n = 0};
    enum sello_error error = find_folder(session, folder, path);
    if (error != SELLO_OK) {
        return error;
    }
    error = base_log_read(path, out, at);
    return error == SELLO_OK ? check_ours(session, path, out)
                             : refuse_part(session, error, path, at);
}

enum sello_error log_request(struct session *session, const char *folder, uint64_t since,
                             uint8_t **out_ptr, size_t *out_len) {
    static uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN];
    struct base_log log;
    enum sello_error error = log_verify(session, folder, &log);
    if (error == SELLO_OK && since > log.n) {
        error = session_refuse(
            session, &(struct problem){.error = SELLO_E_RANGE,
                                       .rule = "log-since",
                                       .field = "since",
                                       .value = {problem_text(folder), problem_number(log.n)}});
    }
    uint8_t *room = error == SELLO_OK ? malloc(SELLO_LOG_PROOF_MAX) : NULL;
    if (error == SELLO_OK && room == NULL) {
        error = session_fail(session, SELLO_E_MEMORY);
    }
    if (error == SELLO_OK) {
        const struct sello_leaves leaves = base_log_leaves(&log);
        struct sello_writer w = sello_writer_init(room, SELLO_LOG_PROOF_MAX);
        size_t n = sello_consistency_make(&leaves, since, leaves.n, path);
        sello_put_log_request(&w, since, (const uint8_t(*)[SELLO_HASH_LEN])path, n,
                              log.checkpoint.note.bytes);
        *out_ptr = room;
        *out_len = w.len;
    }
    base_log_free(&log);
    return error;
}

/* ---- what witnesses signed ---- */

static bool has_signature(struct sello_bytes signatures, const struct sello_note_signature *one) {
    struct sello_note_signature s;
    while (sello_take_note_signature(&signatures, &s)) {
        if (sello_bytes_eq(s.name, one->name) && memcmp(s.id, one->id, sizeof s.id) == 0) {
            return true;
        }
    }
    return false;
}

/* The checkpoint there, and behind it the lines of `more` that it has not. */
static size_t join(const struct sello_checkpoint *there, const struct sello_checkpoint *more,
                   struct sello_writer *out) {
    struct sello_bytes rest = more->note.signatures;
    struct sello_note_signature s;
    size_t n = 0;
    sello_write(out, there->note.bytes.ptr, there->note.bytes.len);
    for (const uint8_t *line = rest.ptr; sello_take_note_signature(&rest, &s); line = rest.ptr) {
        if (!has_signature(there->note.signatures, &s)) {
            sello_write(out, line, (size_t)(rest.ptr - line));
            n++;
        }
    }
    return n;
}

/* The site's list has the hash of each of its files. */
static enum sello_error relist(struct session *session, const char *folder, const char *name,
                               struct sello_bytes bytes) {
    char path[PATH_MAX], wanted[PATH_MAX], hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    uint8_t *list = NULL, hash[SELLO_HASH_LEN];
    size_t len = 0;
    int n = snprintf(wanted, sizeof wanted, "  %s\n", name);
    if (!tree_path(path, "%s/%s", folder, SITE_LIST) || !base_file_exists(path)) {
        return SELLO_OK;
    }
    enum sello_error error = session_read_file(session, path, (size_t)16 << 20, &list, &len);
    const uint8_t *line = error == SELLO_OK ? memmem(list, len, wanted, (size_t)n) : NULL;
    if (line != NULL && (size_t)(line - list) >= sizeof hex - 1) {
        sello_sha256(&bytes, 1, hash);
        base_hex(hash, sizeof hash, hex);
        memcpy(list + (line - list) - (sizeof hex - 1), hex, sizeof hex - 1);
        error = session_replace_file(session, path, sello_bytes(list, len), 0644);
    }
    free(list);
    return error;
}

static enum sello_error replace(struct session *session, const char *folder, const char *name,
                                struct sello_bytes bytes) {
    char path[PATH_MAX];
    if (!tree_path(path, "%s/%s", folder, name)) {
        return tree_refuse(session, folder, ENAMETOOLONG);
    }
    enum sello_error error = session_replace_file(session, path, bytes, 0644);
    return error == SELLO_OK ? relist(session, folder, name, bytes) : error;
}

/* The proof beside the trust file ends with the checkpoint. */
static enum sello_error renew_proof(struct session *session, const char *folder,
                                    struct sello_bytes checkpoint) {
    static uint8_t hashes[SELLO_PATH_MAX][SELLO_HASH_LEN];
    struct sello_log_proof proof = {.path = hashes};
    char path[PATH_MAX];
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (!tree_path(path, "%s/%s", folder, PROOF_NAME) || !base_file_exists(path)) {
        return SELLO_OK;
    }
    enum sello_error error = session_read_file(session, path, SELLO_LOG_PROOF_MAX, &bytes, &len);
    if (error == SELLO_OK) {
        error = sello_log_proof_parse(sello_bytes(bytes, len), &proof, NULL);
        error = error == SELLO_OK ? SELLO_OK : refuse_part(session, error, folder, PROOF_NAME);
    }
    uint8_t *room = error == SELLO_OK ? malloc(2 * SELLO_LOG_PROOF_MAX) : NULL;
    struct sello_writer w = sello_writer_init(room, 2 * SELLO_LOG_PROOF_MAX);
    if (error == SELLO_OK && room == NULL) {
        error = session_fail(session, SELLO_E_MEMORY);
    }
    if (error == SELLO_OK) {
        sello_put_log_proof(&w, proof.number, (const uint8_t(*)[SELLO_HASH_LEN])hashes,
                            proof.n_path, checkpoint);
        error = replace(session, folder, PROOF_NAME, sello_written(&w));
    }
    free(room);
    free(bytes);
    return error;
}

static enum sello_error add_to(struct session *session, const char *folder,
                               const struct base_log *log, const struct sello_checkpoint *signed_by,
                               size_t *out_n) {
    uint8_t *room = malloc(2 * SELLO_SIGNED_NOTE_MAX);
    struct sello_writer w = sello_writer_init(room, 2 * SELLO_SIGNED_NOTE_MAX);
    enum sello_error error = room != NULL ? SELLO_OK : session_fail(session, SELLO_E_MEMORY);
    if (error == SELLO_OK) {
        *out_n = join(&log->checkpoint, signed_by, &w);
    }
    if (error == SELLO_OK && *out_n > 0) {
        error = renew_proof(session, folder, sello_written(&w));
        error = error == SELLO_OK ? replace(session, folder, "log/checkpoint", sello_written(&w))
                                  : error;
    }
    free(room);
    return error;
}

enum sello_error log_add(struct session *session, const char *folder, const char *file,
                         size_t *out_n) {
    struct sello_checkpoint signed_by;
    struct base_log log = {.n = 0};
    uint8_t *bytes = NULL;
    size_t len = 0, line = 0;
    enum sello_error error = session_read_file(session, file, SELLO_SIGNED_NOTE_MAX, &bytes, &len);
    if (error == SELLO_OK) {
        error = sello_checkpoint_parse(sello_bytes(bytes, len), &signed_by, &line);
        char at[32];
        snprintf(at, sizeof at, "line %zu", line);
        error = error == SELLO_OK ? SELLO_OK : refuse_part(session, error, file, at);
    }
    if (error == SELLO_OK) {
        error = log_verify(session, folder, &log);
    }
    if (error == SELLO_OK && !sello_bytes_eq(signed_by.note.text, log.checkpoint.note.text)) {
        error = session_refuse(
            session, &(struct problem){.error = SELLO_E_STATE,
                                       .rule = "log-other-checkpoint",
                                       .value = {problem_text(file), problem_number(signed_by.size),
                                                 problem_number(log.n)}});
    }
    if (error == SELLO_OK) {
        error = add_to(session, folder, &log, &signed_by, out_n);
    }
    base_log_free(&log);
    free(bytes);
    return error;
}
