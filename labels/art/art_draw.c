/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/art/art_draw.h"

#include <math.h>

#include "labels/art/art_parts.h"

/* ---- the serial ---- */

static void set_type_size(const struct art_box *box, double size) {
    const PangoFontDescription *now = pango_layout_get_font_description(box->layout);
    if (pango_font_description_get_size(now) != (int)(size * PANGO_SCALE)) {
        words_face(box->layout, box->face, size);
    }
}

static double natural_width(PangoLayout *layout) {
    int width = pango_layout_get_width(layout), natural = 0;
    pango_layout_set_width(layout, -1);
    pango_layout_get_size(layout, &natural, NULL);
    pango_layout_set_width(layout, width);
    return (double)natural / PANGO_SCALE;
}

/* The box was made for serials below 2^30 with few wide letters. A wider one is set smaller: a
 * serial is never cut. */
static enum sello_error set_serial_in(const struct art_box *box, struct sello_bytes serial) {
    enum sello_error error = sello_text_check(serial, 1, ART_SERIAL_MAX, NULL);
    if (error != SELLO_OK) {
        return error;
    }
    double room = (box->turn == 0 ? box->at.width : box->at.height) - 0.01;
    pango_layout_set_text(box->layout, (const char *)serial.ptr, (int)serial.len);
    set_type_size(box, box->size);
    double width = natural_width(box->layout);
    if (width > room) {
        set_type_size(box, 0.995 * box->size * room / width);
    }
    return SELLO_OK;
}

enum sello_error art_set_serial(struct sello_art *art, struct sello_bytes serial) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < art->n_boxes && error == SELLO_OK; i++) {
        if (art->box[i].field == ART_SERIAL) {
            error = set_serial_in(&art->box[i], serial);
        }
    }
    return error;
}

/* ---- ground, and what the design draws ---- */

static void set_ink(cairo_t *cairo, uint32_t rgb) {
    cairo_set_source_rgb(cairo, (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0,
                         (rgb & 0xff) / 255.0);
}

static void paint_ground(const struct sello_art *art, cairo_t *cairo) {
    if (art->ground == DESIGN_WHITE) {
        return;
    }
    set_ink(cairo, art->ground);
    art_ground_path(art, cairo);
    cairo_fill(cairo);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    art_white_path(art, cairo);
    cairo_fill(cairo);
}

static void paint_fills(const struct sello_art *art, cairo_t *cairo) {
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD); /* leaves the inside of outlines white */
    for (size_t i = 0; i < art->n_fills; i++) {
        set_ink(cairo, art_ink_of(art, art->fill[i].ink));
        art_fill_path(cairo, &art->fill[i]);
        cairo_fill(cairo);
    }
}

/* ---- boxes ---- */

/* A PDF has it once, whatever number of labels show it: padding would make each a copy. */
static void draw_mark_box(const struct sello_art *art, cairo_t *cairo, const struct art_box *box) {
    bool pdf = cairo_surface_get_type(cairo_get_target(cairo)) == CAIRO_SURFACE_TYPE_RECORDING;
    double width = cairo_image_surface_get_width(art->mark);
    double height = cairo_image_surface_get_height(art->mark);
    bool upright = box->turn == 0;
    cairo_scale(cairo, (upright ? box->at.width : box->at.height) / width,
                (upright ? box->at.height : box->at.width) / height);
    cairo_set_source_surface(cairo, art->mark, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cairo), pdf ? CAIRO_EXTEND_NONE : CAIRO_EXTEND_PAD);
    cairo_rectangle(cairo, 0, 0, width, height);
    cairo_fill(cairo);
}

static void show_letter(cairo_t *cairo, const char *text, PangoGlyphItem *letter) {
    pango_cairo_show_glyph_item(cairo, text, letter);
}

static void draw_box(const struct sello_art *art, cairo_t *cairo, const struct art_box *box) {
    double grey = box->light ? 1 : 0;
    cairo_save(cairo);
    if (box->rim > 0) {
        cairo_set_source_rgb(cairo, grey, grey, grey);
        art_rim(cairo, box, show_letter);
        cairo_restore(cairo);
        return;
    }
    art_turn_to(cairo, box);
    if (box->layout == NULL) {
        draw_mark_box(art, cairo, box);
    } else {
        cairo_set_source_rgb(cairo, grey, grey, grey);
        cairo_move_to(cairo, 0, 0);
        pango_cairo_show_layout(cairo, box->layout);
    }
    cairo_restore(cairo);
}

/* ---- PRUEBA ---- */

static void stroke_proof_word(void *context) {
    cairo_stroke((cairo_t *)context);
}

static void draw_proof(const struct sello_art *art, cairo_t *cairo) {
    double grey = art_ground_is_dark(art) ? ART_PROOF_LIGHT : ART_PROOF_GREY;
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_set_line_width(cairo, ART_PROOF_LINE);
    art_proof(art, cairo, stroke_proof_word, cairo);
}

/* ---- the label ---- */

static void draw_boxes(const struct sello_art *art, cairo_t *cairo, bool serials) {
    for (size_t i = 0; i < art->n_boxes; i++) {
        if ((art->box[i].field == ART_SERIAL) == serials) {
            draw_box(art, cairo, &art->box[i]);
        }
    }
}

/* What all labels of the art show alike: everything but the serial and the symbol. */
static void draw_same(const struct sello_art *art, cairo_t *cairo) {
    paint_ground(art, cairo);
    paint_fills(art, cairo);
    if (art_has_proof(art)) { /* beneath the words, which stay legible */
        draw_proof(art, cairo);
    }
    draw_boxes(art, cairo, false);
}

/* A PDF has it once, and shows it on each label. */
static void show_same(struct sello_art *art, cairo_t *cairo) {
    const double beyond = ART_GROUND_BEYOND + ART_MM;
    const cairo_rectangle_t extents = {-beyond, -beyond, art->width + 2 * beyond,
                                       art->height + 2 * beyond};
    if (art->same == NULL) {
        art->same = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
        cairo_t *once = cairo_create(art->same);
        draw_same(art, once);
        cairo_destroy(once); /* what failed shows in the surface's status, and in the sheet's */
    }
    cairo_set_source_surface(cairo, art->same, 0, 0);
    cairo_paint(cairo);
}

enum sello_error art_draw(struct sello_art *art, cairo_t *cairo,
                          const struct sello_art_label *label) {
    enum sello_error error = art_set_serial(art, label->serial);
    if (error != SELLO_OK) {
        return error;
    }
    bool pdf = cairo_surface_get_type(cairo_get_target(cairo)) == CAIRO_SURFACE_TYPE_PDF;
    cairo_save(cairo);
    if (pdf) {
        show_same(art, cairo);
    } else {
        draw_same(art, cairo);
    }
    draw_boxes(art, cairo, true);
    cairo_restore(cairo);
    return cairo_status(cairo) == CAIRO_STATUS_SUCCESS ? SELLO_OK : SELLO_E_MEMORY;
}

/* A symbol smaller than the job's widest lies in the middle of the widest one's place. */
void art_symbol_at(const struct sello_art *art, const struct sello_symbol *symbol,
                   unsigned *out_x_dots, unsigned *out_y_dots) {
    unsigned page = sello_symbol_page(symbol);
    unsigned spare = art->setup.symbol_page > page ? art->setup.symbol_page - page : 0;
    unsigned inset = spare * art->setup.size.dots_per_module / 2;
    *out_x_dots = art->symbol_x + inset;
    *out_y_dots = art->symbol_y + inset;
}

bool art_has_ground(const struct sello_art *art) {
    return art->ground != DESIGN_WHITE;
}

struct sello_print_size art_size(const struct sello_art *art) {
    return art->setup.size;
}

double art_hole_reach(const struct sello_art *art, bool *out_turned) {
    double reach = 0;
    *out_turned = false;
    for (size_t i = 0; i < art->n_fills && art->setup.design->kind == DESIGN_TAG; i++) {
        const struct art_fill *fill = &art->fill[i];
        bool circle = fill->shape == ART_RECT && fill->line > 0 &&
                      fill->at.width == fill->at.height && 2 * fill->corner == fill->at.width;
        if (circle) { /* the hole, and its ring */
            *out_turned = fill->at.x < fill->at.y;
            reach = fmax(reach,
                         *out_turned ? fill->at.x + fill->at.width : fill->at.y + fill->at.height);
        }
    }
    return reach;
}
