/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_PROGRAM_H
#define SELLO_BASE_PROGRAM_H

/* A program of the system's, found by its name in PATH, that does one thing and ends. It is told
 * what to do by its arguments alone: no shell reads them. */

#include "wire/bytes.h"
#include "wire/error.h"

#define BASE_PROGRAM_SAID 2048 /* bytes */

struct base_program {
    const char *const *argument; /* the name first; NULL ends them */
    int input;                   /* its standard input, from where it stands; -1: nothing */
    unsigned seconds;            /* it is ended after that */

    /* what came of it */
    bool late;                    /* it had to be ended */
    int status;                   /* its exit status; -1: it was ended by a signal */
    char said[BASE_PROGRAM_SAID]; /* the beginning of what it wrote, in English; NUL-terminated */
};

/* Runs it and waits. SELLO_E_NOT_FOUND where there is no such program; SELLO_E_SYSTEM, errno, where
 * it could not be started. */
SELLO_NODISCARD enum sello_error base_program_run(struct base_program *program);

#endif
