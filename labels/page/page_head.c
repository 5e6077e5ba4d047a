/* SPDX-License-Identifier: Apache-2.0 */
/* What stands at the head of a page: the certifier's mark, whose page it is and what, and a strip
 * of fretwork, as on labels. */
#include <math.h>

#include "labels/art/art_parts.h"
#include "labels/art/mark.h"
#include "labels/page/page_pen.h"

#define MARK_HIGH 34.0 /* at most this high and this wide */
#define MARK_WIDE 96.0
#define MARK_BESIDE 10.0 /* between the mark and the words */
#define STRIP_HIGH 7.0   /* seven threads of a point each */
#define STRIP_ABOVE 6.0

static const struct page_style issuer_style = {WORDS_LABEL_BOLD, 9, 0, false, 0.3};
static const struct page_style name_style = {WORDS_SERIF_BOLD, 18, 0, false, 0};
static const struct page_style copy_style = {WORDS_LABEL_PLAIN, 9, 0, false, 0.3};

/* ---- the mark ---- */

struct page_extent page_mark_extent(const struct sello_mark *mark, double wide, double high) {
    double aspect = mark_aspect(mark), width = fmin(aspect * high, wide);
    return (struct page_extent){width, width / aspect};
}

enum sello_error page_mark_put(cairo_t *cairo, const struct sello_mark *mark, double x, double y,
                               struct page_extent extent) {
    const double dots = PAGE_DPI / 72.0;
    cairo_surface_t *picture = mark_scaled(mark, (unsigned)ceil(extent.width * dots),
                                           (unsigned)ceil(extent.height * dots));
    if (picture == NULL) {
        return SELLO_E_MEMORY;
    }
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, 1 / dots, 1 / dots);
    cairo_set_source_surface(cairo, picture, 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
    cairo_surface_destroy(picture);
    return SELLO_OK;
}

/* ---- the strip ---- */

static void use_colour(cairo_t *cairo, uint32_t rgb) {
    cairo_set_source_rgb(cairo, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0,
                         (rgb & 0xff) / 255.0);
}

void page_strip_put(struct page_pen *pen, uint32_t rgb) {
    const struct art_fill fill = {
        .at = {PAGE_MARGIN, pen->y, pen->width - 2 * PAGE_MARGIN, STRIP_HIGH},
        .shape = ART_FRET,
        .from = ART_BOTTOM,
    };
    cairo_new_path(pen->cairo);
    art_fret_path(pen->cairo, &fill);
    use_colour(pen->cairo, rgb);
    cairo_fill(pen->cairo);
    pen->y += STRIP_HIGH;
}

/* ---- the head of a form ---- */

/* Ends at the right margin, on the line of the issuer. */
static enum sello_error put_copy_name(struct page_pen *pen, struct sello_bytes copy, double *left) {
    struct page_extent extent;
    enum sello_error error = page_text_measure(pen, &copy_style, copy, 0, &extent);
    *left = pen->width - PAGE_MARGIN - extent.width;
    struct page_place place = {*left, pen->y, 0};
    return error == SELLO_OK ? page_text_put(pen, &copy_style, copy, place, &extent) : error;
}

enum sello_error page_head_put(struct page_pen *pen, const struct sello_page *page,
                               const struct sello_page_part *part, struct sello_bytes copy) {
    double x = PAGE_MARGIN, right = pen->width - PAGE_MARGIN, bottom = pen->y;
    struct page_extent used = {0, 0};
    enum sello_error error = SELLO_OK;
    if (page->mark != NULL) {
        used = page_mark_extent(page->mark, MARK_WIDE, MARK_HIGH);
        error = page_mark_put(pen->cairo, page->mark, x, pen->y, used);
        x += used.width + MARK_BESIDE;
        bottom = pen->y + used.height;
    }
    if (error == SELLO_OK && copy.len > 0) {
        error = put_copy_name(pen, copy, &right);
        right -= MARK_BESIDE;
    }
    struct page_place place = {x, pen->y, right - x};
    if (error == SELLO_OK) {
        error = page_text_put(pen, &issuer_style, part->beside, place, &used);
    }
    place.y += used.height;
    place.width = pen->width - PAGE_MARGIN - x;
    if (error == SELLO_OK) {
        error = page_text_put(pen, &name_style, part->text, place, &used);
    }
    pen->y = fmax(bottom, place.y + used.height) + STRIP_ABOVE;
    page_strip_put(pen, page->accent);
    return error;
}
