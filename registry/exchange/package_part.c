/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/package.h"

const struct package_part package_part = {
    .open = package_open, .close = package_close, .pack = package_pack};
