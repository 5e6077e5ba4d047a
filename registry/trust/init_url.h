/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_TRUST_INIT_URL_H
#define SELLO_REGISTRY_TRUST_INIT_URL_H

/* Whether the address on every label can be somebody's own. Pure. */

#include "wire/wire.h"

enum init_url_kind {
    INIT_URL_OWN = 0, /* as far as can be told */
    INIT_URL_EXAMPLE, /* example.org, ejemplo.mx, sello.test: nobody can have it, or others do */
    INIT_URL_LOCAL    /* localhost, 192.168.1.7, printer.local: no phone elsewhere reaches it */
};

enum init_url_kind init_url_judge(const char *url);

#endif
