/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_TOOL_RUN_H
#define SELLO_VERIFY_TOOL_RUN_H

/* Inside the tool: one run over its inputs. Pieces of them are judged and their answers written out
 * on all cores; whether a serial came before is settled afterwards, in the order of the inputs. */

#include "base/text.h"
#include "verify/reader/quad.h"
#include "verify/tool/inputs.h"
#include "verify/tool/memory.h"

enum form { FORM_PEOPLE, FORM_JSON, FORM_CSV };

struct run {
    struct trust_set *trusts;
    const struct sello_trust *view[TRUSTS_MAX]; /* of the same */
    struct sello_policy policy;
    bool now_given;           /* by --now; else each answer is of its own instant */
    const char *photos;       /* the folder of --photos; NULL: none */
    enum form form;           /* from here on: */
    struct seen *seen;        /* dated where there is a memory */
    struct memory *memory;    /* NULL: what was seen in this run is all that counts */
    bool failed;              /* something was not remembered; it was said */
    enum sello_verdict worst; /* undecided: nothing was answered yet */
    bool in_doubt; /* a label of nobody known, where a trusted certifier cannot be read */
};

/* One answer, and where it stands in its task's text. */
struct answer {
    struct sello_report report;
    size_t code_index;
    bool is_placed; /* where it is in its picture is known */
    struct sello_quad where;
    size_t n_unread;   /* of the picture's codes that were seen and not read: of the first such */
    bool is_statement; /* of certified output, no label: the report is of it */
    uint8_t statement[SELLO_TOKEN_MAX]; /* its token, for what it says */
    size_t statement_len;               /* 0: it does not say what it is */
    uint64_t line; /* of standard input, from 1; 0: the input's name says what it is of */
    size_t from, to;
};

/* A piece of the inputs on its way. Begins as {0}; freed by task_free. */
struct task {
    struct input input;
    uint64_t now; /* the instant it is judged at */
    struct sello_workspace work;
    struct answer *answer; /* owned */
    size_t n, room;
    bool no_memory;
    struct base_text out; /* owned */
};

/* Judges a task's input, and writes each answer out as if no serial had come before. Touches
 * nothing of the run: several at once. */
void task_work(const struct run *run, struct task *task);
void task_free(struct task *task);

/* Writes one answer, as the run's form wants it. */
void answer_print(const struct run *run, const struct task *task, const struct answer *answer,
                  FILE *to);

/* Settles whether the serials came before, and gives the answers out. */
void task_answer(struct run *run, struct task *task);

/* Counts a verdict towards the answer over all labels, and its exit status: that of the worst, or
 * CLI_FAILURE where one is in doubt. */
void run_note(struct run *run, enum sello_verdict verdict);
int run_exit(const struct run *run, enum sello_verdict worst);

/* A serial typed by hand, of the certifier at that index. */
void run_serial(struct run *run, const char *input, size_t trust, uint64_t serial);

/* How well the labels of scanned sheets are printed; returns the exit status. */
int print_check(const struct cli_args *args, struct run *run);

/* The raw text of every code in the pictures, whatever it is; returns the exit status. */
int print_texts(const struct cli_args *args);

#endif
