/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/art_draw.h"

#include "labels/art_parts.h"

/* ---- texts ---- */

/* Below 2^30 all serials are of one length, and the box was made for it. A longer one is set
 * smaller, since no part of a serial may be missing. */
static enum sello_status set_serial(PangoLayout *layout, struct sello_bytes serial) {
    char text[64];
    const PangoFontDescription *usual = pango_layout_get_font_description(layout);
    if (serial.len >= sizeof text) {
        return SELLO_E_TEXT;
    }
    memcpy(text, serial.ptr, serial.len);
    text[serial.len] = '\0';
    pango_layout_set_text(layout, text, (int)serial.len);
    if (serial.len > ART_SERIAL_LEN) {
        PangoFontDescription *font = pango_font_description_copy(usual);
        double size = pango_font_description_get_size(usual);
        pango_font_description_set_absolute_size(font, size * ART_SERIAL_LEN / (double)serial.len);
        pango_layout_set_font_description(layout, font);
        pango_font_description_free(font);
    }
    return SELLO_OK;
}

static void turn_to(cairo_t *cairo, const struct art_box *box) {
    cairo_matrix_t upwards = {0, -1, 1, 0, box->at.x, box->at.y + box->at.height};
    cairo_matrix_t downwards = {0, 1, -1, 0, box->at.x + box->at.width, box->at.y};
    if (box->turn == 0) {
        cairo_translate(cairo, box->at.x, box->at.y);
    } else {
        cairo_transform(cairo, box->turn == 1 ? &upwards : &downwards);
    }
}

static void draw_box(cairo_t *cairo, const struct art_box *box) {
    double grey = box->light ? 1 : 0;
    cairo_save(cairo);
    turn_to(cairo, box);
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_move_to(cairo, 0, 0);
    pango_cairo_show_layout(cairo, box->layout);
    cairo_restore(cairo);
}

/* ---- the label ---- */

enum sello_status art_draw(struct sello_art *art, cairo_t *cairo,
                           const struct sello_art_label *label) {
    for (size_t i = 0; i < art->n_boxes; i++) {
        struct art_box *box = &art->box[i];
        enum sello_status status = SELLO_OK;
        if (box->field == ART_SERIAL) {
            status = set_serial(box->layout, label->serial);
        }
        if (status != SELLO_OK) {
            return status;
        }
        draw_box(cairo, box);
    }
    return cairo_status(cairo) == CAIRO_STATUS_SUCCESS ? SELLO_OK : SELLO_E_MEMORY;
}

/* A smaller symbol of the job lies in the middle of the widest one's place. */
void art_symbol_at(const struct sello_art *art, const struct sello_symbol *symbol,
                   unsigned *out_x_dots, unsigned *out_y_dots) {
    unsigned page = sello_symbol_page(symbol);
    unsigned spare = art->setup.symbol_page > page ? art->setup.symbol_page - page : 0;
    unsigned inset = spare * art->setup.size.dots_per_module / 2;
    *out_x_dots = art->symbol_x + inset;
    *out_y_dots = art->symbol_y + inset;
}

struct sello_print_size art_size(const struct sello_art *art) {
    return art->setup.size;
}
