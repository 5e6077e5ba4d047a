/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/console.h"
#include "registry/console/server.h"

extern const struct console_part console_part;
const struct console_part console_part = {.run = console_serve};
