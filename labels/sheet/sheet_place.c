/* SPDX-License-Identifier: Apache-2.0 */
/* Which label goes where. */
#include "labels/sheet/sheet.h"

uint64_t sello_place_pages(const struct sello_stock *stock, enum sello_order order, unsigned start,
                           uint64_t n) {
    (void)order; /* no order leaves gaps, so all take the same number of sheets */
    unsigned cells = sello_stock_cells(stock);
    uint64_t last = n + start;
    return n == 0 ? 0 : last / cells + (last % cells != 0);
}

/* ---- sheet by sheet ---- */

static struct sello_place place_in_rows(unsigned cells, uint64_t at) {
    return (struct sello_place){at / cells, (unsigned)(at % cells)};
}

static struct sello_place place_in_columns(const struct sello_stock *stock, uint64_t at) {
    struct sello_place place = place_in_rows(sello_stock_cells(stock), at);
    unsigned column = place.cell / stock->rows, row = place.cell % stock->rows;
    place.cell = row * stock->columns + column;
    return place;
}

/* ---- pile by pile ---- */

/* The sheets are cut together, so each cell becomes a pile with one label from each sheet. The
 * first sheet lacks the cells before `start`, the last one those from `end` on. */
struct piles {
    uint64_t pages;
    unsigned start, end;
};

/* How many labels the piles before this cell hold. */
static uint64_t labels_before(const struct piles *piles, unsigned cell) {
    unsigned lack_first = cell < piles->start ? cell : piles->start;
    unsigned lack_last = cell > piles->end ? cell - piles->end : 0;
    return cell * piles->pages - lack_first - lack_last;
}

static struct sello_place place_in_piles(const struct piles *piles, uint64_t i) {
    unsigned cell = 0;
    while (labels_before(piles, cell + 1) <= i) {
        cell++;
    }
    uint64_t page = i - labels_before(piles, cell);
    return (struct sello_place){page + (cell < piles->start), cell};
}

struct sello_place sello_place_of(const struct sello_stock *stock, enum sello_order order,
                                  unsigned start, uint64_t n, uint64_t i) {
    unsigned cells = sello_stock_cells(stock);
    if (order == SELLO_ORDER_COLUMN) {
        return place_in_columns(stock, start + i);
    }
    if (order == SELLO_ORDER_STACK) {
        uint64_t pages = sello_place_pages(stock, order, start, n);
        struct piles piles = {pages, start, (unsigned)(n + start - (pages - 1) * cells)};
        return place_in_piles(&piles, i);
    }
    return place_in_rows(cells, start + i);
}
