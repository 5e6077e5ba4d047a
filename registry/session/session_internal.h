/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SESSION_SESSION_INTERNAL_H
#define SELLO_REGISTRY_SESSION_SESSION_INTERNAL_H

/* What the files behind session.h share. */

#include "registry/session/session.h"

/* A parsed root with the memory it lives in. Takes NULL. */
void session_root_free(struct session_root *root);

#endif
