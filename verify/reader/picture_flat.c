/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/flatten.h"

/* Reading what was laid flat. */

enum { FINDERS_MAX = 16 }; /* of four codes or so, and of what looks like finder patterns */

struct flat_search {
    sello_code_found *found;
    void *context;
    struct sello_quad where;
    bool read;
    enum sello_error error;
};

static void relay(void *context, const struct sello_code *code) {
    struct flat_search *search = context;
    struct sello_code placed = *code;
    placed.where = search->where;
    search->read = true;
    search->found(search->context, &placed);
}

static bool read_flat(void *context, const struct sello_flat *flat) {
    struct flat_search *search = context;
    search->where = flat->where;
    search->read = false;
    if (search->error == SELLO_OK) {
        search->error = sello_read_modules_by_zxing(flat->modules, relay, search);
    }
    return search->read || search->error != SELLO_OK;
}

enum sello_error sello_read_flattened(const struct sello_image *image, sello_code_found *found,
                                      void *context) {
    struct flat_search search = {.found = found, .context = context};
    enum sello_error error = sello_flatten(image, FINDERS_MAX, read_flat, &search);
    return error == SELLO_OK ? search.error : error;
}
