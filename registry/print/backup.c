/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/time.h"
#include "registry/desk/last_backup.h"
#include "registry/session/session_files.h"
#include "registry/store/backup.h"
#include "registry/trust/event_head.h"

#define NAME_MAX_LEN 40 /* bytes of the certifier's name in a file's */

struct making {
    struct session *session;
    const struct backup_request *request;
    struct backup_outcome *out;
    struct backup_part part[ARCHIVE_FILES_MAX];
    size_t n_parts;
    struct sello_key *key; /* NULL: the events are not signed now */
    int database;          /* descriptor of the copy, which has no name any more; -1: none */
    struct sello_store_summary summary;
    struct archive_sums sums, read_back;
};

static enum sello_error refuse(const struct making *m, enum sello_error error, const char *rule,
                               const char *detail) {
    return session_refuse(m->session, &(struct problem){.error = error,
                                                        .rule = rule,
                                                        .value = {problem_text(m->out->path)},
                                                        .detail = detail});
}

/* ---- its name ---- */

/* "consejo-artesanal" of "Consejo Artesanal": letters and digits that every stick can have. */
static void plain_name(struct sello_bytes name, char out[SELLO_LEN(NAME_MAX_LEN + 1)]) {
    char folded[4 * SELLO_NAME_MAX + 1];
    size_t len = 0;
    if (sello_name_fold(name, folded, sizeof folded) != SELLO_OK) {
        folded[0] = '\0';
    }
    for (const char *c = folded; *c != '\0' && len < NAME_MAX_LEN; c++) {
        if ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9')) {
            out[len++] = *c;
        } else if (len > 0 && out[len - 1] != '-') {
            out[len++] = '-';
        }
    }
    while (len > 0 && out[len - 1] == '-') {
        len--;
    }
    snprintf(out + len, NAME_MAX_LEN + 1 - len, "%s", len == 0 ? "sello" : "");
}

/* A second one of a day gets a number. */
static enum sello_error name_in_folder(struct making *m) {
    const struct sello_root *root = NULL;
    char name[NAME_MAX_LEN + 1], date[BASE_DATE_LEN] = "", number[24] = "";
    const char *folder = m->request->path;
    size_t len = strlen(folder);
    enum sello_error error = session_root(m->session, &root);
    if (error != SELLO_OK) {
        return error;
    }
    plain_name(root->name, name);
    base_date_format(base_here_day(m->session->now), date);
    for (unsigned n = 1; n < 1000; n++) {
        if (n > 1) {
            snprintf(number, sizeof number, "-%u", n);
        }
        int wrote = snprintf(m->out->path, sizeof m->out->path, "%s%s%s-%s%s.tar", folder,
                             len > 0 && folder[len - 1] == '/' ? "" : "/", name, date, number);
        if (wrote < 0 || (size_t)wrote >= sizeof m->out->path) {
            return session_fail(m->session, SELLO_E_TOO_LONG);
        }
        if (!base_file_exists(m->out->path)) {
            return SELLO_OK;
        }
    }
    return refuse(m, SELLO_E_EXISTS, "backup-not-made", NULL);
}

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum sello_error name_it(struct making *m) {
    snprintf(m->out->path, sizeof m->out->path, "%s", m->request->path);
    if (strlen(m->request->path) >= sizeof m->out->path) {
        return session_fail(m->session, SELLO_E_TOO_LONG);
    }
    if (is_folder(m->request->path)) {
        return name_in_folder(m);
    }
    return base_file_exists(m->out->path) ? refuse(m, SELLO_E_EXISTS, "backup-not-made", NULL)
                                          : SELLO_OK;
}

/* ---- who signs ---- */

/* Is the newest event signed already, by a trust file that was the last thing done? */
static enum sello_error read_signed(struct session *session, bool *out) {
    struct sello_event_head head = {.seq = 0};
    uint8_t chain[SELLO_HASH_LEN];
    uint64_t newest = 0;
    enum sello_error error = sello_event_newest(session->store, &newest, chain);
    if (error == SELLO_OK) {
        error = sello_event_head_get(session->store, &head);
    }
    *out = error == SELLO_OK && head.seq == newest;
    return error == SELLO_E_NOT_FOUND ? SELLO_OK : error;
}

/* The status key; NULL where its file is on another computer, or nothing needs it. */
static enum sello_error open_key(struct session *session, struct sello_key **out) {
    const struct session_key_use use = {.role = SELLO_ROLE_STATUS, .at = session->now};
    bool is_signed = false;
    uint64_t index = 0;
    *out = NULL;
    enum sello_error error = read_signed(session, &is_signed);
    if (error != SELLO_OK || is_signed) {
        return session_fail(session, error);
    }
    if (session_find_key(session, &use, &index) != SELLO_OK) {
        return session_fail(session, SELLO_OK);
    }
    return session_open_key(session, &use, out, NULL);
}

/* ---- the database ---- */

struct place {
    char folder[SESSION_PATH_MAX]; /* made for it; "": it lies in the registry's */
    char path[SESSION_PATH_MAX + 16];
};

/* In the registry's folder, under a name of its own, so that what a crash leaves there goes with
 * the next backup; in a folder of its own where that one is not to be written. */
static enum sello_error place_copy(struct session *session, struct place *out) {
    out->folder[0] = '\0';
    if (access(session->folder, W_OK) == 0) {
        return session_path(session, out->path, "backup.new");
    }
    snprintf(out->folder, sizeof out->folder, "%s/sello-backup.XXXXXX", base_temporary_folder());
    if (mkdtemp(out->folder) == NULL) {
        enum sello_error error = session_refuse_write(session, out->folder, 0, errno);
        out->folder[0] = '\0';
        return error;
    }
    snprintf(out->path, sizeof out->path, "%s/" BACKUP_DATABASE, out->folder);
    return SELLO_OK;
}

static void remove_copy(const char *path) {
    char journal[SESSION_PATH_MAX + 32];
    snprintf(journal, sizeof journal, "%s-journal", path);
    (void)unlink(path);
    (void)unlink(journal);
}

/* It has no name when this returns: nobody's next backup can take it for what a crash left. */
static enum sello_error copy_unnamed(struct making *m, const char *path,
                                     const struct sello_event_head *head) {
    remove_copy(path);
    enum sello_error error = sello_store_backup(m->session->store, path, head);
    if (error == SELLO_OK) {
        m->database = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        error = m->database != -1 ? SELLO_OK : SELLO_E_SYSTEM;
    }
    remove_copy(path);
    return error;
}

static enum sello_error copy_locked(struct making *m, const char *path) {
    struct session *session = m->session;
    struct sello_event_head head;
    enum sello_error error = sello_store_summary(session->store, &m->summary);
    if (error == SELLO_OK) {
        error = m->key != NULL ? event_head_make(session->store, m->key, session->now, &head)
                               : read_signed(session, &m->out->is_signed);
    }
    if (error == SELLO_OK) {
        error = copy_unnamed(m, path, m->key != NULL ? &head : NULL);
        m->out->is_signed = m->out->is_signed || (error == SELLO_OK && m->key != NULL);
    }
    return error;
}

static enum sello_error copy_to(struct making *m, const char *path) {
    struct sello_store *store = m->session->store;
    enum sello_error error = session_lock(m->session);
    if (error != SELLO_OK) {
        return error;
    }
    error = copy_locked(m, path);
    sello_store_unlock(store);
    if (error == SELLO_OK) {
        return SELLO_OK;
    }
    const char *detail = sello_store_fault(store)->detail;
    return refuse(m, error, "backup-not-made", detail[0] != '\0' ? detail : NULL);
}

static enum sello_error copy_database(struct making *m) {
    struct place place;
    enum sello_error error = place_copy(m->session, &place);
    error = error == SELLO_OK ? copy_to(m, place.path) : error;
    if (place.folder[0] != '\0') {
        (void)rmdir(place.folder);
    }
    return error;
}

/* ---- the archive ---- */

static bool was_stopped(void *context) {
    return session_stopped(context);
}

/* What whoever finds it reads first. */
static enum sello_error put_about(struct making *m, struct archive_writer *archive) {
    uint8_t fingerprint[SELLO_HASH_LEN];
    char hex[BASE_HEX_LEN(SELLO_HASH_LEN)], date[BASE_INSTANT_LEN], text[512];
    enum sello_error error = sello_store_fingerprint(m->session->store, fingerprint);
    if (error != SELLO_OK || !base_instant_format(m->session->now, date)) {
        return error != SELLO_OK ? error : SELLO_E_RANGE;
    }
    base_hex(fingerprint, sizeof fingerprint, hex);
    snprintf(text, sizeof text,
             "sello-backup 1\n"
             "made %s\n"
             "certifier %s\n"
             "last-serial %llu\n"
             "restore with: sello restore FILE FOLDER\n",
             date, hex, (unsigned long long)(m->summary.next_serial - 1));
    return archive_put(archive, BACKUP_ABOUT, 0644, sello_bytes_of(text));
}

static enum sello_error put_all(struct making *m, struct base_output *output) {
    struct archive_writer archive;
    archive_begin(&archive, output, m->session->now, &m->sums);
    enum sello_error error = put_about(m, &archive);
    if (error == SELLO_OK) {
        error =
            archive_put_file(&archive, BACKUP_DATABASE, 0600, m->database, was_stopped, m->session);
    }
    for (size_t i = 0; i < m->n_parts && error == SELLO_OK; i++) {
        const struct backup_part *part = &m->part[i];
        error = archive_put(&archive, part->name, backup_file_is_key(part->name) ? 0600 : 0644,
                            sello_bytes(part->bytes, part->len));
    }
    return error == SELLO_OK ? archive_end(&archive) : error;
}

static enum sello_error refuse_output(const struct making *m, int cause) {
    return refuse(m,
                  cause == EEXIST                      ? SELLO_E_EXISTS
                  : cause == ENOSPC || cause == EDQUOT ? SELLO_E_STORE_FULL
                  : cause == EFBIG                     ? SELLO_E_TOO_LONG
                                                       : SELLO_E_STORE_READ_ONLY,
                  "backup-not-made", NULL);
}

static enum sello_error write_archive(struct making *m) {
    struct base_output output;
    if (base_output_open(&output, m->out->path, 0600, false) != SELLO_OK) {
        return refuse_output(m, errno);
    }
    enum sello_error error = put_all(m, &output);
    bool whole = error == SELLO_OK, failed = output.cause != 0;
    enum sello_error ended = base_output_end(&output, whole || failed);
    if (ended != SELLO_OK) {
        return refuse_output(m, errno);
    }
    return whole ? SELLO_OK : refuse(m, error, "backup-not-made", NULL);
}

/* ---- read back ---- */

static enum sello_error go_on(void *context, struct sello_bytes piece) {
    (void)piece;
    return session_stopped(context) ? SELLO_E_INTERRUPTED : SELLO_OK;
}

/* What was read is what was written; or the medium gives back something else, or nothing; or it
 * could not be looked at, which tells nothing of the medium, and what was written stays. */
static enum sello_error judge(const struct making *m, enum sello_error error, int cause) {
    bool same = m->read_back.len == m->sums.len &&
                memcmp(m->read_back.text, m->sums.text, m->sums.len) == 0;
    bool bad = error == SELLO_OK ? !same
                                 : error == SELLO_E_STORE_DAMAGED || error == SELLO_E_STORE_NOT ||
                                       (error == SELLO_E_SYSTEM && cause == EIO);
    if (bad || error == SELLO_E_INTERRUPTED) {
        (void)unlink(m->out->path);
    }
    if (bad) {
        return refuse(m, SELLO_E_STORE_DAMAGED, "backup-not-read-back", NULL);
    }
    if (error == SELLO_OK || error == SELLO_E_INTERRUPTED) {
        return session_fail(m->session, error);
    }
    return session_refuse(
        m->session,
        &(struct problem){.error = error,
                          .rule = "backup-not-proven",
                          .value = {problem_text(m->out->path), error == SELLO_E_SYSTEM
                                                                    ? problem_text(strerror(cause))
                                                                    : problem_error(error)}});
}

/* Sticks that wear out take what is written and give back something else. The system is asked to
 * forget what it knows of the file, so that it comes from the medium. */
static enum sello_error read_back(struct making *m) {
    const struct archive_reader reader = {.context = m->session, .put = go_on};
    int fd = open(m->out->path, O_RDONLY | O_CLOEXEC);
    struct stat st = {.st_size = 0};
    enum sello_error error = SELLO_E_SYSTEM;
    if (fd != -1 && fstat(fd, &st) == 0) {
        (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        error = archive_read(fd, &reader, &m->read_back);
    }
    int cause = errno;
    if (fd != -1) {
        close(fd);
    }
    m->out->size = (uint64_t)st.st_size;
    return judge(m, error, cause);
}

static bool lies_beside(const char *path, const char *folder) {
    struct stat a, b;
    return stat(path, &a) == 0 && stat(folder, &b) == 0 && a.st_dev == b.st_dev;
}

/* It was made, whether or not that can be noted. */
static void note_it(struct making *m) {
    const struct last_backup made = {m->session->now, m->summary.next_serial - 1};
    if (last_backup_note(m->session, &made) != SELLO_OK) {
        m->session->problem = (struct problem){.error = SELLO_OK};
        session_notice(m->session,
                       &(struct problem){.error = SELLO_E_SYSTEM, .rule = "backup-not-noted"});
    }
}

static enum sello_error make(struct making *m) {
    enum sello_error error = name_it(m);
    if (error == SELLO_OK) {
        error = backup_files_read(m->session, !m->request->without_keys, m->part, &m->n_parts,
                                  &m->out->n_keys);
    }
    if (error == SELLO_OK && m->request->sign) {
        error = open_key(m->session, &m->key);
    }
    session_progress(m->session, "backup", 0, 2);
    error = error == SELLO_OK ? copy_database(m) : error;
    error = error == SELLO_OK ? write_archive(m) : error;
    if (m->database != -1) {
        close(m->database);
    }
    error = error == SELLO_OK ? read_back(m) : error;
    session_progress(m->session, "backup", 2, 2);
    return error;
}

enum sello_error backup_write(struct session *session, const struct backup_request *request,
                              struct backup_outcome *out) {
    struct making *m = calloc(1, sizeof *m);
    if (m == NULL) {
        return session_fail(session, SELLO_E_MEMORY);
    }
    *out = (struct backup_outcome){.path = ""};
    m->session = session;
    m->request = request;
    m->out = out;
    m->database = -1;
    enum sello_error error = make(m);
    if (error == SELLO_OK) {
        out->same_disk = lies_beside(out->path, session->folder);
        note_it(m);
    }
    backup_parts_free(m->part, m->n_parts);
    sello_key_free(&m->key);
    free(m);
    return error;
}
