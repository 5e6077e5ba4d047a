/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_LABELS_ART_MARK_READ_H
#define SELLO_LABELS_ART_MARK_READ_H

/* Inside sello-mark, the program that marks are decoded in, and between it and whoever asks. */

#include "labels/art/mark.h"

/* What they say to each other: structures as they lie in memory, as both are of one build.
 *
 *     task    ->  and the file's bytes
 *     answer  <-  and the pixels, rows of 0x00rrggbb, where there is no error
 */
struct mark_task {
    char version[24]; /* SELLO_VERSION: no other is answered */
    uint64_t len;     /* of the file */
};

struct mark_answer {
    uint32_t error;
    uint32_t width, height;
};

/* Decodes it. The caller frees *out. Errors as of sello_mark_open. */
SELLO_NODISCARD enum sello_error mark_read(struct sello_bytes file, struct sello_mark **out);

#endif
