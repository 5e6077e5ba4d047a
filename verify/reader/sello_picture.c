/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/sello_picture.h"

#include "verify/reader/picture.h"

static bool tell(void *context, struct sello_bytes text, const struct sello_quad *where) {
    const struct sello_picture_search *search = context;
    struct sello_picture_code code = {.text = (const char *)text.ptr, .len = text.len};
    for (unsigned i = 0; i < 4; i++) {
        code.corners[i][0] = where->corner[i].x;
        code.corners[i][1] = where->corner[i].y;
    }
    return search->found(search->context, &code);
}

int sello_picture_codes(const uint8_t *file, size_t len,
                        const struct sello_picture_search *search) {
    struct sello_picture_search copy = *search;
    const struct sello_picture_watch watch = {.stopped = copy.stopped, .context = copy.context};
    return (int)sello_picture_read_watched(sello_bytes(file, len), &watch, tell, &copy);
}
