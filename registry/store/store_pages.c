/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_pages.h"

#include "base/array.h"

#include <stdlib.h>

struct sello_page sello_page(size_t row_size) {
    return (struct sello_page){.row_size = row_size, .more = true};
}

void sello_cleanup_page(struct sello_page *page) {
    free(page->rows);
    page->rows = NULL;
}

bool sello_page_turn(struct sello_page *page) {
    bool more = page->more && page->error == SELLO_OK;
    page->n = page->at = 0;
    return more;
}

/* Room for one more at the end, which is not counted yet; NULL and the failure kept where there is
 * none. */
static void *slot(struct sello_page *page) {
    if (!base_grow(&page->rows, &page->room, page->n + 1, page->row_size)) {
        page->error = SELLO_E_MEMORY;
        return NULL;
    }
    return (uint8_t *)page->rows + page->n * page->row_size;
}

void sello_page_add(struct sello_page *page, const void *row) {
    void *to = slot(page);
    if (to != NULL) {
        memcpy(to, row, page->row_size);
        page->n++;
    }
}

void sello_page_close(struct sello_page *page, struct sello_query *q, size_t n_read) {
    page->error = page->error != SELLO_OK ? page->error : q->error;
    page->more = n_read == SELLO_PAGE_ROWS;
    sello_cleanup_query(q);
}

void sello_page_read(struct sello_page *page, struct sello_query *q,
                     uint64_t (*read)(struct sello_query *q, void *row)) {
    sello_bind_uint(q, SELLO_PAGE_ROWS);
    while (page->error == SELLO_OK && sello_row(q)) {
        void *row = slot(page);
        uint64_t key = row != NULL ? read(q, row) : 0;
        if (row != NULL && q->error == SELLO_OK) {
            page->next = key + 1;
            page->n++;
        }
    }
    sello_page_close(page, q, page->n);
}

const void *sello_page_row(struct sello_page *page) {
    return page->at < page->n ? (uint8_t *)page->rows + page->at++ * page->row_size : NULL;
}

void sello_page_stop(struct sello_page *page) {
    page->at = page->n;
    page->more = false;
}
