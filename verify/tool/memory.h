/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_TOOL_MEMORY_H
#define SELLO_VERIFY_TOOL_MEMORY_H

/* The file of --remember: which serials were seen, and when (docs/FORMAT.md, "Serials seen"). */

#include "verify/tool/tool.h"

#define MEMORY_HEADER "# sello-verify remember 1\n"
#define MEMORY_LINE_MAX 160 /* bytes of a line, with its end and a NUL */
#define MEMORY_MARK_LEN 17  /* of a run: 16 hex digits and NUL */

/* One sight. */
struct memory_line {
    uint64_t instant;
    uint8_t fingerprint[SELLO_HASH_LEN];
    uint64_t serial;
};

/* Takes a line apart, without its end; false when it is none (torn, or damaged). */
SELLO_NODISCARD bool memory_line_parse(struct sello_bytes line, struct memory_line *out);

/* Writes the line of a run's n-th sight, with its end; its length. */
size_t memory_line_put(char out[SELLO_LEN(MEMORY_LINE_MAX)], const struct memory_line *line,
                       const char mark[SELLO_LEN(MEMORY_MARK_LEN)], uint64_t n);

struct memory;

/* Opens the file, or makes it, and notes in `seen` all that it holds of these certifiers. NULL,
 * having said why. It keeps the pointers given. */
struct memory *memory_open(const char *path, const struct trust_set *trusts, struct seen *seen);

/* Notes that a serial is seen now; *out_before tells of its sights before, those that other runs
 * have written meanwhile too. False, having said so once, when it could not be written. */
SELLO_NODISCARD bool memory_note(struct memory *memory, size_t trust, uint64_t serial,
                                 struct sight *out_before);

/* Frees it; false, having said so, when something may not have reached the disk. NULL: true. */
SELLO_NODISCARD bool memory_close(struct memory *memory);

#endif
