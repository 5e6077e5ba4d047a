/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of letters along a circle. Each letter, with the marks that stand on it, is turned as a
 * whole; the PDF keeps them as text. */
#include <math.h>

#include "labels/art/art_plan.h"

#define RIM_MOST 9.0 /* points */

/* Of the i-th line; the first is the outermost, and the last where letters have their feet
 * outwards. */
double art_rim_radius(const struct art_box *box, int i) {
    int n = pango_layout_get_line_count(box->layout);
    double pitch = box->size * ART_RIM_PITCH;
    return box->rim - pitch * (box->rim_below ? n - 1 - i : i);
}

double art_rim_width(const struct art_box *box, int i) {
    PangoRectangle line;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(box->layout, i), NULL, &line);
    return (double)line.width / PANGO_SCALE;
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

/* Where a line runs, and how far along it the next letter begins. */
struct way {
    const struct art_box *box;
    double radius, width, at;
};

static void put_run(cairo_t *cairo, struct way *w, PangoLayoutRun *run, art_rim_put *put) {
    const struct art_box *box = w->box;
    static int first_cluster[MARKS_MAX]; /* all of it is one: zeroes */
    const char *text = pango_layout_get_text(box->layout);
    double way = box->rim_below ? -1 : 1;
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
            cairo_rotate(cairo, way * (w->at + width / 2 - w->width / 2) / w->radius);
            cairo_move_to(cairo, -width / 2, -way * w->radius);
            put(cairo, text, &one);
            cairo_restore(cairo);
        }
        w->at += width;
    }
}

void art_rim(cairo_t *cairo, const struct art_box *box, art_rim_put *put) {
    for (int i = 0; i < pango_layout_get_line_count(box->layout); i++) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(box->layout, i);
        struct way way = {box, art_rim_radius(box, i), art_rim_width(box, i), 0};
        for (const GSList *run = line->runs; run != NULL; run = run->next) {
            put_run(cairo, &way, run->data, put);
        }
    }
}

/* ---- how large, and where ---- */

bool art_add_rim(struct sello_art *art, enum art_field field, struct art_rect circle, bool below,
                 double most_span, double *out_inner) {
    const struct art_style *style = art_style_of(art, field);
    double outer = circle.width / 2;
    if (art->text[field] == NULL || art->n_boxes == ART_BOXES_MAX) {
        return false;
    }
    PangoLayout *layout = art_type_new(art, style, art->text[field]);
    double size = fmin(RIM_MOST, 0.18 * outer), feet = 0;
    bool fits = false;
    for (size = fmax(size, style->least); !fits && size >= style->least - 1e-6;
         size -= fits ? 0 : 0.25) {
        feet = outer - size * (below ? ART_RIM_DROP : ART_RIM_RISE);
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
    *out_inner = outer - size * (ART_RIM_RISE + ART_RIM_DROP);
    return true;
}
