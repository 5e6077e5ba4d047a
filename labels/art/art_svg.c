/* SPDX-License-Identifier: Apache-2.0 */
/* A label alone as SVG. Written here because cairo's has ids that differ from run to run. A unit is
 * a dot, so that the symbol's modules lie on the grid. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "labels/art/art_parts.h"
#include "labels/symbol/svg_put.h"

#define PLACES 2 /* of a dot: under a micrometre at 300 dpi */
#define PARTS 100
#define LETTER_ROOM 4000 /* bytes: the most that one letter's outline takes */
#define HEAD_ROOM 8192   /* bytes: the elements that every label has, without their letters */

struct drawing {
    struct sello_writer *out;
    cairo_t *cairo; /* its device's unit is a dot */
    int64_t x, y;   /* where the pen is, in parts of a dot */
};

/* ---- outlines ---- */

static void put_dots(struct sello_writer *w, double dots) {
    svg_put_decimal(w, llround(dots * PARTS), PLACES);
}

/* Relative to the pen, but from rounded places, so that errors do not add up. */
static void put_points(struct drawing *d, const cairo_path_data_t *data, int n) {
    int64_t x = d->x, y = d->y;
    for (int i = 1; i <= n; i++) {
        x = llround(data[i].point.x * PARTS);
        y = llround(data[i].point.y * PARTS);
        svg_put(d->out, i > 1 && x >= d->x ? " " : "");
        svg_put_decimal(d->out, x - d->x, PLACES);
        svg_put(d->out, y >= d->y ? " " : "");
        svg_put_decimal(d->out, y - d->y, PLACES);
    }
    d->x = x;
    d->y = y;
}

static void put_path_step(struct drawing *d, const cairo_path_data_t *data, bool last) {
    switch (data->header.type) {
    case CAIRO_PATH_MOVE_TO:
        if (!last) { /* cairo adds one after each closed figure */
            d->x = d->y = 0;
            svg_put(d->out, "M");
            put_points(d, data, 1);
        }
        break;
    case CAIRO_PATH_LINE_TO:
        svg_put(d->out, "l");
        put_points(d, data, 1);
        break;
    case CAIRO_PATH_CURVE_TO:
        svg_put(d->out, "c");
        put_points(d, data, 3);
        break;
    case CAIRO_PATH_CLOSE_PATH: svg_put(d->out, "z"); break;
    }
}

/* Writes the context's path, in dots, and clears it. */
static void put_path_element(struct drawing *d, const char *attributes) {
    cairo_save(d->cairo);
    cairo_identity_matrix(d->cairo);
    cairo_path_t *path = cairo_copy_path(d->cairo);
    cairo_restore(d->cairo);
    cairo_new_path(d->cairo);
    svg_put(d->out, "<path ");
    svg_put(d->out, attributes);
    svg_put(d->out, " d=\"");
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        int next = i + path->data[i].header.length;
        bool moves_again =
            next >= path->num_data || path->data[next].header.type == CAIRO_PATH_MOVE_TO;
        put_path_step(d, &path->data[i], moves_again);
    }
    svg_put(d->out, "\"/>\n");
    cairo_path_destroy(path);
}

/* ---- parts ---- */

static void put_mark_image(struct drawing *d, const struct sello_art *art,
                           const struct art_box *box) {
    bool upright = box->turn == 0;
    cairo_matrix_t m;
    cairo_get_matrix(d->cairo, &m);
    const double numbers[] = {m.xx, m.yx, m.xy, m.yy, m.x0, m.y0};
    svg_put(d->out, "<image transform=\"matrix(");
    for (size_t i = 0; i < 6; i++) {
        svg_put(d->out, i > 0 ? " " : "");
        svg_put_decimal(d->out, llround(numbers[i] * 1e6), 6);
    }
    svg_put(d->out, ")\" width=\"");
    put_dots(d->out, upright ? box->at.width : box->at.height);
    svg_put(d->out, "\" height=\"");
    put_dots(d->out, upright ? box->at.height : box->at.width);
    svg_put(d->out, "\" preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64,");
    svg_put(d->out, art->mark_base64);
    svg_put(d->out, "\"/>\n");
}

static void add_letter(cairo_t *cairo, const char *text, PangoGlyphItem *letter) {
    (void)text;
    pango_cairo_glyph_string_path(cairo, letter->item->analysis.font, letter->glyphs);
}

static void put_box_element(struct drawing *d, const struct sello_art *art,
                            const struct art_box *box) {
    cairo_save(d->cairo);
    if (box->rim > 0) {
        art_rim(d->cairo, box, add_letter);
        put_path_element(d, box->light ? "fill=\"#fff\"" : "fill=\"#000\"");
        cairo_restore(d->cairo);
        return;
    }
    art_turn_to(d->cairo, box);
    if (box->layout == NULL) {
        put_mark_image(d, art, box);
    } else {
        cairo_move_to(d->cairo, 0, 0);
        pango_cairo_layout_path(d->cairo, box->layout);
        put_path_element(d, box->light ? "fill=\"#fff\"" : "fill=\"#000\"");
    }
    cairo_restore(d->cairo);
}

static void put_symbol_path(struct drawing *d, const struct sello_art *art,
                            const struct sello_symbol *symbol) {
    unsigned x, y;
    art_symbol_at(art, symbol, &x, &y);
    svg_put(d->out, "<path transform=\"translate(");
    svg_put_number(d->out, x);
    svg_put(d->out, " ");
    svg_put_number(d->out, y);
    svg_put(d->out, ") scale(");
    svg_put_number(d->out, art->setup.size.dots_per_module);
    svg_put(d->out, ")\" fill=\"#000\" shape-rendering=\"crispEdges\" d=\"");
    svg_put_dark(d->out, symbol);
    svg_put(d->out, "\"/>\n");
}

static void put_proof_word(void *context) {
    put_path_element(context, "");
}

static void put_proof(struct drawing *d, const struct sello_art *art) {
    svg_put(d->out, art_ground_is_dark(art)
                        ? "<g fill=\"none\" stroke=\"" ART_PROOF_LIGHT_HEX "\" stroke-width=\""
                        : "<g fill=\"none\" stroke=\"" ART_PROOF_GREY_HEX "\" stroke-width=\"");
    put_dots(d->out, ART_PROOF_LINE / art->dot);
    svg_put(d->out, "\">\n");
    art_proof(art, d->cairo, put_proof_word, d);
    svg_put(d->out, "</g>\n");
}

/* ---- the ground ---- */

static void put_ground_paths(struct drawing *d, const struct sello_art *art) {
    char fill[16];
    if (art->ground != DESIGN_WHITE) {
        snprintf(fill, sizeof fill, "fill=\"#%06x\"", (unsigned)art->ground & 0xffffffu);
        art_ground_path(art, d->cairo);
        put_path_element(d, fill);
        art_white_path(art, d->cairo);
        put_path_element(d, "fill=\"#fff\"");
    }
}

/* ---- the label ---- */

static void put_length(struct sello_writer *w, double points) {
    svg_put_decimal(w, llround(points / ART_MM * 1e4), 4);
    svg_put(w, "mm");
}

static void put_art_head(struct sello_writer *w, const struct sello_art *art,
                         struct sello_bytes serial) {
    svg_put(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<svg xmlns=\"http://www.w3.org/2000/svg\" "
               "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" width=\"");
    put_length(w, art->width);
    svg_put(w, "\" height=\"");
    put_length(w, art->height);
    svg_put(w, "\" viewBox=\"0 0 ");
    put_dots(w, art->width / art->dot);
    svg_put(w, " ");
    put_dots(w, art->height / art->dot);
    svg_put(w, "\">\n<title>");
    svg_put_escaped(w, serial);
    svg_put(w, "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
}

static void put_svg(struct drawing *d, const struct sello_art *art,
                    const struct sello_art_label *label) {
    put_art_head(d->out, art, label->serial);
    put_ground_paths(d, art);
    for (size_t i = 0; i < art->n_fills; i++) {
        char ink[48];
        snprintf(ink, sizeof ink, "fill=\"#%06x\" fill-rule=\"evenodd\"",
                 (unsigned)art_ink_of(art, art->fill[i].ink) & 0xffffffu);
        art_fill_path(d->cairo, &art->fill[i]);
        put_path_element(d, ink);
    }
    if (art_has_proof(art)) {
        put_proof(d, art);
    }
    for (size_t i = 0; i < art->n_boxes; i++) {
        put_box_element(d, art, &art->box[i]);
    }
    put_symbol_path(d, art, label->symbol);
    svg_put(d->out, "</svg>\n");
}

enum sello_error sello_art_svg(struct sello_art *art, const struct sello_art_label *label,
                               struct sello_writer *out) {
    enum sello_error error = art_set_serial(art, label->serial);
    if (error != SELLO_OK) {
        return error;
    }
    size_t start = out->len;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    struct drawing drawing = {.out = out, .cairo = cairo_create(surface)};
    cairo_scale(drawing.cairo, 1 / art->dot, 1 / art->dot);
    put_svg(&drawing, art, label);
    bool ok = cairo_status(drawing.cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(drawing.cairo);
    cairo_surface_destroy(surface);
    if (!ok || out->failed) {
        out->len = start;
        return out->failed ? SELLO_E_NO_ROOM : SELLO_E_MEMORY;
    }
    return SELLO_OK;
}

/* ---- room ---- */

#define STITCH_ROOM 256 /* of a stitch */
#define RECT_ROOM 64    /* bytes: of an ornament's rectangle */

static size_t fills_room(const struct sello_art *art) {
    size_t room = 0;
    for (size_t i = 0; i < art->n_fills; i++) {
        const struct art_fill *fill = &art->fill[i];
        room += 512 + RECT_ROOM * art_fret_count(fill);
        room += fill->shape == ART_STITCH ? STITCH_ROOM * art_stitches(fill) : 0;
    }
    return room;
}

size_t art_svg_room(const struct sello_art *art) {
    size_t page = art->setup.symbol_page, letters = 64; /* for the longest serial */
    for (size_t i = 0; i < art->n_boxes; i++) {
        letters +=
            art->box[i].layout != NULL ? strlen(pango_layout_get_text(art->box[i].layout)) : 0;
    }
    if (art_has_proof(art)) {
        letters += (size_t)ART_PROOF_WORD_MAX * art_proof_words(art);
    }
    size_t mark = art->mark_base64 != NULL ? strlen(art->mark_base64) : 0;
    return HEAD_ROOM + letters * LETTER_ROOM + mark + fills_room(art) +
           sizeof "M111 111h111v1h-111z" * page * (page / 2);
}
