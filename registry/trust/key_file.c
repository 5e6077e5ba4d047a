/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/key_file.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/hex.h"
#include "keys/paper.h"
#include "registry/trust/key_find.h"
#include "registry/trust/root_find.h"
#include "verify/reader/apart.h"

static void tell(const struct sello_keyfile_info *info, struct key_told *out) {
    out->role = info->role;
    memcpy(out->public_key, info->public_key, SELLO_KEY_LEN);
    memcpy(out->kid, info->kid, SELLO_KID_LEN);
    out->made = true;
}

/* ---- another passphrase ---- */

static enum sello_error in_the_way(struct session *session, const char *path) {
    return session_refuse(session, &(struct problem){.error = SELLO_E_KEYFILE_EXISTS,
                                                     .rule = "passphrase-file-in-the-way",
                                                     .value = {problem_text(path)}});
}

enum sello_error passphrase_plan(struct session *session, const struct passphrase_request *request,
                                 struct key_told *out) {
    struct sello_keyfile_info info;
    char beside[SESSION_PATH_MAX + 8];
    *out = (struct key_told){.made = false};
    enum sello_error error = key_find_file(session, request->name, out->path, &info);
    if (error != SELLO_OK) {
        return error;
    }
    tell(&info, out);
    snprintf(beside, sizeof beside, "%s.new", out->path);
    return base_file_exists(beside) ? in_the_way(session, out->path) : SELLO_OK;
}

enum sello_error passphrase_commit(struct session *session,
                                   const struct passphrase_request *request, struct key_told *out) {
    struct sello_key *key = NULL;
    struct sello_passphrase *new = NULL;
    const struct sello_passphrase *old = NULL;
    enum sello_error error = passphrase_plan(session, request, out);
    if (error == SELLO_OK) {
        error = session_passphrase(session, false, &old);
    }
    if (error == SELLO_OK) {
        error = session_fail(session, sello_keyfile_open(out->path, old, &key));
    }
    if (error == SELLO_OK) {
        error = request->choose(session, request->context, &new);
    }
    if (error == SELLO_OK) {
        error = session_judge_passphrase(session, new);
    }
    if (error == SELLO_OK) {
        error = sello_keyfile_replace(out->path, key, new, &session->unsettled);
        error = error == SELLO_E_KEYFILE_EXISTS ? in_the_way(session, out->path)
                                                : session_fail(session, error);
    }
    sello_passphrase_free(&new);
    sello_key_free(&key);
    return error;
}

/* ---- what it is ---- */

enum sello_error key_show(struct session *session, const char *name, struct key_told *out) {
    struct sello_key *key = NULL;
    struct sello_keyfile_info info;
    *out = (struct key_told){.made = false};
    enum sello_error error = key_find_file(session, name, out->path, &info);
    if (error == SELLO_OK) {
        error = session_open_key_file(session, out->path, &key);
    }
    if (error == SELLO_OK && info.role == SELLO_ROLE_MEMBER) {
        error = session_fail(session, sello_key_slhdsa(key, out->slhdsa));
    }
    if (error == SELLO_OK) {
        tell(&info, out);
    }
    sello_key_free(&key);
    return error;
}

/* ---- from paper ---- */

/* A key file found among a picture's codes. */
struct found {
    uint8_t buf[SELLO_KEYFILE_MAX];
    struct sello_writer file;
};

static bool see_code(void *context, struct sello_bytes text, const struct sello_quad *where) {
    (void)where;
    struct found *found = context;
    struct sello_keyfile_info info;
    if (text.len < 10 || memcmp(text.ptr, "SELLO-KEY#", 10) != 0) {
        return false;
    }
    found->file = sello_writer_init(found->buf, sizeof found->buf);
    return sello_paper_take(text, &found->file, NULL) == SELLO_OK &&
           sello_keyfile_peek(sello_written(&found->file), &info) == SELLO_OK;
}

static enum sello_error take_picture(struct session *session, struct sello_bytes input,
                                     struct found *found) {
    enum sello_error error = sello_picture_read_apart(input, see_code, found);
    if (error == SELLO_OK && found->file.len > 0) {
        return SELLO_OK;
    }
    return session_refuse(
        session,
        &(struct problem){.error = error == SELLO_OK ? SELLO_E_TYPE : error,
                          .rule = error == SELLO_OK ? "picture-not-of-key" : "picture-not-read"});
}

static enum sello_error take_text(struct session *session, struct sello_bytes input,
                                  struct found *found) {
    size_t line = 0;
    enum sello_error error = sello_paper_take(input, &found->file, &line);
    if (error == SELLO_OK) {
        return SELLO_OK;
    }
    return session_refuse(session,
                          &(struct problem){.error = error,
                                            .rule = line > 0 ? "paper-line" : "paper-not-a-key",
                                            .value = {problem_error(error), problem_number(line)}});
}

/* Pictures have bytes that no text has. */
static bool is_text(struct sello_bytes input) {
    return input.len <= (size_t)4 * SELLO_PAPER_ROOM && memchr(input.ptr, '\0', input.len) == NULL;
}

static enum sello_error name_it(struct session *session, const struct paper_request *request,
                                const struct found *found, struct key_told *out) {
    struct sello_keyfile_info info;
    char kid[BASE_HEX_LEN(SELLO_KID_LEN)];
    enum sello_error error =
        session_fail(session, sello_keyfile_peek(sello_written(&found->file), &info));
    if (error != SELLO_OK) {
        return error;
    }
    tell(&info, out);
    base_hex(info.kid, SELLO_KID_LEN, kid);
    if (request->path != NULL) {
        snprintf(out->path, sizeof out->path, "%s", request->path);
    } else {
        snprintf(out->path, sizeof out->path, "%s-%s.key", root_role_name(info.role), kid);
    }
    return SELLO_OK;
}

static enum sello_error write_key(struct session *session, const struct found *found, bool commit,
                                  const char *path) {
    enum sello_error error = SELLO_OK;
    if (commit) {
        error = sello_keyfile_restore(path, sello_written(&found->file));
    } else if (base_file_exists(path)) {
        error = SELLO_E_KEYFILE_EXISTS;
    }
    return error == SELLO_OK
               ? SELLO_OK
               : session_refuse(session, &(struct problem){.error = error,
                                                           .rule = "key-not-written",
                                                           .value = {problem_text(path)}});
}

static enum sello_error bring_back(struct session *session, const struct paper_request *request,
                                   bool commit, struct key_told *out) {
    struct found *found = calloc(1, sizeof *found);
    if (found == NULL) {
        return session_fail(session, SELLO_E_MEMORY);
    }
    *out = (struct key_told){.made = false};
    found->file = sello_writer_init(found->buf, sizeof found->buf);
    enum sello_error error = is_text(request->input) ? take_text(session, request->input, found)
                                                     : take_picture(session, request->input, found);
    error = error == SELLO_OK ? name_it(session, request, found, out) : error;
    error = error == SELLO_OK ? write_key(session, found, commit, out->path) : error;
    free(found);
    return error;
}

enum sello_error paper_plan(struct session *session, const struct paper_request *request,
                            struct key_told *out) {
    return bring_back(session, request, false, out);
}

enum sello_error paper_commit(struct session *session, const struct paper_request *request,
                              struct key_told *out) {
    return bring_back(session, request, true, out);
}
