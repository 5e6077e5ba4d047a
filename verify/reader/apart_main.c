/* SPDX-License-Identifier: Apache-2.0 */
/* sello-reader: decodes and searches pictures for the tools, and may do nothing else (apart.h). */
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/child.h"
#include "base/sandbox.h"
#include "verify/reader/apart.h"
#include "verify/reader/apart_talk.h"
#include "verify/reader/picture_part.h"

#define MEMORY_MAX ((size_t)4 << 30)

/* Whoever asked is gone, or what it asks is out of order. There is nothing to tidy up. */
static _Noreturn void give_up(void) {
    _exit(1);
}

static void give(const void *bytes, size_t len) {
    if (!base_child_give(bytes, len)) {
        give_up();
    }
}

static bool give_code(void *context, struct sello_bytes text, const struct sello_quad *where) {
    const struct apart_answer answer = {.kind = APART_CODE, .len = text.len, .where = *where};
    uint8_t enough = 0;
    (void)context;
    give(&answer, sizeof answer);
    give(text.ptr, text.len);
    if (!base_child_take(&enough, 1)) {
        give_up();
    }
    return enough == 1;
}

static void give_unread(void *context, const struct sello_quad *where, size_t n) {
    const struct apart_answer answer = {.kind = APART_UNREAD, .len = n * sizeof *where};
    (void)context;
    give(&answer, sizeof answer);
    give(where, n * sizeof *where);
}

static void give_measured(void *context, const struct sello_code *code,
                          const struct sello_measure *m) {
    struct apart_answer answer = {.kind = APART_CODE, .len = code->len, .where = code->where};
    (void)context;
    if (m != NULL) {
        answer.measured = 1;
        answer.side = m->side;
        answer.module_pixels = m->module_pixels;
        answer.dark = m->dark;
        answer.light = m->light;
        answer.has_correction = m->has_correction;
    }
    if (m != NULL && m->has_correction) {
        answer.level = (unsigned char)m->correction.level;
        answer.errors = m->correction.errors;
        answer.most = m->correction.most;
        answer.unused = m->correction.unused;
    }
    give(&answer, sizeof answer);
    give(code->text, code->len);
}

static void answer_task(const struct apart_task *task, struct sello_bytes file) {
    struct apart_answer end = {.kind = APART_END, .error = SELLO_E_TYPE};
    const struct sello_picture_watch watch = {.unread = give_unread};
    struct sello_colours colours = {0};
    switch ((enum apart_kind)task->kind) {
    case APART_READ:
        end.error = (uint32_t)sello_picture_read_watched(file, &watch, give_code, NULL);
        break;
    case APART_MEASURE:
        end.error = (uint32_t)sello_sheet_measure(file, give_measured, NULL, &end.dpi);
        break;
    case APART_COLOURS:
        end.error = (uint32_t)sello_colours_load(file, task->aim, &colours);
        end.width = colours.width;
        end.height = colours.height;
        end.len = 3 * (uint64_t)colours.width * colours.height;
        break;
    }
    give(&end, sizeof end);
    give(colours.rgb, (size_t)end.len);
    sello_colours_free(&colours);
}

static void serve(void) {
    struct apart_task task;
    while (base_child_take(&task, sizeof task)) {
        uint8_t *file = malloc(task.len > 0 ? (size_t)task.len : 1);
        if (file == NULL || !base_child_take(file, (size_t)task.len)) {
            give_up();
        }
        answer_task(&task, sello_bytes(file, (size_t)task.len));
        free(file);
    }
}

/* As base_parallel_run does: large blocks that are given back and asked for again stop all threads.
 */
static void keep_memory(void) {
    mallopt(M_ARENA_MAX, 2); /* each takes 64 MiB of addresses */
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

int main(void) {
    struct apart_hello hello = {.version = SELLO_VERSION};
    static const char *const no_folders[] = {NULL};
    base_child_begin();
    keep_memory();
    sello_picture_prepare();
    hello.guarded = base_sandbox_enter(MEMORY_MAX, no_folders);
    give(&hello, sizeof hello);
    serve();
    _exit(0);
}
