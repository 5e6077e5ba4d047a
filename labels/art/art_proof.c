/* SPDX-License-Identifier: Apache-2.0 */
/* PRUEBA across a label, so that nobody ties a proof to a piece; PRÁCTICA likewise, where it has no
 * stub. It goes into the four spaces around the symbol, where no word has to be cut off. */
#include <math.h>

#include "labels/art/art_parts.h"

#define LEAST 3.5       /* points: the narrowest space used */
#define MOST 22.0       /* points: the largest letters */
#define PROOF_WIDTH 4.6 /* of the size of its letters, with the space after it */
#define PRACTICE_WIDTH 5.65
#define ROW_HEIGHT 1.5 /* the same */
#define HEIGHT 1.2     /* the same, of a single row */

/* ---- which words ---- */

static bool practice_across(const struct sello_art *art) {
    return art->setup.practice && !art->has_stub;
}

bool art_has_proof(const struct sello_art *art) {
    return art->setup.proof || practice_across(art);
}

static double word_width(const struct sello_art *art) {
    return practice_across(art) ? PRACTICE_WIDTH : PROOF_WIDTH;
}

/* Where both are to be said, they take turns. */
static const char *word_at(const struct sello_art *art, unsigned i) {
    bool practice = practice_across(art) && (!art->setup.proof || i % 2 == 0);
    return practice ? art_practice_word(art) : "PRUEBA";
}

/* ---- the spaces ---- */

/* On a round label, a rectangle within the segment: seven tenths of its depth. */
static struct art_rect space_in_segment(const struct sello_art *art, double symbol, unsigned side) {
    double radius = art->width / 2, edge = symbol / 2, depth = 0.7 * (radius - edge);
    double half = sqrt(radius * radius - (edge + depth) * (edge + depth));
    switch (side) {
    case 0: return (struct art_rect){radius - half, radius - edge - depth, 2 * half, depth};
    case 1: return (struct art_rect){radius + edge, radius - half, depth, 2 * half};
    case 2: return (struct art_rect){radius - half, radius + edge, 2 * half, depth};
    default: return (struct art_rect){radius - edge - depth, radius - half, depth, 2 * half};
    }
}

/* Above, right of, below and left of the widest symbol. */
static struct art_rect space_beside_symbol(const struct sello_art *art, unsigned side) {
    double symbol = art_symbol_side(art);
    double left = art->symbol_x * art->dot, top = art->symbol_y * art->dot;
    double right = left + symbol, bottom = top + symbol;
    if (art->setup.stock->shape == SELLO_STOCK_ROUND) {
        return space_in_segment(art, symbol, side);
    }
    switch (side) {
    case 0: return (struct art_rect){0, 0, art->width, top};
    case 1: return (struct art_rect){right, top, art->width - right, symbol};
    case 2: return (struct art_rect){0, bottom, art->width, art->height - bottom};
    default: return (struct art_rect){0, top, left, symbol};
    }
}

/* The words that fit a space. */
struct proof_grid {
    struct art_rect at;
    bool upright;
    double size;
    unsigned columns, rows; /* along the words, and across */
    unsigned side;
};

static struct proof_grid grid_in(const struct sello_art *art, unsigned side) {
    struct proof_grid grid = {.at = space_beside_symbol(art, side), .side = side};
    double word = word_width(art);
    double across = fmin(grid.at.width, grid.at.height);
    double along = fmax(grid.at.width, grid.at.height);
    grid.upright = grid.at.width >= grid.at.height;
    grid.size = fmin(fmin(fmax(across / 4, 9), MOST), fmin(across / HEIGHT, along / word));
    if (across >= LEAST && grid.size >= LEAST / HEIGHT) {
        grid.columns = (unsigned)(along / (grid.size * word) + 1e-6);
        grid.rows = (unsigned)fmax(floor(across / (grid.size * ROW_HEIGHT)), 1);
    }
    return grid;
}

/* ---- the words ---- */

static void put_proof_row(const struct sello_art *art, const struct proof_grid *grid,
                          cairo_t *cairo, PangoLayout *layout, unsigned row, art_proof_put *put,
                          void *context) {
    double along = grid->upright ? grid->at.width : grid->at.height;
    double across = grid->upright ? grid->at.height : grid->at.width;
    for (unsigned i = 0; i < grid->columns; i++) {
        PangoRectangle extent;
        pango_layout_set_text(layout, word_at(art, i + row + grid->side), -1);
        pango_layout_get_extents(layout, NULL, &extent);
        double width = (double)extent.width / PANGO_SCALE;
        double height = (double)extent.height / PANGO_SCALE;
        double x = along * (2 * i + 1) / (2 * grid->columns) - width / 2;
        double y = across * (2 * row + 1) / (2 * grid->rows) - height / 2;
        cairo_move_to(cairo, x, y);
        pango_cairo_layout_path(cairo, layout);
        put(context);
    }
}

static void put_proof_grid(const struct sello_art *art, const struct proof_grid *grid,
                           cairo_t *cairo, art_proof_put *put, void *context) {
    PangoLayout *layout = art_type_new(art, art_style_of(art, ART_SERIAL), "");
    struct art_box box = {.at = grid->at, .turn = grid->upright ? 0 : 1};
    words_face(layout, WORDS_LABEL_BOLD, grid->size);
    cairo_save(cairo);
    art_turn_to(cairo, &box);
    for (unsigned row = 0; row < grid->rows; row++) {
        put_proof_row(art, grid, cairo, layout, row, put, context);
    }
    cairo_restore(cairo);
    g_object_unref(layout);
}

void art_proof(const struct sello_art *art, cairo_t *cairo, art_proof_put *put, void *context) {
    for (unsigned side = 0; side < 4; side++) {
        struct proof_grid grid = grid_in(art, side);
        if (grid.columns > 0) {
            put_proof_grid(art, &grid, cairo, put, context);
        }
    }
}

unsigned art_proof_words(const struct sello_art *art) {
    unsigned words = 0;
    for (unsigned side = 0; side < 4; side++) {
        struct proof_grid grid = grid_in(art, side);
        words += grid.columns * grid.rows;
    }
    return words;
}
