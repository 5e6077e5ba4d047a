/* SPDX-License-Identifier: Apache-2.0 */
/* How many dots a module gets: the largest symbol that fits may leave no room for words. */
#include "labels/art/art_parts.h"

#define USUAL_MM 0.4225      /* 0.423, less rounding: 10 dots at 600 dpi */
#define LEAST_WORDS_MM 0.375 /* 9 dots at 600 dpi, 3 at 203: below it phones miss too much */

/* How much is kept at this size: nothing where the symbol no longer fits its place. */
static enum sello_error kept_at_size(const struct sello_art_setup *setup,
                                     struct sello_print_size size, unsigned *out_kept) {
    struct sello_art_setup tried = *setup;
    struct sello_art *art = NULL;
    tried.size = size;
    tried.proof = false;
    enum sello_error error = sello_art_new(&tried, &art);
    if (error == SELLO_OK) {
        *out_kept = art_score(art);
        sello_art_free(&art);
    } else if (error == SELLO_E_PAGE_FULL) {
        *out_kept = 0;
        error = SELLO_OK;
    }
    return error;
}

/* Down to the usual module any word is worth a dot. Below that, only the six texts that matter; and
 * below what shops ask for, all of them but the community. */
static bool is_worth_a_dot(struct sello_print_size size, unsigned score, unsigned best) {
    double module = sello_module_mm(size);
    unsigned kept = art_score_kept(score), best_kept = art_score_kept(best);
    if (module >= USUAL_MM) {
        return score > best;
    }
    if (module >= SELLO_MODULE_RETAIL_MM) {
        return kept > best_kept;
    }
    return art_kept_scan(kept) > art_kept_scan(best_kept);
}

static bool may_gain(struct sello_print_size size, unsigned score) {
    return sello_module_mm(size) > USUAL_MM ? score < ART_SCORE_ALL
                                            : art_score_kept(score) < ART_SCORE_KEPT_ALL;
}

enum sello_error sello_art_size(const struct sello_art_setup *setup, struct sello_print_size *out) {
    struct sello_print_size best = setup->size, size = best;
    unsigned most = 0, kept = 0;
    enum sello_error error = kept_at_size(setup, size, &most);
    while (error == SELLO_OK && may_gain(size, most) && --size.dots_per_module > 0 &&
           sello_module_mm(size) >= LEAST_WORDS_MM) {
        error = kept_at_size(setup, size, &kept);
        if (error == SELLO_OK && is_worth_a_dot(size, kept, most)) {
            best = size;
            most = kept;
        }
    }
    if (error == SELLO_OK) {
        *out = best;
    }
    return error;
}
