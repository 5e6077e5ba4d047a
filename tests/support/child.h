/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_CHILD_H
#define SELLO_TESTS_SUPPORT_CHILD_H

/* What a function prints and returns, run in a process of its own. */

#include <stdbool.h>
#include <stddef.h>

#define CHILD_TEXT_MAX 32768

struct child_outcome {
    int status; /* exit status, or minus the signal that ended it */
    char out[CHILD_TEXT_MAX], err[CHILD_TEXT_MAX];
};

/* Runs body(data) with nothing on standard input. */
void child_run(int (*body)(void *data), void *data, struct child_outcome *out);

/* Once the terminal shows `prompt`, type `typed`. */
struct child_step {
    const char *prompt, *typed;
};

/* Runs body(data) on a terminal of its own, goes through the steps, and waits for its end. `out`
 * holds what the terminal showed; *out_echo whether it echoes afterwards. */
void child_run_on_terminal(int (*body)(void *data), void *data, const struct child_step *steps,
                           size_t n_steps, struct child_outcome *out, bool *out_echo);

#endif
