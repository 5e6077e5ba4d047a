/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/apart.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/child.h"
#include "verify/reader/apart_talk.h"
#include "verify/reader/picture_unread.h"

/* ---- of the process ---- */

static struct sello_apart settings;
static atomic_bool unguarded, unguarded_said;

void sello_apart_set(const struct sello_apart *of_process) {
    settings = *of_process;
}

bool sello_apart_unguarded(void) {
    return atomic_load(&unguarded) && !atomic_exchange(&unguarded_said, true);
}

static unsigned seconds_of_picture(void) {
    return settings.seconds > 0 ? settings.seconds : SELLO_PICTURE_SECONDS;
}

/* ---- of a thread: its child ---- */

static _Thread_local struct base_child child;
static pthread_key_t of_thread;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void end_child(void *of) {
    base_child_end(of);
}

static void make_key(void) {
    if (pthread_key_create(&of_thread, end_child) != 0) {
        abort();
    }
}

static bool is_ours(const struct apart_hello *hello) {
    static const char version[sizeof hello->version] = SELLO_VERSION;
    return memcmp(hello->version, version, sizeof version) == 0;
}

static bool start_child(void) {
    struct apart_hello hello;
    pthread_once(&once, make_key);
    if (!base_child_start(&child, SELLO_READER)) {
        return false;
    }
    base_child_allow(&child, SELLO_PICTURE_SECONDS);
    if (base_child_read(&child, &hello, sizeof hello) != BASE_CHILD_WELL || !is_ours(&hello)) {
        base_child_end(&child);
        return false;
    }
    if (hello.guarded == 0) {
        atomic_store(&unguarded, true);
    }
    pthread_setspecific(of_thread, &child);
    return true;
}

/* ---- a task ---- */

/* What its child saw and had not read when it was last heard of. */
static _Thread_local struct {
    struct sello_quad where[SELLO_UNREAD_MAX];
    size_t n;
} unread;

static enum base_child_state give_task(const struct apart_task *task, struct sello_bytes file) {
    base_child_allow(&child, seconds_of_picture());
    enum base_child_state state = base_child_write(&child, task, sizeof *task);
    return state == BASE_CHILD_WELL ? base_child_write(&child, file.ptr, file.len) : state;
}

/* It comes from a stranger's hands. */
static bool take_measure(const struct apart_answer *answer, struct sello_measure *out) {
    *out = (struct sello_measure){.side = answer->side,
                                  .module_pixels = answer->module_pixels,
                                  .dark = answer->dark,
                                  .light = answer->light,
                                  .has_correction = answer->has_correction != 0,
                                  .correction = {.level = (char)(answer->level & 0x7f),
                                                 .errors = answer->errors,
                                                 .most = answer->most,
                                                 .unused = answer->unused}};
    return answer->measured != 0 && answer->side <= SELLO_MODULES_SIDE_MAX &&
           isfinite(answer->module_pixels) && isfinite(answer->dark) && isfinite(answer->light) &&
           isfinite(answer->unused);
}

static bool is_place(const struct sello_quad *where) {
    bool ok = true;
    for (unsigned i = 0; i < 4; i++) {
        ok = ok && fabs(where->corner[i].x) < 1e6 && fabs(where->corner[i].y) < 1e6;
    }
    return ok;
}

static enum base_child_state take_code(const struct apart_answer *answer,
                                       struct apart_taker *taker) {
    uint8_t text[APART_TEXT_MAX];
    const struct sello_code code = {text, (size_t)answer->len, answer->where};
    if (answer->len > sizeof text || !is_place(&answer->where)) {
        return BASE_CHILD_GONE;
    }
    enum base_child_state state = base_child_read(&child, text, code.len);
    unread.n = code.len > 0 ? unread.n : 0; /* it tells them by itself */
    if (state == BASE_CHILD_WELL && taker->text != NULL) {
        uint8_t enough =
            taker->text(taker->context, sello_bytes(text, code.len), &code.where) ? 1 : 0;
        state = base_child_write(&child, &enough, 1);
    } else if (state == BASE_CHILD_WELL && taker->measured != NULL) {
        struct sello_measure measure;
        bool measured = take_measure(answer, &measure);
        taker->measured(taker->context, &code, measured ? &measure : NULL);
    }
    return state;
}

static enum base_child_state take_unread(const struct apart_answer *answer) {
    size_t n = (size_t)(answer->len / sizeof *unread.where);
    unread.n = 0;
    if (n > SELLO_UNREAD_MAX || answer->len != n * sizeof *unread.where) {
        return BASE_CHILD_GONE;
    }
    enum base_child_state state = base_child_read(&child, unread.where, (size_t)answer->len);
    for (size_t i = 0; state == BASE_CHILD_WELL && i < n; i++) {
        state = is_place(&unread.where[i]) ? state : BASE_CHILD_GONE;
    }
    unread.n = state == BASE_CHILD_WELL ? n : 0;
    return state;
}

/* Codes were read, and the child ended before it could tell which were not. */
static void tell_unread(const struct apart_taker *taker) {
    for (size_t i = 0; i < unread.n && taker->text != NULL; i++) {
        (void)taker->text(taker->context, sello_bytes(NULL, 0), &unread.where[i]);
    }
}

static enum base_child_state take_end(const struct apart_answer *answer, struct apart_taker *taker,
                                      enum sello_error *out) {
    *out = (enum sello_error)answer->error;
    taker->dpi = isfinite(answer->dpi) ? answer->dpi : 0;
    if (answer->len == 0) {
        return BASE_CHILD_WELL;
    }
    uint8_t *room = taker->room != NULL ? taker->room(taker->context, answer) : NULL;
    return room != NULL ? base_child_read(&child, room, (size_t)answer->len) : BASE_CHILD_GONE;
}

/* Until the end, or the end of the child. */
static enum base_child_state take_answers(struct apart_taker *taker, size_t *out_n_codes,
                                          enum sello_error *out) {
    struct apart_answer answer;
    for (;;) {
        enum base_child_state state = base_child_read(&child, &answer, sizeof answer);
        if (state == BASE_CHILD_WELL && answer.kind == APART_UNREAD) {
            state = take_unread(&answer);
            if (state == BASE_CHILD_WELL) {
                continue;
            }
        }
        if (state == BASE_CHILD_WELL && answer.kind != APART_CODE) {
            return take_end(&answer, taker, out);
        }
        if (state == BASE_CHILD_WELL && *out_n_codes == APART_CODES_MAX) {
            state = BASE_CHILD_GONE;
        }
        if (state == BASE_CHILD_WELL) {
            state = take_code(&answer, taker);
        }
        if (state != BASE_CHILD_WELL) {
            return state;
        }
        *out_n_codes += 1;
    }
}

/* Gives it to the thread's child, and takes what comes. */
static enum base_child_state go_through(const struct apart_task *task, struct sello_bytes file,
                                        struct apart_taker *taker, size_t *out_n_codes,
                                        enum sello_error *out) {
    unread.n = 0;
    enum base_child_state state = give_task(task, file);
    return state == BASE_CHILD_WELL ? take_answers(taker, out_n_codes, out) : state;
}

/* A child that read others before may have been ended from outside, or by what those left behind:
 * the picture is given to a fresh one before it is called to blame. */
enum sello_error apart_do(enum apart_kind kind, struct sello_bytes file, size_t aim,
                          struct apart_taker *taker) {
    const struct apart_task task = {(uint32_t)kind, (uint32_t)aim, file.len};
    enum sello_error error = SELLO_OK;
    enum base_child_state state = BASE_CHILD_GONE;
    size_t n_codes = 0;
    if (file.len > SELLO_PICTURE_FILE_MAX) {
        return SELLO_E_PICTURE_TOO_LARGE;
    }
    if (child.pid != 0) {
        state = go_through(&task, file, taker, &n_codes, &error);
    }
    if (state == BASE_CHILD_GONE && n_codes == 0) {
        base_child_end(&child);
        if (!start_child()) {
            return SELLO_E_PART;
        }
        state = go_through(&task, file, taker, &n_codes, &error);
    }
    if (state != BASE_CHILD_WELL) {
        base_child_end(&child);
        tell_unread(taker);
        error = state == BASE_CHILD_LATE ? SELLO_E_PICTURE_SLOW : SELLO_E_PICTURE_DECODER;
    } else if (error == SELLO_OK && n_codes == 0 && kind != APART_COLOURS) {
        error = SELLO_E_PICTURE_DECODER; /* who knows what it has read */
    }
    return n_codes > 0 ? SELLO_OK : error;
}

/* ---- in this process ---- */

static uint64_t thread_seconds(void) {
    struct timespec t = {0, 0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec;
}

static bool is_late(void *context) {
    const uint64_t *end = context;
    return thread_seconds() >= *end;
}

/* ---- either ---- */

bool apart_is_here(void) {
    return settings.here;
}

enum sello_error sello_picture_read_apart(struct sello_bytes file, sello_picture_found *found,
                                          void *context) {
    struct apart_taker taker = {.text = found, .context = context};
    if (settings.here) {
        uint64_t end = thread_seconds() + seconds_of_picture();
        const struct sello_picture_watch watch = {.stopped = is_late, .context = &end};
        return sello_picture_read_watched(file, &watch, found, context);
    }
    return apart_do(APART_READ, file, 0, &taker);
}

enum sello_error sello_sheet_measure_apart(struct sello_bytes file, sello_sheet_found *found,
                                           void *context, double *out_dpi) {
    struct apart_taker taker = {.measured = found, .context = context};
    if (settings.here) {
        return sello_sheet_measure(file, found, context, out_dpi);
    }
    enum sello_error error = apart_do(APART_MEASURE, file, 0, &taker);
    *out_dpi = taker.dpi;
    return error;
}
