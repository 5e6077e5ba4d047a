/* SPDX-License-Identifier: Apache-2.0 */
/* How many dots a module is worth: a symbol as large as it can be may leave no room for words. */
#include "labels/art/art_parts.h"

#define LEAST_WORDS_MM 0.375 /* 9 dots at 600 dpi, 3 at 203: below it phones miss too much */

/* ---- what is kept ---- */

unsigned art_kept(const struct sello_art *art) {
    static const enum art_field fields[] = {ART_PRODUCT,   ART_SERIAL, ART_SCAN,
                                            ART_CERTIFIER, ART_WEB,    ART_CERTIFICATE};
    unsigned kept = 0, worth = (ART_KEPT_ALL + 1) / 2;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++, worth /= 2) {
        const struct art_box *box = art_box_of(art, fields[i]);
        bool none = art->text[fields[i]] == NULL;
        kept += none || (box != NULL && !box->cut) ? worth : box != NULL ? worth / 2 : 0;
    }
    return kept;
}

unsigned art_kept_main(unsigned kept) {
    return kept / 8;
}

/* ---- the size ---- */

/* What is kept at this size; none where the symbol leaves its place. */
static enum sello_error try_size(const struct sello_art_setup *setup, struct sello_print_size size,
                                 unsigned *out_kept) {
    struct sello_art_setup tried = *setup;
    struct sello_art *art = NULL;
    tried.size = size;
    tried.proof = false;
    enum sello_error error = sello_art_new(&tried, &art);
    if (error == SELLO_OK) {
        *out_kept = art_kept(art);
        sello_art_free(&art);
    } else if (error == SELLO_E_PAGE_FULL) {
        *out_kept = 0;
        error = SELLO_OK;
    }
    return error;
}

/* Shops ask for 0.396 mm: under it a dot is worth only what matters most, or all of the six. */
static bool is_worth(struct sello_print_size size, unsigned kept, unsigned best) {
    bool small = sello_module_mm(size) < SELLO_MODULE_RETAIL_MM;
    bool main = art_kept_main(kept) > art_kept_main(best);
    return small ? main || kept == ART_KEPT_ALL : kept > best;
}

enum sello_error sello_art_size(const struct sello_art_setup *setup, struct sello_print_size *out) {
    struct sello_print_size best = setup->size, size = best;
    unsigned most = 0, kept = 0;
    enum sello_error error = try_size(setup, size, &most);
    while (error == SELLO_OK && most < ART_KEPT_ALL && --size.dots_per_module > 0 &&
           sello_module_mm(size) >= LEAST_WORDS_MM) {
        error = try_size(setup, size, &kept);
        if (error == SELLO_OK && is_worth(size, kept, most)) {
            best = size;
            most = kept;
        }
    }
    if (error == SELLO_OK) {
        *out = best;
    }
    return error;
}
