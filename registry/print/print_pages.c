/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "registry/print/print_work.h"
#include "registry/print/readback.h"

/* Pages of labels to one PDF. */

/* ---- places ---- */

uint64_t print_n_cells(const struct print_job *job) {
    return job->n_labels * job->copies;
}

uint64_t print_n_pages(const struct print_job *job) {
    return sello_place_pages(&job->stock, job->order, job->start, print_n_cells(job));
}

unsigned print_next_cell(const struct print_job *job) {
    if (job->format != PRINT_PDF) {
        return 0;
    }
    unsigned cells = sello_stock_cells(&job->stock);
    return (unsigned)((job->start + print_n_cells(job)) % cells);
}

uint64_t print_labels_on(const struct print_job *job, uint64_t n_pages) {
    uint64_t n = print_n_cells(job), found = 0;
    if (job->order != SELLO_ORDER_STACK) {
        uint64_t cells = n_pages * sello_stock_cells(&job->stock) - job->start;
        return ((cells < n ? cells : n) + job->copies - 1) / job->copies;
    }
    for (uint64_t i = 0; i < n; i += job->copies) {
        found += sello_place_of(&job->stock, job->order, job->start, n, i).page < n_pages;
    }
    return found;
}

/* A filled cell: its place, and which label of the job stands there. */
struct cell {
    struct sello_place place;
    uint64_t label;
};

static int by_place(const void *a, const void *b) {
    const struct sello_place *x = &((const struct cell *)a)->place;
    const struct sello_place *y = &((const struct cell *)b)->place;
    if (x->page != y->page) {
        return x->page < y->page ? -1 : 1;
    }
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* The filled cells of these pages, page by page. */
struct cells {
    struct cell *cell; /* owned */
    size_t n;
};

/* Which cells of the job may lie on these pages: in rows and columns a few in a row, in piles any.
 */
static void bound_cells(const struct print_job *job, uint64_t first_page, uint64_t n_pages,
                        uint64_t *out_from, uint64_t *out_to) {
    uint64_t n = print_n_cells(job), cells = sello_stock_cells(&job->stock);
    uint64_t from = first_page * cells, to = from + n_pages * cells;
    bool piles = job->order == SELLO_ORDER_STACK;
    *out_from = piles || from < job->start ? 0 : from - job->start;
    *out_to = piles || to - job->start > n ? n : to - job->start;
}

static enum sello_error find_cells(const struct print_job *job, uint64_t first_page,
                                   uint64_t n_pages, struct cells *out) {
    uint64_t n = print_n_cells(job), room = n_pages * sello_stock_cells(&job->stock);
    struct cells found = {calloc(room < n ? room : n, sizeof *found.cell), 0};
    if (found.cell == NULL) {
        return SELLO_E_MEMORY;
    }
    uint64_t from, to;
    bound_cells(job, first_page, n_pages, &from, &to);
    for (uint64_t i = from; i < to; i++) {
        struct sello_place place = sello_place_of(&job->stock, job->order, job->start, n, i);
        if (place.page >= first_page && place.page - first_page < n_pages) {
            found.cell[found.n++] = (struct cell){place, i / job->copies};
        }
    }
    qsort(found.cell, found.n, sizeof *found.cell, by_place);
    *out = found;
    return SELLO_OK;
}

/* ---- headers ---- */

#define HEADER_MAX 200

/* "B1, serials 000001-1 to 000024-C, sheet 1 of 3, avery-l7159": the smallest and the largest of
 * the page, whatever its order. */
static void put_header(const struct print_job *job, const struct print_label *labels,
                       const struct cells *cells, size_t at, char out[SELLO_LEN(HEADER_MAX)]) {
    const struct cell *first = &cells->cell[at];
    uint64_t page = first->place.page, low = first->label, high = first->label;
    for (size_t i = at; i < cells->n && cells->cell[i].place.page == page; i++) {
        uint64_t label = cells->cell[i].label;
        low = label < low ? label : low;
        high = label > high ? label : high;
    }
    char batch[SELLO_ID_LEN], from[SELLO_SERIAL_LEN], to[SELLO_SERIAL_LEN];
    sello_id_format((struct sello_id){SELLO_KIND_BATCH, labels[low].group->batch.number}, batch);
    sello_serial_format(labels[low].serial, from);
    sello_serial_format(labels[high].serial, to);
    bool english = strcmp(job->language, "en") == 0;
    snprintf(out, HEADER_MAX,
             english ? "%s · %s to %s · sheet %llu of %llu · %s"
                     : "%s · %s a %s · hoja %llu de %llu · %s",
             batch, from, to, (unsigned long long)page + 1, (unsigned long long)print_n_pages(job),
             job->stock.name);
}

/* ---- drawing ---- */

static enum sello_error put_cell(struct print_worker *worker, struct sello_sheet *sheet,
                                 const struct print_label *label, unsigned cell) {
    char serial[SELLO_SERIAL_LEN];
    enum sello_error error = print_worker_take(worker, label);
    if (error != SELLO_OK) {
        return error;
    }
    sello_serial_format(label->serial, serial);
    const struct sello_art_label drawn = {&worker->symbol, sello_bytes_of(serial)};
    return sello_sheet_put(sheet, cell, worker->art, &drawn);
}

/* ---- the second side ---- */

/* Whoever has the tag in hand has no signature for these words, and reads so. */
static struct sello_back back_of(const struct print_job *job, const struct print_group *group) {
    bool photo = group->claims.photo.len > 0, spanish = group->language != SELLO_LABEL_EN;
    const char *lead = photo     ? spanish ? "Escanea el código y compara la pieza con su foto"
                                           : "Scan the code and compare the piece with its photo"
                       : spanish ? "Escanea el código y compara lo que dice con la pieza"
                                 : "Scan the code and compare what it says with the piece";
    return (struct sello_back){
        .lead = sello_bytes_of(lead),
        .text = sello_bytes_of(job->back),
        .foot = sello_bytes_of(spanish ? "Este lado no está firmado" : "This side is not signed"),
        .over = sello_bytes_of(job->proof             ? "PRUEBA"
                               : !job->root->practice ? ""
                               : spanish              ? "PRÁCTICA"
                                                      : "PRACTICE"),
        .accent = job->accent,
    };
}

/* Of the page's labels, which are the cells from `from` to `to`. */
static enum sello_error draw_backs(struct print_worker *worker, const struct print_label *labels,
                                   const struct cells *cells, size_t from, size_t to,
                                   struct sello_sheet *sheet) {
    const struct print_job *job = worker->job;
    if (job->back == NULL || job->preview || to == from) {
        return SELLO_OK;
    }
    enum sello_error error = sello_sheet_back_page(sheet);
    for (size_t i = from; i < to && error == SELLO_OK; i++) {
        const struct cell *cell = &cells->cell[i];
        struct sello_back back = back_of(job, labels[cell->label].group);
        error = print_worker_take(worker, &labels[cell->label]);
        if (error == SELLO_OK) {
            error = sello_sheet_put_back(sheet, cell->place.cell, worker->art, &back);
        }
    }
    return error;
}

/* ---- pages ---- */

static enum sello_error draw_cells(struct print_worker *worker, const struct print_label *labels,
                                   const struct cells *cells, struct sello_sheet *sheet) {
    enum sello_error error = SELLO_OK;
    uint64_t page = 0;
    size_t begun = 0; /* the page's first cell */
    for (size_t i = 0; i < cells->n && error == SELLO_OK; i++) {
        const struct cell *cell = &cells->cell[i];
        if (i == 0 || cell->place.page != page) {
            char header[HEADER_MAX] = "";
            error = draw_backs(worker, labels, cells, begun, i, sheet);
            if (error != SELLO_OK) {
                break;
            }
            begun = i;
            page = cell->place.page;
            if (worker->job->header) {
                put_header(worker->job, labels, cells, i, header);
            }
            error = sello_sheet_page(sheet, sello_bytes_of(header));
        }
        if (error == SELLO_OK) {
            error = put_cell(worker, sheet, &labels[cell->label], cell->place.cell);
        }
    }
    if (error == SELLO_OK) {
        error = draw_backs(worker, labels, cells, begun, cells->n, sheet);
    }
    return error;
}

static enum sello_error draw_pages(struct print_worker *worker, const struct print_label *labels,
                                   const struct cells *cells, uint8_t **out_ptr, size_t *out_len) {
    struct sello_sheet *sheet = NULL;
    struct sello_sheet_setup setup = worker->job->sheet;
    setup.stock = &worker->job->stock;
    setup.title = worker->job->root->name;
    enum sello_error error = sello_sheet_new(&setup, &sheet);
    if (error == SELLO_OK) {
        error = draw_cells(worker, labels, cells, sheet);
    }
    if (error == SELLO_OK) {
        return sello_sheet_finish(&sheet, out_ptr, out_len);
    }
    sello_sheet_free(&sheet);
    return error;
}

/* ---- to look at ---- */

#define PICTURE_DPI 150
#define CAPTION_MAX 200

enum sello_error print_page_feed(struct print_feed *feed, struct print_label *labels) {
    struct cells cells = {0};
    enum sello_error error = find_cells(feed->job, 0, 1, &cells);
    for (size_t i = 0; i < cells.n && error == SELLO_OK; i++) {
        uint64_t label = cells.cell[i].label;
        error = print_feed_labels(feed, label, 1, &labels[label]);
    }
    free(cells.cell);
    return error;
}

static bool is_filled(const struct cells *cells, unsigned cell) {
    for (size_t i = 0; i < cells->n; i++) {
        if (cells->cell[i].place.cell == cell) {
            return true;
        }
    }
    return false;
}

/* Before the job's first label? */
static bool is_used(const struct print_job *job, unsigned cell) {
    for (unsigned i = 0; i < job->start; i++) {
        if (sello_place_of(&job->stock, job->order, 0, job->start, i).cell == cell) {
            return true;
        }
    }
    return false;
}

static void leave_cells(const struct print_job *job, const struct cells *cells,
                        struct sello_sheet *sheet) {
    for (unsigned cell = 0; cell < sello_stock_cells(&job->stock); cell++) {
        if (!is_filled(cells, cell)) {
            sello_sheet_leave(sheet, cell, is_used(job, cell));
        }
    }
}

static void put_caption(const struct print_job *job, const struct cells *cells,
                        char out[SELLO_LEN(CAPTION_MAX)]) {
    bool english = strcmp(job->language, "en") == 0;
    unsigned long long n = cells->n, pages = print_n_pages(job),
                       free_cells = sello_stock_cells(&job->stock) - n - job->start;
    if (job->stock.roll) {
        snprintf(out, CAPTION_MAX,
                 english ? "Preview, 1 of %llu · a proof's code"
                         : "Vista previa, 1 de %llu · código de prueba",
                 pages);
        return;
    }
    snprintf(out, CAPTION_MAX,
             english ? "Preview: sheet 1 of %llu, %s · labels: %llu · used: %u · free: %llu · the "
                       "codes are a proof's"
                     : "Vista previa: hoja 1 de %llu, %s · etiquetas: %llu · usados: %u · libres: "
                       "%llu · los códigos son de prueba",
             pages, job->stock.name, n, job->start, free_cells);
}

enum sello_error print_page_picture(struct print_worker *worker, const struct print_label *labels,
                                    uint8_t **out_ptr, size_t *out_len) {
    const struct print_job *job = worker->job;
    struct sello_sheet *sheet = NULL;
    struct sello_sheet_setup setup = job->sheet;
    struct cells cells = {0};
    char caption[CAPTION_MAX];
    enum sello_error error = find_cells(job, 0, 1, &cells);
    if (error == SELLO_OK) {
        put_caption(job, &cells, caption);
        setup.stock = &job->stock;
        setup.picture_dpi = PICTURE_DPI;
        setup.caption = sello_bytes_of(caption);
        error = sello_sheet_new(&setup, &sheet);
    }
    if (error == SELLO_OK) {
        error = draw_cells(worker, labels, &cells, sheet);
    }
    if (error == SELLO_OK) {
        leave_cells(job, &cells, sheet);
        error = sello_sheet_finish(&sheet, out_ptr, out_len);
    }
    free(cells.cell);
    sello_sheet_free(&sheet);
    return error;
}

/* ---- reading back ---- */

/* What is found in the finished file, against what was put there. */
struct check {
    struct print_worker *worker;
    const struct print_label *labels;
    const struct cells *cells;
    size_t n_read;
    uint16_t *times; /* by label of the job: how often it was read */
    enum sello_error error;
};

/* The label of a text that was read: found by its serial, whatever else it says. */
static const struct print_label *label_of(const struct check *check, struct sello_bytes text) {
    const struct print_job *job = check->worker->job;
    uint64_t serial = readback_serial(text);
    for (size_t i = 0; i < job->n_runs && serial > 0; i++) {
        const struct print_run *run = &job->run[i];
        if (serial >= run->first && serial - run->first < run->count) {
            return &check->labels[run->at + (serial - run->first)];
        }
    }
    return NULL;
}

/* One symbol of the file. */
static bool on_symbol(void *context, struct sello_bytes text) {
    struct check *check = context;
    const struct print_label *label = label_of(check, text);
    if (label == NULL) {
        check->error = SELLO_E_BATCH_MISMATCH;
        return false;
    }
    check->error = print_worker_text(check->worker, label);
    const struct readback want = {sello_bytes(check->worker->text, check->worker->text_len),
                                  check->worker->job->proof ? NULL : label->group->public_key};
    if (check->error == SELLO_OK) {
        check->error = readback_text(&want, text);
    }
    check->times[label - check->labels]++;
    check->n_read++;
    return check->error == SELLO_OK;
}

/* Each label as often as it was put, and nothing else. */
static enum sello_error count_again(struct check *check) {
    for (size_t i = 0; i < check->cells->n; i++) {
        uint64_t label = check->cells->cell[i].label;
        if (check->times[label] == 0) {
            check->worker->serial = check->labels[label].serial;
            return SELLO_E_PICTURE_NO_CODE;
        }
        check->times[label]--;
    }
    return check->n_read == check->cells->n ? SELLO_OK : SELLO_E_BATCH_MISMATCH;
}

static enum sello_error read_pages_back(struct print_worker *worker,
                                        const struct print_label *labels, const struct cells *cells,
                                        struct sello_bytes pdf) {
    struct check check = {.worker = worker, .labels = labels, .cells = cells};
    check.times = calloc(worker->job->n_labels, sizeof *check.times);
    if (check.times == NULL) {
        return SELLO_E_MEMORY;
    }
    enum sello_error error = readback_pdf(pdf, on_symbol, &check);
    error = check.error != SELLO_OK ? check.error : error;
    if (error == SELLO_OK) {
        error = count_again(&check);
    }
    free(check.times);
    return error;
}

bool print_pages_alike(struct print_worker *worker, const struct print_label *labels,
                       uint64_t first_page, uint64_t n_pages, struct sello_bytes pdf) {
    struct cells cells = {0};
    uint8_t *again = NULL;
    size_t len = 0;
    enum sello_error error = find_cells(worker->job, first_page, n_pages, &cells);
    error = error == SELLO_OK ? draw_pages(worker, labels, &cells, &again, &len) : error;
    bool alike = error == SELLO_OK && len == pdf.len && memcmp(again, pdf.ptr, len) == 0;
    free(again);
    free(cells.cell);
    return alike;
}

bool print_pages_stand(struct print_worker *worker, const struct print_label *labels,
                       uint64_t first_page, uint64_t n_pages, struct sello_bytes pdf) {
    struct cells cells = {0};
    enum sello_error error = find_cells(worker->job, first_page, n_pages, &cells);
    if (error == SELLO_OK) {
        error = read_pages_back(worker, labels, &cells, pdf);
    }
    free(cells.cell);
    return error == SELLO_OK;
}

enum sello_error print_pages_make(struct print_worker *worker, const struct print_label *labels,
                                  uint64_t first_page, uint64_t n_pages, uint8_t **out_ptr,
                                  size_t *out_len) {
    struct cells cells = {0};
    uint8_t *pdf = NULL;
    size_t len = 0;
    enum sello_error error = find_cells(worker->job, first_page, n_pages, &cells);
    if (error == SELLO_OK) {
        error = draw_pages(worker, labels, &cells, &pdf, &len);
    }
    if (error == SELLO_OK && worker->job->readback) {
        error = read_pages_back(worker, labels, &cells, sello_bytes(pdf, len));
    }
    free(cells.cell);
    if (error != SELLO_OK) {
        free(pdf);
        return error;
    }
    *out_ptr = pdf;
    *out_len = len;
    return SELLO_OK;
}
