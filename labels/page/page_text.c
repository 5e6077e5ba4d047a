/* SPDX-License-Identifier: Apache-2.0 */
/* Words on a page, by pango. */
#include <stdlib.h>

#include "labels/page/page_pen.h"

enum sello_error page_text_start(struct page_pen *pen) {
    return words_open(&pen->context);
}

void page_text_end(struct page_pen *pen) {
    g_clear_object(&pen->context);
}

static PangoLayout *text_layout(const struct page_pen *pen, const struct page_style *style,
                                const char *text, double width) {
    PangoLayout *layout = pango_layout_new(pen->context);
    words_page(layout, style->face, (1 - pen->closer) * style->size, style->leading);
    pango_layout_set_alignment(layout, style->centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    if (width > 0) {
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    pango_layout_set_text(layout, text, -1); /* as it is: no markup */
    return layout;
}

static struct page_extent extent_of(PangoLayout *layout) {
    PangoRectangle extent;
    pango_layout_get_extents(layout, NULL, &extent);
    return (struct page_extent){(double)extent.width / PANGO_SCALE,
                                (double)extent.height / PANGO_SCALE};
}

static enum sello_error put_text(struct page_pen *pen, const struct page_style *style,
                                 struct sello_bytes text, struct page_place place, bool one_line,
                                 struct page_extent *out) {
    char *copy = words_clean(text);
    if (copy == NULL) {
        return SELLO_E_MEMORY;
    }
    PangoLayout *layout = text_layout(pen, style, copy, place.width);
    if (one_line) {
        pango_layout_set_single_paragraph_mode(layout, TRUE);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    *out = extent_of(layout);
    cairo_set_source_rgb(pen->cairo, style->grey, style->grey, style->grey);
    cairo_move_to(pen->cairo, place.x, place.y);
    pango_cairo_show_layout(pen->cairo, layout);
    g_object_unref(layout);
    free(copy);
    return SELLO_OK;
}

enum sello_error page_text_put(struct page_pen *pen, const struct page_style *style,
                               struct sello_bytes text, struct page_place place,
                               struct page_extent *out) {
    return put_text(pen, style, text, place, false, out);
}

enum sello_error page_text_put_line(struct page_pen *pen, const struct page_style *style,
                                    struct sello_bytes text, struct page_place place,
                                    struct page_extent *out) {
    return put_text(pen, style, text, place, true, out);
}

enum sello_error page_text_measure(struct page_pen *pen, const struct page_style *style,
                                   struct sello_bytes text, double width, struct page_extent *out) {
    char *copy = words_clean(text);
    if (copy == NULL) {
        return SELLO_E_MEMORY;
    }
    PangoLayout *layout = text_layout(pen, style, copy, width);
    *out = extent_of(layout);
    g_object_unref(layout);
    free(copy);
    return SELLO_OK;
}
