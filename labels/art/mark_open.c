/* SPDX-License-Identifier: Apache-2.0 */
/* A mark's file comes from a stranger. It is decoded by sello-mark, a process that has nothing to
 * lose (base/sandbox.h); what that answers is a stranger's word too. */
#include "base/child.h"
#include "labels/art/mark_read.h"
#include "labels/symbol/raster.h"

#define FILE_MAX ((size_t)4 << 20)
#define SECONDS_MAX 10 /* of processor time */

static bool has_colour(const struct sello_mark *mark) {
    size_t n = (size_t)mark->width * mark->height;
    for (size_t i = 0; i < n; i++) {
        if (!raster_is_grey(mark->pixel[i])) {
            return true;
        }
    }
    return false;
}

static bool is_size(const struct mark_answer *answer) {
    return answer->width <= MARK_SIDE_MAX && answer->height <= MARK_SIDE_MAX &&
           mark_aspect_ok(answer->width, answer->height);
}

static enum base_child_state take_pixels(const struct base_child *child, struct sello_mark *mark) {
    size_t n = (size_t)mark->width * mark->height;
    enum base_child_state state = base_child_read(child, mark->pixel, n * sizeof *mark->pixel);
    for (size_t i = 0; i < n; i++) {
        mark->pixel[i] &= 0xffffff;
    }
    mark->colour = has_colour(mark);
    return state;
}

static enum base_child_state take_mark(const struct base_child *child, struct sello_mark **out,
                                       enum sello_error *out_error) {
    struct mark_answer answer;
    enum base_child_state state = base_child_read(child, &answer, sizeof answer);
    if (state != BASE_CHILD_WELL || answer.error != SELLO_OK) {
        *out_error = state == BASE_CHILD_WELL ? (enum sello_error)answer.error : SELLO_OK;
        return state;
    }
    if (!is_size(&answer)) {
        return BASE_CHILD_GONE;
    }
    *out = mark_new(answer.width, answer.height);
    *out_error = *out == NULL ? SELLO_E_MEMORY : SELLO_OK;
    return *out == NULL ? BASE_CHILD_WELL : take_pixels(child, *out);
}

static enum base_child_state ask(const struct base_child *child, struct sello_bytes file,
                                 struct sello_mark **out, enum sello_error *out_error) {
    const struct mark_task task = {.version = SELLO_VERSION, .len = file.len};
    enum base_child_state state = base_child_write(child, &task, sizeof task);
    if (state == BASE_CHILD_WELL) {
        state = base_child_write(child, file.ptr, file.len);
    }
    return state == BASE_CHILD_WELL ? take_mark(child, out, out_error) : state;
}

enum sello_error sello_mark_open(struct sello_bytes file, struct sello_mark **out) {
    struct base_child child;
    struct sello_mark *mark = NULL;
    enum sello_error error = SELLO_OK;
    if (file.len > FILE_MAX) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    if (!base_child_start(&child, SELLO_MARK)) {
        return SELLO_E_PART;
    }
    base_child_allow(&child, SECONDS_MAX);
    enum base_child_state state = ask(&child, file, &mark, &error);
    base_child_end(&child);
    if (state != BASE_CHILD_WELL) {
        error = state == BASE_CHILD_LATE ? SELLO_E_PICTURE_SLOW : SELLO_E_PICTURE_DECODER;
        sello_mark_free(&mark);
    }
    if (error == SELLO_OK) {
        *out = mark;
    }
    return error;
}
