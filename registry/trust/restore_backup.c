/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <ftw.h>
#include <stdlib.h>

#include "base/file.h"
#include "registry/session/session_files.h"
#include "registry/sql/highwater.h"
#include "registry/trust/restore.h"

enum sello_error restore_refuse(struct session *session, enum sello_error error,
                                const char *named) {
    return session_refuse(
        session, &(struct problem){.error = error,
                                   .rule = "not-restored",
                                   .value = {problem_text(named), problem_text(session->folder)}});
}

enum sello_error restore_free_folder(struct session *session, const char *named) {
    char database[SESSION_PATH_MAX];
    enum sello_error error = session_path(session, database, "registry.db");
    return error == SELLO_OK && base_file_exists(database)
               ? restore_refuse(session, SELLO_E_EXISTS, named)
               : error;
}

enum sello_error restore_backup(struct session *session, const char *database, const char *named) {
    if (session_stopped(session)) {
        return session_fail(session, SELLO_E_INTERRUPTED);
    }
    enum sello_error error =
        sello_store_restore(database, session->folder, session->who, session->now);
    return error == SELLO_OK ? SELLO_OK : restore_refuse(session, error, named);
}

/* ---- a trial ---- */

/* The marks of the folder that it is to be tell what came after the backup; none is no failure.
 * From here on the session's folder is the trial's. */
static enum sello_error move_to(struct session *session, const char *folder) {
    char marks[SESSION_PATH_MAX];
    uint8_t *bytes = NULL;
    size_t len = 0;
    enum sello_error error = session_path(session, marks, "marks");
    if (error == SELLO_OK && base_file_exists(marks)) {
        error = session_read_file(session, marks, SELLO_HIGHWATER_LEN, &bytes, &len);
    }
    session->folder = folder;
    if (error == SELLO_OK) {
        error = session_path(session, marks, "marks");
    }
    if (error == SELLO_OK && bytes != NULL) {
        error = session_create_file(session, marks, sello_bytes(bytes, len), 0600);
    }
    free(bytes);
    return error;
}

enum sello_error restore_trial_make(struct session *session, const char *database,
                                    const char *named, struct restore_trial *out) {
    *out = (struct restore_trial){.meant = session->folder};
    enum sello_error error = restore_free_folder(session, named);
    if (error != SELLO_OK) {
        return error;
    }
    snprintf(out->folder, sizeof out->folder, "%s/sello-XXXXXX", base_temporary_folder());
    if (mkdtemp(out->folder) == NULL) {
        error = session_refuse_write(session, out->folder, 0, errno);
        out->folder[0] = '\0';
        return error;
    }
    error = move_to(session, out->folder);
    return error == SELLO_OK ? restore_backup(session, database, named) : error;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *at) {
    (void)info, (void)type, (void)at;
    return remove(path);
}

void restore_trial_remove(struct session *session, struct restore_trial *trial) {
    if (trial->folder[0] != '\0') {
        (void)nftw(trial->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
        trial->folder[0] = '\0';
    }
    session->folder = trial->meant;
}
