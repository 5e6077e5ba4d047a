/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_TEXT_H
#define SELLO_BASE_TEXT_H

/* A text that grows in memory while it is written like a file. open_memstream of glibc says of a
 * text whose memory ended that it was closed well, with bytes missing in the middle; this says that
 * it failed. */

#include <stdio.h>

#include "wire/bytes.h"

struct base_text {
    FILE *to;    /* it is written here; NULL: not open */
    char *bytes; /* owned; NUL stands behind the last one */
    size_t len, room;
    bool failed;
};

/* The struct must not move until base_text_end. False: no memory. */
SELLO_NODISCARD bool base_text_open(struct base_text *text);

/* What was written so far is in bytes[len]. False: some of it is not, for want of memory. */
SELLO_NODISCARD bool base_text_settle(struct base_text *text);

/* Begins anew, with the memory that it has. */
void base_text_clear(struct base_text *text);

/* Settles it and closes the stream: bytes[len] stays, and whoever opened it frees it. False: some
 * is missing, and all of it was freed; also of a text that is not open. */
SELLO_NODISCARD bool base_text_end(struct base_text *text);

#endif
