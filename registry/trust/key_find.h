/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_KEY_FIND_H
#define SELLO_REGISTRY_TRUST_KEY_FIND_H

#include "registry/commands/app.h"

/* A key file as people name it: by its path, or by the kid (its first digits) of one in the
 * registry's keys/. False, having said so, where there is none. */
SELLO_NODISCARD bool key_find_file(struct app *app, const char *name,
                                   char out[SELLO_LEN(APP_PATH_MAX)],
                                   struct sello_keyfile_info *out_info);

#endif
