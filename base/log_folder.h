/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_LOG_FOLDER_H
#define SELLO_BASE_LOG_FOLDER_H

/* A public log as it lies on a disk (C2SP tlog-tiles): a folder with "checkpoint" and "tile/". */

#include <limits.h>

#include "wire/wire.h"

#define BASE_LOG_ENTRIES_MAX ((uint64_t)1 << 20) /* of a log that is read */

struct base_log {
    uint8_t *bytes; /* of the checkpoint */
    struct sello_checkpoint checkpoint;
    struct sello_log_entry *entry;
    uint8_t *leaf; /* leaf hashes, one after the other */
    uint64_t n;
};

/* Reads all of it, and holds every entry, every tile and the checkpoint to each other; signatures
 * are the caller's. Freed by base_log_free, also after a failure. at: the file at fault, with the
 * checkpoint's line where it is that ("checkpoint, line 2"); the error says what is wrong with it,
 * SELLO_E_SYSTEM with errno. */
SELLO_NODISCARD enum sello_error base_log_read(const char *folder, struct base_log *out,
                                               char at[SELLO_LEN(PATH_MAX)]);

/* The same of a log with other entries: each, of at most `most` bytes, goes to `take`, whose
 * failure is its file's; `entry` stays NULL. */
typedef enum sello_error base_log_take(void *context, uint64_t index, struct sello_bytes entry);
SELLO_NODISCARD enum sello_error base_log_read_as(const char *folder, size_t most,
                                                  base_log_take *take, void *context,
                                                  struct base_log *out,
                                                  char at[SELLO_LEN(PATH_MAX)]);
void base_log_free(struct base_log *log);
struct sello_leaves base_log_leaves(const struct base_log *log);

#endif
