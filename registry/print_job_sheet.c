/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdlib.h>

#include "labels/page.h"
#include "registry/print.h"

/* A page that goes with the file to the print shop: what it is, how to print it, how to tell that
 * it was printed well. */

enum { LINE_MAX_BYTES = 320, ROWS_MAX = 12 };

/* Two columns: what, and how much of it. */
struct rows {
    char text[ROWS_MAX][LINE_MAX_BYTES];
    struct sello_page_part part[ROWS_MAX];
    size_t n;
};

__attribute__((format(printf, 3, 4))) static void put_row(struct rows *rows, const char *what,
                                                          const char *format, ...) {
    char *text = rows->text[rows->n];
    va_list values;
    va_start(values, format);
    vsnprintf(text, LINE_MAX_BYTES, format, values);
    va_end(values);
    rows->part[rows->n++] = (struct sello_page_part){
        .kind = SELLO_PART_TEXT, .text = sello_bytes_of(what), .beside = sello_bytes_of(text)};
}

static const char *order_text(enum sello_order order) {
    switch (order) {
    case SELLO_ORDER_ROW: return _("along the rows");
    case SELLO_ORDER_COLUMN: return _("down the columns");
    case SELLO_ORDER_STACK: return _("cut and stack: the piles are in order when they are cut");
    }
    return "";
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static void put_serials(struct rows *rows, const struct print_job *job) {
    const struct print_run *last = &job->run[job->n_runs - 1];
    char from[SELLO_SERIAL_LEN], to[SELLO_SERIAL_LEN];
    sello_serial_format(job->run[0].first, from);
    sello_serial_format(last->first + last->count - 1, to);
    put_row(rows, _("First serial"), "%s", from);
    put_row(rows, _("Last serial"), "%s", to);
}

static void put_stock(struct rows *rows, const struct print_job *job,
                      const struct print_done *done) {
    const struct sello_stock *s = &job->stock;
    put_row(rows, _("Stock"), "%s (%s)", s->title, s->name);
    put_row(rows, _("Label"), "%.2f x %.2f mm", s->width, s->height);
    if (job->format == PRINT_PDF) {
        put_row(rows, _("Paper"), "%.1f x %.1f mm", s->paper_width, s->paper_height);
        put_row(rows, _("Sheets"), "%llu", (unsigned long long)done->n_pages);
        put_row(rows, _("Order"), "%s", order_text(job->order));
    }
}

static void put_rows(struct rows *rows, const struct print_job *job,
                     const struct print_done *done) {
    put_row(rows, _("File"), "%s", last_part(job->path));
    put_row(rows, _("Labels"), "%llu", (unsigned long long)done->n_labels);
    if (job->copies > 1) {
        put_row(rows, _("Copies of each"), "%llu", (unsigned long long)job->copies);
    }
    put_serials(rows, job);
    if (job->whole) {
        put_stock(rows, job, done);
    }
    put_row(rows, _("Symbol"), _("modules of %.3f mm, %u dots at %u dpi"),
            sello_module_mm(job->size), job->size.dots_per_module, job->size.dpi);
}

static enum sello_status write_page(const struct print_job *job, const struct print_done *done,
                                    struct sello_writer *out) {
    struct rows rows = {.n = 0};
    struct sello_page_part parts[ROWS_MAX + 6] = {
        {.kind = SELLO_PART_TITLE,
         .text = sello_bytes_of(job->proof ? _("Labels: a proof") : _("Labels to print"))},
        {.kind = SELLO_PART_LEAD, .text = job->root->name},
    };
    size_t n = 2;
    put_rows(&rows, job, done);
    memcpy(parts + n, rows.part, rows.n * sizeof *parts);
    n += rows.n;
    parts[n++] = (struct sello_page_part){.kind = SELLO_PART_HEADING,
                                          .text = sello_bytes_of(_("How to print it"))};
    parts[n++] = (struct sello_page_part){
        .kind = SELLO_PART_TEXT,
        .text = sello_bytes_of(_("At 100 % (actual size), never fitted to the page. In black, not "
                                 "in four colours. Keep the white margin around each symbol. Each "
                                 "serial is printed once: please destroy what is spoiled."))};
    parts[n++] = (struct sello_page_part){.kind = SELLO_PART_HEADING,
                                          .text = sello_bytes_of(_("How to check it"))};
    parts[n++] = (struct sello_page_part){
        .kind = SELLO_PART_TEXT,
        .text = sello_bytes_of(_("Measure one label with a ruler. Read the first and the last one "
                                 "with a telephone's camera."))};
    const struct sello_page page = {
        .paper = job->whole && sello_stock_is_a4(&job->stock) ? SELLO_PAPER_A4 : SELLO_PAPER_LETTER,
        .name = job->root->name,
        .part = parts,
        .n_parts = n,
        .footer = sello_bytes(NULL, 0),
    };
    return sello_page_write(&page, SELLO_PAGE_PDF, out);
}

bool print_job_sheet(struct app *app, const struct print_job *job, const struct print_done *done) {
    uint8_t *buf = malloc(SELLO_PAGE_ROOM);
    struct sello_writer w = sello_writer_init(buf, SELLO_PAGE_ROOM);
    enum sello_status status = buf != NULL ? write_page(job, done, &w) : SELLO_E_MEMORY;
    if (status != SELLO_OK) {
        (void)app_failed(app, status, _("The labels were written, but the job sheet was not"));
    }
    bool written = status == SELLO_OK && cli_file_replace(job->job_sheet, sello_written(&w), 0644);
    free(buf);
    return written;
}
