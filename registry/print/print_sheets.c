/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets as PDF: one file, or files of so many pages each, which all cores make. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/parallel.h"
#include "registry/exchange/tar.h"
#include "registry/print/print_send.h"
#include "registry/print/print_work.h"
#include "registry/session/session_files.h"

static const size_t file_max = (size_t)1 << 30;

struct sheet_walk {
    struct session *session;
    const struct print_job *job;
    struct print_done *done;
    const struct print_label *labels; /* all of the job */
    uint64_t n_pages, file_pages, n_files;
    uint64_t read;             /* files */
    struct base_output output; /* of a stream, or of the only file, which waits to be let go */
    bool waits;
    enum sello_error error; /* why no more is taken */
};

/* One file on its way. */
struct sheet_file {
    struct print_worker worker;
    uint64_t number; /* from 0 */
    char path[SESSION_PATH_MAX];
    bool stood;     /* it was there before */
    bool otherwise; /* and looks otherwise */
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
                      char out[SELLO_LEN(SESSION_PATH_MAX)]) {
    const char *path = job->stream ? "sheets.pdf" : job->path;
    uint64_t n_files = print_n_sheet_files(job);
    size_t len = strlen(path), end = len;
    if (n_files == 1) {
        int n = snprintf(out, SESSION_PATH_MAX, "%s", path);
        return n >= 0 && n < SESSION_PATH_MAX;
    }
    if (len > 4 && strcmp(path + len - 4, ".pdf") == 0) {
        end -= 4;
    }
    int n = snprintf(out, SESSION_PATH_MAX, "%.*s-%0*llu%s", (int)end, path,
                     (int)digits_of(n_files), (unsigned long long)number + 1, path + end);
    return n >= 0 && n < SESSION_PATH_MAX;
}

static uint64_t pages_of(const struct sheet_walk *walk, uint64_t number) {
    uint64_t first = number * walk->file_pages;
    return walk->n_pages - first < walk->file_pages ? walk->n_pages - first : walk->file_pages;
}

/* ---- one file ---- */

static bool read_file(void *context, void *slot) {
    struct sheet_walk *walk = context;
    struct sheet_file *file = slot;
    if (walk->read == walk->n_files) {
        return false;
    }
    file->number = walk->read++;
    return true;
}

static bool sheet_file_stands(const struct sheet_walk *walk, struct sheet_file *file) {
    uint8_t *bytes = NULL;
    size_t len = 0;
    if (access(file->path, F_OK) != 0 ||
        base_file_read(file->path, file_max, &bytes, &len) != SELLO_OK) {
        return false;
    }
    uint64_t first = file->number * walk->file_pages, n = pages_of(walk, file->number);
    struct sello_bytes pdf = sello_bytes(bytes, len);
    bool right = print_pages_stand(&file->worker, walk->labels, first, n, pdf);
    /* Symbols tell nothing of the other side: that is as it was where all bytes are. */
    file->otherwise =
        right &&
        (walk->job->back == NULL ? sello_sheet_has_backs(pdf)
                                 : !print_pages_alike(&file->worker, walk->labels, first, n, pdf));
    free(bytes);
    return right;
}

static void work_file(void *context, void *slot) {
    const struct sheet_walk *walk = context;
    struct sheet_file *file = slot;
    print_worker_start(&file->worker, walk->job);
    file->error =
        print_sheet_path(walk->job, file->number, file->path) ? SELLO_OK : SELLO_E_TOO_LONG;
    file->stood = file->error == SELLO_OK && walk->job->resume && sheet_file_stands(walk, file);
    if (file->error == SELLO_OK && !file->stood) {
        file->error = print_pages_make(&file->worker, walk->labels, file->number * walk->file_pages,
                                       pages_of(walk, file->number), &file->pdf, &file->len);
    }
}

/* ---- in order ---- */

static void count_file(struct sheet_walk *walk, uint64_t number, bool stood) {
    struct print_done *done = walk->done;
    bool first = stood && done->n_files == 0;
    done->n_files += stood ? 0 : 1;
    done->n_pages += pages_of(walk, number);
    done->n_labels = print_labels_on(walk->job, done->n_pages);
    done->n_before = first ? done->n_labels : done->n_before;
}

/* Why it failed is told at the output's end. */
static enum sello_error put_to_output(struct sheet_walk *walk, struct sello_bytes bytes) {
    return base_output_put(&walk->output, bytes) ? SELLO_OK : SELLO_E_SYSTEM;
}

static enum sello_error put_archived(struct sheet_walk *walk, const struct sheet_file *file) {
    uint8_t buf[TAR_BLOCK];
    struct sello_writer head = sello_writer_init(buf, sizeof buf);
    tar_put_head(&head, file->path, file->len, walk->labels[0].group->batch.issued);
    enum sello_error error = put_to_output(walk, sello_written(&head));
    if (error == SELLO_OK) {
        error = put_to_output(walk, sello_bytes(file->pdf, file->len));
    }
    struct sello_writer padding = sello_writer_init(buf, sizeof buf);
    tar_put_padding(&padding, file->len);
    return error == SELLO_OK ? put_to_output(walk, sello_written(&padding)) : error;
}

/* The only file waits for print_end. */
static enum sello_error put_only(struct sheet_walk *walk, const struct sheet_file *file) {
    if (print_open_output(walk->job, &walk->output) != SELLO_OK) {
        return session_refuse_write(walk->session, walk->job->path, file->len, errno);
    }
    walk->waits = true;
    enum sello_error error = put_to_output(walk, sello_bytes(file->pdf, file->len));
    base_output_sync(&walk->output);
    return error;
}

/* One of many files, let go while nobody can withdraw a label. */
struct letting_go {
    struct sheet_walk *walk;
    const struct sheet_file *file;
};

static enum sello_error let_go(struct sello_store *store, void *context) {
    const struct letting_go *g = context;
    struct sheet_walk *walk = g->walk;
    (void)store;
    enum sello_error error = print_check_again(walk->session, walk->job, walk->done);
    return error == SELLO_OK ? session_replace_file(walk->session, g->file->path,
                                                    sello_bytes(g->file->pdf, g->file->len), 0644)
                             : error;
}

static enum sello_error put_file(struct sheet_walk *walk, const struct sheet_file *file) {
    if (file->otherwise) {
        return session_refuse(walk->session,
                              &(struct problem){.error = SELLO_E_STATE,
                                                .rule = walk->job->back == NULL
                                                            ? "printed-with-a-back"
                                                            : "printed-with-another-back",
                                                .field = "resume",
                                                .value = {problem_text(file->path)}});
    }
    if (file->stood) {
        return SELLO_OK;
    }
    if (walk->job->stream) {
        return walk->n_files > 1 ? put_archived(walk, file)
                                 : put_to_output(walk, sello_bytes(file->pdf, file->len));
    }
    if (walk->n_files == 1) {
        return put_only(walk, file);
    }
    struct letting_go going = {walk, file};
    enum sello_error error = sello_store_preview(walk->session->store, let_go, &going);
    return error == SELLO_OK ? SELLO_OK : session_fail(walk->session, error);
}

static bool take_sheet_file(void *context, void *slot) {
    struct sheet_walk *walk = context;
    struct sheet_file *file = slot;
    struct session *session = walk->session;
    walk->error = file->error == SELLO_OK ? put_file(walk, file)
                                          : print_refuse_unit(session, &file->worker, file->error);
    if (walk->error == SELLO_OK && !walk->waits) {
        count_file(walk, file->number, file->stood);
    }
    print_progress(session, walk->job, walk->done->n_labels);
    print_worker_end(&file->worker);
    free(file->pdf);
    file->pdf = NULL;
    if (walk->error == SELLO_OK && file->number + 1 < walk->n_files &&
        session->hooks.stopped != NULL && session->hooks.stopped(session->hooks.context)) {
        walk->done->interrupted = true;
    }
    return walk->error == SELLO_OK && !walk->done->interrupted;
}

static void drop_file(void *context, void *slot) {
    struct sheet_file *file = slot;
    (void)context;
    print_worker_end(&file->worker);
    free(file->pdf);
}

/* ---- the whole ---- */

static enum sello_error take_sheets(struct sheet_walk *walk) {
    unsigned workers = walk->job->n_workers > 0 ? walk->job->n_workers : base_cores();
    const struct base_parallel p = {.n_workers = workers,
                                    .n_slots = workers + 1, /* a file may be large */
                                    .item_size = sizeof(struct sheet_file),
                                    .context = walk,
                                    .read = read_file,
                                    .work = work_file,
                                    .take = take_sheet_file,
                                    .drop = drop_file};
    enum base_parallel_end end = base_parallel_run(&p);
    walk->done->interrupted = walk->done->interrupted || end == BASE_PARALLEL_INTERRUPTED;
    if (walk->error != SELLO_OK) {
        return walk->error;
    }
    return end == BASE_PARALLEL_FAILED ? session_fail(walk->session, SELLO_E_MEMORY)
           : walk->done->interrupted   ? session_fail(walk->session, SELLO_E_INTERRUPTED)
                                       : SELLO_OK;
}

static enum sello_error finish_sheets(void *context, bool keep) {
    struct sheet_walk *walk = context;
    bool whole = keep && walk->error == SELLO_OK, failed = walk->output.cause != 0;
    if (!walk->waits && !walk->job->stream) {
        return SELLO_OK;
    }
    enum sello_error error =
        print_end_output(walk->session, walk->job, &walk->output, whole || failed);
    if (walk->waits && whole && !failed && error == SELLO_OK) {
        count_file(walk, 0, false);
    }
    return error;
}

static enum sello_error write_files(struct sheet_walk *walk) {
    bool stream = walk->job->stream;
    if (stream && base_output_open(&walk->output, "-", 0644, true) != SELLO_OK) {
        return session_refuse_write(walk->session, "-", 0, errno);
    }
    walk->error = take_sheets(walk);
    if (walk->error == SELLO_OK && stream && walk->n_files > 1) {
        uint8_t buf[2 * TAR_BLOCK];
        struct sello_writer w = sello_writer_init(buf, sizeof buf);
        tar_put_end(&w);
        walk->error = put_to_output(walk, sello_written(&w));
    }
    struct print_end end = {.session = walk->session,
                            .job = walk->job,
                            .done = walk->done,
                            .error = walk->error,
                            .pending = walk->error == SELLO_OK && (walk->waits || stream),
                            .finish = finish_sheets,
                            .context = walk};
    return print_end(&end);
}

enum sello_error print_sheets(struct session *session, const struct print_job *job,
                              struct print_done *done) {
    struct print_label *labels = calloc(job->n_labels, sizeof *labels);
    struct print_feed *feed = calloc(1, sizeof *feed);
    enum sello_error error = labels != NULL && feed != NULL ? SELLO_OK : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        print_feed_start(feed, session->store, job);
        error = print_feed_labels(feed, 0, job->n_labels, labels);
    }
    free(feed);
    if (error != SELLO_OK) {
        error = session_fail(session, error);
    } else {
        struct sheet_walk walk = {.session = session, .job = job, .done = done, .labels = labels};
        walk.n_pages = pages_of_all(job);
        walk.file_pages = job->file_pages > 0 ? job->file_pages : walk.n_pages;
        walk.n_files = print_n_sheet_files(job);
        error = write_files(&walk);
    }
    free(labels);
    return error;
}
