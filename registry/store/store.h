/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_STORE_STORE_H
#define SELLO_REGISTRY_STORE_STORE_H

/* The store: everything the registry remembers, behind functions of its own field. SQLite is one
 * way to keep it; nothing here says so, that another can sit beside it.
 *
 * A registry is a folder: registry.db, keys/, lock, marks.
 *
 * About every function:
 *   - it prints nothing; it returns what failed, and sello_store_fault says more;
 *   - each change and its event are written together or not at all, also where it fails midway;
 *   - out-parameters are untouched on failure;
 *   - a store belongs to one thread.
 *
 * Errors that any of them can return: SELLO_E_STORE_BUSY (another program writes, and did not
 * finish in ten seconds), SELLO_E_STORE_FULL, SELLO_E_STORE_DAMAGED, SELLO_E_STORE, SELLO_E_MEMORY.
 */

#include "registry/store/batches.h"
#include "registry/store/certificates.h"
#include "registry/store/check.h"
#include "registry/store/deliveries.h"
#include "registry/store/endorsements.h"
#include "registry/store/events.h"
#include "registry/store/imports.h"
#include "registry/store/ledger.h"
#include "registry/store/log.h"
#include "registry/store/names.h"
#include "registry/store/opening.h"
#include "registry/store/photos.h"
#include "registry/store/prints.h"
#include "registry/store/records.h"
#include "registry/store/search.h"
#include "registry/store/status.h"
#include "registry/store/trust.h"

#endif
