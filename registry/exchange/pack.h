/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_PACK_H
#define SELLO_REGISTRY_EXCHANGE_PACK_H

/* A folder as one .zip file, for whoever takes it away through a browser. */

#include "wire/wire.h"

/* Writes `path` (new, or over what is there), with the folder's regular files under "<name>/", in
 * order of their names; links are not followed, and left out. What is packed already (pictures,
 * .gz) is stored as it is. `stopped` is asked now and then. SELLO_E_TOO_LONG: they are more than
 * `most` bytes; SELLO_E_INTERRUPTED: `stopped` said so; SELLO_E_SYSTEM: errno; SELLO_E_PART: the
 * part that packs is not here. Nothing is left then. */
SELLO_NODISCARD enum sello_error pack_folder(const char *folder, const char *name, uint64_t most,
                                             const char *path, bool (*stopped)(void *context),
                                             void *context);

#endif
