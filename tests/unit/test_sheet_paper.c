/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets as they come onto paper: rendered by poppler, measured, and read by zxing-cpp and zbar. */
#include <math.h>

#include "labels/art/art_draw.h"
#include "tests/support/oracle.h"
#include "tests/support/program.h"
#include "tests/support/sello_test.h"
#include "tests/support/sheet_sample.h"

#define NEAR_MM 0.2 /* how far from the stock's table a label may lie */

/* ---- rendering ---- */

/* The first page, in grey: a picture that lies in a file's bytes. */
struct page {
    struct oracle_picture picture;
    struct sello_bytes pgm; /* freed by program_free */
};

static struct page render(struct sello_bytes pdf, unsigned dpi) {
    char command[64];
    int head = 0;
    struct page page = {0};
    struct oracle_picture *p = &page.picture;
    snprintf(command, sizeof command, "pdftoppm -r %u -gray -singlefile in", dpi);
    page.pgm = program_output(pdf, command);
    assert_true(page.pgm.len > 32);
    const char *words = (const char *)page.pgm.ptr;
    assert_int_equal(sscanf(words, "P5 %u %u 255%n", &p->width, &p->height, &head), 2);
    size_t at = (size_t)head + 1;
    assert_int_equal(page.pgm.len, at + (size_t)p->width * p->height);
    p->grey = (uint8_t *)(uintptr_t)page.pgm.ptr + at;
    return page;
}

/* The first page in black and white: a bit a pixel, 1 is black, rows of whole bytes. */
struct bitmap {
    unsigned width, height;
    struct sello_bytes pbm; /* freed by program_free */
    const uint8_t *bits;
};

static struct bitmap render_mono(struct sello_bytes pdf, unsigned dpi) {
    char command[64];
    int head = 0;
    struct bitmap bitmap = {0};
    snprintf(command, sizeof command, "pdftoppm -r %u -mono -singlefile in", dpi);
    bitmap.pbm = program_output(pdf, command);
    assert_true(bitmap.pbm.len > 32);
    assert_int_equal(
        sscanf((const char *)bitmap.pbm.ptr, "P4 %u %u%n", &bitmap.width, &bitmap.height, &head),
        2);
    bitmap.bits = bitmap.pbm.ptr + head + 1;
    size_t stride = (bitmap.width + 7) / 8;
    assert_int_equal(bitmap.pbm.len, (size_t)head + 1 + stride * bitmap.height);
    return bitmap;
}

static void copy_row(const struct bitmap *bitmap, size_t x, size_t y, size_t n, uint8_t *out) {
    const uint8_t *row = bitmap->bits + y * ((bitmap->width + 7) / 8);
    for (size_t i = 0; i < n; i++) {
        out[i] = row[(x + i) / 8] >> (7 - (x + i) % 8) & 1;
    }
}

/* ---- a sheet ---- */

struct sheet {
    struct sheet_job job;
    struct sello_sheet_setup setup;
    const struct sello_stock *stock;
    struct sello_bytes pdf;
};

static struct sheet full_sheet(const struct sheet_sample *sample, unsigned dpi, unsigned dots) {
    struct sheet sheet = {.stock = sello_stock_find(sample->stock)};
    sheet.setup = (struct sello_sheet_setup){.profile = {0, 0, 1, 1}, .dpi = dpi};
    sheet.job = (struct sheet_job){.sample = sample,
                                   .order = SELLO_ORDER_ROW,
                                   .n = sello_stock_cells(sheet.stock),
                                   .dots_per_module = dots,
                                   .header = "Tanda B7"};
    return sheet;
}

static void make(struct sheet *sheet) {
    sheet->pdf = sheet_sample_pdf(&sheet->job, sheet->setup);
}

static void free_sheet(struct sheet *sheet) {
    free((void *)(uintptr_t)sheet->pdf.ptr);
}

static struct sello_symbol symbol_of(const struct sheet *sheet, unsigned cell) {
    char buf[SHEET_TEXT_MAX];
    struct sello_symbol symbol;
    struct sello_bytes text = sheet_sample_text(sheet->job.sample, cell, buf);
    assert_status(sello_symbol_make(text, 22, &symbol), SELLO_OK);
    return symbol;
}

/* ---- outlines: a label's edges, in millimetres ---- */

static double dots_of(double mm, unsigned dpi) {
    return mm / 25.4 * dpi;
}

/* The middle of the dark pixels that lie within half a millimetre of (x, y), along one axis. On the
 * paper's very edge the half of a line that is cut off is lost. */
static double edge_near(const struct oracle_picture *picture, unsigned dpi, double x, double y,
                        bool across) {
    double reach = dots_of(0.5, dpi), sum = 0, n = 0;
    long middle = lround(dots_of(across ? x : y, dpi)), line = lround(dots_of(across ? y : x, dpi));
    for (long i = middle - (long)reach; i <= middle + (long)reach; i++) {
        long column = across ? i : line, row = across ? line : i;
        if (column >= 0 && column < (long)picture->width && row >= 0 &&
            row < (long)picture->height) {
            double dark = 255 - picture->grey[row * (long)picture->width + column];
            sum += dark * ((double)i + 0.5);
            n += dark;
        }
    }
    assert_true(n > 0);
    return sum / n / dpi * 25.4;
}

static void assert_near(double got, double wanted) {
    if (fabs(got - wanted) > NEAR_MM) {
        print_error("an edge lies at %.3f mm instead of %.3f mm\n", got, wanted);
        fail();
    }
}

static void assert_outlines(const struct sheet *sheet, const struct oracle_picture *picture,
                            unsigned dpi) {
    const struct sello_stock *stock = sheet->stock;
    for (unsigned cell = 0; cell < sello_stock_cells(stock); cell++) {
        double left = stock->left + cell % stock->columns * stock->pitch_x;
        double top = stock->top + cell / stock->columns * stock->pitch_y;
        double right = left + stock->width, bottom = top + stock->height;
        double x = (left + right) / 2, y = (top + bottom) / 2;
        assert_near(edge_near(picture, dpi, left, y, true), left);
        assert_near(edge_near(picture, dpi, right, y, true), right);
        assert_near(edge_near(picture, dpi, x, top, false), top);
        assert_near(edge_near(picture, dpi, x, bottom, false), bottom);
    }
}

/* ---- symbols: pixel by pixel ---- */

struct corner {
    long x, y;
};

/* Where the quiet zone of a cell's symbol begins, in dots of the page. */
static struct corner corner_of(const struct sheet *sheet, unsigned cell,
                               const struct sello_symbol *symbol, const struct sello_art *art) {
    const struct sello_stock *stock = sheet->stock;
    const struct sello_profile *profile = &sheet->setup.profile;
    double left = stock->left + cell % stock->columns * stock->pitch_x;
    double top = stock->top + cell / stock->columns * stock->pitch_y;
    double x = dots_of(profile->offset_x + profile->scale_x * left, sheet->setup.dpi);
    double y = dots_of(profile->offset_y + profile->scale_y * top, sheet->setup.dpi);
    double half = sello_symbol_page(symbol) * sheet->job.dots_per_module / 2.0;
    unsigned at_x, at_y;
    art_symbol_at(art, symbol, &at_x, &at_y);
    return (struct corner){lround(x) + lround(profile->scale_x * (at_x + half) - half),
                           lround(y) + lround(profile->scale_y * (at_y + half) - half)};
}

/* Each module is the same whole number of pixels, dark or light as the symbol's, and the quiet zone
 * is empty. */
static void assert_pixels(const struct bitmap *picture, struct corner at,
                          const struct sello_symbol *symbol, unsigned dots) {
    static uint8_t row[(SELLO_SYMBOL_SIDE_MAX + 2 * SELLO_QUIET_ZONE) * 40], got[sizeof row];
    unsigned page = sello_symbol_page(symbol), side = page * dots;
    assert_true(at.x >= 0 && at.x + side <= picture->width);
    assert_true(at.y >= 0 && at.y + side <= picture->height && side <= sizeof row);
    for (unsigned y = 0; y < side; y++) {
        for (unsigned x = 0; x < page && y % dots == 0; x++) {
            memset(row + x * dots, sello_symbol_dark(symbol, x, y / dots), dots);
        }
        copy_row(picture, (size_t)at.x, (size_t)at.y + y, side, got);
        if (memcmp(got, row, side) != 0) {
            print_error("row %u of the symbol at (%ld, %ld) differs\n", y, at.x, at.y);
            fail();
        }
    }
}

static void assert_symbols(const struct sheet *sheet) {
    struct bitmap picture = render_mono(sheet->pdf, sheet->setup.dpi);
    assert_int_equal(picture.width, lround(dots_of(sheet->stock->paper_width, sheet->setup.dpi)));
    assert_int_equal(picture.height, lround(dots_of(sheet->stock->paper_height, sheet->setup.dpi)));
    struct sello_art *art = sheet_sample_art(&sheet->job, sheet->setup.dpi);
    for (unsigned cell = 0; cell < sello_stock_cells(sheet->stock); cell++) {
        struct sello_symbol symbol = symbol_of(sheet, cell);
        assert_pixels(&picture, corner_of(sheet, cell, &symbol, art), &symbol,
                      sheet->job.dots_per_module);
    }
    sello_art_free(&art);
    program_free(picture.pbm);
}

/* ---- reading ---- */

#define CELLS_MAX 128

struct readers {
    const struct sheet *sheet;
    bool seen[CELLS_MAX];
};

static void mark_seen(void *context, const char *text, size_t len) {
    struct readers *readers = (struct readers *)context;
    char buf[SHEET_TEXT_MAX];
    for (unsigned cell = 0; cell < sello_stock_cells(readers->sheet->stock); cell++) {
        struct sello_bytes wanted = sheet_sample_text(readers->sheet->job.sample, cell, buf);
        if (sello_bytes_eq(wanted, sello_bytes(text, len))) {
            readers->seen[cell] = true;
            return;
        }
    }
    fail_msg("a code was read that is on no label");
}

static void assert_page_reads(const struct sheet *sheet, const struct oracle_picture *picture) {
    struct readers readers = {.sheet = sheet};
    oracle_zxing_each(picture, mark_seen, &readers);
    oracle_zbar_each(picture, mark_seen, &readers);
    for (unsigned cell = 0; cell < sello_stock_cells(sheet->stock); cell++) {
        assert_true(readers.seen[cell]);
    }
}

/* A label cut out of the page, by its place in the stock's table. */
static struct oracle_picture cut_out(const struct sheet *sheet,
                                     const struct oracle_picture *picture, unsigned dpi,
                                     unsigned cell) {
    const struct sello_stock *stock = sheet->stock;
    double left = stock->left + cell % stock->columns * stock->pitch_x;
    double top = stock->top + cell / stock->columns * stock->pitch_y;
    size_t x = (size_t)dots_of(left, dpi), y = (size_t)dots_of(top, dpi);
    struct oracle_picture label = {(unsigned)dots_of(stock->width, dpi),
                                   (unsigned)dots_of(stock->height, dpi), NULL};
    label.grey = malloc((size_t)label.width * label.height);
    for (size_t row = 0; row < label.height; row++) {
        memcpy(label.grey + row * label.width, picture->grey + (y + row) * picture->width + x,
               label.width);
    }
    return label;
}

static void assert_labels_read(const struct sheet *sheet, const struct oracle_picture *picture,
                               unsigned dpi) {
    char buf[SHEET_TEXT_MAX];
    for (unsigned cell = 0; cell < sello_stock_cells(sheet->stock); cell++) {
        struct oracle_picture label = cut_out(sheet, picture, dpi, cell);
        if (!oracle_both_read(&label, sheet_sample_text(sheet->job.sample, cell, buf))) {
            print_error("%s: label %u does not read\n", sheet->stock->name, cell);
            fail();
        }
        oracle_picture_free(&label);
    }
}

/* ---- ten stocks ---- */

static void at_300_dpi_labels_read(const struct sheet *sheet) {
    struct page page = render(sheet->pdf, 300);
    assert_outlines(sheet, &page.picture, 300);
    assert_labels_read(sheet, &page.picture, 300);
    assert_page_reads(sheet, &page.picture);
    program_free(page.pgm);
}

static void labels_lie_in_their_place_and_read(void **state) {
    (void)state;
    for (size_t i = 0; i < n_sheet_samples; i++) {
        struct sheet sheet = full_sheet(&sheet_samples[i], 600, 10);
        sheet.setup.outlines = sheet.setup.crop_marks = true;
        make(&sheet);
        assert_symbols(&sheet);
        at_300_dpi_labels_read(&sheet);
        free_sheet(&sheet);
    }
}

/* ---- beside the labels ---- */

#define MARKS_DPI 100

/* Does a pixel lie on a label? One that its edge cuts does not. */
static bool on_label(const struct sello_stock *stock, double x, double y) {
    double column = floor((x - stock->left) / stock->pitch_x);
    double row = floor((y - stock->top) / stock->pitch_y);
    double left = stock->left + column * stock->pitch_x, top = stock->top + row * stock->pitch_y;
    double edge = 0.2;
    return column >= 0 && column < stock->columns && row >= 0 && row < stock->rows &&
           x > left + edge && x < left + stock->width - edge && y > top + edge &&
           y < top + stock->height - edge;
}

/* Do two sheets differ? They must not on a label. */
static bool differ_beside(const struct sello_stock *stock, const struct oracle_picture *a,
                          const struct oracle_picture *b) {
    bool differ = false;
    assert_int_equal(a->width, b->width);
    for (size_t i = 0; i < (size_t)a->width * a->height; i++) {
        if (a->grey[i] != b->grey[i]) {
            double x = ((double)(i % a->width) + 0.5) / MARKS_DPI * 25.4;
            double y = ((double)(i / a->width) + 0.5) / MARKS_DPI * 25.4;
            assert_false(on_label(stock, x, y));
            differ = true;
        }
    }
    return differ;
}

/* The first label of a sheet, with marks and header or without them. */
static struct page marked_page(const char *stock, bool marks, const char *header) {
    struct sheet_sample sample = {stock, 60};
    struct sheet sheet = full_sheet(&sample, 600, 10);
    sheet.setup.crop_marks = marks;
    sheet.job.header = header;
    sheet.job.n = 1;
    make(&sheet);
    struct page page = render(sheet.pdf, MARKS_DPI);
    free_sheet(&sheet);
    return page;
}

static void marks_and_headers_stand_outside_the_labels(void **state) {
    (void)state;
    static const char header[] = "Tanda B7, series 000001-1 a 000024-Q";
    static const struct {
        const char *stock;
        bool room; /* for them */
    } rows[] = {{"avery-3112", true}, {"avery-l7651", true}, {"zweckform-3652", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sello_stock *stock = sello_stock_find(rows[i].stock);
        struct page bare = marked_page(rows[i].stock, false, "");
        struct page marked = marked_page(rows[i].stock, true, "");
        struct page headed = marked_page(rows[i].stock, true, header);
        bool differ = differ_beside(stock, &bare.picture, &marked.picture);
        assert_int_equal(differ, rows[i].room);
        differ = differ_beside(stock, &marked.picture, &headed.picture);
        assert_int_equal(differ, rows[i].room);
        program_free(bare.pgm);
        program_free(marked.pgm);
        program_free(headed.pgm);
    }
}

/* ---- other printers ---- */

static void modules_are_whole_dots_of_any_printer(void **state) {
    (void)state;
    static const struct {
        const char *stock;
        unsigned dpi, dots;
        struct sello_profile profile;
    } rows[] = {
        {"avery-l7159", 300, 5, {0, 0, 1, 1}},
        {"avery-3112", 600, 9, {1.237, -0.718, 1, 1}},
        {"avery-l7159", 600, 10, {-0.333, 0.91, 1.0043, 0.9961}},
        {"avery-5162", 203, 4, {0.4, 0.4, 0.99, 1.01}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct sheet_sample *sample = sheet_sample_find(rows[i].stock);
        struct sheet sheet = full_sheet(sample, rows[i].dpi, rows[i].dots);
        sheet.setup.profile = rows[i].profile;
        make(&sheet);
        assert_symbols(&sheet);
        free_sheet(&sheet);
    }
}

/* ---- a ground ---- */

#define GROUND 0xeb

static unsigned grey_at(const struct oracle_picture *p, unsigned dpi, double x, double y) {
    return p->grey[lround(dots_of(y, dpi)) * (long)p->width + lround(dots_of(x, dpi))];
}

/* Where a symbol's first dot is: the label's is whole, and the symbol in its scaled middle. */
static long first_dot(double mm, double scale, unsigned at, unsigned side, unsigned dpi) {
    double half = side / 2.0;
    return lround(dots_of(scale * mm, dpi)) + lround(scale * (at + half) - half);
}

/* None of the symbol with its quiet zone is grey, whatever the profile. */
static void check_white(const struct sheet *sheet, const struct oracle_picture *picture) {
    unsigned x, y, dots = sheet->job.dots_per_module, dpi = sheet->setup.dpi, wrong = 0;
    struct sello_symbol symbol = symbol_of(sheet, 0);
    struct sello_art *art = sheet_sample_art(&sheet->job, dpi);
    unsigned side = sello_symbol_page(&symbol) * dots;
    art_symbol_at(art, &symbol, &x, &y);
    sello_art_free(&art);
    const struct sello_profile *profile = &sheet->setup.profile;
    long left = first_dot(sheet->stock->left, profile->scale_x, x, side, dpi);
    long top = first_dot(sheet->stock->top, profile->scale_y, y, side, dpi);
    for (long i = 0; i < side; i++) {
        for (long k = 0; k < side; k++) {
            uint8_t grey = picture->grey[(top + i) * (long)picture->width + left + k];
            wrong += grey != 0 && grey != 255;
        }
    }
    assert_int_equal(wrong, 0);
}

static void a_ground_bleeds_and_leaves_the_symbol_white(void **state) {
    (void)state;
    static const struct {
        const char *stock, *design;
        double scale, bleed;
        unsigned beyond; /* the grey 1 mm beyond the first label's left edge */
    } rows[] = {
        {"avery-5162", "framed", 1, 1.5, GROUND},     {"avery-5162", "tag", 1.04, 1.5, GROUND},
        {"avery-l6112", "framed", 0.96, 1.5, GROUND}, {"avery-5162", "framed", 1, 0.5, 255},
        {"avery-5162", "plain", 1, 1.5, 255},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sheet sheet = full_sheet(sheet_sample_find(rows[i].stock), 600, 9);
        sheet.setup.profile.scale_x = sheet.setup.profile.scale_y = rows[i].scale;
        sheet.setup.bleed = rows[i].bleed;
        sheet.job.design = rows[i].design;
        sheet.job.bleeds = true;
        sheet.job.n = 1;
        make(&sheet);
        struct page page = render(sheet.pdf, 600);
        double left = rows[i].scale * sheet.stock->left;
        double y = rows[i].scale * (sheet.stock->top + sheet.stock->height / 2);
        assert_int_equal(grey_at(&page.picture, 600, left - 1, y), rows[i].beyond);
        assert_int_equal(grey_at(&page.picture, 600, left - 2, y), 255);
        check_white(&sheet, &page.picture);
        program_free(page.pgm);
        free_sheet(&sheet);
    }
}

/* ---- a mark ---- */

static size_t count_of(struct sello_bytes text, const char *word) {
    size_t n = 0, len = strlen(word);
    for (size_t i = 0; i + len <= text.len; i++) {
        n += memcmp(text.ptr + i, word, len) == 0;
    }
    return n;
}

/* It is in the file once, whatever number of labels have it. */
static void labels_share_their_mark(void **state) {
    (void)state;
    static const char svg[] =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'>"
        "<circle cx='10' cy='10' r='9' fill='#ff0000'/><path d='M4 10h12' stroke='#000'/>"
        "<g opacity='.5'><path d='M2 2h4v4z'/></g></svg>";
    struct sello_mark *mark = NULL;
    struct sheet sheet = full_sheet(sheet_sample_find("avery-l7159"), 600, 9);
    assert_status(sello_mark_open(sello_bytes_of(svg), &mark), SELLO_OK);
    sheet.job.mark = mark;
    make(&sheet);
    struct sello_bytes first = sheet.pdf, list = program_output(first, "pdfimages -list in");
    assert_int_equal(count_of(list, " stencil "), sheet.job.n);
    struct sello_bytes objects =
        program_output(first, "pdfimages -list in | awk '$3 == \"image\" { print $11 }' | sort -u");
    assert_int_equal(count_of(objects, "\n"), 1);
    program_free(objects);
    struct page page = render(first, 300);
    size_t n = (size_t)page.picture.width * page.picture.height, red = 0;
    for (size_t i = 0; i < n; i++) {
        red += page.picture.grey[i] >= 74 && page.picture.grey[i] <= 78; /* #ff0000 by BT.601 */
    }
    assert_in_range(red / sheet.job.n, 1000, 100000); /* of each label */
    make(&sheet);
    assert_true(sello_bytes_eq(sheet.pdf, first));
    assert_in_range(first.len, 1, 60000);
    free_sheet(&sheet);
    free((void *)(uintptr_t)first.ptr);
    program_free(list);
    program_free(page.pgm);
    sello_mark_free(&mark);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_lie_in_their_place_and_read),
        cmocka_unit_test(marks_and_headers_stand_outside_the_labels),
        cmocka_unit_test(modules_are_whole_dots_of_any_printer),
        cmocka_unit_test(a_ground_bleeds_and_leaves_the_symbol_white),
        cmocka_unit_test(labels_share_their_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
