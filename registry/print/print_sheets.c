/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets as PDF: one file, or files of so many pages each, which all cores make. */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/parallel.h"
#include "registry/exchange/tar.h"
#include "registry/print/print.h"

static const size_t file_max = (size_t)1 << 30;

struct walk {
    struct app *app;
    const struct print_job *job;
    struct print_done *done;
    const struct print_label *labels; /* all of the job */
    uint64_t n_pages, file_pages, n_files;
    uint64_t read; /* files */
    struct base_output output;
    struct cli_progress progress;
    bool failed;
};

/* One file on its way. */
struct sheet_file {
    struct print_worker worker;
    uint64_t number; /* from 0 */
    char path[APP_PATH_MAX];
    bool kept; /* it was there before */
    enum sello_error error;
    uint8_t *pdf; /* owned */
    size_t len;
};

/* ---- names ---- */

static unsigned digits_of(uint64_t number) {
    unsigned n = 1;
    for (; number > 9; number /= 10) {
        n++;
    }
    return n < 3 ? 3 : n;
}

static uint64_t pages_of_all(const struct print_job *job) {
    return job->proof ? 1 : print_n_pages(job);
}

uint64_t print_n_sheet_files(const struct print_job *job) {
    uint64_t n = pages_of_all(job), each = job->file_pages > 0 ? job->file_pages : n;
    return (n + each - 1) / each;
}

bool print_sheet_path(const struct print_job *job, uint64_t number,
                      char out[SELLO_LEN(APP_PATH_MAX)]) {
    const char *path = job->stream ? "sheets.pdf" : job->path;
    uint64_t n_files = print_n_sheet_files(job);
    size_t len = strlen(path), end = len;
    if (n_files == 1) {
        int n = snprintf(out, APP_PATH_MAX, "%s", path);
        return n >= 0 && n < APP_PATH_MAX;
    }
    if (len > 4 && strcmp(path + len - 4, ".pdf") == 0) {
        end -= 4;
    }
    int n = snprintf(out, APP_PATH_MAX, "%.*s-%0*llu%s", (int)end, path, (int)digits_of(n_files),
                     (unsigned long long)number + 1, path + end);
    return n >= 0 && n < APP_PATH_MAX;
}

static uint64_t pages_of(const struct walk *walk, uint64_t number) {
    uint64_t first = number * walk->file_pages;
    return walk->n_pages - first < walk->file_pages ? walk->n_pages - first : walk->file_pages;
}

/* ---- one file ---- */

static bool read_file(void *context, void *slot) {
    struct walk *walk = context;
    struct sheet_file *file = slot;
    if (walk->read == walk->n_files) {
        return false;
    }
    file->number = walk->read++;
    return true;
}

static bool stands(const struct walk *walk, struct sheet_file *file) {
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (access(file->path, F_OK) != 0 || !cli_file_read(file->path, file_max, &bytes, &len)) {
        return false;
    }
    bool right = print_pages_stand(&file->worker, walk->labels, file->number * walk->file_pages,
                                   pages_of(walk, file->number), sello_bytes(bytes, len));
    free(bytes);
    return right;
}

static void work_file(void *context, void *slot) {
    const struct walk *walk = context;
    struct sheet_file *file = slot;
    print_worker_start(&file->worker, walk->job);
    file->error =
        print_sheet_path(walk->job, file->number, file->path) ? SELLO_OK : SELLO_E_TOO_LONG;
    file->kept = file->error == SELLO_OK && walk->job->resume && stands(walk, file);
    if (file->error == SELLO_OK && !file->kept) {
        file->error = print_pages_make(&file->worker, walk->labels, file->number * walk->file_pages,
                                       pages_of(walk, file->number), &file->pdf, &file->len);
    }
}

/* ---- in order ---- */

static bool put_archived(struct walk *walk, const struct sheet_file *file) {
    uint8_t buf[TAR_BLOCK];
    struct sello_writer head = sello_writer_init(buf, sizeof buf);
    tar_put_head(&head, file->path, file->len, walk->labels[0].group->batch.issued);
    bool ok = base_output_put(&walk->output, sello_written(&head)) &&
              base_output_put(&walk->output, sello_bytes(file->pdf, file->len));
    struct sello_writer padding = sello_writer_init(buf, sizeof buf);
    tar_put_padding(&padding, file->len);
    return ok && base_output_put(&walk->output, sello_written(&padding));
}

static bool put_file(struct walk *walk, const struct sheet_file *file) {
    struct sello_bytes pdf = sello_bytes(file->pdf, file->len);
    if (file->kept) {
        return true;
    }
    if (!walk->job->stream) {
        return cli_file_replace(file->path, pdf, 0644);
    }
    return walk->n_files > 1 ? put_archived(walk, file) : base_output_put(&walk->output, pdf);
}

static bool take_file(void *context, void *slot) {
    struct walk *walk = context;
    struct sheet_file *file = slot;
    if (file->error != SELLO_OK) {
        print_say_failed(walk->app, &file->worker, file->error);
    }
    bool ok = file->error == SELLO_OK && put_file(walk, file);
    if (ok) {
        struct print_done *done = walk->done;
        bool first = file->kept && done->n_files == 0;
        done->n_files += file->kept ? 0 : 1;
        done->n_pages += pages_of(walk, file->number);
        done->n_labels = print_labels_on(walk->job, done->n_pages);
        done->n_kept = first ? done->n_labels : done->n_kept;
        cli_progress_at(&walk->progress, done->n_labels);
    }
    print_worker_end(&file->worker);
    free(file->pdf);
    file->pdf = NULL;
    walk->failed = !ok;
    return ok;
}

static void drop_file(void *context, void *slot) {
    struct sheet_file *file = slot;
    (void)context;
    print_worker_end(&file->worker);
    free(file->pdf);
}

/* ---- the whole ---- */

static bool take_all(struct walk *walk) {
    unsigned workers = walk->job->n_workers > 0 ? walk->job->n_workers : base_cores();
    const struct base_parallel p = {.n_workers = workers,
                                    .n_slots = workers + 1, /* a file may be large */
                                    .item_size = sizeof(struct sheet_file),
                                    .context = walk,
                                    .read = read_file,
                                    .work = work_file,
                                    .take = take_file,
                                    .drop = drop_file};
    cli_progress_start(&walk->progress, _("Printing"), walk->job->n_labels);
    enum base_parallel_end end = base_parallel_run(&p);
    cli_progress_end(&walk->progress);
    walk->done->interrupted = end == BASE_PARALLEL_INTERRUPTED;
    if (end == BASE_PARALLEL_FAILED) {
        (void)app_failed(walk->app, SELLO_E_MEMORY, _("The labels cannot be printed"));
    }
    return end == BASE_PARALLEL_DONE && !walk->failed;
}

static bool write_stream(struct walk *walk) {
    if (!cli_output_open(&walk->output, "-", 0644, true)) {
        return false;
    }
    bool ok = take_all(walk);
    if (ok && walk->n_files > 1) {
        uint8_t end[2 * TAR_BLOCK];
        struct sello_writer w = sello_writer_init(end, sizeof end);
        tar_put_end(&w);
        ok = base_output_put(&walk->output, sello_written(&w));
    }
    return cli_output_end(&walk->output, ok) && ok;
}

bool print_write_sheets(struct app *app, const struct print_job *job, struct print_done *out) {
    struct print_label *labels = calloc(job->n_labels, sizeof *labels);
    struct print_feed *feed = calloc(1, sizeof *feed);
    enum sello_error error = labels != NULL && feed != NULL ? SELLO_OK : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        print_feed_start(feed, app->session.store, job);
        error = print_feed_labels(feed, 0, job->n_labels, labels);
    }
    free(feed);
    bool ok = false;
    if (error != SELLO_OK) {
        (void)app_failed(app, error, _("The labels cannot be printed"));
    } else {
        struct walk walk = {.app = app, .job = job, .done = out, .labels = labels};
        walk.n_pages = pages_of_all(job);
        walk.file_pages = job->file_pages > 0 ? job->file_pages : walk.n_pages;
        walk.n_files = print_n_sheet_files(job);
        ok = job->stream ? write_stream(&walk) : take_all(&walk);
    }
    free(labels);
    return ok;
}
