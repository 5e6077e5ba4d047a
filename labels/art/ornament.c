/* SPDX-License-Identifier: Apache-2.0 */
/* A certifier's own pattern. Woven and embroidered ones are counted in threads, so that rectangles
 * say them exactly; any other is drawn on squares that are finer than the paper shows. */
#include "labels/art/ornament.h"

#include <math.h>
#include <stdlib.h>

#define DARK 128.0     /* lightness, of 255, below which a square is ink */
#define BLOCKS_MAX 160 /* of a figure, while a coarser one is still fine enough */
#define SQUASHED 0.85  /* a lone figure is not made shorter than this */

/* ---- squares ---- */

/* Squares down a figure: as many as keep it small. On a strip of 3 mm the fewest are 270 an inch.
 */
static const unsigned heights[] = {240, 160, 120, 96, 72, 56, 44, 32};
enum { N_HEIGHTS = sizeof heights / sizeof *heights };

struct squares {
    unsigned width, height;
    bool *ink; /* owned; row by row */
};

/* The mean lightness of the pixels from one place to another; at least one is looked at. */
static double light_in(const struct sello_mark *mark, unsigned left, unsigned top, unsigned right,
                       unsigned bottom) {
    double light = 0, n = 0;
    bottom = bottom > top ? bottom : top + 1;
    right = right > left ? right : left + 1;
    for (unsigned y = top; y < bottom && y < mark->height; y++) {
        for (unsigned x = left; x < right && x < mark->width; x++) {
            uint32_t rgb = mark->pixel[(size_t)y * mark->width + x];
            light += 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
            n++;
        }
    }
    return n > 0 ? light / n : 255;
}

static bool make_squares(const struct sello_mark *mark, unsigned height, struct squares *out) {
    unsigned width = (unsigned)fmax(round(height * mark_aspect(mark)), 1);
    *out = (struct squares){width, height, calloc((size_t)width * height, sizeof *out->ink)};
    for (unsigned y = 0; y < height && out->ink != NULL; y++) {
        for (unsigned x = 0; x < width; x++) {
            out->ink[(size_t)y * width + x] =
                light_in(mark, x * mark->width / width, y * mark->height / height,
                         (x + 1) * mark->width / width, (y + 1) * mark->height / height) < DARK;
        }
    }
    return out->ink != NULL;
}

/* ---- rectangles ---- */

struct blocks {
    struct ornament_block *block; /* owned; room for one a square */
    size_t n;
};

/* A run below one that begins and ends as it does makes that one higher. */
static void add_run(struct blocks *blocks, unsigned y, unsigned from, unsigned to) {
    for (size_t i = blocks->n; i > 0; i--) {
        struct ornament_block *b = &blocks->block[i - 1];
        if (b->x == from && b->width == to - from && b->y + b->height == (int)y) {
            b->height++;
            return;
        }
    }
    blocks->block[blocks->n++] =
        (struct ornament_block){(uint16_t)from, (uint16_t)y, (uint16_t)(to - from), 1};
}

/* Ends as soon as there are more than `most`. */
static bool find_blocks(const struct squares *squares, size_t most, struct blocks *out) {
    *out = (struct blocks){calloc((size_t)squares->width * squares->height, sizeof *out->block), 0};
    for (unsigned y = 0; y < squares->height && out->block != NULL && out->n <= most; y++) {
        const bool *row = &squares->ink[(size_t)y * squares->width];
        for (unsigned x = 0; x < squares->width; x++) {
            unsigned from = x;
            while (x < squares->width && row[x]) {
                x++;
            }
            if (x > from) {
                add_run(out, y, from, x);
            }
        }
    }
    return out->block != NULL;
}

static enum sello_error keep_blocks(const struct squares *squares, const struct blocks *blocks,
                                    struct sello_ornament **out) {
    const struct ornament_block *first = blocks->block;
    bool all = blocks->n == 1 && first->width == squares->width && first->height == squares->height;
    if (blocks->n == 0 || all) {
        return SELLO_E_PICTURE_FORMAT;
    }
    size_t len = blocks->n * sizeof *blocks->block;
    struct sello_ornament *kept = malloc(sizeof *kept + len);
    if (kept == NULL) {
        return SELLO_E_MEMORY;
    }
    kept->width = squares->width;
    kept->height = squares->height;
    kept->n = blocks->n;
    memcpy(kept->block, blocks->block, len);
    *out = kept;
    return SELLO_OK;
}

enum sello_error ornament_of(const struct sello_mark *mark, struct sello_ornament **out) {
    enum sello_error error = SELLO_OK;
    bool kept = false;
    for (size_t i = 0; i < N_HEIGHTS && !kept && error == SELLO_OK; i++) {
        struct squares squares;
        struct blocks blocks = {NULL, 0};
        size_t most = i < N_HEIGHTS - 1 ? BLOCKS_MAX : SIZE_MAX;
        bool made =
            make_squares(mark, heights[i], &squares) && find_blocks(&squares, most, &blocks);
        error = made ? SELLO_OK : SELLO_E_MEMORY;
        if (made && blocks.n <= most) {
            error = keep_blocks(&squares, &blocks, out);
            kept = true;
        }
        free(squares.ink);
        free(blocks.block);
    }
    return error;
}

enum sello_error sello_ornament_open(struct sello_bytes file, struct sello_ornament **out) {
    struct sello_mark *mark = NULL;
    enum sello_error error = sello_mark_open(file, &mark);
    if (error == SELLO_OK) {
        error = ornament_of(mark, out);
    }
    sello_mark_free(&mark);
    return error;
}

void sello_ornament_free(struct sello_ornament **ornament) {
    free(*ornament);
    *ornament = NULL;
}

/* ---- along a strip ---- */

struct band {
    double along, across; /* the strip's length, and the breadth that is used of it */
    unsigned n;           /* figures */
};

static bool is_upright(const struct art_fill *fill) {
    return fill->from == ART_LEFT || fill->from == ART_RIGHT;
}

/* As many figures as make them most nearly their own shape; where not even one fits so, the band
 * gets narrower. */
static struct band band_of(const struct art_fill *fill) {
    const struct art_rect *at = &fill->at;
    struct band band = {is_upright(fill) ? at->height : at->width,
                        is_upright(fill) ? at->width : at->height, 1};
    double natural = band.across * fill->ornament->width / fill->ornament->height;
    if (band.along < SQUASHED * natural) {
        band.across *= band.along / natural;
        return band;
    }
    band.n = (unsigned)fmax(round(band.along / natural), 1);
    return band;
}

void ornament_path(cairo_t *cairo, const struct art_fill *fill) {
    const struct sello_ornament *o = fill->ornament;
    struct band band = band_of(fill);
    double whole = is_upright(fill) ? fill->at.width : fill->at.height;
    double inset = (whole - band.across) / 2, thread = band.across / o->height;
    double step = band.along / band.n / o->width;
    for (unsigned figure = 0; figure < band.n; figure++) {
        double begin = band.along / band.n * figure;
        for (size_t i = 0; i < o->n; i++) {
            const struct ornament_block *b = &o->block[i];
            double from = begin + b->x * step, length = b->width * step;
            double across = inset + b->y * thread, breadth = b->height * thread;
            if (is_upright(fill)) {
                cairo_rectangle(cairo, fill->at.x + across, fill->at.y + band.along - from - length,
                                breadth, length);
            } else {
                cairo_rectangle(cairo, fill->at.x + from, fill->at.y + across, length, breadth);
            }
        }
    }
}

size_t ornament_count(const struct art_fill *fill) {
    return fill->ornament->n * band_of(fill).n;
}
