/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/symbol/raster.h"

#define SIDE_MAX ((SELLO_SYMBOL_SIDE_MAX + 2 * SELLO_QUIET_ZONE) * SELLO_DOTS_MAX)

struct job {
    const struct sello_symbol *symbol;
    unsigned dots;
};

/* Pixels from..to-1 of a row black, eight to a byte, the leftmost in the highest bit. */
static void blacken(uint8_t *row, unsigned from, unsigned to) {
    for (unsigned x = from; x < to; x++) {
        row[x / 8] &= (uint8_t) ~(0x80u >> x % 8);
    }
}

/* A row of pixels; 1 is white. All rows of a module are the same, so only the first is drawn. */
static void draw_module_row(const void *context, uint32_t y, uint8_t *row) {
    const struct job *job = context;
    unsigned page = sello_symbol_page(job->symbol), dots = job->dots;
    if (y % dots != 0) {
        return;
    }
    memset(row, 0xff, (page * dots + 7) / 8);
    for (unsigned x = 0; x < page; x++) {
        if (sello_symbol_dark(job->symbol, x, y / dots)) {
            blacken(row, x * dots, (x + 1) * dots);
        }
    }
}

enum sello_error sello_symbol_png(const struct sello_symbol *symbol, struct sello_print_size size,
                                  struct sello_writer *out) {
    if (!sello_print_size_ok(size)) {
        return SELLO_E_RANGE;
    }
    uint8_t row[SIDE_MAX / 8];
    const struct job job = {symbol, size.dots_per_module};
    const uint32_t side = sello_symbol_page(symbol) * size.dots_per_module;
    const uint32_t high = sello_symbol_rows(symbol) * size.dots_per_module;
    const struct raster raster = {side, high, 1, size.dpi, draw_module_row, &job, row, false};
    return raster_png(&raster, out);
}
