/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/text_package.h"

#define MARK "--- "

static const uint8_t *line_end(const uint8_t *p, const uint8_t *end) {
    const uint8_t *found = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
    return found != NULL ? found + 1 : end;
}

static bool begins_entry(const uint8_t *p, const uint8_t *end) {
    return (size_t)(end - p) >= sizeof MARK - 1 && memcmp(p, MARK, sizeof MARK - 1) == 0;
}

static bool find(const struct text_package *t, const char *name, struct sello_bytes *out) {
    const uint8_t *p = t->text.ptr, *end = t->text.len > 0 ? p + t->text.len : p;
    while (p < end) {
        const uint8_t *next = line_end(p, end);
        bool named = begins_entry(p, end) && strlen(name) + sizeof MARK == (size_t)(next - p) &&
                     memcmp(p + sizeof MARK - 1, name, strlen(name)) == 0;
        const uint8_t *stop = next;
        while (named && stop < end && !begins_entry(stop, end)) {
            stop = line_end(stop, end);
        }
        if (named) {
            *out = sello_bytes(next, (size_t)(stop - next));
            return true;
        }
        p = next;
    }
    return false;
}

static bool has(void *context, const char *name) {
    struct sello_bytes entry;
    return find(context, name, &entry);
}

/* In small pieces, so that what is read is cut anywhere. */
static enum rows_problem read_entry(void *context, const char *name, package_take *take,
                                    void *taker) {
    enum { PIECE = 61 };
    struct sello_bytes entry;
    if (!find(context, name, &entry)) {
        return ROWS_BROKEN;
    }
    while (entry.len > 0) {
        size_t n = entry.len < PIECE ? entry.len : PIECE;
        if (!take(taker, sello_bytes(entry.ptr, n))) {
            break;
        }
        entry = sello_bytes(entry.ptr + n, entry.len - n);
    }
    return ROWS_GOOD;
}

struct package text_package(struct text_package *holder, struct sello_bytes text) {
    holder->text = text;
    return (struct package){holder, has, read_entry};
}
