/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/sheet/draw_part.h"

const struct sello_draw_part sello_draw_part = {
    .mark_open = sello_mark_open,
    .mark_free = sello_mark_free,
    .ornament_open = sello_ornament_open,
    .ornament_free = sello_ornament_free,
    .art_size = sello_art_size,
    .art_new = sello_art_new,
    .art_free = sello_art_free,
    .art_lack = sello_art_lack,
    .letter_missing = sello_letter_missing,
    .art_png = sello_art_png,
    .art_svg = sello_art_svg,
    .art_room = sello_art_room,
    .art_zpl = sello_art_zpl,
    .sheet_new = sello_sheet_new,
    .sheet_page = sello_sheet_page,
    .sheet_put = sello_sheet_put,
    .sheet_finish = sello_sheet_finish,
    .sheet_free = sello_sheet_free,
    .page_write = sello_page_write,
    .figures_write = sello_figures_write,
    .framed_write = sello_framed_write,
    .calibration_page = sello_calibration_page,
    .icon_png = sello_icon_png,
};
