/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>

#include "base/part.h"
#include "labels/sheet/draw_part.h"

/* Opening cairo, pango and libqpdf takes longer than most commands run. So what draws is
 * opened with the first drawing. */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const struct sello_draw_part *part;

static void open_part(void) {
    part = base_part_open(SELLO_DRAW_PART, "sello_draw_part");
}

static bool is_open(void) {
    pthread_once(&once, open_part);
    return part != NULL;
}

enum sello_error sello_mark_open(struct sello_bytes file, struct sello_mark **out) {
    return is_open() ? part->mark_open(file, out) : SELLO_E_PART;
}

void sello_mark_free(struct sello_mark **mark) {
    if (*mark != NULL) { /* so the part is open */
        part->mark_free(mark);
    }
}

bool sello_mark_in_colour(const struct sello_mark *mark) {
    return part->mark_in_colour(mark); /* the part made it */
}

enum sello_error sello_ornament_open(struct sello_bytes file, struct sello_ornament **out) {
    return is_open() ? part->ornament_open(file, out) : SELLO_E_PART;
}

void sello_ornament_free(struct sello_ornament **ornament) {
    if (*ornament != NULL) { /* so the part is open */
        part->ornament_free(ornament);
    }
}

enum sello_error sello_art_size(const struct sello_art_setup *setup, struct sello_print_size *out) {
    return is_open() ? part->art_size(setup, out) : SELLO_E_PART;
}

enum sello_error sello_art_new(const struct sello_art_setup *setup, struct sello_art **out) {
    return is_open() ? part->art_new(setup, out) : SELLO_E_PART;
}

void sello_art_free(struct sello_art **art) {
    if (*art != NULL) { /* so the part is open */
        part->art_free(art);
    }
}

void sello_art_lack(const struct sello_art *art, struct sello_art_lack *out) {
    part->art_lack(art, out); /* the part made it */
}

enum sello_error sello_letter_missing(struct sello_bytes text,
                                      char out[SELLO_LEN(SELLO_LETTER_LEN)]) {
    return is_open() ? part->letter_missing(text, out) : SELLO_E_PART;
}

enum sello_error sello_art_png(struct sello_art *art, const struct sello_art_label *label,
                               struct sello_writer *out) {
    return is_open() ? part->art_png(art, label, out) : SELLO_E_PART;
}

enum sello_error sello_art_svg(struct sello_art *art, const struct sello_art_label *label,
                               struct sello_writer *out) {
    return is_open() ? part->art_svg(art, label, out) : SELLO_E_PART;
}

size_t sello_art_room(const struct sello_art *art) {
    return part->art_room(art); /* the part made it */
}

enum sello_error sello_art_zpl(struct sello_art *art, const struct sello_art_label *label,
                               unsigned copies, struct sello_writer *out) {
    return is_open() ? part->art_zpl(art, label, copies, out) : SELLO_E_PART;
}

enum sello_error sello_sheet_new(const struct sello_sheet_setup *setup, struct sello_sheet **out) {
    return is_open() ? part->sheet_new(setup, out) : SELLO_E_PART;
}

enum sello_error sello_sheet_page(struct sello_sheet *sheet, struct sello_bytes header) {
    return is_open() ? part->sheet_page(sheet, header) : SELLO_E_PART;
}

enum sello_error sello_sheet_put(struct sello_sheet *sheet, unsigned cell, struct sello_art *art,
                                 const struct sello_art_label *label) {
    return is_open() ? part->sheet_put(sheet, cell, art, label) : SELLO_E_PART;
}

enum sello_error sello_sheet_back_page(struct sello_sheet *sheet) {
    return is_open() ? part->sheet_back_page(sheet) : SELLO_E_PART;
}

enum sello_error sello_sheet_put_back(struct sello_sheet *sheet, unsigned cell,
                                      const struct sello_art *art, const struct sello_back *back) {
    return is_open() ? part->sheet_put_back(sheet, cell, art, back) : SELLO_E_PART;
}

void sello_sheet_leave(struct sello_sheet *sheet, unsigned cell, bool used) {
    part->sheet_leave(sheet, cell, used); /* the part made it */
}

enum sello_error sello_designs_png(const struct sello_design_shown *shown, size_t n,
                                   uint8_t **out_ptr, size_t *out_len) {
    return is_open() ? part->designs_png(shown, n, out_ptr, out_len) : SELLO_E_PART;
}

enum sello_error sello_sheet_finish(struct sello_sheet **sheet, uint8_t **out_ptr,
                                    size_t *out_len) {
    return is_open() ? part->sheet_finish(sheet, out_ptr, out_len) : SELLO_E_PART;
}

void sello_sheet_free(struct sello_sheet **sheet) {
    if (*sheet != NULL) { /* so the part is open */
        part->sheet_free(sheet);
    }
}

enum sello_error sello_page_write(const struct sello_page *page, enum sello_page_form form,
                                  struct sello_writer *out) {
    return is_open() ? part->page_write(page, form, out) : SELLO_E_PART;
}

enum sello_error sello_figures_write(const struct sello_figures *figures,
                                     struct sello_writer *out) {
    return is_open() ? part->figures_write(figures, out) : SELLO_E_PART;
}

enum sello_error sello_framed_write(const struct sello_framed *framed, struct sello_writer *out) {
    return is_open() ? part->framed_write(framed, out) : SELLO_E_PART;
}

enum sello_error sello_calibration_page(enum sello_paper paper, uint8_t **out_ptr,
                                        size_t *out_len) {
    return is_open() ? part->calibration_page(paper, out_ptr, out_len) : SELLO_E_PART;
}

enum sello_error sello_icon_png(const struct sello_icon *icon, struct sello_writer *out) {
    return is_open() ? part->icon_png(icon, out) : SELLO_E_PART;
}
