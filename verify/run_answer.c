/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/run.h"

/* A serial counts as seen by a label that is the certifier's own, whatever its status: one made
 * with a stolen key must not put the genuine one in doubt. */
static bool is_own(const struct sello_report *report) {
    return report->verified && report->serial != 0 && report->verdict >= SELLO_WITHDRAWN;
}

static void note_sight(struct run *run, struct sello_report *report) {
    struct sight before = {0};
    if (run->memory == NULL) {
        before = seen_note(run->seen, report->trust, report->serial, run->policy.now);
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
}

void run_answer(struct run *run, const char *input, size_t code_index,
                struct sello_report *report) {
    struct source source = {input, code_index, run->trusts->item, run->trusts->n, run->policy.now};
    if (is_own(report)) {
        note_sight(run, report);
    }
    if (run->form == FORM_JSON) {
        print_report_json(&source, report);
    } else if (run->form == FORM_CSV) {
        print_report_csv(&source, report);
    } else if (run->brief) {
        print_report_line(&source, report);
    } else {
        print_report(&source, report);
    }
    run->worst = run->worst == SELLO_UNDECIDED ? report->verdict
                                               : sello_verdict_worse(run->worst, report->verdict);
}

void run_serial(struct run *run, const char *input, size_t trust, uint64_t serial) {
    struct sello_report report;
    sello_verify_serial(&run->policy, trust, serial, &report);
    run_answer(run, input, 0, &report);
}
