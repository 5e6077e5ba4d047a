/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_STOCK_H
#define SELLO_LABELS_STOCK_H

/* Label stock: sheets and rolls, as their makers cut them. Lengths are millimetres, from the
 * paper's upper left corner. */

#include "labels/labels.h"

#define SELLO_STOCK_NAME_MAX 32  /* bytes: "avery-l7160" */
#define SELLO_STOCK_TITLE_MAX 80 /* bytes: "Avery L7160, J8160" */

enum sello_stock_shape { SELLO_STOCK_RECTANGLE = 1, SELLO_STOCK_ROUND = 2 };

/* A plain value that owns all it holds. Label (column, row), both from 0, has its upper left corner
 * at left + column * pitch_x, top + row * pitch_y. */
struct sello_stock {
    char name[SELLO_STOCK_NAME_MAX + 1];
    char title[SELLO_STOCK_TITLE_MAX + 1];
    char source[SELLO_STOCK_TITLE_MAX + 1]; /* where its numbers come from */
    double paper_width, paper_height;       /* of a roll: one label with the gap below it */
    unsigned columns, rows;
    double width, height; /* a label's; both the diameter where it is round */
    double left, top, pitch_x, pitch_y;
    double corner; /* radius; 0: square corners */
    enum sello_stock_shape shape;
    bool roll;       /* for thermal printers: one label a page */
    bool asymmetric; /* its margins differ, as its maker cuts it */
};

unsigned sello_stock_cells(const struct sello_stock *stock); /* labels on a sheet */

#endif
