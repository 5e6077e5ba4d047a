/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_STORE_PAGES_H
#define SELLO_REGISTRY_STORE_STORE_PAGES_H

/* Inside store_*.c only: lists, read a page at a time. Nothing is being read while a list's rows
 * are visited, so that a visitor may ask and change what it likes, and millions of rows take the
 * memory of a thousand. A page begins at a key, so that rows which come or go meanwhile move no
 * other.
 *
 *     SELLO_AUTO(page) struct sello_page page = sello_page(sizeof(struct sello_import));
 *     while (sello_page_turn(&page)) {
 *         struct sello_query q = sello_query(db, "SELECT ... FROM import WHERE number >= ?"
 *                                                " ORDER BY number LIMIT ?");
 *         sello_bind_uint(&q, page.next);
 *         sello_page_read(&page, &q, read_import);
 *         const struct sello_import *row = NULL;
 *         while ((row = sello_page_row(&page)) != NULL) {
 *             if (!visit(context, row)) {
 *                 sello_page_stop(&page);
 *             }
 *         }
 *     }
 *     return page.error;                                                                        */

#include "registry/store/store_internal.h"

#define SELLO_PAGE_ROWS 1000

struct sello_page {
    void *rows;
    size_t row_size, n, room;
    size_t at;     /* the row that sello_page_row gives next */
    uint64_t next; /* the key at which the next page begins */
    bool more;     /* there may be a next page */
    enum sello_error error;
};

struct sello_page sello_page(size_t row_size);
void sello_cleanup_page(struct sello_page *page);

/* Empties it for the next rows; false when the last ones were read, after a failure, and once it
 * was stopped. */
bool sello_page_turn(struct sello_page *page);

/* Reads the page's rows and closes the query, whose last parameter is its LIMIT. `read` fills in a
 * row and returns its key. A failure stays in page->error; the rows before it are there. */
void sello_page_read(struct sello_page *page, struct sello_query *q,
                     uint64_t (*read)(struct sello_query *q, void *row));

/* By hand: a copy of a row at the end; and closing the query, of which n_read rows were read. */
void sello_page_add(struct sello_page *page, const void *row);
void sello_page_close(struct sello_page *page, struct sello_query *q, size_t n_read);

/* The next row; NULL at the end of the page. */
const void *sello_page_row(struct sello_page *page);

/* No more rows are wanted. */
void sello_page_stop(struct sello_page *page);

#endif
