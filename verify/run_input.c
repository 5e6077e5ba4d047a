/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/run.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "verify/picture.h"

/* A scanner may be at work for days. */
static void refresh_clock(struct run *run) {
    if (!run->now_given) {
        run->policy.now = cli_now();
    }
}

static void verify_text(struct run *run, const char *input, struct sello_bytes text) {
    struct sello_report report;
    sello_verify_text(&run->policy, (const char *)text.ptr, text.len, &run->work, &report);
    run_answer(run, input, 0, &report);
}

/* ---- pictures ---- */

/* A picture's codes, in the order of being found. */
struct codes {
    struct run *run;
    struct sello_report *report; /* owned */
    size_t n, cap;
    bool failed; /* no memory */
};

static bool on_code(void *context, struct sello_bytes text) {
    struct codes *codes = context;
    if (codes->n == codes->cap) {
        size_t cap = codes->cap == 0 ? 4 : 2 * codes->cap;
        struct sello_report *more = realloc(codes->report, cap * sizeof *more);
        if (more == NULL) {
            codes->failed = true;
            return true;
        }
        codes->report = more;
        codes->cap = cap;
    }
    struct sello_report *report = &codes->report[codes->n++];
    sello_verify_text(&codes->run->policy, (const char *)text.ptr, text.len, &codes->run->work,
                      report);
    return report->verified;
}

/* Codes that are no labels are of interest only where the picture has no label. */
static bool has_label(const struct codes *codes) {
    for (size_t i = 0; i < codes->n; i++) {
        if (codes->report[i].verdict != SELLO_NOT_A_LABEL) {
            return true;
        }
    }
    return false;
}

static void answer_unreadable(struct run *run, const char *path, enum sello_status cause) {
    struct sello_report report = {.verdict = SELLO_UNREADABLE,
                                  .holds = (uint32_t)1 << SELLO_UNREADABLE,
                                  .cause = (int)cause,
                                  .effective_time = run->policy.now};
    run_answer(run, path, 0, &report);
}

static void verify_picture_bytes(struct run *run, const char *path, struct sello_bytes file) {
    struct codes codes = {.run = run};
    enum sello_status status = sello_picture_read(file, on_code, &codes);
    if (codes.failed) {
        status = SELLO_E_MEMORY;
    }
    if (status != SELLO_OK) {
        answer_unreadable(run, path, status);
    }
    bool labels_only = has_label(&codes);
    for (size_t i = 0; status == SELLO_OK && i < codes.n; i++) {
        if (!labels_only || codes.report[i].verdict != SELLO_NOT_A_LABEL) {
            run_answer(run, path, i, &codes.report[i]);
        }
    }
    free(codes.report);
}

static void verify_picture(struct run *run, const char *path) {
    uint8_t *file = NULL;
    size_t len = 0;
    if (!cli_file_read(path, SELLO_PICTURE_FILE_MAX, &file, &len)) {
        answer_unreadable(run, path, SELLO_E_PICTURE_FILE);
        return;
    }
    verify_picture_bytes(run, path, sello_bytes(file, len));
    free(file);
}

/* ---- lines ---- */

/* Reads one line of any length into buf; what does not fit is read and dropped, and makes the line
 * longer than any label. False at the end. */
static bool read_line(FILE *from, char *buf, size_t size, size_t *out_len) {
    size_t len = 0;
    int c = getc(from);
    if (c == EOF) {
        return false;
    }
    for (; c != EOF && c != '\n'; c = getc(from)) {
        if (len < size) {
            buf[len++] = (char)c;
        }
    }
    *out_len = len;
    return true;
}

static bool is_blank(const char *line, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (strchr(" \t\r\f\v", line[i]) == NULL || line[i] == '\0') {
            return false;
        }
    }
    return true;
}

/* Each line of standard input is a label text; answers come in the same order, at once, so that a
 * scanner's user sees each as it is scanned. */
static bool verify_lines(struct run *run) {
    static char line[SELLO_TEXT_LINE_MAX + 1];
    size_t len = 0;
    bool waiting = isatty(STDIN_FILENO);
    bool brief = run->brief;
    run->brief = true;
    for (uint64_t n = 1; read_line(stdin, line, sizeof line, &len); n++) {
        char input[32];
        snprintf(input, sizeof input, "-:%llu", (unsigned long long)n);
        if (!is_blank(line, len)) {
            refresh_clock(run);
            verify_text(run, input, sello_bytes(line, len));
        }
        if (waiting) {
            fflush(stdout);
        }
    }
    run->brief = brief;
    if (ferror(stdin)) {
        cli_error(_("Standard input cannot be read: %s."), strerror(errno));
        return false;
    }
    return true;
}

/* ---- what was given ---- */

bool run_input(struct run *run, const char *input) {
    refresh_clock(run);
    if (strcmp(input, "-") == 0) {
        return verify_lines(run);
    }
    if (looks_like_text(input) && access(input, F_OK) != 0) {
        verify_text(run, input, sello_bytes_of(input));
    } else {
        verify_picture(run, input);
    }
    return true;
}
