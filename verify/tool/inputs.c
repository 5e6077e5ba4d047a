/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/inputs.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "verify/tool/tool.h"

static bool fail_memory(struct inputs *inputs) {
    cli_error("%s", _(sello_error_text(SELLO_E_MEMORY)));
    inputs->failed = true;
    return false;
}

static bool give(struct inputs *inputs, struct input *out, enum input_kind kind, const char *name) {
    size_t room = strlen(name) + 1;
    if (!base_grow(&out->name, &out->name_room, room, 1)) {
        return fail_memory(inputs);
    }
    memcpy(out->name, name, room);
    out->kind = kind;
    out->begins = true;
    out->drained = true;
    return true;
}

/* ---- folders ---- */

/* Names in the order of their bytes, independent of the locale. */
static int by_name(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool open_folder(struct inputs *inputs, const char *path) {
    char *const paths[] = {(char *)(uintptr_t)path, NULL}; /* fts does not write to them */
    inputs->folder = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    inputs->in_folder = false;
    return inputs->folder != NULL || fail_memory(inputs);
}

static bool is_hidden(const FTSENT *entry) {
    return entry->fts_level > 0 && entry->fts_name[0] == '.';
}

/* The next file; what cannot be read is given too, and answered for. NULL at the end, and with an
 * errno where it is not known whether that is the end. */
static const char *next_file(FTS *folder) {
    FTSENT *entry;
    for (errno = 0; (entry = fts_read(folder)) != NULL; errno = 0) {
        if (is_hidden(entry)) {
            fts_set(folder, entry, FTS_SKIP);
        } else if (entry->fts_info != FTS_D && entry->fts_info != FTS_DP &&
                   entry->fts_info != FTS_DC) {
            return entry->fts_path;
        }
    }
    return NULL;
}

static bool next_of_folder(struct inputs *inputs, struct input *out) {
    const char *path = next_file(inputs->folder);
    if (path != NULL) {
        inputs->in_folder = true;
        return give(inputs, out, INPUT_PICTURE, path);
    }
    int cause = errno;
    fts_close(inputs->folder);
    inputs->folder = NULL;
    const char *operand = cli_operand(inputs->args, inputs->next - 1);
    if (cause != 0) {
        cli_error(_("%s could not be read: %s."), operand, strerror(cause));
        inputs->failed = true;
        return false;
    }
    return !inputs->in_folder && give(inputs, out, INPUT_EMPTY, operand);
}

/* ---- lines ---- */

/* Some whole lines at the front of what was read: their bytes. */
static size_t whole_lines(const struct lines *l, uint64_t *out_n) {
    const uint8_t *start = l->buf + l->at;
    size_t len = 0, left = l->len - l->at;
    const uint8_t *end;
    *out_n = 0;
    while (*out_n < INPUT_LINES_MAX && len < left &&
           (end = memchr(start + len, '\n', left - len)) != NULL) {
        len = (size_t)(end - start) + 1;
        (*out_n)++;
    }
    return len;
}

/* More of standard input, what there is of it: it may be a scanner's. */
static bool read_more(struct inputs *inputs) {
    struct lines *l = &inputs->lines;
    memmove(l->buf, l->buf + l->at, l->len - l->at);
    l->len -= l->at;
    l->at = 0;
    ssize_t n;
    do {
        n = read(STDIN_FILENO, l->buf + l->len, INPUT_LINES_ROOM - l->len);
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        cli_error(_("Standard input cannot be read: %s."), strerror(errno));
        inputs->failed = true;
    }
    l->len += n > 0 ? (size_t)n : 0;
    l->ended = n <= 0;
    return n >= 0;
}

/* Drops what is left of a line that was too long. */
static void pass_line(struct lines *l) {
    const uint8_t *end = memchr(l->buf + l->at, '\n', l->len - l->at);
    l->at = end != NULL ? (size_t)(end - l->buf) + 1 : l->len;
    l->passing = end == NULL;
}

/* How many bytes can be handed on: whole lines, the last line even if it lacks its end, or a full
 * buffer of a line that is longer than any label. 0: more must be read. */
static size_t ready_bytes(struct lines *l, uint64_t *out_n) {
    size_t left = l->len - l->at, len = whole_lines(l, out_n);
    if (len > 0) {
        return len;
    }
    *out_n = 1;
    if (l->ended) {
        return left;
    }
    l->passing = left == INPUT_LINES_ROOM;
    return l->passing ? left : 0;
}

static bool give_lines(struct inputs *inputs, struct input *out, size_t len, uint64_t n) {
    struct lines *l = &inputs->lines;
    if (out->lines == NULL && (out->lines = malloc(INPUT_LINES_ROOM)) == NULL) {
        return fail_memory(inputs);
    }
    memcpy(out->lines, l->buf + l->at, len);
    out->len = len;
    out->kind = INPUT_LINES;
    out->begins = !l->begun;
    out->first_line = l->n + 1;
    l->begun = true;
    l->at += len;
    l->n += n;
    out->drained = memchr(l->buf + l->at, '\n', l->len - l->at) == NULL;
    return true;
}

static bool next_lines(struct inputs *inputs, struct input *out) {
    struct lines *l = &inputs->lines;
    for (;;) {
        uint64_t n = 0;
        if (l->passing) {
            pass_line(l);
        }
        size_t len = l->passing ? 0 : ready_bytes(l, &n);
        if (len > 0) {
            return give_lines(inputs, out, len, n);
        }
        if (l->ended || !read_more(inputs)) {
            l->open = false;
            return false;
        }
    }
}

static bool open_lines(struct inputs *inputs) {
    struct lines *l = &inputs->lines;
    l->open = true;
    l->begun = false;
    if (l->buf == NULL && (l->buf = malloc(INPUT_LINES_ROOM)) == NULL) {
        l->open = false;
        return fail_memory(inputs);
    }
    return true;
}

/* ---- operands ---- */

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool inputs_are_one(const struct cli_args *args) {
    const char *operand = cli_operand(args, 0);
    return cli_n_operands(args) == 1 && strcmp(operand, "-") != 0 && !is_folder(operand);
}

/* Opens what has many pieces; gives what is one. */
static bool take_operand(struct inputs *inputs, struct input *out, bool *out_given) {
    const char *operand = cli_operand(inputs->args, inputs->next++);
    if (strcmp(operand, "-") == 0) {
        return open_lines(inputs);
    }
    if (is_folder(operand)) {
        return open_folder(inputs, operand);
    }
    bool text = looks_like_text(operand) && access(operand, F_OK) != 0;
    *out_given = true;
    return give(inputs, out, text ? INPUT_TEXT : INPUT_PICTURE, operand);
}

bool inputs_next(struct inputs *inputs, struct input *out) {
    bool given = false;
    while (!inputs->failed && !given) {
        if (inputs->folder != NULL) {
            given = next_of_folder(inputs, out);
        } else if (inputs->lines.open) {
            given = next_lines(inputs, out);
        } else if (inputs->next == cli_n_operands(inputs->args) ||
                   !take_operand(inputs, out, &given)) {
            return false;
        }
    }
    return given && !inputs->failed;
}

void inputs_end(struct inputs *inputs) {
    if (inputs->folder != NULL) {
        fts_close(inputs->folder);
    }
    free(inputs->lines.buf);
}

void input_free(struct input *input) {
    free(input->name);
    free(input->lines);
}
