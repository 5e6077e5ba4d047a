/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/issue/photo_export.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/hex.h"
#include "registry/exchange/tar.h"
#include "registry/session/session_files.h"

void photo_name(const struct sello_kept_photo *photo, char out[SELLO_LEN(PHOTO_NAME_LEN)]) {
    base_hex(photo->id, sizeof photo->id, out);
    memcpy(out + 2 * sizeof photo->id, ".webp", sizeof ".webp");
}

typedef enum sello_error put_photo(void *context, const char *name, struct sello_bytes file);

static enum sello_error put_all(struct session *session, put_photo *put, void *context,
                                struct photo_exported *out) {
    struct sello_kept_photo *photo = calloc(1, sizeof *photo);
    enum sello_error error = photo != NULL ? SELLO_OK : session_fail(session, SELLO_E_MEMORY);
    *out = (struct photo_exported){.n = 0};
    while (error == SELLO_OK) {
        char name[PHOTO_NAME_LEN];
        error = session_stopped(session) ? SELLO_E_INTERRUPTED
                                         : sello_photo_next(session->store, photo->number, photo);
        if (error != SELLO_OK) {
            error = error == SELLO_E_NOT_FOUND ? SELLO_OK : session_fail(session, error);
            break;
        }
        photo_name(photo, name);
        error = put(context, name, sello_bytes(photo->file, photo->len));
        out->n++;
        out->n_bytes += photo->len;
    }
    free(photo);
    return error;
}

/* ---- a folder ---- */

struct folder {
    struct session *session;
    struct base_files files;
};

static enum sello_error refuse_folder(struct session *session, const char *path) {
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_SYSTEM,
                                   .rule = "folder-not-usable",
                                   .field = "o",
                                   .value = {problem_text(path), problem_text(strerror(errno))}});
}

static enum sello_error put_in_folder(void *context, const char *name, struct sello_bytes file) {
    struct folder *folder = context;
    size_t placed;
    enum sello_error error = base_files_write(&folder->files, name, file);
    if (error == SELLO_OK) {
        error = base_files_add(&folder->files, name, &placed);
    }
    return error == SELLO_OK
               ? SELLO_OK
               : session_refuse_write(folder->session, folder->files.path, file.len, errno);
}

static enum sello_error to_folder(struct session *session, const char *path,
                                  struct photo_exported *out) {
    struct folder folder = {.session = session, .files = {.folder = -1}};
    size_t placed;
    if (mkdir(path, 0755) != 0 && errno != EEXIST) {
        return refuse_folder(session, path);
    }
    if (base_files_open(&folder.files, path) != SELLO_OK) {
        return refuse_folder(session, path);
    }
    enum sello_error error = put_all(session, put_in_folder, &folder, out);
    if (error == SELLO_OK && base_files_settle(&folder.files, &placed) != SELLO_OK) {
        session->unsettled = session->unsettled || base_files_placed(&folder.files);
        error = base_files_placed(&folder.files) ? SELLO_OK
                                                 : session_refuse_write(session, path, 0, errno);
    }
    base_files_close(&folder.files);
    return error;
}

/* ---- an archive ---- */

struct archive {
    struct base_output output;
    uint64_t now;
};

/* What could not be written is told at the end. */
static enum sello_error put_in_archive(void *context, const char *name, struct sello_bytes file) {
    struct archive *archive = context;
    uint8_t head[TAR_BLOCK], padding[TAR_BLOCK];
    struct sello_writer before = sello_writer_init(head, sizeof head);
    struct sello_writer behind = sello_writer_init(padding, sizeof padding);
    tar_put_head(&before, name, file.len, archive->now);
    tar_put_padding(&behind, file.len);
    bool ok = base_output_put(&archive->output, sello_written(&before)) &&
              base_output_put(&archive->output, file) &&
              base_output_put(&archive->output, sello_written(&behind));
    return ok ? SELLO_OK : SELLO_E_SYSTEM;
}

static enum sello_error to_archive(struct session *session, const char *path,
                                   struct photo_exported *out) {
    struct archive archive = {.now = session->now};
    uint8_t end[2 * TAR_BLOCK];
    struct sello_writer w = sello_writer_init(end, sizeof end);
    if (base_output_open(&archive.output, path, 0666, false) != SELLO_OK) {
        return session_refuse_write(session, path, 0, errno);
    }
    enum sello_error error = put_all(session, put_in_archive, &archive, out);
    tar_put_end(&w);
    if (error == SELLO_OK && !base_output_put(&archive.output, sello_written(&w))) {
        error = SELLO_E_SYSTEM;
    }
    enum sello_error ended =
        session_end_output(session, &archive.output, error == SELLO_OK || error == SELLO_E_SYSTEM);
    return ended != SELLO_OK ? ended : error;
}

enum sello_error photo_export(struct session *session, const char *path,
                              struct photo_exported *out) {
    size_t len = strlen(path);
    bool archive = strcmp(path, "-") == 0 || (len > 4 && strcmp(path + len - 4, ".tar") == 0);
    return archive ? to_archive(session, path, out) : to_folder(session, path, out);
}
