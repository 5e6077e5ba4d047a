/* SPDX-License-Identifier: Apache-2.0 */
/* A symbol as a 1-bit mask, one pixel a module: cairo writes it as /ImageMask, without
 * interpolation. */
#include "labels/sheet/sheet_pen.h"

/* Renderers paint every pixel that the picture's edge touches, and an edge between two pixels
 * touches both: so the picture is this much smaller than its dots on each side. In dots. */
#define INSET (1 / 64.0)

/* Cairo packs pixels into 32 bits, the first one where the machine counts from. */
static void set_pixel(uint32_t *row, unsigned x) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    row[x / 32] |= (uint32_t)1 << x % 32;
#else
    row[x / 32] |= (uint32_t)0x80000000 >> x % 32;
#endif
}

static void fill_mask(cairo_surface_t *mask, const struct sello_symbol *symbol) {
    size_t stride = (size_t)cairo_image_surface_get_stride(mask) / sizeof(uint32_t);
    uint32_t *pixels = (uint32_t *)(void *)cairo_image_surface_get_data(mask);
    for (unsigned y = 0; y < symbol->side; y++) {
        for (unsigned x = 0; x < symbol->side; x++) {
            if (symbol->module[y * symbol->side + x] != 0) {
                set_pixel(pixels + y * stride, x);
            }
        }
    }
    cairo_surface_mark_dirty(mask);
}

/* To be freed by cairo_pattern_destroy; NULL without memory. */
static cairo_pattern_t *mask_of(const struct sello_symbol *symbol) {
    int side = (int)symbol->side;
    cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A1, side, side);
    cairo_pattern_t *pattern = NULL;
    if (cairo_surface_status(mask) == CAIRO_STATUS_SUCCESS) {
        fill_mask(mask, symbol);
        pattern = cairo_pattern_create_for_surface(mask);
        cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    }
    cairo_surface_destroy(mask);
    return pattern;
}

enum sello_error sheet_symbol(const struct sello_sheet *sheet, const struct sello_symbol *symbol,
                              unsigned dots_per_module, long x_dots, long y_dots) {
    cairo_t *cairo = sheet->pen.cairo;
    cairo_pattern_t *mask = mask_of(symbol);
    if (mask == NULL) {
        return SELLO_E_MEMORY;
    }
    double dot = 72.0 / sheet->dpi, dots = (double)symbol->side * dots_per_module;
    long quiet = (long)(SELLO_QUIET_ZONE * dots_per_module);
    double module = (dots - 2 * INSET) * dot / symbol->side;
    cairo_save(cairo);
    cairo_translate(cairo, ((double)(x_dots + quiet) + INSET) * dot,
                    ((double)(y_dots + quiet) + INSET) * dot);
    cairo_scale(cairo, module, module);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_mask(cairo, mask);
    cairo_restore(cairo);
    cairo_pattern_destroy(mask);
    return cairo_status(cairo) == CAIRO_STATUS_SUCCESS ? SELLO_OK : SELLO_E_MEMORY;
}
