/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/page/icon.h"
#include "registry/print/mark.h"
#include "registry/publish/publish_parts.h"
#include "registry/publish/publish_words.h"

static const struct icon_file {
    const char *name;
    unsigned pixels;
    bool full;
} icons[] = {
    {"icons/icon-192.png", 192, false},
    {"icons/icon-512.png", 512, false},
    {"icons/maskable-512.png", 512, true},
    {"icons/apple-touch-icon.png", 180, true}, /* iOS rounds the corners itself */
};

static const struct icon_file *icon_named(const char *name) {
    for (size_t i = 0; i < sizeof icons / sizeof *icons; i++) {
        if (strcmp(icons[i].name, name) == 0) {
            return &icons[i];
        }
    }
    return NULL;
}

bool publish_is_icon(const char *name) {
    return icon_named(name) != NULL;
}

enum sello_error publish_icon(const struct publishing *p, const char *name,
                              struct sello_writer *out) {
    const struct icon_file *file = icon_named(name);
    char initials[PUBLISH_INITIALS_MAX];
    struct sello_mark *mark = NULL;
    enum sello_error error = mark_open(p->session, &mark);
    if (error != SELLO_OK) {
        return error;
    }
    publish_initials(p->root->name, initials);
    const struct sello_icon icon = {.mark = mark,
                                    .initials = sello_bytes_of(initials),
                                    .pixels = file->pixels,
                                    .full = file->full};
    error = sello_icon_png(&icon, out);
    sello_mark_free(&mark);
    if (error != SELLO_OK) {
        return session_refuse(p->session,
                              &(struct problem){.error = error, .rule = "icons-not-drawn"});
    }
    return SELLO_OK;
}
