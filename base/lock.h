/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_LOCK_H
#define SELLO_BASE_LOCK_H

/* One at a time, among the programs of this computer. */

#include "wire/bytes.h"
#include "wire/error.h"

/* Takes the exclusive lock of an open file or folder (flock), waiting ten seconds, like a database.
 * SELLO_E_STORE_BUSY when another program keeps it; SELLO_E_STORE_LOCKS, with errno, where its disk
 * has no locks. Closing the last descriptor gives it back. */
SELLO_NODISCARD enum sello_error base_lock_wait(int fd);

/* Does this file's disk have the locks that databases take (fcntl)? Also where another program
 * keeps one. Never of a file that this program has a lock of: closing it would give that back. */
bool base_lock_possible(const char *path);

struct base_lock_holder {
    long process;
    char program[32];
};

/* Who keeps a lock of one of these files or folders, other than this program. False: not known, as
 * on a network drive, or nobody any more. */
SELLO_NODISCARD bool base_lock_holder(const char *const *paths, size_t n,
                                      struct base_lock_holder *out);

#endif
