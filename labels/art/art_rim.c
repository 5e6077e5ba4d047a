/* SPDX-License-Identifier: Apache-2.0 */
/* A line of letters along a circle. Each letter, with the marks that stand on it, is turned as a
 * whole; the PDF keeps them as text. */
#include <math.h>

#include "labels/art/art_plan.h"

#define RIM_MOST 9.0  /* points */
#define RIM_RISE 0.80 /* of the size: above the letters' feet, with accents on capitals */
#define RIM_DROP 0.22

static double line_width(PangoLayout *layout) {
    PangoRectangle line;
    pango_layout_get_extents(layout, NULL, &line);
    return (double)line.width / PANGO_SCALE;
}

double art_rim_span(PangoLayout *layout, double radius) {
    return line_width(layout) / radius;
}

/* What of a run is one letter. */
struct letter {
    PangoItem item;
    PangoGlyphString glyphs;
};

static PangoGlyphItem take_letter(const PangoLayoutRun *run, const PangoGlyphItemIter *at,
                                  struct letter *out, int clusters[]) {
    out->item = *run->item;
    out->item.offset = at->start_index;
    out->item.length = at->end_index - at->start_index;
    out->item.num_chars = at->end_char - at->start_char;
    out->glyphs.num_glyphs = at->end_glyph - at->start_glyph;
    out->glyphs.glyphs = run->glyphs->glyphs + at->start_glyph;
    out->glyphs.log_clusters = clusters;
    return (PangoGlyphItem){.item = &out->item, .glyphs = &out->glyphs};
}

static double width_of(const PangoGlyphString *glyphs) {
    double width = 0;
    for (int i = 0; i < glyphs->num_glyphs; i++) {
        width += glyphs->glyphs[i].geometry.width;
    }
    return width / PANGO_SCALE;
}

#define MARKS_MAX 16 /* glyphs of one letter */

static double put_run(cairo_t *cairo, const struct art_box *box, PangoLayoutRun *run, double at,
                      art_rim_put *put) {
    static int first_cluster[MARKS_MAX]; /* all of it is one: zeroes */
    const char *text = pango_layout_get_text(box->layout);
    double total = line_width(box->layout), way = box->rim_below ? -1 : 1;
    PangoGlyphItemIter iter;
    for (gboolean more = pango_glyph_item_iter_init_start(&iter, run, text); more;
         more = pango_glyph_item_iter_next_cluster(&iter)) {
        struct letter letter;
        PangoGlyphItem one = take_letter(run, &iter, &letter, first_cluster);
        double width = width_of(one.glyphs);
        if (one.glyphs->num_glyphs <= MARKS_MAX) {
            cairo_save(cairo);
            cairo_translate(cairo, box->at.x + box->at.width / 2, box->at.y + box->at.height / 2);
            cairo_rotate(cairo, -(double)box->turn * M_PI / 2);
            cairo_rotate(cairo, way * (at + width / 2 - total / 2) / box->rim);
            cairo_move_to(cairo, -width / 2, -way * box->rim);
            put(cairo, text, &one);
            cairo_restore(cairo);
        }
        at += width;
    }
    return at;
}

void art_rim(cairo_t *cairo, const struct art_box *box, art_rim_put *put) {
    const PangoLayoutLine *line = pango_layout_get_line_readonly(box->layout, 0);
    double at = 0;
    for (const GSList *run = line != NULL ? line->runs : NULL; run != NULL; run = run->next) {
        at = put_run(cairo, box, run->data, at, put);
    }
}

/* ---- how large, and where ---- */

bool art_add_rim(struct sello_art *art, enum art_field field, struct art_rect circle, bool below,
                 double most_span, double *out_inner) {
    const struct art_style *style = art_style_of(field);
    double outer = circle.width / 2;
    if (art->text[field] == NULL || art->n_boxes == ART_BOXES_MAX) {
        return false;
    }
    PangoLayout *layout = art_type_new(art, style, art->text[field]);
    double size = fmin(RIM_MOST, 0.18 * outer), feet = 0;
    bool fits = false;
    for (size = fmax(size, style->least); !fits && size >= style->least - 1e-6;
         size -= fits ? 0 : 0.25) {
        feet = outer - size * (below ? RIM_DROP : RIM_RISE);
        fits = art_type_width(layout, size) / feet <= most_span;
        if (fits) {
            break;
        }
    }
    if (!fits) {
        g_object_unref(layout);
        return false;
    }
    words_face(layout, style->face, size);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    art->box[art->n_boxes++] = (struct art_box){.field = field,
                                                .at = circle,
                                                .light = art_ground_is_dark(art),
                                                .size = size,
                                                .rim = feet,
                                                .rim_below = below,
                                                .face = style->face,
                                                .layout = layout};
    *out_inner = outer - size * (RIM_RISE + RIM_DROP);
    return true;
}
