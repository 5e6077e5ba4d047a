/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_TOOL_INPUTS_H
#define SELLO_VERIFY_TOOL_INPUTS_H

/* Inside the tool: what was given on the command line, taken apart into pieces of work. */

#include <fts.h>

#include "cli/cli.h"

enum input_kind {
    INPUT_TEXT,    /* a label text, or what was meant as one */
    INPUT_PICTURE, /* a file */
    INPUT_EMPTY,   /* a folder without files */
    INPUT_LINES    /* some whole lines of standard input */
};

#define INPUT_LINES_MAX 64                  /* lines in one piece */
#define INPUT_LINES_ROOM ((size_t)64 << 10) /* bytes of them */

/* Begins as {0}; freed by input_free. */
struct input {
    enum input_kind kind;
    bool begins; /* not the second or a later piece of the same thing */
    char *name;  /* owned: the text, or the path */
    size_t name_room;
    uint8_t *lines; /* owned: each with its end, the last one perhaps without */
    size_t len;
    uint64_t first_line; /* its number, from 1 */
    bool drained;        /* no whole line follows yet: whoever waits should have the answers */
};

struct inputs {
    const struct cli_args *args;
    size_t next; /* operand */
    FTS *folder; /* open while one is gone through, in order of names */
    bool in_folder;
    struct lines {
        bool open;                  /* standard input is being read */
        bool begun, ended, passing; /* passing: over the rest of a line that is too long */
        uint8_t *buf;               /* owned */
        size_t at, len;
        uint64_t n; /* lines so far */
    } lines;
    bool failed; /* standard input could not be read, or no memory: it was said */
};

/* Takes the next piece into `out`, in the order they were given; what it owned is used again. False
 * at the end, and when it failed. A file of a folder is in order of its name, folders within it
 * too; names that begin with a dot are passed over. Lines come as soon as there are any. */
SELLO_NODISCARD bool inputs_next(struct inputs *inputs, struct input *out);

/* Is a single text or file all that was given? */
SELLO_NODISCARD bool inputs_are_one(const struct cli_args *args);

void inputs_end(struct inputs *inputs);
void input_free(struct input *input);

#endif
