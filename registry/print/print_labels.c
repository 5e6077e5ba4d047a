/* SPDX-License-Identifier: Apache-2.0 */
/* Labels one by one on all cores: into a folder, a file, or a stream. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/files.h"
#include "base/parallel.h"
#include "registry/exchange/tar.h"
#include "registry/print/print_send.h"
#include "registry/print/print_work.h"
#include "registry/session/session_files.h"

enum { UNIT = 16, FOLDER_FILES = 1000 };

static const size_t file_max = (size_t)64 << 20; /* of a label's picture */

struct label_walk {
    struct session *session;
    const struct print_job *job;
    struct print_done *done;
    struct print_feed feed;
    uint64_t fed, n; /* labels */
    uint64_t taken;
    bool folder;
    struct base_files files;   /* of a folder */
    struct base_output output; /* of a file or a stream */
    pthread_mutex_t store;     /* labels are read while others are taken, which are checked again */
    enum sello_error read_error;
    enum sello_error error; /* why no more is taken */
};

/* Some labels on their way. */
struct unit {
    struct print_worker worker;
    struct print_label label[UNIT];
    size_t n;
    bool stood[UNIT]; /* its file was there before */
    size_t n_written; /* of a folder: files under their temporary names, or that stood */
    int write_cause;  /* errno of the file after them that was not written; 0: it was */
    enum sello_error error;
    uint8_t *bytes; /* owned: of a stream */
    size_t len, room;
};

/* ---- names ---- */

void print_file_name(const struct print_job *job, uint64_t serial,
                     char out[SELLO_LEN(BASE_FILES_NAME)]) {
    char folder[24] = "";
    if (job->n_labels > FOLDER_FILES) {
        snprintf(folder, sizeof folder, "%06llu/",
                 (unsigned long long)(serial / FOLDER_FILES * FOLDER_FILES));
    }
    snprintf(out, BASE_FILES_NAME, "%.21s%s%06llu.%.3s", folder, job->proof ? "prueba-" : "",
             (unsigned long long)serial, print_format_name(job->format));
}

/* ---- reading ---- */

static bool read_unit(void *context, void *slot) {
    struct label_walk *walk = context;
    struct unit *unit = slot;
    uint64_t left = walk->n - walk->fed;
    unit->n = left < UNIT ? (size_t)left : UNIT;
    if (unit->n == 0) {
        return false;
    }
    pthread_mutex_lock(&walk->store);
    walk->read_error = print_feed_labels(&walk->feed, walk->fed, unit->n, unit->label);
    pthread_mutex_unlock(&walk->store);
    walk->fed += unit->n;
    return walk->read_error == SELLO_OK;
}

/* ---- one label ---- */

static bool need_unit_room(struct unit *unit, size_t more) {
    return base_grow(&unit->bytes, &unit->room, unit->len + more, 1);
}

/* A label's bytes behind those before; a picture as a file of an archive. */
static enum sello_error append_label(const struct label_walk *walk, struct unit *unit,
                                     const struct print_label *label, struct sello_bytes file) {
    char name[BASE_FILES_NAME];
    bool archive = walk->job->format != PRINT_ZPL;
    if (!need_unit_room(unit, file.len + 2 * (size_t)TAR_BLOCK)) {
        return SELLO_E_MEMORY;
    }
    struct sello_writer w = sello_writer_init(unit->bytes + unit->len, unit->room - unit->len);
    if (archive) {
        print_file_name(walk->job, label->serial, name);
        tar_put_head(&w, name, file.len, label->group->batch.issued);
    }
    sello_write(&w, file.ptr, file.len);
    if (archive) {
        tar_put_padding(&w, file.len);
    }
    unit->len += w.len;
    return w.failed ? SELLO_E_NO_ROOM : SELLO_OK;
}

/* Is its file there, and right? Reading it takes less than making it. */
static bool label_file_stands(const struct label_walk *walk, struct unit *unit,
                              const struct print_label *label, const char *name) {
    char path[SESSION_PATH_MAX];
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct stat st;
    int n = snprintf(path, sizeof path, "%s/%s", walk->job->path, name);
    if (n < 0 || (size_t)n >= sizeof path || lstat(path, &st) != 0 || !S_ISREG(st.st_mode) ||
        base_file_read(path, file_max, &bytes, &len) != SELLO_OK) {
        return false;
    }
    bool right = print_label_stands(&unit->worker, label, sello_bytes(bytes, len));
    free(bytes);
    return right;
}

static bool write_label(const struct label_walk *walk, struct unit *unit, size_t i) {
    const struct print_label *label = &unit->label[i];
    char name[BASE_FILES_NAME];
    struct sello_bytes file;
    print_file_name(walk->job, label->serial, name);
    unit->stood[i] =
        walk->folder && walk->job->resume && label_file_stands(walk, unit, label, name);
    if (unit->stood[i]) {
        return true;
    }
    unit->error = print_label_make(&unit->worker, label, &file);
    if (unit->error != SELLO_OK) {
        return false;
    }
    if (!walk->folder) {
        unit->error = append_label(walk, unit, label, file);
        return unit->error == SELLO_OK;
    }
    unit->error = base_files_write(&walk->files, name, file);
    unit->write_cause = unit->error != SELLO_OK ? errno : 0;
    return unit->error == SELLO_OK;
}

static void work_unit(void *context, void *slot) {
    const struct label_walk *walk = context;
    struct unit *unit = slot;
    if (unit->worker.job == NULL) {
        print_worker_start(&unit->worker, walk->job);
    }
    unit->error = SELLO_OK;
    unit->write_cause = 0;
    unit->len = 0;
    unit->n_written = 0;
    while (unit->n_written < unit->n && write_label(walk, unit, unit->n_written)) {
        unit->n_written++;
    }
}

/* ---- in order ---- */

/* A file of the folder that could not be written, or put in place. */
static enum sello_error refuse_file(const struct label_walk *walk, const char *name, int cause) {
    char path[SESSION_PATH_MAX];
    snprintf(path, sizeof path, "%.4000s/%s", walk->job->path, name);
    return session_refuse_write(walk->session, path, 0, cause);
}

static enum sello_error refuse_placed(const struct label_walk *walk, int cause) {
    return refuse_file(walk, walk->files.n > 0 ? walk->files.pending[0] : "", cause);
}

static void note_placed(struct label_walk *walk, size_t n_placed) {
    bool all = walk->files.n == 0; /* that were taken */
    walk->done->n_files += n_placed;
    walk->done->n_labels = all ? walk->taken : walk->done->n_labels + n_placed;
}

/* A file with which all that wait are put in place. */
struct last_file {
    struct label_walk *walk;
    const char *name;
    size_t placed;
    bool added;
};

static enum sello_error add_checked(struct sello_store *store, void *context) {
    struct last_file *last = context;
    struct label_walk *walk = last->walk;
    (void)store;
    if (last->added) {
        return SELLO_OK;
    }
    enum sello_error error = print_check_again(walk->session, walk->job, walk->done);
    if (error != SELLO_OK) {
        return error;
    }
    last->added = true;
    error = base_files_add(&walk->files, last->name, &last->placed);
    return error == SELLO_OK ? SELLO_OK : refuse_placed(walk, errno);
}

/* *out_added: the folder's files know of it, also where that failed. */
static enum sello_error add_file(struct label_walk *walk, const char *name, bool *out_added) {
    struct last_file last = {.walk = walk, .name = name};
    enum sello_error error;
    if (walk->files.n + 1 < BASE_FILES_PENDING) {
        last.added = true;
        error = base_files_add(&walk->files, name, &last.placed);
        error = error == SELLO_OK ? SELLO_OK : refuse_placed(walk, errno);
    } else {
        pthread_mutex_lock(&walk->store);
        error = sello_store_preview(walk->session->store, add_checked, &last);
        error = error == SELLO_OK ? SELLO_OK : session_fail(walk->session, error);
        pthread_mutex_unlock(&walk->store);
    }
    *out_added = last.added;
    if (last.added) {
        walk->taken++;
        note_placed(walk, last.placed);
    }
    return error;
}

static enum sello_error add_files(struct label_walk *walk, struct unit *unit) {
    enum sello_error error = SELLO_OK;
    size_t i = 0;
    for (bool added = true; i < unit->n_written && error == SELLO_OK; i += added ? 1 : 0) {
        char name[BASE_FILES_NAME];
        print_file_name(walk->job, unit->label[i].serial, name);
        if (unit->stood[i]) {
            walk->done->n_before += walk->done->n_before == walk->taken ? 1 : 0;
            walk->taken++;
            note_placed(walk, 0);
        } else {
            error = add_file(walk, name, &added);
        }
    }
    for (size_t rest = i; rest < unit->n_written; rest++) { /* not added: nobody else knows them */
        char name[BASE_FILES_NAME];
        print_file_name(walk->job, unit->label[rest].serial, name);
        base_files_drop(&walk->files, name);
    }
    unit->n_written = 0;
    return error;
}

/* Why it failed is told at the output's end. */
static enum sello_error put_bytes(struct label_walk *walk, const struct unit *unit) {
    bool put = base_output_put(&walk->output, sello_bytes(unit->bytes, unit->len));
    walk->taken += put ? unit->n : 0;
    return put ? SELLO_OK : SELLO_E_SYSTEM;
}

static enum sello_error refuse_unit(const struct label_walk *walk, const struct unit *unit,
                                    size_t n_written) {
    char name[BASE_FILES_NAME];
    if (unit->write_cause == 0) {
        return print_refuse_unit(walk->session, &unit->worker, unit->error);
    }
    print_file_name(walk->job, unit->label[n_written].serial, name);
    return refuse_file(walk, name, unit->write_cause);
}

static bool take_unit(void *context, void *slot) {
    struct label_walk *walk = context;
    struct unit *unit = slot;
    struct session *session = walk->session;
    size_t n_written = unit->n_written;
    if (walk->folder) {
        walk->error = add_files(walk, unit);
    } else if (unit->error == SELLO_OK) {
        walk->error = put_bytes(walk, unit);
    }
    if (walk->error == SELLO_OK && unit->error != SELLO_OK) {
        walk->error = refuse_unit(walk, unit, n_written);
    }
    print_progress(session, walk->job, walk->taken);
    if (walk->error == SELLO_OK && session->hooks.stopped != NULL && walk->taken < walk->n &&
        session->hooks.stopped(session->hooks.context)) {
        walk->done->interrupted = true;
    }
    return walk->error == SELLO_OK && !walk->done->interrupted;
}

static void drop_unit(void *context, void *slot) {
    struct label_walk *walk = context;
    struct unit *unit = slot;
    for (size_t i = 0; walk->folder && i < unit->n_written; i++) {
        char name[BASE_FILES_NAME];
        print_file_name(walk->job, unit->label[i].serial, name);
        if (!unit->stood[i]) {
            base_files_drop(&walk->files, name);
        }
    }
    print_worker_end(&unit->worker);
    free(unit->bytes);
}

/* ---- the whole ---- */

static enum sello_error take_labels(struct label_walk *walk) {
    const struct base_parallel p = {.n_workers = walk->job->n_workers,
                                    .item_size = sizeof(struct unit),
                                    .context = walk,
                                    .read = read_unit,
                                    .work = work_unit,
                                    .take = take_unit,
                                    .drop = drop_unit};
    walk->n = print_n_to_make(walk->job);
    print_feed_start(&walk->feed, walk->session->store, walk->job);
    enum base_parallel_end end = base_parallel_run(&p);
    walk->done->interrupted = walk->done->interrupted || end == BASE_PARALLEL_INTERRUPTED;
    if (walk->error != SELLO_OK) {
        return walk->error;
    }
    enum sello_error error = end == BASE_PARALLEL_FAILED ? SELLO_E_MEMORY
                             : walk->done->interrupted   ? SELLO_E_INTERRUPTED
                                                         : walk->read_error;
    return error == SELLO_OK ? SELLO_OK : session_fail(walk->session, error);
}

/* ---- a folder ---- */

static enum sello_error refuse_folder(struct session *session, const char *path, const char *rule,
                                      int cause) {
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_SYSTEM,
                                   .rule = rule,
                                   .field = "o",
                                   .value = {problem_text(path), problem_text(strerror(cause))}});
}

static enum sello_error make_folder(struct session *session, const char *path) {
    struct stat there;
    if (mkdir(path, 0755) == 0) {
        return SELLO_OK;
    }
    if (errno != EEXIST) {
        return refuse_folder(session, path, "folder-not-usable", errno);
    }
    return lstat(path, &there) == 0 && S_ISDIR(there.st_mode)
               ? SELLO_OK
               : refuse_folder(session, path, "folder-is-none", EEXIST);
}

/* What was written whole is put in place, also where what came after it failed. */
static enum sello_error finish_folder(void *context, bool keep) {
    struct label_walk *walk = context;
    enum sello_error error = SELLO_OK;
    if (keep && !walk->files.failed) {
        size_t placed = 0;
        error = base_files_settle(&walk->files, &placed);
        if (error != SELLO_OK && base_files_placed(&walk->files)) {
            walk->session->unsettled = true;
            error = SELLO_OK;
        } else if (error != SELLO_OK) {
            error = refuse_placed(walk, errno);
        }
        note_placed(walk, placed);
    }
    base_files_close(&walk->files);
    return error;
}

static enum sello_error write_folder(struct label_walk *walk) {
    enum sello_error error = make_folder(walk->session, walk->job->path);
    if (error == SELLO_OK && base_files_open(&walk->files, walk->job->path) != SELLO_OK) {
        error = refuse_file(walk, "", errno);
    }
    if (error != SELLO_OK) {
        return error;
    }
    walk->folder = true;
    base_files_sweep(&walk->files, NULL);
    struct print_end end = {.session = walk->session,
                            .job = walk->job,
                            .done = walk->done,
                            .error = take_labels(walk),
                            .pending = walk->files.n > 0,
                            .finish = finish_folder,
                            .context = walk};
    return print_end(&end);
}

/* ---- a file, or a stream ---- */

/* What went to standard output is gone, whatever came after it. */
static enum sello_error finish_output(void *context, bool keep) {
    struct label_walk *walk = context;
    bool whole = keep && walk->error == SELLO_OK, failed = walk->output.cause != 0;
    enum sello_error error =
        print_end_output(walk->session, walk->job, &walk->output, whole || failed);
    bool kept = whole && !failed && error == SELLO_OK;
    walk->done->n_files = kept ? 1 : 0;
    walk->done->n_labels = walk->job->stream || kept ? walk->taken : 0;
    walk->done->n_pages = walk->done->n_labels * walk->job->copies;
    return error;
}

static enum sello_error write_output(struct label_walk *walk) {
    const struct print_job *job = walk->job;
    if (print_open_output(job, &walk->output) != SELLO_OK) {
        return session_refuse_write(walk->session, job->path, 0, errno);
    }
    walk->error = take_labels(walk);
    if (walk->error == SELLO_OK && job->format != PRINT_ZPL) {
        uint8_t buf[2 * TAR_BLOCK];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        tar_put_end(&w);
        walk->error = base_output_put(&walk->output, sello_written(&w)) ? SELLO_OK : SELLO_E_SYSTEM;
    }
    if (job->stream) {
        walk->done->n_labels = walk->taken;
    } else if (walk->error == SELLO_OK) {
        base_output_sync(&walk->output);
    }
    struct print_end end = {.session = walk->session,
                            .job = job,
                            .done = walk->done,
                            .error = walk->error,
                            .pending = walk->error == SELLO_OK,
                            .finish = finish_output,
                            .context = walk};
    return print_end(&end);
}

enum sello_error print_labels(struct session *session, const struct print_job *job,
                              struct print_done *done) {
    struct label_walk *walk = calloc(1, sizeof *walk); /* too large for a stack */
    if (walk == NULL) {
        return session_fail(session, SELLO_E_MEMORY);
    }
    walk->session = session;
    walk->job = job;
    walk->done = done;
    pthread_mutex_init(&walk->store, NULL);
    bool folder = !job->stream && job->format != PRINT_ZPL;
    enum sello_error error = folder ? write_folder(walk) : write_output(walk);
    pthread_mutex_destroy(&walk->store);
    free(walk);
    return error;
}
