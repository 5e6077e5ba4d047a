/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SESSION_APP_INTERNAL_H
#define SELLO_REGISTRY_SESSION_APP_INTERNAL_H

/* What the files behind app.h share. */

#include "registry/session/app.h"

/* A parsed root with the memory it lives in. Takes NULL. */
void app_root_free(struct app_root *root);

#endif
