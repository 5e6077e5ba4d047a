/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "registry/issue/claims.h"
#include "registry/print/print_work.h"
#include "registry/print/readback.h"
#include "verify/verdict/label_text.h"

/* One label to bytes. */

void print_worker_start(struct print_worker *worker, const struct print_job *job) {
    *worker = (struct print_worker){.job = job};
}

void print_worker_end(struct print_worker *worker) {
    sello_art_free(&worker->art);
    free(worker->buf);
    *worker = (struct print_worker){0};
}

/* ---- getting ready ---- */

struct sello_art_setup print_art_setup(const struct print_job *job,
                                       const struct print_group *group) {
    return (struct sello_art_setup){
        .stock = &job->stock,
        .design = job->design,
        .mark = job->mark,
        .words = &group->words,
        .language = group->language,
        .size = job->size,
        .symbol_page = job->symbol_page,
        .proof = job->proof,
        .practice = job->root->practice,
        .bleeds = job->sheet.bleed > 0,
        .thermal = job->format == PRINT_ZPL,
        .settings = job->settings,
        .accent = job->accent,
        .ornament = job->ornament,
    };
}

/* Layout and fonts are made once a batch. */
static enum sello_error need_art(struct print_worker *worker, const struct print_group *group) {
    const struct print_job *job = worker->job;
    if (!job->whole || (worker->art != NULL && worker->group == group)) {
        return SELLO_OK;
    }
    const struct sello_art_setup setup = print_art_setup(job, group);
    sello_art_free(&worker->art);
    enum sello_error error = sello_art_new(&setup, &worker->art);
    worker->group = error == SELLO_OK ? group : NULL;
    return error;
}

/* A proof lies about, and goes to the print house: its symbol, as dense as the label's, has none of
 * the label's signature. Behind the serial stand digits that depend on it alone. */
static void make_proof_text(struct print_worker *worker) {
    char number[2 * SELLO_PROOF_DIGITS + 8];
    uint8_t hash[SELLO_HASH_LEN] = {0};
    const char *mark = memchr(worker->text, '#', worker->text_len);
    size_t begin = mark != NULL ? (size_t)(mark - worker->text) + 1 : 0;
    char *digit = worker->text + begin;
    size_t n = worker->text_len - begin, n_number = (size_t)2 * SELLO_PROOF_DIGITS;
    snprintf(number, sizeof number, "%0*llu", 2 * SELLO_PROOF_DIGITS,
             (unsigned long long)worker->serial);
    for (size_t i = 0; i < n; i++) {
        if (i % sizeof hash == 0) {
            const struct sello_bytes parts[] = {sello_bytes(hash, sizeof hash),
                                                sello_bytes_of(number)};
            sello_sha256(parts, sizeof parts / sizeof *parts, hash);
        }
        digit[i] = i < n_number ? number[i] : (char)('0' + hash[i % sizeof hash] % 10);
    }
}

enum sello_error print_worker_text(struct print_worker *worker, const struct print_label *label) {
    uint8_t buf[SELLO_TOKEN_MAX];
    struct sello_writer token = sello_writer_init(buf, sizeof buf);
    struct sello_writer text = sello_writer_init(worker->text, sizeof worker->text);
    struct sello_claims claims = label->group->claims;
    worker->serial = label->serial;
    batch_label_next(&label->group->batch, label->serial, label->photo, &claims);
    sello_put_label(&token, label->group->batch.kid, &claims, label->signature);
    sello_put_item_text(&text, worker->job->root->base_url, label->group->batch.link, &claims,
                        sello_written(&token));
    worker->text_len = text.len;
    if ((worker->job->proof || worker->job->preview) && !text.failed) {
        make_proof_text(worker);
    }
    return token.failed || text.failed ? SELLO_E_NO_ROOM : SELLO_OK;
}

enum sello_error print_worker_take(struct print_worker *worker, const struct print_label *label) {
    enum sello_error error = print_worker_text(worker, label);
    if (error == SELLO_OK) {
        error = sello_symbol_make(sello_bytes(worker->text, worker->text_len), PRINT_VERSION_MAX,
                                  &worker->symbol);
        worker->symbol.practice = !worker->job->whole && worker->job->root->practice;
    }
    return error == SELLO_OK ? need_art(worker, label->group) : error;
}

/* ---- drawing ---- */

static enum sello_error need_label_room(struct print_worker *worker) {
    size_t room = worker->art != NULL ? sello_art_room(worker->art)
                                      : sello_symbol_room(&worker->symbol, worker->job->size);
    return base_grow(&worker->buf, &worker->room, room, 1) ? SELLO_OK : SELLO_E_MEMORY;
}

static enum sello_error draw_label(struct print_worker *worker, struct sello_writer *out) {
    const struct print_job *job = worker->job;
    char serial[SELLO_SERIAL_LEN];
    sello_serial_format(worker->serial, serial);
    const struct sello_art_label label = {&worker->symbol, sello_bytes_of(serial)};
    if (job->format == PRINT_ZPL) {
        return sello_art_zpl(worker->art, &label, (unsigned)job->copies, out);
    }
    if (job->whole) {
        return job->format == PRINT_SVG ? sello_art_svg(worker->art, &label, out)
                                        : sello_art_png(worker->art, &label, out);
    }
    return job->format == PRINT_SVG
               ? sello_symbol_svg(&worker->symbol, job->size, label.serial, out)
               : sello_symbol_png(&worker->symbol, job->size, out);
}

static enum sello_error read_label_back(const struct print_worker *worker,
                                        const struct print_label *label, struct sello_bytes file) {
    const struct readback want = {sello_bytes(worker->text, worker->text_len),
                                  worker->job->proof ? NULL : label->group->public_key};
    switch (worker->job->format) {
    case PRINT_SVG: return readback_svg(&want, file);
    case PRINT_ZPL: return readback_zpl(&want, file, worker->job->size.dots_per_module);
    case PRINT_PNG:
    case PRINT_PDF: break;
    }
    return readback_png(&want, file, worker->job->size.dots_per_module);
}

bool print_label_stands(struct print_worker *worker, const struct print_label *label,
                        struct sello_bytes file) {
    return print_worker_text(worker, label) == SELLO_OK &&
           read_label_back(worker, label, file) == SELLO_OK;
}

enum sello_error print_label_make(struct print_worker *worker, const struct print_label *label,
                                  struct sello_bytes *out) {
    enum sello_error error = print_worker_take(worker, label);
    if (error == SELLO_OK) {
        error = need_label_room(worker);
    }
    if (error != SELLO_OK) {
        return error;
    }
    struct sello_writer w = sello_writer_init(worker->buf, worker->room);
    error = draw_label(worker, &w);
    if (error == SELLO_OK && worker->job->readback) {
        error = read_label_back(worker, label, sello_written(&w));
    }
    if (error == SELLO_OK) {
        *out = sello_written(&w);
    }
    return error;
}

/* ---- how far, and why not ---- */

uint64_t print_n_to_make(const struct print_job *job) {
    return job->proof && job->format != PRINT_PDF ? 1 : job->n_labels;
}

void print_progress(struct session *session, const struct print_job *job, uint64_t done) {
    uint64_t total = print_n_to_make(job);
    if (session->hooks.progress != NULL && done < total) {
        session->hooks.progress(session->hooks.context, "print", done, total);
    }
}

enum sello_error print_refuse_unit(struct session *session, const struct print_worker *worker,
                                   enum sello_error error) {
    struct problem problem = {
        .error = error, .field = "serial", .value = {problem_number(worker->serial)}};
    switch ((int)error) {
    case SELLO_E_PICTURE_NO_CODE: problem.rule = "label-does-not-read-back"; break;
    case SELLO_E_BATCH_MISMATCH: problem.rule = "label-reads-back-otherwise"; break;
    case SELLO_E_SIGNATURE: problem.rule = "label-signature-wrong"; break;
    case SELLO_E_PAGE_FULL:
        problem = (struct problem){.error = error,
                                   .rule = "design-has-no-room",
                                   .field = "stock",
                                   .value = {problem_text(worker->job->stock.name)}};
        break;
    case SELLO_E_PAGE_FONT:
        problem = (struct problem){.error = error, .rule = "fonts-missing-for-labels"};
        break;
    default: return session_fail(session, error);
    }
    return session_refuse(session, &problem);
}
