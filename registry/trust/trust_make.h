/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_TRUST_MAKE_H
#define SELLO_REGISTRY_TRUST_TRUST_MAKE_H

/* A trust file, new or again, for the commands that give one out. */

#include "registry/commands/app.h"
#include "registry/trust/bundle_make.h"

/* Makes a new one with the newest status key that is here, asking for its passphrase; root and key
 * of the request are filled in. Freed by trust_file_free; false, having said why. */
SELLO_NODISCARD bool trust_make_new(struct app *app, struct bundle_request *request,
                                    struct trust_file *out);

/* The newest one's bytes once more. A stored bundle is for the root it was made under: after a
 * newer root this fails as verifiers would. SELLO_E_NOT_FOUND before the first. Says nothing. */
SELLO_NODISCARD enum sello_error trust_make_again(struct app *app, struct trust_file *out);

#endif
