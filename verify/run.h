/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_RUN_H
#define SELLO_VERIFY_RUN_H

/* Inside the tool: one run over its inputs. */

#include "verify/memory.h"

enum form { FORM_PEOPLE, FORM_JSON, FORM_CSV };

struct run {
    struct trust_set *trusts;
    const struct sello_trust *view[TRUSTS_MAX]; /* of the same */
    struct sello_policy policy;
    bool now_given;        /* by --now; else each answer is of its own instant */
    struct seen *seen;     /* dated where there is a memory */
    struct memory *memory; /* NULL: what was seen in this run is all that counts */
    struct sello_workspace work;
    enum form form;
    bool brief;               /* for people: a line for each answer, not a block */
    bool failed;              /* something was not remembered; it was said */
    enum sello_verdict worst; /* undecided: nothing was answered yet */
};

/* Tells an answer, once it is known whether the label was seen before. */
void run_answer(struct run *run, const char *input, size_t code_index, struct sello_report *report);

/* A picture, a label text, or "-" for lines. False, having said so, when lines cannot be read. */
SELLO_NODISCARD bool run_input(struct run *run, const char *input);

/* A serial typed by hand, of the certifier at that index. */
void run_serial(struct run *run, const char *input, size_t trust, uint64_t serial);

/* How well the labels of scanned sheets are printed; returns the exit status. */
int print_check(const struct cli_args *args, struct run *run);

/* The raw text of every code in the pictures, whatever it is; returns the exit status. */
int print_texts(const struct cli_args *args);

#endif
