/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "verify/tool/run.h"

static void fail_memory(struct run *run) {
    if (!run->failed) {
        cli_error("%s", _(sello_error_text(SELLO_E_MEMORY)));
    }
    run->failed = true;
}

/* True when it came before: the report has changed. */
static bool note_sight(struct run *run, uint64_t now, struct sello_report *report) {
    struct sight before = {0};
    if (run->memory == NULL) {
        if (!seen_note(run->seen, report->trust, report->serial, now, &before)) {
            fail_memory(run);
        }
    } else if (!memory_note(run->memory, report->trust, report->serial, &before)) {
        run->failed = true;
    }
    if (before.times > 0) {
        sello_report_repeated(report);
    }
    if (before.times > 0 && run->memory != NULL) {
        report->seen_times = before.times;
        report->seen_first = before.first;
        report->seen_last = before.last;
    }
    return before.times > 0;
}

void run_note(struct run *run, enum sello_verdict verdict) {
    run->worst = run->worst == SELLO_UNDECIDED ? verdict : sello_verdict_worse(run->worst, verdict);
    run->in_doubt =
        run->in_doubt || (verdict == SELLO_UNKNOWN_CERTIFIER && run->trusts->n_unread > 0);
}

int run_exit(const struct run *run, enum sello_verdict worst) {
    return run->in_doubt ? CLI_FAILURE : sello_verdict_exit(worst);
}

static void print_as(enum form form, bool brief, const struct source *source,
                     const struct sello_report *report) {
    if (form == FORM_JSON) {
        print_report_json(source, report);
    } else if (form == FORM_CSV) {
        print_report_csv(source, report);
    } else if (brief) {
        print_report_line(source, report);
    } else {
        print_report(source, report);
    }
}

/* For people lines get a line each, all else a block. */
void answer_print(const struct run *run, const struct task *task, const struct answer *answer,
                  FILE *to) {
    char line[32];
    bool unread = answer->report.cause == SELLO_E_PICTURE_UNREAD;
    if (unread && answer->n_unread == 0 && run->form != FORM_JSON) {
        return; /* the first such has told of all */
    }
    snprintf(line, sizeof line, "-:%" PRIu64, answer->line);
    const struct source source = {.to = to,
                                  .input = answer->line > 0 ? line : task->input.name,
                                  .code_index = answer->code_index,
                                  .where = answer->is_placed ? &answer->where : NULL,
                                  .n_unread = answer->n_unread,
                                  .trusts = run->trusts->item,
                                  .n_trusts = run->trusts->n,
                                  .some_unread = run->trusts->n_unread > 0,
                                  .judged = task->now,
                                  .photos = run->photos};
    if (answer->is_statement && run->form != FORM_CSV) {
        print_statement(&source, &answer->report,
                        sello_bytes(answer->statement, answer->statement_len),
                        run->form == FORM_JSON);
        return;
    }
    print_as(run->form, answer->line > 0, &source, &answer->report);
}

void task_answer(struct run *run, struct task *task) {
    if (task->input.begins && run->worst != SELLO_UNDECIDED && run->form == FORM_PEOPLE) {
        fputc('\n', stdout);
    }
    for (size_t i = 0; i < task->n; i++) {
        struct answer *answer = &task->answer[i];
        bool repeated =
            sello_report_is_own(&answer->report) && note_sight(run, task->now, &answer->report);
        if (repeated || answer->to == 0) {
            answer_print(run, task, answer, stdout);
        } else {
            fwrite(task->out.bytes + answer->from, 1, answer->to - answer->from, stdout);
        }
        run_note(run, answer->report.verdict);
    }
}

void run_serial(struct run *run, const char *input, size_t trust, uint64_t serial) {
    struct sello_report report;
    const struct source source = {.to = stdout,
                                  .input = input,
                                  .trusts = run->trusts->item,
                                  .n_trusts = run->trusts->n,
                                  .some_unread = run->trusts->n_unread > 0,
                                  .judged = run->policy.now};
    sello_verify_serial(&run->policy, trust, serial, &report);
    if (run->worst != SELLO_UNDECIDED && run->form == FORM_PEOPLE) {
        fputc('\n', stdout);
    }
    print_as(run->form, false, &source, &report);
    run_note(run, report.verdict);
}
