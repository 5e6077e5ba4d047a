/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/art.h"

#include <stdlib.h>

#include "labels/art_parts.h"

void sello_art_free(struct sello_art **art) {
    struct sello_art *old = *art;
    *art = NULL;
    if (old == NULL) {
        return;
    }
    for (size_t i = 0; i < old->n_boxes; i++) {
        g_clear_object(&old->box[i].layout);
    }
    for (size_t i = 0; i < ART_TEXTS; i++) {
        free(old->text[i]);
    }
    g_clear_object(&old->context);
    free(old);
}

static enum sello_status fill(struct sello_art *art) {
    enum sello_status status = words_open(&art->context);
    if (status == SELLO_OK) {
        status = art_say(art);
    }
    return status == SELLO_OK ? art_plan(art) : status;
}

enum sello_status sello_art_new(const struct sello_art_setup *setup, struct sello_art **out) {
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
    enum sello_status status = fill(art);
    if (status != SELLO_OK) {
        sello_art_free(&art);
        return status;
    }
    *out = art;
    return SELLO_OK;
}
