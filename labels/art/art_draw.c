/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/art/art_draw.h"

#include <math.h>

#include "labels/art/art_parts.h"

/* ---- texts ---- */

static void set_size(PangoLayout *layout, double size) {
    const PangoFontDescription *now = pango_layout_get_font_description(layout);
    if (pango_font_description_get_size(now) != (int)(size * PANGO_SCALE)) {
        bool bold = pango_font_description_get_weight(now) == PANGO_WEIGHT_BOLD;
        words_font(layout, WORDS_MONO, size, bold);
    }
}

/* Below 2^30 all serials are of one length, and the box was made for it. A longer one is set
 * smaller, since no part of a serial may be missing. */
static enum sello_error set_serial(const struct art_box *box, struct sello_bytes serial) {
    enum sello_error error = sello_text_check(serial, 1, ART_SERIAL_MAX, NULL);
    if (error != SELLO_OK) {
        return error;
    }
    double part = fmin(1, ART_SERIAL_LEN / (double)serial.len);
    pango_layout_set_text(box->layout, (const char *)serial.ptr, (int)serial.len);
    set_size(box->layout, box->size * part);
    return SELLO_OK;
}

void art_turn_to(cairo_t *cairo, const struct art_box *box) {
    cairo_matrix_t upwards = {0, -1, 1, 0, box->at.x, box->at.y + box->at.height};
    cairo_matrix_t downwards = {0, 1, -1, 0, box->at.x + box->at.width, box->at.y};
    if (box->turn == 0) {
        cairo_translate(cairo, box->at.x, box->at.y);
    } else {
        cairo_transform(cairo, box->turn == 1 ? &upwards : &downwards);
    }
}

/* ---- black areas ---- */

static void rounded(cairo_t *cairo, const struct art_rect *at, double corner) {
    double right = at->x + at->width, bottom = at->y + at->height, r = fmax(corner, 0);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, right - r, at->y + r, r, -M_PI / 2, 0);
    cairo_arc(cairo, right - r, bottom - r, r, 0, M_PI / 2);
    cairo_arc(cairo, at->x + r, bottom - r, r, M_PI / 2, M_PI);
    cairo_arc(cairo, at->x + r, at->y + r, r, M_PI, 3 * M_PI / 2);
    cairo_close_path(cairo);
}

static void cap(cairo_t *cairo, const struct art_fill *fill) {
    double radius = fill->at.width / 2;
    double half = acos(fmin(fmax(1 - fill->cap / radius, -1), 1));
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, fill->at.x + radius, fill->at.y + radius, radius, -M_PI / 2 - half,
              -M_PI / 2 + half);
    cairo_close_path(cairo);
}

void art_path_of(cairo_t *cairo, const struct art_fill *fill) {
    const struct art_rect *at = &fill->at;
    const struct art_rect hole = {at->x + fill->line, at->y + fill->line,
                                  at->width - 2 * fill->line, at->height - 2 * fill->line};
    if (fill->cap > 0) {
        cap(cairo, fill);
    } else if (fill->corner > 0) {
        rounded(cairo, at, fill->corner);
    } else {
        cairo_rectangle(cairo, at->x, at->y, at->width, at->height);
    }
    if (fill->line > 0) {
        rounded(cairo, &hole, fill->corner - fill->line);
    }
}

/* ---- the ground ---- */

void art_ground_path(const struct sello_art *art, cairo_t *cairo) {
    double beyond = ART_GROUND_BEYOND, radius = art->width / 2;
    if (art->setup.stock->shape == SELLO_STOCK_ROUND) {
        cairo_new_sub_path(cairo);
        cairo_arc(cairo, radius, radius, radius + (art->setup.bleeds ? beyond : 0), 0, 2 * M_PI);
        cairo_close_path(cairo);
    } else {
        cairo_rectangle(cairo, -beyond, -beyond, art->width + 2 * beyond, art->height + 2 * beyond);
    }
}

void art_white_path(const struct sello_art *art, cairo_t *cairo) {
    double side = art->setup.symbol_page * art->setup.size.dots_per_module * art->dot;
    const struct art_rect at = {art->symbol_x * art->dot - ART_WHITE_BEYOND,
                                art->symbol_y * art->dot - ART_WHITE_BEYOND,
                                side + 2 * ART_WHITE_BEYOND, side + 2 * ART_WHITE_BEYOND};
    rounded(cairo, &at, ART_WHITE_BEYOND);
}

static void draw_ground(const struct sello_art *art, cairo_t *cairo) {
    if (art->ground == DESIGN_WHITE) {
        return;
    }
    cairo_set_source_rgb(cairo, (art->ground >> 16) / 255.0, (art->ground >> 8 & 0xff) / 255.0,
                         (art->ground & 0xff) / 255.0);
    art_ground_path(art, cairo);
    cairo_fill(cairo);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    art_white_path(art, cairo);
    cairo_fill(cairo);
}

static void draw_fills(const struct sello_art *art, cairo_t *cairo) {
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD); /* an outline's inside stays white */
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (size_t i = 0; i < art->n_fills; i++) {
        art_path_of(cairo, &art->fill[i]);
        cairo_fill(cairo);
    }
}

/* ---- boxes ---- */

/* As lines where they stay lines; an unlucky drawing is its pixels there too. */
static cairo_surface_t *mark_for(const struct sello_art *art, cairo_t *cairo) {
    bool pdf = cairo_surface_get_type(cairo_get_target(cairo)) == CAIRO_SURFACE_TYPE_PDF;
    return pdf ? art->mark_lines : NULL;
}

static void draw_mark(const struct sello_art *art, cairo_t *cairo, const struct art_box *box) {
    cairo_surface_t *lines = mark_for(art, cairo);
    if (lines != NULL) {
        cairo_set_source_surface(cairo, lines, 0, 0);
        cairo_paint(cairo);
        return;
    }
    double width = cairo_image_surface_get_width(art->mark);
    double height = cairo_image_surface_get_height(art->mark);
    bool upright = box->turn == 0;
    cairo_scale(cairo, (upright ? box->at.width : box->at.height) / width,
                (upright ? box->at.height : box->at.width) / height);
    cairo_set_source_surface(cairo, art->mark, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
    cairo_rectangle(cairo, 0, 0, width, height);
    cairo_fill(cairo);
}

static void draw_box(const struct sello_art *art, cairo_t *cairo, const struct art_box *box) {
    double grey = box->light ? 1 : 0;
    cairo_save(cairo);
    art_turn_to(cairo, box);
    if (box->layout == NULL) {
        draw_mark(art, cairo, box);
    } else {
        cairo_set_source_rgb(cairo, grey, grey, grey);
        cairo_move_to(cairo, 0, 0);
        pango_cairo_show_layout(cairo, box->layout);
    }
    cairo_restore(cairo);
}

/* ---- PRUEBA ---- */

static void draw_proof_word(void *context) {
    cairo_stroke((cairo_t *)context);
}

static void draw_proof(const struct sello_art *art, cairo_t *cairo) {
    cairo_set_source_rgb(cairo, ART_PROOF_GREY, ART_PROOF_GREY, ART_PROOF_GREY);
    cairo_set_line_width(cairo, ART_PROOF_LINE);
    art_proof(art, cairo, draw_proof_word, cairo);
}

/* ---- the label ---- */

enum sello_error art_set_serial(struct sello_art *art, struct sello_bytes serial) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < art->n_boxes && error == SELLO_OK; i++) {
        if (art->box[i].field == ART_SERIAL) {
            error = set_serial(&art->box[i], serial);
        }
    }
    return error;
}

enum sello_error art_draw(struct sello_art *art, cairo_t *cairo,
                          const struct sello_art_label *label) {
    enum sello_error error = art_set_serial(art, label->serial);
    if (error != SELLO_OK) {
        return error;
    }
    cairo_save(cairo);
    draw_ground(art, cairo);
    draw_fills(art, cairo);
    for (size_t i = 0; i < art->n_boxes; i++) {
        draw_box(art, cairo, &art->box[i]);
    }
    if (art->setup.proof) {
        draw_proof(art, cairo);
    }
    cairo_restore(cairo);
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

bool art_has_ground(const struct sello_art *art) {
    return art->ground != DESIGN_WHITE;
}

struct sello_print_size art_size(const struct sello_art *art) {
    return art->setup.size;
}
