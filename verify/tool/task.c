/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio_ext.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/time.h"
#include "verify/reader/apart.h"
#include "verify/tool/run.h"
#include "verify/verdict/label_text.h"
#include "verify/verdict/statement.h"

/* ---- answers ---- */

/* The place of the next answer, or NULL without memory: what cannot be answered must not pass for
 * silence, so the task says so. */
static struct answer *new_answer(struct task *task) {
    if (!base_grow(&task->answer, &task->room, task->n + 1, sizeof *task->answer)) {
        task->no_memory = true;
        return NULL;
    }
    struct answer *answer = &task->answer[task->n++];
    answer->line = 0;
    answer->code_index = 0;
    answer->is_placed = false;
    answer->n_unread = 0;
    answer->is_statement = false;
    answer->statement_len = 0;
    return answer;
}

/* The token is kept for telling what it says: the workspace is the next text's. */
static bool judge_statement(const struct sello_policy *policy, struct task *task,
                            struct sello_bytes text, struct answer *answer) {
    struct sello_statement statement;
    struct sello_label_text decoded;
    bool has_statement = false;
    if (!sello_statement_judge(policy, text, &task->work, &answer->report, &has_statement,
                               &statement)) {
        return false;
    }
    answer->is_statement = true;
    if (has_statement && sello_label_text_decode(text, task->work.bytes, &decoded) == SELLO_OK) {
        memcpy(answer->statement, decoded.token.ptr, decoded.token.len);
        answer->statement_len = decoded.token.len;
    }
    return true;
}

static struct answer *judge_text(const struct run *run, struct task *task,
                                 struct sello_bytes text) {
    struct answer *answer = new_answer(task);
    if (answer != NULL) {
        struct sello_policy policy = run->policy;
        policy.now = task->now;
        if (!judge_statement(&policy, task, text, answer)) {
            sello_verify_text(&policy, (const char *)text.ptr, text.len, &task->work,
                              &answer->report);
        }
    }
    return answer;
}

/* ---- pictures ---- */

struct search {
    const struct run *run;
    struct task *task;
    size_t n_read;
};

static struct answer *answer_unreadable(struct task *task, enum sello_error cause) {
    struct answer *answer = new_answer(task);
    if (answer != NULL) {
        answer->report = (struct sello_report){.verdict = SELLO_UNREADABLE,
                                               .holds = (uint32_t)1 << SELLO_UNREADABLE,
                                               .cause = (int)cause,
                                               .effective_time = task->now};
    }
    return answer;
}

static bool on_code(void *context, struct sello_bytes text, const struct sello_quad *where) {
    struct search *search = context;
    bool read = text.len > 0;
    struct answer *answer = read ? judge_text(search->run, search->task, text)
                                 : answer_unreadable(search->task, SELLO_E_PICTURE_UNREAD);
    search->n_read += read;
    if (answer != NULL && where != NULL) {
        answer->is_placed = true;
        answer->where = *where;
    }
    return answer == NULL || answer->report.verified;
}

/* Codes that are no labels are of interest only where the picture has no label. */
static void keep_labels(struct task *task) {
    size_t kept = 0;
    for (size_t i = 0; i < task->n; i++) {
        task->answer[i].code_index = i;
        if (task->answer[i].report.verdict != SELLO_NOT_A_LABEL) {
            task->answer[kept++] = task->answer[i];
        }
    }
    task->n = kept > 0 ? kept : task->n;
}

/* Those that were not read come last. */
static void count_unread(struct task *task, size_t n_read) {
    if (n_read < task->n) {
        task->answer[n_read].n_unread = task->n - n_read;
    }
}

static void judge_picture(const struct run *run, struct task *task) {
    struct search search = {.run = run, .task = task};
    uint8_t *file = NULL;
    size_t len = 0;
    if (!cli_file_read(task->input.name, SELLO_PICTURE_FILE_MAX, &file, &len)) {
        (void)answer_unreadable(task, SELLO_E_PICTURE_FILE);
        return;
    }
    enum sello_error error = sello_picture_read_apart(sello_bytes(file, len), on_code, &search);
    free(file);
    pictures_warn();
    if (task->no_memory) {
        error = SELLO_E_MEMORY;
    }
    if (error != SELLO_OK) {
        task->n = 0;
        (void)answer_unreadable(task, error);
    } else {
        count_unread(task, search.n_read);
        keep_labels(task);
    }
}

/* ---- lines ---- */

static bool is_blank(struct sello_bytes line) {
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '\0' || strchr(" \t\r\f\v", line.ptr[i]) == NULL) {
            return false;
        }
    }
    return true;
}

/* A line longer than any label is cut one byte past the longest, which is enough to refuse it. */
static void judge_line(const struct run *run, struct task *task, struct sello_bytes line,
                       uint64_t number) {
    if (line.len > SELLO_TEXT_LINE_MAX) {
        line.len = SELLO_TEXT_LINE_MAX + 1;
    }
    struct answer *answer = is_blank(line) ? NULL : judge_text(run, task, line);
    if (answer != NULL) {
        answer->line = number;
    }
}

static void judge_lines(const struct run *run, struct task *task) {
    struct sello_bytes left = sello_bytes(task->input.lines, task->input.len);
    for (uint64_t number = task->input.first_line; left.len > 0; number++) {
        const uint8_t *end = memchr(left.ptr, '\n', left.len);
        size_t len = end != NULL ? (size_t)(end - left.ptr) : left.len;
        judge_line(run, task, sello_bytes(left.ptr, len), number);
        len += end != NULL ? 1 : 0;
        left = sello_bytes(left.ptr + len, left.len - len);
    }
}

/* ---- the whole ---- */

/* The stream is used by one thread at a time: it needs no lock of its own. */
static bool open_text(struct task *task) {
    if (task->out.to == NULL && base_text_open(&task->out)) {
        __fsetlocking(task->out.to, FSETLOCKING_BYCALLER);
    }
    return task->out.to != NULL;
}

static void write_answers(const struct run *run, struct task *task) {
    bool open = open_text(task);
    if (open) {
        base_text_clear(&task->out);
    } else {
        task->no_memory = true;
    }
    for (size_t i = 0; i < task->n; i++) {
        struct answer *answer = &task->answer[i];
        answer->from = answer->to = 0;
        if (open) {
            answer->from = task->out.len;
            answer_print(run, task, answer, task->out.to);
            task->no_memory = !base_text_settle(&task->out) || task->no_memory;
            answer->to = task->out.len;
        }
    }
}

void task_work(const struct run *run, struct task *task) {
    task->n = 0;
    task->no_memory = false;
    task->now = run->now_given ? run->policy.now : base_now();
    switch (task->input.kind) {
    case INPUT_TEXT: judge_text(run, task, sello_bytes_of(task->input.name)); break;
    case INPUT_PICTURE: judge_picture(run, task); break;
    case INPUT_LINES: judge_lines(run, task); break;
    case INPUT_EMPTY:
        cli_error(_("There is no picture in %s."), task->input.name);
        (void)answer_unreadable(task, SELLO_E_PICTURE_FILE);
        break;
    }
    write_answers(run, task);
}

void task_free(struct task *task) {
    input_free(&task->input);
    free(task->answer);
    (void)!base_text_end(&task->out);
    free(task->out.bytes);
}
