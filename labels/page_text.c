/* SPDX-License-Identifier: Apache-2.0 */
/* Words on a page, by pango. */
#include <stdlib.h>

#include "labels/page_pen.h"

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* ---- fonts ---- */

/* Outlines as they were designed: hints would move letters by where they are drawn. */
static void set_options(PangoContext *context) {
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
}

/* Is this family here? Pango would quietly take another, or stop the program where there is none.
 */
static bool has_family(PangoFontMap *map, const char *name) {
    PangoFontFamily **family = NULL;
    int n = 0;
    bool found = false;
    pango_font_map_list_families(map, &family, &n);
    for (int i = 0; i < n && !found; i++) {
        found = strcmp(pango_font_family_get_name(family[i]), name) == 0;
    }
    g_free(family);
    return found;
}

enum sello_status page_text_start(struct page_pen *pen) {
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (map == NULL || !has_family(map, PAGE_SANS) || !has_family(map, PAGE_MONO)) {
        g_clear_object(&map);
        return SELLO_E_PAGE_FONT;
    }
    pango_cairo_font_map_set_resolution((PangoCairoFontMap *)map, 72); /* a point is a unit */
    pen->context = pango_font_map_create_context(map);
    g_object_unref(map); /* the context keeps it */
    set_options(pen->context);
    /* Else the user's: the same page would differ by who makes it. */
    pango_context_set_language(pen->context, pango_language_from_string("es"));
    pango_context_set_base_dir(pen->context, PANGO_DIRECTION_LTR);
    return SELLO_OK;
}

void page_text_end(struct page_pen *pen) {
    g_clear_object(&pen->context);
}

/* ---- texts ---- */

/* A copy that pango takes: what is broken, invisible or turns direction is replaced. Freed by the
 * caller; NULL without memory. */
static char *clean_copy(struct sello_bytes text) {
    size_t each = sizeof replacement - 1, len = 0;
    char *copy = text.len < (size_t)1 << 20 ? malloc(each * text.len + 1) : NULL;
    if (copy == NULL) {
        return NULL;
    }
    while (text.len > 0) {
        uint32_t c = 0;
        size_t n = sello_utf8_next(text, &c);
        bool shown = n > 0 && (c == '\n' || !sello_text_forbidden(c));
        memcpy(copy + len, shown ? (const char *)text.ptr : replacement, shown ? n : each);
        len += shown ? n : each;
        n = n > 0 ? n : 1;
        text = sello_bytes(text.ptr + n, text.len - n);
    }
    copy[len] = '\0';
    return copy;
}

static void set_font(PangoLayout *layout, const struct page_style *style) {
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, style->family);
    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

static PangoLayout *layout_of(PangoContext *context, const struct page_style *style,
                              const char *text, double width) {
    PangoLayout *layout = pango_layout_new(context);
    set_font(layout, style);
    pango_layout_set_alignment(layout, style->centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    pango_layout_set_line_spacing(layout, (float)style->leading);
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

enum sello_status page_text_put(struct page_pen *pen, const struct page_style *style,
                                struct sello_bytes text, struct page_place place,
                                struct page_extent *out) {
    char *copy = clean_copy(text);
    if (copy == NULL) {
        return SELLO_E_MEMORY;
    }
    PangoLayout *layout = layout_of(pen->context, style, copy, place.width);
    *out = extent_of(layout);
    cairo_set_source_rgb(pen->cairo, style->grey, style->grey, style->grey);
    cairo_move_to(pen->cairo, place.x, place.y);
    pango_cairo_show_layout(pen->cairo, layout);
    g_object_unref(layout);
    free(copy);
    return SELLO_OK;
}

enum sello_status page_text_measure(struct page_pen *pen, const struct page_style *style,
                                    struct sello_bytes text, double width,
                                    struct page_extent *out) {
    char *copy = clean_copy(text);
    if (copy == NULL) {
        return SELLO_E_MEMORY;
    }
    PangoLayout *layout = layout_of(pen->context, style, copy, width);
    *out = extent_of(layout);
    g_object_unref(layout);
    free(copy);
    return SELLO_OK;
}
