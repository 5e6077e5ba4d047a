/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_FILES_H
#define SELLO_BASE_FILES_H

/* Many files into one folder, or into folders in it: each is whole or not there, also after a power
 * cut. They are written under temporary names, and put in place some hundreds at a time, with one
 * sync for all of them. The caller catches interrupts meanwhile, so that no temporary file is left.
 * Names are the program's own: "000001.png", "001000/001234.png". SELLO_E_SYSTEM goes with errno.
 */

#include "wire/bytes.h"
#include "wire/error.h"

#define BASE_FILES_NAME 48 /* bytes, with NUL */
#define BASE_FILES_PENDING 512

struct base_files {
    const char *path; /* of the folder, as the user wrote it */
    int folder;       /* descriptor; -1: none */
    uint64_t mark;    /* in the temporary names of this run */
    bool failed;      /* putting in place: nothing more is */
    size_t n;         /* files that are written and not yet in place */
    char pending[BASE_FILES_PENDING][BASE_FILES_NAME];
};

/* The folder is there. */
SELLO_NODISCARD enum sello_error base_files_open(struct base_files *files, const char *path);

/* Takes away what earlier runs left under temporary names when they were killed, here, in folders
 * within that hold labels by serial, and in those of `inner`, a list that NULL ends (NULL: none);
 * nothing while another run writes here too. Before anything is written. */
void base_files_sweep(const struct base_files *files, const char *const *inner);

/* Writes a file under its temporary name. By several threads at once. */
SELLO_NODISCARD enum sello_error base_files_write(const struct base_files *files, const char *name,
                                                  struct sello_bytes bytes);

/* From now on this file, which was written, waits to be put in place; with the last that there is
 * room for, all that wait are. By one thread. *out_placed: how many files are in place by this. On
 * failure the first that waits is the one that could not be. */
SELLO_NODISCARD enum sello_error base_files_add(struct base_files *files, const char *name,
                                                size_t *out_placed);

/* Puts what waits in place, for good; on failure *out_placed are there all the same. */
SELLO_NODISCARD enum sello_error base_files_settle(struct base_files *files, size_t *out_placed);

/* All that was added is in place: where base_files_settle failed, only that it stays there was not
 * confirmed. */
bool base_files_placed(const struct base_files *files);

/* Takes away a file that was written and not added. */
void base_files_drop(const struct base_files *files, const char *name);
/* Takes away what waits, and closes the folder. */
void base_files_close(struct base_files *files);

#endif
