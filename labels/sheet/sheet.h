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

/* The place of label i of n (i < n). The first sheet is used from cell `start` on, which is less
 * than the cells of a sheet and counted in the order's own direction (cut-and-stack: along the
 * rows). In every order, all sheets but the first and the last are full, and the last one is free
 * from cell (start + n) % cells on, counted in the same direction. */
struct sello_place sello_place_of(const struct sello_stock *stock, enum sello_order order,
                                  unsigned start, uint64_t n, uint64_t i);
uint64_t sello_place_pages(const struct sello_stock *stock, enum sello_order order, unsigned start,
                           uint64_t n);

/* ---- a printer's error, measured on the calibration page ---- */

/* A position x of the stock is drawn at offset + scale * x. Labels, words and outlines follow it; a
 * symbol moves with its label but is never scaled, so that its modules stay whole dots. */
struct sello_profile {
    double offset_x, offset_y; /* millimetres, right and down */
    double scale_x, scale_y;   /* 1: unchanged */
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
    double bleed;             /* millimetres that drawing may reach beyond a label's edge, at most
                               * half way to the next label */
    struct sello_bytes title; /* the document's; may be empty */

    /* Not 0: no PDF but a picture of one page, with this many dots per inch, on a grey table; for
     * the eye alone. */
    unsigned picture_dpi;
    struct sello_bytes caption; /* of the picture, below the paper; may be empty */
};

/* A PDF being made. Heap; for one thread at a time. After a failure it can only be freed. */
struct sello_sheet;

/* SELLO_E_RANGE for a profile, bleed or dpi beyond the limits, or a stock that sello_stock_check
 * refuses; SELLO_E_PAGE_FONT, SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_sheet_new(const struct sello_sheet_setup *setup,
                                                 struct sello_sheet **out);

/* Begins the next page. The header (batch and serials; may be empty) is one line above or below the
 * labels, left out if neither margin has 4 mm free. */
SELLO_NODISCARD enum sello_error sello_sheet_page(struct sello_sheet *sheet,
                                                  struct sello_bytes header);

/* Draws a label into a cell of the page. SELLO_E_RANGE for a cell that the stock does not have,
 * before the first page, or for an art of other dpi. */
SELLO_NODISCARD enum sello_error sello_sheet_put(struct sello_sheet *sheet, unsigned cell,
                                                 struct sello_art *art,
                                                 const struct sello_art_label *label);

/* ---- the second side of tags ---- */

/* What stands on it. Borrowed; none is signed, and `foot` should say so. */
struct sello_back {
    struct sello_bytes lead; /* what to do, above a rule */
    struct sello_bytes text; /* the certifier's own: care, or the story */
    struct sello_bytes foot; /* small */
    struct sello_bytes over; /* large and pale behind it all: that it is a proof; may be empty */
    uint32_t accent;         /* of the rule; 0: black */
};

/* Begins the other side of the page before: whoever prints on both sides turns the paper over
 * like a page of a book: over its long edge, where it is higher than wide. */
SELLO_NODISCARD enum sello_error sello_sheet_back_page(struct sello_sheet *sheet);

/* Behind the label of this cell, which the art drew. SELLO_E_RANGE on a front, or for a cell that
 * the stock does not have; SELLO_E_PAGE_FULL where it has no room at the least size that is read.
 */
SELLO_NODISCARD enum sello_error sello_sheet_put_back(struct sello_sheet *sheet, unsigned cell,
                                                      const struct sello_art *art,
                                                      const struct sello_back *back);

/* Has a whole file that sello_sheet_finish gave second sides? Needs nothing of what draws. */
bool sello_sheet_has_backs(struct sello_bytes pdf);

/* Hatches a cell without a label: one that was used before, else one that stays free. For pictures.
 */
void sello_sheet_leave(struct sello_sheet *sheet, unsigned cell, bool used);

/* Ends the sheet, and gives the whole file, which the caller frees with free(). The same labels
 * give the same bytes with the same libraries and fonts. SELLO_E_RANGE without a page, or
 * with a second one in a picture; SELLO_E_MEMORY. */
SELLO_NODISCARD enum sello_error sello_sheet_finish(struct sello_sheet **sheet, uint8_t **out_ptr,
                                                    size_t *out_len);
void sello_sheet_free(struct sello_sheet **sheet); /* one that is not finished */

#endif
