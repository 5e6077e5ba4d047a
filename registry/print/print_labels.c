/* SPDX-License-Identifier: Apache-2.0 */
/* Labels one by one on all cores: into a folder, a file, or a stream. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file.h"
#include "base/files.h"
#include "base/parallel.h"
#include "registry/exchange/tar.h"
#include "registry/print/print.h"

enum { UNIT = 16, FOLDER_FILES = 1000 };

static const size_t file_max = (size_t)64 << 20; /* of a label's picture */

struct walk {
    struct app *app;
    const struct print_job *job;
    struct print_done *done;
    struct print_feed feed;
    uint64_t fed, n; /* labels */
    uint64_t taken;
    bool folder;
    struct base_files files;   /* of a folder */
    struct base_output output; /* of a file or a stream */
    struct cli_progress progress;
    enum sello_error read_error;
    bool failed;
};

/* Some labels on their way. */
struct unit {
    struct print_worker worker;
    struct print_label label[UNIT];
    size_t n;
    bool kept[UNIT];  /* its file was there before */
    size_t n_written; /* of a folder: files under their temporary names, or kept */
    bool said;        /* why it failed */
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
    struct walk *walk = context;
    struct unit *unit = slot;
    uint64_t left = walk->n - walk->fed;
    unit->n = left < UNIT ? (size_t)left : UNIT;
    if (unit->n == 0) {
        return false;
    }
    walk->read_error = print_feed_labels(&walk->feed, walk->fed, unit->n, unit->label);
    walk->fed += unit->n;
    return walk->read_error == SELLO_OK;
}

/* ---- one label ---- */

static bool need_room(struct unit *unit, size_t more) {
    return base_grow(&unit->bytes, &unit->room, unit->len + more, 1);
}

/* A label's bytes behind those before; a picture as a file of an archive. */
static enum sello_error append(const struct walk *walk, struct unit *unit,
                               const struct print_label *label, struct sello_bytes file) {
    char name[BASE_FILES_NAME];
    bool archive = walk->job->format != PRINT_ZPL;
    if (!need_room(unit, file.len + 2 * (size_t)TAR_BLOCK)) {
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
static bool stands(const struct walk *walk, struct unit *unit, const struct print_label *label,
                   const char *name) {
    char path[APP_PATH_MAX];
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct stat st;
    int n = snprintf(path, sizeof path, "%s/%s", walk->job->path, name);
    if (n < 0 || (size_t)n >= sizeof path || lstat(path, &st) != 0 || !S_ISREG(st.st_mode) ||
        !cli_file_read(path, file_max, &bytes, &len)) {
        return false;
    }
    bool right = print_label_stands(&unit->worker, label, sello_bytes(bytes, len));
    free(bytes);
    return right;
}

static bool write_label(const struct walk *walk, struct unit *unit, size_t i) {
    const struct print_label *label = &unit->label[i];
    char name[BASE_FILES_NAME];
    struct sello_bytes file;
    print_file_name(walk->job, label->serial, name);
    unit->kept[i] = walk->folder && walk->job->resume && stands(walk, unit, label, name);
    if (unit->kept[i]) {
        return true;
    }
    unit->error = print_label_make(&unit->worker, label, &file);
    if (unit->error != SELLO_OK) {
        return false;
    }
    if (!walk->folder) {
        unit->error = append(walk, unit, label, file);
        return unit->error == SELLO_OK;
    }
    unit->said = !cli_files_write(&walk->files, name, file);
    return !unit->said;
}

static void work_unit(void *context, void *slot) {
    const struct walk *walk = context;
    struct unit *unit = slot;
    if (unit->worker.job == NULL) {
        print_worker_start(&unit->worker, walk->job);
    }
    unit->error = SELLO_OK;
    unit->said = false;
    unit->len = 0;
    unit->n_written = 0;
    while (unit->n_written < unit->n && write_label(walk, unit, unit->n_written)) {
        unit->n_written++;
    }
}

/* ---- in order ---- */

static void note_placed(struct walk *walk, size_t n_placed) {
    bool all = walk->files.n == 0; /* that were taken */
    walk->done->n_files += n_placed;
    walk->done->n_labels = all ? walk->taken : walk->done->n_labels + n_placed;
}

static bool add_files(struct walk *walk, struct unit *unit) {
    bool ok = true;
    size_t i = 0;
    for (; i < unit->n_written && ok; i++) {
        char name[BASE_FILES_NAME];
        size_t placed = 0;
        print_file_name(walk->job, unit->label[i].serial, name);
        walk->done->n_kept += unit->kept[i] && walk->done->n_kept == walk->taken ? 1 : 0;
        walk->taken++;
        ok = unit->kept[i] || cli_files_add(&walk->files, name, &placed);
        note_placed(walk, placed);
    }
    for (size_t rest = i; rest < unit->n_written; rest++) { /* not added: nobody else knows them */
        char name[BASE_FILES_NAME];
        print_file_name(walk->job, unit->label[rest].serial, name);
        base_files_drop(&walk->files, name);
    }
    unit->n_written = 0;
    return ok;
}

static bool put_bytes(struct walk *walk, const struct unit *unit) {
    bool put = base_output_put(&walk->output, sello_bytes(unit->bytes, unit->len));
    walk->taken += put ? unit->n : 0;
    return put;
}

static bool take_unit(void *context, void *slot) {
    struct walk *walk = context;
    struct unit *unit = slot;
    bool whole = unit->error == SELLO_OK && !unit->said;
    if (unit->error != SELLO_OK) {
        print_say_failed(walk->app, &unit->worker, unit->error);
    }
    bool taken = walk->folder ? add_files(walk, unit) : whole && put_bytes(walk, unit);
    cli_progress_at(&walk->progress, walk->taken);
    walk->failed = !whole || !taken;
    return !walk->failed;
}

static void drop_unit(void *context, void *slot) {
    struct walk *walk = context;
    struct unit *unit = slot;
    for (size_t i = 0; walk->folder && i < unit->n_written; i++) {
        char name[BASE_FILES_NAME];
        print_file_name(walk->job, unit->label[i].serial, name);
        base_files_drop(&walk->files, name);
    }
    print_worker_end(&unit->worker);
    free(unit->bytes);
}

/* ---- the whole ---- */

static bool take_all(struct walk *walk) {
    const struct base_parallel p = {.n_workers = walk->job->n_workers,
                                    .item_size = sizeof(struct unit),
                                    .context = walk,
                                    .read = read_unit,
                                    .work = work_unit,
                                    .take = take_unit,
                                    .drop = drop_unit};
    walk->n = walk->job->proof ? 1 : walk->job->n_labels;
    print_feed_start(&walk->feed, walk->app->session.store, walk->job);
    cli_progress_start(&walk->progress, _("Printing"), walk->n);
    enum base_parallel_end end = base_parallel_run(&p);
    cli_progress_end(&walk->progress);
    walk->done->interrupted = end == BASE_PARALLEL_INTERRUPTED;
    enum sello_error error = end == BASE_PARALLEL_FAILED ? SELLO_E_MEMORY : walk->read_error;
    if (error != SELLO_OK) {
        (void)app_failed(walk->app, error, _("The labels cannot be printed"));
    }
    return end == BASE_PARALLEL_DONE && error == SELLO_OK && !walk->failed;
}

static bool make_folder(const char *path) {
    struct stat there;
    if (mkdir(path, 0755) == 0) {
        return true;
    }
    if (errno == EEXIST && lstat(path, &there) == 0 && S_ISDIR(there.st_mode)) {
        return true;
    }
    cli_error(_("The folder %s cannot be used: %s. Give another one with -o."), path,
              errno == EEXIST ? _("it is not a folder, or a link to one") : strerror(errno));
    return false;
}

/* What was written whole is put in place, also where what came after it failed. */
static bool write_folder(struct walk *walk) {
    if (!make_folder(walk->job->path) || !cli_files_open(&walk->files, walk->job->path)) {
        return false;
    }
    size_t placed = 0;
    walk->folder = true;
    if (walk->job->resume) {
        base_files_sweep(&walk->files);
    }
    bool ok = take_all(walk);
    bool settled = cli_files_settle(&walk->files, &placed);
    note_placed(walk, placed);
    base_files_close(&walk->files);
    return ok && settled;
}

/* What went to standard output is gone, whatever came after it. */
static bool write_file(struct walk *walk) {
    if (!cli_output_open(&walk->output, walk->job->path, 0644, true)) {
        return false;
    }
    bool ok = take_all(walk);
    if (ok && walk->job->format != PRINT_ZPL) {
        uint8_t end[2 * TAR_BLOCK];
        struct sello_writer w = sello_writer_init(end, sizeof end);
        tar_put_end(&w);
        ok = base_output_put(&walk->output, sello_written(&w));
    }
    bool kept = cli_output_end(&walk->output, ok || walk->output.cause != 0);
    bool there = walk->job->stream || kept;
    walk->done->n_files = kept ? 1 : 0;
    walk->done->n_labels = there ? walk->taken : 0;
    walk->done->n_pages = walk->done->n_labels * walk->job->copies;
    return ok && kept;
}

bool print_write_labels(struct app *app, const struct print_job *job, struct print_done *out) {
    struct walk *walk = calloc(1, sizeof *walk); /* too large for a stack */
    if (walk == NULL) {
        (void)app_failed(app, SELLO_E_MEMORY, _("The labels cannot be printed"));
        return false;
    }
    *walk = (struct walk){.app = app, .job = job, .done = out};
    bool folder = !job->stream && job->format != PRINT_ZPL;
    bool ok = folder ? write_folder(walk) : write_file(walk);
    free(walk);
    return ok;
}
