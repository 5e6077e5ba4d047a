/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "keys/keys.h"

#define LOCK_TRY ((size_t)64 << 10) /* bytes: several times all the secrets of one command */

/* sodium_malloc goes on silently without the lock, so the lock is tried on its own. */
static bool memory_locks(void) {
    void *block = sodium_malloc(LOCK_TRY);
    if (block == NULL) {
        return false;
    }
    bool locked = sodium_mlock(block, LOCK_TRY) == 0;
    sodium_free(block);
    return locked;
}

enum sello_error sello_keys_start(bool *out_locked) {
    if (sodium_init() < 0) {
        return SELLO_E_SYSTEM;
    }
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        return SELLO_E_SYSTEM;
    }
    *out_locked = memory_locks();
    return SELLO_OK;
}
