/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static bool make_room(struct base_text *text, size_t more) {
    enum { FIRST = 1 << 10 };
    if (more >= SIZE_MAX / 2 - text->len) {
        return false;
    }
    size_t room = text->room > 0 ? text->room : FIRST;
    while (room <= text->len + more) {
        room *= 2;
    }
    char *bytes = room > text->room ? realloc(text->bytes, room) : text->bytes;
    if (bytes == NULL) {
        return false;
    }
    text->bytes = bytes;
    text->room = room;
    return true;
}

/* Nothing stands behind what is missing. */
static ssize_t append(void *cookie, const char *bytes, size_t len) {
    struct base_text *text = cookie;
    if (text->failed || !make_room(text, len)) {
        text->failed = true;
        return 0;
    }
    memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    text->bytes[text->len] = '\0';
    return (ssize_t)len;
}

bool base_text_open(struct base_text *text) {
    *text = (struct base_text){.to = NULL};
    if (!make_room(text, 0)) {
        return false;
    }
    text->bytes[0] = '\0';
    text->to = fopencookie(text, "w", (cookie_io_functions_t){.write = append});
    if (text->to == NULL) {
        free(text->bytes);
        text->bytes = NULL;
    }
    return text->to != NULL;
}

bool base_text_settle(struct base_text *text) {
    text->failed = fflush(text->to) != 0 || text->failed;
    return !text->failed;
}

void base_text_clear(struct base_text *text) {
    (void)fflush(text->to);
    clearerr(text->to);
    text->failed = false;
    text->len = 0;
    text->bytes[0] = '\0';
}

bool base_text_end(struct base_text *text) {
    bool whole = text->to != NULL && base_text_settle(text);
    if (text->to != NULL) {
        whole = fclose(text->to) == 0 && whole;
        text->to = NULL;
    }
    if (!whole) {
        free(text->bytes);
        text->bytes = NULL;
        text->len = 0;
    }
    return whole;
}
