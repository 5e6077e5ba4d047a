/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_RESTORE_ROOTS_H
#define SELLO_REGISTRY_RESTORE_ROOTS_H

/* Roots cannot be made again, but every copy of the trust file has them. */

#include "registry/app.h"

/* Takes the roots that the registry lacks from a trust file of the same certifier, and the schemes
 * they name. All or nothing. */
SELLO_NODISCARD bool restore_roots(struct app *app, const char *path);

#endif
