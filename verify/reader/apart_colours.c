/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/apart_talk.h"
#include "verify/reader/colours.h"
#include "verify/reader/picture.h"

/* The size is a stranger's word. */
static uint8_t *room_for(void *context, const struct apart_answer *end) {
    struct sello_colours *colours = context;
    sello_colours_free(colours); /* of one that died over it */
    if (end->width > SELLO_PICTURE_PIXELS_MAX || end->height > SELLO_PICTURE_PIXELS_MAX ||
        end->len != 3 * end->width * end->height ||
        sello_colours_new((size_t)end->width, (size_t)end->height, colours) != SELLO_OK) {
        return NULL;
    }
    return colours->rgb;
}

enum sello_error sello_colours_load_apart(struct sello_bytes file, size_t aim,
                                          struct sello_colours *out) {
    struct sello_colours colours = {0};
    struct apart_taker taker = {.context = &colours, .room = room_for};
    if (apart_is_here()) {
        return sello_colours_load(file, aim, out);
    }
    enum sello_error error = apart_do(APART_COLOURS, file, aim, &taker);
    if (error == SELLO_OK && colours.rgb == NULL) {
        error = SELLO_E_PICTURE_DECODER;
    }
    if (error == SELLO_OK) {
        *out = colours;
    } else {
        sello_colours_free(&colours);
    }
    return error;
}
