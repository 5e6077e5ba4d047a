/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_LOCK_H
#define SELLO_REGISTRY_SQL_LOCK_H

/* Locks beside the database, for what it does not guard itself. */

#include "wire/bytes.h"
#include "wire/error.h"

/* Takes the exclusive lock of an open file or folder (flock), waiting ten seconds, like the
 * database's. SELLO_E_STORE_BUSY when another program keeps it, SELLO_E_SYSTEM with errno where
 * there is no locking. Closing the last descriptor gives it back. */
SELLO_NODISCARD enum sello_error sello_lock_wait(int fd);

#endif
