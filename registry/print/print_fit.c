/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/stock/fit.h"

#include "registry/print/print_work.h"

/* How large the symbols are, and what would help where that is too small. */

/* ---- pictures of symbols alone: as large as one likes ---- */

static enum sello_error size_alone(struct session *session, struct print_job *job,
                                   double module_mm) {
    bool small = false;
    struct sello_print_size size;
    enum sello_error error = sello_print_size(job->size.dpi, module_mm, job->forced, &size, &small);
    if (error != SELLO_OK) {
        return session_refuse(session,
                              &(struct problem){.error = error, .rule = "module-does-not-scan"});
    }
    job->size = size;
    if (small) {
        session_notice(session,
                       &(struct problem){.error = SELLO_E_RANGE,
                                         .rule = "module-too-small-for-shops",
                                         .value = {problem_length(sello_module_mm(size))}});
    }
    return SELLO_OK;
}

/* ---- labels of a stock ---- */

/* "avery-5162, avery-5163" */
static void join_stocks(const struct sello_fit_help *help,
                        char out[SELLO_LEN(PRINT_ADVICE_STOCKS)]) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < help->n_stock && len < PRINT_ADVICE_STOCKS; i++) {
        int n = snprintf(out + len, PRINT_ADVICE_STOCKS - len, "%s%s", i == 0 ? "" : ", ",
                         help->stock[i]->name);
        len += n > 0 ? (size_t)n : 0;
    }
}

static void add_advice(struct print_job *job, const struct problem *advice) {
    job->advice[job->n_advice++] = *advice;
}

static void advise(struct print_job *job, const struct sello_fit_help *help) {
    job->n_advice = 0;
    join_stocks(help, job->advice_stocks);
    if (job->advice_stocks[0] != '\0') {
        add_advice(job, &(struct problem){.rule = "advice-larger-stock",
                                          .value = {problem_text(job->advice_stocks)}});
    }
    if (help->dpi != 0) {
        add_advice(job, &(struct problem){.rule = "advice-finer-printer",
                                          .value = {problem_number(help->dpi)}});
    }
    if (help->version != 0 && help->version < job->version) {
        add_advice(job, &(struct problem){.rule = "advice-smaller-symbol",
                                          .value = {problem_number(help->version),
                                                    problem_number(job->version)}});
    }
}

static enum sello_error fit_of(const struct print_job *job, double module_mm, bool forced,
                               struct sello_fit *out) {
    return sello_fit(&job->stock, job->size.dpi, module_mm, forced, job->symbol_page, out);
}

/* The most that fits. */
static enum sello_error largest(struct session *session, struct print_job *job, double module_mm,
                                struct sello_fit *out) {
    struct sello_fit forced;
    struct sello_fit_help help;
    enum sello_error error = fit_of(job, module_mm, job->forced, out);
    if (error == SELLO_OK) {
        return SELLO_OK;
    }
    if (error == SELLO_E_RANGE) {
        return session_refuse(session, &(struct problem){.error = error,
                                                         .rule = "module-too-many-dots",
                                                         .field = "module",
                                                         .value = {problem_length(module_mm)}});
    }
    sello_fit_help(&job->stock, job->size.dpi, job->symbol_page, &help);
    advise(job, &help);
    if (!job->forced && fit_of(job, module_mm, true, &forced) == SELLO_OK) {
        add_advice(job, &(struct problem){.rule = "advice-force"});
    }
    return session_refuse(session, &(struct problem){.error = error,
                                                     .rule = "modules-too-small",
                                                     .field = "stock",
                                                     .value = {problem_text(job->stock.name),
                                                               problem_length(help.module_mm)}});
}

/* A module is one size in all the job: the one that keeps the words of every batch. */
static enum sello_error make_room(struct session *session, const struct print_job *job,
                                  struct sello_fit *fit) {
    struct sello_print_size most = fit->size;
    for (size_t i = 0; i < job->n_groups; i++) {
        struct sello_art_setup setup = print_art_setup(job, job->group[i]);
        setup.size = fit->size;
        enum sello_error error = sello_art_size(&setup, &fit->size);
        if (error != SELLO_OK) {
            return session_refuse(session,
                                  &(struct problem){.error = error, .rule = "labels-not-drawn"});
        }
    }
    if (fit->size.dots_per_module < most.dots_per_module) {
        session_notice(session,
                       &(struct problem){.rule = "module-for-words",
                                         .value = {problem_length(sello_module_mm(fit->size)),
                                                   problem_length(sello_module_mm(most))}});
    }
    return SELLO_OK;
}

static enum sello_error size_on_stock(struct session *session, struct print_job *job,
                                      double module_mm) {
    struct sello_fit fit;
    struct sello_fit_help help;
    enum sello_error error = largest(session, job, module_mm, &fit);
    if (error == SELLO_OK && module_mm == 0) {
        error = make_room(session, job, &fit);
    }
    if (error != SELLO_OK) {
        return error;
    }
    double mm = sello_module_mm(fit.size);
    if (mm < SELLO_MODULE_RETAIL_MM) {
        session_notice(session, &(struct problem){.error = SELLO_E_RANGE,
                                                  .rule = "module-too-small-for-shops",
                                                  .value = {problem_length(mm)}});
        sello_fit_help(&job->stock, job->size.dpi, job->symbol_page, &help);
        advise(job, &help);
        for (size_t i = 0; i < job->n_advice; i++) {
            session_notice(session, &job->advice[i]);
        }
    }
    job->size = fit.size;
    return SELLO_OK;
}

/* ---- what there is no room for ---- */

static uint64_t labels_of(const struct print_job *job, const struct print_group *group) {
    uint64_t n = 0;
    for (size_t i = 0; i < job->n_runs; i++) {
        n += job->run[i].group == group ? job->run[i].count : 0;
    }
    return n;
}

/* A label on which PRUEBA has no room is refused when it is drawn. */
static enum sello_error lack_of(const struct print_job *job, const struct print_group *group,
                                struct sello_art_lack *out) {
    struct sello_art *art = NULL;
    const struct sello_art_setup setup = print_art_setup(job, group);
    enum sello_error error = sello_art_new(&setup, &art);
    *out = (struct sello_art_lack){.missing = ""};
    if (error == SELLO_OK) {
        sello_art_lack(art, out);
        sello_art_free(&art);
    }
    return error == SELLO_E_PAGE_FULL ? SELLO_OK : error;
}

static void add_lacks(struct print_job *job, const uint64_t n_labels[SELLO_ART_PARTS], bool cut) {
    for (size_t part = 0; part < SELLO_ART_PARTS; part++) {
        if (n_labels[part] > 0) {
            job->lack[job->n_lacks++] =
                (struct print_lack){(enum sello_art_part)part, cut, n_labels[part]};
        }
    }
}

static enum sello_error refuse_letter(struct session *session, const struct print_group *group,
                                      const char *letter) {
    char code[16];
    uint32_t code_point = 0;
    (void)sello_utf8_next(sello_bytes_of(letter), &code_point);
    snprintf(code, sizeof code, "U+%04X", (unsigned)code_point);
    return session_refuse(
        session, &(struct problem){.error = SELLO_E_PAGE_FONT,
                                   .rule = "letter-not-in-fonts",
                                   .subject = {SELLO_KIND_BATCH, group->batch.number},
                                   .value = {problem_text(letter), problem_text(code),
                                             problem_id(SELLO_KIND_BATCH, group->batch.number)}});
}

static enum sello_error find_lacks(struct session *session, struct print_job *job) {
    uint64_t left_out[SELLO_ART_PARTS] = {0}, cut[SELLO_ART_PARTS] = {0};
    for (size_t i = 0; i < job->n_groups; i++) {
        struct sello_art_lack lack;
        uint64_t n = labels_of(job, job->group[i]);
        enum sello_error error = lack_of(job, job->group[i], &lack);
        if (error != SELLO_OK) {
            return session_refuse(session,
                                  &(struct problem){.error = error, .rule = "labels-not-drawn"});
        }
        if (lack.missing[0] != '\0') {
            return refuse_letter(session, job->group[i], lack.missing);
        }
        for (size_t part = 0; part < SELLO_ART_PARTS; part++) {
            left_out[part] += lack.left_out[part] ? n : 0;
            cut[part] += lack.cut[part] ? n : 0;
        }
    }
    add_lacks(job, left_out, false);
    add_lacks(job, cut, true);
    return SELLO_OK;
}

enum sello_error print_fit(struct session *session, struct print_job *job, double module_mm) {
    if (!job->whole) {
        return size_alone(session, job, module_mm);
    }
    enum sello_error error = size_on_stock(session, job, module_mm);
    return error == SELLO_OK ? find_lacks(session, job) : error;
}
