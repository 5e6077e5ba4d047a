/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/mark.h"

#include <stdlib.h>

#include "registry/session/session_files.h"

void mark_file_free(struct mark_file *file) {
    free(file->bytes);
    *file = (struct mark_file){.bytes = NULL};
}

static enum sello_error mark_path(struct session *session, enum mark_use use, bool svg,
                                  char out[SELLO_LEN(SESSION_PATH_MAX)]) {
    return session_path(session, out, "%s.%s", use == MARK_LOGO ? "mark" : "ornament",
                        svg ? "svg" : "png");
}

/* ---- reading ---- */

enum sello_error mark_read(struct session *session, enum mark_use use, struct mark_file *out) {
    *out = (struct mark_file){.use = use};
    for (int svg = 0; svg <= 1; svg++) {
        enum sello_error error = mark_path(session, use, svg != 0, out->path);
        if (error != SELLO_OK) {
            return error;
        }
        if (base_file_exists(out->path)) { /* a folder too: opening it says so */
            out->svg = svg != 0;
            return session_read_file(session, out->path, MARK_FILE_MAX, &out->bytes, &out->len);
        }
    }
    return SELLO_OK;
}

enum sello_error mark_open(struct session *session, struct sello_mark **out) {
    struct mark_file file;
    *out = NULL;
    enum sello_error error = mark_read(session, MARK_LOGO, &file);
    if (error == SELLO_OK && file.bytes != NULL) {
        error = sello_mark_open(sello_bytes(file.bytes, file.len), out);
        if (error != SELLO_OK) {
            (void)session_refuse(session, &(struct problem){.error = error,
                                                            .rule = "own-mark-not-usable",
                                                            .value = {problem_error(error)}});
        }
    }
    mark_file_free(&file);
    return error;
}

enum sello_error mark_open_ornament(struct session *session, struct sello_ornament **out) {
    struct mark_file file;
    *out = NULL;
    enum sello_error error = mark_read(session, MARK_ORNAMENT, &file);
    if (error == SELLO_OK && file.bytes != NULL) {
        error = sello_ornament_open(sello_bytes(file.bytes, file.len), out);
        if (error != SELLO_OK) {
            (void)session_refuse(session, &(struct problem){.error = error,
                                                            .rule = "own-ornament-not-usable",
                                                            .value = {problem_error(error)}});
        }
    }
    mark_file_free(&file);
    return error;
}

static enum sello_error open_bytes(struct session *session, const char *path,
                                   const struct mark_file *file, struct sello_mark **out) {
    enum sello_error error = sello_mark_open(sello_bytes(file->bytes, file->len), out);
    if (error != SELLO_OK) {
        return session_refuse(
            session, &(struct problem){.error = error,
                                       .rule = "mark-not-usable",
                                       .field = "mark",
                                       .value = {problem_text(path), problem_error(error)}});
    }
    return SELLO_OK;
}

enum sello_error mark_open_file(struct session *session, const char *path,
                                struct sello_mark **out) {
    struct mark_file file = {.bytes = NULL};
    enum sello_error error =
        session_read_file(session, path, MARK_FILE_MAX, &file.bytes, &file.len);
    if (error == SELLO_OK) {
        error = open_bytes(session, path, &file, out);
    }
    mark_file_free(&file);
    return error;
}

/* ---- setting ---- */

static bool is_png(struct sello_bytes file) {
    static const uint8_t start[] = {0x89, 'P', 'N', 'G'}; /* ISO/IEC 15948 section 5.2 */
    return file.len >= sizeof start && memcmp(file.ptr, start, sizeof start) == 0;
}

static enum sello_error try_mark(struct session *session, const char *path,
                                 const struct mark_file *file) {
    struct sello_mark *mark = NULL;
    enum sello_error error = open_bytes(session, path, file, &mark);
    sello_mark_free(&mark);
    return error;
}

static enum sello_error try_ornament(struct session *session, const char *path,
                                     const struct mark_file *file) {
    struct sello_ornament *ornament = NULL;
    enum sello_error error = sello_ornament_open(sello_bytes(file->bytes, file->len), &ornament);
    sello_ornament_free(&ornament);
    if (error != SELLO_OK) {
        return session_refuse(
            session, &(struct problem){.error = error,
                                       .rule = "ornament-not-usable",
                                       .field = "ornament",
                                       .value = {problem_text(path), problem_error(error)}});
    }
    return SELLO_OK;
}

enum sello_error mark_set_plan(struct session *session, enum mark_use use, const char *path,
                               struct mark_file *out) {
    *out = (struct mark_file){.use = use};
    enum sello_error error =
        session_read_file(session, path, MARK_FILE_MAX, &out->bytes, &out->len);
    if (error == SELLO_OK) {
        error = use == MARK_LOGO ? try_mark(session, path, out) : try_ornament(session, path, out);
    }
    if (error == SELLO_OK) {
        out->svg = !is_png(sello_bytes(out->bytes, out->len));
        error = mark_path(session, use, out->svg, out->path);
    }
    return error;
}

static enum sello_error remove_one(struct session *session, enum mark_use use, bool svg) {
    char path[SESSION_PATH_MAX];
    enum sello_error error = mark_path(session, use, svg, path);
    return error == SELLO_OK ? session_remove_file(session, path) : error;
}

/* Only one of the two is ever there: the new one is whole before the old one goes. */
enum sello_error mark_set_commit(struct session *session, const struct mark_file *file) {
    enum sello_error error =
        session_replace_file(session, file->path, sello_bytes(file->bytes, file->len), 0644);
    return error == SELLO_OK ? remove_one(session, file->use, !file->svg) : error;
}

enum sello_error mark_remove(struct session *session, enum mark_use use) {
    enum sello_error error = remove_one(session, use, false);
    return error == SELLO_OK ? remove_one(session, use, true) : error;
}
