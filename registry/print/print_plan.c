/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/print/accent.h"
#include "registry/print/mark.h"
#include "registry/print/print_send.h"
#include "registry/print/print_work.h"
#include "registry/print/printers.h"
#include "registry/print/stock_catalog.h"
#include "registry/session/session_files.h"

/* From a request to a job: which labels, on what they are printed and how they look, how large, and
 * where on a part-used sheet they begin. */

#define DESIGN_FILE_MAX ((size_t)64 << 10)

const char *print_format_name(enum print_format format) {
    switch (format) {
    case PRINT_PNG: return "png";
    case PRINT_SVG: return "svg";
    case PRINT_PDF: return "pdf";
    case PRINT_ZPL: return "zpl";
    }
    return "";
}

/* ---- stock ---- */

/* Sheets and rolls are in different printers: each kind remembers its own. */
static enum sello_error find_last_used(struct session *session, const struct print_job *job,
                                       char out[SELLO_LEN(SELLO_STOCK_MAX + 1)]) {
    bool roll = job->format == PRINT_ZPL;
    enum sello_error error =
        sello_print_last_stock(session->store, print_format_name(PRINT_ZPL), roll, out);
    if (error == SELLO_E_NOT_FOUND) {
        return session_refuse(
            session, &(struct problem){.error = SELLO_E_NOT_FOUND,
                                       .rule = "stock-not-named",
                                       .field = "stock",
                                       .value = {problem_text(roll ? "--stock roll-100x50"
                                                                   : "--stock avery-5162")}});
    }
    return session_fail(session, error);
}

static enum sello_error choose_stock(struct session *session, const char *name,
                                     struct print_job *job) {
    char last[SELLO_STOCK_MAX + 1];
    struct stock_item item;
    enum sello_error error = name == NULL ? find_last_used(session, job, last) : SELLO_OK;
    if (error == SELLO_OK) {
        error = stock_find(session, name != NULL ? name : last, &item);
    }
    if (error != SELLO_OK) {
        return error;
    }
    job->stock = item.stock;
    if (name == NULL) {
        session_notice(session, &(struct problem){.rule = "stock-as-last",
                                                  .value = {problem_text(job->stock.name)}});
    }
    if (job->format == PRINT_ZPL && !job->stock.roll) {
        session_notice(session, &(struct problem){.rule = "stock-is-a-sheet",
                                                  .value = {problem_text(job->stock.name)}});
    }
    return SELLO_OK;
}

/* ---- looks ---- */

static enum sello_error read_design(struct session *session, const char *path,
                                    struct print_job *job) {
    uint8_t *bytes;
    size_t len, line = 0;
    enum sello_error error = session_read_file(session, path, DESIGN_FILE_MAX, &bytes, &len);
    if (error != SELLO_OK) {
        return error;
    }
    error = sello_design_parse(sello_bytes(bytes, len), &job->own_design, &line);
    free(bytes);
    job->design = job->own_design;
    if (error != SELLO_OK) {
        return session_refuse(session,
                              &(struct problem){.error = error,
                                                .rule = "design-not-usable",
                                                .field = "design",
                                                .value = {problem_text(path), problem_number(line),
                                                          problem_error(error)}});
    }
    return SELLO_OK;
}

static enum sello_error choose_design(struct session *session, const char *name,
                                      struct print_job *job) {
    job->design = sello_design_find(name != NULL ? name : "plain");
    return job->design != NULL ? SELLO_OK : read_design(session, name, job);
}

static enum sello_error choose_mark(struct session *session, const struct print_request *request,
                                    struct print_job *job) {
    if (request->no_mark) {
        return SELLO_OK;
    }
    return request->mark != NULL ? mark_open_file(session, request->mark, &job->mark)
                                 : mark_open(session, &job->mark);
}

/* ---- the second side ---- */

#define BACK_FILE_MAX ((size_t)4 << 10)
#define BACK_TEXT_MAX 300 /* characters */

/* Characters, without the white space at its ends; lines are as they are. SIZE_MAX: no text. */
static size_t trim_back(const uint8_t *bytes, size_t len, char *out) {
    struct sello_bytes text = sello_bytes(bytes, len);
    size_t n = 0, at = 0;
    while (text.len > 0 && strchr(" \t\r\n", text.ptr[0]) != NULL) {
        text = sello_bytes(text.ptr + 1, text.len - 1);
    }
    while (text.len > 0 && strchr(" \t\r\n", text.ptr[text.len - 1]) != NULL) {
        text.len--;
    }
    while (at < text.len) {
        uint32_t code;
        size_t step = sello_utf8_next(sello_bytes(text.ptr + at, text.len - at), &code);
        if (step == 0 || (code != '\n' && code != '\r' && sello_text_forbidden(code))) {
            return SIZE_MAX;
        }
        at += step;
        n++;
    }
    memcpy(out, text.ptr, text.len);
    out[text.len] = '\0';
    return n > 0 ? n : SIZE_MAX;
}

static enum sello_error refuse_back(struct session *session, const char *rule, const char *path,
                                    struct problem_value value) {
    return session_refuse(session, &(struct problem){.error = SELLO_E_TEXT,
                                                     .rule = rule,
                                                     .field = "back",
                                                     .value = {problem_text(path), value}});
}

static enum sello_error read_back(struct session *session, const char *path,
                                  struct print_job *job) {
    uint8_t *bytes;
    size_t len;
    char letter[SELLO_LETTER_LEN] = "";
    if (!sello_stock_has_backs(&job->stock)) {
        return session_refuse(session, &(struct problem){.error = SELLO_E_RANGE,
                                                         .rule = "stock-has-no-back",
                                                         .field = "back",
                                                         .value = {problem_text(job->stock.name)}});
    }
    enum sello_error error = session_read_file(session, path, BACK_FILE_MAX, &bytes, &len);
    if (error != SELLO_OK) {
        return error;
    }
    job->back = calloc(len + 1, 1);
    size_t n = job->back != NULL ? trim_back(bytes, len, job->back) : 0;
    free(bytes);
    if (job->back == NULL) {
        return session_fail(session, SELLO_E_MEMORY);
    }
    if (n == SIZE_MAX) {
        return refuse_back(session, "back-not-text", path, problem_number(BACK_TEXT_MAX));
    }
    if (n > BACK_TEXT_MAX) {
        return session_refuse(session,
                              &(struct problem){.error = SELLO_E_TOO_LONG,
                                                .rule = "back-too-long",
                                                .field = "back",
                                                .value = {problem_text(path), problem_number(n),
                                                          problem_number(BACK_TEXT_MAX)}});
    }
    error = session_fail(session, sello_letter_missing(sello_bytes_of(job->back), letter));
    return error == SELLO_OK && letter[0] != '\0'
               ? refuse_back(session, "back-letter-not-in-fonts", path, problem_text(letter))
               : error;
}

/* A queue need not have been measured. */
static enum sello_error know_queue(struct session *session, const char *name,
                                   struct print_job *job) {
    struct printers printers;
    enum sello_error error = print_check_queue(session, name);
    error = error == SELLO_OK ? printers_read(session, &printers) : error;
    const struct printer *printer = error == SELLO_OK ? printers_find(&printers, name) : NULL;
    if (printer != NULL && job->format == PRINT_PDF) {
        job->sheet.profile = printer->profile;
    }
    return error;
}

static enum sello_error choose_printer(struct session *session, const char *name,
                                       struct print_job *job) {
    job->sheet.profile = (struct sello_profile){.scale_x = 1, .scale_y = 1};
    if (name == NULL) {
        return SELLO_OK;
    }
    snprintf(job->printer, sizeof job->printer, "%s", name);
    return job->to_queue ? know_queue(session, name, job)
                         : printers_profile(session, name, &job->sheet.profile);
}

static enum sello_error choose_looks(struct session *session, const struct print_request *request,
                                     struct print_job *job) {
    enum sello_error error = choose_stock(session, request->stock, job);
    error = error == SELLO_OK ? choose_design(session, request->design, job) : error;
    error = error == SELLO_OK ? choose_mark(session, request, job) : error;
    error = error == SELLO_OK ? mark_open_ornament(session, &job->ornament) : error;
    error = error == SELLO_OK ? accent_to_draw(session, &job->accent) : error;
    error =
        error == SELLO_OK && request->back != NULL ? read_back(session, request->back, job) : error;
    return error == SELLO_OK ? choose_printer(session, request->printer, job) : error;
}

/* ---- files ---- */

bool print_in_files(const struct print_job *job) {
    return !job->stream && job->format != PRINT_ZPL &&
           (job->format != PRINT_PDF || job->file_pages > 0);
}

/* A file of sheets is in memory until it is whole: 20,000 labels take 190 MB. */
static enum sello_error check_file_size(struct session *session, const struct print_job *job) {
    enum { CELLS_MAX = 20000, SHEETS = 100, ROLL = 1000 };
    unsigned cells_a_page = sello_stock_cells(&job->stock);
    uint64_t cells = print_n_cells(job);
    uint64_t in_file = job->file_pages * cells_a_page;
    in_file = job->file_pages > 0 && in_file < cells ? in_file : cells;
    if (job->format != PRINT_PDF || job->proof || in_file <= CELLS_MAX) {
        return SELLO_OK;
    }
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_TOO_LONG,
                                   .rule = "file-too-large-to-make",
                                   .field = "pages-per-file",
                                   .value = {problem_number(in_file), problem_number(CELLS_MAX),
                                             problem_number(cells_a_page > 1 ? SHEETS : ROLL)}});
}

/* ---- the whole ---- */

static struct print_job take_request(const struct print_request *request, const char *language) {
    const char *path = request->path != NULL ? request->path : request->printer;
    struct print_job job = {
        .format = request->format,
        .path = path,
        .stream = request->path != NULL && strcmp(path, "-") == 0,
        .to_queue = request->path == NULL,
        .resume = request->resume,
        .file_pages = request->file_pages,
        .n_workers = request->n_workers,
        .job_sheet = request->job_sheet,
        .settings = request->settings,
        .proof = request->proof,
        .forced = request->force,
        .readback = !request->no_readback,
        .header = !request->no_header,
        .copies = request->copies,
        .language = language,
        .whole = request->whole,
        .order = request->order,
    };
    job.size.dpi = request->dpi;
    job.sheet.dpi = request->dpi;
    job.sheet.bleed = request->bleed_mm;
    job.sheet.outlines = request->outlines;
    job.sheet.crop_marks = request->crop_marks;
    return job;
}

enum sello_error print_plan(struct session *session, const struct print_request *request,
                            struct print_job *out) {
    *out = take_request(request, session->language);
    enum sello_error error = session_root(session, &out->root);
    error = error == SELLO_OK ? print_select(session, request, out) : error;
    if (error == SELLO_OK && out->whole) {
        error = choose_looks(session, request, out);
    }
    error = error == SELLO_OK ? print_fit(session, out, request->module_mm) : error;
    error = error == SELLO_OK ? print_choose_start(session, request, out) : error;
    error = error == SELLO_OK ? check_file_size(session, out) : error;
    return error == SELLO_OK ? print_see(session, out) : error;
}

void print_job_free(struct print_job *job) {
    for (size_t i = 0; i < job->n_groups; i++) {
        free(job->group[i]);
    }
    free(job->group);
    free(job->run);
    sello_mark_free(&job->mark);
    sello_ornament_free(&job->ornament);
    free(job->back);
    sello_design_free(&job->own_design);
    *job = (struct print_job){0};
}
