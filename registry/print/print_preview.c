/* SPDX-License-Identifier: Apache-2.0 */
/* Labels to look at before any is printed. Their symbols are those of a proof: a picture lies
 * about, and none of it may pass for a label. */
#include <stdlib.h>

#include "labels/sheet/designs.h"
#include "registry/print/print_work.h"
#include "registry/session/session_files.h"

/* Those of the first sheet alone, each at its place in the job: a batch may be large. */
static enum sello_error feed_labels(struct session *session, const struct print_job *job,
                                    struct print_label *labels) {
    struct print_feed *feed = calloc(1, sizeof *feed);
    enum sello_error error = feed != NULL ? SELLO_OK : SELLO_E_MEMORY;
    if (error == SELLO_OK) {
        print_feed_start(feed, session->store, job);
        error = print_page_feed(feed, labels);
    }
    free(feed);
    return session_fail(session, error);
}

/* ---- the first sheet ---- */

enum sello_error print_preview(struct session *session, const struct print_job *job,
                               const char *path) {
    struct print_job shown = *job; /* borrows all of it */
    struct print_worker worker;
    uint8_t *png = NULL;
    size_t len = 0;
    struct print_label *labels = calloc(job->n_labels, sizeof *labels);
    shown.preview = true;
    print_worker_start(&worker, &shown);
    enum sello_error error = labels != NULL ? feed_labels(session, &shown, labels)
                                            : session_fail(session, SELLO_E_MEMORY);
    if (error == SELLO_OK) {
        error = print_page_picture(&worker, labels, &png, &len);
        error = error == SELLO_OK ? SELLO_OK : print_refuse_unit(session, &worker, error);
    }
    if (error == SELLO_OK) {
        error = session_replace_file(session, path, sello_bytes(png, len), 0644);
    }
    print_worker_end(&worker);
    free(labels);
    free(png);
    return error;
}

/* ---- one label in every design ---- */

/* A design with what it is drawn by. */
struct shown_design {
    struct print_job job;
    struct print_worker worker;
    char serial[SELLO_SERIAL_LEN];
};

static enum sello_error make_design(struct session *session, const struct print_request *request,
                                    size_t at, struct shown_design *out,
                                    struct sello_design_shown *shown) {
    struct print_request mine = *request;
    const struct sello_serials first = {request->range[0].first, 1};
    struct print_label label;
    mine.design = sello_design_name(sello_design_at(at));
    mine.range = &first;
    mine.n_ranges = 1;
    enum sello_error error = print_plan(session, &mine, &out->job);
    out->job.preview = true;
    print_worker_start(&out->worker, &out->job);
    if (error == SELLO_OK) {
        error = feed_labels(session, &out->job, &label);
    }
    if (error != SELLO_OK) {
        return error;
    }
    error = print_worker_take(&out->worker, &label);
    sello_serial_format(label.serial, out->serial);
    *shown = (struct sello_design_shown){
        .art = out->worker.art,
        .stock = &out->job.stock,
        .label = {&out->worker.symbol, sello_bytes_of(out->serial)},
        .name = sello_bytes_of(mine.design),
    };
    return error == SELLO_OK ? SELLO_OK : print_refuse_unit(session, &out->worker, error);
}

enum sello_error print_designs(struct session *session, const struct print_request *request,
                               const char *path) {
    enum { DESIGNS_MAX = 16 };
    const struct session_hooks hooks = session->hooks;
    struct shown_design *made = calloc(DESIGNS_MAX, sizeof *made);
    struct sello_design_shown shown[DESIGNS_MAX];
    enum sello_error error = made != NULL ? SELLO_OK : session_fail(session, SELLO_E_MEMORY);
    uint8_t *png = NULL;
    size_t n = 0, begun = 0, len = 0;
    while (n < DESIGNS_MAX && sello_design_at(n) != NULL && error == SELLO_OK) {
        begun++;
        error = make_design(session, request, n, &made[n], &shown[n]);
        session->hooks.notice = NULL; /* what is worth knowing was told of the first */
        n++;
    }
    session->hooks = hooks;
    if (error == SELLO_OK) {
        error = session_fail(session, sello_designs_png(shown, n, &png, &len));
    }
    if (error == SELLO_OK) {
        error = session_replace_file(session, path, sello_bytes(png, len), 0644);
    }
    for (size_t i = 0; i < begun; i++) {
        print_worker_end(&made[i].worker);
        print_job_free(&made[i].job);
    }
    free(made);
    free(png);
    return error;
}
