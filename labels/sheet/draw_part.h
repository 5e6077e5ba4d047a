/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_SHEET_DRAW_PART_H
#define SELLO_LABELS_SHEET_DRAW_PART_H

/* The table of sello-draw.so: everything that draws, for a program that loads it on demand. */

#include "labels/art/art.h"
#include "labels/page/figures.h"
#include "labels/page/framed.h"
#include "labels/page/icon.h"
#include "labels/page/page.h"
#include "labels/sheet/calibration.h"
#include "labels/sheet/designs.h"
#include "labels/sheet/sheet.h"

struct sello_draw_part {
    __typeof__(sello_mark_open) *mark_open;
    __typeof__(sello_mark_free) *mark_free;
    __typeof__(sello_mark_in_colour) *mark_in_colour;
    __typeof__(sello_ornament_open) *ornament_open;
    __typeof__(sello_ornament_free) *ornament_free;
    __typeof__(sello_art_size) *art_size;
    __typeof__(sello_art_new) *art_new;
    __typeof__(sello_art_free) *art_free;
    __typeof__(sello_art_lack) *art_lack;
    __typeof__(sello_letter_missing) *letter_missing;
    __typeof__(sello_art_png) *art_png;
    __typeof__(sello_art_svg) *art_svg;
    __typeof__(sello_art_room) *art_room;
    __typeof__(sello_art_zpl) *art_zpl;
    __typeof__(sello_sheet_new) *sheet_new;
    __typeof__(sello_sheet_page) *sheet_page;
    __typeof__(sello_sheet_put) *sheet_put;
    __typeof__(sello_sheet_back_page) *sheet_back_page;
    __typeof__(sello_sheet_put_back) *sheet_put_back;
    __typeof__(sello_sheet_leave) *sheet_leave;
    __typeof__(sello_sheet_finish) *sheet_finish;
    __typeof__(sello_sheet_free) *sheet_free;
    __typeof__(sello_designs_png) *designs_png;
    __typeof__(sello_page_write) *page_write;
    __typeof__(sello_figures_write) *figures_write;
    __typeof__(sello_framed_write) *framed_write;
    __typeof__(sello_calibration_page) *calibration_page;
    __typeof__(sello_icon_png) *icon_png;
};

extern const struct sello_draw_part sello_draw_part;

#endif
