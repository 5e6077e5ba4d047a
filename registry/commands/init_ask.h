/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_INIT_ASK_H
#define SELLO_REGISTRY_COMMANDS_INIT_ASK_H

/* What `sello init` asks at the terminal, where no option says it; and what it warns of. */

#include "registry/commands/app.h"
#include "registry/trust/init.h"

struct init_answers {
    char name[SELLO_NAME_MAX + 1], url[SELLO_BASE_URL_MAX + 2], contact[SELLO_NAME_MAX + 1];
};

/* The certifier's name, address and contact, from the options or, one after the other, from whoever
 * is there. False, having said why. */
SELLO_NODISCARD bool init_ask(struct app *app, struct init_answers *room, struct init_request *out);

/* Warns of an address that cannot be the certifier's own. */
void init_warn_url(const char *url, enum init_url_kind kind);

#endif
