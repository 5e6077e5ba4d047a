/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/sheet/sheet.h"
#include "tests/support/sello_test.h"

static const struct sello_stock small = {.columns = 3, .rows = 2};

/* ---- by hand ---- */

static void labels_lie_where_they_are_wanted(void **state) {
    (void)state;
    /* Of a sheet of 3 x 2 cells, numbered along the rows:   0 1 2
     *                                                       3 4 5 */
    static const struct {
        enum sello_order order;
        unsigned start;
        uint64_t n, i, page;
        unsigned cell;
    } rows[] = {
        {SELLO_ORDER_ROW, 0, 8, 0, 0, 0},
        {SELLO_ORDER_ROW, 0, 8, 3, 0, 3},
        {SELLO_ORDER_ROW, 0, 8, 5, 0, 5},
        {SELLO_ORDER_ROW, 0, 8, 6, 1, 0},
        {SELLO_ORDER_ROW, 4, 8, 0, 0, 4},
        {SELLO_ORDER_ROW, 4, 8, 2, 1, 0},
        {SELLO_ORDER_COLUMN, 0, 8, 0, 0, 0},
        {SELLO_ORDER_COLUMN, 0, 8, 1, 0, 3},
        {SELLO_ORDER_COLUMN, 0, 8, 2, 0, 1},
        {SELLO_ORDER_COLUMN, 0, 8, 6, 1, 0},
        {SELLO_ORDER_COLUMN, 1, 8, 0, 0, 3},
        {SELLO_ORDER_COLUMN, 4, 8, 1, 0, 5},
        {SELLO_ORDER_COLUMN, 4, 8, 2, 1, 0},
        /* 8 on two sheets: the second has cells 0 and 1 alone */
        {SELLO_ORDER_STACK, 0, 8, 0, 0, 0},
        {SELLO_ORDER_STACK, 0, 8, 1, 1, 0},
        {SELLO_ORDER_STACK, 0, 8, 2, 0, 1},
        {SELLO_ORDER_STACK, 0, 8, 3, 1, 1},
        {SELLO_ORDER_STACK, 0, 8, 4, 0, 2},
        {SELLO_ORDER_STACK, 0, 8, 7, 0, 5},
        /* 4 from cell 4 on: 4 and 5 of the first sheet, 0 and 1 of the second */
        {SELLO_ORDER_STACK, 4, 4, 0, 1, 0},
        {SELLO_ORDER_STACK, 4, 4, 1, 1, 1},
        {SELLO_ORDER_STACK, 4, 4, 2, 0, 4},
        {SELLO_ORDER_STACK, 4, 4, 3, 0, 5},
        {SELLO_ORDER_STACK, 2, 2, 0, 0, 2},
        {SELLO_ORDER_STACK, 2, 2, 1, 0, 3},
        /* numbers beyond 32 bits */
        {SELLO_ORDER_ROW, 5, UINT64_C(6000000000), UINT64_C(5999999999), UINT64_C(1000000000), 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_place place =
            sello_place_of(&small, rows[i].order, rows[i].start, rows[i].n, rows[i].i);
        if (place.page != rows[i].page || place.cell != rows[i].cell) {
            print_error("row %zu: page %llu, cell %u\n", i, (unsigned long long)place.page,
                        place.cell);
            fail();
        }
    }
}

static void sheets_are_counted(void **state) {
    (void)state;
    static const struct {
        unsigned start;
        uint64_t n, pages;
    } rows[] = {{0, 0, 0}, {5, 0, 0}, {0, 1, 1}, {0, 6, 1},  {0, 7, 2}, {5, 1, 1},
                {5, 2, 2}, {5, 7, 2}, {5, 8, 3}, {0, 12, 2}, {1, 12, 3}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (int order = SELLO_ORDER_ROW; order <= SELLO_ORDER_STACK; order++) {
            assert_int_equal(
                sello_place_pages(&small, (enum sello_order)order, rows[i].start, rows[i].n),
                rows[i].pages);
        }
    }
}

/* ---- every job of sheets so small ---- */

#define CELLS_MAX 12
#define PAGES_MAX 5

struct job {
    struct sello_stock stock;
    enum sello_order order;
    unsigned start;
    uint64_t n, pages;
    uint64_t label[PAGES_MAX][CELLS_MAX]; /* from 1; 0: none */
};

static void lay_out(struct job *job) {
    memset(job->label, 0, sizeof job->label);
    job->pages = sello_place_pages(&job->stock, job->order, job->start, job->n);
    assert_true(job->pages <= PAGES_MAX);
    for (uint64_t i = 0; i < job->n; i++) {
        struct sello_place place = sello_place_of(&job->stock, job->order, job->start, job->n, i);
        assert_true(place.page < job->pages);
        assert_true(place.cell < sello_stock_cells(&job->stock));
        uint64_t *label = &job->label[place.page][place.cell];
        assert_int_equal(*label, 0); /* no cell twice */
        *label = i + 1;
    }
}

/* How many steps along the order's direction a cell is from the first. */
static unsigned step_of(const struct job *job, unsigned cell) {
    unsigned column = cell % job->stock.columns, row = cell / job->stock.columns;
    return job->order == SELLO_ORDER_COLUMN ? column * job->stock.rows + row : cell;
}

/* From `start` on the first sheet to (start + n) on the last, all cells are used and no other. */
static void assert_no_gap(const struct job *job) {
    unsigned cells = sello_stock_cells(&job->stock);
    for (uint64_t page = 0; page < job->pages; page++) {
        for (unsigned cell = 0; cell < cells; cell++) {
            uint64_t at = page * cells + step_of(job, cell);
            bool wanted = at >= job->start && at < job->start + job->n;
            assert_int_equal(job->label[page][cell] != 0, wanted);
        }
    }
}

/* The labels as a person gets them in hand: sheet after sheet, or pile after pile. */
static void assert_in_order(const struct job *job) {
    unsigned cells = sello_stock_cells(&job->stock);
    bool stack = job->order == SELLO_ORDER_STACK;
    uint64_t last = 0, total = job->pages * cells;
    for (uint64_t at = 0; at < total; at++) {
        uint64_t page = stack ? at % job->pages : at / cells;
        unsigned step = (unsigned)(stack ? at / job->pages : at % cells), cell = 0;
        while (step_of(job, cell) != step) {
            cell++;
        }
        uint64_t label = job->label[page][cell];
        assert_true(label == 0 || label == last + 1);
        last = label != 0 ? label : last;
    }
    assert_int_equal(last, job->n);
}

static void check_jobs(struct job *job) {
    unsigned cells = sello_stock_cells(&job->stock);
    for (job->start = 0; job->start < cells; job->start++) {
        for (job->n = 0; job->n + job->start <= PAGES_MAX * cells; job->n++) {
            lay_out(job);
            assert_no_gap(job);
            assert_in_order(job);
        }
    }
}

static void every_job_uses_each_cell_once_and_in_order(void **state) {
    (void)state;
    for (unsigned size = 0; size < 4 * 3; size++) {
        struct job job = {.stock = {.columns = 1 + size % 4, .rows = 1 + size / 4}};
        for (int order = SELLO_ORDER_ROW; order <= SELLO_ORDER_STACK; order++) {
            job.order = (enum sello_order)order;
            check_jobs(&job);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_lie_where_they_are_wanted),
        cmocka_unit_test(sheets_are_counted),
        cmocka_unit_test(every_job_uses_each_cell_once_and_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
