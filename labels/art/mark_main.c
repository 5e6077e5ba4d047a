/* SPDX-License-Identifier: Apache-2.0 */
/* sello-mark: decodes one mark for sello, and may do nothing else (mark_open.c). */
#include <glib.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/child.h"
#include "base/sandbox.h"
#include "labels/art/mark_read.h"

#define MEMORY_MAX ((size_t)2 << 30)

/* Whoever asked is gone, or what it asks is out of order. There is nothing to tidy up. */
static _Noreturn void give_up(void) {
    _exit(1);
}

/* Letters in a drawing are of the system's fonts, which are opened as they are needed. */
static const char *const fonts[] = {"/usr/share/fonts",      "/usr/local/share/fonts", "/etc/fonts",
                                    "/usr/share/fontconfig", "/var/cache/fontconfig",  NULL};

/* What librsvg, pango, fontconfig and gdk-pixbuf look up once is looked up by a drawing of ours:
 * later it cannot be. */
static void prepare(void) {
    static const char drawing[] =
        "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'>"
        "<text y='90' font-size='90'>S</text>"
        "<image width='1' height='1' href='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQ"
        "AAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='/></svg>";
    struct sello_mark *mark = NULL;
    if (mark_read(sello_bytes_of(drawing), &mark) == SELLO_OK) {
        sello_mark_free(&mark);
    }
}

/* Of letters that are too small to be drawn, say: nobody reads it. */
static void pass_over(const gchar *domain, GLogLevelFlags level, const gchar *message,
                      gpointer of) {
    (void)domain;
    (void)level;
    (void)message;
    (void)of;
}

static void answer_task(struct sello_bytes file) {
    struct sello_mark *mark = NULL;
    struct mark_answer answer = {.error = (uint32_t)mark_read(file, &mark)};
    size_t len = 0;
    if (mark != NULL) {
        answer.width = mark->width;
        answer.height = mark->height;
        len = (size_t)mark->width * mark->height * sizeof *mark->pixel;
    }
    if (!base_child_give(&answer, sizeof answer) ||
        (mark != NULL && !base_child_give(mark->pixel, len))) {
        give_up();
    }
}

int main(void) {
    struct mark_task task;
    base_child_begin();
    g_log_set_default_handler(pass_over, NULL);
    if (!base_child_take(&task, sizeof task) ||
        memcmp(task.version, (const char[sizeof task.version]){SELLO_VERSION},
               sizeof task.version) != 0) {
        give_up();
    }
    uint8_t *file = malloc(task.len > 0 ? (size_t)task.len : 1);
    if (file == NULL || !base_child_take(file, (size_t)task.len)) {
        give_up();
    }
    if (!mark_is_png(sello_bytes(file, (size_t)task.len))) {
        prepare();
    }
    (void)base_sandbox_enter(MEMORY_MAX, fonts);
    answer_task(sello_bytes(file, (size_t)task.len));
    _exit(0);
}
