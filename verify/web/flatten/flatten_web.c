/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/web/flatten/flatten_web.h"

#include "verify/reader/finder.h"
#include "verify/reader/flatten.h"

static struct sello_image frame;

uint8_t *web_frame(size_t width, size_t height) {
    sello_image_free(&frame);
    return sello_image_new(width, height, &frame) == SELLO_OK ? frame.grey : NULL;
}

/* A sello_flat_found. */
static bool offer(void *context, const struct sello_flat *flat) {
    size_t *n_offered = context;
    (*n_offered)++;
    return host_read_modules(flat->modules->grey, flat->modules->width) != 0;
}

size_t web_flatten(void) {
    size_t n_offered = 0;
    if (frame.grey != NULL) {
        /* without memory it finds no more */
        (void)sello_flatten(&frame, SELLO_FINDERS_MAX, offer, &n_offered);
    }
    return n_offered;
}
