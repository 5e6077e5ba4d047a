/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/session/session_files.h"

#include <errno.h>
#include <unistd.h>

/* ---- reading ---- */

enum sello_error session_read_file(struct session *session, const char *path, size_t most,
                                   uint8_t **out_ptr, size_t *out_len) {
    enum sello_error error = base_file_read(path, most, out_ptr, out_len);
    const char *why = strerror(errno);
    bool input = strcmp(path, "-") == 0;
    if (error == SELLO_OK) {
        return SELLO_OK;
    }
    return session_refuse(
        session, &(struct problem){.error = error,
                                   .rule = input ? "input-not-readable" : "file-not-readable",
                                   .value = {problem_text(path), error == SELLO_E_TOO_LONG
                                                                     ? problem_number(most)
                                                                     : problem_text(why)}});
}

/* ---- writing ---- */

enum sello_error session_refuse_write(struct session *session, const char *path, size_t len,
                                      int cause) {
    bool full = cause == ENOSPC || cause == EDQUOT;
    const char *rule = full && len == 0  ? "disk-full"
                       : full            ? "disk-full-by"
                       : cause == EEXIST ? "file-exists"
                                         : "file-not-written";
    return session_refuse(
        session,
        &(struct problem){.error = SELLO_E_SYSTEM,
                          .rule = rule,
                          .value = {problem_text(path),
                                    full ? problem_number(len) : problem_text(strerror(cause))}});
}

enum sello_error session_replace_file(struct session *session, const char *path,
                                      struct sello_bytes bytes, unsigned mode) {
    return base_file_replace(path, bytes, mode) == SELLO_OK
               ? SELLO_OK
               : session_refuse_write(session, path, bytes.len, errno);
}

enum sello_error session_create_file(struct session *session, const char *path,
                                     struct sello_bytes bytes, unsigned mode) {
    return base_file_create(path, bytes, mode) == SELLO_OK
               ? SELLO_OK
               : session_refuse_write(session, path, bytes.len, errno);
}

enum sello_error session_remove_file(struct session *session, const char *path) {
    if (unlink(path) == 0 || errno == ENOENT) {
        return SELLO_OK;
    }
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_SYSTEM,
                                   .rule = "file-not-removed",
                                   .value = {problem_text(path), problem_text(strerror(errno))}});
}

enum sello_error session_end_output(struct session *session, struct base_output *output,
                                    bool keep) {
    bool to_file = output->target != NULL, opened = output->to != NULL;
    const char *path = output->path;
    enum sello_error error = base_output_end(output, keep);
    if (error == SELLO_OK || !opened) {
        return SELLO_OK;
    }
    if (to_file) {
        return session_refuse_write(session, path, 0, errno);
    }
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_SYSTEM,
                                   .rule = errno == EPIPE ? "reader-gone" : "output-not-written",
                                   .value = {problem_text(strerror(errno))}});
}
