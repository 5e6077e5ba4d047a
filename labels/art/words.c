/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/art/words.h"

#include <stdlib.h>

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* ---- fonts ---- */

/* Unhinted outlines: hinting would move letters depending on where they are drawn. */
static void set_options(PangoContext *context) {
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
}

/* Is this family installed? Pango would quietly take another, or stop the program if there is none.
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

enum sello_error words_open(PangoContext **out) {
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (map == NULL || !has_family(map, WORDS_SANS) || !has_family(map, WORDS_MONO)) {
        g_clear_object(&map);
        return SELLO_E_PAGE_FONT;
    }
    pango_cairo_font_map_set_resolution((PangoCairoFontMap *)map, 72); /* a point is a unit */
    PangoContext *context = pango_font_map_create_context(map);
    g_object_unref(map); /* the context keeps it */
    set_options(context);
    /* Not the user's language, in which the same page would look different. */
    pango_context_set_language(context, pango_language_from_string("es"));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    /* Else every letter would be moved to a whole point. */
    pango_context_set_round_glyph_positions(context, FALSE);
    *out = context;
    return SELLO_OK;
}

void words_font(PangoLayout *layout, const char *family, double size, bool bold) {
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, family);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

/* ---- texts ---- */

/* Is this code point shown? */
typedef bool is_shown(const void *context, uint32_t code_point);

static bool is_allowed(const void *context, uint32_t code_point) {
    (void)context;
    return code_point == '\n' || !sello_text_forbidden(code_point);
}

static char *copy_shown(struct sello_bytes text, is_shown *shown, const void *context) {
    size_t each = sizeof replacement - 1, len = 0;
    char *copy = text.len < (size_t)1 << 20 ? malloc(each * text.len + 1) : NULL;
    if (copy == NULL) {
        return NULL;
    }
    while (text.len > 0) {
        uint32_t c = 0;
        size_t n = sello_utf8_next(text, &c);
        bool good = n > 0 && shown(context, c);
        memcpy(copy + len, good ? (const char *)text.ptr : replacement, good ? n : each);
        len += good ? n : each;
        n = n > 0 ? n : 1;
        text = sello_bytes(text.ptr + n, text.len - n);
    }
    copy[len] = '\0';
    return copy;
}

char *words_clean(struct sello_bytes text) {
    return copy_shown(text, is_allowed, NULL);
}

/* ---- letters that the fonts have ---- */

struct fonts {
    PangoFont *regular, *bold;
};

static PangoFont *font_of(PangoContext *context, PangoWeight weight) {
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family_static(description, WORDS_SANS);
    pango_font_description_set_absolute_size(description, WORDS_MEASURE * PANGO_SCALE);
    pango_font_description_set_weight(description, weight);
    PangoFont *font = pango_context_load_font(context, description);
    pango_font_description_free(description);
    return font;
}

static bool is_covered(const void *context, uint32_t code_point) {
    const struct fonts *fonts = context;
    return is_allowed(NULL, code_point) &&
           (code_point == '\n' || (pango_font_has_char(fonts->regular, code_point) &&
                                   pango_font_has_char(fonts->bold, code_point)));
}

char *words_clean_for(PangoContext *context, struct sello_bytes text) {
    struct fonts fonts = {font_of(context, PANGO_WEIGHT_NORMAL),
                          font_of(context, PANGO_WEIGHT_BOLD)};
    char *copy = NULL;
    if (fonts.regular != NULL && fonts.bold != NULL) {
        copy = copy_shown(text, is_covered, &fonts);
    }
    g_clear_object(&fonts.regular);
    g_clear_object(&fonts.bold);
    return copy;
}
