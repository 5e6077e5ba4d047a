/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_WEB_NAMES_H
#define SELLO_VERIFY_WEB_NAMES_H

#include "wire/bytes.h"

/* Are two names the same to people (verify/verdict/identity.h)? The browser's Unicode tells; in
 * tests, the tool's. */
bool web_names_alike(struct sello_bytes a, struct sello_bytes b);

#endif
