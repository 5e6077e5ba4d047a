/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/photos.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file.h"
#include "base/parallel.h"
#include "registry/session/session_files.h"
#include "verify/reader/picture.h"

void photos_free(struct photos *photos) {
    for (size_t i = 0; i < photos->n; i++) {
        free(photos->item[i].path);
        free(photos->item[i].name);
        photo_free(&photos->item[i].made);
    }
    free(photos->item);
    free(photos->photo);
    *photos = (struct photos){.item = NULL};
}

static enum sello_error refuse(struct session *session, enum sello_error error, const char *rule,
                               struct problem_value a, struct problem_value b) {
    return session_refuse(
        session,
        &(struct problem){.error = error, .rule = rule, .field = "photo", .value = {a, b}});
}

/* ---- which ---- */

static enum sello_error add(struct session *session, const char *folder, const char *name,
                            struct photos *out) {
    char *path = NULL, *copy = strdup(name);
    bool ok = copy != NULL && (folder != NULL ? asprintf(&path, "%s/%s", folder, name) >= 0
                                              : (path = strdup(name)) != NULL);
    if (!ok || !base_grow(&out->item, &out->room, out->n + 1, sizeof *out->item)) {
        free(copy);
        free(path);
        return session_fail(session, SELLO_E_MEMORY);
    }
    out->item[out->n++] = (struct given_photo){.path = path, .name = copy};
    return SELLO_OK;
}

static int by_name(const void *a, const void *b) {
    const struct given_photo *x = a, *y = b;
    return strverscmp(x->name, y->name);
}

static enum sello_error add_entry(struct session *session, const char *folder, const char *name,
                                  struct photos *out) {
    enum sello_error error = name[0] == '.' ? SELLO_OK : add(session, folder, name, out);
    if (error != SELLO_OK || name[0] == '.') {
        return error;
    }
    struct given_photo *last = &out->item[out->n - 1];
    struct stat found;
    if (stat(last->path, &found) == 0 && S_ISDIR(found.st_mode)) {
        session_notice(session, &(struct problem){.rule = "photo-folder-passed",
                                                  .value = {problem_text(last->path)}});
        free(last->path);
        free(last->name);
        out->n--;
    }
    return out->n <= SELLO_PHOTOS_MAX
               ? SELLO_OK
               : refuse(session, SELLO_E_RANGE, "too-many-photos", problem_text(folder),
                        problem_number(SELLO_PHOTOS_MAX));
}

static enum sello_error list_folder(struct session *session, const char *folder,
                                    struct photos *out) {
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    enum sello_error error = SELLO_OK;
    if (dir == NULL) {
        return refuse(session, SELLO_E_SYSTEM, "file-not-readable", problem_text(folder),
                      problem_text(strerror(errno)));
    }
    while (error == SELLO_OK && (errno = 0, entry = readdir(dir)) != NULL) {
        error = add_entry(session, folder, entry->d_name, out);
    }
    if (error == SELLO_OK && errno != 0) { /* the rest of it would be taken for nothing */
        error = refuse(session, SELLO_E_SYSTEM, "file-not-readable", problem_text(folder),
                       problem_text(strerror(errno)));
    }
    closedir(dir);
    if (error == SELLO_OK && out->n == 0) {
        error = refuse(session, SELLO_E_NOT_FOUND, "photos-not-there", problem_text(folder),
                       (struct problem_value){.kind = PROBLEM_NOTHING});
    }
    if (out->n > 0) {
        qsort(out->item, out->n, sizeof *out->item, by_name);
    }
    return error;
}

/* ---- from pictures to photos ---- */

static enum sello_error make(struct given_photo *given) {
    uint8_t *file = NULL;
    size_t len = 0;
    enum sello_error error = base_file_read(given->path, SELLO_PICTURE_FILE_MAX, &file, &len);
    error = error == SELLO_E_TOO_LONG ? SELLO_E_PICTURE_TOO_LARGE : error;
    if (error == SELLO_OK) {
        error = photo_make(sello_bytes(file, len), &given->made);
    }
    if (error == SELLO_OK) {
        sello_photo_id(sello_bytes(given->made.file, given->made.len), given->id);
    }
    free(file);
    return error;
}

/* errno: as it was after reading. */
static enum sello_error refuse_picture(struct session *session, const struct given_photo *given,
                                       enum sello_error error, int cause) {
    if (error == SELLO_E_SYSTEM) {
        return refuse(session, error, "file-not-readable", problem_text(given->path),
                      problem_text(strerror(cause)));
    }
    return error == SELLO_E_MEMORY ? session_fail(session, error)
                                   : refuse(session, error, "photo-not-usable",
                                            problem_text(given->path), problem_error(error));
}

struct job {
    struct session *session;
    struct photos *photos;
    size_t next, done;
    enum sello_error error;
};

struct piece {
    struct given_photo *given;
    enum sello_error error;
    int cause; /* errno */
};

static bool read_piece(void *context, void *slot) {
    struct job *job = context;
    struct piece *piece = slot;
    piece->given = job->next < job->photos->n ? &job->photos->item[job->next++] : NULL;
    return piece->given != NULL;
}

static void work_piece(void *context, void *slot) {
    struct piece *piece = slot;
    (void)context;
    piece->error = make(piece->given);
    piece->cause = errno;
}

static bool take_piece(void *context, void *slot) {
    struct job *job = context;
    const struct piece *piece = slot;
    if (session_stopped(job->session)) {
        job->error = session_fail(job->session, SELLO_E_INTERRUPTED);
    } else if (piece->error != SELLO_OK) {
        job->error = refuse_picture(job->session, piece->given, piece->error, piece->cause);
    }
    job->done++;
    if (job->done < job->photos->n) {
        session_progress(job->session, "photos", job->done, job->photos->n);
    }
    return job->error == SELLO_OK;
}

static enum sello_error make_all(struct session *session, unsigned n_workers,
                                 struct photos *photos) {
    struct job job = {.session = session, .photos = photos};
    const struct base_parallel p = {.n_workers = n_workers,
                                    .item_size = sizeof(struct piece),
                                    .context = &job,
                                    .read = read_piece,
                                    .work = work_piece,
                                    .take = take_piece};
    session_progress(session, "photos", 0, photos->n);
    enum base_parallel_end end = base_parallel_run(&p);
    session_progress(session, "photos", photos->n, photos->n);
    if (job.error != SELLO_OK || end == BASE_PARALLEL_DONE) {
        return job.error;
    }
    return session_fail(session,
                        end == BASE_PARALLEL_FAILED ? SELLO_E_MEMORY : SELLO_E_INTERRUPTED);
}

/* ---- twice ---- */

/* One photo shows one piece: the same picture under two names is a mistake. A photo that an earlier
 * label has may be one, as when a folder is issued again, and is told. */
static enum sello_error check_each(struct session *session, struct photos *photos) {
    static struct sello_kept_photo kept;
    for (size_t i = 0; i < photos->n; i++) {
        struct given_photo *given = &photos->item[i];
        for (size_t j = 0; j < i; j++) {
            if (memcmp(photos->item[j].id, given->id, sizeof given->id) == 0) {
                return refuse(session, SELLO_E_EXISTS, "photo-twice",
                              problem_text(photos->item[j].name), problem_text(given->name));
            }
        }
        enum sello_error error = sello_photo_get(session->store, given->id, &kept);
        if (error != SELLO_OK && error != SELLO_E_NOT_FOUND) {
            return session_fail(session, error);
        }
        given->before = error == SELLO_OK ? kept.first : 0;
        if (given->before != 0) {
            session_notice(session, &(struct problem){.rule = "photo-used-before",
                                                      .value = {problem_text(given->name),
                                                                problem_number(given->before)}});
        }
    }
    return SELLO_OK;
}

static enum sello_error line_up(struct session *session, struct photos *photos) {
    photos->photo = calloc(photos->n, sizeof *photos->photo);
    if (photos->photo == NULL) {
        return session_fail(session, SELLO_E_MEMORY);
    }
    for (size_t i = 0; i < photos->n; i++) {
        const struct given_photo *given = &photos->item[i];
        photos->photo[i].file = sello_bytes(given->made.file, given->made.len);
        memcpy(photos->photo[i].id, given->id, sizeof given->id);
    }
    return SELLO_OK;
}

/* ---- the whole ---- */

static enum sello_error end(struct session *session, struct photos *photos,
                            enum sello_error error) {
    if (error == SELLO_OK) {
        error = check_each(session, photos);
    }
    if (error == SELLO_OK) {
        error = line_up(session, photos);
    }
    if (error != SELLO_OK) {
        photos_free(photos);
    }
    return error;
}

enum sello_error photos_of_file(struct session *session, const char *path, struct photos *out) {
    *out = (struct photos){.item = NULL};
    enum sello_error error = add(session, NULL, path, out);
    if (error == SELLO_OK) {
        error = make(&out->item[0]);
        error = error == SELLO_OK ? SELLO_OK : refuse_picture(session, &out->item[0], error, errno);
    }
    return end(session, out, error);
}

enum sello_error photos_of_folder(struct session *session, const char *folder, unsigned n_workers,
                                  struct photos *out) {
    *out = (struct photos){.item = NULL};
    enum sello_error error = list_folder(session, folder, out);
    if (error == SELLO_OK) {
        error = make_all(session, n_workers, out);
    }
    return end(session, out, error);
}
