/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_SWEEP_H
#define SELLO_BASE_SWEEP_H

/* Temporary names, and what a run that was killed left behind under them:
 *
 *   .sello-<16 hex digits>.tmp          a file, locked (flock) while it is written
 *   .sello-<16 hex digits>-<name>.tmp   one of many files (files.h), whose folder its run has
 * locked shared; or a folder, locked while it is used */

#include "wire/bytes.h"
#include "wire/error.h"

#define BASE_TEMP_LEN 32 /* of the first form, with NUL */

/* ".sello-<mark>.tmp" of a new mark. False: the system has none, errno tells why. */
SELLO_NODISCARD bool base_temp_name(char out[SELLO_LEN(BASE_TEMP_LEN)]);

/* Takes away what earlier runs left in an open folder, unless it was begun within the last minute
 * or somebody holds it. `alone`: the caller has the folder's lock, exclusively; then those of many
 * go too, here and in folders within that hold labels by serial. */
void base_sweep(int folder, bool alone);

/* A folder for this run alone, mode 0700, beside `path` and on its disk; what earlier runs left
 * there goes. Afterwards its files are removed and base_scratch_close called. */
struct base_scratch {
    int folder; /* descriptor, with its lock; -1: none */
};

/* SELLO_E_TOO_LONG: its path does not fit; SELLO_E_SYSTEM goes with errno. */
SELLO_NODISCARD enum sello_error base_scratch_open(struct base_scratch *scratch, const char *path,
                                                   char *out_path, size_t size);
/* Removes the files in it, and the folder. */
void base_scratch_close(struct base_scratch *scratch, const char *path);

#endif
