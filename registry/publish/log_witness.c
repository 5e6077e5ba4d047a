/* SPDX-License-Identifier: Apache-2.0 */
/* Others' logs, as a witness sees them. */
#include <stdlib.h>

#include "base/hex.h"
#include "base/text.h"
#include "registry/publish/log_desk.h"
#include "registry/session/session_files.h"

/* The registry's file: a line for each log, with its key, how many entries it had when it was seen
 * last, and its root hash then. */
#define MEMORY_NAME "witnessed"
#define MEMORY_FIRST "# sello witnessed 1"
#define MEMORY_MAX ((size_t)1 << 20) /* bytes */

struct seen {
    uint64_t size; /* 0: never */
    uint8_t root[SELLO_HASH_LEN];
};

/* What a call works with. */
struct witnessing {
    struct session *session;
    const char *file;
    uint8_t *bytes, *memory;
    size_t len, memory_len;
    struct sello_log_proof asked; /* of a checkpoint alone: since 0, without a proof */
    struct sello_note_key key;    /* the log's */
    char vkey[SELLO_VKEY_MAX + 1];
    struct seen seen;
};

static enum sello_error refuse(const struct witnessing *w, enum sello_error error, const char *rule,
                               struct problem_value second) {
    char origin[LOG_ORIGIN_MAX];
    struct sello_bytes name = w->asked.checkpoint.origin;
    snprintf(origin, sizeof origin, "%.*s", (int)name.len,
             name.len > 0 ? (const char *)name.ptr : "");
    return session_refuse(w->session, &(struct problem){.error = error,
                                                        .rule = rule,
                                                        .value = {problem_text(w->file), second,
                                                                  problem_text(origin)}});
}

/* ---- what is asked ---- */

static enum sello_error read_asked(struct witnessing *w) {
    size_t line = 0;
    enum sello_error error =
        session_read_file(w->session, w->file, SELLO_LOG_PROOF_MAX, &w->bytes, &w->len);
    struct sello_bytes bytes = {w->bytes, w->len};
    if (error != SELLO_OK) {
        return error;
    }
    bool request = bytes.len >= 4 && memcmp(bytes.ptr, "old ", 4) == 0;
    error = request ? sello_log_request_parse(bytes, &w->asked, &line)
                    : sello_checkpoint_parse(bytes, &w->asked.checkpoint, &line);
    if (error != SELLO_OK) {
        char at[32];
        snprintf(at, sizeof at, "line %zu", line);
        return session_refuse(w->session,
                              &(struct problem){.error = error,
                                                .rule = "log-part",
                                                .value = {problem_text(w->file), problem_text(at),
                                                          problem_error(error)}});
    }
    return SELLO_OK;
}

/* ---- what is remembered ---- */

static enum sello_error read_memory(struct witnessing *w) {
    char path[SESSION_PATH_MAX];
    enum sello_error error = session_path(w->session, path, "%s", MEMORY_NAME);
    return error == SELLO_OK && base_file_exists(path)
               ? session_read_file(w->session, path, MEMORY_MAX, &w->memory, &w->memory_len)
               : error;
}

/* A line "<vkey> <size> <root in hex>". */
static bool read_line(char *line, char **out_vkey, struct seen *out) {
    char *save = NULL, *end = NULL;
    char *vkey = strtok_r(line, " ", &save), *size = strtok_r(NULL, " ", &save);
    char *root = strtok_r(NULL, " ", &save);
    if (root == NULL || strlen(root) != (size_t)2 * SELLO_HASH_LEN) {
        return false;
    }
    out->size = strtoull(size, &end, 10);
    *out_vkey = vkey;
    return *end == '\0' && base_hex_take((const uint8_t *)root, SELLO_HASH_LEN, out->root);
}

/* Is the checkpoint signed by this key, whose name is its origin? */
static bool signs(const struct witnessing *w, const char *vkey, struct sello_note_key *out) {
    return sello_vkey_get(sello_bytes_of(vkey), out) && out->type == SELLO_NOTE_ED25519 &&
           sello_bytes_eq(out->name, w->asked.checkpoint.origin) &&
           sello_note_check(&w->asked.checkpoint.note, out, NULL, NULL) == SELLO_OK;
}

/* Finds the log among those that were seen. */
static bool recall(struct witnessing *w) {
    char *text = calloc(w->memory_len + 1, 1), *save = NULL;
    bool found = false;
    if (text == NULL) {
        return false;
    }
    memcpy(text, w->memory, w->memory_len);
    for (char *line = strtok_r(text, "\n", &save); line != NULL && !found;
         line = strtok_r(NULL, "\n", &save)) {
        struct sello_note_key key;
        struct seen seen;
        char *vkey = NULL;
        if (line[0] != '#' && read_line(line, &vkey, &seen) && signs(w, vkey, &key)) {
            snprintf(w->vkey, sizeof w->vkey, "%s", vkey);
            w->seen = seen;
            found = true;
        }
    }
    free(text);
    return found;
}

static enum sello_error find_log(struct witnessing *w, const char *vkey) {
    struct sello_note_key key;
    bool known = w->memory_len > 0 && recall(w);
    if (vkey == NULL && !known) {
        return refuse(w, SELLO_E_UNKNOWN_KEY, "log-unknown", problem_text(""));
    }
    if (vkey != NULL && !sello_vkey_get(sello_bytes_of(vkey), &key)) {
        return refuse(w, SELLO_E_TEXT, "log-vkey", problem_text(vkey));
    }
    if (vkey != NULL && !signs(w, vkey, &key)) {
        return refuse(w, SELLO_E_SIGNATURE, "log-not-signed-by", problem_text(vkey));
    }
    if (vkey != NULL && (!known || strcmp(vkey, w->vkey) != 0)) {
        snprintf(w->vkey, sizeof w->vkey, "%s", vkey);
        w->seen = (struct seen){0};
    }
    return SELLO_OK;
}

/* Replaces the log's line, or adds one; the whole file at once. */
static enum sello_error remember(struct witnessing *w) {
    const struct sello_checkpoint *c = &w->asked.checkpoint;
    char path[SESSION_PATH_MAX], root[BASE_HEX_LEN(SELLO_HASH_LEN)];
    size_t vkey_len = strlen(w->vkey);
    struct base_text memory;
    enum sello_error error = session_path(w->session, path, "%s", MEMORY_NAME);
    if (error != SELLO_OK || !base_text_open(&memory)) {
        return error != SELLO_OK ? error : session_fail(w->session, SELLO_E_MEMORY);
    }
    fputs(MEMORY_FIRST "\n", memory.to);
    for (size_t at = 0; at < w->memory_len;) {
        const char *line = (const char *)w->memory + at;
        const char *end = memchr(line, '\n', w->memory_len - at);
        size_t n = end != NULL ? (size_t)(end - line) : w->memory_len - at;
        bool ours = n > vkey_len && memcmp(line, w->vkey, vkey_len) == 0 && line[vkey_len] == ' ';
        if (n > 0 && line[0] != '#' && !ours) {
            fprintf(memory.to, "%.*s\n", (int)n, line);
        }
        at += n + 1;
    }
    base_hex(c->root, sizeof c->root, root);
    fprintf(memory.to, "%s %llu %s\n", w->vkey, (unsigned long long)c->size, root);
    error =
        base_text_end(&memory)
            ? session_replace_file(w->session, path, sello_bytes(memory.bytes, memory.len), 0600)
            : session_fail(w->session, SELLO_E_MEMORY);
    free(memory.bytes);
    return error;
}

/* ---- does it go on? ---- */

/* Both, what was seen and what is asked, are signed by the log: that is for others to see. */
static enum sello_error keep_evidence(struct witnessing *w) {
    char path[SESSION_PATH_MAX], hex[BASE_HEX_LEN(SELLO_HASH_LEN)];
    uint8_t hash[SELLO_HASH_LEN];
    const struct sello_bytes bytes = {w->bytes, w->len};
    sello_sha256(&bytes, 1, hash);
    base_hex(hash, sizeof hash, hex);
    enum sello_error error = session_path(w->session, path, "evidence-%.16s.log", hex);
    if (error == SELLO_OK) {
        error = session_replace_file(w->session, path, bytes, 0600);
    }
    return error == SELLO_OK ? refuse(w, SELLO_E_LOG_SPLIT, "log-split", problem_text(path))
                             : error;
}

static enum sello_error hold_to_seen(struct witnessing *w) {
    const struct sello_checkpoint *c = &w->asked.checkpoint;
    const struct seen *seen = &w->seen;
    if (seen->size == 0) {
        return SELLO_OK;
    }
    if (c->size < seen->size) {
        return refuse(w, SELLO_E_STATE, "log-older", problem_number(seen->size));
    }
    if (c->size == seen->size) {
        bool same = memcmp(c->root, seen->root, sizeof c->root) == 0;
        return same ? SELLO_OK : keep_evidence(w);
    }
    if (w->asked.number != seen->size) {
        return refuse(w, SELLO_E_MISSING, "log-needs-proof", problem_number(seen->size));
    }
    bool goes_on =
        sello_consistency_check(seen->size, seen->root, c->size, c->root,
                                (const uint8_t(*)[SELLO_HASH_LEN])w->asked.path, w->asked.n_path);
    return goes_on ? SELLO_OK : keep_evidence(w);
}

/* ---- signing ---- */

static enum sello_error sign(struct witnessing *w, struct log_cosigned *out) {
    const struct session_key_use use = {.role = SELLO_ROLE_LOG, .at = w->session->now};
    const struct sello_checkpoint *c = &w->asked.checkpoint;
    char origin[LOG_ORIGIN_MAX];
    uint8_t message[2 * SELLO_CHECKPOINT_MAX], signature[SELLO_SIG_LEN];
    struct sello_writer m = sello_writer_init(message, sizeof message);
    struct sello_key *key = NULL;
    size_t room = c->note.bytes.len + SELLO_CHECKPOINT_MAX;
    enum sello_error error = session_fail(w->session, log_origin(w->session->store, origin));
    if (error == SELLO_OK) {
        error = session_open_key(w->session, &use, &key, NULL);
    }
    if (error == SELLO_OK) {
        error = remember(w); /* before: what was signed must never be forgotten */
    }
    out->bytes = error == SELLO_OK ? malloc(room) : NULL;
    if (error == SELLO_OK && out->bytes == NULL) {
        error = session_fail(w->session, SELLO_E_MEMORY);
    }
    if (error == SELLO_OK) {
        const struct sello_note_key own =
            log_note_key(origin, sello_key_public(key), SELLO_NOTE_COSIGNATURE);
        struct sello_writer o = sello_writer_init(out->bytes, room);
        sello_put_cosigned(&m, w->session->now, c->note.text);
        sello_key_sign(key, sello_written(&m), signature);
        sello_write(&o, c->note.bytes.ptr, c->note.bytes.len);
        sello_put_note_signature(&o, &own, w->session->now, signature);
        out->len = o.len;
    }
    sello_key_free(&key);
    return error;
}

enum sello_error log_cosign(struct session *session, const char *file, const char *vkey,
                            struct log_cosigned *out) {
    static uint8_t path[SELLO_PATH_MAX][SELLO_HASH_LEN];
    struct witnessing w = {.session = session, .file = file, .asked = {.path = path}};
    *out = (struct log_cosigned){.size = 0};
    enum sello_error error = read_asked(&w);
    if (error == SELLO_OK) {
        error = read_memory(&w);
    }
    if (error == SELLO_OK) {
        error = find_log(&w, vkey);
    }
    if (error == SELLO_OK) {
        error = hold_to_seen(&w);
    }
    if (error == SELLO_OK) {
        error = sign(&w, out);
    }
    if (error == SELLO_OK) {
        const struct sello_checkpoint *c = &w.asked.checkpoint;
        snprintf(out->origin, sizeof out->origin, "%.*s", (int)c->origin.len,
                 (const char *)c->origin.ptr);
        out->size = c->size;
        out->before = w.seen.size;
    }
    free(w.bytes);
    free(w.memory);
    return error;
}
