/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/page/icon.h"
#include "registry/print/mark.h"
#include "registry/publish/publish.h"
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

bool publish_icon(const struct publish *p, const char *name, struct sello_writer *out) {
    const struct icon_file *file = icon_named(name);
    const struct sello_root *root = app_root(p->app);
    char initials[PUBLISH_INITIALS_MAX];
    struct sello_mark *mark = NULL;
    if (root == NULL || file == NULL ||
        (mark_open(&p->app->session, &mark) != SELLO_OK &&
         app_problem(p->app, _("The page was not published")) != CLI_OK)) {
        return false;
    }
    publish_initials(root->name, initials);
    const struct sello_icon icon = {.mark = mark,
                                    .initials = sello_bytes_of(initials),
                                    .pixels = file->pixels,
                                    .full = file->full};
    enum sello_error error = sello_icon_png(&icon, out);
    if (error != SELLO_OK) {
        (void)app_failed(p->app, error, _("The page's icons were not drawn"));
    }
    sello_mark_free(&mark);
    return error == SELLO_OK;
}
