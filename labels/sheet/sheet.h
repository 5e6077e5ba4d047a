/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SHEET_SHEET_H
#define SELLO_LABELS_SHEET_SHEET_H

/* Labels on sheets of stock, as PDF that prints at its size: vector words with their fonts, each
 * symbol a 1-bit image mask whose modules are whole dots of the printer, black as DeviceGray,
 * TrimBox and BleedBox, /PrintScaling /None, no dates. */

#include "labels/art/art.h"

/* ---- which label goes where: pure ---- */

enum sello_order {
    SELLO_ORDER_ROW = 1, /* along the rows */
    SELLO_ORDER_COLUMN = 2,
    SELLO_ORDER_STACK =
        3, /* cut-and-stack: cut sheets, piled cell by cell, are in order of serial */
};

struct sello_place {
    uint64_t page; /* from 0 */
    unsigned cell; /* from 0, along the rows */
};

/* Of label i of n (i < n), when the first sheet is used from cell `start` on: less than the cells
 * of a sheet, and counted in the order's own direction (cut-and-stack: along the rows). In every
 * order all sheets but the first and the last are full, and on the last one the cells used are the
 * first ones of that direction: from cell (start + n) % cells on it is free. */
struct sello_place sello_place_of(const struct sello_stock *stock, enum sello_order order,
                                  unsigned start, uint64_t n, uint64_t i);
uint64_t sello_place_pages(const struct sello_stock *stock, enum sello_order order, unsigned start,
                           uint64_t n);

/* ---- one printer's own error, measured on the test page ---- */

/* A length or place `x` of the stock is drawn at offset + scale * x. Labels, words and outlines
 * follow it; a symbol is moved with its label, but never scaled: its modules stay whole dots. */
struct sello_profile {
    double offset_x, offset_y; /* millimetres: how far right and down everything is to be moved */
    double scale_x, scale_y;   /* 1: as it is */
};

#define SELLO_PROFILE_OFFSET_MAX 20.0 /* millimetres, either way */
#define SELLO_PROFILE_SCALE_MIN 0.95
#define SELLO_PROFILE_SCALE_MAX 1.05
#define SELLO_BLEED_MAX 10.0 /* millimetres */

/* ---- pages ---- */

struct sello_sheet_setup {
    const struct sello_stock *stock; /* copied */
    struct sello_profile profile;
    unsigned dpi; /* the printer's: the grid that symbols lie on, from the paper's corner */
    bool outlines, crop_marks;
    double bleed;             /* millimetres beyond each label's edge that what is drawn may reach,
                               * at most half way to the next one */
    struct sello_bytes title; /* the document's; may be empty */
};

/* A PDF being made. Heap; for one thread at a time. After a failure it can only be freed. */
struct sello_sheet;

/* SELLO_E_RANGE for a profile, bleed or dpi beyond the limits, or a stock that sello_stock_check
 * refuses; SELLO_E_PAGE_FONT, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_sheet_new(const struct sello_sheet_setup *setup,
                                                 struct sello_sheet **out);

/* Begins the next page; header: batch and serials, one line outside the labels, above them or
 * below, where 4 mm are free; left out where they are not. May be empty. */
SELLO_NODISCARD enum sello_error sello_sheet_page(struct sello_sheet *sheet,
                                                  struct sello_bytes header);

/* Draws a label into a cell of the page. SELLO_E_RANGE for a cell that the stock does not have,
 * before the first page, or for an art of other dpi. */
SELLO_NODISCARD enum sello_error sello_sheet_put(struct sello_sheet *sheet, unsigned cell,
                                                 struct sello_art *art,
                                                 const struct sello_art_label *label);

/* The whole file: bytes of its own, that the caller frees with free(). The sheet is ended either
 * way. The same labels give the same bytes with the same libraries and fonts. SELLO_E_RANGE
 * without a page; SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_sheet_finish(struct sello_sheet **sheet, uint8_t **out_ptr,
                                                    size_t *out_len);
void sello_sheet_free(struct sello_sheet **sheet); /* one that will not be finished */

#endif
