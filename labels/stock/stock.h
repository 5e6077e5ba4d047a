/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_STOCK_STOCK_H
#define SELLO_LABELS_STOCK_STOCK_H

/* Label stock: sheets and rolls, as their makers cut them. Lengths are millimetres, positions from
 * the paper's upper left corner. */

#include "labels/symbol/symbol.h"

#define SELLO_STOCK_NAME_MAX 32  /* bytes: "avery-l7160" */
#define SELLO_STOCK_TITLE_MAX 80 /* bytes: "Avery L7160, J8160" */

#define SELLO_LETTER_WIDTH 215.9 /* ANSI A: 8.5 by 11 inches */
#define SELLO_LETTER_HEIGHT 279.4
#define SELLO_A4_WIDTH 210.0 /* ISO 216 */
#define SELLO_A4_HEIGHT 297.0

enum sello_stock_shape { SELLO_STOCK_RECTANGLE = 1, SELLO_STOCK_ROUND = 2 };

/* A plain value that borrows nothing. The upper left corner of label (column, row), both from 0, is
 * at left + column * pitch_x, top + row * pitch_y. */
struct sello_stock {
    char name[SELLO_STOCK_NAME_MAX + 1];
    char title[SELLO_STOCK_TITLE_MAX + 1];
    char source[SELLO_STOCK_TITLE_MAX + 1]; /* where its numbers come from */
    double paper_width, paper_height;       /* of a roll: one label and the gap below it */
    unsigned columns, rows;
    double width, height; /* of a label; both the diameter if it is round */
    double left, top, pitch_x, pitch_y;
    double corner; /* radius; 0: square corners */
    enum sello_stock_shape shape;
    bool roll;       /* for thermal printers: one label a page */
    bool asymmetric; /* opposite margins differ, as its maker cuts it */
};

unsigned sello_stock_cells(const struct sello_stock *stock); /* labels on a sheet */

/* The paper left over beyond the last column and below the last row; negative if a label hangs
 * over. */
double sello_stock_right(const struct sello_stock *stock);
double sello_stock_bottom(const struct sello_stock *stock);

bool sello_stock_is_letter(const struct sello_stock *stock);
bool sello_stock_is_a4(const struct sello_stock *stock);

/* ---- ours ---- */

/* Has it a second side to print on? Of ours only the cards: all others are sticky, or on a roll. Of
 * a stock that is not ours nobody knows, and it is taken to have one. */
bool sello_stock_has_backs(const struct sello_stock *stock);

/* The table that comes with Sello: Letter sheets, A4 sheets, rolls. Static. */
size_t sello_stock_count(void);
const struct sello_stock *sello_stock_at(size_t i);

/* By its name, by an alias ("avery-8160" is cut like "avery-5160"), or by the part number alone
 * ("5160", "L7160"), regardless of case. NULL: none of ours. */
const struct sello_stock *sello_stock_find(const char *name);

/* The i-th alias, from 0; NULL: no more. */
const char *sello_stock_alias(const struct sello_stock *stock, size_t i);

/* ---- any stock ---- */

#define SELLO_STOCK_SIDE_MAX 1200.0 /* of paper: A0 */
#define SELLO_STOCK_LINE_MAX 100    /* columns, and rows */

/* Why a stock cannot be used: the first of these that applies. */
enum sello_stock_problem {
    SELLO_STOCK_GOOD = 0,
    SELLO_STOCK_PAPER,   /* its paper is not between 5 mm and SELLO_STOCK_SIDE_MAX */
    SELLO_STOCK_COUNT,   /* no columns or rows, or over SELLO_STOCK_LINE_MAX */
    SELLO_STOCK_SIZE,    /* a label under 5 mm, or a corner wider than half of it */
    SELLO_STOCK_OFF,     /* a label hangs over the paper's edge by more than half a millimetre */
    SELLO_STOCK_OVERLAP, /* a label lies over the next one by more than a tenth of a millimetre */
};

enum sello_stock_problem sello_stock_check(const struct sello_stock *stock);

#endif
