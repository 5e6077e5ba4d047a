/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "registry/print.h"

/* Feeds units of work, and puts what they make in its place. */

enum { WINDOW = 256 }; /* labels fed at once */

/* ---- what went wrong ---- */

static void say_failed(const struct app *app, const struct print_worker *worker,
                       enum sello_status status) {
    unsigned long long serial = worker->serial;
    switch ((int)status) {
    case SELLO_E_PICTURE_NO_CODE:
        cli_error(_("Label %llu was drawn, and does not read back. Nothing of it was let go; "
                    "please report it."),
                  serial);
        break;
    case SELLO_E_BATCH_MISMATCH:
        cli_error(_("Label %llu was drawn, and reads back as something else. Nothing of it was let "
                    "go; please report it."),
                  serial);
        break;
    case SELLO_E_SIGNATURE:
        cli_error(_("Label %llu: the signature that is stored does not match. Nothing was let go. "
                    "See what is wrong with: sello check --all"),
                  serial);
        break;
    case SELLO_E_PAGE_FULL:
        cli_error(_("The labels of %s have no room for this design. Choose other stock with "
                    "--stock, or --design plain."),
                  worker->job->stock.name);
        break;
    case SELLO_E_PAGE_FONT:
        cli_error(_("Nothing was printed: the DejaVu fonts are missing. On Debian install the "
                    "package fonts-dejavu-core."));
        break;
    default: (void)app_failed(app, status, _("The labels cannot be printed"));
    }
}

/* ---- a folder of pictures ---- */

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

/* Named by serial alone; a proof never takes the place of the label itself. */
static bool write_picture(const struct print_job *job, uint64_t serial, struct sello_bytes file) {
    char path[APP_PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/%s%06llu.%s", job->path, job->proof ? "prueba-" : "",
                       (unsigned long long)serial, print_format_name(job->format));
    if (len < 0 || (size_t)len >= sizeof path) {
        cli_error(_("The folder's name is too long: %s"), job->path);
        return false;
    }
    return cli_file_replace(path, file, 0644);
}

/* ---- one label after the other ---- */

/* What a walk over all labels does with each. */
struct walk {
    struct app *app;
    const struct print_job *job;
    struct print_worker worker;
    struct print_feed feed;
    bool (*take)(struct walk *walk, uint64_t serial, struct sello_bytes bytes);
    FILE *all; /* of a file of labels: what was made so far */
    struct print_done *done;
    struct cli_progress progress;
};

static bool take_label(struct walk *walk, const struct print_label *label) {
    struct sello_bytes bytes;
    enum sello_status status = print_label_make(&walk->worker, label, &bytes);
    if (status != SELLO_OK) {
        say_failed(walk->app, &walk->worker, status);
        return false;
    }
    if (!walk->take(walk, label->serial, bytes)) {
        return false;
    }
    walk->done->n_labels++;
    cli_progress_at(&walk->progress, walk->done->n_labels);
    return true;
}

/* Labels from..from+n-1 of the job. */
static bool take_window(struct walk *walk, uint64_t from, size_t n) {
    struct print_label window[WINDOW];
    enum sello_status status = print_feed_labels(&walk->feed, from, n, window);
    if (status != SELLO_OK) {
        (void)app_failed(walk->app, status, _("The labels cannot be printed"));
        return false;
    }
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++) {
        ok = take_label(walk, &window[i]);
    }
    return ok;
}

static bool take_all(struct walk *walk) {
    uint64_t n = walk->job->proof ? 1 : walk->job->n_labels;
    bool ok = true;
    print_worker_start(&walk->worker, walk->job);
    print_feed_start(&walk->feed, walk->app->store, walk->job);
    cli_progress_start(&walk->progress, _("Printing"), n);
    for (uint64_t at = 0; at < n && ok; at += WINDOW) {
        ok = take_window(walk, at, n - at < WINDOW ? (size_t)(n - at) : WINDOW);
    }
    cli_progress_end(&walk->progress);
    print_worker_end(&walk->worker);
    return ok;
}

static bool take_picture(struct walk *walk, uint64_t serial, struct sello_bytes bytes) {
    bool written = write_picture(walk->job, serial, bytes);
    walk->done->n_files += written;
    return written;
}

static bool take_commands(struct walk *walk, uint64_t serial, struct sello_bytes bytes) {
    (void)serial;
    if (fwrite(bytes.ptr, 1, bytes.len, walk->all) != bytes.len) {
        (void)app_failed(walk->app, SELLO_E_MEMORY, _("The labels cannot be printed"));
        return false;
    }
    return true;
}

static bool write_pictures(struct walk *walk) {
    walk->take = take_picture;
    return make_folder(walk->job->path) && take_all(walk);
}

/* The file is one whole, or not there. */
static bool write_commands(struct walk *walk) {
    char *text = NULL;
    size_t len = 0;
    walk->take = take_commands;
    walk->all = open_memstream(&text, &len);
    bool ok = walk->all != NULL && take_all(walk);
    if (walk->all == NULL || fclose(walk->all) != 0) {
        (void)app_failed(walk->app, SELLO_E_MEMORY, _("The labels cannot be printed"));
        ok = false;
    }
    ok = ok && cli_file_replace(walk->job->path, sello_bytes(text, len), 0644);
    walk->done->n_files = ok;
    walk->done->n_labels = ok ? walk->done->n_labels : 0;
    walk->done->n_pages = walk->done->n_labels * walk->job->copies;
    free(text);
    return ok;
}

/* ---- sheets ---- */

static bool make_pages(struct walk *walk, const struct print_label *labels, uint64_t n_pages) {
    uint8_t *pdf = NULL;
    size_t len = 0;
    print_worker_start(&walk->worker, walk->job);
    enum sello_status status = print_pages_make(&walk->worker, labels, 0, n_pages, &pdf, &len);
    if (status != SELLO_OK) {
        say_failed(walk->app, &walk->worker, status);
    }
    print_worker_end(&walk->worker);
    bool ok = status == SELLO_OK && cli_file_replace(walk->job->path, sello_bytes(pdf, len), 0644);
    free(pdf);
    return ok;
}

static bool write_pages(struct walk *walk) {
    const struct print_job *job = walk->job;
    struct print_label *labels = calloc(job->n_labels, sizeof *labels);
    print_feed_start(&walk->feed, walk->app->store, job);
    enum sello_status status =
        labels != NULL ? print_feed_labels(&walk->feed, 0, job->n_labels, labels) : SELLO_E_MEMORY;
    if (status != SELLO_OK) {
        (void)app_failed(walk->app, status, _("The labels cannot be printed"));
    }
    uint64_t n_pages = job->proof ? 1 : print_n_pages(job);
    bool ok = status == SELLO_OK && make_pages(walk, labels, n_pages);
    if (ok) {
        *walk->done = (struct print_done){1, print_labels_on(job, n_pages), n_pages};
    }
    free(labels);
    return ok;
}

bool print_write(struct app *app, const struct print_job *job, struct print_done *out) {
    struct walk *walk = calloc(1, sizeof *walk); /* too large for a stack */
    if (walk == NULL) {
        (void)app_failed(app, SELLO_E_MEMORY, _("The labels cannot be printed"));
        return false;
    }
    walk->app = app;
    walk->job = job;
    walk->done = out;
    bool ok = job->format == PRINT_PDF   ? write_pages(walk)
              : job->format == PRINT_ZPL ? write_commands(walk)
                                         : write_pictures(walk);
    free(walk);
    return ok;
}
