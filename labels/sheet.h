/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SHEET_H
#define SELLO_LABELS_SHEET_H

/* Labels on sheets of stock, as PDF that prints at its size: vector words with their fonts, each
 * symbol a 1-bit image mask whose modules are whole dots of the printer, black as DeviceGray,
 * TrimBox and BleedBox, /PrintScaling /None, no dates. */

#include "labels/art.h"

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

/* Of label i (from 0) of n, when the first sheet is used from cell `start` on (counted in the
 * order's own direction). */
struct sello_place sello_place_of(const struct sello_stock *stock, enum sello_order order,
                                  unsigned start, uint64_t n, uint64_t i);
uint64_t sello_place_pages(const struct sello_stock *stock, enum sello_order order, unsigned start,
                           uint64_t n);

/* ---- one printer's own error, measured on the test page ---- */

struct sello_profile {
    double offset_x, offset_y; /* millimetres: how far right and down everything is to be moved */
    double scale_x, scale_y;   /* 1: as it is */
};

/* ---- pages ---- */

struct sello_sheet_setup {
    const struct sello_stock *stock;
    struct sello_profile profile;
    unsigned dpi; /* the printer's: the grid that symbols lie on */
    bool outlines, crop_marks;
    double bleed;             /* millimetres beyond each label's edge that its ground reaches */
    struct sello_bytes title; /* the document's */
};

/* A PDF being made. Heap; for one thread at a time. */
struct sello_sheet;
SELLO_NODISCARD enum sello_status sello_sheet_new(const struct sello_sheet_setup *setup,
                                                  struct sello_sheet **out);

/* Begins the next page; header: batch and serials, set outside the labels where there is room for
 * it; may be empty. */
SELLO_NODISCARD enum sello_status sello_sheet_page(struct sello_sheet *sheet,
                                                   struct sello_bytes header);

/* Draws a label into a cell of the page. */
SELLO_NODISCARD enum sello_status sello_sheet_put(struct sello_sheet *sheet, unsigned cell,
                                                  struct sello_art *art,
                                                  const struct sello_art_label *label);

/* The whole file: bytes of its own, that the caller frees with free(). The sheet is ended either
 * way. */
SELLO_NODISCARD enum sello_status sello_sheet_finish(struct sello_sheet **sheet, uint8_t **out_ptr,
                                                     size_t *out_len);
void sello_sheet_free(struct sello_sheet **sheet); /* one that will not be finished */

#endif
