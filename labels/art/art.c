/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/art/art.h"

#include <math.h>
#include <stdlib.h>

#include "labels/art/art_parts.h"

void sello_art_free(struct sello_art **art) {
    struct sello_art *old = *art;
    *art = NULL;
    if (old == NULL) {
        return;
    }
    art_clear(old);
    for (size_t i = 0; i < ART_TEXTS; i++) {
        free(old->text[i]);
    }
    cairo_surface_destroy(old->mark); /* or NULL */
    cairo_surface_destroy(old->same);
    g_free(old->mark_base64);
    g_clear_object(&old->context);
    free(old);
}

#define COCHINEAL 0x801221u /* as wool is dyed; its contrast to white is over 10 */

/* The design's own; of "tierra" the accent; else, for "marco" and "etiqueta" labels that are cut
 * with a bleed, the lightest grey that a laser printer still dots evenly. A thermal head would burn
 * a whole label black: there the ground is paper. */
static uint32_t ground_for(const struct sello_art_setup *setup) {
    const struct sello_design *design = setup->design;
    bool light_grey = setup->bleeds && (design->kind == DESIGN_FRAME || design->kind == DESIGN_TAG);
    if (design->kind == DESIGN_EARTH && !setup->thermal) {
        return setup->accent != 0 ? setup->accent : COCHINEAL;
    }
    return light_grey ? 0xebebebu : design->ground;
}

/* Draws the mark at the size at which it is printed. */
static enum sello_error prepare_mark(struct sello_art *art) {
    const struct art_box *box = art_box_of(art, ART_MARK);
    if (box == NULL) {
        return SELLO_OK;
    }
    double dots = ART_MARK_DPI / 72.0;
    double width = box->turn == 0 ? box->at.width : box->at.height;
    double height = box->turn == 0 ? box->at.height : box->at.width;
    unsigned across = (unsigned)ceil(width * dots), down = (unsigned)ceil(height * dots);
    art->mark = art_ground_is_dark(art) ? mark_on_ground(art->setup.mark, across, down, art->ground)
                                        : mark_scaled(art->setup.mark, across, down);
    return art->mark != NULL ? art_png_mark(art) : SELLO_E_MEMORY;
}

static enum sello_error lay_out(struct sello_art *art) {
    if (art->setup.design->kind == DESIGN_OWN) {
        return art_by_boxes(art);
    }
    if (art->setup.practice) {
        enum sello_error error = art_by_ours_with_stub(art);
        art->has_stub = error == SELLO_OK;
        if (error != SELLO_E_PAGE_FULL) {
            return error;
        }
    }
    return art_by_ours(art);
}

static enum sello_error make_layout(struct sello_art *art) {
    enum sello_error error = words_open(&art->context);
    if (error == SELLO_OK) {
        error = art_say(art);
    }
    if (error == SELLO_OK) {
        error = lay_out(art);
    }
    if (error == SELLO_OK) {
        error = prepare_mark(art);
    }
    bool shown = error != SELLO_OK || !art_has_proof(art) || art_proof_words(art) > 0;
    return shown ? error : SELLO_E_PAGE_FULL;
}

enum sello_error sello_art_new(const struct sello_art_setup *setup, struct sello_art **out) {
    if (!sello_print_size_ok(setup->size)) {
        return SELLO_E_RANGE;
    }
    struct sello_art *art = calloc(1, sizeof *art);
    if (art == NULL) {
        return SELLO_E_MEMORY;
    }
    art->setup = *setup;
    art->width = setup->stock->width * ART_MM;
    art->height = setup->stock->height * ART_MM;
    art->dot = 72.0 / setup->size.dpi;
    art->ground = ground_for(setup);
    art->accent = setup->thermal ? 0 : setup->accent;
    enum sello_error error = make_layout(art);
    if (error != SELLO_OK) {
        sello_art_free(&art);
        return error;
    }
    *out = art;
    return SELLO_OK;
}

/* ---- what there was no room for ---- */

static bool is_said(const struct sello_art *art, enum art_field field) {
    return field == ART_MARK ? art->setup.mark != NULL : art->text[field] != NULL;
}

/* Is it on the label, and in no place whole? */
static bool is_cut(const struct sello_art *art, enum art_field field) {
    bool cut = false;
    for (size_t i = 0; i < art->n_boxes; i++) {
        if (art->box[i].field == field && !art->box[i].cut) {
            return false;
        }
        cut = cut || art->box[i].field == field;
    }
    return cut;
}

/* Words of a design's own say different things in each place. */
static bool has_own_words_cut(const struct sello_art *art) {
    for (size_t i = 0; i < art->n_boxes; i++) {
        if (art->box[i].field == ART_NOTHING && art->box[i].cut) {
            return true;
        }
    }
    return false;
}

void sello_art_lack(const struct sello_art *art, struct sello_art_lack *out) {
    static const enum art_field fields[SELLO_ART_OWN_WORDS] = {
        /* of those before it */
        [SELLO_ART_PRODUCT] = ART_PRODUCT,
        [SELLO_ART_SERIAL] = ART_SERIAL,
        [SELLO_ART_SCAN] = ART_SCAN,
        [SELLO_ART_CERTIFIER] = ART_CERTIFIER,
        [SELLO_ART_WEB] = ART_WEB,
        [SELLO_ART_MARK] = ART_MARK,
        [SELLO_ART_CERTIFICATE] = ART_CERTIFICATE,
        [SELLO_ART_ORIGIN] = ART_ORIGIN,
        [SELLO_ART_PRODUCER] = ART_PRODUCER,
        [SELLO_ART_SCHEME] = ART_SCHEME,
        [SELLO_ART_LOT] = ART_LOT,
        [SELLO_ART_MADE] = ART_MADE,
        [SELLO_ART_NET] = ART_NET,
        [SELLO_ART_TRAITS] = ART_TRAITS,
    };
    bool own = art->setup.design->kind == DESIGN_OWN;
    *out = (struct sello_art_lack){.cut = {[SELLO_ART_OWN_WORDS] = has_own_words_cut(art)}};
    memcpy(out->missing, art->missing, sizeof out->missing);
    for (size_t part = 0; part < SELLO_ART_OWN_WORDS; part++) {
        enum art_field field = fields[part];
        bool said = is_said(art, field);
        field = !own && field >= ART_FLOWING ? ART_FACTS : field; /* on one line */
        out->left_out[part] = said && !own && art_box_of(art, field) == NULL;
        out->cut[part] = said && is_cut(art, field);
    }
}

size_t sello_art_room(const struct sello_art *art) {
    size_t svg = art_svg_room(art), png = art_png_room(art);
    return svg > png ? svg : png;
}
