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
    if (map == NULL || !has_family(map, WORDS_OTHER) || !has_family(map, WORDS_MONO) ||
        !has_family(map, WORDS_SERIF) || !has_family(map, WORDS_LABEL)) {
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

/* ---- faces ---- */

/* Heights as multiples of the size, measured of version 6.101 of Andika and Gentium and 2.37 of
 * DejaVu: the fonts' own from line to line, and what an accented capital above a descender needs.
 */
static const struct {
    const char *family, *families; /* with the one for letters that it lacks */
    bool bold;
    double own, line;
} faces[] = {
    [WORDS_LABEL_PLAIN] = {WORDS_LABEL, WORDS_LABEL "," WORDS_OTHER, false, 1.611, 1.24},
    [WORDS_LABEL_BOLD] = {WORDS_LABEL, WORDS_LABEL "," WORDS_OTHER, true, 1.611, 1.24},
    [WORDS_SERIF_PLAIN] = {WORDS_SERIF, WORDS_SERIF "," WORDS_OTHER, false, 1.465, 1.16},
    [WORDS_SERIF_BOLD] = {WORDS_SERIF, WORDS_SERIF "," WORDS_OTHER, true, 1.465, 1.16},
    [WORDS_MONO_PLAIN] = {WORDS_MONO, WORDS_MONO "," WORDS_OTHER, false, 1.164, 1.164},
};

static void set_font(PangoLayout *layout, const char *family, double size, bool bold) {
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, family);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

void words_face(PangoLayout *layout, enum words_face face, double size) {
    set_font(layout, faces[face].family, size, faces[face].bold);
}

void words_page(PangoLayout *layout, enum words_face face, double size, double leading) {
    PangoAttrList *attributes = pango_attr_list_new();
    double line = leading > 0 ? leading : faces[face].line;
    set_font(layout, faces[face].families, size, faces[face].bold);
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_attr_list_insert(attributes, pango_attr_line_height_new(line / faces[face].own));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
}

double words_line(enum words_face face) {
    return faces[face].line;
}

void words_attributes(PangoLayout *layout, enum words_face face, bool small_capitals) {
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_fallback_new(FALSE)); /* to other fonts */
    /* A hyphen where a word is broken would change a web address. */
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_attr_list_insert(attributes,
                           pango_attr_line_height_new(faces[face].line / faces[face].own));
    if (small_capitals) {
        pango_attr_list_insert(attributes, pango_attr_font_features_new("smcp=1"));
    }
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
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

/* A text may stand in either family of labels. */
enum { N_FONTS = WORDS_SERIF_BOLD + 1 };
struct fonts {
    PangoFont *font[N_FONTS];
    char *missing;
};

static PangoFont *font_of(PangoContext *context, const char *family, PangoWeight weight) {
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family_static(description, family);
    pango_font_description_set_absolute_size(description, WORDS_MEASURE * PANGO_SCALE);
    pango_font_description_set_weight(description, weight);
    PangoFont *font = pango_context_load_font(context, description);
    pango_font_description_free(description);
    return font;
}

static bool is_covered(const void *context, uint32_t code_point) {
    const struct fonts *fonts = context;
    bool covered = is_allowed(NULL, code_point);
    for (size_t i = 0; i < N_FONTS && covered && code_point != '\n'; i++) {
        covered = pango_font_has_char(fonts->font[i], code_point);
        if (!covered && fonts->missing[0] == '\0') {
            fonts->missing[g_unichar_to_utf8(code_point, fonts->missing)] = '\0';
        }
    }
    return covered;
}

char *words_clean_for(PangoContext *context, struct sello_bytes text,
                      char missing[SELLO_LEN(SELLO_LETTER_LEN)]) {
    struct fonts fonts = {.missing = missing};
    char *copy = NULL;
    bool all = true;
    for (size_t i = 0; i < N_FONTS; i++) {
        fonts.font[i] = font_of(context, faces[i].family,
                                faces[i].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        all = all && fonts.font[i] != NULL;
    }
    if (all) {
        copy = copy_shown(text, is_covered, &fonts);
    }
    for (size_t i = 0; i < N_FONTS; i++) {
        g_clear_object(&fonts.font[i]);
    }
    return copy;
}

enum sello_error sello_letter_missing(struct sello_bytes text,
                                      char out[SELLO_LEN(SELLO_LETTER_LEN)]) {
    PangoContext *context = NULL;
    out[0] = '\0';
    enum sello_error error = words_open(&context);
    if (error == SELLO_OK) {
        char *copy = words_clean_for(context, text, out);
        error = copy != NULL ? SELLO_OK : SELLO_E_MEMORY;
        free(copy);
        g_object_unref(context);
    }
    return error;
}
